//! The standalone's state is kept whole, whenever its writer dies.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/killed.rs"]
mod killed;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::grooves;
use afterbeat::link::{self, Main};
use afterbeat::pattern::{Bank, Edit, PatternIndex};
use afterbeat::plugin::Params;
use afterbeat::plugin::params::typed;
use afterbeat::standalone::{Song, keep, load};
use afterbeat::time::{Bpm, Meter};
use std::fs;
use std::path::{Path, PathBuf};
use support::rng::Rng;

/// How often the writer is killed.
const KILLS: u32 = 500;

fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("state_file")
        .join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn params() -> Params {
    let (main, _, _) = link::new(Bank::empty());
    Params::new(Main::new(main))
}

fn song(bpm: f64) -> Song {
    Song {
        bpm: Bpm::new(bpm).unwrap(),
        meter: Meter::COMMON,
    }
}

fn set(params: &Params, id: &str, value: &str) {
    typed::set(&typed::find(params, id).unwrap(), value).unwrap();
}

#[test]
fn what_is_kept_is_loaded_again() {
    let path = folder("again").join("state.json");
    let kept = params();
    let pattern = grooves::find("E5").unwrap().pattern.clone();
    let to = Some(Box::new(pattern));
    let place = PatternIndex::new(7).unwrap();
    kept.main()
        .lock()
        .edit(Edit::ReplacePattern { pattern: place, to })
        .unwrap();
    for (id, value) in [
        ("swing", "61.3"),
        ("lane7_mute", "on"),
        ("seed", "9999"),
        ("phrase", "8"),
    ] {
        set(&kept, id, value);
    }
    let mut asked = song(133.7);
    asked.meter = Meter::new(7, 8).unwrap();
    keep(&path, &kept, &asked).unwrap();
    let (loaded, mut found) = (params(), song(60.0));
    set(&loaded, "ghosts", "3");
    assert!(load(&path, &loaded, &mut found).unwrap());
    assert_eq!(found, asked);
    assert_eq!(loaded.controls(), kept.controls());
    assert_eq!(loaded.main().lock().bank(), kept.main().lock().bank());
}

#[test]
fn a_file_that_is_not_there_is_no_mistake() {
    let path = folder("none").join("state.json");
    assert!(!load(&path, &params(), &mut song(60.0)).unwrap());
}

#[test]
fn a_file_that_is_no_state_changes_nothing() {
    let path = folder("bad").join("state.json");
    let kept = params();
    keep(&path, &kept, &song(100.0)).unwrap();
    let whole = fs::read(&path).unwrap();
    let (loaded, mut found) = (params(), song(60.0));
    set(&loaded, "swing", "70");
    let before = loaded.controls();
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let told = load(&path, &loaded, &mut found).unwrap_err().to_string();
        assert!(told.contains("holds no state"), "{told}");
        assert_eq!((loaded.controls(), found), (before.clone(), song(60.0)));
    }
}

#[test]
fn a_song_or_a_map_that_cannot_be_read_is_not_lost_by_loading_the_rest() {
    let path = folder("fields").join("state.json");
    let kept = params();
    set(&kept, "swing", "61");
    keep(&path, &kept, &song(100.0)).unwrap();
    let whole: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let (no_map, no_song) = ("the MIDI map cannot be read", "the field song of ");
    for (field, text, said) in [
        (
            "midi_map",
            r#"[{"from":{"pedal":64},"to":{"line":"play"}}]"#,
            no_map,
        ),
        ("midi_map", "[{", no_map),
        ("song", r#"{"tempo":0.0,"meter":"4/4"}"#, no_song),
        ("song", r#"{"tempo":100.0,"meter":"4:4"}"#, no_song),
    ] {
        let mut state = whole.clone();
        state["fields"][field] = text.into();
        fs::write(&path, state.to_string()).unwrap();
        let (loaded, mut found) = (params(), song(60.0));
        let before = loaded.controls();
        let told = load(&path, &loaded, &mut found).unwrap_err().to_string();
        assert!(told.contains(said), "{told}");
        assert!(told.ends_with("; it was left as it is"), "{told}");
        assert_eq!((loaded.controls(), found), (before, song(60.0)));
    }
}

/// Keeps a state that says twice which it is, of the thousand that there are.
fn keep_numbered(path: &Path, params: &Params, number: u32) {
    let number = number % 1000;
    set(params, "seed", &number.to_string());
    keep(path, params, &song(f64::from(number + 1))).unwrap();
}

/// Which state is there: its parts belong together.
fn kept_number(path: &Path) -> u32 {
    let (loaded, mut found) = (params(), song(77.7));
    assert!(load(path, &loaded, &mut found).unwrap(), "it is there");
    let number = u32::from(loaded.controls().seed);
    assert_eq!(found, song(f64::from(number + 1)));
    number
}

#[test]
fn a_writer_that_is_killed_leaves_the_old_state_or_the_new() {
    let this_test = "a_writer_that_is_killed_leaves_the_old_state_or_the_new";
    if let Some((path, first)) = killed::told() {
        let params = params();
        killed::write_on(first, |number| keep_numbered(&path, &params, number));
        return;
    }
    let folder = folder("killed");
    let path = folder.join("state.json");
    keep_numbered(&path, &params(), 0);
    let (mut rng, mut last, mut others) = (Rng::new(2), 0, 0);
    for _ in 0..KILLS {
        // Another than the one that is there.
        killed::begin_and_kill(this_test, &path, last + 1, &mut rng);
        let found = kept_number(&path);
        others += u32::from(found != last);
        last = found;
    }
    assert!(others > KILLS / 3, "{others} times another state was there");
    if cfg!(not(target_os = "linux")) {
        // Nobody says there which writers live, so nothing of theirs is touched.
        return;
    }
    let left: Vec<_> = fs::read_dir(&folder).unwrap().flatten().collect();
    assert_eq!(
        left.len(),
        1,
        "what killed writers leave is swept: {left:?}"
    );
}

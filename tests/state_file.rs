//! The standalone's state is kept whole, whenever its writer dies.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

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
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use support::rng::Rng;

/// Set in the child process that is to be killed; the file that it writes.
const WRITES: &str = "AFTERBEAT_TEST_WRITES";
/// How often it is killed.
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

/// What a writer says when it begins.
const BEGUN: &str = "the writing begins\n";

/// Writes one state after the other until it is killed.
fn write_until_killed(path: &Path) {
    let params = params();
    // Not by `println`, which the test harness would keep to itself.
    io::stdout().write_all(BEGUN.as_bytes()).unwrap();
    for number in 0_u32.. {
        let tempo = f64::from(number % 1000 + 1);
        set(&params, "seed", &(number % 1000).to_string());
        keep(path, &params, &song(tempo)).unwrap();
    }
}

#[test]
fn a_writer_that_is_killed_leaves_the_old_state_or_the_new() {
    let this_test = "a_writer_that_is_killed_leaves_the_old_state_or_the_new";
    if let Some(path) = std::env::var_os(WRITES) {
        write_until_killed(Path::new(&path));
        return;
    }
    let folder = folder("killed");
    let path = folder.join("state.json");
    keep(&path, &params(), &song(1.0)).unwrap();
    let (mut rng, mut others) = (Rng::new(2), 0);
    let mut last = 1.0;
    for _ in 0..KILLS {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args([this_test, "--exact"])
            .env(WRITES, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        // On a busy machine a program may take longer to begin than it is left to live.
        assert!(lines.any(|line| line.unwrap().ends_with(BEGUN.trim_end())));
        let wait = rng.whole(0, 20_000);
        sleep(Duration::from_micros(u64::try_from(wait).unwrap()));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let (loaded, mut found) = (params(), song(77.7));
        assert!(load(&path, &loaded, &mut found).unwrap(), "it is there");
        let tempo = found.bpm.get();
        // The parts of a state belong together, and what is there was kept some time.
        let is_first = tempo.to_bits() == 1.0_f64.to_bits();
        assert!(
            is_first || loaded.controls().seed + 1 == number(tempo),
            "{tempo}"
        );
        others += u32::from(tempo.to_bits() != f64::to_bits(last));
        last = tempo;
    }
    assert!(
        others > KILLS / 10,
        "{others} times another state was there"
    );
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

fn number(tempo: f64) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number up to a thousand"
    )]
    let number = tempo as u16;
    number
}

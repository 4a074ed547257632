//! A groove is kept whole, whenever the program that saves it dies.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/number.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod number;
#[path = "support/rng.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod rng;

use afterbeat::files::Library;
use afterbeat::grooves::{Groove, find};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Set in the child process that is to be killed; the folder that it saves into.
const SAVES: &str = "AFTERBEAT_TEST_SAVES";
/// How often it is killed.
const KILLS: u32 = 300;

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("power_cut");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A groove that says twice which it is: half of one and half of another would not agree.
fn groove(number: u32) -> Groove {
    let tempo = f64::from(25 + number % 51);
    Groove {
        name: "Late Night".to_owned(),
        tempo: (tempo, tempo),
        feel: vec![("swing".to_owned(), tempo)],
        ..find("E5").unwrap().clone()
    }
}

fn save_until_killed(folder: &Path) {
    let library = Library::new(folder.to_owned());
    for number in 0.. {
        library.save(&groove(number), true).unwrap();
    }
}

#[test]
fn a_program_that_is_killed_leaves_the_old_groove_or_the_new() {
    let this_test = "a_program_that_is_killed_leaves_the_old_groove_or_the_new";
    if let Some(folder) = std::env::var_os(SAVES) {
        save_until_killed(Path::new(&folder));
        return;
    }
    let folder = folder();
    let library = Library::new(folder.clone());
    library.save(&groove(0), true).unwrap();
    let mut rng = rng::Rng::new(3);
    let (mut last, mut others) = (groove(0), 0);
    for _ in 0..KILLS {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args([this_test, "--exact"])
            .env(SAVES, &folder)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let wait = rng.whole(0, 20_000);
        sleep(Duration::from_micros(u64::try_from(wait).unwrap()));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let (mut grooves, skipped) = library.list();
        assert_eq!(skipped, []);
        let found = grooves.pop().unwrap().groove;
        assert_eq!(found.feel, [("swing".to_owned(), found.tempo.0)]);
        assert_eq!(found.pattern, last.pattern);
        others += u32::from(found != last);
        last = found;
    }
    assert!(others > KILLS / 10, "{others} times it was another");
    library.save(&groove(1), true).unwrap();
    if cfg!(not(target_os = "linux")) {
        // Nobody says there which writers live, so nothing of theirs is touched.
        return;
    }
    let left: Vec<_> = fs::read_dir(&folder).unwrap().flatten().collect();
    assert_eq!(
        left.len(),
        1,
        "what killed programs leave is swept: {left:?}"
    );
}

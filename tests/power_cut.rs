//! A groove is kept whole, whenever the program that saves it dies.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/killed.rs"]
mod killed;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::files::Library;
use afterbeat::grooves::{Groove, find};
use std::fs;
use std::path::{Path, PathBuf};
use support::rng::Rng;

/// How often the program is killed.
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

/// Which groove this is, of the 51 that there are.
fn number(found: &Groove) -> u32 {
    let number = (0..51).find(|number| groove(*number) == *found);
    number.expect("a groove that was saved")
}

fn save_until_killed(folder: PathBuf, first: u32) {
    let library = Library::new(folder);
    killed::write_on(first, |number| {
        library.save(&groove(number), true).unwrap();
    });
}

#[test]
fn a_program_that_is_killed_leaves_the_old_groove_or_the_new() {
    let this_test = "a_program_that_is_killed_leaves_the_old_groove_or_the_new";
    if let Some((folder, first)) = killed::told() {
        save_until_killed(folder, first);
        return;
    }
    let folder = folder();
    let library = Library::new(folder.clone());
    library.save(&groove(0), true).unwrap();
    let mut rng = Rng::new(3);
    let (mut last, mut others) = (0, 0);
    for _ in 0..KILLS {
        // Another than the one that is there.
        killed::begin_and_kill(this_test, &folder, last + 1, &mut rng);
        let (mut grooves, skipped) = library.list();
        assert_eq!(skipped, []);
        let found = number(&grooves.pop().unwrap().groove);
        others += u32::from(found != last);
        last = found;
    }
    assert!(others > KILLS / 3, "{others} times it was another");
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

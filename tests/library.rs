//! The folder of one's own grooves: whose place a new one takes, and what it is called.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::files::{Library, LibraryError, with_ending};
use afterbeat::grooves::{self, Groove};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("library")
        .join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn called(name: &str, like: &str) -> Groove {
    Groove {
        name: name.to_owned(),
        ..grooves::find(like).unwrap().clone()
    }
}

fn names(library: &Library) -> Vec<String> {
    let (own, skipped) = library.list();
    assert!(skipped.is_empty());
    own.into_iter().map(|own| own.groove.name).collect()
}

#[test]
fn a_groove_of_another_name_is_never_replaced() {
    let library = Library::new(folder("names"));
    let shouted = library.save(&called("Beat!", "A1"), false).unwrap();
    for may_replace in [false, true] {
        let asked = library.save(&called("Beat?", "B1"), may_replace);
        assert_ne!(asked.unwrap(), shouted);
    }
    assert_eq!(names(&library), ["Beat!", "Beat?"]);
    let taken = library.save(&called("Beat?", "C1"), false);
    assert!(matches!(taken, Err(LibraryError::Taken(name)) if name == "Beat?"));
    library.save(&called("Beat!", "D1"), true).unwrap();
    assert_eq!(names(&library), ["Beat!", "Beat?"]);
    let (own, _) = library.list();
    assert_eq!(own[0].groove.pattern, grooves::find("D1").unwrap().pattern);
    assert_eq!(own[1].groove.pattern, grooves::find("B1").unwrap().pattern);
}

#[test]
fn a_file_that_is_no_groove_is_not_replaced() {
    let folder = folder("torn");
    fs::write(folder.join("beat.toml"), "id = ").unwrap();
    let library = Library::new(folder.clone());
    library.save(&called("Beat", "A1"), true).unwrap();
    assert_eq!(
        fs::read_to_string(folder.join("beat.toml")).unwrap(),
        "id = "
    );
    assert_eq!(library.list().0.len(), 1);
}

#[test]
fn a_long_name_is_imported_again_and_again() {
    let folder = folder("long");
    let library = Library::new(folder.join("own"));
    let file = folder.join("long.toml");
    let name = "Long ".repeat(30);
    fs::write(&file, grooves::write(&called(name.trim(), "A1"))).unwrap();
    let mut paths = BTreeSet::new();
    for _ in 0..3 {
        paths.insert(library.import(&file).unwrap().path);
    }
    assert_eq!(paths.len(), 3);
    assert_eq!(names(&library).len(), 3);
}

#[test]
fn what_is_saved_gets_its_ending_and_no_other_files_place() {
    let there =
        |path: &Path| path == Path::new("a/take.mid") || path == Path::new("a/take (2).mid");
    for (chosen, wanted) in [
        ("a/new", "a/new.mid"),
        ("a/take.mid", "a/take.mid"),
        ("a/TAKE.MID", "a/TAKE.MID"),
        ("a/Groove v1.2", "a/Groove v1.2.mid"),
        ("a/take", "a/take (3).mid"),
        ("a/take.", "a/take..mid"),
    ] {
        let path = with_ending(PathBuf::from(chosen), "mid", there);
        assert_eq!(path, Path::new(wanted), "{chosen}");
    }
}

#[test]
fn a_name_that_cannot_be_read_back_is_refused_before_anything_is_written() {
    let folder = folder("tabs");
    let library = Library::new(folder.clone());
    for name in ["Verse\tA", "Verse\u{7}", "\u{1b}[2J"] {
        let asked = library.save(&called(name, "A1"), false);
        assert!(matches!(asked, Err(LibraryError::NoName(_))), "{name:?}");
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
}

//! Key map files: what is written is read again, and mistakes are named with their place.

#[path = "support/command.rs"]
mod command;

use afterbeat::keymap::{read, write};
use afterbeat::pattern::{Key, LaneIndex, PerLane, kit};
use command::Folder;
use proptest::prelude::{prop_assert_eq, proptest};

fn key(number: u8) -> Key {
    Key::new(number).expect("below 128")
}

fn lane(index: u8) -> LaneIndex {
    LaneIndex::new(index).expect("below 16")
}

/// The keys of the default kit.
fn own() -> PerLane<Key> {
    PerLane::from_fn(|at| kit()[at].voice().key)
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(numbers: [u8; 16]) {
        let keys = PerLane::from_fn(|at| key(numbers[usize::from(at.get())] / 2));
        let text = write(&keys);
        prop_assert_eq!(text.lines().count(), 16);
        prop_assert_eq!(read("keys.toml", &text), Ok(keys));
    }
}

#[test]
fn those_that_are_not_named_keep_the_kits_key() {
    let mut expected = own();
    assert_eq!(read("keys.toml", ""), Ok(expected));
    expected[lane(0)] = key(0);
    expected[lane(2)] = key(127);
    let text = "# My sampler.\nkick = 0\r\n\"closed hat\" = 127\n";
    assert_eq!(read("keys.toml", text), Ok(expected));
}

#[test]
fn a_map_is_written_as_people_would() {
    let text = write(&own());
    assert!(text.starts_with("kick = 36\nsnare = 38\n\"closed hat\" = 42\n"));
    assert!(text.contains("\n\"hi-mid tom\" = 48\n"));
}

#[test]
fn a_mistake_is_named_with_its_place() {
    for (text, expected) in [
        (
            "kick = 128",
            "line 1, column 8: expected a key from 0 to 127, found 128",
        ),
        (
            "kick = -1",
            "line 1, column 8: expected a key from 0 to 127, found -1",
        ),
        (
            "\nsnare = 36\nKick = 36",
            "line 3, column 1: expected a drum (kick, snare, ",
        ),
        ("gong = 1\nclap = 999", "line 1, column 1: expected a drum"),
        (
            "snare = 999\nclap = 999",
            "line 1, column 9: expected a key",
        ),
        ("kick = 36\nkick = 37", "line 2, column 1: duplicate key"),
        (
            "kick = \"C1\"",
            "line 1, column 8: invalid type: string \"C1\", expected i64",
        ),
        (
            "kick = 36.5",
            "line 1, column 8: invalid type: floating point",
        ),
        ("kick 36", "line 1, column 6: "),
        ("closed hat = 42", "line 1, column 8: "),
        ("[kick]", "line 1, column 1: invalid type: map"),
    ] {
        let error = read("keys.toml", text).expect_err(text).to_string();
        let expected = format!("keys.toml, {expected}");
        assert!(error.starts_with(&expected), "{text:?}: {error}");
    }
}

/// The table that B1 renders to with these arguments.
fn table(folder: &Folder, arguments: &[&str]) -> String {
    let line = [&["render", "--bars", "1", "-o", "take.csv"], arguments].concat();
    let said = folder.run(&line);
    let words = (said.out.as_str(), said.err.as_str());
    assert_eq!((said.code, words), (0, ("", "")), "{arguments:?}");
    String::from_utf8(folder.read("take.csv")).expect("a table is text")
}

#[test]
fn a_key_map_is_heard() {
    let folder = Folder::new("heard");
    folder.write("own.toml", write(&own()).as_bytes());
    folder.write("moved.toml", b"kick = 90\n");
    let plain = table(&folder, &[]);
    assert_eq!(table(&folder, &["--key-map", "own.toml"]), plain);
    // Ends on one frame are sorted by their keys.
    let sorted = |table: &str| {
        let mut rows: Vec<_> = table.lines().map(str::to_owned).collect();
        rows.sort();
        rows
    };
    let expected = plain.replace(",10,36,", ",10,90,");
    assert_ne!(expected, plain);
    let moved = table(&folder, &["--key-map", "moved.toml"]);
    assert_eq!(sorted(&moved), sorted(&expected));
}

#[test]
fn a_bad_key_map_is_named_and_writes_nothing() {
    let folder = Folder::new("bad");
    let long = format!("kick = 36 # {}", "x".repeat(1 << 20));
    for (contents, expected) in [
        (
            &b"kick = 36\nsnare = 200\n"[..],
            "keys.toml, line 2, column 9: expected a key from 0 to 127, found 200",
        ),
        (
            b"gong = 36\n",
            "keys.toml, line 1, column 1: expected a drum (kick, snare, closed hat,",
        ),
        (
            b"kick = 36\n# \xff\n",
            "keys.toml, line 2: this is no UTF-8 text; expected a key map file",
        ),
        (
            long.as_bytes(),
            "keys.toml is larger than 1 MiB; expected a key map file",
        ),
    ] {
        folder.write("keys.toml", contents);
        let said = folder.run(&["render", "--key-map", "keys.toml", "-o", "take.csv"]);
        assert_eq!(said.code, 1);
        let start = format!("afterbeat: {expected}");
        assert!(said.err.starts_with(&start), "{expected}\n{}", said.err);
        assert_eq!(folder.names(), ["keys.toml"]);
    }
}

#[test]
fn a_key_map_that_is_not_there_is_named() {
    let folder = Folder::new("missing");
    let said = folder.run(&["render", "--key-map", "none.toml", "-o", "take.csv"]);
    assert_eq!(said.code, 1);
    let start = "afterbeat: cannot read none.toml: ";
    assert!(said.err.starts_with(start), "{}", said.err);
    assert!(said.err.contains("expected a key map file"), "{}", said.err);
    assert!(folder.names().is_empty());
}

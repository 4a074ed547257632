//! The README's table of bad input: each message in it is what is really said.
//!
//! Rows whose message needs a JACK server are held to it where one is: `under_jack/servers.rs` and
//! `under_jack/lines.rs`. Those that say nothing are in `transport.rs` (absurd transports),
//! `entry.rs` (automation beyond a range), `midi_map.rs` (bytes that are no message) and here.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/command.rs"]
mod command;

use afterbeat::link::{self, Main};
use afterbeat::pattern::{Bank, LaneIndex, Pattern};
use afterbeat::plugin::Params;
use afterbeat::plugin::state::{self, checked};
use afterbeat::standalone::{Song, load};
use afterbeat::text::parse_rows;
use afterbeat::time::{Bpm, Meter};
use command::Folder;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use xtask::host::{AudioOut, Block, ParamPoint, Plugin, Profile, Sink, Song as Rolling};

/// The rows of the table: what is wrong, what is said, what is kept.
fn rows() -> Vec<[String; 3]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).unwrap();
    let (_, section) = readme.split_once("### When something is wrong").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let table = section.lines().filter(|line| line.starts_with('|')).skip(2);
    table
        .map(|line| {
            let line = line.replace("\\|", "\u{1}");
            let cells = line.trim_matches('|').split('|');
            let cells: Vec<_> = cells
                .map(|cell| cell.trim().replace('\u{1}', "|"))
                .collect();
            cells.try_into().unwrap()
        })
        .collect()
}

/// Holds the table to have a row for `what`, whose message is `said`.
fn expect(what: &str, said: &str) {
    let rows = rows();
    let row = rows.iter().find(|row| row[0].contains(what));
    let row = row.unwrap_or_else(|| panic!("there is no row for {what:?}"));
    let message = row[1].trim_matches('`');
    assert_eq!(message, said.trim(), "{what}");
}

/// What is said of a line that is typed, in one line.
fn said(folder: &Folder, line: &[&str]) -> String {
    let said = folder.run(line);
    assert_ne!(said.code, 0, "{line:?}");
    said.err.lines().next().unwrap().to_owned()
}

const GROOVE: &str = "id = \"mine\"\nname = \"Mine\"\nstyle = \"Own\"\ntempo = [90, 100]\nbars = 0\n\n[[lane]]\ndrum = \"kick\"\nsteps = \"9...\"\n";

#[test]
fn files_and_flags_are_told_as_the_table_says() {
    let folder = Folder::new("typed");
    folder.write("keys.toml", b"kick = 128\n");
    folder.write("mine.toml", GROOVE.as_bytes());
    for (what, line) in [
        ("a groove file", &["mine.toml"][..]),
        ("no groove of that name", &["B9"]),
        ("a key map", &["--key-map", "keys.toml"]),
        ("a flag", &["--tempo", "0"]),
        ("a parameter's value", &["--set", "swing=80"]),
        ("a folder that is not there", &[]),
    ] {
        if line.is_empty() && cfg!(windows) {
            // Another system has its own words for it.
            continue;
        }
        let output = if line.is_empty() {
            "nowhere/take.mid"
        } else {
            "take.mid"
        };
        let line = [&["render"], line, &["-o", output]].concat();
        expect(what, &said(&folder, &line));
        assert_eq!(folder.names(), ["keys.toml", "mine.toml"], "{what}");
    }
}

#[test]
fn pasted_rows_are_told_as_the_table_says() {
    let text = "K 9...7...\nS ....y...";
    let error = parse_rows(text, &Pattern::new(), Meter::COMMON, LaneIndex::default());
    expect("rows", &error.unwrap_err().to_string());
}

/// The state of a fresh instance.
fn good() -> Value {
    let (main, _, _) = link::new(Bank::with_first(Pattern::new()));
    let state = state::of(&Params::new(Main::new(main))).unwrap();
    serde_json::to_value(state).unwrap()
}

/// What is said of a state in a file, which is left as it is.
fn said_of(state: &Value) -> String {
    let folder = Folder::new("state");
    folder.write("my.json", state.to_string().as_bytes());
    let (main, _, _) = link::new(Bank::empty());
    let params = Params::new(Main::new(main));
    let (before, revision) = (params.controls(), params.main().lock().revision());
    let mut song = Song {
        bpm: Bpm::new(99.0).unwrap(),
        meter: Meter::COMMON,
    };
    let path = folder.path("my.json");
    let said = load(&path, &params, &mut song).unwrap_err();
    assert!(params.controls() == before);
    assert_eq!(params.main().lock().revision(), revision);
    assert_eq!(folder.read("my.json"), state.to_string().as_bytes());
    said.to_string().replace(path.to_str().unwrap(), "my.json")
}

#[test]
fn states_are_told_as_the_table_says() {
    let mut later = good();
    later["version"] = "9.0.0".into();
    expect("a later Afterbeat", &said_of(&later));
    let mut damaged = good();
    let bank = damaged["fields"]["bank"].as_str().unwrap();
    // One letter is another.
    let (head, tail) = bank.split_at(60);
    let letter = if tail.starts_with('A') { "B" } else { "A" };
    damaged["fields"]["bank"] = format!("{head}{letter}{}", &tail[1..]).into();
    expect("is damaged", &said_of(&damaged));
    let mut beyond = good();
    beyond["params"]["swing"] = json!({ "f32": 80.0 });
    expect("a value that a parameter", &said_of(&beyond));
    let mut unmapped = good();
    unmapped["fields"]["midi_map"] = "[{".into();
    expect("a MIDI map", &said_of(&unmapped));
    // The plug-in has nobody to tell, but refuses the same.
    for state in [later, damaged, beyond, unmapped] {
        assert!(checked(state.to_string().as_bytes()).is_err());
    }
}

fn instance() -> xtask::host::Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    plugin.instantiate(Profile::default()).unwrap()
}

#[test]
fn a_state_that_the_plug_in_refuses_changes_nothing_in_it() {
    let mut instance = instance();
    let before = instance.save().unwrap();
    let mut later = good();
    later["version"] = "9.0.0".into();
    for json in [later.to_string(), String::new(), "no state".to_owned()] {
        let mut bytes = u64::try_from(json.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend(json.as_bytes());
        assert!(!instance.load(&bytes), "{json}");
        assert_eq!(instance.save().unwrap(), before);
    }
    let rows = rows();
    assert!(rows.iter().any(|row| row[0].contains("a project's state")));
}

/// Set in the child process that has no screen.
const BLIND: &str = "AFTERBEAT_TEST_BLIND";

#[test]
fn without_a_screen_the_window_is_refused_and_it_plays() {
    if cfg!(not(target_os = "linux")) {
        // There is always a screen there.
        return;
    }
    let this_test = "without_a_screen_the_window_is_refused_and_it_plays";
    if std::env::var_os(BLIND).is_none() {
        let status = Command::new(std::env::current_exe().unwrap())
            .args([this_test, "--exact"])
            .env(BLIND, "1")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .status();
        assert!(status.unwrap().success());
        assert!(rows().iter().any(|row| row[0].contains("no screen")));
        return;
    }
    let mut instance = instance();
    #[expect(unsafe_code, reason = "a window is known by its number alone")]
    // SAFETY: without a screen no window is ever touched.
    let opened = instance
        .make_window()
        .and_then(|_| unsafe { instance.open_window(1) });
    assert!(opened.is_err());
    let _ = instance.close_window();
    assert!(!played(&mut instance, &[]).is_empty());
}

/// Two seconds of a song, whose first block has these points.
fn played(instance: &mut xtask::host::Instance, points: &[ParamPoint]) -> Vec<(u64, u8)> {
    instance.activate(48_000.0, 512).unwrap();
    instance.start_processing().unwrap();
    let mut sink = Sink::default();
    for number in 0..188_u64 {
        let start = number * 512;
        let block = Block {
            frames: 512,
            start,
            transport: Some(Rolling::new(48_000.0, 120.0).at(start)),
            params: if number == 0 { points } else { &[] },
            ..Block::default()
        };
        let processed = instance.process_into(&block, &mut sink).unwrap();
        assert_ne!(processed.audio, AudioOut::Unwritten);
    }
    instance.deactivate();
    let events = sink.events.iter();
    events.map(|event| (event.frame, event.key)).collect()
}

#[test]
fn automation_beyond_a_range_is_held_at_its_end_and_no_number_at_all_is_none() {
    let point = |id, value| ParamPoint { time: 0, id, value };
    let with = |values: &[f64]| {
        let mut instance = instance();
        let id = instance.param("Swing").unwrap().id;
        let points: Vec<_> = values.iter().map(|value| point(id, *value)).collect();
        let played = played(&mut instance, &points);
        (played, instance.value(id).unwrap())
    };
    let highest = with(&[1.0]);
    for beyond in [1.5, 1e300] {
        assert_eq!(with(&[beyond]), highest, "{beyond}");
    }
    let lowest = with(&[0.0]);
    for beyond in [-0.5, -1e300] {
        assert_eq!(with(&[beyond]), lowest, "{beyond}");
    }
    for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(with(&[none]), with(&[]), "{none}");
    }
    assert!(rows().iter().any(|row| row[0].contains("automation")));
}

#[test]
fn every_row_says_what_is_kept() {
    let rows = rows();
    assert!(rows.len() >= 16, "{} rows", rows.len());
    for row in rows {
        assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
    }
}

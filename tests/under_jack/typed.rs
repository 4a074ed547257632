//! What is typed where there is no server, and what it is answered with.

use super::program::Program;
use super::server::{Turn, folder, wait_until};
use super::without::alone;
use afterbeat::link::{self, Main};
use afterbeat::midi_map::{Target, Trigger, Used};
use afterbeat::pattern::Bank;
use afterbeat::plugin::Params;
use afterbeat::standalone::{Song, keep};
use afterbeat::time::{Bpm, Meter};
use std::fs;
use std::path::PathBuf;

/// Where a test's state is, which is not there yet.
fn state(name: &str) -> PathBuf {
    let path = folder().join(name);
    let _ = fs::remove_file(&path);
    path
}

fn quit(mut program: Program) {
    assert_eq!(program.ask("quit"), "ok");
    assert!(program.wait().success());
}

#[test]
fn what_the_command_line_changes_of_a_state_is_kept() {
    let _turn = Turn::take();
    let path = state("overridden.json");
    let file = path.to_str().unwrap();
    quit(alone(&["--state", file, "--tempo", "96"]));
    quit(alone(&[
        "--state", file, "--tempo", "140", "--set", "swing=62",
    ]));
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(kept["params"]["swing"]["f32"], 62.0);
    let mut program = alone(&["--state", file]);
    assert_eq!(program.status()["tempo"], 140.0);
    let written = fs::metadata(&path).unwrap().modified().unwrap();
    quit(program);
    // One that nothing was changed of is not written again.
    let left = fs::metadata(&path).unwrap().modified().unwrap();
    assert_eq!(left, written);
}

#[test]
fn a_place_that_is_gone_to_is_the_first_of_its_bar() {
    let _turn = Turn::take();
    for tempo in ["84", "88", "61", "177"] {
        let mut program = alone(&["--tempo", tempo]);
        assert_eq!(program.ask("count-in 1"), "ok");
        assert_eq!(program.ask("locate 2"), "ok");
        wait_until("bar 2", || {
            let status = program.status();
            (&status["bar"], &status["beat"]) == (&2.into(), &1.0.into())
        });
        assert_eq!(program.ask("record on"), "ok; it begins with bar 2");
        quit(program);
    }
}

#[test]
fn a_take_is_counted_in_by_what_was_asked_for_before_it() {
    let _turn = Turn::take();
    for (lines, bar) in [
        ("locate 5\nrecord on\n", 5),
        ("meter 7/8\nlocate 3\nrecord on\n", 3),
        ("locate 7\nplay\nstop\nlocate 4\nrecord on\n", 4),
    ] {
        for transport in ["jack", "own"] {
            let mut program = alone(&["--transport", transport]);
            assert_eq!(program.ask("count-in 1"), "ok");
            program.type_in(lines);
            for _ in 1..lines.lines().count() {
                assert_eq!(program.answer(), "ok");
            }
            let begins = format!("ok; it begins with bar {bar}");
            assert_eq!(program.answer(), begins, "{transport}: {lines}");
            wait_until("the bar before it", || program.status()["bar"] == bar - 1);
            wait_until("the take's bar", || program.status()["bar"] == bar);
            quit(program);
        }
    }
}

#[test]
fn a_place_beyond_jacks_last_frame_is_refused() {
    let _turn = Turn::take();
    let mut program = alone(&["--tempo", "88"]);
    let answer = program.ask("locate 60000");
    assert_eq!(answer, "error: JACK's transport does not go that far");
    assert_eq!(program.ask("follow own"), "ok");
    assert_eq!(program.ask("locate 60000"), "ok");
}

#[test]
fn the_masters_place_is_taken_once_there_is_a_server() {
    let turn = Turn::take();
    let mut program = alone(&[]);
    let answer = program.ask("timebase on");
    assert_eq!(answer, "ok, once there is a server");
    let _server = turn.server(128);
    program.expect_said("playing as 'afterbeat'");
    wait_until("the place", || program.status()["timebase"] == true);
    assert_eq!(program.ask("timebase off"), "ok");
}

#[test]
fn the_masters_place_can_be_left_where_there_is_no_server() {
    let _turn = Turn::take();
    let mut program = alone(&["--timebase"]);
    assert_eq!(program.ask("timebase off"), "ok");
}

#[test]
fn a_command_is_forgotten_however_it_is_typed() {
    let _turn = Turn::take();
    let path = state("mapped.json");
    let (main, _, _) = link::new(Bank::empty());
    let params = Params::new(Main::new(main));
    for (key, line) in [(60, "Pattern  3"), (61, "PATTERN 03"), (62, "pattern 4")] {
        params.edit_midi_map(|map| {
            map.learn(Target::Line(line.to_owned()));
            let trigger = Trigger::Note(key);
            map.hear(Used {
                trigger,
                value: 100,
            });
        });
    }
    let song = Song {
        bpm: Bpm::DEFAULT,
        meter: Meter::COMMON,
    };
    keep(&path, &params, &song).unwrap();
    let mut program = alone(&["--state", path.to_str().unwrap()]);
    assert_eq!(program.ask("forget pattern 3"), "ok");
    let row = program.ask("map");
    assert!(row.ends_with("= pattern 4"), "{row}");
    assert_eq!(program.answer(), "ok");
    let none = "error: no key or controller does 'pattern 3'";
    assert_eq!(program.ask("forget pattern 3"), none);
}

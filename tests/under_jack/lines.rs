//! Commands by the pipe.

use super::program::Program;
use super::recorder::Recorder;
use super::server::{Turn, wait_until};
use std::fmt::Write as _;

#[test]
fn a_hundred_thousand_lines_in_one_write_are_obeyed_in_their_order() {
    let turn = Turn::take();
    let _server = turn.server(256);
    let mut recorder = Recorder::start();
    let mut program = Program::playing(&["--transport", "own"]);
    let mut lines = String::new();
    for number in 0..100_000 {
        match number % 4 {
            0 => writeln!(lines, "set accent {}", number / 4 % 101).unwrap(),
            1 => lines.push_str("play\n"),
            2 => writeln!(lines, "tempo {}", 60 + number % 200).unwrap(),
            _ => lines.push_str("stop\n"),
        }
    }
    lines.push_str("play\nstatus\n");
    program.type_in(&lines);
    for number in 0..100_000 {
        let answer = program.answer();
        match number % 4 {
            0 => assert_eq!(answer, format!("ok Accent {}.0 %", number / 4 % 101)),
            _ => assert_eq!(answer, "ok"),
        }
    }
    assert_eq!(program.answer(), "ok");
    let status: serde_json::Value = serde_json::from_str(&program.answer()).unwrap();
    assert_eq!(status["tempo"], 258.0);
    program.close();
    assert!(program.wait().success());
    assert!(recorder.messages() > 0, "what played last was heard");
    assert_eq!(recorder.open(), []);
}

#[test]
fn the_end_of_the_lines_ends_it_with_every_note() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let mut recorder = Recorder::start();
    for transport in ["own", "jack"] {
        let before = recorder.messages();
        let mut program = Program::playing(&["--transport", transport]);
        program.type_in("play\n");
        program.close();
        assert!(program.wait().success());
        assert!(recorder.messages() > before, "it was heard that it played");
        assert_eq!(recorder.open(), []);
    }
}

#[test]
fn a_wrong_line_is_told_and_changes_nothing() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let mut program = Program::start(&[]);
    program.expect_said("playing as");
    for (line, told) in [
        (
            "jump",
            "error: there is no command 'jump'; 'help' lists them",
        ),
        (
            "tempo fast",
            "error: expected 'tempo BPM' with 1 to 2000, found 'fast'",
        ),
        (
            "set swing 80",
            "error: '80' is no value of swing, which takes 25 to 75 %",
        ),
        (
            "set swung 60",
            "error: there is no parameter 'swung'; 'afterbeat params' lists them",
        ),
        (
            "save",
            "error: there is no file; give --state FILE or 'save FILE'",
        ),
        ("play now", "error: expected 'play' alone, found 'now'"),
    ] {
        assert_eq!(program.ask(line), told);
    }
    let long = "x".repeat(20_000);
    assert_eq!(
        program.ask(&long),
        "error: the line is longer than 8192 bytes"
    );
    program.type_in("\n# a word to people\n");
    assert_eq!(program.ask("set swing 60"), "ok Swing 60.0 %");
}

#[test]
fn a_fill_plays_once_it_rolls() {
    let turn = Turn::take();
    let _server = turn.server(256);
    let mut recorder = Recorder::start();
    // No fill comes by itself, and the fresh groove has no tom.
    let silent = [
        "--set",
        "fill_every=Off",
        "--set",
        "fills=100",
        "--tempo",
        "200",
    ];
    let mut program = Program::playing(&[&["--transport", "own"][..], &silent].concat());
    assert_eq!(program.ask("fill"), "ok");
    assert_eq!(program.ask("play"), "ok");
    let toms = [41, 43, 45, 47, 48, 50];
    wait_until("a tom", || {
        recorder.tape().iter().any(|heard| match heard {
            super::recorder::Heard::Message { bytes, .. } => toms.contains(&bytes[1]),
            super::recorder::Heard::Located(_) => false,
        })
    });
    assert_eq!(program.ask("set fill_now off"), "ok Fill Now Off");
}

//! The command's own window. All but one need a screen: `cargo xtask look` runs them.

use super::program::Program;
use super::recorder::Recorder;
use super::server::{Turn, folder, wait_for, wait_until};
use std::fs;
use xtask::screen::Screen;

/// Where the button is that lets the song roll, from the window's corner.
const PLAY: (i16, i16) = (40, 18);

/// The window, once it is on the screen.
fn window(screen: &Screen) -> u32 {
    wait_for("the window", || screen.find("Afterbeat").unwrap())
}

/// Plays in a window to the recorder, long notes of which one is always sounding.
fn playing() -> Program {
    let arguments = ["--connect", "recorder:in", "--transport", "own", "--play"];
    let loud = ["--tempo", "200", "--set", "gate=400"];
    let mut program = Program::with_window(&[&arguments[..], &loud].concat());
    program.expect_said("playing as 'afterbeat");
    program
}

#[test]
fn without_a_screen_it_says_so_and_plays_without_a_window() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let mut program = Program::start_without_screen(&["--transport", "own"]);
    program.expect_said("no window can be opened");
    assert_eq!(program.ask("play"), "ok");
    wait_until("strikes", || program.status()["strikes"].as_u64() > Some(3));
    program.close();
    assert!(program.wait().success());
}

#[test]
#[ignore = "it needs a screen"]
fn closing_the_window_ends_every_note_and_keeps_the_state() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let mut recorder = Recorder::start();
    let screen = Screen::open().unwrap();
    let path = folder().join("windowed.json");
    let _ = fs::remove_file(&path);
    for round in 0..4_u32 {
        let before = recorder.messages();
        let file = path.to_str().unwrap();
        let mut program = Program::with_window(&[
            "--state",
            file,
            "--connect",
            "recorder:in",
            "--transport",
            "own",
            "--play",
            "--set",
            "gate=400",
        ]);
        let window = window(&screen);
        wait_until("the first note", || recorder.messages() > before);
        let swing = 60 + round;
        let answer = program.ask(&format!("set swing {swing}"));
        assert_eq!(answer, format!("ok Swing {swing}.0 %"));
        screen.ask_to_close(window).unwrap();
        assert!(program.wait().success());
        assert_eq!(recorder.open(), [], "round {round}");
        let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(kept["params"]["swing"]["f32"], f64::from(swing));
    }
}

#[test]
#[ignore = "it needs a screen"]
fn a_signal_or_a_line_closes_the_window_and_ends_every_note() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let mut recorder = Recorder::start();
    let screen = Screen::open().unwrap();
    for end in ["TERM", "INT", "quit", "no more lines"] {
        let before = recorder.messages();
        let mut program = playing();
        window(&screen);
        wait_until("the first note", || recorder.messages() > before);
        match end {
            "quit" => assert_eq!(program.ask("quit"), "ok"),
            "no more lines" => program.close(),
            signal => program.signal(signal),
        }
        assert!(program.wait().success(), "{end}");
        assert_eq!(recorder.open(), [], "{end}");
        assert_eq!(screen.find("Afterbeat").unwrap(), None, "{end}");
    }
}

#[test]
#[ignore = "it needs a screen"]
fn the_window_opens_as_it_was_left_and_plays() {
    let _turn = Turn::take();
    let screen = Screen::open().unwrap();
    let path = folder().join("left.json");
    let _ = fs::remove_file(&path);
    let file = path.to_str().unwrap();
    let arguments = ["--no-card", "--state", file];
    let mut program = Program::start(&arguments);
    program.expect_said("playing on a clock of its own");
    program.close();
    assert!(program.wait().success());
    let mut kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    kept["fields"]["window"] = r#"{"width":1000,"height":600,"zoom":125}"#.into();
    fs::write(&path, kept.to_string()).unwrap();
    let mut program = Program::with_window(&arguments);
    let window = window(&screen);
    assert_eq!(screen.size(window).unwrap(), (1250, 750));
    assert_eq!(program.status()["playing"], false);
    // Until it is drawn a click goes nowhere.
    wait_until("music", || {
        let (x, y) = PLAY;
        screen.click(x * 5 / 4, y * 5 / 4).unwrap();
        program.status()["playing"] == true
    });
    screen.ask_to_close(window).unwrap();
    assert!(program.wait().success());
}

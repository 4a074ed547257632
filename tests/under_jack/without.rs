//! Without a server: it plays on a clock of its own, and goes over to a server that comes.

use super::program::Program;
use super::recorder::Recorder;
use super::server::{Turn, folder, wait_until};
use std::fs;

/// Starts it where there is no server, and waits until it plays on its own clock.
pub fn alone(arguments: &[&str]) -> Program {
    let mut program = Program::start(&[&["--no-card"], arguments].concat());
    program.expect_said("playing on a clock of its own");
    program
}

#[test]
fn without_a_server_it_plays_on_its_own_clock_and_says_how_to_start_one() {
    let _turn = Turn::take();
    let mut program = Program::start(&["--no-card"]);
    let said = program.expect_said("playing on a clock of its own");
    assert!(said.contains("no JACK server is running; start one, as with 'jackd -d alsa'"));
    assert!(said.contains("without MIDI"), "{said}");
    let status = program.status();
    assert_eq!(status["runs_on"], "own clock");
    assert_eq!(status["client"], serde_json::Value::Null);
    assert_eq!(status["playing"], false);
    assert_eq!(program.ask("play"), "ok");
    wait_until("strikes", || program.status()["strikes"].as_u64() > Some(3));
    assert_eq!(program.status()["playing"], true);
    program.close();
    assert!(program.wait().success());
}

#[test]
fn its_own_clock_rolls_stops_and_locates_whatever_it_follows() {
    let _turn = Turn::take();
    for transport in ["jack", "own"] {
        let mut program = alone(&["--transport", transport, "--tempo", "200", "--play"]);
        wait_until("the second bar", || {
            program.status()["bar"].as_u64() > Some(1)
        });
        assert_eq!(program.ask("stop"), "ok");
        wait_until("its stop", || program.status()["playing"] == false);
        assert_eq!(program.ask("locate 9 3"), "ok");
        let place = |program: &mut Program| {
            let status = program.status();
            (status["bar"].as_u64(), status["beat"].as_f64())
        };
        wait_until("bar 9", || place(&mut program) == (Some(9), Some(3.0)));
        assert_eq!(program.ask("play"), "ok");
        wait_until("bar 10", || place(&mut program).0 == Some(10));
        program.signal("TERM");
        assert!(program.wait().success(), "{transport}");
    }
}

#[test]
fn its_state_is_kept_without_a_server_too() {
    let _turn = Turn::take();
    let path = folder().join("alone.json");
    let _ = fs::remove_file(&path);
    let mut program = alone(&["--state", path.to_str().unwrap()]);
    assert_eq!(program.ask("set swing 64"), "ok Swing 64.0 %");
    wait_until("the autosave", || program.status()["saved"] == true);
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(kept["params"]["swing"]["f32"], 64.0);
}

#[test]
fn it_goes_over_to_a_server_that_comes() {
    let turn = Turn::take();
    let arguments = ["--connect", "recorder:in", "--transport", "own", "--play"];
    let mut program = alone(&arguments);
    wait_until("strikes", || program.status()["strikes"].as_u64() > Some(3));
    let _server = turn.server(128);
    program.expect_said("a JACK server has come");
    program.expect_said("playing as 'afterbeat' at 48000 Hz in cycles of 128 frames");
    let status = program.status();
    assert_eq!(status["runs_on"], "jack");
    assert_eq!(status["client"], "afterbeat");
    let mut recorder = Recorder::start();
    wait_until("notes", || recorder.messages() > 2);
    assert_eq!(program.ask("quit"), "ok");
    assert!(program.wait().success());
    assert_eq!(recorder.open(), []);
}

#[test]
fn what_rolled_without_a_server_has_a_servers_transport_roll() {
    let turn = Turn::take();
    let mut program = alone(&["--play"]);
    wait_until("strikes", || program.status()["strikes"].as_u64() > Some(3));
    let server = turn.server(128);
    program.expect_said("playing as 'afterbeat'");
    wait_until("JACK's transport", || program.status()["playing"] == true);
    assert_eq!(program.status()["runs_on"], "jack");
    drop((program, server));
    let mut program = alone(&[]);
    let _server = turn.server(128);
    program.expect_said("playing as 'afterbeat'");
    assert_eq!(program.status()["playing"], false);
}

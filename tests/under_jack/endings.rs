//! However it ends, no note is left on.

use super::program::Program;
use super::recorder::Recorder;
use super::server::{Turn, wait_until};
use std::thread::sleep;
use std::time::Duration;

/// Plays and is ended by a signal, so many times, each time a little later.
fn end_by_signals(rounds: u64) {
    let turn = Turn::take();
    let _server = turn.server(128);
    let mut recorder = Recorder::start();
    let signals = ["INT", "TERM", "HUP"].into_iter().cycle();
    for (round, signal) in (0..rounds).zip(signals) {
        let before = recorder.messages();
        // Long notes: one is always sounding.
        let arguments = ["--transport", "own", "--play", "--tempo", "200"];
        let mut program = Program::playing(&[&arguments[..], &["--set", "gate=400"]].concat());
        wait_until("the first note", || recorder.messages() > before);
        sleep(Duration::from_millis(round * 37 % 400));
        program.signal(signal);
        let ended = program.wait();
        let said = program.last_words();
        assert!(
            ended.success(),
            "round {round}, SIG{signal}: {ended}; {said}"
        );
        assert_eq!(recorder.open(), [], "round {round}, SIG{signal}");
    }
}

#[test]
fn a_signal_ends_every_note() {
    end_by_signals(12);
}

#[test]
#[ignore = "it takes minutes"]
fn two_hundred_signals_end_every_note() {
    end_by_signals(200);
}

#[test]
fn quit_ends_every_note() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let mut recorder = Recorder::start();
    let mut program = Program::playing(&["--transport", "own", "--play"]);
    wait_until("notes", || recorder.messages() > 2);
    assert_eq!(program.ask("quit"), "ok");
    assert!(program.wait().success());
    assert_eq!(recorder.open(), []);
}

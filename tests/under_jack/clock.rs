//! Two instances on one wire: one sends its clock, the other follows it, and records what it plays.

use super::program::Program;
use super::server::{Server, Turn, wait_until};
use jack::{Client, ClientOptions};

/// Where a program is in its song, in beats of 4/4.
fn beats(program: &mut Program) -> f64 {
    let status = program.status();
    let number = |name: &str| status[name].as_f64().unwrap();
    (number("bar") - 1.0) * 4.0 + number("beat") - 1.0
}

/// One that follows the other, and that.
fn pair(turn: &Turn, arguments: &[&str]) -> (Server, Program, Program) {
    let server = turn.server(128);
    let mut follows = Program::start(&["--name", "follows", "--transport", "clock"]);
    follows.expect_said("playing as 'follows'");
    let leader = ["--name", "leads", "--transport", "own", "--clock-out"];
    let wire = ["--connect", "follows:midi_in"];
    let mut leads = Program::start(&[&leader[..], &wire, arguments].concat());
    leads.expect_said("playing as 'leads'");
    (server, leads, follows)
}

#[test]
fn another_instance_follows_the_clock() {
    let turn = Turn::take();
    let (_server, mut leads, mut follows) = pair(&turn, &["--tempo", "119.9"]);
    assert_eq!(
        follows.ask("play"),
        "error: whoever sends the MIDI clock says when and where it plays"
    );
    assert_eq!(follows.ask("tempo 99"), "ok, for when no MIDI clock leads");
    assert_eq!(follows.status()["clock"], false);
    // The fourth bar: a song position goes before it.
    assert_eq!(leads.ask("locate 4"), "ok");
    assert_eq!(leads.ask("play"), "ok");
    wait_until("two bars", || beats(&mut follows) > 20.0);
    let status = follows.status();
    assert_eq!(status["tempo"], 119.9, "{status}");
    assert_eq!(
        (&status["playing"], &status["clock"]),
        (&true.into(), &true.into())
    );
    // The lines go to and fro in less than a beat.
    let (before, here, after) = (beats(&mut leads), beats(&mut follows), beats(&mut leads));
    assert!(
        (before - 0.1..after + 0.1).contains(&here),
        "{here} in {before} to {after}"
    );
    assert_eq!(leads.ask("stop"), "ok");
    wait_until("the stop", || follows.status()["playing"] == false);
    assert_eq!(leads.ask("locate 2"), "ok");
    assert_eq!(leads.ask("play"), "ok");
    wait_until("the second bar", || {
        follows.status()["playing"] == true && (4.0..8.0).contains(&beats(&mut follows))
    });
}

#[test]
fn a_clock_that_is_cut_off_is_told_and_can_be_left() {
    let turn = Turn::take();
    let (_server, leads, mut follows) = pair(&turn, &["--play"]);
    wait_until("the clock", || follows.status()["playing"] == true);
    let (hand, _) = Client::new("hand", ClientOptions::NO_START_SERVER).unwrap();
    let cut = hand.disconnect_ports_by_name("leads:midi_out", "follows:midi_in");
    cut.unwrap();
    follows.expect_said("the MIDI clock has gone silent");
    assert_eq!(follows.status()["playing"], false);
    assert_eq!(follows.ask("follow own"), "ok");
    assert_eq!(follows.ask("play"), "ok");
    wait_until("its own transport", || follows.status()["playing"] == true);
    drop(leads);
}

#[test]
fn what_comes_in_is_recorded_and_taken_back() {
    let turn = Turn::take();
    let (_server, mut leads, mut follows) = pair(&turn, &["--tempo", "180"]);
    assert_eq!(
        follows.ask("undo"),
        "error: there is no take to be taken back"
    );
    assert_eq!(follows.ask("record on"), "ok");
    assert_eq!(follows.status()["recording"], true);
    assert_eq!(leads.ask("play"), "ok");
    wait_until("two bars", || beats(&mut follows) > 8.0);
    assert_eq!(follows.ask("record off"), "ok");
    assert_eq!(follows.ask("undo"), "ok");
    assert_eq!(follows.ask("redo"), "ok");
    assert_eq!(follows.ask("redo"), "error: no take was taken back last");
    assert_eq!(follows.status()["lost_input"], 0);
}

#[test]
fn a_take_under_a_clock_that_stands_is_counted_in_from_where_it_starts() {
    let turn = Turn::take();
    let (_server, mut leads, mut follows) = pair(&turn, &["--tempo", "240"]);
    assert_eq!(leads.ask("locate 9"), "ok");
    assert_eq!(leads.ask("play"), "ok");
    wait_until("the ninth bar", || beats(&mut follows) > 32.0);
    assert_eq!(leads.ask("stop"), "ok");
    wait_until("the stop", || follows.status()["playing"] == false);
    assert_eq!(follows.ask("count-in 1"), "ok");
    let answer = follows.ask("record on");
    assert_eq!(answer, "ok; it is counted in once the clock plays");
    assert_eq!(leads.ask("locate 1"), "ok");
    assert_eq!(leads.ask("play"), "ok");
    wait_until("the third bar", || {
        (8.0..16.0).contains(&beats(&mut follows))
    });
    assert_eq!(follows.ask("record off"), "ok");
    assert_eq!(follows.ask("undo"), "ok", "something was written");
}

#[test]
fn a_key_that_is_learnt_types_its_command() {
    let turn = Turn::take();
    let (_server, mut leads, mut follows) = pair(&turn, &["--tempo", "180"]);
    assert_eq!(
        follows.ask("learn nothing"),
        "error: 'nothing' is neither a parameter nor a command"
    );
    assert_eq!(
        follows.ask("learn quit"),
        "error: 'quit' is no command for a key"
    );
    let answer = follows.ask("learn pattern 5");
    assert_eq!(answer, "ok; use a key or a controller for 'pattern 5'");
    assert_eq!(follows.status()["pattern"], 1);
    assert_eq!(leads.ask("play"), "ok");
    follows.expect_said("is now 'pattern 5'");
    // The groove has more keys than one, and comes back to the one that was learnt.
    wait_until("the key again", || {
        let status = follows.status();
        status["pattern"] == 5 || status["next_pattern"] == 5
    });
    let row = follows.ask("map");
    assert!(
        row.starts_with("note ") && row.ends_with(" = pattern 5"),
        "{row}"
    );
    assert_eq!(follows.answer(), "ok");
    assert_eq!(follows.ask("forget pattern 5"), "ok");
    assert_eq!(follows.ask("map"), "ok");
}

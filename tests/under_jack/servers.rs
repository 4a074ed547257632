//! Servers that are not there, go, and come; names that are taken; ports that come later.

use super::program::Program;
use super::recorder::Recorder;
use super::server::{Turn, folder, wait_until};
use std::fs;

#[test]
fn it_waits_for_a_server_and_obeys_meanwhile() {
    let turn = Turn::take();
    let mut program = Program::start(&["--wait", "--transport", "own"]);
    program.expect_said("waiting for one");
    assert_eq!(program.ask("play"), "error: there is no JACK server");
    assert_eq!(program.ask("tempo 133"), "ok");
    assert_eq!(program.status()["client"], serde_json::Value::Null);
    let _server = turn.server(256);
    program.expect_said("playing as 'afterbeat'");
    assert_eq!(program.ask("play"), "ok");
    wait_until("strikes", || program.status()["strikes"].as_u64() > Some(3));
    assert_eq!(program.status()["tempo"], 133.0);
}

#[test]
fn it_comes_back_with_the_server_and_keeps_what_it_had() {
    let turn = Turn::take();
    let server = turn.server(256);
    let mut program = Program::start(&["--transport", "own", "--play"]);
    program.expect_said("playing as 'afterbeat'");
    assert_eq!(program.ask("set swing 71"), "ok Swing 71.0 %");
    assert_eq!(program.ask("tempo 140"), "ok");
    // First it is ended as it should be, then it dies.
    drop(server);
    program.expect_said("the JACK server has gone");
    assert_eq!(program.status()["playing"], false);
    let server = turn.server(128);
    program.expect_said("playing as 'afterbeat' at 48000 Hz in cycles of 128 frames");
    wait_until("music", || program.status()["playing"] == true);
    server.kill();
    program.expect_said("the JACK server has gone");
    let _server = turn.server(512);
    program.expect_said("playing as 'afterbeat' at 48000 Hz in cycles of 512 frames");
    wait_until("music", || program.status()["playing"] == true);
    assert_eq!(program.status()["tempo"], 140.0);
    let path = folder().join("kept.json");
    assert_eq!(program.ask(&format!("save {}", path.display())), "ok");
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(
        kept["params"]["swing"]["f32"], 71.0,
        "{}",
        kept["params"]["swing"]
    );
    program.close();
    assert!(program.wait().success());
}

#[test]
fn a_server_that_stands_still_is_not_waited_for_at_the_end() {
    let turn = Turn::take();
    let server = turn.server(256);
    let mut program = Program::start(&["--transport", "own", "--play"]);
    program.expect_said("playing as 'afterbeat'");
    server.halt(true);
    // More than the way to the audio side holds.
    program.type_in(&"play\nstop\n".repeat(4_000));
    program.signal("TERM");
    program.expect_said("JACK did not take the last note-offs");
    assert_eq!(program.wait().code(), Some(1));
    server.halt(false);
}

#[test]
fn a_state_that_cannot_be_kept_is_told_at_the_start() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let path = folder().join("nowhere").join("state.json");
    let mut program = Program::start(&["--state", path.to_str().unwrap()]);
    program.expect_said("its folder has to be there before");
    assert_eq!(program.wait().code(), Some(1));
}

#[test]
fn a_second_instance_gets_a_second_name() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let mut first = Program::start(&[]);
    first.expect_said("playing as 'afterbeat'");
    let mut second = Program::start(&[]);
    second.expect_said("playing as 'afterbeat-01'");
    let mut third = Program::start(&["--name", "drums"]);
    third.expect_said("playing as 'drums'");
    assert_eq!(second.status()["client"], "afterbeat-01");
}

#[test]
fn a_port_is_connected_when_it_comes() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let mut program = Program::start(&["--connect", "recorder:in", "--transport", "own", "--play"]);
    program.expect_said("cannot connect to 'recorder:in' yet");
    let mut recorder = Recorder::start();
    wait_until("notes", || recorder.messages() > 2);
}

#[test]
fn a_port_that_goes_is_connected_again_when_it_comes_back() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let mut recorder = Recorder::start();
    let mut program = Program::playing(&["--transport", "own", "--play"]);
    for _ in 0..2 {
        wait_until("notes", || recorder.messages() > 2);
        drop(recorder);
        program.expect_said("cannot connect to 'recorder:in' yet");
        recorder = Recorder::start();
    }
    wait_until("notes", || recorder.messages() > 2);
}

#[test]
fn the_state_is_saved_by_itself_and_loaded_again() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let path = folder().join("own.json");
    let _ = fs::remove_file(&path);
    let file = path.to_str().unwrap();
    let mut program = Program::start(&["--state", file, "--groove", "A4"]);
    program.expect_said("playing as");
    assert_eq!(program.ask("set swing 66"), "ok Swing 66.0 %");
    assert_eq!(program.ask("meter 7/8"), "ok");
    wait_until("the autosave", || program.status()["saved"] == true);
    // What is in the file now is all that there would be, were it killed.
    let copy = folder().join("copied.json");
    fs::copy(&path, &copy).unwrap();
    let mut second = Program::start(&["--state", copy.to_str().unwrap()]);
    second.expect_said("playing as");
    let status = second.status();
    assert_eq!(status["meter"], "7/8");
    // The shuffle's own tempo, and not that of the groove that a fresh instance has.
    assert_eq!(status["tempo"], 84.0);
}

#[test]
fn a_state_that_cannot_be_read_is_left_alone() {
    let turn = Turn::take();
    let _server = turn.server(1024);
    let path = folder().join("bad.json");
    fs::write(&path, "no state").unwrap();
    let mut program = Program::start(&["--state", path.to_str().unwrap()]);
    program.expect_said("holds no state that this Afterbeat can read");
    assert_eq!(program.wait().code(), Some(1));
    assert_eq!(fs::read(&path).unwrap(), b"no state");
}

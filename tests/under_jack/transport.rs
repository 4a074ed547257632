//! What arrives is what is rendered, wherever JACK's transport goes and whoever leads it.

use super::master::Master;
use super::program::Program;
use super::recorder::Recorder;
use super::server::{RATE, Turn, wait_until};
use super::take::{Note, Stretch, notes, render, stretches};
use afterbeat::time::Meter;

/// After a jump a strike may be missing that was pulled early, or pushed late, over its place.
const MEMORY: i64 = 4_800;

fn seconds(count: i64) -> i64 {
    count * i64::from(RATE)
}

/// The notes of `all` that begin in a span and end in it.
fn within(all: &[Note], from: i64, to: i64) -> Vec<Note> {
    let is_in = |note: &&Note| note.on >= from && note.off < to;
    all.iter().filter(is_in).copied().collect()
}

/// Plays on to `frame` of the transport.
fn roll_to(recorder: &Recorder, frame: i64) {
    wait_until("the transport", || {
        recorder.rolling().is_some_and(|at| at >= frame)
    });
}

/// Stops, and gives what was heard.
fn finish(mut recorder: Recorder, mut program: Program) -> Vec<Stretch> {
    recorder.transport().stop().unwrap();
    wait_until("the stop", || recorder.rolling().is_none());
    program.close();
    assert!(program.wait().success());
    assert_eq!(recorder.open(), []);
    stretches(recorder.tape())
}

#[test]
fn what_arrives_is_what_is_rendered_in_cycles_of_any_length() {
    let turn = Turn::take();
    let expected = render(180.0, Meter::COMMON);
    for block in [64, 128, 1024] {
        let _server = turn.server(block);
        let recorder = Recorder::start();
        let mut program = Program::playing(&["--tempo", "180"]);
        assert_eq!(program.ask("play"), "ok");
        let end = seconds(4);
        roll_to(&recorder, end + 4_096);
        let [stretch] = &finish(recorder, program)[..] else {
            panic!("the transport rolled on");
        };
        let until = |events: &[(i64, u8, u8, u8)]| -> Vec<_> {
            events
                .iter()
                .filter(|event| event.0 < end)
                .copied()
                .collect()
        };
        let (heard, expected) = (until(&stretch.events), until(&expected));
        assert!(expected.len() > 80, "{}", expected.len());
        assert_eq!(heard, expected, "cycles of {block}");
    }
}

#[test]
fn what_arrives_after_a_jump_is_what_is_rendered_there() {
    let turn = Turn::take();
    let expected = notes(&render(180.0, Meter::COMMON));
    for block in [64, 1024] {
        let _server = turn.server(block);
        let recorder = Recorder::start();
        let program = Program::playing(&["--tempo", "180"]);
        recorder.transport().start().unwrap();
        roll_to(&recorder, seconds(1));
        for start in [123_457_u32, 17, 640_000] {
            recorder.transport().locate(start).unwrap();
            let start = i64::from(start);
            wait_until("the jump", || {
                let near = start..start + seconds(1);
                recorder.rolling().is_some_and(|at| near.contains(&at))
            });
            roll_to(&recorder, start + seconds(2));
        }
        check_stretches(&finish(recorder, program), &expected, 4);
    }
}

#[test]
fn a_loop_repeats_what_is_rendered() {
    let turn = Turn::take();
    let expected = notes(&render(180.0, Meter::COMMON));
    let _server = turn.server(128);
    let recorder = Recorder::start();
    let program = Program::playing(&["--tempo", "180"]);
    // A bar at this tempo is 64 000 frames.
    recorder.transport().locate(64_000).unwrap();
    recorder.transport().start().unwrap();
    for _ in 0..3 {
        roll_to(&recorder, 192_000);
        recorder.transport().locate(64_000).unwrap();
        wait_until("the loop's start", || {
            recorder.rolling().is_some_and(|at| at < 192_000)
        });
    }
    roll_to(&recorder, 128_000);
    check_stretches(&finish(recorder, program), &expected, 4);
}

/// Checks each stretch past its first moment.
fn check_stretches(stretches: &[Stretch], expected: &[Note], count: usize) {
    let mut compared = 0;
    let rolled = stretches
        .iter()
        .filter(|stretch| !stretch.events.is_empty());
    let rolled: Vec<_> = rolled.collect();
    assert!(rolled.len() >= count, "{} stretches", rolled.len());
    for stretch in rolled {
        let heard = notes(&stretch.events);
        let Some(last) = heard.iter().map(|note| note.off).max() else {
            continue;
        };
        let memory = if stretch.start == 0 { 0 } else { MEMORY };
        let from = stretch.start + memory;
        let (heard, expected) = (within(&heard, from, last), within(expected, from, last));
        compared += heard.len();
        assert_eq!(heard, expected, "from {}", stretch.start);
    }
    assert!(compared > 20 * count, "{compared} notes");
}

#[test]
fn a_timebase_master_leads_in_any_meter() {
    let turn = Turn::take();
    let masters = [
        (4, 4, 180.0, 180.0),
        (3, 4, 150.0, 150.0),
        (7, 8, 320.0, 320.0),
    ];
    for (beats, unit, bpm, beats_a_minute) in masters {
        let meter = Meter::new(beats, unit).unwrap();
        let quarters = bpm * 4.0 / f64::from(unit);
        let expected = notes(&render(quarters, meter));
        let _server = turn.server(128);
        let _master = Master {
            beats: f32::from(i16::try_from(beats).unwrap()),
            first: f32::from(i16::try_from(beats).unwrap()),
            unit: f32::from(i16::try_from(unit).unwrap()),
            bpm,
            beats_a_minute,
        }
        .lead();
        let recorder = Recorder::start();
        // Its own tempo is another: the master's goes before it.
        let mut program = Program::playing(&["--tempo", "97"]);
        recorder.transport().start().unwrap();
        roll_to(&recorder, seconds(3));
        let status = program.status();
        assert_eq!(status["master"], true, "{status}");
        assert_eq!(status["meter"], meter.to_string());
        assert_eq!(status["tempo"], quarters);
        recorder.transport().locate(300_001).unwrap();
        roll_to(&recorder, 300_001 + seconds(2));
        check_stretches(&finish(recorder, program), &expected, 2);
    }
}

#[test]
fn it_steers_jacks_transport() {
    let turn = Turn::take();
    let _server = turn.server(256);
    let recorder = Recorder::start();
    let mut program = Program::playing(&["--tempo", "120", "--meter", "3/4"]);
    assert_eq!(program.ask("play"), "ok");
    wait_until("the transport", || recorder.rolling().is_some());
    assert_eq!(program.ask("stop"), "ok");
    wait_until("the stop", || recorder.rolling().is_none());
    // Bar 5 of 3/4 at 120 BPM: twelve quarters and a half.
    assert_eq!(program.ask("locate 5 1.5"), "ok");
    let frame = || recorder.transport().query().unwrap().pos.frame();
    wait_until("the jump", || frame() == 300_000);
    let status = program.status();
    assert_eq!((&status["bar"], &status["beat"]), (&5.into(), &1.5.into()));
    assert_eq!(
        program.ask("locate 5 4"),
        "error: a bar of 3/4 has no beat 4"
    );
}

#[test]
fn its_own_transport_leaves_jacks_alone() {
    let turn = Turn::take();
    let _server = turn.server(256);
    let mut recorder = Recorder::start();
    let mut program = Program::playing(&["--transport", "own"]);
    assert_eq!(program.ask("locate 3"), "ok");
    assert_eq!(program.ask("play"), "ok");
    wait_until("notes", || recorder.messages() > 4);
    assert!(recorder.rolling().is_none());
    let status = program.status();
    assert_eq!(
        (&status["playing"], &status["bar"]),
        (&true.into(), &3.into())
    );
    assert_eq!(program.ask("stop"), "ok");
    wait_until("silence", || recorder.open().is_empty());
}

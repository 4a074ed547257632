//! Afterbeat as timebase master, as another client reads it.

use super::master::Master;
use super::program::Program;
use super::recorder::Recorder;
use super::server::{RATE, Turn, wait_for, wait_until};
use jack::TransportBBT;

/// The place that JACK says, at the frame where its transport is.
fn said(recorder: &Recorder) -> Option<(u32, TransportBBT)> {
    let pos = recorder.transport().query().unwrap().pos;
    Some((pos.frame(), pos.bbt()?))
}

/// Checks a place against the frame that it is of.
fn check((frame, bbt): (u32, TransportBBT), (beats, unit): (u32, u32), tempo: f64) {
    let frames_in_beat = 60.0 / tempo * 4.0 / f64::from(unit) * f64::from(RATE);
    let ticks = (f64::from(frame) / frames_in_beat * 1_920.0 + 1e-3).floor();
    let beat = (ticks / 1_920.0).floor();
    let bar = (beat / f64::from(beats)).floor();
    let number = |n: usize| f64::from(u32::try_from(n).unwrap());
    let found = (number(bbt.bar), number(bbt.beat), number(bbt.tick));
    let expected = (
        bar + 1.0,
        beat - bar * f64::from(beats) + 1.0,
        ticks - beat * 1_920.0,
    );
    assert_eq!(found, expected, "frame {frame} in {beats}/{unit}");
    let whole = |n: u32| f32::from(u8::try_from(n).unwrap());
    let found = (bbt.sig_num.to_bits(), bbt.sig_denom.to_bits());
    assert_eq!(found, (whole(beats).to_bits(), whole(unit).to_bits()));
    assert!((bbt.bpm - tempo * f64::from(unit) / 4.0).abs() < 1e-9);
    assert!((bbt.ticks_per_beat - 1_920.0).abs() < 1e-9);
}

#[test]
fn other_clients_read_the_right_bar_beat_and_tick_wherever_the_transport_goes() {
    let turn = Turn::take();
    for (beats, unit, tempo) in [(4, 4, 120.0), (3, 4, 90.0), (7, 8, 160.0)] {
        let _server = turn.server(128);
        let recorder = Recorder::start();
        let meter = format!("{beats}/{unit}");
        let tempo_text = tempo.to_string();
        let arguments = ["--timebase", "--meter", &meter, "--tempo", &tempo_text];
        let mut program = Program::playing(&arguments);
        assert_eq!(program.status()["timebase"], true);
        assert_eq!(program.status()["master"], false);
        for frame in [0, 1_000_000, 48_000, 5_760_000, 123_456] {
            recorder.transport().locate(frame).unwrap();
            let place = wait_for("the place", || {
                said(&recorder).filter(|(at, _)| *at == frame)
            });
            check(place, (beats, unit), tempo);
        }
        recorder.transport().start().unwrap();
        for _ in 0..3 {
            let (from, _) = said(&recorder).unwrap();
            wait_until("the transport", || {
                said(&recorder).is_some_and(|(at, _)| at > from + 10_000)
            });
            check(said(&recorder).unwrap(), (beats, unit), tempo);
        }
        program.close();
        assert!(program.wait().success());
        // Whoever comes after it finds the place free.
        Master {
            beats: 4.0,
            first: 4.0,
            unit: 4.0,
            bpm: 100.0,
            beats_a_minute: 100.0,
        }
        .lead();
    }
}

#[test]
fn another_tempo_is_read_at_once_and_goes_on_from_where_the_song_is() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let recorder = Recorder::start();
    let mut program = Program::playing(&["--timebase", "--tempo", "120"]);
    recorder.transport().locate(480_000).unwrap();
    wait_until("the place", || {
        said(&recorder).is_some_and(|(at, _)| at == 480_000)
    });
    // While it stands still, too.
    assert_eq!(program.ask("tempo 90"), "ok");
    let (_, bbt) = wait_for("the tempo", || {
        said(&recorder).filter(|(_, bbt)| (bbt.bpm - 90.0).abs() < 1e-9)
    });
    assert_eq!((bbt.bar, bbt.beat, bbt.tick), (6, 1, 0), "where it was");
    assert_eq!(program.ask("meter 3/4"), "ok");
    wait_until("the meter", || {
        said(&recorder).is_some_and(|(_, bbt)| (bbt.sig_num - 3.0).abs() < 0.1)
    });
    recorder.transport().start().unwrap();
    wait_until("the transport", || {
        said(&recorder).is_some_and(|(at, _)| at > 528_000)
    });
    let (frame, bbt) = said(&recorder).unwrap();
    let ticks = 20.0 * 1_920.0 + f64::from(frame - 480_000) / 32_000.0 * 1_920.0;
    let place = |n: usize| f64::from(u32::try_from(n).unwrap());
    let found = (place(bbt.bar - 1) * 3.0 + place(bbt.beat - 1)) * 1_920.0 + place(bbt.tick);
    assert!((ticks - found).abs() < 2.0, "{ticks} is not {found}");
}

#[test]
fn a_master_that_is_there_stays_and_one_that_comes_is_told() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let recorder = Recorder::start();
    let other = Master {
        beats: 3.0,
        first: 3.0,
        unit: 4.0,
        bpm: 150.0,
        beats_a_minute: 150.0,
    };
    let master = other.lead();
    let mut program = Program::playing(&["--tempo", "97"]);
    let busy = "error: JACK has a timebase master already";
    assert_eq!(program.ask("timebase on"), busy);
    drop(master);
    assert_eq!(program.ask("timebase on"), "ok");
    assert_eq!(program.status()["timebase"], true);
    // JACK gives the place to whoever asks for it without a condition.
    let master = other.lead();
    recorder.transport().start().unwrap();
    program.expect_said("another client has become JACK's timebase master");
    let status = program.status();
    assert_eq!(status["timebase"], false, "{status}");
    assert_eq!(status["master"], true, "{status}");
    assert_eq!(status["tempo"], 150.0);
    drop(master);
    assert_eq!(program.ask("follow own"), "ok");
    assert_eq!(
        program.ask("timebase on"),
        "error: only who follows JACK's transport can be its timebase master"
    );
}

#[test]
fn a_take_is_counted_in_before_its_bar() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let _recorder = Recorder::start();
    let mut program = Program::playing(&["--transport", "own", "--tempo", "240"]);
    assert_eq!(program.ask("count-in 2"), "ok");
    assert_eq!(program.status()["count_in"], 2);
    assert_eq!(program.ask("locate 5 2"), "ok");
    wait_until("the place", || program.status()["beat"] == 2.0);
    assert_eq!(program.ask("record on"), "ok; it begins with bar 6");
    wait_until("the count-in", || program.status()["bar"] == 4);
    assert_eq!(program.status()["recording"], true);
    assert_eq!(program.ask("record off"), "ok");
    assert_eq!(program.ask("stop"), "ok");
    assert_eq!(program.ask("follow jack"), "ok");
    wait_until("JACK's place", || program.status()["bar"] == 1);
    // JACK's transport has no room before its start.
    assert_eq!(program.ask("record on"), "ok; it begins with bar 3");
    assert_eq!(
        program.ask("count-in 3").split(',').next(),
        Some("error: expected 'count-in N' with 0 to 2 bars")
    );
}

#[test]
fn a_place_that_is_asked_for_before_the_master_was_heard_is_the_masters() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let recorder = Recorder::start();
    let _master = Master {
        beats: 4.0,
        first: 4.0,
        unit: 4.0,
        bpm: 90.0,
        beats_a_minute: 90.0,
    }
    .lead();
    for (transport, lines) in [("own", "follow jack\nlocate 5\n"), ("jack", "locate 5\n")] {
        recorder.transport().locate(0).unwrap();
        wait_until("the start", || {
            said(&recorder).is_some_and(|(at, _)| at == 0)
        });
        let mut program = Program::start(&["--transport", transport, "--tempo", "120"]);
        program.type_in(lines);
        let (frame, bbt) = wait_for("the place", || said(&recorder).filter(|(at, _)| *at > 0));
        assert_eq!((frame, bbt.bar), (512_000, 5), "{lines}");
    }
}

#[test]
fn bars_are_the_masters_wherever_its_meter_changes() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let recorder = Recorder::start();
    let _master = Master {
        beats: 3.0,
        first: 4.0,
        unit: 4.0,
        bpm: 120.0,
        beats_a_minute: 120.0,
    }
    .lead();
    let mut program = Program::playing(&[]);
    // Its lines are at the beats 0, 4, 7, 10 ...
    for (beat, place) in [(4, (2, 1.0)), (6, (2, 3.0)), (7, (3, 1.0)), (3, (1, 4.0))] {
        recorder.transport().locate(beat * 24_000).unwrap();
        wait_until("the place", || {
            let status = program.status();
            (&status["bar"], &status["beat"]) == (&place.0.into(), &place.1.into())
        });
    }
    recorder.transport().locate(7 * 24_000).unwrap();
    wait_until("bar 3", || program.status()["bar"] == 3);
    assert_eq!(program.ask("count-in 1"), "ok");
    assert_eq!(program.ask("record on"), "ok; it begins with bar 3");
    let (_, bbt) = wait_for("the bar before it", || {
        said(&recorder).filter(|(at, _)| *at < 7 * 24_000)
    });
    assert_eq!(bbt.bar, 2);
}

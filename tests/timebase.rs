//! What Afterbeat says as timebase master: the same place everywhere, counted in whole ticks.

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::standalone::{Follows, Heard, JackSteer, Order, Said, Steer, TICKS_PER_BEAT};
use afterbeat::time::{Bpm, Meter};
use cycle::{FakeCycle, FakeMaster, RATE, Rig};
use support::number::{float, round};
use support::rng::Rng;

/// A rig that is the master, after a cycle that does not roll.
fn leading(bpm: f64, meter: Meter) -> (Rig, FakeCycle) {
    let mut rig = Rig::new(Follows::Jack, bpm, meter);
    let mut cycle = FakeCycle::default();
    rig.board.timebase.lead(true);
    cycle.play(&mut rig.performer);
    (rig, cycle)
}

/// The ticks from the song's start of a place that was said.
fn ticks(said: Said) -> i64 {
    let beats = i64::from(said.meter.beats());
    let bars = i64::from(said.bar - 1) * beats + i64::from(said.beat - 1);
    bars * i64::from(TICKS_PER_BEAT) + i64::from(said.tick)
}

#[test]
fn bars_beats_and_ticks_are_those_of_the_frame_in_any_meter() {
    let mut rng = Rng::new(3);
    // Whole numbers of frames to a beat, so that the places are known exactly.
    for (beats, unit, bpm, frames_in_beat) in [
        (4, 4, 120.0, 24_000_i64),
        (3, 4, 90.0, 32_000),
        (7, 8, 160.0, 9_000),
        (5, 16, 75.0, 9_600),
        (2, 2, 100.0, 57_600),
    ] {
        let meter = Meter::new(beats, unit).unwrap();
        let (rig, _) = leading(bpm, meter);
        for n in 0..2_000 {
            let frame = if n < 100 {
                n * frames_in_beat
            } else {
                rng.whole(0, 100_000_000)
            };
            let said = rig
                .board
                .timebase
                .say(u32::try_from(frame).unwrap())
                .unwrap();
            let beat = frame / frames_in_beat;
            let tick = frame % frames_in_beat * i64::from(TICKS_PER_BEAT) / frames_in_beat;
            let bar = beat / i64::from(beats);
            let expected = (bar + 1, beat % i64::from(beats) + 1, tick);
            let found = (said.bar.into(), said.beat.into(), i64::from(said.tick));
            assert_eq!(found, expected, "{meter}, frame {frame}");
            let start = bar * i64::from(beats) * i64::from(TICKS_PER_BEAT);
            assert_eq!(said.bar_start_tick.to_bits(), float(start).to_bits());
            assert_eq!(said.meter, meter);
            let beats_a_minute = bpm * f64::from(unit) / 4.0;
            assert!((said.beats_a_minute - beats_a_minute).abs() < 1e-9);
        }
    }
}

#[test]
fn another_tempo_goes_on_from_where_the_song_is() {
    let (mut rig, mut cycle) = leading(120.0, Meter::COMMON);
    cycle.heard.rolling = true;
    for (cycles, bpm) in [(40, 90.0), (55, 171.0), (70, 120.0)] {
        for _ in 0..cycles {
            cycle.play(&mut rig.performer);
        }
        let next = cycle.heard.frame;
        let before = rig.board.timebase.say(next).unwrap();
        rig.order(Order::Tempo(Bpm::new(bpm).unwrap()));
        cycle.play(&mut rig.performer);
        let after = rig.board.timebase.say(next).unwrap();
        assert_eq!(ticks(after), ticks(before), "at {bpm} BPM");
        assert!((after.beats_a_minute - bpm).abs() < 1e-9);
        let later = rig.board.timebase.say(next + RATE).unwrap();
        let off = ticks(later) - ticks(after) - round(bpm / 60.0 * 1_920.0);
        assert!(off.abs() <= 1, "{bpm} BPM by {off} ticks");
    }
}

#[test]
fn put_back_to_before_a_change_it_says_what_is_played_there() {
    let (mut rig, mut cycle) = leading(120.0, Meter::COMMON);
    cycle.heard.rolling = true;
    for _ in 0..400 {
        cycle.play(&mut rig.performer);
    }
    rig.order(Order::Tempo(Bpm::new(60.0).unwrap()));
    cycle.play(&mut rig.performer);
    // JACK asks before the cycle is played in which the transport is there.
    let said = rig.board.timebase.say(RATE / 2).unwrap();
    assert_eq!((said.bar, said.beat, said.tick), (1, 1, 960));
    cycle.heard.frame = RATE / 2;
    cycle.play(&mut rig.performer);
    assert!((rig.board.position() - 0.5).abs() < 1e-9);
    // And where it was asked to go itself.
    rig.order(Order::Steer(Steer::Locate(9.5)));
    cycle.play(&mut rig.performer);
    let said = rig.board.timebase.say(RATE * 19 / 2).unwrap();
    assert_eq!((said.bar, said.beat, said.tick), (3, 2, 960));
}

#[test]
fn its_own_word_is_not_read_back() {
    let (mut rig, mut cycle) = leading(120.0, Meter::COMMON);
    let master = FakeMaster {
        beats: 3,
        unit: 4,
        bpm: 61.0,
        beats_a_minute: 61.0,
        ticks_per_beat: 1_920.0,
        counts_ticks: true,
    };
    cycle.heard = Heard {
        rolling: true,
        frame: 24_007,
        bbt: Some(master.at(900_000)),
    };
    cycle.play(&mut rig.performer);
    assert!((rig.board.tempo() - 120.0).abs() < 1e-9);
    assert!((rig.board.position() - 24_007.0 / 24_000.0).abs() < 1e-9);
    assert!(!rig.board.is_led());
}

#[test]
fn a_change_while_nothing_rolls_is_asked_for_by_going_where_the_transport_is() {
    let (mut rig, mut cycle) = leading(120.0, Meter::COMMON);
    cycle.heard.frame = 96_000;
    rig.order(Order::Tempo(Bpm::new(60.0).unwrap()));
    cycle.play(&mut rig.performer);
    assert_eq!(cycle.steered, [JackSteer::Locate(96_000)]);
    rig.board.timebase.lead(false);
    rig.order(Order::Tempo(Bpm::new(70.0).unwrap()));
    cycle.play(&mut rig.performer);
    assert_eq!(cycle.steered.len(), 1);
}

#[test]
fn a_change_while_nothing_rolls_calls_off_no_place_that_was_asked_for() {
    let bar = Order::Steer(Steer::Locate(16.0));
    let slower = Order::Tempo(Bpm::new(60.0).unwrap());
    let three = Order::Meter(Meter::new(3, 4).unwrap());
    for (orders, frame) in [
        ([bar, slower], 16 * RATE),
        ([slower, bar], 16 * RATE),
        ([bar, three], 8 * RATE),
        ([three, bar], 8 * RATE),
    ] {
        let (mut rig, mut cycle) = leading(120.0, Meter::COMMON);
        cycle.heard.frame = 96_000;
        for order in orders {
            rig.order(order);
        }
        cycle.play(&mut rig.performer);
        let last = cycle.steered.last();
        assert_eq!(last, Some(&JackSteer::Locate(frame)), "{orders:?}");
        cycle.heard.frame = frame;
        cycle.play(&mut rig.performer);
        assert!((rig.board.position() - 16.0).abs() < 1e-9, "{orders:?}");
        // Once it is there it is asked for no more.
        cycle.heard.frame = 1_000;
        rig.order(slower);
        cycle.play(&mut rig.performer);
        assert_eq!(cycle.steered.last(), Some(&JackSteer::Locate(1_000)));
    }
}

#[test]
fn a_place_that_never_comes_is_not_asked_for_for_ever() {
    let (mut rig, mut cycle) = leading(120.0, Meter::COMMON);
    rig.order(Order::Steer(Steer::Locate(16.0)));
    for _ in 0..100 {
        cycle.play(&mut rig.performer);
    }
    rig.order(Order::Tempo(Bpm::new(60.0).unwrap()));
    cycle.play(&mut rig.performer);
    assert_eq!(cycle.steered.last(), Some(&JackSteer::Locate(0)));
}

#[test]
fn one_that_is_never_asked_while_the_transport_rolls_is_master_no_more() {
    let (mut rig, mut cycle) = leading(120.0, Meter::COMMON);
    for _ in 0..100 {
        cycle.play(&mut rig.performer);
    }
    assert!(rig.board.timebase.leads(), "nothing rolls, so nobody asks");
    cycle.heard.rolling = true;
    for _ in 0..100 {
        cycle.play(&mut rig.performer);
        rig.board.timebase.say(cycle.heard.frame);
    }
    assert!(rig.board.timebase.leads());
    for _ in 0..9 {
        cycle.play(&mut rig.performer);
    }
    assert!(!rig.board.timebase.leads());
    assert!(rig.board.timebase.take_loss());
    assert!(!rig.board.timebase.take_loss());
}

#[test]
fn back_on_jacks_transport_the_song_counts_from_its_first_frame() {
    let mut rig = Rig::new(Follows::Own, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    cycle.heard.frame = 36_000;
    rig.order(Order::Steer(Steer::Locate(17.0)));
    cycle.play(&mut rig.performer);
    assert!((rig.board.position() - 17.0).abs() < 1e-9);
    rig.order(Order::Follow(Follows::Jack));
    cycle.play(&mut rig.performer);
    assert!((rig.board.position() - 1.5).abs() < 1e-9);
}

//! The standalone's transport as others and the hand move it: where it goes, and what it takes along.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/cycle.rs"]
mod cycle;

use afterbeat::plugin::params::typed;
use afterbeat::standalone::{Follows, Heard, JackSteer, Order, Steer};
use afterbeat::time::{Bpm, Meter};
use cycle::{Event, FakeCycle, FakeMaster, RATE, Rig, open, render};

/// How many frames a song is followed for.
const LENGTH: u32 = 480_000;

/// A master as Hydrogen is: few ticks, which it counts whole.
fn coarse((beats, unit): (u16, u16), quarters: f64, ticks_per_beat: f64) -> FakeMaster {
    let beats_a_minute = quarters * f64::from(unit) / 4.0;
    FakeMaster {
        beats,
        unit,
        bpm: beats_a_minute,
        beats_a_minute,
        ticks_per_beat,
        counts_ticks: false,
    }
}

/// Rolls under a master whose song began on the transport's frame `began`, from there on or later.
/// Gives the beginnings of notes, counted from the song's.
fn led(master: &FakeMaster, (began, start): (u32, u32), frames: u32) -> (Rig, Vec<Event>) {
    let mut rig = Rig::new(Follows::Jack, 111.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        frames,
        heard: Heard {
            rolling: true,
            frame: start,
            bbt: None,
        },
        ..FakeCycle::default()
    };
    while cycle.heard.frame < began + LENGTH {
        cycle.heard.bbt = Some(master.at(cycle.heard.frame - began));
        cycle.play(&mut rig.performer);
    }
    let began = i64::from(began);
    let from_song = |event: &Event| (event.0 - began, event.1, event.2, event.3);
    let ons = cycle.sent.iter().map(from_song);
    let ons = ons.filter(|event| event.1 & 0xf0 == 0x90).collect();
    (rig, ons)
}

fn ons(events: &[Event], (start, end): (i64, i64)) -> Vec<Event> {
    let is_in = |event: &&Event| (start..end).contains(&event.0) && event.1 & 0xf0 == 0x90;
    events.iter().filter(is_in).copied().collect()
}

const METERS: [((u16, u16), f64); 4] = [
    ((4, 4), 120.0),
    ((3, 4), 93.0),
    ((7, 8), 137.0),
    ((4, 4), 61.0),
];

#[test]
fn a_coarse_master_whose_frames_fit_no_more_leads_on_without_a_jump() {
    let end = i64::from(LENGTH);
    for (meter, quarters) in METERS {
        let master = coarse(meter, quarters, 48.0);
        let own = Meter::new(meter.0.into(), meter.1.into()).unwrap();
        for frames in [64, 256, 1_024] {
            // Its tempo was another before, so that the frames are those of no steady song.
            let (rig, heard) = led(&master, (100_003, 100_003), frames);
            let expected = ons(&render(&rig.params, quarters, own), (0, end));
            let heard = ons(&heard, (0, end));
            assert_eq!(heard, expected, "{master:?} in cycles of {frames}");
        }
    }
}

#[test]
fn entered_anywhere_a_coarse_master_is_followed_within_the_engines_tolerance() {
    for (meter, quarters) in METERS {
        let master = coarse(meter, quarters, 48.0);
        let own = Meter::new(meter.0.into(), meter.1.into()).unwrap();
        let (rig, heard) = led(&master, (100_003, 187_654), 256);
        let span = (87_651 + 96_000, i64::from(LENGTH));
        let expected = ons(&render(&rig.params, quarters, own), span);
        // What the engine takes for the same place, and as much as is kept for masters that round.
        let most = 5.0 / 960.0 * 60.0 / quarters * f64::from(RATE) + 2.0;
        let is_near = |to: &Event, event: &Event| {
            let off = f64::from(i32::try_from(event.0 - to.0).unwrap());
            (event.1, event.2, event.3) == (to.1, to.2, to.3) && off.abs() <= most
        };
        let begin = heard.iter().position(|event| is_near(&expected[0], event));
        let mut heard = heard.iter().skip(begin.unwrap());
        for to in expected.iter().filter(|to| to.0 < span.1 - 400) {
            let event = heard.next().unwrap();
            assert!(is_near(to, event), "{to:?} is {event:?} under {master:?}");
        }
    }
}

#[test]
fn a_coarse_master_that_counts_quarters_is_found_out_in_time() {
    let meter = Meter::new(7, 8).unwrap();
    let master = FakeMaster {
        bpm: 120.0,
        ..coarse((7, 8), 120.0, 24.0)
    };
    let (rig, heard) = led(&master, (0, 0), 256);
    assert!((rig.board.tempo() - 120.0).abs() < 1e-9);
    let expected = render(&rig.params, 120.0, meter);
    let span = (24_000, i64::from(LENGTH));
    assert_eq!(ons(&heard, span), ons(&expected, span));
}

#[test]
fn under_a_master_a_place_is_counted_from_where_the_song_is() {
    for ticks_per_beat in [48.0, 1_920.0] {
        let master = coarse((4, 4), 120.0, ticks_per_beat);
        let (began, frames) = (100_003, 256);
        let (mut rig, _) = led(&master, (began, began), frames);
        let mut cycle = FakeCycle::default();
        cycle.heard.frame = began + LENGTH;
        cycle.heard.bbt = Some(master.at(LENGTH));
        for beats in [16.0, 64.0, 0.0] {
            rig.order(Order::Steer(Steer::Locate(beats)));
            cycle.play(&mut rig.performer);
            let JackSteer::Locate(frame) = cycle.steered.pop().unwrap() else {
                panic!("it was asked to go somewhere");
            };
            let at = master.at(frame - began);
            let found = f64::from(at.bar - 1) * 4.0 + f64::from(at.beat - 1);
            assert!((found - beats).abs() < 1e-9, "{beats}: {at:?}");
            assert!(at.tick <= 1, "{beats}: {at:?}");
        }
    }
}

#[test]
fn no_place_is_before_its_bar_line_nor_a_frame_after_it() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    for bpm in 60..=180_u32 {
        let bpm = f64::from(bpm);
        rig.order(Order::Tempo(Bpm::new(bpm).unwrap()));
        for bar in 2..=32_u32 {
            let line = f64::from(bar - 1) * 4.0;
            rig.order(Order::Steer(Steer::Locate(line)));
            cycle.play(&mut rig.performer);
            let Some(JackSteer::Locate(frame)) = cycle.steered.pop() else {
                panic!("it was asked to go somewhere");
            };
            cycle.heard.frame = frame;
            cycle.play(&mut rig.performer);
            let past = rig.board.position() - line;
            let a_frame = bpm / 60.0 / f64::from(RATE);
            let is_near = (-1e-9..a_frame).contains(&past);
            assert!(is_near, "bar {bar} at {bpm} BPM is missed by {past}");
        }
    }
}

#[test]
fn a_place_is_played_from_the_strike_on_it() {
    for bpm in 60..=180_u32 {
        let mut rig = Rig::new(Follows::Jack, f64::from(bpm), Meter::COMMON);
        for id in ["humanize_time", "push"] {
            typed::set(&typed::find(&rig.params, id).unwrap(), "0").unwrap();
        }
        for bar in [2.0, 5.0, 17.0] {
            let mut cycle = FakeCycle::default();
            rig.order(Order::Steer(Steer::Locate((bar - 1.0) * 4.0)));
            cycle.play(&mut rig.performer);
            let Some(JackSteer::Locate(frame)) = cycle.steered.pop() else {
                panic!("it was asked to go somewhere");
            };
            cycle.heard.frame = frame;
            cycle.play(&mut rig.performer);
            cycle.heard.rolling = true;
            cycle.play(&mut rig.performer);
            let kick = (i64::from(frame), 0x99, 36);
            let mut sent = cycle.sent.iter().map(|event| (event.0, event.1, event.2));
            assert!(sent.any(|event| event == kick), "bar {bar} at {bpm} BPM");
        }
    }
}

/// Plays a cycle of a clock at 120 BPM with a tick on its first frame, or of silence.
fn clocked(rig: &mut Rig, cycle: &mut FakeCycle, words: &[u8]) {
    cycle.frames = 1_000;
    let word = |status: &u8| (0, [*status, 0, 0]);
    cycle.incoming = words.iter().rev().map(word).collect();
    cycle.play(&mut rig.performer);
}

#[test]
fn a_clock_that_is_left_and_followed_again_has_been_lost_no_less_often() {
    let mut rig = Rig::new(Follows::Clock, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    for losses in 1..=3 {
        clocked(&mut rig, &mut cycle, &[0xfa, 0xf8]);
        for _ in 0..50 {
            clocked(&mut rig, &mut cycle, &[0xf8]);
        }
        for _ in 0..50 {
            clocked(&mut rig, &mut cycle, &[]);
        }
        assert_eq!(rig.board.clock_losses(), losses);
        for follows in [Follows::Own, Follows::Clock] {
            rig.order(Order::Follow(follows));
            clocked(&mut rig, &mut cycle, &[]);
            assert_eq!(rig.board.clock_losses(), losses);
        }
    }
}

#[test]
fn a_player_that_begins_afresh_ends_its_notes_and_follows_on() {
    let mut rig = Rig::new(Follows::Clock, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    clocked(&mut rig, &mut cycle, &[0xfa, 0xf8]);
    while open(&cycle.sent).len() < 2 {
        clocked(&mut rig, &mut cycle, &[0xf8]);
    }
    cycle.incoming.push((3, [0x90, 60, 100]));
    cycle.play(&mut rig.performer);
    let held = open(&cycle.sent);
    assert!(held.contains(&(0, 60)), "{held:?}");
    cycle.sent.clear();
    rig.order(Order::Reset);
    clocked(&mut rig, &mut cycle, &[0xf8]);
    let ends = cycle.sent.iter().filter(|event| event.1 & 0xf0 == 0x80);
    let ends: Vec<_> = ends.map(|event| (event.1 & 0xf, event.2)).collect();
    for note in held {
        assert!(ends.contains(&note), "{note:?} goes on");
    }
    assert!(rig.board.rolls() && rig.board.is_clocked());
    let before = rig.board.position();
    cycle.sent.clear();
    for _ in 0..96 {
        clocked(&mut rig, &mut cycle, &[0xf8]);
    }
    assert!((rig.board.position() - before - 4.0).abs() < 1e-3);
    assert!(cycle.sent.iter().any(|event| event.1 & 0xf0 == 0x90));
}

//! Rolls and grace notes by hand: where their hits lie, how loud they are, and what ends them.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Kind, Origin, Source};
use afterbeat::pattern::{LaneIndex, Percent, Ratchet, Velocity};
use std::collections::BTreeSet;
use support::check::{check_same, notes, strike_frames, strikes};
use support::cuts::NAMED_CUTS;
use support::groove::Groove;
use support::number::float;
use support::rig::{At, Rig, rolling};
use support::rng::Rng;

/// A sixteenth at 120 BPM and 48 kHz, which is the unit of the swing grid.
const SIXTEENTH: i64 = 6000;
const BAR: i64 = 16 * SIXTEENTH;
/// What 62.5 % makes of an off-sixteenth: 7500 frames after its pair's beginning.
const SWUNG: f64 = 0.625;

fn roll(hits: u8, span: u8) -> Ratchet {
    curved(hits, span, 0, 0)
}

fn curved(hits: u8, span: u8, timing: i8, velocity: i8) -> Ratchet {
    Ratchet::new(hits, span, timing, velocity).expect("in range")
}

/// Two bars with a roll on one step of the snare, struck with 100.
fn rolled(step: u8, ratchet: Ratchet) -> Groove {
    let empty = Groove::new(2).plain().length(1, 32);
    empty.put(1, step, |step| {
        step.velocity = Velocity::new(100);
        step.ratchet = ratchet;
    })
}

fn swung(swing: f64) -> Controls {
    Controls {
        swing,
        ..Controls::default()
    }
}

/// Everything from a frame of the song up to the end of the second bar.
fn events_from(groove: &Groove, from: i64, controls: &Controls) -> Vec<At> {
    let mut rig = Rig::with(groove.bank(), 48_000.0, controls);
    let position = float(from) / float(4 * SIXTEENTH);
    rig.roll(2 * BAR - from, 512, 120.0, position);
    rig.stop();
    notes(&rig.events);
    rig.events
}

fn frames(groove: &Groove, controls: &Controls) -> Vec<i64> {
    strike_frames(&events_from(groove, 0, controls))
}

fn velocities(groove: &Groove) -> Vec<u8> {
    let events = events_from(groove, 0, &Controls::default());
    let strikes = strikes(&events);
    strikes.iter().map(|strike| strike.velocity).collect()
}

/// Frame and source of each strike.
fn sources(events: &[At]) -> Vec<(i64, Source)> {
    let source = |at: &At| match (at.1.kind, at.1.origin) {
        (Kind::On(_), Origin::Strike { source, .. }) => Some((at.0, source)),
        _ => None,
    };
    events.iter().filter_map(source).collect()
}

#[test]
fn straight_hits_divide_their_span() {
    let straight = |step, ratchet| frames(&rolled(step, ratchet), &swung(0.5));
    assert_eq!(straight(4, roll(1, 1)), [24_000]);
    assert_eq!(straight(4, roll(3, 1)), [24_000, 26_000, 28_000]);
    assert_eq!(straight(0, roll(4, 1)), [0, 1500, 3000, 4500]);
    assert_eq!(straight(0, roll(3, 4)), [0, 8000, 16_000]);
    assert_eq!(
        straight(2, roll(5, 2)),
        [12_000, 14_400, 16_800, 19_200, 21_600]
    );
    let eight: Vec<_> = (0..8).map(|hit| hit * SIXTEENTH).collect();
    assert_eq!(straight(0, roll(8, 8)), eight);
    // One hit over many steps is one hit.
    assert_eq!(straight(3, roll(1, 8)), [18_000]);
    // The thirty-second parts of a step are 187.5 frames: halves go up.
    let fine = straight(0, roll(32, 1));
    assert_eq!(fine[..5], [0, 188, 375, 563, 750]);
    assert_eq!(fine.len(), 32);
}

#[test]
fn fine_hits_are_spread_evenly_between_the_warped_ends() {
    let swung = |step, ratchet| frames(&rolled(step, ratchet), &swung(SWUNG));
    // The first sixteenth of a pair lasts 7500 frames, the second 4500.
    assert_eq!(swung(0, roll(4, 1)), [0, 1875, 3750, 5625]);
    assert_eq!(swung(1, roll(3, 1)), [7500, 9000, 10_500]);
    assert_eq!(swung(0, roll(4, 2)), [0, 3000, 6000, 9000]);
    assert_eq!(swung(1, roll(4, 2)), [7500, 10_500, 13_500, 16_500]);
    // Five over three steps are 3600 frames apart: from 0 to the third off-sixteenth at 19 500.
    assert_eq!(swung(0, roll(5, 3)), [0, 3900, 7800, 11_700, 15_600]);
}

#[test]
fn hits_a_grid_unit_or_more_apart_are_warped_each() {
    let swung = |step, ratchet| frames(&rolled(step, ratchet), &swung(SWUNG));
    assert_eq!(swung(0, roll(4, 4)), [0, 7500, 12_000, 19_500]);
    assert_eq!(swung(1, roll(4, 4)), [7500, 12_000, 19_500, 24_000]);
    assert_eq!(swung(1, roll(2, 4)), [7500, 19_500]);
    // 9000 frames into a pair lie 3000 into its second half: 7500 + 3000 x 0.75.
    assert_eq!(swung(0, roll(2, 3)), [0, 9750]);
}

#[test]
fn the_curve_of_time_slows_down_or_speeds_up() {
    let straight = |ratchet| frames(&rolled(0, ratchet), &swung(0.5));
    // Squares of the quarters of 24 000 frames.
    assert_eq!(straight(curved(4, 4, 100, 0)), [0, 1500, 6000, 13_500]);
    // Roots: 0.5, 0.70711 and 0.86603 of them.
    assert_eq!(straight(curved(4, 4, -100, 0)), [0, 12_000, 16_971, 20_785]);
    // A half to the power of 1.41421 is 0.375214.
    assert_eq!(straight(curved(2, 4, 50, 0)), [0, 9005]);
    assert_eq!(straight(curved(4, 4, 0, 0)), [0, 6000, 12_000, 18_000]);
}

#[test]
fn the_curve_runs_between_the_warped_ends() {
    let swung = |step, ratchet| frames(&rolled(step, ratchet), &swung(SWUNG));
    // A quarter of 7500 frames, and of the 4500 that come after.
    assert_eq!(swung(0, curved(2, 1, 100, 0)), [0, 1875]);
    assert_eq!(swung(1, curved(2, 1, 100, 0)), [7500, 8625]);
    // 1/16, 4/16 and 9/16 of 12 000.
    assert_eq!(swung(0, curved(4, 2, 100, 0)), [0, 750, 3000, 6750]);
}

#[test]
fn the_curve_of_velocity_rises_or_falls_to_one_at_least() {
    let velocities = |curve| velocities(&rolled(0, curved(5, 4, 0, curve)));
    assert_eq!(velocities(0), [100; 5]);
    assert_eq!(velocities(100), [1, 25, 50, 75, 100]);
    assert_eq!(velocities(50), [50, 63, 75, 88, 100]);
    assert_eq!(velocities(-100), [100, 75, 50, 25, 1]);
    assert_eq!(velocities(-50), [100, 88, 75, 63, 50]);
}

#[test]
fn the_first_hit_is_the_musicians_and_the_others_are_the_rolls() {
    let events = events_from(&rolled(4, roll(3, 1)), 0, &Controls::default());
    let expected = [
        (24_000, Source::User),
        (26_000, Source::Ratchet),
        (28_000, Source::Ratchet),
    ];
    assert_eq!(sources(&events), expected);
    assert!(strikes(&events).iter().all(|strike| strike.lane == 1));
}

#[test]
fn nudge_and_delay_move_every_hit() {
    let nudge = afterbeat::pattern::Nudge::new(100).expect("a tenth of a step");
    let groove = rolled(4, roll(3, 1)).put(1, 4, |step| step.nudge = nudge);
    assert_eq!(frames(&groove, &swung(0.5)), [24_600, 26_600, 28_600]);
    let mut controls = swung(0.5);
    controls.lanes[lane(1)].delay_ms = 10.0;
    assert_eq!(frames(&groove, &controls), [25_080, 27_080, 29_080]);
}

fn lane(index: u8) -> LaneIndex {
    LaneIndex::new(index).expect("a lane")
}

#[test]
fn a_step_that_does_not_play_does_not_roll() {
    let groove = rolled(4, roll(8, 2));
    let groove = groove.put(1, 4, |step| step.chance = Percent::NONE);
    assert_eq!(frames(&groove, &swung(0.5)), [0; 0]);
}

#[test]
fn random_rolls_that_meet_on_one_key_close_every_note_and_lose_no_hit() {
    for seed in 0..400 {
        let mut rng = Rng::new(seed);
        let mut groove = Groove::new(2).plain().length(1, 32);
        let mut expected = BTreeSet::new();
        for step in 0..32u8 {
            if !rng.chance(30) {
                continue;
            }
            let hits = rng.whole(1, 32);
            let span = rng.whole(1, 8).min(32 - i64::from(step));
            let byte = |n: i64| u8::try_from(n).expect("a byte");
            groove = groove.put(1, step, |written| {
                written.velocity = Velocity::new(byte(rng.whole(1, 127)));
                written.ratchet = roll(byte(hits), byte(span));
                let gate = afterbeat::pattern::Gate::new;
                written.gate = gate(*rng.pick(&[1, 50, 100, 1600])).expect("a gate");
            });
            let start = i64::from(step) * SIXTEENTH;
            // Halves up: (2 x span x i + n) / 2n.
            let hit = |i: i64| (2 * span * SIXTEENTH * i + hits).div_euclid(2 * hits);
            expected.extend((0..hits).map(|i| start + hit(i)));
        }
        let expected: Vec<i64> = expected.into_iter().collect();
        let claim = format!("rolls {seed}");
        check_same(&claim, &frames(&groove, &swung(0.5)), &expected);
    }
}

#[test]
fn rolls_do_not_depend_on_the_blocks() {
    let groove = rolled(1, curved(11, 3, -40, 70)).put(1, 2, |step| {
        step.velocity = Velocity::new(90);
        step.ratchet = curved(32, 8, 60, -100);
        step.grace = afterbeat::pattern::Grace::DRAG;
    });
    let play = |lengths: &mut dyn Iterator<Item = u32>| {
        let mut rig = Rig::with(groove.bank(), 48_000.0, &swung(SWUNG));
        while rig.now < BAR {
            let left = u32::try_from(BAR - rig.now).expect("a bar");
            let length = lengths.next().expect("no end of lengths").min(left);
            rig.call(length, rolling(120.0, float(rig.now) / 24_000.0));
        }
        rig.stop();
        rig.events
    };
    let whole = play(&mut std::iter::repeat(512));
    for (name, cuts) in NAMED_CUTS {
        check_same(name, &play(&mut cuts.lengths()), &whole);
    }
}

#[test]
fn muting_the_lane_stops_a_roll() {
    let groove = rolled(0, roll(32, 8)).put(1, 0, |step| {
        step.gate = afterbeat::pattern::Gate::new(1600).expect("a gate");
    });
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(10_000, 500, 120.0, 0.0);
    let mut controls = Controls::default();
    controls.lanes[lane(1)].mute = true;
    rig.engine.set_controls(&controls);
    rig.roll(BAR, 500, 120.0, 10_000.0 / 24_000.0);
    let played = notes(&rig.events);
    let ons: Vec<_> = played.iter().map(|note| note.on).collect();
    assert_eq!(ons, [0, 1500, 3000, 4500, 6000, 7500, 9000]);
    assert!(played.iter().all(|note| note.off <= 10_000), "{played:?}");
}

#[test]
fn play_that_begins_in_a_roll_goes_on_as_if_it_had_played_through() {
    for swing in [0.5, SWUNG] {
        for ratchet in [roll(16, 8), roll(8, 8), curved(32, 8, -50, 80)] {
            let groove = rolled(3, ratchet);
            let through = strikes(&events_from(&groove, 0, &swung(swing)));
            for from in [18_500, 21_000, 24_000, 30_000, 44_321, 60_000] {
                let mut rest = strikes(&events_from(&groove, from, &swung(swing)));
                for strike in &mut rest {
                    strike.frame += from;
                }
                let expected = through.iter().filter(|strike| strike.frame >= from);
                let expected: Vec<_> = expected.copied().collect();
                assert!(!expected.is_empty(), "the roll goes on");
                check_same(&format!("{ratchet:?} from {from}"), &rest, &expected);
            }
        }
    }
}

#[test]
fn a_loop_ends_a_roll_at_its_end_and_begins_without_it() {
    // Eight hits over eight steps from step 12 on; the loop is the first bar.
    let groove = rolled(12, roll(8, 8));
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    for _ in 0..3 {
        for block in 0..192 {
            let transport = afterbeat::engine::Transport {
                loop_range: Some((0.0, 4.0)),
                ..rolling(120.0, float(block) * 4.0 / 192.0)
            };
            rig.call(500, transport);
        }
    }
    let pass = [12, 13, 14, 15].map(|step| step * SIXTEENTH);
    let expected: Vec<_> = (0..3).flat_map(|n| pass.map(|at| n * BAR + at)).collect();
    assert_eq!(strike_frames(&rig.events), expected);
}

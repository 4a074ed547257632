//! The rule of scheduling, strike by strike, against its closed form and against itself.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Controls;
use afterbeat::pattern::{Bank, LaneIndex, Nudge, PatternIndex, Velocity};
use afterbeat::time::{Division, SwingGrid};
use support::check::{Note, check_same, notes, strikes};
use support::cuts::Cuts;
use support::groove::{Groove, tuplet};
use support::model::{Model, TPQ};
use support::number::{float, floor, round};
use support::rng::Rng;
use support::script::Script;

/// A random pattern whose nudges are whole ticks, so that the model rounds as the engine may.
fn random_groove(rng: &mut Rng) -> Groove {
    let divisions = [
        Division::Straight,
        Division::Straight,
        Division::Triplet,
        Division::Dotted,
        tuplet(5, 4),
        tuplet(7, 8),
    ];
    let bars = u8::try_from(rng.whole(1, 3)).expect("a few bars");
    let mut groove = Groove::new(bars).plain();
    for lane in 0..u8::try_from(rng.whole(1, 5)).expect("a few lanes") {
        let steps = u8::try_from(rng.whole(1, 20)).expect("few steps");
        let halvings = u8::try_from(rng.whole(5, 6)).expect("a note value");
        groove = groove
            .length(lane, u16::from(steps))
            .rate(lane, halvings, *rng.pick(&divisions));
        for step in 0..steps {
            let velocity = u8::try_from(rng.whole(1, 127)).ok();
            let tenths = i16::try_from(25 * rng.whole(-20, 20)).expect("tenths");
            let (struck, nudged) = (rng.chance(60), rng.chance(30));
            groove = groove.put(lane, step, |to| {
                let velocity = velocity.filter(|_| struck);
                to.velocity = velocity.and_then(Velocity::new);
                if nudged {
                    to.nudge = Nudge::new(tenths).expect("within half a step");
                }
            });
        }
    }
    groove
}

fn random_controls(rng: &mut Rng) -> Controls {
    let mut controls = Controls {
        push_ms: rng.real(-30.0, 30.0),
        velocity: rng.real(0.5, 1.5),
        swing_grid: *rng.pick(&[
            SwingGrid::Eighths,
            SwingGrid::Sixteenths,
            SwingGrid::ThirtySeconds,
        ]),
        swing_lfo_depth: *rng.pick(&[0.0, 0.1]),
        ..Controls::default()
    };
    for lane in LaneIndex::all() {
        let own = &mut controls.lanes[lane];
        own.delay_ms = *rng.pick(&[0.0, 11.13, -23.57]);
        own.swing = *rng.pick(&[0.0, 0.0, 0.1, -0.2]);
        own.level = *rng.pick(&[1.0, 0.7, 1.8]);
    }
    controls
}

/// Controls on random frames: swing as a ramp, as noise, or up and down.
fn random_points(rng: &mut Rng, base: &Controls, frames: i64) -> Vec<(i64, Controls)> {
    let shape = rng.whole(0, 3);
    let mut points = Vec::new();
    let mut frame = 0;
    while frame < frames {
        let x = float(frame) / float(frames);
        let swing = match shape {
            0 => 0.66,
            1 => 0.25 + 0.5 * x,
            2 => rng.real(0.25, 0.75),
            _ => 0.25 + 0.5 * (1.0 - 2.0 * x).abs(),
        };
        let controls = Controls {
            swing,
            velocity: rng.real(0.5, 1.5),
            ..base.clone()
        };
        points.push((frame, controls));
        frame += if shape == 2 { rng.whole(1, 3000) } else { 64 };
    }
    points
}

#[test]
fn every_strike_obeys_the_closed_form_of_the_rule_under_automation() {
    let mut rng = Rng::new(7);
    let mut checked = 0;
    for round_number in 0..150 {
        let rate = *rng.pick(&[44_100.0, 48_000.0, 96_000.0]);
        let bpm = rng.real(40.0, 240.0);
        let groove = random_groove(&mut rng);
        let bank = groove.bank();
        let pattern = bank.pattern(PatternIndex::FIRST).unwrap();
        let from = *rng.pick(&[0, 4 * TPQ, 33 * TPQ, 5 * TPQ / 2, 1_234_567, 77_777_777]);
        let frames = floor(rate * 60.0 / bpm * 10.0);
        let base = random_controls(&mut rng);
        let points = random_points(&mut rng, &base, frames);
        let model = Model {
            pattern,
            rate,
            bpm,
            from,
            points: &points,
            until: frames,
        };
        let mut script = Script::steady(rate, bpm, float(from) / float(TPQ), frames);
        for (frame, controls) in &points {
            script = script.with(*frame, controls);
        }
        let cuts = *rng.pick(&[0, 64, 441, 4096]);
        let cuts = if cuts == 0 {
            Cuts::Random(rng.bits())
        } else {
            Cuts::Steady(cuts)
        };
        let mut got = strikes(&script.play(&bank, &cuts));
        got.sort_unstable();
        let expected = model.strikes();
        checked += expected.len();
        let claim =
            format!("round {round_number}: {rate} Hz, {bpm} BPM, from tick {from}, {cuts:?}");
        check_same(&claim, &got, &expected);
    }
    assert!(checked > 5000, "only {checked} strikes were compared");
}

/// Notes that begin `after` or later, moved by `by`.
fn later(notes: &[Note], after: i64, by: i64) -> Vec<Note> {
    let later = notes.iter().filter(|note| note.on >= after);
    let moved = later.map(|note| Note {
        on: note.on + by,
        off: note.off + by,
        ..*note
    });
    moved.collect()
}

/// Compares the notes of playing through with those of playing from bar 9, from `settle` frames on.
fn check_from_bar_9(claim: &str, bank: &Bank, points: &[(i64, Controls)], settle: i64) {
    // 120 BPM, 48 kHz: bar 9 begins on frame 768 000 exactly.
    let (start, end) = (768_000, 1_200_000);
    let mut through = Script::steady(48_000.0, 120.0, 0.0, end);
    let mut from_9 = Script::steady(48_000.0, 120.0, 32.0, end - start);
    for (frame, controls) in points {
        through = through.with(*frame, controls);
        from_9 = from_9.with((frame - start).max(0), controls);
    }
    let through = notes(&through.play(bank, &Cuts::Steady(512)));
    let from_9 = notes(&from_9.play(bank, &Cuts::Steady(512)));
    check_same(
        claim,
        &later(&from_9, settle, 0),
        &later(&through, start + settle, -start),
    );
}

#[test]
fn playing_from_bar_9_equals_playing_through() {
    let mut rng = Rng::new(99);
    for round_number in 0..40 {
        let bank = random_groove(&mut rng).bank();
        let mut base = random_controls(&mut rng);
        base.swing = rng.real(0.25, 0.75);
        let claim = format!("steady, round {round_number}, frames after bar 9");
        check_from_bar_9(&claim, &bank, &[(0, base.clone())], 4800);
        // Under automation a strike may lie as far from its place as it can be pulled: a beat.
        let points = random_points(&mut rng, &base, 1_200_000);
        let claim = format!("automated, round {round_number}, frames after bar 9");
        check_from_bar_9(&claim, &bank, &points, 24_000);
    }
}

#[test]
fn playing_from_bar_9_equals_playing_through_at_a_tempo_off_the_frame_grid() {
    let bank = Groove::new(1).plain().lane(0, "xxxx xxxx xxxx xxxx").bank();
    let script = |position, frames| Script::steady(44_100.0, 133.337, position, frames);
    let bar_9 = 32.0 * 60.0 / 133.337 * 44_100.0;
    let swung = Controls {
        swing: 0.63,
        ..Controls::default()
    };
    let with = |script: Script| script.with(0, &swung);
    let through = with(script(0.0, 900_000)).play(&bank, &Cuts::Steady(441));
    let from_9 = with(script(32.0, 900_000 - round(bar_9))).play(&bank, &Cuts::Steady(441));
    let through: Vec<i64> = strikes(&through).iter().map(|s| s.frame).collect();
    let from_9: Vec<i64> = strikes(&from_9).iter().map(|s| s.frame).collect();
    let ahead = through.len() - from_9.len();
    for (a, b) in through[ahead..].iter().zip(&from_9) {
        let gap = float(*a) - (float(*b) + bar_9);
        assert!(gap.abs() <= 1.0, "{a} when played through, {b} from bar 9");
    }
}

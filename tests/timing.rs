//! Every strike on the frame that musical arithmetic says, at any tempo, rate and swing.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Bank, LaneIndex, Nudge, PatternIndex};
use afterbeat::time::{Division, Meter, SwingGrid};
use support::check::{Note, check_same, check_wire, notes, strikes};
use support::cuts::Cuts;
use support::groove::{Groove, tuplet};
use support::model::{Model, TPQ};
use support::number::{float, floor, round};
use support::rig::{Rig, rolling};
use support::rng::Rng;
use support::script::Script;

fn sixteenths() -> Bank {
    Groove::new(1).plain().lane(0, "xxxx xxxx xxxx xxxx").bank()
}

fn swung(swing: f64) -> Controls {
    Controls {
        swing,
        ..Controls::default()
    }
}

fn nudge(tenths: i16) -> Nudge {
    Nudge::new(tenths).expect("within half a step")
}

/// The frames of the strikes of `bank` at 120 BPM and 48 kHz: a sixteenth is 6000 frames.
fn frames_at_120(bank: Bank, controls: &Controls, from: f64, frames: i64) -> Vec<i64> {
    let mut rig = Rig::with(bank, 48_000.0, controls);
    rig.roll(frames, 512, 120.0, from);
    rig.stop();
    check_wire(&rig.events);
    let strikes = strikes(&rig.events);
    strikes.iter().map(|strike| strike.frame).collect()
}

#[test]
fn sixteenths_at_120_are_6000_frames_apart() {
    let frames = frames_at_120(sixteenths(), &swung(0.5), 0.0, 36_001);
    assert_eq!(frames, [0, 6000, 12_000, 18_000, 24_000, 30_000, 36_000]);
}

#[test]
fn swing_of_58_percent_is_960_frames_on_the_off_sixteenth() {
    let frames = frames_at_120(sixteenths(), &swung(0.58), 0.0, 40_000);
    assert_eq!(frames, [0, 6960, 12_000, 18_960, 24_000, 30_960, 36_000]);
}

#[test]
fn swing_on_the_other_grids_bends_their_pairs() {
    let on = |swing_grid, swing| Controls {
        swing_grid,
        ..swung(swing)
    };
    // A pair of eighths is 24 000 frames: its halves take 3/4 and 1/4.
    let frames = frames_at_120(sixteenths(), &on(SwingGrid::Eighths, 0.75), 0.0, 48_000);
    assert_eq!(
        frames,
        [0, 9000, 18_000, 21_000, 24_000, 33_000, 42_000, 45_000]
    );
    // A pair of thirty-seconds is one sixteenth: sixteenths begin pairs and stay.
    let grid = SwingGrid::ThirtySeconds;
    let frames = frames_at_120(sixteenths(), &on(grid, 0.75), 0.0, 18_001);
    assert_eq!(frames, [0, 6000, 12_000, 18_000]);
    let faster = Groove::new(1)
        .plain()
        .lane(0, "xx")
        .rate(0, 7, Division::Straight);
    let frames = frames_at_120(faster.bank(), &on(grid, 0.75), 0.0, 12_001);
    assert_eq!(frames, [0, 4500, 6000, 10_500, 12_000]);
}

#[test]
fn swing_under_half_plays_early() {
    let frames = frames_at_120(sixteenths(), &swung(0.25), 0.0, 30_000);
    assert_eq!(frames, [0, 3000, 12_000, 15_000, 24_000, 27_000]);
}

#[test]
fn triplets_do_not_swing_unless_told_to() {
    // Three in a quarter: 8000 frames each. In a pair of 12 000 they lie at 0, 2/3 and, next, 1/3.
    let triplets = Groove::new(1)
        .plain()
        .lane(0, "xxx")
        .rate(0, 5, Division::Triplet);
    let frames = frames_at_120(triplets.bank(), &swung(0.75), 0.0, 24_001);
    assert_eq!(frames, [0, 8000, 16_000, 24_000]);
    let frames = frames_at_120(triplets.swing_here(0).bank(), &swung(0.75), 0.0, 24_001);
    assert_eq!(frames, [0, 10_000, 18_000, 24_000]);
}

#[test]
fn lane_swing_adds_and_the_sum_stays_within_25_and_75() {
    let mut controls = swung(0.6);
    controls.lanes[LaneIndex::default()].swing = 0.05;
    assert_eq!(frames_at_120(sixteenths(), &controls, 0.0, 9000), [0, 7800]);
    controls.lanes[LaneIndex::default()].swing = 0.25;
    assert_eq!(frames_at_120(sixteenths(), &controls, 0.0, 9001), [0, 9000]);
}

#[test]
fn nudge_delay_and_push_move_a_strike_by_their_own_measure() {
    let bank = |tenths| {
        let groove = Groove::new(1).plain().lane(1, ".x..");
        groove.put(1, 1, |step| step.nudge = nudge(tenths)).bank()
    };
    let frames = |tenths, delay_ms, push_ms| {
        let mut controls = Controls {
            push_ms,
            ..swung(0.58)
        };
        let snare = LaneIndex::new(1).expect("a lane");
        controls.lanes[snare].delay_ms = delay_ms;
        frames_at_120(bank(tenths), &controls, 0.0, 12_000)
    };
    // 6960 swung; 10 % of the straight step is 600; a millisecond is 48.
    assert_eq!(frames(0, 0.0, 0.0), [6960]);
    assert_eq!(frames(100, 0.0, 0.0), [7560]);
    assert_eq!(frames(-500, 0.0, 0.0), [3960]);
    assert_eq!(frames(0, 10.0, 0.0), [7440]);
    assert_eq!(frames(0, -40.0, 0.0), [5040]);
    assert_eq!(frames(0, 0.0, -30.0), [5520]);
    assert_eq!(frames(100, 10.0, 5.0), [8280]);
}

#[test]
fn push_moves_each_lane_by_its_share() {
    // Snare all of it, kick half, closed hat none: 30 ms are 1440 frames.
    let bank = Groove::new(1)
        .plain()
        .lane(0, ".x..")
        .lane(1, ".x..")
        .lane(2, ".x..");
    let controls = Controls {
        push_ms: 30.0,
        ..swung(0.5)
    };
    assert_eq!(
        frames_at_120(bank.bank(), &controls, 0.0, 12_000),
        [6000, 6720, 7440]
    );
}

#[test]
fn play_from_the_middle_of_a_bar_plays_from_there() {
    // From beat 0.28: the next sixteenth, at 0.5, is 0.22 x 24 000 frames away.
    assert_eq!(
        frames_at_120(sixteenths(), &swung(0.5), 0.28, 12_000),
        [5280, 11_280]
    );
    // At 66 % the sixteenth of 0.25 sounds at 0.33, which still lies ahead.
    assert_eq!(
        frames_at_120(sixteenths(), &swung(0.66), 0.28, 8000),
        [1200, 5280]
    );
}

#[test]
fn a_strike_pulled_over_the_start_sounds_on_the_first_frame() {
    let early = Groove::new(1)
        .plain()
        .lane(0, "xx")
        .put(0, 0, |step| step.nudge = nudge(-300));
    let frames = frames_at_120(early.bank(), &swung(0.5), 4.0, 13_000);
    assert_eq!(frames, [0, 6000, 10_200]);
}

#[test]
fn the_odd_last_unit_of_a_bar_stays_straight() {
    // 7/16: three pairs and a single; the pairs count from the bar line again.
    let bank = Groove::new(1).plain().lane(0, "xxxxxxx").bank();
    let mut rig = Rig::with(bank, 48_000.0, &swung(0.75));
    let meter = Meter::new(7, 16);
    for block in 0..120 {
        let at = rig.now;
        assert_eq!(at, block * 500);
        let transport = Transport {
            meter,
            ..rolling(120.0, float(at) / 24_000.0)
        };
        rig.call(500, transport);
    }
    let frames: Vec<i64> = strikes(&rig.events).iter().map(|s| s.frame).collect();
    let expected = [
        0, 9000, 12_000, 21_000, 24_000, 33_000, 36_000, 42_000, 51_000, 54_000,
    ];
    assert_eq!(frames, expected);
}

#[test]
fn before_the_song_all_is_silent() {
    let frames = frames_at_120(sixteenths(), &swung(0.5), -1.0, 36_000);
    assert_eq!(frames, [24_000, 30_000]);
}

#[test]
fn swing_lies_within_a_frame_of_the_closed_form_at_every_tempo() {
    let ratios = (0..=10).map(|step| 0.25 + 0.05 * float(step));
    let ratios: Vec<f64> = ratios.chain([0.507, 0.58, 0.667]).collect();
    let bank = sixteenths();
    for bpm in 40..=240 {
        let bpm = float(bpm);
        for rate in [44_100.0, 48_000.0, 96_000.0, 192_000.0] {
            for &ratio in &ratios {
                let mut rig = Rig::with(bank.clone(), rate, &swung(ratio));
                let sixteenth = rate * 15.0 / bpm;
                rig.roll(floor(32.0 * sixteenth) - 1, 4096, bpm, 0.0);
                let got = strikes(&rig.events);
                assert_eq!(got.len(), 32, "{bpm} BPM, {rate} Hz, swing {ratio}");
                for (k, strike) in (0i64..).zip(&got) {
                    let off = float(k % 2) * 2.0 * sixteenth * (ratio - 0.5);
                    let ideal = float(k) * sixteenth + off;
                    let error = float(strike.frame) - ideal;
                    assert!(
                        error.abs() <= 1.0,
                        "{bpm} BPM, {rate} Hz, swing {ratio}: step {k} at {} instead of {ideal}",
                        strike.frame
                    );
                }
            }
        }
    }
}

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
                to.velocity = velocity.and_then(afterbeat::pattern::Velocity::new);
                if nudged {
                    to.nudge = nudge(tenths);
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
    let bank = sixteenths();
    let script = |position, frames| Script::steady(44_100.0, 133.337, position, frames);
    let bar_9 = 32.0 * 60.0 / 133.337 * 44_100.0;
    let with = |script: Script| script.with(0, &swung(0.63));
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

#[test]
fn a_tempo_change_keeps_the_place_in_the_song() {
    // Two beats at 120 (48 000 frames), then 60: a sixteenth is 12 000 frames.
    let script = Script::steady(48_000.0, 120.0, 0.0, 90_000).tempo_from(48_000, 60.0);
    let events = script.play(&sixteenths(), &Cuts::Steady(64));
    let frames: Vec<i64> = strikes(&events).iter().map(|s| s.frame).collect();
    let before = (0..8).map(|k| k * 6000);
    let after = (0..4).map(|k| 48_000 + k * 12_000);
    assert_eq!(frames, before.chain(after).collect::<Vec<_>>());
}

//! Every strike on the frame that musical arithmetic says, at any tempo, rate and swing.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Bank, LaneIndex, Nudge};
use afterbeat::time::{Division, Meter, SwingGrid};
use support::check::{check_wire, strikes};
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::{float, floor};
use support::rig::{Rig, rolling};
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

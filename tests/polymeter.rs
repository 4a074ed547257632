//! Lanes of any length and rate run side by side for hours without drift.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::pattern::{Bank, Reset};
use afterbeat::time::Division;
use std::collections::BTreeMap;
use support::check::strikes;
use support::groove::{Groove, tuplet};
use support::rig::Rig;

const TPQ: i128 = 5_765_760;

/// A tempo as a fraction, and a whole rate.
#[derive(Clone, Copy)]
struct Pace {
    rate: i128,
    bpm: (i128, i128),
}

impl Pace {
    /// The frame of a tick, in whole numbers: half up, with the guard of 1/4096 frame.
    fn frame(self, tick: i128) -> i64 {
        // frames = tick x rate x 60 x den / (num x TPQ), and 1/2 + 1/4096 = 2049/4096.
        let below = self.bpm.0 * TPQ;
        let above = tick * self.rate * 60 * self.bpm.1;
        let whole = (above * 4096 + 2049 * below).div_euclid(below * 4096);
        i64::try_from(whole).expect("a frame")
    }
}

/// A lane's plan: steps, halvings of 4/1, and notes in the time of how many.
struct Plan {
    steps: i128,
    halvings: u8,
    notes: u8,
    of: u8,
}

impl Plan {
    fn division(&self) -> Division {
        match (self.notes, self.of) {
            (1, 1) => Division::Straight,
            (3, 2) => Division::Triplet,
            (2, 3) => Division::Dotted,
            (notes, of) => tuplet(notes, of),
        }
    }

    /// The tick of step `k` from zero, rounded once, halves up.
    fn tick(&self, k: i128) -> i128 {
        let length = ((16 * TPQ) >> self.halvings) * i128::from(self.of);
        let per = i128::from(self.notes);
        (2 * k * length + per).div_euclid(2 * per)
    }
}

/// Sixteen lengths with no common divisor among any two, at rates of every kind.
const PLANS: [Plan; 16] = [
    plan(256, 6, (1, 1)),
    plan(255, 7, (3, 2)),
    plan(253, 6, (5, 4)),
    plan(247, 6, (7, 8)),
    plan(251, 6, (2, 3)),
    plan(241, 8, (1, 1)),
    plan(239, 8, (16, 15)),
    plan(233, 6, (3, 2)),
    plan(229, 5, (7, 4)),
    plan(227, 6, (9, 8)),
    plan(7, 2, (1, 1)),
    plan(223, 6, (11, 8)),
    plan(29, 4, (13, 12)),
    plan(31, 3, (3, 2)),
    plan(211, 7, (2, 3)),
    plan(199, 5, (15, 16)),
];

const fn plan(steps: i128, halvings: u8, (notes, of): (u8, u8)) -> Plan {
    Plan {
        steps,
        halvings,
        notes,
        of,
    }
}

/// Every lane strikes its first step only.
fn written(plans: &[Plan]) -> Bank {
    let lanes = (0u8..).zip(plans);
    let groove = lanes.fold(Groove::new(1).plain(), |groove, (lane, plan)| {
        let steps = u16::try_from(plan.steps).expect("at most 256");
        groove
            .lane(lane, "x")
            .length(lane, steps)
            .rate(lane, plan.halvings, plan.division())
            .reset(lane, Reset::Never)
    });
    groove.bank()
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

/// Plays 10 000 bars and compares every lane with its own series.
fn check_hours(pace: Pace, rate: f64, tempo: f64) {
    let end = pace.frame(40_000 * TPQ);
    let mut rig = Rig::new(written(&PLANS), rate);
    rig.roll(end, 4096, tempo, 0.0);
    let mut played: BTreeMap<u8, Vec<i64>> = BTreeMap::new();
    for strike in strikes(&rig.events) {
        played.entry(strike.lane).or_default().push(strike.frame);
    }
    for (lane, plan) in (0u8..).zip(&PLANS) {
        let got = &played[&lane];
        for (cycle, &frame) in (0i128..).zip(got) {
            let expected = pace.frame(plan.tick(cycle * plan.steps));
            assert_eq!(frame, expected, "{tempo} BPM, lane {lane}, cycle {cycle}");
        }
        let next = i128::try_from(got.len()).expect("a count");
        let missing = pace.frame(plan.tick(next * plan.steps));
        assert!(
            missing >= end,
            "lane {lane} lost its cycle {next} at {missing}"
        );
    }
}

#[test]
fn the_sixteen_lengths_are_co_prime() {
    for (index, a) in PLANS.iter().enumerate() {
        for b in &PLANS[index + 1..] {
            assert_eq!(
                common_divisor(a.steps, b.steps),
                1,
                "{} and {}",
                a.steps,
                b.steps
            );
        }
    }
}

#[test]
fn sixteen_free_lanes_keep_their_own_series_for_10_000_bars() {
    let pace = Pace {
        rate: 48_000,
        bpm: (120, 1),
    };
    check_hours(pace, 48_000.0, 120.0);
}

#[test]
fn they_keep_it_at_a_tempo_off_the_frame_grid() {
    let pace = Pace {
        rate: 44_100,
        bpm: (973, 10),
    };
    check_hours(pace, 44_100.0, 97.3);
}

/// The frames on which both of two lanes strike, `notes` in the time of `of` quarters.
fn coincidences(notes: u8, of: u8, cycles: i64) -> Vec<i64> {
    let groove = Groove::new(1)
        .plain()
        .lane(0, &"x".repeat(usize::from(notes)))
        .lane(1, &"x".repeat(usize::from(of)))
        .rate(0, 4, tuplet(notes, of))
        .rate(1, 4, Division::Straight)
        .reset(0, Reset::Never)
        .reset(1, Reset::Never);
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(cycles * i64::from(of) * 12_000, 4096, 240.0, 0.0);
    let struck = strikes(&rig.events);
    let total = usize::try_from(cycles).expect("a count") * usize::from(notes + of);
    assert_eq!(struck.len(), total, "{notes}:{of}, strikes in all");
    let pairs = struck
        .windows(2)
        .filter(|pair| pair[0].frame == pair[1].frame);
    pairs.map(|pair| pair[0].frame).collect()
}

#[test]
fn polyrhythms_meet_at_cycle_starts_only_over_10_000_cycles() {
    for (notes, of) in [(3, 2), (5, 4), (7, 8)] {
        let expected: Vec<i64> = (0..10_000).map(|n| n * i64::from(of) * 12_000).collect();
        assert!(
            coincidences(notes, of, 10_000) == expected,
            "{notes}:{of} meets elsewhere"
        );
    }
}

#[test]
fn the_two_voices_of_the_study_do_not_disturb_each_other() {
    // Periods of 1000 and 666.7 ms: at 60 BPM quarters, and three in the time of two.
    let groove = Groove::new(1).plain().lane(0, "x").lane(1, "x");
    let groove = groove
        .rate(0, 4, Division::Straight)
        .rate(1, 4, Division::Triplet);
    let groove = groove.reset(0, Reset::Never).reset(1, Reset::Never);
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(60 * 48_000, 333, 60.0, 0.0);
    let of = |lane| -> Vec<i64> {
        let all = strikes(&rig.events);
        all.iter()
            .filter(|s| s.lane == lane)
            .map(|s| s.frame)
            .collect()
    };
    assert_eq!(of(0), (0..60).map(|n| n * 48_000).collect::<Vec<i64>>());
    assert_eq!(of(1), (0..90).map(|n| n * 32_000).collect::<Vec<i64>>());
}

/// The sixteenths (6000 frames each) on which a lane of five steps strikes its first.
fn fives(bars: u8, reset: Reset) -> Vec<i64> {
    let groove = Groove::new(bars).plain().lane(0, "x....").reset(0, reset);
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(64 * 6000, 441, 120.0, 0.0);
    let struck = strikes(&rig.events);
    assert!(struck.iter().all(|strike| strike.frame % 6000 == 0));
    struck.iter().map(|strike| strike.frame / 6000).collect()
}

#[test]
fn a_lane_restarts_as_its_setting_says() {
    let every = |bars| Reset::every(bars).expect("a period");
    let one_bar = [0, 5, 10, 15, 16, 21, 26, 31, 32, 37, 42, 47, 48, 53, 58, 63];
    assert_eq!(fives(1, Reset::Pattern), one_bar);
    assert_eq!(fives(4, every(1)), one_bar);
    let two_bars = [0, 5, 10, 15, 20, 25, 30, 32, 37, 42, 47, 52, 57, 62];
    assert_eq!(fives(2, Reset::Pattern), two_bars);
    assert_eq!(fives(1, every(2)), two_bars);
    let free: Vec<i64> = (0..13).map(|n| 5 * n).collect();
    assert_eq!(fives(1, Reset::Never), free);
    assert_eq!(fives(1, every(4)), free);
    assert_eq!(fives(3, Reset::Pattern)[10..], [48, 53, 58, 63]);
}

#[test]
fn a_lane_longer_than_its_pattern_is_cut_at_the_patterns_end() {
    let groove = Groove::new(1).plain().lane(0, "x...............x..x");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(64 * 6000, 441, 120.0, 0.0);
    let frames: Vec<i64> = strikes(&rig.events).iter().map(|s| s.frame).collect();
    assert_eq!(frames, [0, 96_000, 192_000, 288_000]);
}

#[test]
fn a_free_lane_played_from_the_middle_stands_where_it_would() {
    // Five quarters a cycle: from beat 32 the next first step is at 35.
    let groove = Groove::new(1)
        .plain()
        .lane(0, "x....")
        .rate(0, 4, Division::Straight);
    let groove = groove.reset(0, Reset::Never);
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(9 * 24_000, 441, 120.0, 32.0);
    let frames: Vec<i64> = strikes(&rig.events).iter().map(|s| s.frame).collect();
    assert_eq!(frames, [3 * 24_000, 8 * 24_000]);
}

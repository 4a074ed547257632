//! A pattern made twice as long sounds as before, until its second half is changed.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Controls;
use afterbeat::pattern::{
    Bank, Bars, Direction, Edit, LaneIndex, LaneSetting, Pattern, PatternIndex, StepCount, denser,
};
use afterbeat::time::Ticks;
use support::check::{Strike, strikes};
use support::cuts::Cuts;
use support::groove::{Groove, lane_at};
use support::script::Script;

const RATE: f64 = 48_000.0;
const BAR: i64 = 96_000;

fn first(bank: &Bank) -> &Pattern {
    bank.pattern(PatternIndex::FIRST).unwrap()
}

/// A bar in which lanes of 16, 12 and 32 steps run, each in another way.
fn bank() -> Bank {
    let set = |drum, to| Edit::Lane {
        at: lane_at(drum),
        to,
    };
    let length = |steps| LaneSetting::Length(StepCount::new(steps).unwrap());
    Groove::new(1)
        .lane(0, "x..x ..x. x... ..x.")
        .lane(1, "9.5. 7..3 .1..")
        .lane(2, "x.x. 7.x. 5... ..x.")
        .lane(8, "9.5. 7..3 .1..")
        .lane(10, "x... ..x.")
        .edit(set(1, length(12)))
        .edit(set(8, length(12)))
        .edit(set(8, LaneSetting::Direction(Direction::Backward)))
        .edit(set(8, LaneSetting::Rotate(3)))
        .edit(set(2, length(32)))
        .bank()
}

fn played(pattern: &Pattern) -> Vec<Strike> {
    let controls = Controls {
        ghosts: 0.0,
        fills: 0.0,
        ..Controls::default()
    };
    let script = Script::steady(RATE, 120.0, 0.0, 8 * BAR).with(0, &controls);
    strikes(&script.play(&Bank::with_first(pattern.clone()), &Cuts::Steady(1024)))
}

#[test]
fn a_doubled_pattern_sounds_as_before() {
    let bank = bank();
    let doubled = first(&bank).doubled(Ticks::WHOLE).unwrap();
    assert_eq!(doubled.bars, Bars::new(2).unwrap());
    assert_eq!(played(&doubled), played(first(&bank)));
    let again = doubled.doubled(Ticks::WHOLE).unwrap();
    assert_eq!(played(&again), played(first(&bank)));
}

#[test]
fn every_lane_of_a_doubled_pattern_has_its_second_half() {
    let bank = bank();
    let doubled = first(&bank).doubled(Ticks::WHOLE).unwrap();
    let kick = &doubled.lanes[LaneIndex::new(0).unwrap()];
    assert_eq!(kick.length.get(), 32);
    let (front, rear) = kick.steps().split_at(16);
    assert_eq!(front, &rear[..16]);
}

#[test]
fn more_than_sixteen_bars_are_no_pattern_and_more_than_256_steps_no_lane() {
    let mut pattern = Pattern::new();
    pattern.bars = Bars::new(9).unwrap();
    assert!(pattern.doubled(Ticks::WHOLE).is_none());
    let lane = &mut pattern.lanes[LaneIndex::new(0).unwrap()];
    lane.length = StepCount::new(129).unwrap();
    assert!(lane.doubled().is_none());
}

#[test]
fn a_variation_is_denser_by_soft_strikes_and_draws_as_under_its_seed() {
    let groove = afterbeat::grooves::find("B1").unwrap();
    let varied = denser(&groove.pattern, 0.15, (1, 77));
    let written = |pattern: &Pattern| -> Vec<_> {
        let lanes = pattern.lanes.iter();
        lanes
            .flat_map(|(at, lane)| {
                let steps = lane.steps().iter().enumerate();
                steps.map(move |(n, step)| ((at, n), *step))
            })
            .filter(|(_, step)| step.velocity.is_some())
            .collect()
    };
    let (before, after) = (written(&groove.pattern), written(&varied));
    let wanted = before.len() + (before.len() * 15 + 50) / 100;
    assert_eq!(after.len(), wanted);
    for strike in &before {
        assert!(after.contains(strike), "{strike:?} is gone");
    }
    let added = after.iter().filter(|strike| !before.contains(strike));
    for (place, step) in added {
        assert!(step.velocity.unwrap().get() <= 48, "{place:?} {step:?}");
    }
    for (_, lane) in varied.lanes.iter() {
        assert_eq!(lane.effective_seed(1), 77);
    }
}

#[test]
fn a_variation_leaves_locked_lanes_their_draws() {
    let mut pattern = Pattern::new();
    let at = LaneIndex::new(1).unwrap();
    pattern.lanes[at].seed_locked = true;
    pattern.lanes[at].seed = 9;
    let varied = denser(&pattern, 0.15, (1, 77));
    assert_eq!(varied.lanes[at].effective_seed(1), 9);
}

//! Draws that come again after a cycle of phrases, and lanes that keep theirs.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;

use afterbeat::engine::{Controls, FillEvery, VariationCycle};
use afterbeat::pattern::{Bank, Bars, Direction, Edit, LaneSetting, Percent};
use everything::lane;
use support::check::{Strike, check_same, check_wire, strikes};
use support::cuts::Cuts;
use support::groove::{Groove, lane_at};
use support::script::Script;

const RATE: f64 = 48_000.0;
const BAR: i64 = 96_000;

/// A bar with everything that is drawn: chance, cells, ghosts, fills, velocities.
fn bank() -> Bank {
    let mut groove = Groove::new(1)
        .lane(0, "x.x. x.x. x... x.x.")
        .lane(1, ".... x... .... x...")
        .lane(2, "6464 6464")
        .lane(10, "x... ..x.")
        .lane(12, "3.5. 7.9.");
    for (drum, step) in [(0, 2), (0, 6), (2, 1), (2, 3), (2, 6)] {
        groove = groove.put(drum, step, |step| {
            step.chance = Percent::new(50).unwrap_or(Percent::ALL);
        });
    }
    let at = lane_at(12);
    let to = LaneSetting::Direction(Direction::Random);
    groove.edit(Edit::Lane { at, to }).bank()
}

fn controls(phrases: u8) -> Controls {
    Controls {
        ghosts: 0.8,
        fills: 0.5,
        fill_every: FillEvery::new(2),
        fill_crash: true,
        humanize_velocity: 0.2,
        phrase: Bars::new(3).expect("three bars"),
        variation_cycle: VariationCycle::new(phrases),
        swing: 0.6,
        ..Controls::default()
    }
}

fn played(bank: &Bank, controls: &Controls, bars: i64) -> Vec<Strike> {
    let script = Script::steady(RATE, 120.0, 0.0, bars * BAR).with(0, controls);
    let events = script.play(bank, &Cuts::Steady(1024));
    check_wire(&events);
    strikes(&events)
}

/// The strikes in some bars, as if the first were bar 0.
fn bars(strikes: &[Strike], from: i64, until: i64) -> Vec<Strike> {
    let inside = |strike: &&Strike| (from * BAR..until * BAR).contains(&strike.frame);
    let strikes = strikes.iter().filter(inside);
    strikes
        .map(|strike| Strike {
            frame: strike.frame - from * BAR,
            ..*strike
        })
        .collect()
}

#[test]
fn all_draws_come_again_after_so_many_phrases_and_not_before() {
    let bank = bank();
    for (phrases, cycle) in [(1, 3), (2, 6), (4, 12)] {
        // Fills come every two bars, so with an odd cycle they are elsewhere in every second.
        let every = FillEvery::new(if cycle % 2 == 0 { 2 } else { 1 });
        let controls = Controls {
            fill_every: every,
            ..controls(phrases)
        };
        let all = played(&bank, &controls, 6 * cycle);
        // Nothing leads into the very first bar, so the second cycle is the first of its kind.
        let second = bars(&all, cycle, 2 * cycle);
        for again in 2..6 {
            let got = bars(&all, again * cycle, (again + 1) * cycle);
            check_same(&format!("{phrases} phrases, cycle {again}"), &got, &second);
        }
        for bar in 1..cycle {
            let moved = bars(&all, cycle + bar, 2 * cycle + bar);
            assert_ne!(moved, second, "{phrases} phrases repeat after {bar} bars");
        }
    }
}

#[test]
fn endless_draws_do_not_come_again() {
    let all = played(&bank(), &controls(0), 96);
    let first = bars(&all, 6, 12);
    for cycle in 2..16 {
        assert_ne!(bars(&all, 6 * cycle, 6 * cycle + 6), first, "cycle {cycle}");
    }
}

#[test]
fn locked_lanes_keep_their_draws_under_another_seed() {
    let (before, after) = (1, 4321);
    let with_seed = |bank: &Bank, seed| {
        let controls = Controls {
            fill_every: None,
            seed,
            ..controls(0)
        };
        played(bank, &controls, 32)
    };
    let unlocked = bank();
    let mut locked = bank();
    for drum in [1, 2, 12] {
        let at = lane_at(drum);
        let own = unlocked.lane(at.pattern, lane(drum)).expect("a lane");
        let seed = own.seed_if_locked(true, before);
        for to in [LaneSetting::Seed(seed), LaneSetting::SeedLocked(true)] {
            locked
                .apply(Edit::Lane { at, to })
                .expect("an edit that fits");
        }
    }
    let reference = with_seed(&unlocked, before);
    check_same("locking", &with_seed(&locked, before), &reference);
    let rerolled = with_seed(&locked, after);
    let of = |strikes: &[Strike], lane| -> Vec<Strike> {
        strikes
            .iter()
            .filter(|strike| strike.lane == lane)
            .copied()
            .collect()
    };
    for drum in [1, 2, 12] {
        check_same("a locked lane", &of(&rerolled, drum), &of(&reference, drum));
    }
    for drum in [0, 10] {
        assert_ne!(of(&rerolled, drum), of(&reference, drum), "lane {drum}");
    }
}

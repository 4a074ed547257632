//! How the engine's cost grows: with lanes, with the steps of a lane, and with notes.
#![expect(clippy::unwrap_used, reason = "a bench may end there")]

use super::alone::{Away, at};
use afterbeat::engine::{Controls, Engine};
use afterbeat::pattern::{Bank, Bars, Lane, LaneIndex, Pattern, PerLane, Step, Velocity, kit};
use std::time::Instant;

const CALLS: u32 = 30_000;

/// So many lanes of so many sixteenths, of which in each bar so many are struck.
#[derive(Clone, Copy)]
struct Size {
    lanes: u8,
    steps: usize,
    struck: usize,
}

const MOST: Size = Size {
    lanes: 16,
    steps: 16,
    struck: 16,
};

/// Prints rows for a plot: what grows, how much of it there is, and nanoseconds a block of 64 frames.
pub fn print(rounds: usize) {
    let lanes = (0..=16)
        .step_by(2)
        .map(|lanes| ("lanes", u16::from(lanes), Size { lanes, ..MOST }));
    let steps = [16, 32, 64, 96, 128, 160, 192, 224, 256];
    let steps = steps.map(|steps| {
        (
            "steps",
            u16::try_from(steps).unwrap(),
            Size { steps, ..MOST },
        )
    });
    let notes = (0..=16).step_by(2);
    let notes = notes.map(|struck| {
        (
            "notes",
            u16::try_from(struck).unwrap(),
            Size { struck, ..MOST },
        )
    });
    println!("what,count,nanoseconds");
    for (what, count, size) in lanes.chain(steps).chain(notes) {
        println!("{what},{count},{:.1}", cost(size, rounds));
    }
}

/// The least of all rounds.
fn cost(size: Size, rounds: usize) -> f64 {
    let mut engine = Engine::new(Box::new(bank(size)));
    engine.set_controls(&Controls::default());
    let mut calls = 0..;
    let mut round = || {
        let start = Instant::now();
        for call in calls.by_ref().take(CALLS as usize) {
            engine.process(&at(call), &mut Away);
        }
        start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
    };
    (0..rounds).map(|_| round()).fold(f64::INFINITY, f64::min)
}

fn bank(size: Size) -> Bank {
    let lane = |lane: LaneIndex| {
        let is_there = lane.get() < size.lanes;
        let step = |step: usize| {
            // Spread over the bar as evenly as can be.
            let before = (step % 16) * size.struck / 16;
            let is_struck = is_there && (step % 16 + 1) * size.struck / 16 > before;
            if is_struck {
                Step::strike(Velocity::MAX)
            } else {
                Step::REST
            }
        };
        let steps: Vec<Step> = (0..size.steps).map(step).collect();
        Box::new(Lane::with_steps(kit()[lane].voice(), &steps).unwrap())
    };
    Bank::with_first(Pattern {
        bars: Bars::new(16).unwrap(),
        lanes: PerLane::from_fn(lane),
        ..Pattern::new()
    })
}

//! What the engine's own part of a call costs, without the framework and the host's tables.
#![expect(clippy::unwrap_used, reason = "a bench may end there")]

use super::{bench_bank, median};
use afterbeat::engine::{Block, Controls, Engine, Event, FillEvery, Refused, Sink, Transport};
use afterbeat::time::{Meter, SampleRate};
use std::time::Instant;

const FRAMES: u32 = 64;
const CALLS: usize = 100_000;

/// Nobody hears it.
pub struct Away;

impl Sink for Away {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        std::hint::black_box(event);
        Ok(())
    }
}

/// Prints the median over the rounds' means, and the call that 99 of 100 are not longer than.
pub fn print(rounds: usize) {
    let mut engine = Engine::new(Box::new(bench_bank::everything()));
    engine.set_controls(&at_its_most());
    let mut calls = 0..;
    let mut means = Vec::with_capacity(rounds);
    let mut singles = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        for call in calls.by_ref().take(CALLS) {
            engine.process(&at(call), &mut Away);
        }
        means.push(start.elapsed().as_secs_f64() * 1e9 / 1e5);
        for call in calls.by_ref().take(CALLS) {
            let block = at(call);
            let start = Instant::now();
            engine.process(&block, &mut Away);
            singles.push(start.elapsed().as_secs_f64() * 1e9);
        }
    }
    singles.sort_by(f64::total_cmp);
    let tail = singles.get(singles.len() * 99 / 100).copied().unwrap();
    eprintln!("\nthe engine alone, everything on");
    eprintln!("{:>26.0} {tail:>9.0}", median(&means));
}

fn at_its_most() -> Controls {
    Controls {
        swing: 0.58,
        ghosts: 1.0,
        fills: 1.0,
        fill_every: FillEvery::new(1),
        fill_crash: true,
        humanize_ms: 9.0,
        humanize_velocity: 0.12,
        ..Controls::default()
    }
}

/// Call number `call` of a song at 120 BPM.
pub fn at(call: u32) -> Block<'static> {
    let beats = f64::from(call) * f64::from(FRAMES) / 24_000.0;
    Block {
        frames: FRAMES,
        rate: SampleRate::DEFAULT,
        transport: Transport {
            playing: true,
            tempo: Some(120.0),
            position: Some(beats),
            loop_range: None,
            meter: Some(Meter::COMMON),
            bar_start: Some((beats / 4.0).floor() * 4.0),
        },
        notes: &[],
    }
}

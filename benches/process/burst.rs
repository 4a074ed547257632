//! Two hundred strikes on one step: what the one call of the engine costs in which all of them come.
#![expect(clippy::unwrap_used, reason = "a bench may end there")]

use super::median;
use afterbeat::engine::{Block, Controls, Engine, Event, Kind, Refused, Sink, Transport};
use afterbeat::pattern::{Bank, Lane, LaneIndex, Pattern, PerLane, Ratchet, Step, Velocity, kit};
use afterbeat::time::{Division, NoteValue, Rate, SampleRate};
use std::time::Instant;

/// So many lanes with rolls of so many hits, each times the other 200 or just above.
const CROWDS: [(u8, u8); 2] = [(8, 25), (16, 13)];
const BPM: f64 = 300.0;
/// A bar at that tempo is 25 of these, and the roll with its drift lies within the first.
const FRAMES: u32 = 1_536;
const BLOCKS: i64 = 25;

/// Counts what begins.
#[derive(Default)]
struct Count(u64);

impl Sink for Count {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        self.0 += u64::from(matches!(std::hint::black_box(event).kind, Kind::On(_)));
        Ok(())
    }
}

/// Prints the least and the median over so many bars, for each crowd.
pub fn print(bars: usize) {
    eprintln!(
        "\none call of the engine with every strike of a crowded step in it: the least, the median"
    );
    for (lanes, hits) in CROWDS {
        let (strikes, times) = measure(bank(lanes, hits), bars);
        let least = times.iter().copied().fold(f64::INFINITY, f64::min);
        let median = median(&times);
        eprintln!("{strikes} strikes, {lanes} lanes {least:>12.0} ns {median:>8.0} ns");
    }
}

/// The number of strikes in a call, and the nanoseconds that each call took.
fn measure(bank: Bank, bars: usize) -> (u64, Vec<f64>) {
    let mut engine = Engine::new(Box::new(bank));
    engine.set_controls(&Controls {
        humanize_ms: 9.0,
        humanize_velocity: 0.12,
        ..Controls::default()
    });
    let mut times = Vec::with_capacity(bars);
    let mut strikes = 0;
    for block in (0..).take(bars * usize::try_from(BLOCKS).unwrap()) {
        let mut count = Count::default();
        let block_now = at(block);
        let start = Instant::now();
        engine.process(&block_now, &mut count);
        let nanoseconds = start.elapsed().as_secs_f64() * 1e9;
        // The first bar is a warm-up.
        if block % BLOCKS == 0 && block > 0 {
            times.push(nanoseconds);
            strikes = count.0;
        }
    }
    (strikes, times)
}

/// The first `lanes` strike the second 64th of the bar, as a roll of `hits` that fits into it.
fn bank(lanes: u8, hits: u8) -> Bank {
    let rate = Rate {
        note: NoteValue::from_halvings(8).unwrap(),
        division: Division::Straight,
    };
    let roll = Step {
        ratchet: Ratchet::new(hits, 1, 0, 0).unwrap(),
        ..Step::strike(Velocity::MAX)
    };
    let lane = |lane: LaneIndex| {
        let mut steps = [Step::REST; 64];
        if lane.get() < lanes {
            steps[1] = roll;
        }
        let mut voice = kit()[lane].voice();
        // Else the open hat takes the closed one's strikes away.
        voice.choke = None;
        let mut lane = Lane::with_steps(voice, &steps).unwrap();
        lane.rate = rate;
        Box::new(lane)
    };
    Bank::with_first(Pattern {
        lanes: PerLane::from_fn(lane),
        ..Pattern::new()
    })
}

fn at(block: i64) -> Block<'static> {
    let bars = f64::from(i32::try_from(block).unwrap()) / f64::from(i32::try_from(BLOCKS).unwrap());
    Block {
        frames: FRAMES,
        rate: SampleRate::DEFAULT,
        transport: Transport {
            playing: true,
            tempo: Some(BPM),
            position: Some(bars * 4.0),
            loop_range: None,
            meter: None,
            bar_start: None,
        },
        notes: &[],
    }
}

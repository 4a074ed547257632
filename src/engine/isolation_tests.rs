//! A panic stays in its lane: made here, as nothing from outside can make a lane fail.

use super::{Block, Engine, Event, Kind, Origin, Refused, Sink, Transport};
use crate::pattern::{Bank, Gate, Lane, LaneIndex, LaneSet, Pattern, PerLane, Step, Velocity, kit};
use crate::time::SampleRate;
use std::cell::Cell;

thread_local! {
    static FAILING: Cell<Option<LaneIndex>> = const { Cell::new(None) };
}

/// Fails if this lane is to fail.
pub(super) fn maybe_fail(lane: LaneIndex) {
    assert_ne!(FAILING.get(), Some(lane), "a lane that is made to fail");
}

#[derive(Default)]
struct Tape(Vec<(i64, Event)>, i64);

impl Sink for Tape {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        self.0.push((self.1, event));
        Ok(())
    }
}

/// Every lane strikes on every sixteenth, with notes four steps long.
fn dense() -> Box<Bank> {
    let step = |lane: LaneIndex| Step {
        gate: Gate::new(400).unwrap(),
        ..Step::strike(Velocity::new(60 + lane.get()).unwrap())
    };
    let lane = |at: LaneIndex| {
        let mut voice = kit()[at].voice();
        voice.choke = None;
        Box::new(Lane::with_steps(voice, &[step(at); 16]).unwrap())
    };
    Box::new(Bank::with_first(Pattern {
        lanes: PerLane::from_fn(lane),
        ..Pattern::new()
    }))
}

const BLOCK: u32 = 500;

fn roll(engine: &mut Engine, tape: &mut Tape, number: u32) {
    let start = f64::from(number * BLOCK);
    let block = Block {
        frames: BLOCK,
        rate: SampleRate::new(48_000.0).unwrap(),
        transport: Transport {
            playing: true,
            tempo: Some(120.0),
            position: Some(start / 24_000.0),
            ..Transport::default()
        },
        notes: &[],
    };
    tape.1 = i64::from(number);
    engine.process(&block, tape);
}

fn of_lane(event: &Event, lane: LaneIndex) -> bool {
    matches!(event.origin, Origin::Strike { lane: at, .. } if at == lane)
}

#[test]
fn a_lane_that_fails_is_silent_and_disturbs_no_other() {
    let failing = LaneIndex::new(3).unwrap();
    let whole = |fails_in: u32| {
        let mut engine = Engine::new(dense());
        let mut tape = Tape::default();
        for number in 0..200 {
            FAILING.set((number == fails_in).then_some(failing));
            roll(&mut engine, &mut tape, number);
        }
        FAILING.set(None);
        (engine, tape.0)
    };
    let (_, sound) = whole(u32::MAX);
    // A block in which steps lie: sixteenths are 6 000 frames, twelve blocks.
    let (mut engine, broken) = whole(60);
    let others = |events: &[(i64, Event)]| {
        let events = events.iter().filter(|(_, event)| !of_lane(event, failing));
        events.copied().collect::<Vec<_>>()
    };
    assert_eq!(others(&broken), others(&sound));
    let own: Vec<_> = broken
        .iter()
        .filter(|(_, event)| of_lane(event, failing))
        .collect();
    let ons = own
        .iter()
        .filter(|(_, event)| event.kind != Kind::Off)
        .count();
    assert_eq!(own.len(), 2 * ons, "each of its notes has an end");
    assert_eq!(own.last().unwrap().0, 60, "in the block in which it failed");
    assert_eq!(
        engine.broken_lanes(),
        LaneSet::default().with(failing, true)
    );

    engine.reset();
    assert!(engine.broken_lanes().is_empty());
    let mut tape = Tape::default();
    for number in 0..24 {
        roll(&mut engine, &mut tape, number);
    }
    assert!(tape.0.iter().any(|(_, event)| of_lane(event, failing)));
}

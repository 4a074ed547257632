//! What is changed while it plays: between steps, so that it is clear what it still changes.

use crate::feed::Feed;
use crate::support::number::round;
use afterbeat::engine::{Controls, Engine, FillEvery, PatternChange, PatternEntry};
use afterbeat::pattern::{
    CellAt, Edit, LaneAt, LaneIndex, PatternIndex, Step, StepIndex, Velocity,
};
use afterbeat::time::Speed;

/// How far after a beat: no strike sounds that near to one.
const AFTER: f64 = 0.1;

/// Something new from a place of the song on.
pub(super) enum Change {
    Controls(Box<Controls>),
    Edit(Edit),
}

impl Change {
    pub(super) fn asks_for_fill(&self) -> bool {
        matches!(self, Self::Controls(controls) if controls.fill_now)
    }

    pub(super) fn make(&self, engine: &mut Engine) {
        match self {
            Self::Controls(controls) => engine.set_controls(controls),
            Self::Edit(edit) => assert!(engine.apply(edit.clone()).is_ok(), "it fits"),
        }
    }
}

/// Parameters from which changes can begin: strikes sound on their steps, on even ones where they are.
pub(super) fn calm(feed: &mut Feed<'_>) -> Controls {
    Controls {
        swing: feed.between(0.5, 0.75),
        ghosts: feed.between(0.0, 1.0),
        fills: feed.between(0.0, 1.0),
        fill_every: FillEvery::new(feed.pick(&[0, 1, 2, 4])),
        seed: feed.word(),
        ..Controls::default()
    }
}

/// Changes after so many of the beats, in their order; the last ends the song.
pub(super) fn changes(feed: &mut Feed<'_>, from: &Controls, beats: u32) -> Vec<(f64, Change)> {
    let mut controls = from.clone();
    let mut changes = Vec::new();
    for beat in 0..beats {
        let place = f64::from(beat) + AFTER;
        if beat + 1 == beats {
            controls.bypass = true;
        } else if feed.below(3) > 0 {
            continue;
        } else if feed.below(4) == 0 {
            changes.push((place, Change::Edit(edit(feed))));
            continue;
        } else {
            turn(&mut controls, feed);
        }
        changes.push((place, Change::Controls(Box::new(controls.clone()))));
    }
    changes
}

fn turn(controls: &mut Controls, feed: &mut Feed<'_>) {
    match feed.below(9) {
        0 => {
            controls.pattern = PatternIndex::new(feed.byte() % 3).expect("below 128");
            controls.pattern_change = feed.pick(&[
                PatternChange::Step,
                PatternChange::Beat,
                PatternChange::Bar,
                PatternChange::End,
            ]);
            controls.pattern_entry = feed.pick(&[PatternEntry::Song, PatternEntry::Top]);
        }
        1 => controls.speed = feed.pick(&[Speed::Normal, Speed::Half]),
        2 => controls.swing = feed.between(0.5, 0.75),
        3 => controls.density = feed.between(-1.0, 1.0),
        4 => controls.ghosts = feed.between(0.0, 1.0),
        5 => controls.fill_every = FillEvery::new(feed.pick(&[0, 1, 2, 4])),
        6 => controls.fill_now = !controls.fill_now,
        7 => controls.shift = i8::try_from(feed.below(9)).expect("small") - 4,
        _ => {
            let lane = LaneIndex::all().nth(usize::from(feed.below(16)));
            let lane = lane.expect("one of 16");
            controls.lanes[lane].mute = !controls.lanes[lane].mute;
        }
    }
}

fn edit(feed: &mut Feed<'_>) -> Edit {
    let lane = LaneIndex::all().nth(usize::from(feed.below(4)));
    let lane = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: lane.expect("one of 16"),
    };
    let step = StepIndex::new(u8::try_from(feed.below(16)).expect("below 16"));
    let to = match Velocity::new(feed.byte() & 127) {
        Some(velocity) if feed.flip() => Step::strike(velocity),
        _ => Step::REST,
    };
    let at = CellAt { lane, step };
    Edit::Step { at, to }
}

/// How many frames a block may have that ends where a change is, so many frames on.
pub(super) fn frames_until(left: f64) -> u32 {
    u32::try_from(round(left).max(1)).unwrap_or(u32::MAX)
}

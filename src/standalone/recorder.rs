//! What is played on the MIDI input written into the pattern: takes, each undone at once.
//!
//! A note goes to the lane whose key it has, on the step that sounds nearest to it: swing, delay and
//! all else that moves a step are in that. What is written ahead of its time is held back until the
//! song has gone past it, or it would be heard twice.

mod change;
mod slot;

pub use slot::{Over, Played};

use crate::link::MainSide;
use crate::pattern::{CellAt, Edit, Lane, LaneAt, LaneSet, Pattern, PatternIndex, Step};
use change::{Change, are_displaced, is_on_trial, reverse};
use slot::{refilled, slot};
use std::collections::BTreeMap;

/// How many takes can be undone.
const DEPTH: usize = 1_000;
/// What floats leave over, in quarter notes.
const NEAR: f64 = 1e-6;

/// What a take makes of what was written before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Manner {
    /// It stays.
    #[default]
    Overdub,
    /// A lane that is played loses its own with the take's first note.
    Replace,
}

/// A note that is to be written.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    at: CellAt,
    to: Step,
    /// Where the song has to be for that, and where it was when the note was played.
    sounds_at: f64,
    played_at: f64,
}

/// A take that is being recorded.
#[derive(Debug, Default)]
struct Take {
    changes: Vec<Change>,
    /// Where in the song it begins, in quarter notes, until it has: what belongs before that is not in
    /// it.
    begins_at: Option<f64>,
    /// The lanes that were emptied, of each pattern.
    emptied: BTreeMap<PatternIndex, LaneSet>,
    waiting: Vec<Waiting>,
}

/// Records takes. **Thread:** main.
#[derive(Debug)]
pub struct Recorder {
    /// What the next note makes of what was written before.
    pub manner: Manner,
    /// Whether notes go on their steps; else what is left is their nudge.
    pub quantizes: bool,
    take: Option<Take>,
    done: Vec<Vec<Change>>,
    undone: Vec<Vec<Change>>,
}

impl Default for Recorder {
    fn default() -> Self {
        Self {
            manner: Manner::default(),
            quantizes: true,
            take: None,
            done: Vec::new(),
            undone: Vec::new(),
        }
    }
}

impl Recorder {
    /// Begins a take, unless one is being recorded.
    pub fn begin(&mut self) {
        self.take.get_or_insert_default();
    }

    /// Begins a take at a place in the song, in quarter notes. A note that is played before it and
    /// belongs on a step at it or after is in the take.
    pub fn begin_at(&mut self, place: f64) {
        self.take.get_or_insert_default().begins_at = Some(place);
    }

    /// Begins a take at a place that [`Self::begin_at`] tells later.
    pub fn begin_later(&mut self) {
        self.begin_at(f64::INFINITY);
    }

    /// Whether the take's place is still to be told.
    pub fn awaits_place(&self) -> bool {
        let begins_at = self.take.as_ref().and_then(|take| take.begins_at);
        begins_at.is_some_and(f64::is_infinite)
    }

    /// Whether a take is being recorded.
    pub fn is_on(&self) -> bool {
        self.take.is_some()
    }

    /// Ends the take; what was played is all written then.
    pub fn end(&mut self, main: &mut MainSide) {
        self.tend(None, main);
        if let Some(take) = self.take.take().filter(|take| !take.changes.is_empty()) {
            self.undone.clear();
            if self.done.len() == DEPTH {
                self.done.remove(0);
            }
            self.done.push(take.changes);
        }
    }

    /// Takes a note down. False if no take is being recorded, no lane has its key, or the pattern is
    /// only on trial. A pattern that is none yet is made for it.
    pub fn hear(&mut self, played: &Played, over: &Over<'_>, main: &mut MainSide) -> bool {
        let Some(take) = &mut self.take else {
            return false;
        };
        let Some(slot) = slot(played, over, main.bank(), !self.quantizes) else {
            return false;
        };
        if take
            .begins_at
            .is_some_and(|begins| slot.straight < begins - NEAR)
        {
            return false;
        }
        if is_on_trial(slot.at.lane.pattern, main) {
            return false;
        }
        take.make_room(slot.at.lane.pattern, main);
        take.waiting.push(Waiting {
            at: slot.at,
            to: Step {
                nudge: slot.nudge,
                ..Step::strike(played.velocity)
            },
            sounds_at: slot.sounds_at,
            played_at: played.position,
        });
        true
    }

    /// Writes what the song has gone past, which is at `position`, in quarter notes. Where it does not
    /// roll, all of it.
    pub fn tend(&mut self, position: Option<f64>, main: &mut MainSide) {
        let replaces = self.manner == Manner::Replace;
        let Some(take) = &mut self.take else { return };
        let is_past = |waiting: &Waiting| {
            !is_on_trial(waiting.at.lane.pattern, main)
                && position.is_none_or(|now| now > waiting.sounds_at || now < waiting.played_at)
        };
        let waiting = std::mem::take(&mut take.waiting);
        let (past, ahead) = waiting.into_iter().partition(is_past);
        take.waiting = ahead;
        if position
            .zip(take.begins_at)
            .is_some_and(|(now, line)| now > line)
        {
            // It has begun: wherever the song is put by now, it goes on there.
            take.begins_at = None;
        }
        for Waiting { at, to, .. } in past {
            if replaces {
                take.empty(at.lane, main);
            }
            take.write(Edit::Step { at, to }, main);
        }
    }

    /// Ends the take and goes on with another.
    fn cut(&mut self, main: &mut MainSide) {
        let begins_at = self.take.as_ref().map(|take| take.begins_at);
        self.end(main);
        if let Some(begins_at) = begins_at {
            self.take.get_or_insert_default().begins_at = begins_at;
        }
    }

    /// Takes the last take back, as far as it still stands; what is played now belongs to another.
    /// False if there is none, if nothing of it is left, or while it is displaced by a trial.
    pub fn undo(&mut self, main: &mut MainSide) -> bool {
        self.cut(main);
        turn_back(&mut self.done, &mut self.undone, main)
    }

    /// Writes the take again that was taken back last, as far as nothing else stands there by now. False
    /// as for [`Self::undo`].
    pub fn redo(&mut self, main: &mut MainSide) -> bool {
        self.cut(main);
        turn_back(&mut self.undone, &mut self.done, main)
    }
}

impl Take {
    fn write(&mut self, edit: Edit, main: &mut MainSide) {
        self.changes.extend(Change::make(edit, main));
    }

    /// Has a pattern be there to be written into.
    fn make_room(&mut self, pattern: PatternIndex, main: &mut MainSide) {
        if main.bank().pattern(pattern).is_none() {
            let to = Some(Box::new(Pattern::new()));
            self.write(Edit::ReplacePattern { pattern, to }, main);
        }
    }

    /// Empties a lane in which something is written, once in a take.
    fn empty(&mut self, at: LaneAt, main: &mut MainSide) {
        let emptied = self.emptied.entry(at.pattern).or_default();
        if emptied.contains(at.lane) {
            return;
        }
        *emptied = emptied.with(at.lane, true);
        let is_written = |lane: &&Lane| lane.steps().iter().any(|step| step.velocity.is_some());
        let empty = main.bank().lane(at.pattern, at.lane).filter(is_written);
        if let Some(empty) = empty.map(|lane| refilled(lane, Step::REST)) {
            let to = Box::new(empty);
            self.write(Edit::ReplaceLane { at, to }, main);
        }
    }
}

/// Turns the last of the takes in `from` back, for it to be turned back again from `to`. False if that
/// comes to nothing.
fn turn_back(from: &mut Vec<Vec<Change>>, to: &mut Vec<Vec<Change>>, main: &mut MainSide) -> bool {
    let Some(take) = from.pop_if(|take| !are_displaced(take, main)) else {
        return false;
    };
    let changes = reverse(take, main);
    let is_any = !changes.is_empty();
    to.extend(is_any.then_some(changes));
    is_any
}

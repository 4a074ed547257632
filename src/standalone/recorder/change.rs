//! What a take has written, taken back only where it still stands.

use crate::link::MainSide;
use crate::pattern::{Bank, Edit, Lane, LaneAt, PatternIndex};

/// Something that was written, and what takes it back.
#[derive(Debug)]
pub(super) struct Change {
    wrote: Edit,
    inverse: Edit,
}

impl Change {
    /// Makes an edit. A pattern or a step that is gone by now has nothing to be written into.
    pub(super) fn make(edit: Edit, main: &mut MainSide) -> Option<Self> {
        let wrote = edit.clone();
        let inverse = main.edit(edit).ok()?;
        Some(Self { wrote, inverse })
    }

    /// The pattern that was written into.
    fn pattern(&self) -> Option<PatternIndex> {
        match &self.wrote {
            Edit::Step { at, .. } => Some(at.lane.pattern),
            Edit::ReplaceLane { at, .. } => Some(at.pattern),
            Edit::ReplacePattern { pattern, .. } => Some(*pattern),
            _ => None,
        }
    }

    /// Whether what was written is still there: another groove may have been put in its place. An empty
    /// lane says nothing of whose it is; it is `ours` where a step of the take still stood.
    fn stands(&self, bank: &Bank, ours: &[LaneAt]) -> bool {
        match &self.wrote {
            Edit::Step { at, to } => {
                let lane = bank.lane(at.lane.pattern, at.lane.lane);
                lane.is_some_and(|lane| lane.step(at.step) == *to)
            }
            Edit::ReplaceLane { at, to } => {
                let lane = bank.lane(at.pattern, at.lane);
                let is_empty = to.steps().iter().all(|step| step.velocity.is_none());
                let is_it = |lane: &Lane| {
                    if is_empty {
                        ours.contains(at) && lane.steps() == to.steps()
                    } else {
                        lane == &**to
                    }
                };
                lane.is_some_and(is_it)
            }
            Edit::ReplacePattern { pattern, to } => bank.pattern(*pattern) == to.as_deref(),
            _ => false,
        }
    }
}

/// Whether a pattern is only on trial: what is written into it goes with it.
pub(super) fn is_on_trial(pattern: PatternIndex, main: &MainSide) -> bool {
    let displaced = main.displaced();
    displaced.is_some_and(|displaced| displaced.index == pattern)
}

/// Whether a trial has taken the place of what changes were written into.
pub(super) fn are_displaced(changes: &[Change], main: &MainSide) -> bool {
    let mut patterns = changes.iter().filter_map(Change::pattern);
    patterns.any(|pattern| is_on_trial(pattern, main))
}

/// Takes back what still stands, the last first, and gives what writes it again.
pub(super) fn reverse(changes: Vec<Change>, main: &mut MainSide) -> Vec<Change> {
    let (mut back, mut ours) = (Vec::new(), Vec::new());
    for change in changes.into_iter().rev() {
        if !change.stands(main.bank(), &ours) {
            continue;
        }
        if let Edit::Step { at, .. } = &change.wrote {
            ours.push(at.lane);
        }
        back.extend(Change::make(change.inverse, main));
    }
    back
}

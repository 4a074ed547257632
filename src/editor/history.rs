//! What can be undone: the user's gestures, each with all that it changed.

use super::side::View;
use crate::midi_map::{Target, Trigger};
use crate::pattern::Edit;
use std::collections::{BTreeMap, VecDeque};

/// One change, as what makes it or takes it back.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// To the bank.
    Edit(Edit),
    /// To a parameter.
    Value {
        /// Which.
        id: String,
        /// What it is set to, 0 to 1.
        to: f32,
    },
    /// To what keys and controllers do.
    Map(BTreeMap<Trigger, Target>),
    /// To how the window shows what there is.
    View(View),
}

impl Change {
    /// Whether both put something into the same place, so that the earlier inverse is enough.
    fn shares_place(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Edit(a), Self::Edit(b)) => match (a, b) {
                (Edit::Step { at: a, .. }, Edit::Step { at: b, .. }) => a == b,
                _ => false,
            },
            (Self::Value { id: a, .. }, Self::Value { id: b, .. }) => a == b,
            _ => false,
        }
    }
}

/// The gestures of a session, and how to take them back.
#[derive(Debug, Default)]
pub struct History {
    /// Each gesture's inverses, in the order in which they were made.
    done: VecDeque<Vec<Change>>,
    undone: Vec<Vec<Change>>,
    open: Option<Vec<Change>>,
}

/// How many gestures can be undone.
pub const DEPTH: usize = 1000;

impl History {
    /// Begins a gesture. One that was open ends.
    pub fn begin(&mut self) {
        self.end();
        self.open = Some(Vec::new());
    }

    /// Whether a gesture is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Books how to take a change back. Outside of a gesture it is one by itself.
    pub fn book(&mut self, inverse: Change) {
        self.undone.clear();
        match &mut self.open {
            Some(open) => {
                if !open.iter().any(|earlier| earlier.shares_place(&inverse)) {
                    open.push(inverse);
                }
            }
            None => self.push(vec![inverse]),
        }
    }

    /// Books how to take a change back that goes on with the one before it. If that was all of the
    /// last gesture, and is not undone, what it has booked is enough.
    pub fn book_further(&mut self, inverse: Change) {
        let goes_on = self.undone.is_empty()
            && self.open.is_none()
            && self.done.back().is_some_and(
                |last| matches!(last.as_slice(), [only] if only.shares_place(&inverse)),
            );
        if !goes_on {
            self.book(inverse);
        }
    }

    /// Ends the gesture. One that changed nothing is forgotten.
    pub fn end(&mut self) {
        if let Some(open) = self.open.take().filter(|open| !open.is_empty()) {
            self.push(open);
        }
    }

    fn push(&mut self, gesture: Vec<Change>) {
        if self.done.len() == DEPTH {
            self.done.pop_front();
        }
        self.done.push_back(gesture);
    }

    /// Takes the last gesture out; its changes are to be made last first.
    pub fn take_done(&mut self) -> Option<Vec<Change>> {
        self.end();
        self.done.pop_back()
    }

    /// Takes the gesture out that was undone last.
    pub fn take_undone(&mut self) -> Option<Vec<Change>> {
        self.undone.pop()
    }

    /// Books the inverses of a gesture that was undone.
    pub fn book_undone(&mut self, gesture: Vec<Change>) {
        self.undone.push(gesture);
    }

    /// Books the inverses of a gesture that was done again.
    pub fn book_redone(&mut self, gesture: Vec<Change>) {
        self.push(gesture);
    }

    /// How many gestures can be undone, and done again.
    pub fn depths(&self) -> (usize, usize) {
        (self.done.len(), self.undone.len())
    }

    /// Forgets everything: another bank was loaded.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

//! The ends of one frame, in the order in which they go out.

use super::note::Note;
use super::order::seat_last;
use super::sounding::SLOTS;
use crate::pattern::{Channel, Key};
use crate::time::Frame;
use arrayvec::ArrayVec;

/// Where a note ends: the ends of a frame go out by channel and key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    pub(super) off: Frame,
    pub(super) channel: Channel,
    pub(super) key: Key,
}

impl End {
    pub(super) fn of(note: &Note) -> Self {
        Self {
            off: note.off,
            channel: note.channel,
            key: note.key,
        }
    }
}

/// The notes that are to end, in order.
pub(super) struct Ends(ArrayVec<End, SLOTS>);

impl Ends {
    pub(super) fn new() -> Self {
        Self(ArrayVec::new())
    }

    pub(super) fn add(&mut self, end: End) {
        // There is a place for every note.
        let _ = self.0.try_push(end);
        seat_last(&mut self.0, |last, before| last < before);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &End> {
        self.0.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

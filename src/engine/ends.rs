//! The ends of one frame, in the order in which they go out.

use super::note::Note;
use super::sounding::SLOTS;
use crate::pattern::{Channel, Key};
use crate::time::Frame;
use arrayvec::ArrayVec;
use std::mem;

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
        if self.0.try_push(end).is_err() {
            // There is a place for every note.
            return;
        }
        let mut ends = self.0.as_mut_slice();
        while let [.., before, last] = ends
            && last < before
        {
            mem::swap(before, last);
            ends = mem::take(&mut ends)
                .split_last_mut()
                .map_or(&mut [], |(_, rest)| rest);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &End> {
        self.0.iter()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

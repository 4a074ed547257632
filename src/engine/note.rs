//! A note: what is to begin, sounds, and ends.

use super::event::Origin;
use crate::pattern::{Channel, ChokeGroup, Key, LaneIndex};
use crate::time::Frame;

/// A note that sounds, or is about to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    pub(super) channel: Channel,
    pub(super) key: Key,
    pub(super) origin: Origin,
    pub(super) choke: Option<ChokeGroup>,
    /// The frame on which it begins.
    pub(super) on: Frame,
    /// The frame on which it ends; [`Frame::NEVER`] if only the player knows.
    pub(super) off: Frame,
}

impl Note {
    /// What it is found by: a channel and key has one note at most.
    pub(super) fn on_wire(&self) -> (Channel, Key) {
        (self.channel, self.key)
    }

    /// The lane whose strike it is; `None` for the player's notes.
    pub(super) fn lane(&self) -> Option<LaneIndex> {
        match self.origin {
            Origin::Strike { lane, .. } => Some(lane),
            Origin::Thru => None,
        }
    }

    /// Who gives way when all slots are taken: the lower class.
    pub(super) fn class(&self) -> u8 {
        match self.origin {
            Origin::Strike { source, .. } => source.class(),
            Origin::Thru => u8::MAX,
        }
    }
}

//! The way out of a block: events in order, and none after one that was refused.

use super::event::{Event, Kind, Refused, Sink};
use super::note::Note;
use crate::time::Frame;

/// The way out of one block: keeps frames in order, and stops at the first refusal so that nothing
/// overtakes what was refused.
pub(super) struct Outlet<'a, S> {
    sink: &'a mut S,
    start: Frame,
    last: Frame,
    /// Where the latest note began.
    began: Frame,
    /// The last frame that an event can have.
    latest: Frame,
    is_full: bool,
}

impl<'a, S: Sink> Outlet<'a, S> {
    pub(super) fn new(sink: &'a mut S, start: Frame, frames: u32) -> Self {
        let end = start + i64::from(frames);
        Self {
            sink,
            start,
            last: start,
            began: Frame::MIN,
            latest: start.max(end - 1),
            is_full: false,
        }
    }

    /// Whether the host has refused an event of this block.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    /// Whether a note of this block began on `frame`, which is its last.
    pub(super) fn has_begun(&self, frame: Frame) -> bool {
        self.began >= frame
    }

    /// Sends an event of `note` on `frame`, no earlier than the last one.
    pub(super) fn send(&mut self, frame: Frame, kind: Kind, note: &Note) -> Result<(), Refused> {
        if self.is_full {
            return Err(Refused);
        }
        let frame = frame.min(self.latest).max(self.last);
        let event = Event {
            at: u32::try_from(frame - self.start).unwrap_or(0),
            kind,
            channel: note.channel,
            key: note.key,
            origin: note.origin,
        };
        let sent = self.sink.send(event);
        self.is_full = sent.is_err();
        self.last = frame;
        if matches!(kind, Kind::On(_)) {
            self.began = frame;
        }
        sent
    }
}

//! A transport as JACK's is, for cycles that are not JACK's.

use crate::standalone::cycle::{Cycle, Message};
use crate::standalone::heard::Heard;
use crate::standalone::leader::JackSteer;

/// Where the song is, cycle by cycle. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Transport {
    rolls: bool,
    /// The cycle's first frame. It begins anew after a day, as JACK's does.
    frame: u32,
}

impl Transport {
    /// Goes on by a cycle.
    pub(super) fn advance(&mut self, frames: u32) {
        if self.rolls {
            self.frame = self.frame.wrapping_add(frames);
        }
    }
}

/// A cycle that nothing comes into, and out of which no MIDI goes. **Thread:** audio.
pub(super) struct OwnCycle<'a> {
    pub(super) frames: u32,
    pub(super) rate: u32,
    pub(super) transport: &'a mut Transport,
}

impl Cycle for OwnCycle<'_> {
    fn frames(&self) -> u32 {
        self.frames
    }

    fn rate(&self) -> u32 {
        self.rate
    }

    fn transport(&self) -> Heard {
        Heard {
            rolling: self.transport.rolls,
            frame: self.transport.frame,
            bbt: None,
        }
    }

    fn receive(&mut self) -> Option<(u32, Message)> {
        None
    }

    fn send(&mut self, _at: u32, _message: Message) -> bool {
        true
    }

    fn steer(&mut self, to: JackSteer) {
        match to {
            JackSteer::Start => self.transport.rolls = true,
            JackSteer::Stop => self.transport.rolls = false,
            JackSteer::Locate(frame) => self.transport.frame = frame,
        }
    }
}

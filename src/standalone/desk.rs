//! The keys and controllers that do something else than sound, taken out of what comes in.

use super::cycle::Message;
use crate::midi_map::{Trigger, Used, Wanted};
use rtrb::Producer;

/// **Thread:** audio; made on main.
pub(super) struct Desk {
    wanted: Wanted,
    used: Producer<Used>,
    /// The keys that are down and were taken, a bit each: their ends are taken too.
    down: u128,
}

impl Desk {
    pub(super) fn new(used: Producer<Used>) -> Self {
        Self {
            wanted: Wanted::default(),
            used,
            down: 0,
        }
    }

    /// Takes these from now on.
    pub(super) fn want(&mut self, wanted: Wanted) {
        self.wanted = wanted;
    }

    /// Takes a message, if it is wanted: nobody else is to have it.
    pub(super) fn takes(&mut self, [status, number, value]: Message) -> bool {
        let bit = 1_u128 << (number & 127);
        match status & 0xf0 {
            0x90 if value > 0 => {
                let is_wanted = self.pass(Trigger::Note(number & 127), value);
                // A key that sounds is let go as it was struck.
                if is_wanted {
                    self.down |= bit;
                }
                is_wanted
            }
            0x80 | 0x90 => {
                let was_taken = self.down & bit != 0;
                self.down &= !bit;
                was_taken
            }
            0xc0 => self.pass(Trigger::Program(number & 127), number & 127),
            // Beyond these are words for the whole channel, and no controllers.
            0xb0 if number < 120 => self.pass(Trigger::Control(number & 127), value),
            _ => false,
        }
    }

    fn pass(&mut self, trigger: Trigger, value: u8) -> bool {
        let is_wanted = self.wanted.has(trigger);
        if is_wanted {
            // With nobody who takes them further ones have nobody to tell.
            let _ = self.used.push(Used { trigger, value });
        }
        is_wanted
    }
}

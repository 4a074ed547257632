//! The keys and controllers that do something else than sound, taken out of what comes in.

use super::cycle::Message;
use crate::midi_map::{Trigger, Used, Wanted, ends_all_notes};
use rtrb::Producer;

/// **Thread:** audio; made on main.
pub(super) struct Desk {
    wanted: Wanted,
    used: Producer<Used>,
    /// The keys that are down and were taken, a bit each, channel by channel: their ends are too.
    down: [u128; 16],
}

impl Desk {
    pub(super) fn new(used: Producer<Used>) -> Self {
        Self {
            wanted: Wanted::default(),
            used,
            down: [0; 16],
        }
    }

    /// Takes these from now on.
    pub(super) fn want(&mut self, wanted: Wanted) {
        self.wanted = wanted;
    }

    /// Takes a message, if it is wanted: nobody else is to have it.
    pub(super) fn takes(&mut self, [status, number, value]: Message) -> bool {
        let bit = 1_u128 << (number & 127);
        let Some(down) = self.down.get_mut(usize::from(status & 0xf)) else {
            return false;
        };
        match status & 0xf0 {
            0x90 if value > 0 => {
                // A key that sounds is let go as it was struck.
                let is_wanted = self.wanted.has(Trigger::Note(number & 127));
                if is_wanted {
                    *down |= bit;
                }
                self.pass(Trigger::Note(number & 127), value)
            }
            0x80 | 0x90 => {
                let ended = *down & bit;
                *down &= !bit;
                self.let_go(ended);
                ended != 0
            }
            0xb0 if ends_all_notes(number) => {
                let ended = std::mem::take(down);
                self.let_go(ended);
                false
            }
            0xc0 => self.pass(Trigger::Program(number & 127), number & 127),
            // Beyond these are words for the whole channel, and no controllers.
            0xb0 if number < 120 => self.pass(Trigger::Control(number & 127), value),
            _ => false,
        }
    }

    /// Tells of the keys that were let go of, a bit each, unless they are down on another channel.
    fn let_go(&mut self, ended: u128) {
        let held = self.down.iter().fold(0, |all, keys| all | keys);
        let ended = ended & !held;
        for key in (0_u8..128).filter(|key| ended >> key & 1 == 1) {
            let trigger = Trigger::Note(key);
            let _ = self.used.push(Used { trigger, value: 0 });
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

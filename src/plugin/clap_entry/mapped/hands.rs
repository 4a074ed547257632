//! How the player's keys and controllers stand that do something else than sound.

use super::heard::At;
use crate::midi_map::{Trigger, Used};
use crate::pattern::SeedHistory;

/// **Thread:** audio.
#[derive(Default)]
pub(super) struct Hands {
    /// The keys that are down and were taken, a bit each, channel by channel: their ends are too.
    down: [u128; 16],
    /// Whether there may be any: it costs less to ask than all of them.
    has_taken: bool,
    /// The controllers that are past their middle.
    up: u128,
    /// The keys and the controllers that hold a switch, and its number.
    keys: u128,
    controls: u128,
    holds: Option<u8>,
    /// When in this block a key began to hold it.
    pub(super) pressed_at: Option<u32>,
    /// The switch that is to be turned off with the next block.
    pub(super) owes: Option<u8>,
    pub(super) seeds: SeedHistory,
}

impl Hands {
    /// Whether a key's end is still to come, or something is owed.
    pub(super) fn are_busy(&self) -> bool {
        self.has_taken || self.holds.is_some() || self.owes.is_some()
    }

    /// Remembers whether a controller is past its middle, and says whether it was.
    pub(super) fn turn(&mut self, used: Used) -> bool {
        let Trigger::Control(number) = used.trigger else {
            return false;
        };
        let was_up = self.up & bit(number) != 0;
        put(&mut self.up, number, used.is_press());
        was_up
    }

    /// A key was taken, and its end is too.
    pub(super) fn take(&mut self, used: Used, channel: u8) {
        if let (Trigger::Note(key), Some(keys)) =
            (used.trigger, self.down.get_mut(usize::from(channel)))
        {
            put(keys, key, true);
            self.has_taken = true;
        }
    }

    /// A trigger begins to hold a switch.
    pub(super) fn hold(&mut self, trigger: Trigger, switch: u8, at: At) {
        match trigger {
            Trigger::Note(key) => put(&mut self.keys, key, true),
            Trigger::Control(number) => put(&mut self.controls, number, true),
            // A program has no end: it is over with what it has begun.
            Trigger::Program(_) | Trigger::Programs => {
                self.owes = Some(switch);
                return;
            }
        }
        self.holds = Some(switch);
        self.pressed_at = Some(at.time);
    }

    /// A controller holds nothing any more; whether it did.
    pub(super) fn let_go_of(&mut self, trigger: Trigger) -> bool {
        let Trigger::Control(number) = trigger else {
            return false;
        };
        let has_held = self.controls & bit(number) != 0;
        put(&mut self.controls, number, false);
        has_held
    }

    /// A key ends, or all of a channel, or one on all; whether one was taken, and none else named.
    pub(super) fn end(&mut self, channel: Option<u8>, key: Option<u8>) -> bool {
        let named = key.map_or(u128::MAX, bit);
        let mut ended = 0;
        for (number, keys) in (0_u8..).zip(&mut self.down) {
            if channel.is_none_or(|channel| channel == number) {
                ended |= *keys & named;
                *keys &= !named;
            }
        }
        let still_down = self.down.iter().fold(0, |all, keys| all | keys);
        self.has_taken = still_down != 0;
        // One that is down on another channel holds on.
        self.keys &= !ended | still_down;
        // An end that names more than one key goes on to those that sound.
        ended != 0 && channel.is_some() && key.is_some()
    }

    /// Lets go of everything, as who is reset hears no ends any more.
    pub(super) fn let_go_of_all(&mut self) {
        self.down = [0; 16];
        self.has_taken = false;
        (self.keys, self.controls) = (0, 0);
        self.owes = self.holds.take().or(self.owes);
    }

    /// The switch that is still to be turned off, unless it is held again.
    pub(super) fn take_owed(&mut self) -> Option<u8> {
        self.owes.take().filter(|_| self.holds.is_none())
    }

    /// The switch that was held, if nothing holds it any more.
    pub(super) fn take_released(&mut self) -> Option<u8> {
        if self.keys == 0 && self.controls == 0 {
            self.holds.take()
        } else {
            None
        }
    }
}

fn bit(number: u8) -> u128 {
    1 << (number & 127)
}

fn put(bits: &mut u128, number: u8, is_on: bool) {
    if is_on {
        *bits |= bit(number);
    } else {
        *bits &= !bit(number);
    }
}

#[cfg(test)]
mod tests {
    use super::{At, Hands};
    use crate::midi_map::{Trigger, Used};

    fn held(key: u8, channel: u8) -> Hands {
        let mut hands = Hands::default();
        let trigger = Trigger::Note(key);
        hands.take(Used { trigger, value: 9 }, channel);
        hands.hold(trigger, 5, At { index: 0, time: 3 });
        hands
    }

    #[test]
    fn the_end_of_all_keys_lets_go_and_is_left_to_those_that_sound() {
        for (channel, key) in [(None, None), (Some(4), None), (None, Some(61))] {
            let mut hands = held(61, 4);
            assert!(!hands.end(channel, key));
            assert_eq!(hands.take_released(), Some(5));
            assert!(!hands.are_busy());
        }
    }

    #[test]
    fn an_end_on_another_channel_is_anothers() {
        let mut hands = held(61, 4);
        assert!(!hands.end(Some(5), Some(61)));
        assert_eq!(hands.take_released(), None);
        assert!(hands.end(Some(4), Some(61)));
        assert_eq!(hands.take_released(), Some(5));
    }
}

//! What the audio thread knows of the table: an act for each trigger, in numbers.

use super::Act;
use crate::midi_map::{Trigger, Used};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Controllers, keys and programs, and all programs together.
const PLACES: usize = 3 * 128 + 1;
const LAST: usize = PLACES - 1;

/// **Thread:** main writes, audio reads; what is heard while learning goes the other way.
pub struct Board {
    acts: [AtomicU32; PLACES],
    /// Whether any trigger does anything.
    is_any: AtomicBool,
    /// Whether the next trigger is to be learnt: until then none does or sounds anything.
    learns: AtomicBool,
    /// The trigger that was used while learning: one more than its place, above its value.
    heard: AtomicU32,
}

impl Default for Board {
    fn default() -> Self {
        Self {
            acts: [const { AtomicU32::new(0) }; PLACES],
            is_any: AtomicBool::new(false),
            learns: AtomicBool::new(false),
            heard: AtomicU32::new(0),
        }
    }
}

impl Board {
    /// Writes what each trigger does; the others do nothing. **Thread:** main.
    pub(super) fn publish(&self, acts: impl Iterator<Item = (Trigger, Act)>) {
        let mut codes = [0; PLACES];
        for (trigger, act) in acts {
            if let Some(code) = codes.get_mut(place(trigger)) {
                *code = code_of(act);
            }
        }
        for (act, code) in self.acts.iter().zip(codes) {
            act.store(code, Ordering::Relaxed);
        }
        let is_any = codes.iter().any(|code| *code != 0);
        self.is_any.store(is_any, Ordering::Release);
    }

    /// Has the next trigger be heard, or not. **Thread:** main.
    pub(super) fn learn(&self, learns: bool) {
        if self.learns.load(Ordering::Relaxed) != learns {
            self.heard.store(0, Ordering::Relaxed);
            self.learns.store(learns, Ordering::Release);
        }
    }

    /// What was used while learning. **Thread:** main.
    pub(super) fn heard(&self) -> Option<Used> {
        let [_, high, low, value] = self.heard.load(Ordering::Acquire).to_be_bytes();
        let place = usize::from(u16::from_be_bytes([high, low])).checked_sub(1)?;
        let trigger = trigger(place)?;
        Some(Used { trigger, value })
    }

    /// Whether anything that comes in may be something else than music. **Thread:** audio.
    pub fn is_awake(&self) -> bool {
        self.is_any.load(Ordering::Acquire) || self.learns()
    }

    /// Whether the next trigger is to be learnt. **Thread:** audio.
    pub fn learns(&self) -> bool {
        self.learns.load(Ordering::Acquire)
    }

    /// A trigger was used while learning; only the first counts. **Thread:** audio.
    pub fn hear(&self, used: Used) {
        let at = u16::try_from(place(used.trigger) + 1).unwrap_or(0);
        let [high, low] = at.to_be_bytes();
        let heard = u32::from_be_bytes([0, high, low, used.value]);
        let order = Ordering::Release;
        // The first has come already: then this one only falls silent.
        let _ = self
            .heard
            .compare_exchange(0, heard, order, Ordering::Relaxed);
    }

    /// What a trigger does; a program that does nothing by itself is one of all. **Thread:** audio.
    pub fn act(&self, trigger: Trigger) -> (Trigger, Act) {
        let own = self.read(trigger);
        if own == Act::Nothing && matches!(trigger, Trigger::Program(_)) {
            return (Trigger::Programs, self.read(Trigger::Programs));
        }
        (trigger, own)
    }

    fn read(&self, trigger: Trigger) -> Act {
        let code = self.acts.get(place(trigger));
        code.map_or(Act::Nothing, |code| act_of(code.load(Ordering::Relaxed)))
    }
}

fn place(trigger: Trigger) -> usize {
    match trigger {
        Trigger::Control(number) => usize::from(number & 127),
        Trigger::Note(key) => 128 + usize::from(key & 127),
        Trigger::Program(number) => 256 + usize::from(number & 127),
        Trigger::Programs => LAST,
    }
}

fn trigger(place: usize) -> Option<Trigger> {
    let number = u8::try_from(place % 128).ok()?;
    match place / 128 {
        0 => Some(Trigger::Control(number)),
        1 => Some(Trigger::Note(number)),
        2 => Some(Trigger::Program(number)),
        _ => (place == LAST).then_some(Trigger::Programs),
    }
}

const fn code_of(act: Act) -> u32 {
    u32::from_be_bytes(match act {
        Act::Nothing => [0; 4],
        Act::Follow(at) => [0, 1, at, 0],
        Act::Set(at, to) => [0, 2, at, to],
        Act::Hold(at) => [0, 3, at, 0],
        Act::Reroll(at) => [0, 4, at, 0],
    })
}

const fn act_of(code: u32) -> Act {
    match code.to_be_bytes() {
        [_, 1, at, _] => Act::Follow(at),
        [_, 2, at, to] => Act::Set(at, to),
        [_, 3, at, _] => Act::Hold(at),
        [_, 4, at, _] => Act::Reroll(at),
        _ => Act::Nothing,
    }
}

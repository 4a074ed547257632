//! What comes in during a cycle, so that the clock is known before the notes are played.

use super::clock_word::ClockWord;
use super::cycle::{Cycle, Message};
use arrayvec::ArrayVec;

/// How many messages are kept: more than JACK brings in a cycle.
const MESSAGES: usize = 8_192;
/// How many words of a clock: more than a wire carries in the longest cycle.
const WORDS: usize = 1_024;

/// The messages of a cycle, sorted by frame. **Thread:** audio; made on main.
pub(super) struct Inbox {
    messages: Vec<(u32, Message)>,
    /// How many of them have been taken.
    taken: usize,
    pub(super) words: Box<ArrayVec<(i64, ClockWord), WORDS>>,
}

impl Inbox {
    /// Nothing. Allocates all that it will ever need.
    pub(super) fn new() -> Self {
        Self {
            messages: Vec::with_capacity(MESSAGES),
            taken: 0,
            words: Box::new(ArrayVec::new()),
        }
    }

    /// Begins a cycle.
    pub(super) fn clear(&mut self) {
        self.messages.clear();
        self.taken = 0;
        self.words.clear();
    }

    /// Takes what the cycle brings, whose first frame is `start`. What there is no room for can still
    /// be had from the cycle.
    pub(super) fn gather(&mut self, cycle: &mut impl Cycle, start: i64) {
        while self.messages.len() < MESSAGES {
            let Some((at, message)) = cycle.receive() else {
                return;
            };
            match ClockWord::read(message) {
                // More of them than this are no clock.
                Some(word) => drop(self.words.try_push((start + i64::from(at), word))),
                None => self.messages.push((at, message)),
            }
        }
    }

    /// The next message before the frame `until`; `None` stands for the cycle's end.
    pub(super) fn next(
        &mut self,
        cycle: &mut impl Cycle,
        until: Option<u32>,
    ) -> Option<(u32, Message)> {
        let Some(next) = self.messages.get(self.taken).copied() else {
            return if until.is_none() {
                cycle.receive()
            } else {
                None
            };
        };
        if until.is_some_and(|until| next.0 >= until) {
            return None;
        }
        self.taken += 1;
        Some(next)
    }
}

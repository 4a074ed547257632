//! MIDI's clock sent: a tick on the exact frame of every 24th of a quarter note.

use super::clock_word::{ClockWord, PER_QUARTER, PER_SIXTEENTH};
use super::pulse::{Onset, Pulse};
use crate::engine::Transport;
use crate::time::{SampleRate, Tick, Ticks};
use arrayvec::ArrayVec;

/// A tick of the clock.
const TICK: Ticks = Ticks::new(Ticks::QUARTER.get() / PER_QUARTER);
/// The last sixteenth that a song position can name.
const LAST: u16 = (1 << 14) - 1;

/// Leads by a clock. Its ticks run while the song rolls. **Thread:** audio.
///
/// A song position names a sixteenth. Started between two, it sends ticks at once, and has those who
/// follow go on from the next sixteenth: the word for that comes right after the tick before.
#[derive(Clone, Debug, Default)]
pub struct ClockOut {
    pulse: Pulse,
    /// What goes before the next tick, and on which frame.
    words: ArrayVec<(u32, ClockWord), 3>,
    /// The tick with which those who follow go on.
    waits: Option<i64>,
}

impl ClockOut {
    /// Goes on to a stretch of `frames` frames.
    pub fn begin(&mut self, transport: &Transport, frames: (u32, SampleRate)) {
        self.move_words_on();
        let onset = self.pulse.begin(transport, frames, (Tick::ZERO, TICK));
        match onset {
            Onset::Rests | Onset::GoesOn => {}
            Onset::Stops => self.halt(),
            Onset::Jumps => {
                self.halt();
                self.arrive();
            }
            Onset::Begins => self.arrive(),
        }
    }

    /// The next word of the stretch and its frame.
    pub fn next(&self) -> Option<(u32, ClockWord)> {
        let tick = || self.pulse.due().map(|(at, _)| (at, ClockWord::Tick));
        self.words.first().copied().or_else(tick)
    }

    /// The next word has been sent.
    pub fn advance(&mut self) {
        if self.words.pop_at(0).is_some() {
            return;
        }
        if let Some((at, _)) = self.pulse.due() {
            self.pulse.advance();
            self.release(at);
        }
    }

    /// The song stops with the next stretch's first frame.
    pub fn stop(&mut self) {
        self.move_words_on();
        if self.pulse.stop() {
            self.halt();
        }
    }

    /// The words for which there was no room in their own stretch are the next one's first.
    fn move_words_on(&mut self) {
        for (at, _) in &mut self.words {
            *at = 0;
        }
    }

    /// What there was no room for is moot.
    fn halt(&mut self) {
        self.waits = None;
        self.words.clear();
        self.say(0, ClockWord::Stop);
    }

    /// Says where the song rolls now.
    fn arrive(&mut self) {
        let Some(next) = self.next_tick() else { return };
        let sixteenth = (next.max(0) + PER_SIXTEENTH - 1) / PER_SIXTEENTH;
        let named = u16::try_from(sixteenth).ok().filter(|named| *named <= LAST);
        self.waits = Some(match named {
            Some(0) => 0,
            Some(named) => {
                self.say(0, ClockWord::Position(named));
                sixteenth * PER_SIXTEENTH
            }
            // Beyond what can be named they go on from where they are.
            None => next,
        });
        self.release(0);
    }

    /// Has those who follow go on if the next tick is theirs.
    fn release(&mut self, at: u32) {
        if let Some(waits) = self.waits.filter(|waits| self.next_tick() == Some(*waits)) {
            self.waits = None;
            let starts = waits == 0;
            self.say(
                at,
                if starts {
                    ClockWord::Start
                } else {
                    ClockWord::Continue
                },
            );
        }
    }

    fn next_tick(&self) -> Option<i64> {
        let next = self.pulse.next()?;
        Some((next - Tick::ZERO).get().div_euclid(TICK.get()))
    }

    fn say(&mut self, at: u32, word: ClockWord) {
        // There is room: a stop, a position, and that they go on.
        let is_said = self.words.try_push((at, word));
        debug_assert!(
            is_said.is_ok(),
            "a stop takes the place of what came before it"
        );
    }
}

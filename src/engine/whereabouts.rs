//! Where the music is, for a screen that wants to follow it.

use super::Engine;
use super::held::HeldFill;
use super::song::Seat;
use crate::pattern::PatternIndex;
use crate::time::{Speed, Tick, Ticks};

/// Where the music is at the end of the last block, and by what it is counted. **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Whereabouts {
    /// Whether it plays. If not, the rest is what was true when it last did.
    pub playing: bool,
    /// The song position.
    pub position: Tick,
    /// The tempo in quarter notes a minute.
    pub bpm: f64,
    /// The line of the song's first bar.
    pub first_line: Tick,
    /// How long a bar is.
    pub bar: Ticks,
    /// How long a beat is.
    pub beat: Ticks,
    /// The pattern that plays.
    pub pattern: PatternIndex,
    /// Where its first lap began; `None` if it plays as if it had always played.
    pub origin: Option<Tick>,
    /// How much later its places in the song are.
    pub shift: Ticks,
    /// How fast it runs.
    pub speed: Speed,
    /// The fill that the player asked for last, while it can still be heard.
    pub fill: Option<HeldFill>,
}

impl Default for Whereabouts {
    fn default() -> Self {
        Self {
            playing: false,
            position: Tick::ZERO,
            bpm: 120.0,
            first_line: Tick::ZERO,
            bar: Ticks::WHOLE,
            beat: Ticks::QUARTER,
            pattern: PatternIndex::FIRST,
            origin: None,
            shift: Ticks::ZERO,
            speed: Speed::Normal,
            fill: None,
        }
    }
}

impl Whereabouts {
    /// The same place while something else plays.
    #[must_use]
    pub fn seated(&self, seat: &Seat) -> Self {
        Self {
            pattern: seat.pattern,
            origin: seat.origin,
            shift: seat.shift,
            speed: seat.speed,
            ..*self
        }
    }

    /// How far into its laps of `lap` the pattern is, as long as its own steps count it.
    ///
    /// This is 0 up to `lap`, whatever the speed is; a `lap` of nothing is one without an end.
    pub fn place_in(&self, lap: Ticks) -> Ticks {
        let begins = self.origin.unwrap_or(self.first_line + self.shift);
        let into = (self.position - begins).get();
        let length = self.speed.span(lap).get();
        let into = Ticks::new(into.checked_rem_euclid(length).unwrap_or(into));
        match self.speed {
            Speed::Half => Ticks::new(into.get() / 2),
            Speed::Normal => into,
            Speed::Double => into * 2,
        }
    }
}

impl Engine {
    /// The song position at the end of the last block, while it plays.
    pub fn position(&self) -> Option<Tick> {
        let position = self.clock.map()?.position(self.now);
        Some(Tick::nearest(position))
    }

    /// Where the music is at the end of the last block.
    pub fn whereabouts(&self) -> Whereabouts {
        let bars = self.clock.bars();
        let seat: &Seat = self.song.seat();
        let position = self.position();
        Whereabouts {
            playing: position.is_some(),
            position: position.unwrap_or(Tick::ZERO),
            bpm: self.clock.bpm(),
            first_line: bars.line(0),
            bar: bars.bar(),
            beat: bars.beat(),
            pattern: seat.pattern,
            origin: seat.origin,
            shift: seat.shift,
            speed: seat.speed,
            fill: self.held.run(),
        }
    }
}

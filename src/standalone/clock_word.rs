//! The words of MIDI's clock.

use super::cycle::Message;

/// How many clock ticks a quarter note has.
pub(super) const PER_QUARTER: i64 = 24;
/// How many a sixteenth has, which song positions are counted in.
pub(super) const PER_SIXTEENTH: i64 = 6;

/// A word of MIDI's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockWord {
    /// A 24th of a quarter note has gone.
    Tick,
    /// The next tick is the song's first.
    Start,
    /// The song goes on with the next tick.
    Continue,
    /// The song stops.
    Stop,
    /// The song goes on here: sixteenths from its start, 14 bits of them.
    Position(u16),
}

impl ClockWord {
    /// The word that a message is, if it is one.
    pub fn read([status, low, high]: Message) -> Option<Self> {
        let seven = |byte| u16::from(byte & 0x7f);
        match status {
            0xf8 => Some(Self::Tick),
            0xfa => Some(Self::Start),
            0xfb => Some(Self::Continue),
            0xfc => Some(Self::Stop),
            0xf2 => Some(Self::Position(seven(high) << 7 | seven(low))),
            _ => None,
        }
    }

    /// The message that says it.
    pub fn message(self) -> Message {
        match self {
            Self::Tick => [0xf8, 0, 0],
            Self::Start => [0xfa, 0, 0],
            Self::Continue => [0xfb, 0, 0],
            Self::Stop => [0xfc, 0, 0],
            Self::Position(sixteenths) => {
                let [high, low] = (sixteenths << 1).to_be_bytes();
                [0xf2, low >> 1, high & 0x7f]
            }
        }
    }
}

//! The MIDI quantities, each in its range by construction.

use std::num::NonZeroU8;

/// How hard a note is struck, 1 to 127: MIDI's 0 would be a note-off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Velocity(NonZeroU8);

impl Velocity {
    /// The loudest.
    pub const MAX: Self = Self(NonZeroU8::new(127).unwrap());

    /// The velocity `value`; `None` for 0 and beyond 127.
    pub const fn new(value: u8) -> Option<Self> {
        match NonZeroU8::new(value) {
            Some(value) if value.get() <= 127 => Some(Self(value)),
            _ => None,
        }
    }

    /// The nearest velocity to `value`, within 1 to 127.
    pub fn clamped(value: f64) -> Self {
        let whole = crate::time::round_i64(value).clamp(1, 127);
        u8::try_from(whole)
            .ok()
            .and_then(Self::new)
            .unwrap_or(Self::MAX)
    }

    /// The velocity as a number.
    pub const fn get(self) -> u8 {
        self.0.get()
    }
}

/// A MIDI key, 0 to 127.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u8);

impl Key {
    /// The lowest key.
    pub const LOWEST: Self = Self(0);

    /// The key `number`; `None` beyond 127.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 128 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The key's number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// A MIDI channel, counted from 0 to 15; people count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Channel(u8);

impl Channel {
    /// General MIDI's drum channel, the tenth.
    pub const DRUMS: Self = Self(9);

    /// The channel with this number, counted from 0; `None` beyond 15.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 16 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The channel's number, counted from 0.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// A share of a hundred, 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u8);

impl Percent {
    /// All of it.
    pub const ALL: Self = Self(100);
    /// None of it.
    pub const NONE: Self = Self(0);

    /// `value` percent; `None` beyond 100.
    pub const fn new(value: u8) -> Option<Self> {
        if value <= 100 {
            Some(Self(value))
        } else {
            None
        }
    }

    /// The number of percent.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The share as a fraction of 1.
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

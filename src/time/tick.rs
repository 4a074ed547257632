//! The instant and the span of musical time.

use super::number::{round_i64, to_f64};
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

/// A span of musical time, in ticks; may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticks(i64);

impl Ticks {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// A quarter note: 2^7 x 3^2 x 5 x 7 x 11 x 13 ticks.
    pub const QUARTER: Self = Self(5_765_760);
    /// A whole note.
    pub const WHOLE: Self = Self(4 * 5_765_760);

    /// A span of `count` ticks.
    pub const fn new(count: i64) -> Self {
        Self(count)
    }

    /// The number of ticks.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The number of ticks as a float.
    pub const fn to_f64(self) -> f64 {
        to_f64(self.0)
    }

    /// This span times `factor`, rounded once to the nearest tick.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self(round_i64(self.to_f64() * factor))
    }
}

/// An instant of the song, in ticks from its beginning; negative in a pre-roll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tick(i64);

impl Tick {
    /// The beginning of the song.
    pub const ZERO: Self = Self(0);
    /// The earliest instant that is used; positions from outside are clamped to it (-2^40 beats).
    ///
    /// So instants stay far enough from the ends of what an `i64` holds that spans of the music can
    /// be added to them without looking out. The span between two instants can be too long for it.
    pub const MIN: Self = Self(-(1 << 40) * Ticks::QUARTER.0);
    /// The latest instant that is used (2^40 beats).
    pub const MAX: Self = Self((1 << 40) * Ticks::QUARTER.0);

    /// The instant `count` ticks after the song's beginning.
    pub const fn new(count: i64) -> Self {
        Self(count)
    }

    /// The number of ticks since the song's beginning.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The number of ticks as a float.
    pub const fn to_f64(self) -> f64 {
        to_f64(self.0)
    }

    /// The nearest tick to a float position in ticks, within [`Tick::MIN`] and [`Tick::MAX`].
    pub fn nearest(position: f64) -> Self {
        Self(round_i64(position)).clamp(Self::MIN, Self::MAX)
    }
}

impl Add<Ticks> for Tick {
    type Output = Self;
    fn add(self, span: Ticks) -> Self {
        Self(self.0 + span.0)
    }
}

impl AddAssign<Ticks> for Tick {
    fn add_assign(&mut self, span: Ticks) {
        *self = *self + span;
    }
}

impl Sub<Ticks> for Tick {
    type Output = Self;
    fn sub(self, span: Ticks) -> Self {
        Self(self.0 - span.0)
    }
}

impl Sub for Tick {
    type Output = Ticks;
    fn sub(self, other: Self) -> Ticks {
        Ticks(span(self.0, other.0))
    }
}

impl Add for Ticks {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Ticks {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(span(self.0, other.0))
    }
}

/// From `from` to `to`, as far as an `i64` reaches.
const fn span(to: i64, from: i64) -> i64 {
    match to.checked_sub(from) {
        Some(span) => span,
        None => too_far(to, from),
    }
}

/// Apart from where ticks are subtracted, which is on the way of every strike.
#[cold]
const fn too_far(to: i64, from: i64) -> i64 {
    to.saturating_sub(from)
}

impl Neg for Ticks {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Mul<i64> for Ticks {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

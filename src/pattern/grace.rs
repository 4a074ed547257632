//! Grace notes: the soft strokes just before a strike that make it a flam or a drag.

use super::per_lane::LaneIndex;
use super::quantity::Percent;

/// The soft strokes before a strike. Plain strikes have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Grace {
    strokes: u8,
    apart_ms: u8,
    level: Percent,
    /// The lane that plays them; `None` is the strike's own.
    pub lane: Option<LaneIndex>,
}

impl Grace {
    /// No grace notes.
    pub const NONE: Self = Self {
        strokes: 0,
        ..Self::FLAM
    };

    /// One stroke 22 ms before, at 45 %.
    pub const FLAM: Self = Self {
        strokes: 1,
        apart_ms: 22,
        level: Percent::new(45).unwrap(),
        lane: None,
    };

    /// Two strokes 22 ms apart, at 45 %.
    pub const DRAG: Self = Self {
        strokes: 2,
        ..Self::FLAM
    };

    /// The most by which the first stroke precedes the strike, in milliseconds.
    pub const MAX_MS: u8 = 70;

    /// `strokes` (0 to 2), each `apart_ms` (12 to 35) before the next, at `level` (1 to 100 %) of
    /// the strike; `None` outside these.
    pub fn new(strokes: u8, apart_ms: u8, level: Percent) -> Option<Self> {
        let in_range = strokes <= 2 && (12..=35).contains(&apart_ms) && level > Percent::NONE;
        in_range.then_some(Self {
            strokes,
            apart_ms,
            level,
            lane: None,
        })
    }

    /// How many strokes, 0 to 2.
    pub const fn strokes(self) -> u8 {
        self.strokes
    }

    /// How far one stroke is from the next, in milliseconds.
    pub const fn apart_ms(self) -> u8 {
        self.apart_ms
    }

    /// How loud they are beside the strike.
    pub const fn level(self) -> Percent {
        self.level
    }

    /// How long before the strike the stroke is played that has `left` more to come, in ms.
    pub fn ahead_ms(self, left: u8) -> f64 {
        f64::from(self.apart_ms) * (f64::from(left) + 1.0)
    }
}

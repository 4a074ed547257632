//! A strike on its frame, and how long its note lasts.

use super::scene::Scene;
use super::strike::Strike;
use crate::time::{Frame, Ticks, round_i64};

/// A strike on its frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) frame: Frame,
    /// The frame on which its note ends.
    pub(super) off: Frame,
    pub(super) strike: Strike,
    pub(super) is_late: bool,
}

impl Hit {
    /// `strike` with a note of so many `frames`, due on `due` but not played before `earliest`.
    pub(super) fn new(strike: Strike, frames: i64, due: Frame, earliest: Frame) -> Self {
        let frame = due.max(earliest);
        Self {
            frame,
            off: frame + frames,
            strike,
            is_late: due < earliest,
        }
    }
}

/// How long a strike's note is meant to last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Length {
    Musical(Ticks),
    Milliseconds(f64),
}

/// No note is shorter, unless its key is struck again: samplers miss shorter ones.
const SHORTEST_MS: f64 = 10.0;

impl Length {
    pub(super) const SHORTEST: Self = Self::Milliseconds(SHORTEST_MS);
    pub(super) const SHORT: Self = Self::Milliseconds(30.0);

    /// How many frames the note lasts.
    pub(super) fn frames(self, scene: &Scene<'_>) -> i64 {
        let frames = match self {
            Self::Musical(span) => scene.map.frames(span),
            Self::Milliseconds(ms) => scene.rate.frames_in_ms(ms),
        };
        let shortest = scene.rate.frames_in_ms(SHORTEST_MS);
        let is_longer = frames > shortest;
        round_i64(if is_longer { frames } else { shortest }).max(1)
    }
}

//! A strike on its frame, and how long its note lasts.

use super::event::Origin;
use super::note::Note;
use super::scene::Scene;
use super::strike::Strike;
use crate::pattern::Velocity;
use crate::time::{Frame, Ticks, round_i64};

/// A strike on its frame: the note that begins there, and what decides between it and others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) note: Note,
    pub(super) velocity: Velocity,
    /// Whether it rings: on one frame a ringing drum beats the others of its choke group.
    pub(super) rings: bool,
    pub(super) is_late: bool,
}

impl Hit {
    /// `strike` with a note of so many `frames`, due on `due` but not played before `earliest`.
    pub(super) fn new(strike: Strike, frames: i64, due: Frame, earliest: Frame) -> Self {
        let on = due.max(earliest);
        let note = Note {
            channel: strike.channel,
            key: strike.key,
            origin: Origin::Strike {
                lane: strike.lane,
                source: strike.source,
            },
            choke: strike.choke,
            on,
            off: on + frames,
        };
        Self {
            note,
            velocity: strike.velocity,
            rings: strike.rings,
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

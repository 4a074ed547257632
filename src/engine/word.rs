//! What a host says, call by call: its position, its loop, and how far it can be taken at its word.

use super::bars::Lines;
use crate::time::{FrameMap, Tick, Ticks};

/// A loop, in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Loop {
    pub(super) start: f64,
    pub(super) end: f64,
    /// The bar lines that hold at its start, once they are known.
    pub(super) lines: Option<Lines>,
}

impl Loop {
    /// Shorter loops than this are ignored.
    pub(super) const MIN_FRAMES: f64 = 64.0;

    pub(super) fn length(self) -> f64 {
        self.end - self.start
    }

    /// Whether it is the same; hosts work out its ends anew with each call.
    pub(super) fn is(self, other: Self) -> bool {
        let ends = |range: Self| (Tick::nearest(range.start), Tick::nearest(range.end));
        ends(self) == ends(other)
    }
}

/// What the host said in the call before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    pub(super) position: f64,
    pub(super) frames: f64,
    pub(super) ticks_per_frame: f64,
}

impl Said {
    /// How far it goes on in the call, at the tempo of its beginning.
    pub(super) fn advance(self) -> f64 {
        self.frames * self.ticks_per_frame
    }
}

/// How far the host's position may be from ours and still be the same: some round to 1/960 beat and
/// to single precision.
pub(super) fn tolerance(map: &FrameMap) -> f64 {
    (4.0 / 960.0 * Ticks::QUARTER.to_f64()).max(map.ticks(32.0))
}

/// Quarter notes as ticks; `None` for NaN and infinity, clamped to what ticks can hold.
pub(super) fn position_in_ticks(beats: f64) -> Option<f64> {
    let ticks = beats * Ticks::QUARTER.to_f64();
    beats
        .is_finite()
        .then(|| ticks.clamp(Tick::MIN.to_f64(), Tick::MAX.to_f64()))
}

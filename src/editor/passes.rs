//! Which stretch of the song each lane's steps stand for while it plays, and before.
//!
//! The grid shows a lane from its first step on. In the song that is the pass that it is in: of its
//! pattern, of the bars after which it begins again, or of its own steps if it goes its own way.

use super::axis::length;
use super::shown::Shown;
use crate::engine::Whereabouts;
use crate::pattern::{Lane, Reset};
use crate::time::{Speed, Tick, Ticks, floor_i64, to_f64};

/// The pass of a lane that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// Where the lane's first step stands in the song.
    pub start: Tick,
    /// How long it is, as the pattern counts.
    pub length: Ticks,
    /// How fast the pattern runs.
    pub speed: Speed,
}

impl Pass {
    /// How far `tick` is from its start, as the pattern counts.
    pub fn place(&self, tick: Tick) -> f64 {
        (tick - self.start).to_f64() * pace(self.speed)
    }

    /// Where it ends in the song.
    pub fn end(&self) -> Tick {
        self.start + self.speed.span(self.length)
    }
}

/// How much faster the pattern runs than the song.
pub const fn pace(speed: Speed) -> f64 {
    match speed {
        Speed::Half => 0.5,
        Speed::Normal => 1.0,
        Speed::Double => 2.0,
    }
}

/// Where the pattern that is shown would be: where the music is if it is this pattern that plays,
/// else as if it had always been playing; at the song's beginning while nothing plays.
pub fn whereabouts(shown: &Shown) -> Whereabouts {
    let at = shown.at;
    if at.playing && at.pattern == shown.index {
        return at;
    }
    let shift = Ticks::QUARTER * i64::from(shown.controls.shift);
    let position = if at.playing {
        at.position
    } else {
        at.first_line + shift
    };
    Whereabouts {
        position,
        pattern: shown.index,
        origin: None,
        shift,
        speed: shown.controls.speed,
        fill: at.fill.filter(|_| at.playing),
        ..at
    }
}

/// The pass of `lane` at `at`.
pub fn pass(shown: &Shown, lane: &Lane, at: &Whereabouts) -> Pass {
    let begins = at.origin.unwrap_or(at.first_line + at.shift);
    let step = lane.rate.step();
    let steps = i64::from(lane.length.get());
    let lap = lap(shown, lane);
    let (start, left) = match lap {
        Some(lap) => {
            let into = (at.position - begins).get();
            let into = into.checked_rem_euclid(at.speed.span(lap).get());
            let start = at.position - Ticks::new(into.unwrap_or(0));
            if lap <= length(shown) {
                let (length, speed) = (lap, at.speed);
                return Pass {
                    start,
                    length,
                    speed,
                };
            }
            (start, lap)
        }
        None => (begins, Ticks::new(i64::MAX)),
    };
    // It is longer than what is shown: its own run through its steps is.
    let into = (at.position - start).to_f64() * pace(at.speed);
    let run = floor_i64(into / (step.to_f64() * to_f64(steps)));
    let before = step.place(run.saturating_mul(steps));
    let after = step.place(run.saturating_add(1).saturating_mul(steps));
    Pass {
        start: start + at.speed.span(before),
        length: after.min(left) - before,
        speed: at.speed,
    }
}

/// After how long the lane starts again, whatever its own length is.
pub fn lap(shown: &Shown, lane: &Lane) -> Option<Ticks> {
    match lane.reset {
        Reset::Pattern => Some(shown.at.bar * i64::from(shown.pattern.bars.get())),
        Reset::Bars(bars) => Some(shown.at.bar * i64::from(bars.get())),
        Reset::Never => None,
    }
}

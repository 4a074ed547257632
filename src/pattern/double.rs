//! Twice as long with all that is in it, so that the second half can be made different.

use super::bank::{Bars, Pattern};
use super::lane::{Direction, Lane, Reset};
use super::step::{Step, StepIndex};
use crate::time::Ticks;

impl Lane {
    /// The lane with its steps twice; `None` if they would be more than 256. Allocates.
    pub fn doubled(&self) -> Option<Self> {
        let length = i64::from(self.length.get());
        let steps: Vec<_> = (0..2 * length).map(|n| self.cell(n % length)).collect();
        self.with_own_steps(&steps)
    }

    /// The lane as it must be in a pattern twice as long so that it sounds as before.
    ///
    /// One that is cut by its pattern's end amid its steps gets them as they were played. Where
    /// that cannot be had, it stays as it is and begins again more often.
    fn doubled_in(&self, pattern: Ticks) -> Option<Self> {
        let length = i64::from(self.length.get());
        let step = self.rate.step();
        let played = step.first_from(pattern);
        let fits = step.place(played) == pattern;
        match (self.direction, self.reset) {
            (Direction::PingPong | Direction::Random, _) => None,
            (_, Reset::Pattern) if fits && played % length != 0 => self.unrolled(played),
            _ => self.doubled(),
        }
    }

    /// Twice its first `played` steps as they come, which are forward or backward.
    fn unrolled(&self, played: i64) -> Option<Self> {
        let length = i64::from(self.length.get());
        let at = |place: i64| {
            let is_forward = self.direction == Direction::Forward;
            let run = if is_forward {
                place
            } else {
                length - 1 - place
            };
            self.cell((run - i64::from(self.rotate)).rem_euclid(length))
        };
        let mut steps: Vec<_> = (0..2 * played).map(|n| at((n % played) % length)).collect();
        if self.direction == Direction::Backward {
            steps.reverse();
        }
        let mut unrolled = self.with_own_steps(&steps)?;
        unrolled.rotate = 0;
        Some(unrolled)
    }

    fn cell(&self, n: i64) -> Step {
        u8::try_from(n).map_or(Step::REST, |n| self.step(StepIndex::new(n)))
    }
}

impl Pattern {
    /// The pattern twice as long, in bars of `bar`, with all that is in it twice; `None` if that
    /// is more than 16 bars. Allocates.
    pub fn doubled(&self, bar: Ticks) -> Option<Self> {
        let bars = Bars::new(self.bars.get().checked_mul(2)?)?;
        let length = bar * i64::from(self.bars.get());
        let mut doubled = Self {
            bars,
            ..self.clone()
        };
        for (_, lane) in doubled.lanes.iter_mut() {
            if let Some(longer) = lane.doubled_in(length) {
                **lane = longer;
            }
        }
        Some(doubled)
    }
}

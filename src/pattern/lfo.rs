//! The slow wave on a lane's velocities.

use super::draw::{Purpose, Seed};
use super::quantity::Velocity;
use crate::time::floor_i64;
use std::f64::consts::TAU;
use std::num::NonZeroU8;

/// The shape of an LFO's wave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LfoShape {
    /// A sine from its rising zero.
    #[default]
    Sine,
    /// A triangle from its rising zero.
    Triangle,
    /// A falling saw.
    Saw,
    /// A square, high first.
    Square,
    /// A value drawn anew each cycle.
    Random,
    /// Eight steps down.
    Steps,
}

impl LfoShape {
    /// The value, -1 to 1, at `phase`, of which the whole part counts cycles. A wave that is drawn
    /// asks `drawn` for the value of a cycle, 0 to 1.
    fn at(self, phase: f64, drawn: impl FnOnce(i64) -> f64) -> f64 {
        let part = phase - libm::floor(phase);
        match self {
            Self::Sine => libm::sin(TAU * phase),
            Self::Triangle => {
                let later = part + 0.25;
                1.0 - 4.0 * libm::fabs(later - libm::floor(later) - 0.5)
            }
            Self::Random => 2.0 * drawn(floor_i64(phase)) - 1.0,
            Self::Saw => 1.0 - 2.0 * part,
            Self::Square => {
                if part < 0.5 {
                    1.0
                } else {
                    -1.0
                }
            }
            Self::Steps => 1.0 - libm::floor(part * 8.0) * 2.0 / 7.0,
        }
    }
}

/// How far a wave goes up and down, 0 to 127 velocities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LfoDepth(u8);

impl LfoDepth {
    /// Not at all.
    pub const NONE: Self = Self(0);

    /// So many `velocities`; `None` beyond 127.
    pub const fn new(velocities: u8) -> Option<Self> {
        if velocities <= 127 {
            Some(Self(velocities))
        } else {
            None
        }
    }

    /// The number of velocities.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// A slow wave on a lane's velocities: step + (base - 127) + trunc(depth x wave).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lfo {
    /// The wave.
    pub shape: LfoShape,
    /// Cycles in one reset period, in hundredths.
    pub cycles: u16,
    /// The reset period in bars: the wave starts again with each.
    pub bars: NonZeroU8,
    /// The velocity that a full-velocity strike has at the wave's zero.
    pub base: Velocity,
    /// How far the wave goes up and down; none leaves the base alone.
    pub depth: LfoDepth,
}

impl Lfo {
    /// No wave.
    pub const OFF: Self = Self {
        shape: LfoShape::Sine,
        cycles: 100,
        bars: NonZeroU8::new(4).unwrap(),
        base: Velocity::MAX,
        depth: LfoDepth::NONE,
    };

    /// Where the wave stands, -1 to 1, so many `bars` into the song, under the lane's `seed`.
    pub fn wave_at(&self, bars: f64, seed: Seed) -> f64 {
        let periods = bars / f64::from(self.bars.get());
        let period = libm::floor(periods);
        let phase = (periods - period) * f64::from(self.cycles) / 100.0;
        // The period's number in the upper half, the cycle's in the lower: no two share a draw.
        let drawn = |cycle: i64| {
            let place = floor_i64(period).wrapping_shl(32).wrapping_add(cycle);
            seed.draw(Purpose::Wave, place).fraction()
        };
        self.shape.at(phase, drawn)
    }

    /// What it adds to a velocity there if `share` of its depth is heard, 0 to 1:
    /// (base - 127) + trunc(depth x wave).
    pub fn offset_at(&self, bars: f64, share: f64, seed: Seed) -> f64 {
        let base = f64::from(self.base.get()) - 127.0;
        if self.depth == LfoDepth::NONE {
            return base;
        }
        let depth = f64::from(self.depth.get()) * share;
        base + libm::trunc(depth * self.wave_at(bars, seed))
    }
}

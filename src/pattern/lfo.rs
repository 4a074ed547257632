//! The slow wave on a lane's velocities.

use super::quantity::Velocity;
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
}

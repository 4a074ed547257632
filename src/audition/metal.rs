//! Six square waves that are in no tune with each other, high-passed: what a cymbal is to the ear.

use super::decay::{Decay, heard};
use super::filter::{Filter, Memory, Shape};
use super::recipe;
use crate::time::{SampleRate, floor_i64, to_f32};

/// The six, as multiples of the lowest: no two in a simple ratio.
const RATIOS: [f64; 6] = [1.0, 1.342, 1.483, 1.801, 2.546, 2.63];

/// A recipe's metal at a sample rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metal {
    level: f32,
    /// How far each wave goes a sample, in parts of a turn of 2^32.
    steps: [u32; 6],
    filter: Filter,
    decay: Decay,
}

impl Metal {
    pub(super) fn new(of: &recipe::Metal, rate: SampleRate) -> Self {
        let step = |ratio: f64| {
            let turns = (of.hz * ratio / rate.hz()).min(0.5);
            u32::try_from(floor_i64(turns * 4_294_967_296.0)).unwrap_or(u32::MAX / 2)
        };
        Self {
            level: to_f32(of.level) / 6.0,
            steps: RATIOS.map(step),
            filter: Filter::new(Shape::High, (of.above_hz, 0.8), rate),
            decay: Decay::new(of.decay_ms, rate).at(of.level),
        }
    }

    /// The same, `tune` times as high.
    pub(super) fn tuned(&self, tune: f32) -> [u32; 6] {
        let tune = f64::from(tune);
        self.steps.map(|step| {
            let step = floor_i64(f64::from(step) * tune);
            u32::try_from(step).unwrap_or(u32::MAX / 2)
        })
    }
}

/// Metal that rings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clang {
    level: f32,
    steps: [u32; 6],
    phases: [u32; 6],
    memory: Memory,
    /// The samples that it is heard yet.
    left: u32,
}

impl Clang {
    /// As it is struck.
    pub(super) fn struck(metal: &Metal, (level, tune): (f32, f32), seed: u32) -> Self {
        let mut phase = seed;
        Self {
            level: level * metal.level,
            steps: metal.tuned(tune),
            phases: [(); 6].map(|()| {
                phase = phase.wrapping_mul(0x9e37_79b9).wrapping_add(0x7f4a_7c15);
                phase
            }),
            memory: Memory::default(),
            left: metal.decay.life,
        }
    }

    /// The samples that it is heard yet.
    pub(super) fn left(&self) -> u32 {
        self.left
    }

    /// Adds the next samples to `out`.
    pub(super) fn add_to(&mut self, out: &mut [f32], metal: &Metal) {
        for sample in heard(&mut self.left, out) {
            let mut up = 0_u8;
            for (phase, step) in self.phases.iter_mut().zip(self.steps) {
                *phase = phase.wrapping_add(step);
                up += u8::from(*phase >= 1 << 31);
            }
            let squares = 2.0 * f32::from(up) - 6.0;
            *sample += self.level * self.memory.pass(&metal.filter, squares);
            self.level *= metal.decay.factor;
        }
    }
}

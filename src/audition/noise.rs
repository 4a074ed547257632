//! Filtered noise, once or in bursts.

use super::filter::{Filter, Memory, decay};
use super::recipe;
use crate::time::{SampleRate, floor_i64, to_f32};

/// A recipe's noise at a sample rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    level: f32,
    filter: Filter,
    decay: f32,
    bursts: u32,
    burst_decay: f32,
    apart: u32,
}

impl Noise {
    pub(super) fn new(of: &recipe::Noise, rate: SampleRate) -> Self {
        let (bursts, each_ms, apart_ms) = of.bursts;
        let apart = floor_i64(rate.frames_in_ms(apart_ms));
        Self {
            level: to_f32(of.level),
            filter: Filter::new(of.shape, (of.hz, of.q), rate),
            decay: decay(of.decay_ms, rate),
            bursts,
            burst_decay: decay(each_ms, rate),
            apart: u32::try_from(apart).unwrap_or(1).max(1),
        }
    }
}

/// A noise that sounds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hiss {
    level: f32,
    /// The level of a burst's beginning.
    full: f32,
    memory: Memory,
    state: u32,
    /// The bursts to come, and the samples up to the next.
    bursts: u32,
    until: u32,
}

impl Hiss {
    /// As it is struck; `seed` tells it from others.
    pub(super) fn struck(noise: &Noise, level: f32, seed: u32) -> Self {
        let full = level * noise.level;
        Self {
            level: full,
            full,
            memory: Memory::default(),
            // The generator stands still at 0.
            state: seed.wrapping_mul(0x9e37_79b9) | 1,
            bursts: noise.bursts,
            until: noise.apart,
        }
    }

    /// Adds the next samples to `out`.
    pub(super) fn add_to(&mut self, out: &mut [f32], noise: &Noise) {
        if noise.level <= 0.0 {
            return;
        }
        for sample in out {
            let drawn = self.draw();
            *sample += self.level * self.memory.pass(&noise.filter, drawn);
            if self.bursts == 0 {
                self.level *= noise.decay;
            } else {
                self.burst(noise);
            }
        }
    }

    fn burst(&mut self, noise: &Noise) {
        self.level *= noise.burst_decay;
        self.until = self.until.saturating_sub(1);
        if self.until == 0 {
            self.bursts -= 1;
            self.until = noise.apart;
            self.level = self.full;
        }
    }

    /// White noise from -1 to 1, by Marsaglia's shifts.
    fn draw(&mut self) -> f32 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        // The upper bits as those of a float from 2 to 4.
        f32::from_bits(self.state >> 9 | 0x4000_0000) - 3.0
    }
}

//! Filtered noise, once or in bursts.

use super::decay::{Decay, heard, samples};
use super::filter::{Filter, Memory};
use super::recipe;
use crate::time::{SampleRate, to_f32};

/// A recipe's noise at a sample rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    level: f32,
    filter: Filter,
    decay: Decay,
    bursts: u32,
    burst_decay: f32,
    apart: u32,
}

impl Noise {
    pub(super) fn new(of: &recipe::Noise, rate: SampleRate) -> Self {
        let (bursts, each_ms, apart_ms) = of.bursts;
        Self {
            level: to_f32(of.level),
            filter: Filter::new(of.shape, (of.hz, of.q), rate),
            decay: Decay::new(of.decay_ms, rate).at(of.level),
            bursts,
            burst_decay: Decay::new(each_ms, rate).factor,
            apart: samples(apart_ms, rate).max(1),
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
    /// The samples that it is heard yet.
    left: u32,
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
            left: match noise.decay.life {
                0 => 0,
                life => noise.bursts * noise.apart + life,
            },
        }
    }

    /// The samples that it is heard yet.
    pub(super) fn left(&self) -> u32 {
        self.left
    }

    /// Adds the next samples to `out`.
    pub(super) fn add_to(&mut self, out: &mut [f32], noise: &Noise) {
        for sample in heard(&mut self.left, out) {
            let drawn = self.draw();
            *sample += self.level * self.memory.pass(&noise.filter, drawn);
            if self.bursts == 0 {
                self.level *= noise.decay.factor;
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

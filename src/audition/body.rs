//! A sine that falls to its pitch, with one overtone.

use super::decay::{Decay, heard};
use super::recipe;
use crate::time::{SampleRate, to_f32};

/// A recipe's body at a sample rate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    level: f32,
    /// Turns a sample, at the end and how many more at the beginning.
    turns: f32,
    bend: f32,
    bend_decay: f32,
    decay: Decay,
    overtone: (f32, f32),
}

impl Body {
    pub(super) fn new(of: &recipe::Body, rate: SampleRate) -> Self {
        Self {
            level: to_f32(of.level),
            turns: to_f32(of.hz / rate.hz()),
            bend: to_f32(of.bend_hz / rate.hz()),
            bend_decay: Decay::new(of.bend_ms, rate).factor,
            decay: Decay::new(of.decay_ms, rate).at(of.level),
            overtone: (to_f32(of.overtone.0), to_f32(of.overtone.1)),
        }
    }
}

/// A body that rings.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ringing {
    level: f32,
    phase: f32,
    /// The overtone's.
    phase_over: f32,
    bend: f32,
    /// The samples that it is heard yet.
    left: u32,
}

impl Ringing {
    /// As it is struck.
    pub(super) fn struck(body: &Body, (level, tune): (f32, f32)) -> Self {
        Self {
            level: level * body.level,
            bend: body.bend * tune,
            left: body.decay.life,
            ..Self::default()
        }
    }

    /// The samples that it is heard yet.
    pub(super) fn left(&self) -> u32 {
        self.left
    }

    /// Adds the next samples to `out`.
    pub(super) fn add_to(&mut self, out: &mut [f32], body: &Body, tune: f32) {
        let (ratio, over) = body.overtone;
        for sample in heard(&mut self.left, out) {
            let turns = body.turns * tune + self.bend;
            self.phase = turned(self.phase, turns);
            self.phase_over = turned(self.phase_over, turns * ratio);
            let both = sine(self.phase) + over * sine(self.phase_over);
            *sample += self.level * both;
            self.bend *= body.bend_decay;
            self.level *= body.decay.factor;
        }
    }
}

/// A phase so many turns on; faster than half a turn a sample nothing is heard anyway.
fn turned(phase: f32, turns: f32) -> f32 {
    let phase = phase + turns.min(0.5);
    if phase >= 1.0 { phase - 1.0 } else { phase }
}

/// The sine of a whole turn, 0 to 1: a parabola, bent to within a thousandth.
fn sine(turn: f32) -> f32 {
    let x = 1.0 - 2.0 * turn;
    let arc = 4.0 * x * (1.0 - x.abs());
    0.225 * (arc * arc.abs() - arc) + arc
}

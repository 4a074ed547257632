//! How hard a strike sounds: step, accent, lane level, Velocity, the lane's LFO.

use super::scene::Scene;
use super::wave::wave;
use crate::pattern::{LaneIndex, Lfo, LfoDepth, Step, Velocity};
use crate::time::{BarMap, Tick};

/// The velocity of a written strike at the straight place `tick`; `None` is silence.
pub(super) fn velocity(
    scene: &Scene<'_>,
    lane: LaneIndex,
    step: &Step,
    tick: Tick,
) -> Option<Velocity> {
    let controls = scene.controls;
    let level = controls.lanes[lane].level;
    if level <= 0.0 || controls.velocity <= 0.0 {
        return None;
    }
    let written = written(step, controls.accent)?;
    let scaled = scaled(scaled(written, level), controls.velocity);
    let lfo = scene.lane(lane).lfo;
    let moved = scaled + lfo_offset(lfo, tick, scene.bars, controls.velocity_lfo);
    Some(Velocity::clamped(moved))
}

/// The velocity as written, with its accent.
pub(super) fn written(step: &Step, accent: f64) -> Option<f64> {
    let velocity = f64::from(step.velocity?.get());
    let factor = if step.accent { 1.0 + accent } else { 1.0 };
    Some((velocity * factor).min(127.0))
}

/// Up to 1 a factor; above, the scale bends so that loud strikes keep their differences.
fn scaled(velocity: f64, by: f64) -> f64 {
    if by <= 1.0 {
        return velocity * by;
    }
    127.0 * (1.0 - libm::pow(1.0 - velocity / 127.0, by))
}

/// What the lane's wave adds: (base - 127) + trunc(depth x wave).
fn lfo_offset(lfo: Lfo, tick: Tick, bars: &BarMap, amount: f64) -> f64 {
    let base = f64::from(lfo.base.get()) - 127.0;
    if lfo.depth == LfoDepth::NONE {
        return base;
    }
    let periods = bars.bars_at(tick) / f64::from(lfo.bars.get());
    let in_period = periods - libm::floor(periods);
    let phase = in_period * f64::from(lfo.cycles) / 100.0;
    base + libm::trunc(f64::from(lfo.depth.get()) * amount * wave(lfo.shape, phase))
}

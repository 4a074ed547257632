//! How hard a strike sounds: step, accent, lane level, Velocity, the lane's LFO, humanise.

use super::choice::Choice;
use super::event::Source;
use super::scene::Scene;
use crate::pattern::{LaneIndex, Purpose, Step, Velocity};
use crate::time::Tick;

/// The velocity of a strike at the straight place `tick`.
pub(super) fn velocity(
    scene: &Scene<'_>,
    lane: LaneIndex,
    choice: &Choice,
    tick: Tick,
) -> Velocity {
    let controls = scene.controls;
    let level = controls.lanes[lane].level;
    let scaled = scaled(scaled(choice.velocity, level), controls.velocity);
    let offset = lfo_offset(scene, lane, tick);
    // The wave is written for full strikes: what is drawn takes its share of it.
    let moved = match choice.source {
        Source::Ghost | Source::Fill => scaled + offset * scaled / 127.0,
        Source::User | Source::Ratchet | Source::Click => scaled + offset,
    };
    Velocity::clamped(moved * human_factor(scene, lane, tick))
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

/// How much louder or softer a hand strikes than it means to; the parameter is three standard
/// deviations, and the bound.
fn human_factor(scene: &Scene<'_>, lane: LaneIndex, tick: Tick) -> f64 {
    let bound = scene.controls.humanize_velocity;
    if bound <= 0.0 {
        return 1.0;
    }
    let drawn = scene.draw(lane, Purpose::HumanVelocity, tick).bell();
    1.0 + (bound / 3.0 * drawn).clamp(-bound, bound)
}

/// What the lane's wave adds.
fn lfo_offset(scene: &Scene<'_>, lane: LaneIndex, tick: Tick) -> f64 {
    let lfo = &scene.lane(lane).lfo;
    let bars = scene.bars.bars_at(tick);
    lfo.offset_at(bars, scene.controls.velocity_lfo, scene.seed(lane))
}

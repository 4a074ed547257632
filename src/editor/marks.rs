//! What is struck on a lane, and where it sounds.
//!
//! All that draws strikes takes them from here: what is written, and what the engine will add to it.

use super::axis::Spot;
use super::forecast::{Drawn, Forecast, Told};
use super::number::px;
use super::screen::{Cell, Screen};
use crate::engine::Source;
use crate::pattern::{LaneIndex, Step};

/// A strike on the screen; places are in ticks from the pattern's first step on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The cell that it can be edited at; `None` if it is not written.
    pub cell: Option<Cell>,
    /// Where it sounds.
    pub sounds: f64,
    /// How long its step is.
    pub room: f64,
    /// How hard it is, 1 to 127.
    pub velocity: f32,
    /// Why it is played.
    pub source: Source,
    /// How likely it is to be, 0 to 1.
    pub likelihood: f32,
    /// Whether it is heard in the pass that is shown.
    pub plays: bool,
    /// What is written, with all that is said of it.
    pub step: Step,
    /// What was drawn, if it is not written.
    pub drawn: Option<Drawn>,
    /// Whether the same cell was drawn before it.
    pub is_again: bool,
    /// Whether it is never reached.
    pub is_cut: bool,
}

/// The strikes on these steps of `lane`: what is written, below what comes by itself.
pub fn marks(screen: &Screen, forecast: &Forecast, lane: LaneIndex, spots: &[Spot]) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(spots.len());
    for (place, spot) in spots.iter().enumerate() {
        let told = forecast.told(lane, place);
        marks.extend(written(screen, spot, &told));
        marks.extend(told.drawn.map(|drawn| Mark {
            cell: None,
            sounds: spot.sounds,
            velocity: drawn.velocity,
            source: drawn.source,
            likelihood: drawn.likelihood,
            plays: drawn.sounds,
            step: Step::REST,
            drawn: Some(drawn),
            ..plain(spot)
        }));
    }
    marks
}

fn written(screen: &Screen, spot: &Spot, told: &Told) -> Option<Mark> {
    let step = screen.step_at(spot.cell);
    let velocity = f32::from(step.velocity?.get());
    let accent = screen.shown.controls.accent;
    let factor = if step.accent { 1.0 + accent } else { 1.0 };
    // What is played shows what is heard of it; at rest all that is written counts alike.
    let is_heard = told.written.unwrap_or(told.drawn.is_none());
    Some(Mark {
        cell: Some(spot.cell),
        velocity: (velocity * px(factor)).min(127.0),
        likelihood: f32::from(step.chance.get()) / 100.0,
        plays: is_heard || !screen.shown.at.playing,
        step,
        ..plain(spot)
    })
}

/// What all strikes on a step have in common.
fn plain(spot: &Spot) -> Mark {
    Mark {
        cell: None,
        sounds: spot.sounds,
        room: spot.next - spot.line,
        velocity: 0.0,
        source: Source::User,
        likelihood: 1.0,
        plays: true,
        step: Step::REST,
        drawn: None,
        is_again: spot.is_again,
        is_cut: spot.is_cut,
    }
}

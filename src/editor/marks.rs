//! What is struck on a lane, and where it sounds.
//!
//! All that draws strikes takes them from here, so that what is worked out elsewhere, what will
//! sound of ghosts and fills, needs to be added in this one place.

use super::axis::Spot;
use super::screen::{Cell, Screen};
use crate::engine::Source;
use crate::pattern::Step;

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
    /// What is written, with all that is said of it.
    pub step: Step,
    /// Whether the same cell was drawn before it.
    pub is_again: bool,
    /// Whether it is never reached.
    pub is_cut: bool,
}

/// The written strikes on these steps of a lane.
pub fn marks(screen: &Screen, spots: &[Spot]) -> Vec<Mark> {
    let accent = screen.shown.controls.accent;
    let mark = |spot: &Spot| {
        let step = screen.step_at(spot.cell);
        let written = f32::from(step.velocity?.get());
        let factor = if step.accent { 1.0 + accent } else { 1.0 };
        Some(Mark {
            cell: Some(spot.cell),
            sounds: spot.sounds,
            room: spot.next - spot.line,
            velocity: (written * super::number::px(factor)).min(127.0),
            source: Source::User,
            likelihood: f32::from(step.chance.get()) / 100.0,
            step,
            is_again: spot.is_again,
            is_cut: spot.is_cut,
        })
    };
    spots.iter().filter_map(mark).collect()
}

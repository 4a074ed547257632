//! Taking a groove's notes, its feel, or both.

use super::trial;
use crate::editor::dial::Handles;
use crate::editor::hand::Hand;
use crate::editor::number::px;
use crate::editor::screen::Screen;
use crate::grooves::{self, Groove};
use crate::link::Displaced;
use crate::pattern::Edit;
use crate::plugin::params::Handle;
use std::sync::Arc;

/// What is taken of a groove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Take {
    /// Notes and feel.
    #[default]
    Both,
    /// The notes alone.
    Notes,
    /// The feel alone.
    Feel,
}

/// Takes a groove into the pattern that is shown, as one gesture. A locked feel stays as it is.
///
/// What was on trial is put back first, so that undo brings back what was there before it.
pub fn load(groove: &Groove, take: Take, (screen, hand): (&mut Screen, &Hand)) {
    let before = trial::end((screen, hand));
    screen.history.begin();
    if take != Take::Feel {
        let edit = Edit::ReplacePattern {
            pattern: screen.shown.index,
            to: Some(Box::new(groove.pattern.clone())),
        };
        screen.edit(hand, edit);
    }
    let has_feel = take != Take::Notes && !screen.browser.is_feel_locked;
    let feel = has_feel.then_some(groove.feel.as_slice());
    for Turn { id, from, to } in turns(feel, &before, hand) {
        hand.set(&id, to);
        if (to - from).abs() > f32::EPSILON {
            screen.book_value(&id, from);
        }
    }
    screen.history.end();
}

/// A parameter that is set.
pub(super) struct Turn {
    pub(super) id: String,
    /// What it is, or was before it was on trial.
    pub(super) from: f32,
    pub(super) to: f32,
}

/// The parameters that have to be set for a feel to hold, those that it does not mention at their
/// defaults; without a feel, for all to be as before.
///
/// `before` is what parameters were that are on trial: hosts set them when they come to it, so they
/// cannot be asked what they are.
pub(super) fn turns(
    feel: Option<&[(String, f64)]>,
    before: &[(String, f32)],
    hand: &Hand,
) -> Vec<Turn> {
    let turn = |handle: &Handle<'_>| {
        let kept = before.iter().find(|(id, _)| id == handle.id());
        let from = kept.map_or(handle.normalized(), |(_, value)| *value);
        let to = match feel {
            Some(feel) => wanted(feel, handle).unwrap_or(from),
            None => from,
        };
        let is_due = kept.is_some() || (to - from).abs() > f32::EPSILON;
        let id = handle.id().to_owned();
        is_due.then_some(Turn { id, from, to })
    };
    hand.params.list().iter().filter_map(turn).collect()
}

/// What a feel has a parameter at; `None` if it has no say in it.
fn wanted(feel: &[(String, f64)], handle: &Handle<'_>) -> Option<f32> {
    match feel.iter().find(|(id, _)| id == handle.id()) {
        Some((_, value)) => Some(handle.normalized_at(px(*value))),
        None => is_of_feels(handle).then(|| handle.default_normalized()),
    }
}

/// The parameters as a groove's feel says them: those that are not at their defaults. Those that
/// are on trial are taken as they were before.
pub(super) fn feel_of(displaced: Option<&Displaced>, hand: &Hand) -> Vec<(String, f64)> {
    let value = |handle: &Handle<'_>| {
        let before = displaced.and_then(|displaced| displaced.value(handle.id()));
        let normalized = before.unwrap_or(handle.normalized());
        let is_moved = (normalized - handle.default_normalized()).abs() > f32::EPSILON;
        let plain = before.map_or(handle.value(), |before| handle.plain_at(before));
        // By its text, so that 0.1 is not written as 0.10000000149.
        let text = plain.to_string();
        let is_said = is_of_feels(handle) && is_moved;
        Some((handle.id().to_owned(), text.parse().ok()?)).filter(|_| is_said)
    };
    let mut values: Vec<_> = hand.params.list().iter().filter_map(value).collect();
    values.sort_by(|(a, _), (b, _): &(String, f64)| a.cmp(b));
    values
}

/// Whether a groove decides on this parameter: not on what the player or the song decides.
pub(in crate::editor) fn is_of_feels(handle: &Handle<'_>) -> bool {
    grooves::is_of_feels(handle.id())
}

/// Whether all is as these values say.
pub(super) fn holds(values: &[(String, f64)], handles: &Handles<'_>) -> bool {
    values.iter().all(|(id, value)| {
        let handle = crate::editor::dial::find(handles, id);
        handle.is_some_and(|handle| {
            (handle.normalized_at(px(*value)) - handle.normalized()).abs() < 1e-4
        })
    })
}

/// Sets only what a feel mentions.
pub(super) fn lay_over(values: &[(String, f64)], (screen, hand): (&mut Screen, &Hand)) {
    let params = Arc::clone(&hand.params);
    for (id, value) in values {
        if let Some(handle) = params.by_id(id) {
            screen.set(hand, id, handle.normalized_at(px(*value)));
        }
    }
}

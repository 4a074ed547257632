//! Taking a groove's notes, its feel, or both.

use crate::editor::dial::Handles;
use crate::editor::hand::Hand;
use crate::editor::number::px;
use crate::editor::screen::Screen;
use crate::grooves::Groove;
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
pub fn load(groove: &Groove, take: Take, (screen, hand): (&mut Screen, &Hand)) {
    screen.history.begin();
    if take != Take::Feel {
        let edit = Edit::ReplacePattern {
            pattern: screen.shown.index,
            to: Some(Box::new(groove.pattern.clone())),
        };
        screen.edit(hand, edit);
    }
    if take != Take::Notes && !screen.browser.is_feel_locked {
        for (id, to) in changes(&groove.feel, hand) {
            screen.set(hand, &id, to);
        }
    }
    screen.history.end();
}

/// The parameters that a groove's feel changes, with what it sets them to, 0 to 1. Those that it
/// does not mention have their defaults.
pub(super) fn changes(values: &[(String, f64)], hand: &Hand) -> Vec<(String, f32)> {
    let handles = hand.params.list();
    let changes = handles.iter().filter_map(|handle| {
        let said = values.iter().find(|(id, _)| id == handle.id());
        if said.is_none() && !is_of_feels(handle) {
            return None;
        }
        let to = said.map_or(handle.default_normalized(), |(_, value)| {
            handle.normalized_at(px(*value))
        });
        let is_other = (to - handle.normalized()).abs() > f32::EPSILON;
        is_other.then(|| (handle.id().to_owned(), to))
    });
    changes.collect()
}

/// The parameters as a groove's feel says them: those that are not at their defaults.
pub(super) fn feel_of(hand: &Hand) -> Vec<(String, f64)> {
    let handles = hand.params.list();
    let own = handles.iter().filter(|handle| {
        let is_moved = (handle.normalized() - handle.default_normalized()).abs() > f32::EPSILON;
        is_of_feels(handle) && is_moved
    });
    let mut values: Vec<_> = own
        // By its text, so that 0.1 is not written as 0.10000000149.
        .filter_map(|handle| {
            Some((
                handle.id().to_owned(),
                handle.value().to_string().parse().ok()?,
            ))
        })
        .collect();
    values.sort_by(|(a, _), (b, _): &(String, f64)| a.cmp(b));
    values
}

/// Whether a groove decides on this parameter: not on what the player or the song decides.
fn is_of_feels(handle: &Handle<'_>) -> bool {
    let id = handle.id();
    let of_song = [
        "fill_now",
        "pattern",
        "pattern_change",
        "pattern_entry",
        "shift",
        "seed",
        "bypass",
    ];
    !of_song.contains(&id) && !id.ends_with("_mute")
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

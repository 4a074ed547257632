//! A lane's part of the seed, and what is done with all its steps.

use super::super::form::{Button, Row, Stand, buttons, number, switch};
use super::{lane, narrow, set};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::pattern::{Edit, Lane, LaneSetting, Step, lock};
use egui::Ui;

const SEED: Row<'_> = Row {
    name: "Lane seed",
    about: "the lane's own part of what its draws start from",
};
const LOCK: Row<'_> = Row {
    name: "Keep its draws",
    about: "a reroll leaves the lane as it is",
};
const VERBS: [Button<'_>; 2] = [
    (
        "Double",
        "Double lane",
        "twice as long, with its steps twice",
    ),
    ("Clear", "Clear lane", "all its steps become rests"),
];

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let seed = i64::from(lane(screen).seed);
    let to = number(ui, screen, SEED, (seed, 0..=i64::from(u16::MAX), ""));
    if let Some(seed) = to.and_then(|to| narrow(to, Some::<u16>)) {
        set(screen, hand, LaneSetting::Seed(seed));
    }
    let is_locked = lane(screen).seed_locked;
    if let Some(to) = switch(ui, screen, LOCK, is_locked) {
        keep_draws(to, (screen, hand));
    }
    let is_short = lane(screen).length.get() <= 128;
    let stands = |n| match n {
        0 if !is_short => Stand::Idle,
        _ => Stand::Plain,
    };
    match buttons(ui, screen, &VERBS, stands) {
        Some(0) => replace(lane(screen).doubled(), (screen, hand)),
        Some(_) => {
            let rests = vec![Step::REST; usize::from(lane(screen).length.get())];
            replace(lane(screen).with_own_steps(&rests), (screen, hand));
        }
        None => {}
    }
}

/// Locks the lane or unlocks it, so that it draws on as it does.
fn keep_draws(is_locked: bool, (screen, hand): (&mut Screen, &Hand)) {
    let at = screen.lane_at(screen.lane);
    let kit = screen.shown.controls.seed;
    let edits = lock(at, lane(screen), is_locked, kit);
    screen.history.begin();
    for edit in edits {
        screen.edit_pattern(hand, edit);
    }
    screen.history.end();
}

/// Puts another lane in the place of the selected one, if there can be such a one.
fn replace(lane: Option<Lane>, (screen, hand): (&mut Screen, &Hand)) {
    let at = screen.lane_at(screen.lane);
    if let Some(to) = lane.map(Box::new) {
        screen.edit_pattern(hand, Edit::ReplaceLane { at, to });
    }
}

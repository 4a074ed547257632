//! How willingly a lane plays what is not written.

use super::super::form::{Row, choice, number};
use super::feel::own;
use super::{lane, narrow, set_voice};
use crate::editor::dial::Handles;
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::pattern::{InFills, Percent};
use egui::Ui;

const GHOSTS: Row<'_> = Row {
    name: "Ghosts",
    about: "how willingly the lane plays ghosts, on top of its share",
};
const SHARE: Row<'_> = Row {
    name: "Ghost share",
    about: "how many ghosts this drum has in this pattern",
};
const FILLS: Row<'_> = Row {
    name: "Fill share",
    about: "how willingly this drum plays in fills",
};
const IN_FILLS: Row<'_> = Row {
    name: "In fills",
    about: "what the lane's written strikes do in a fill",
};
const ALL: [InFills; 3] = [InFills::Play, InFills::Rest, InFills::Only];

/// Shows it.
pub(super) fn show(ui: &mut Ui, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    own(ui, handles, (screen, hand), ("ghosts", GHOSTS));
    let voice = lane(screen).voice;
    let share = i64::from(voice.ghosts.get());
    let to = number(ui, screen, SHARE, (share, 0..=100, " %"));
    if let Some(ghosts) = to.and_then(|to| narrow(to, Percent::new)) {
        set_voice(screen, hand, |voice| voice.ghosts = ghosts);
    }
    let share = i64::from(voice.fills.get());
    let to = number(ui, screen, FILLS, (share, 0..=100, " %"));
    if let Some(fills) = to.and_then(|to| narrow(to, Percent::new)) {
        set_voice(screen, hand, |voice| voice.fills = fills);
    }
    let word = |in_fills: &InFills| {
        let word = match in_fills {
            InFills::Play => "Play on",
            InFills::Rest => "Rest",
            InFills::Only => "Play in fills only",
        };
        word.to_owned()
    };
    if let Some(to) = choice(ui, screen, IN_FILLS, (&voice.in_fills, &ALL), word) {
        set_voice(screen, hand, |voice| voice.in_fills = to);
    }
}

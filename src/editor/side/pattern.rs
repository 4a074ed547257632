//! The pattern: how long it is, its versions, its seeds, the chain it stands in, and as text.

mod chain;
mod compare;
mod paste;
mod seeds;
pub(in crate::editor) mod verbs;

pub(in crate::editor) use paste::{Pasting, give_text, take_text};

use super::form::{Row, choice, heading, number};
use crate::editor::dial::Handles;
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::pattern::{Bars, Edit, Manner};
use egui::Ui;

const LENGTH: Row<'_> = Row {
    name: "Pattern length",
    about: "after how many bars it begins again",
};
const MANNER: Row<'_> = Row {
    name: "Manner",
    about: "whose way ghosts and fills are played: a drummer's, or the old machine's",
};
const MANNERS: [Manner; 2] = [Manner::Drummer, Manner::Classic];

/// Shows it.
pub(super) fn show(ui: &mut Ui, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let pattern = screen.shown.index;
    let bars = i64::from(screen.pattern().bars.get());
    let to = number(ui, screen, LENGTH, (bars, 1..=16, " bars"));
    let bars = to.and_then(|to| u8::try_from(to).ok()).and_then(Bars::new);
    if let Some(to) = bars {
        screen.edit_pattern(hand, Edit::Bars { pattern, to });
    }
    let manner = screen.pattern().manner;
    let word = |manner: &Manner| format!("{manner:?}");
    if let Some(to) = choice(ui, screen, MANNER, (&manner, &MANNERS), word) {
        screen.edit_pattern(hand, Edit::Manner { pattern, to });
    }
    verbs::show(ui, (screen, hand));
    heading(ui, screen, "Versions");
    compare::show(ui, handles, (screen, hand));
    heading(ui, screen, "Seeds");
    seeds::show(ui, handles, (screen, hand));
    heading(ui, screen, "Chain");
    chain::show(ui, (screen, hand));
    heading(ui, screen, "As text");
    paste::show(ui, (screen, hand));
}

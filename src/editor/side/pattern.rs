//! The pattern: how long it is.

use super::form::{Row, number};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::pattern::{Bars, Edit};
use egui::Ui;

const LENGTH: Row<'_> = Row {
    name: "Pattern length",
    about: "after how many bars it begins again",
};

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let bars = i64::from(screen.pattern().bars.get());
    let to = number(ui, screen, LENGTH, (bars, 1..=16, " bars"));
    let bars = to.and_then(|to| u8::try_from(to).ok()).and_then(Bars::new);
    if let Some(to) = bars {
        let pattern = screen.shown.index;
        screen.edit_pattern(hand, Edit::Bars { pattern, to });
    }
}

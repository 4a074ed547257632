//! The selected lane: what it plays, how it runs.

use super::form::{Row, number};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::pattern::{Edit, LaneSetting, StepCount};
use egui::Ui;

const LENGTH: Row<'_> = Row {
    name: "Length",
    about: "how many steps the lane runs through",
};

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let lane = &screen.pattern().lanes[screen.lane];
    let length = i64::from(lane.length.get());
    let to = number(ui, screen, LENGTH, (length, 1..=256, " steps"));
    let count = to
        .and_then(|to| u16::try_from(to).ok())
        .and_then(StepCount::new);
    if let Some(count) = count {
        set(screen, hand, LaneSetting::Length(count));
    }
}

/// Changes a setting of the selected lane.
fn set(screen: &mut Screen, hand: &Hand, to: LaneSetting) {
    let at = screen.lane_at(screen.lane);
    screen.edit_pattern(hand, Edit::Lane { at, to });
}

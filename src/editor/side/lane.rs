//! The selected lane: what it plays, how it runs, how it feels, and what is drawn on it.

mod draws;
mod feel;
mod ghosts;
mod run;
mod sound;
mod wave;

pub(in crate::editor) use feel::keep_number;
pub(in crate::editor) use sound::{keep_name, name_field, stop_waiting};

use super::form::heading;
use crate::editor::dial::Handles;
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::pattern::{Edit, Lane, LaneSetting, Voice};
use egui::Ui;

/// Shows it.
pub(super) fn show(ui: &mut Ui, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    sound::show(ui, (screen, hand));
    heading(ui, screen, "How it runs");
    run::show(ui, (screen, hand));
    heading(ui, screen, "Feel");
    feel::show(ui, handles, (screen, hand));
    heading(ui, screen, "Ghosts and fills");
    ghosts::show(ui, handles, (screen, hand));
    heading(ui, screen, "Velocity wave");
    wave::show(ui, (screen, hand));
    heading(ui, screen, "Draws and steps");
    draws::show(ui, (screen, hand));
}

/// The selected lane.
fn lane(screen: &Screen) -> &Lane {
    &screen.pattern().lanes[screen.lane]
}

/// Changes a setting of the selected lane.
fn set(screen: &mut Screen, hand: &Hand, to: LaneSetting) {
    let at = screen.lane_at(screen.lane);
    screen.edit_pattern(hand, Edit::Lane { at, to });
}

/// Changes the selected lane's voice.
fn set_voice(screen: &mut Screen, hand: &Hand, change: impl FnOnce(&mut Voice)) {
    let mut voice = lane(screen).voice;
    change(&mut voice);
    set(screen, hand, LaneSetting::Voice(voice));
}

/// The number as a narrower one, if it fits and means something.
fn narrow<N: TryFrom<i64>, T>(number: i64, meaning: impl FnOnce(N) -> Option<T>) -> Option<T> {
    N::try_from(number).ok().and_then(meaning)
}

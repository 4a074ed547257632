//! How the instance behaves, and how its window looks.

use super::form::{Row, choice, heading, switch};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::theme::Theme;
use crate::pattern::{Edit, PlayMode, SetupChange};
use egui::Ui;

const PLAY: Row<'_> = Row {
    name: "Play",
    about: "with the host, always, or while a key is held",
};

const LIGHT: Row<'_> = Row {
    name: "Light theme",
    about: "dark on light, for bright rooms",
};

const MODES: [PlayMode; 3] = [PlayMode::FollowHost, PlayMode::Run, PlayMode::WhileKeyHeld];

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let play = screen.shown.setup.play;
    if let Some(to) = choice(ui, screen, PLAY, (&play, &MODES), |mode| {
        word(*mode).to_owned()
    }) {
        screen.edit(hand, Edit::Setup(SetupChange::Play(to)));
    }
    heading(ui, screen, "Window");
    let is_light = !screen.theme.is_dark;
    if let Some(is_light) = switch(ui, screen, LIGHT, is_light) {
        screen.theme = Theme::of(is_light);
    }
}

fn word(mode: PlayMode) -> &'static str {
    match mode {
        PlayMode::FollowHost => "Follow the host",
        PlayMode::Run => "Always run",
        PlayMode::WhileKeyHeld => "While a key is held",
    }
}

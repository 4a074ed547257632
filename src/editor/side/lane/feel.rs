//! How a lane sits: its swing, its delay, how hard and how densely it plays.

use super::super::form::{Row, number, parameter, switch};
use super::{lane, narrow, set, set_voice};
use crate::editor::dial::{Handles, find};
use crate::editor::hand::Hand;
use crate::editor::screen::{Screen, Typed};
use crate::editor::side::Page;
use crate::pattern::{LaneSetting, Percent};
use egui::Ui;

/// The ends of the parameters' ids, with their rows.
const SWING: (&str, Row<'_>) = (
    "swing",
    Row {
        name: "Swing ±",
        about: "added to the kit's swing",
    },
);
const OTHERS: [(&str, Row<'_>); 3] = [
    (
        "delay",
        Row {
            name: "Delay",
            about: "how late the lane sits",
        },
    ),
    (
        "level",
        Row {
            name: "Level",
            about: "how hard the lane is struck",
        },
    ),
    (
        "density",
        Row {
            name: "Density",
            about: "added to the kit's density",
        },
    ),
];
const SWING_HERE: Row<'_> = Row {
    name: "Swing here too",
    about: "swings although its steps do not fit the swing grid, as triplets do not",
};
const PUSH: Row<'_> = Row {
    name: "Push share",
    about: "how much of the kit's Push moves the lane",
};

/// Shows it.
pub(super) fn show(ui: &mut Ui, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    own(ui, handles, (screen, hand), SWING);
    let swing_here = lane(screen).swing_here;
    if let Some(to) = switch(ui, screen, SWING_HERE, swing_here) {
        set(screen, hand, LaneSetting::SwingHere(to));
    }
    let [delay, others @ ..] = OTHERS;
    own(ui, handles, (screen, hand), delay);
    let push = i64::from(lane(screen).voice.push.get());
    let to = number(ui, screen, PUSH, (push, 0..=100, " %"));
    if let Some(push) = to.and_then(|to| narrow(to, Percent::new)) {
        set_voice(screen, hand, |voice| voice.push = push);
    }
    for other in others {
        own(ui, handles, (screen, hand), other);
    }
}

/// Sets a typed parameter whose field is no longer shown, so that nothing typed is lost.
pub(in crate::editor) fn keep_number(handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let own = format!("lane{}_", screen.lane.get() + 1);
    let is_open = screen.page_beside == Some(Page::Lane);
    let is_left = |typed: &mut Typed| {
        let id = &typed.id;
        id.starts_with("lane") && !(is_open && id.starts_with(&own))
    };
    if let Some(Typed { id, text, .. }) = screen.typing.take_if(is_left)
        && let Some(to) = find(handles, &id).and_then(|handle| handle.normalized_of(&text))
    {
        screen.set(hand, &id, to);
    }
}

/// The selected lane's parameter whose id ends so.
pub(super) fn own(
    ui: &mut Ui,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
    (end, row): (&str, Row<'_>),
) {
    let id = format!("lane{}_{end}", screen.lane.get() + 1);
    parameter(ui, handles, (screen, hand), row, &id);
}

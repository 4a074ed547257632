//! The kit's seed: what it is, and those that were heard last.

use super::super::form::{Button, Row, Stand, buttons, note, parameter};
use crate::editor::dial::{Handles, find};
use crate::editor::hand::Hand;
use crate::editor::number::count;
use crate::editor::screen::Screen;
use crate::pattern::{Edit, SeedHistory, SetupChange};
use egui::accesskit::Role;
use egui::{Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const SEED: Row<'_> = Row {
    name: "Seed",
    about: "what all draws start from",
};
const REROLL: [Button<'_>; 1] = [(
    "Reroll",
    "Another seed",
    "other ghosts and fills; the last 32 seeds stay a click away",
)];
/// How many dots stand in a row.
const COLUMNS: usize = 16;
const CELL: f32 = 16.0;

/// Shows it.
pub(super) fn show(ui: &mut Ui, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    parameter(ui, handles, (screen, hand), SEED, "seed");
    if buttons(ui, screen, &REROLL, |_| Stand::Plain).is_some() {
        crate::editor::health::reroll(screen, hand);
    }
    dots(ui, handles, (screen, hand));
    let lanes = screen.pattern().lanes.iter();
    let locked: Vec<_> = lanes
        .filter(|(_, lane)| lane.seed_locked)
        .map(|(_, lane)| lane.voice.name.as_str().to_owned())
        .collect();
    if !locked.is_empty() {
        let words = format!("Kept from rerolls: {}", locked.join(", "));
        note(ui, &words, screen.theme.muted);
    }
}

/// The last seeds, newest first; a click takes one back.
fn dots(ui: &mut Ui, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let history = screen.shown.setup.seeds;
    let rows = count(history.seeds().len().div_ceil(COLUMNS));
    let size = vec2(count(COLUMNS) * CELL, rows.max(1.0) * CELL);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let now = screen.shown.controls.seed;
    for (n, seed) in history.seeds().iter().copied().enumerate() {
        let (column, row) = (count(n % COLUMNS), count(n / COLUMNS));
        let at = rect.min + vec2(column, row) * CELL;
        let place = Rect::from_min_size(pos2(at.x, at.y), vec2(CELL, CELL));
        if dot(ui, place, (seed, seed == now), screen) {
            take((seed, history), handles, (screen, hand));
        }
    }
    if history.seeds().is_empty() {
        let words = "No seed was rerolled yet";
        let painter = ui.painter();
        let at = rect.left_center();
        let left = egui::Align2::LEFT_CENTER;
        crate::editor::paint::small(painter, at, left, words, screen.theme.muted);
    }
}

/// One dot: filled if it is heard now. Says whether it was clicked.
fn dot(ui: &Ui, place: Rect, (seed, is_now): (u16, bool), screen: &mut Screen) -> bool {
    let theme = screen.theme;
    let id = ui.scope_id().with(("seed", seed));
    let response = ui.interact(place, id, Sense::click());
    let name = format!("Seed {seed}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_now, &name));
    let painter = ui.painter();
    let colour = if response.hovered() {
        theme.text
    } else {
        theme.bar
    };
    if is_now {
        painter.circle_filled(place.center(), 5.0, theme.user);
    } else {
        painter.circle_stroke(place.center(), 4.0, Stroke::new(1.5, colour));
    }
    if response.hovered() {
        screen.hint = format!("{name}  ·  a click has it heard");
    }
    response.clicked()
}

/// Takes a seed back, and remembers the one that was heard.
fn take(
    (seed, history): (u16, SeedHistory),
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let now = screen.shown.controls.seed;
    let Some(handle) = find(handles, "seed").filter(|_| seed != now) else {
        return;
    };
    screen.history.begin();
    if !history.seeds().contains(&now) {
        screen.edit(hand, Edit::Setup(SetupChange::Seeds(history.with(now))));
    }
    screen.set(hand, "seed", handle.normalized_at(f32::from(seed)));
    screen.history.end();
}

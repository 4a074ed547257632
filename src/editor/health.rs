//! The line at the foot: how it fares, the seed, undo, and what the hovered control says.

use super::hand::Hand;
use super::layout::Layout;
use super::paint::{Lit, button, small};
use super::screen::Screen;
use super::theme::UNIT;
use crate::pattern::{Edit, SetupChange};
use egui::{Align2, Rect, Ui, pos2, vec2};

/// How large all can be drawn.
const ZOOMS: [f32; 4] = [1.25, 1.5, 1.75, 2.0];

/// Shows the foot.
pub fn show(ui: &Ui, layout: &Layout, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let rect = layout.foot;
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, theme.ground);
    painter.hline(
        rect.x_range(),
        rect.top(),
        egui::Stroke::new(1.0, theme.line),
    );
    let text = words(screen, hand);
    let colour = if is_well(screen) {
        theme.muted
    } else {
        theme.fill
    };
    let at = pos2(rect.left() + 3.0 * UNIT, rect.center().y);
    let font = egui::FontId::proportional(super::theme::SMALL);
    let said = painter.text(at, Align2::LEFT_CENTER, text, font, colour);
    let x = buttons(
        ui,
        pos2(said.right() + 4.0 * UNIT, rect.center().y),
        (screen, hand),
    );
    let room = Rect::from_min_max(pos2(x + 4.0 * UNIT, rect.top()), rect.right_bottom());
    let hint = ui.painter_at(room);
    let at = pos2(room.right() - 3.0 * UNIT, rect.center().y);
    let fits = !screen.hint.is_empty();
    let words = if fits { screen.hint.as_str() } else { "" };
    small(&hint, at, Align2::RIGHT_CENTER, words, theme.text);
}

fn is_well(screen: &Screen) -> bool {
    let counters = screen.shown.vitals.counters;
    !screen.shown.tripped && counters.no_slot + counters.refused == 0
}

/// How it fares, in words.
fn words(screen: &Screen, hand: &Hand) -> String {
    let vitals = screen.shown.vitals;
    if screen.shown.tripped {
        return "Silent after a fault: restart it".to_owned();
    }
    let counters = vitals.counters;
    let drops = counters.no_slot + counters.refused;
    let seed = hand.params.seed.value();
    format!(
        "{} strikes  ·  {} drops  ·  {} late  ·  {} sounding  ·  seed {}",
        counters.strikes, drops, counters.late, vitals.sounding, seed
    )
}

/// Reroll, undo, redo, panic; gives where they end.
fn buttons(ui: &Ui, from: egui::Pos2, (screen, hand): (&mut Screen, &Hand)) -> f32 {
    let theme = screen.theme;
    let mut x = from.x;
    let mut next = |text: &str, name: &str, about: &str, width: f32| {
        let rect = Rect::from_min_size(pos2(x, from.y - 10.0), vec2(width, 20.0));
        x += width + UNIT;
        let response = button(ui, rect, (text, name), Lit::Off, &theme);
        let is_clicked = response.clicked();
        response.on_hover_text(about);
        is_clicked
    };
    let (done, undone) = screen.history.depths();
    if next(
        "Reroll",
        "Reroll",
        "Another seed: other ghosts and fills (Shift-R)",
        52.0,
    ) {
        reroll(screen, hand);
    }
    if next(
        "Undo",
        "Undo",
        &format!("Undo (Ctrl-Z), {done} gestures"),
        44.0,
    ) {
        screen.undo(hand);
    }
    if next(
        "Redo",
        "Redo",
        &format!("Redo (Ctrl-Shift-Z), {undone} gestures"),
        44.0,
    ) {
        screen.redo(hand);
    }
    let (text, about) = if screen.shown.tripped {
        ("Restart", "Begin afresh after a fault")
    } else {
        ("Panic", "End every note and begin afresh")
    };
    if next(text, text, about, 52.0) {
        hand.ear.restart();
    }
    let zoom = ui.ctx().zoom_factor();
    let percent = format!("{:.0} %", zoom * 100.0);
    if next(
        &percent,
        "Zoom",
        "How large all is drawn, 100 to 200 %",
        52.0,
    ) {
        let larger = ZOOMS.iter().find(|larger| **larger > zoom + 0.01);
        ui.ctx().set_zoom_factor(larger.copied().unwrap_or(1.0));
    }
    x
}

/// Takes another seed, and remembers the one that was heard.
pub fn reroll(screen: &mut Screen, hand: &Hand) {
    let now = u16::try_from(hand.params.seed.value()).unwrap_or(1);
    let history = screen.shown.setup.seeds.with(now);
    let next = crate::pattern::rerolled(now, &history);
    screen.history.begin();
    screen.edit(hand, Edit::Setup(SetupChange::Seeds(history)));
    if let Some(handle) = hand.params.by_id("seed") {
        screen.set(hand, "seed", handle.normalized_at(f32::from(next)));
    }
    screen.history.end();
}

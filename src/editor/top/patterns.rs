//! The patterns, sixteen a page: used ones lit, the one that plays filled, a queued one blinking.

use crate::editor::dial::{Handles, find};
use crate::editor::hand::Hand;
use crate::editor::paint::{Lit, button};
use crate::editor::screen::Screen;
use crate::pattern::PatternIndex;
use egui::{Rect, Stroke, StrokeKind, Ui, pos2, vec2};

/// Shows them in `rect`, in two rows between the two arrows.
pub(super) fn show(
    ui: &Ui,
    rect: Rect,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let theme = screen.theme;
    let arrow = vec2(18.0, rect.height());
    let before = Rect::from_min_size(rect.min, arrow);
    let after = Rect::from_min_size(pos2(rect.right() - arrow.x, rect.top()), arrow);
    if button(ui, before, ("<", "Patterns before"), Lit::Off, &theme).clicked() {
        screen.page = screen.page.saturating_sub(1);
    }
    if button(ui, after, (">", "Patterns after"), Lit::Off, &theme).clicked() {
        screen.page = (screen.page + 1).min(7);
    }
    let room = Rect::from_min_max(
        pos2(before.right() + 4.0, rect.top()),
        pos2(after.left() - 4.0, rect.bottom()),
    );
    let size = vec2(
        (room.width() - 7.0 * 3.0) / 8.0,
        (room.height() - 4.0) / 2.0,
    );
    let first = screen.page * 16;
    for n in 0..16 {
        let Some(pattern) = PatternIndex::new(first + n) else {
            continue;
        };
        let at = pos2(
            room.left() + f32::from(n % 8) * (size.x + 3.0),
            room.top() + f32::from(n / 8) * (size.y + 4.0),
        );
        let place = Rect::from_min_size(at, size);
        one(ui, place, pattern, handles, (screen, hand));
    }
}

fn one(
    ui: &Ui,
    place: Rect,
    pattern: PatternIndex,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let theme = screen.theme;
    let shown = &screen.shown;
    let number = pattern.get() + 1;
    let is_used = shown
        .used
        .get(usize::from(pattern.get()))
        .copied()
        .unwrap_or(false);
    let is_asked_for = shown.index == pattern;
    let queued = shown.vitals.queued;
    let plays = shown.at.playing && shown.vitals.playing == pattern;
    let blinks = queued == Some(pattern) && ui.input(|input| input.time.fract() < 0.5);
    let lit = if plays || blinks || (is_asked_for && queued.is_none() && !shown.at.playing) {
        Lit::On(theme.user)
    } else {
        Lit::Off
    };
    if queued.is_some() {
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_millis(250));
    }
    let playing = shown.vitals.playing;
    let (text, name) = (number.to_string(), format!("Pattern {number}"));
    let response = button(ui, place, (&text, &name), lit, &theme);
    let painter = ui.painter();
    if is_used && lit == Lit::Off {
        let line = Rect::from_min_max(pos2(place.left() + 4.0, place.bottom() - 4.0), place.max);
        let line = Rect::from_min_size(line.min, vec2(place.width() - 8.0, 2.0));
        painter.rect_filled(line, 1.0, theme.user);
    }
    if is_asked_for {
        painter.rect_stroke(place, 4.0, Stroke::new(1.5, theme.text), StrokeKind::Inside);
    }
    if response.clicked() {
        // A second click on one that waits takes the wish back.
        let to = if queued == Some(pattern) {
            playing
        } else {
            pattern
        };
        if let Some(handle) = find(handles, "pattern") {
            let to = handle.normalized_at(f32::from(to.get() + 1));
            screen.set(hand, "pattern", to);
        }
    }
    if response.hovered() {
        let about = if is_used { "" } else { " (empty)" };
        screen.hint = format!("Pattern {number}{about}");
    }
}

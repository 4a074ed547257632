//! The patterns, sixteen a page: used ones lit, the one that plays filled, a queued one blinking.

use crate::editor::dial::{Handles, find, wheel_notches};
use crate::editor::hand::Hand;
use crate::editor::paint::{Lit, button};
use crate::editor::screen::Screen;
use crate::editor::side::pattern::verbs::{Verb, act, is_possible};
use crate::pattern::PatternIndex;
use egui::accesskit::Role;
use egui::{Button, Popup, Rect, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use std::cmp::Ordering;

/// The last page of sixteen.
const LAST_PAGE: u8 = 7;

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
    let first = button(ui, before, ("<", "Patterns before"), Lit::Off, &theme);
    let last = button(ui, after, (">", "Patterns after"), Lit::Off, &theme);
    let mut by = i8::from(last.clicked()) - i8::from(first.clicked());
    if ui.rect_contains_pointer(rect) {
        // The wheel goes down the pages as it goes down a list.
        let notches = ui.input(wheel_notches);
        by -= i8::from(notches > 0.0) - i8::from(notches < 0.0);
    }
    screen.page = screen.page.saturating_add_signed(by).min(LAST_PAGE);
    elsewhere(ui, (before, after), screen);
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

/// Marks on the arrows towards the page of what plays, filled, and of what waits, as a ring.
fn elsewhere(ui: &Ui, (before, after): (Rect, Rect), screen: &Screen) {
    let shown = &screen.shown;
    let playing = shown.at.playing.then_some(shown.vitals.playing);
    let colour = screen.theme.user;
    let place = |of: PatternIndex, y: f32| {
        let arrow = match (of.get() / 16).cmp(&screen.page) {
            Ordering::Less => before,
            Ordering::Equal => return None,
            Ordering::Greater => after,
        };
        Some(pos2(arrow.center().x, arrow.center().y + y))
    };
    if let Some(at) = playing.and_then(|playing| place(playing, -16.0)) {
        ui.painter().circle_filled(at, 3.0, colour);
    }
    if let Some(at) = shown.vitals.queued.and_then(|queued| place(queued, 16.0)) {
        ui.painter()
            .circle_stroke(at, 3.0, Stroke::new(1.5, colour));
    }
}

/// The menu of a pattern: what is done with all of it.
fn menu(ui: &mut Ui, pattern: PatternIndex, (screen, hand): (&mut Screen, &Hand)) {
    ui.set_width(120.0);
    for verb in Verb::ALL {
        let (text, ..) = verb.button();
        let name = format!("{text} pattern {}", pattern.get() + 1);
        let is_possible = is_possible(verb, pattern, (screen, hand));
        let response = ui.add_enabled(is_possible, Button::selectable(false, text));
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, is_possible, &name));
        if response.clicked() {
            act(verb, pattern, (screen, hand));
            ui.close();
        }
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
    Popup::context_menu(&response).show(|ui| menu(ui, pattern, (screen, hand)));
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
        screen.hint =
            format!("Pattern {number}{about}  ·  right-click: copy, paste, clear, double");
    }
}

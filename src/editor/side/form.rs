//! The rows that every page is made of: a word on the left, and what it is on the right.

mod number;
mod parameter;
mod wheel;

pub(super) use number::{Number, number, number_as, number_beside, value};
pub(super) use parameter::parameter;
pub(in crate::editor) use wheel::Wheel;

use crate::editor::paint::{Lit, button, small};
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use egui::accesskit::Role;
use egui::{
    Align2, ComboBox, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

/// How wide the word on the left is.
const WORD: f32 = 92.0;
/// How high a row is.
const HEIGHT: f32 = 24.0;

/// How high a list is at most.
const LIST: f32 = 400.0;

/// What a row is called, and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The word on the left, which is also the widget's name.
    pub name: &'a str,
    /// What it does, in a line.
    pub about: &'a str,
}

/// The title of some rows, under a hairline.
pub fn heading(ui: &mut Ui, screen: &Screen, text: &str) {
    ui.add_space(2.0 * UNIT);
    let width = ui.available_width();
    let (line, _) = ui.allocate_exact_size(vec2(width, 1.0), Sense::hover());
    let stroke = Stroke::new(1.0, screen.theme.line);
    ui.painter().hline(line.x_range(), line.top(), stroke);
    ui.label(RichText::new(text).small().color(screen.theme.text));
}

/// A few words between the rows.
pub fn note(ui: &mut Ui, text: &str, colour: egui::Color32) {
    ui.label(RichText::new(text).small().color(colour));
}

/// A row; `add` puts what stands on its right.
pub fn row<T>(
    ui: &mut Ui,
    screen: &mut Screen,
    row: Row<'_>,
    add: impl FnOnce(&mut Ui, &mut Screen) -> T,
) -> T {
    row_with_word(ui, screen, row, |ui, screen, _| add(ui, screen))
}

/// A row whose word can be clicked too.
fn row_with_word<T>(
    ui: &mut Ui,
    screen: &mut Screen,
    row: Row<'_>,
    add: impl FnOnce(&mut Ui, &mut Screen, &Response) -> T,
) -> T {
    let shown = ui.horizontal(|ui| {
        let (place, word) = ui.allocate_exact_size(vec2(WORD, HEIGHT), Sense::click());
        small(
            ui.painter(),
            place.left_center(),
            Align2::LEFT_CENTER,
            row.name,
            screen.theme.muted,
        );
        add(ui, screen, &word)
    });
    if shown.response.contains_pointer() {
        screen.hint = format!("{}  ·  {}", row.name, row.about);
    }
    shown.inner
}

/// One of a few; what it is changed to.
pub fn choice<T: Clone + PartialEq>(
    ui: &mut Ui,
    screen: &mut Screen,
    of: Row<'_>,
    (now, all): (&T, &[T]),
    text: impl Fn(&T) -> String,
) -> Option<T> {
    row(ui, screen, of, |ui, _| {
        let mut value = now.clone();
        let shown = ComboBox::from_id_salt(of.name)
            .selected_text(text(now))
            .width(ui.available_width())
            .height(LIST)
            .show_ui(ui, |ui| {
                for one in all {
                    ui.selectable_value(&mut value, one.clone(), text(one));
                }
            });
        let info = || WidgetInfo::labeled(Role::ComboBox, true, of.name);
        shown.response.widget_info(info);
        (value != *now).then_some(value)
    })
}

/// On or off; what it is changed to.
pub fn switch(ui: &mut Ui, screen: &mut Screen, of: Row<'_>, now: bool) -> Option<bool> {
    row(ui, screen, of, |ui, screen| {
        let size = vec2(ui.available_width(), HEIGHT);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, now, of.name));
        draw_switch(ui, rect, now, screen, &response);
        response.clicked().then_some(!now)
    })
}

/// A slot with a knob, on the left or on the right, and the word for it.
fn draw_switch(ui: &Ui, rect: Rect, is_on: bool, screen: &Screen, response: &Response) {
    let theme = &screen.theme;
    let slot = Rect::from_min_size(
        pos2(rect.left(), rect.center().y - 8.0),
        vec2(7.0 * UNIT, 4.0 * UNIT),
    );
    let (fill, knob, word) = if is_on {
        (theme.text, theme.on_accent, "On")
    } else {
        (theme.control, theme.muted, "Off")
    };
    let edge = if response.hovered() || response.has_focus() {
        theme.text
    } else {
        theme.beat
    };
    let painter = ui.painter();
    painter.rect_filled(slot, 8.0, fill);
    painter.rect_stroke(slot, 8.0, Stroke::new(1.0, edge), StrokeKind::Inside);
    let x = if is_on {
        slot.right() - 8.0
    } else {
        slot.left() + 8.0
    };
    painter.circle_filled(pos2(x, slot.center().y), 5.0, knob);
    let at = pos2(slot.right() + 2.0 * UNIT, rect.center().y);
    small(painter, at, Align2::LEFT_CENTER, word, theme.text);
}

/// A button of a row of them: what stands on it, what it is called, what it does.
pub(super) type Button<'a> = (&'a str, &'a str, &'a str);

/// How a button of a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// It can be clicked.
    Plain,
    /// It is what holds now.
    Lit,
    /// There is nothing for it to do.
    Idle,
}

/// Buttons of one width beside one another; the place of the clicked one.
pub(super) fn buttons(
    ui: &mut Ui,
    screen: &mut Screen,
    all: &[Button<'_>],
    stands: impl Fn(usize) -> Stand,
) -> Option<usize> {
    let size = vec2(ui.available_width(), HEIGHT);
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    let count = crate::editor::number::count(all.len());
    let width = (place.width() + UNIT) / count - UNIT;
    let mut clicked = None;
    for (n, (text, name, about)) in all.iter().enumerate() {
        let left = place.left() + crate::editor::number::count(n) * (width + UNIT);
        let rect = Rect::from_min_size(pos2(left, place.top()), vec2(width, HEIGHT));
        let lit = match stands(n) {
            Stand::Lit => Lit::On(screen.theme.text),
            Stand::Plain => Lit::Off,
            Stand::Idle => {
                idle(ui, rect, (text, name), screen);
                continue;
            }
        };
        let response = button(ui, rect, (text, name), lit, &screen.theme);
        if response.clicked() {
            clicked = Some(n);
        }
        if response.hovered() {
            screen.hint = format!("{name}  ·  {about}");
        }
    }
    clicked
}

/// A button that has nothing to do.
fn idle(ui: &Ui, rect: Rect, (text, name): (&str, &str), screen: &Screen) {
    let id = ui.scope_id().with(("button", name));
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, false, name));
    let (painter, theme) = (ui.painter(), &screen.theme);
    let stroke = Stroke::new(1.0, theme.line);
    painter.rect_stroke(rect, 4.0, stroke, StrokeKind::Inside);
    let centre = Align2::CENTER_CENTER;
    small(painter, rect.center(), centre, text, theme.bar);
}

/// Makes what is changed while the hand drags one gesture.
pub fn group(screen: &mut Screen, response: &Response) {
    if response.drag_started() {
        screen.history.begin();
    }
    if response.drag_stopped() {
        screen.history.end();
    }
}

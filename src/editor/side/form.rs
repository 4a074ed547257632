//! The rows that every page is made of: a word on the left, and what it is on the right.

mod number;
mod parameter;
mod wheel;

pub(super) use number::{Number, number, number_as, value};
pub(super) use parameter::parameter;
pub(in crate::editor) use wheel::Wheel;

use crate::editor::paint::{Lit, button, small};
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use egui::accesskit::Role;
use egui::{Align2, ComboBox, Rect, Response, RichText, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// How wide the word on the left is.
const WORD: f32 = 92.0;
/// How high a row is.
const HEIGHT: f32 = 24.0;

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
    row(ui, screen, of, |ui, _| {
        let mut value = now;
        let response = ui.checkbox(&mut value, "");
        response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, value, of.name));
        (value != now).then_some(value)
    })
}

/// A button of a row of them: what stands on it, what it is called, what it does.
pub(super) type Button<'a> = (&'a str, &'a str, &'a str);

/// Buttons of one width beside one another, of which some are lit; the place of the clicked one.
pub(super) fn buttons(
    ui: &mut Ui,
    screen: &mut Screen,
    all: &[Button<'_>],
    is_lit: impl Fn(usize) -> bool,
) -> Option<usize> {
    let size = vec2(ui.available_width(), HEIGHT);
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    let count = crate::editor::number::count(all.len());
    let width = (place.width() + UNIT) / count - UNIT;
    let mut clicked = None;
    for (n, (text, name, about)) in all.iter().enumerate() {
        let left = place.left() + crate::editor::number::count(n) * (width + UNIT);
        let rect = Rect::from_min_size(pos2(left, place.top()), vec2(width, HEIGHT));
        let lit = if is_lit(n) {
            Lit::On(screen.theme.text)
        } else {
            Lit::Off
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

/// Makes what is changed while the hand drags one gesture.
pub fn group(screen: &mut Screen, response: &Response) {
    if response.drag_started() {
        screen.history.begin();
    }
    if response.drag_stopped() {
        screen.history.end();
    }
}

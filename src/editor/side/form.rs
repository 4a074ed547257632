//! The rows that every page is made of: a word on the left, and what it is on the right.

use crate::editor::dial::wheel_notches;
use crate::editor::number::whole;
use crate::editor::paint::small;
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use egui::accesskit::Role;
use egui::{Align2, ComboBox, DragValue, Response, RichText, Sense, Ui, WidgetInfo, vec2};
use std::ops::RangeInclusive;

/// How wide the word on the left is.
const WORD: f32 = 92.0;

/// What a row is called, and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The word on the left, which is also the widget's name.
    pub name: &'a str,
    /// What it does, in a line.
    pub about: &'a str,
}

/// The title of some rows.
pub fn heading(ui: &mut Ui, screen: &Screen, text: &str) {
    ui.add_space(2.0 * UNIT);
    ui.label(RichText::new(text).small().color(screen.theme.muted));
}

/// A row; `add` puts what stands on its right.
pub fn row<T>(
    ui: &mut Ui,
    screen: &mut Screen,
    row: Row<'_>,
    add: impl FnOnce(&mut Ui, &mut Screen) -> T,
) -> T {
    let shown = ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(WORD, 24.0), Sense::hover());
        small(
            ui.painter(),
            place.left_center(),
            Align2::LEFT_CENTER,
            row.name,
            screen.theme.muted,
        );
        add(ui, screen)
    });
    if shown.response.contains_pointer() {
        screen.hint = format!("{}  ·  {}", row.name, row.about);
    }
    shown.inner
}

/// A whole number that is dragged, wheeled or typed; what it is changed to. A drag is one gesture.
pub fn number(
    ui: &mut Ui,
    screen: &mut Screen,
    of: Row<'_>,
    (now, range, unit): (i64, RangeInclusive<i64>, &str),
) -> Option<i64> {
    row(ui, screen, of, |ui, screen| {
        let (least, greatest) = (*range.start(), *range.end());
        let mut value = now;
        let widget = DragValue::new(&mut value)
            .range(range)
            .suffix(unit)
            .speed(0.2);
        let mut response = ui.add(widget);
        if response.contains_pointer() {
            let notches = ui.input(wheel_notches);
            let by = whole(f64::from(notches), -256, 256);
            value = (value + by).clamp(least, greatest);
        }
        if value != now {
            response.mark_changed();
        }
        response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, of.name));
        group(screen, &response);
        (value != now).then_some(value)
    })
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
            .width(ui.available_width() - 2.0 * UNIT)
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

/// Makes what is changed while the hand drags one gesture.
pub fn group(screen: &mut Screen, response: &Response) {
    if response.drag_started() {
        screen.history.begin();
    }
    if response.drag_stopped() {
        screen.history.end();
    }
}

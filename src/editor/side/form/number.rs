//! Whole numbers: dragged, wheeled or typed, and put to their default by their word.

use super::{HEIGHT, Row, group, row_with_word};
use crate::editor::number::whole;
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use crate::time::{round_i64, to_f64};
use egui::accesskit::Role;
use egui::{Atom, DragValue, Response, Ui, WidgetInfo, vec2};
use std::ops::RangeInclusive;

/// How far a point of the hand's way moves a number.
const SPEED: f64 = 0.2;

/// How wide what stands beside a number is.
const BESIDE: f32 = 56.0;

/// A number on a page.
pub(in crate::editor::side) struct Number<'a> {
    /// What it is.
    pub now: i64,
    /// What it may be.
    pub range: RangeInclusive<i64>,
    /// What a double-click on its word makes of it.
    pub default: Option<i64>,
    /// How it is written.
    pub text: &'a dyn Fn(i64) -> String,
    /// What is meant by what is typed.
    pub meaning: &'a dyn Fn(&str) -> Option<i64>,
}

/// A whole number that is dragged, wheeled or typed; what it is changed to. A drag is one gesture.
pub fn number(
    ui: &mut Ui,
    screen: &mut Screen,
    of: Row<'_>,
    (now, range, unit): (i64, RangeInclusive<i64>, &str),
) -> Option<i64> {
    let number = Number {
        now,
        range,
        default: None,
        text: &|now| format!("{now}{}", unit_of(now, unit)),
        meaning: &plain,
    };
    number_as(ui, screen, of, &number)
}

/// The unit as it is read behind a number: a single bar has no s.
fn unit_of(now: i64, unit: &str) -> &str {
    let is_word = unit.len() > " ms".len();
    let single = unit.strip_suffix('s').filter(|_| is_word);
    single.filter(|_| now.abs() == 1).unwrap_or(unit)
}

/// The number in a text, with or without its unit.
fn plain(text: &str) -> Option<i64> {
    let number = text.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    number.trim().parse().ok()
}

/// The same for a number that is written in its own way.
pub(in crate::editor::side) fn number_as(
    ui: &mut Ui,
    screen: &mut Screen,
    of: Row<'_>,
    number: &Number<'_>,
) -> Option<i64> {
    row_with_word(ui, screen, of, |ui, screen, word| {
        let width = ui.available_width();
        worded(ui, screen, (of.name, word), number, width)
    })
}

/// The same with something small beside it.
pub(in crate::editor::side) fn number_beside(
    ui: &mut Ui,
    screen: &mut Screen,
    of: Row<'_>,
    number: &Number<'_>,
    add: impl FnOnce(&mut Ui, &mut Screen),
) -> Option<i64> {
    row_with_word(ui, screen, of, |ui, screen, word| {
        let width = ui.available_width() - BESIDE - UNIT;
        let to = worded(ui, screen, (of.name, word), number, width);
        add(ui, screen);
        to
    })
}

/// A number behind its word.
fn worded(
    ui: &mut Ui,
    screen: &mut Screen,
    (name, word): (&str, &Response),
    number: &Number<'_>,
    width: f32,
) -> Option<i64> {
    let put_back = word.double_clicked().then_some(number.default).flatten();
    let changed = value(ui, screen, name, number, width);
    put_back.filter(|to| *to != number.now).or(changed)
}

/// The number alone, so wide; `name` is what it is called.
pub(in crate::editor::side) fn value(
    ui: &mut Ui,
    screen: &mut Screen,
    name: &str,
    number: &Number<'_>,
    width: f32,
) -> Option<i64> {
    let (least, greatest) = (*number.range.start(), *number.range.end());
    let mut value = number.now;
    let is_fine = ui.input(|input| input.modifiers.command);
    let widget = DragValue::new(&mut value)
        .range(least..=greatest)
        // What is only shown is left as it is, whatever it is.
        .clamp_existing_to_range(false)
        .speed(if is_fine { SPEED / 10.0 } else { SPEED })
        .min_size(vec2(width, HEIGHT))
        .update_while_editing(false)
        .suffix(Atom::grow())
        .custom_formatter(|value, _| (number.text)(round_i64(value)))
        .custom_parser(|text| (number.meaning)(text).map(to_f64));
    let mut response = ui.add(widget);
    let notches = screen.beside.wheel.turned_on(ui, &response);
    let by = whole(f64::from(notches), -256, 256);
    if by != 0 {
        value = (value + by).clamp(least, greatest);
    }
    finish(screen, &mut response, name, (number.now, value));
    (value != number.now).then_some(value)
}

fn finish(screen: &mut Screen, response: &mut Response, name: &str, (before, now): (i64, i64)) {
    if now != before {
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
    group(screen, response);
}

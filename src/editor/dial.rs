//! A parameter on the screen: its name, its value with the unit, and every way to change it.
//!
//! Drag or wheel changes it, Ctrl makes that fine; a double-click on the name puts it to its
//! default, one on the number lets it be typed.

use super::hand::Hand;
use super::history::Change;
use super::midi::{param, teach};
use super::number::px;
use super::paint;
use super::screen::{Screen, Typed};
use super::theme::{BODY, SMALL, UNIT};
use crate::plugin::params::{Handle, Kind};
use egui::accesskit::Role;
use egui::{Align2, Key, Popup, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

/// How far the hand goes for the whole range, in points.
const TRAVEL: f32 = 200.0;
/// How much slower it goes with Ctrl.
const FINE: f32 = 0.1;

/// For so long, in seconds, a notch of the wheel goes on from where the one before it left off: a
/// host may set what it is told only a block later.
const GOES_ON: f64 = 0.3;

/// What the wheel did last to a parameter.
#[derive(Clone, Debug)]
pub struct Turned {
    id: String,
    /// What it set, 0 to 1.
    value: f32,
    at: f64,
    /// Whether there is something to undo by now.
    is_booked: bool,
}

/// What a dial looks like.
#[derive(Clone, Copy, Debug)]
pub struct Face<'a> {
    /// The parameter's id.
    pub id: &'a str,
    /// What stands above the number.
    pub title: &'a str,
    /// What it does, in a line.
    pub about: &'a str,
}

/// The parameters of an instance, listed once a frame.
pub type Handles<'a> = [Handle<'a>];

/// The parameter with this id.
pub fn find<'a, 'b>(handles: &'b Handles<'a>, id: &str) -> Option<&'b Handle<'a>> {
    handles.iter().find(|handle| handle.id() == id)
}

/// Shows the parameter in `rect`, and lets it be changed.
pub fn dial(
    ui: &mut Ui,
    rect: Rect,
    face: Face<'_>,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let Some(handle) = find(handles, face.id) else {
        return;
    };
    if typing_on_dial(ui, rect, handle, (screen, hand)) {
        return;
    }
    let id = ui.scope_id().with(("dial", face.id));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let about = format!("{}: {}\n{}", handle.name(), handle.text(), face.about);
    if response.hovered() {
        screen.hint = format!("{}  {}  ·  {}", handle.name(), handle.text(), face.about);
    }
    let label = handle.name().to_owned();
    match handle.kind() {
        Kind::Switch => {
            let is_on = handle.value() > 0.5;
            response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, &label));
            if response.clicked() {
                screen.set(hand, face.id, if is_on { 0.0 } else { 1.0 });
            }
        }
        Kind::Choice(texts) => {
            response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
            choose(&response, handle, &texts, (screen, hand));
            turn(ui, &response, handle, (screen, hand));
        }
        Kind::Number { .. } | Kind::Whole { .. } => {
            let value = f64::from(handle.value());
            response.widget_info(|| WidgetInfo::slider(true, value, &label));
            turn(ui, &response, handle, (screen, hand));
        }
    }
    if response.double_clicked() {
        double_clicked(&response, rect, handle, (screen, hand));
    }
    draw(ui, rect, face, handle, screen, &response);
    teach(ui, (&response, rect), &param(face.id), (screen, hand));
    response.on_hover_text(about);
}

/// The number of the dial in `rect` while it is typed there; false if it is not.
pub(super) fn typing_on_dial(
    ui: &mut Ui,
    rect: Rect,
    handle: &Handle<'_>,
    (screen, hand): (&mut Screen, &Hand),
) -> bool {
    let field = rect.shrink2(vec2(2.0, 10.0));
    typing(ui, field, (handle, false), (screen, hand))
}

/// Has the number be typed, or puts it to its default: as the hand is on the number or above it.
pub(super) fn double_clicked(
    response: &Response,
    rect: Rect,
    handle: &Handle<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let is_number = matches!(handle.kind(), Kind::Number { .. } | Kind::Whole { .. });
    let on_number = response
        .interact_pointer_pos()
        .is_some_and(|at| at.y > rect.top() + 0.45 * rect.height());
    if is_number && on_number {
        screen.typing = Some(Typed {
            id: handle.id().to_owned(),
            on_page: false,
            text: handle.text(),
        });
    } else {
        screen.set(hand, handle.id(), handle.default_normalized());
    }
}

/// The number in `rect`, on a page or not, while it is typed there; false if it is not.
pub(super) fn typing(
    ui: &mut Ui,
    rect: Rect,
    (handle, on_page): (&Handle<'_>, bool),
    (screen, hand): (&mut Screen, &Hand),
) -> bool {
    let is_here = |typed: &mut Typed| typed.id == handle.id() && typed.on_page == on_page;
    let Some(mut typed) = screen.typing.take_if(is_here) else {
        return false;
    };
    let edit = egui::TextEdit::singleline(&mut typed.text).font(egui::TextStyle::Body);
    let response = ui.put(rect, edit);
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        return true;
    }
    if response.lost_focus() {
        if let Some(to) = handle.normalized_of(&typed.text) {
            screen.set(hand, &typed.id, to);
        }
        return true;
    }
    response.request_focus();
    screen.typing = Some(typed);
    true
}

/// The list of a choice.
fn choose(
    response: &Response,
    handle: &Handle<'_>,
    texts: &[String],
    (screen, hand): (&mut Screen, &Hand),
) {
    Popup::menu(response).show(|ui| {
        for (place, text) in (0_u16..).zip(texts) {
            let plain = f32::from(place);
            let is_it = (handle.value() - plain).abs() < 0.5;
            if ui.selectable_label(is_it, text).clicked() {
                screen.set(hand, handle.id(), handle.normalized_at(plain));
                ui.close();
            }
        }
    });
}

/// Drag and wheel.
pub(super) fn turn(
    ui: &Ui,
    response: &Response,
    handle: &Handle<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    pull(ui, response, handle, (screen, hand));
    if response.contains_pointer() {
        let notches = ui.input(wheel_notches);
        turn_by(ui, notches, handle, (screen, hand));
    }
}

/// How much slower the hand moves it.
fn scale(ui: &Ui) -> f32 {
    ui.input(|input| if input.modifiers.command { FINE } else { 1.0 })
}

/// Turns it by so many notches of the wheel.
pub(super) fn turn_by(
    ui: &Ui,
    notches: f32,
    handle: &Handle<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    if notches == 0.0 {
        return;
    }
    let now = ui.input(|input| input.time);
    let goes_on = |last: &Turned| last.id == handle.id() && now - last.at < GOES_ON;
    let last = screen.turned.take().filter(goes_on);
    let before = handle.normalized();
    let from = last.as_ref().map_or(before, |last| last.value);
    let value = (from + notches * notch(handle) * scale(ui)).clamp(0.0, 1.0);
    let was_booked = last.is_some_and(|last| last.is_booked);
    let is_other = handle.is_other(value);
    let id = handle.id().to_owned();
    if is_other && was_booked {
        let to = before;
        let id = id.clone();
        screen.history.book_further(Change::Value { id, to });
    } else if is_other {
        screen.book_value(&id, before);
    }
    hand.set(&id, value);
    screen.turned = Some(Turned {
        id,
        value,
        at: now,
        is_booked: is_other || was_booked,
    });
}

/// Drag.
pub(super) fn pull(
    ui: &Ui,
    response: &Response,
    handle: &Handle<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    if response.drag_started() {
        screen.history.begin();
        screen.turned = None;
        screen.held = Some((handle.id().to_owned(), handle.normalized()));
        hand.ear.begin(handle);
    }
    if let Some((id, value)) = &mut screen.held
        && id == handle.id()
    {
        let motion = response.drag_delta();
        let moved = (motion.x - motion.y) / TRAVEL * scale(ui);
        if response.dragged() && moved != 0.0 {
            *value = (*value + moved).clamp(0.0, 1.0);
            let to = detent(handle, *value);
            screen.book_if_other(handle, to);
            hand.ear.set(handle, to);
        }
        if response.drag_stopped() {
            screen.held = None;
            screen.history.end();
            hand.ear.end(handle);
        }
    }
}

/// How many notches the wheel went up in this frame.
pub(super) fn wheel_notches(input: &egui::InputState) -> f32 {
    let events = input.events.iter();
    events
        .map(|event| match event {
            egui::Event::MouseWheel { delta, .. } if delta.y != 0.0 => delta.y.signum(),
            _ => 0.0,
        })
        .sum()
}

/// What a notch of the wheel is, as a part of the range.
fn notch(handle: &Handle<'_>) -> f32 {
    match handle.kind() {
        Kind::Number { .. } => 0.02,
        Kind::Whole { min, max } => 1.0 / (max - min).max(1.0),
        Kind::Switch => 1.0,
        Kind::Choice(texts) => 1.0 / (super::number::count(texts.len()) - 1.0).max(1.0),
    }
}

/// The ratios of swing that the hand finds by itself.
const DETENTS: [f32; 8] = [50.0, 54.0, 58.0, 60.0, 62.0, 66.7, 70.0, 75.0];

/// `value`, or the detent next to it.
fn detent(handle: &Handle<'_>, value: f32) -> f32 {
    if handle.id() != "swing" {
        return value;
    }
    let near = |detent: &&f32| (handle.normalized_at(**detent) - value).abs() < 0.005;
    let detent = DETENTS.iter().find(near);
    detent.map_or(value, |detent| handle.normalized_at(*detent))
}

/// The value from 0 to 1 that is drawn: as the hand has it, or as it is.
pub(super) fn drawn_value(handle: &Handle<'_>, screen: &Screen) -> f32 {
    match &screen.held {
        Some((id, value)) if id == handle.id() => detent(handle, *value),
        _ => handle.normalized(),
    }
}

fn draw(
    ui: &Ui,
    rect: Rect,
    face: Face<'_>,
    handle: &Handle<'_>,
    screen: &Screen,
    response: &Response,
) {
    let theme = &screen.theme;
    let painter = &ui.painter_at(rect);
    paint::control(painter, rect, theme, response);
    let inner = rect.shrink2(vec2(2.0 * UNIT, UNIT));
    let value = drawn_value(handle, screen);
    let title = egui::FontId::proportional(SMALL);
    painter.text(
        inner.left_top(),
        Align2::LEFT_TOP,
        face.title,
        title,
        theme.muted,
    );
    let is_switch = handle.kind() == Kind::Switch;
    let is_on = is_switch && handle.value() > 0.5;
    let text = match handle.kind() {
        Kind::Switch if is_on => "On".to_owned(),
        Kind::Switch => "Off".to_owned(),
        // The word for the unit would not fit, and the sign says enough.
        _ => handle.text_at(value).replace(" % points", " %"),
    };
    let at = pos2(inner.left(), rect.top() + 17.0);
    let font = egui::FontId::proportional(BODY);
    painter.text(at, Align2::LEFT_TOP, text, font, theme.text);
    let track = Rect::from_min_max(
        pos2(inner.left(), rect.bottom() - 7.0),
        inner.right_bottom(),
    );
    let track = Rect::from_min_size(track.min, vec2(track.width(), 3.0));
    paint::track(painter, track, theme, bar_of(handle, value));
    let moved = handle.modulated();
    if (moved - handle.normalized()).abs() > 0.001 {
        let x = track.left() + moved * track.width();
        painter.circle_filled(pos2(x, track.center().y), 3.0, theme.text);
    }
}

/// From where to where the bar of a value goes, 0 to 1: from the middle if there is a zero there.
pub(super) fn bar_of(handle: &Handle<'_>, value: f32) -> (f32, f32) {
    let from = match handle.kind() {
        Kind::Number { min, max } | Kind::Whole { min, max } if min < 0.0 => {
            px(f64::from(-min / (max - min)))
        }
        _ => 0.0,
    };
    (from.min(value), from.max(value))
}

//! The groove and the feel: what they are, and the lists of others.

mod browser;
mod list;
mod load;
mod own;
mod trial;

use crate::editor::hand::Hand;
use crate::editor::paint::{Lit, button, small};
use crate::editor::screen::Screen;
use crate::editor::theme::{BODY, SMALL, Theme, UNIT};
use crate::grooves::{Feel, feels};
use egui::accesskit::Role;
use egui::{
    Align2, FontId, Popup, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

pub use browser::Browser;
pub(in crate::editor) use load::is_of_feels;
pub use load::{Take, load};
pub use trial::cancel as cancel_trial;

/// Shows the name of the program with the feel beside it, and the groove below.
pub(super) fn show(ui: &Ui, rect: Rect, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let half = (rect.height() - UNIT) / 2.0;
    let at = pos2(rect.left() + UNIT, rect.top() + half / 2.0);
    let title = FontId::proportional(15.0);
    ui.painter()
        .text(at, Align2::LEFT_CENTER, "Afterbeat", title, theme.text);
    let place = pos2(rect.left() + 84.0, rect.top());
    let place = Rect::from_min_max(place, pos2(rect.right(), rect.top() + half));
    feel_menu(ui, place, (screen, hand));
    let place = pos2(rect.left(), rect.top() + half + UNIT);
    let place = Rect::from_min_max(place, rect.max);
    let name = screen.browser.name_of(screen);
    let response = drop_down(ui, place, (&name, "Groove"), (BODY, &theme));
    if response.hovered() {
        "Groove  ·  search, hear and load grooves; one click undoes".clone_into(&mut screen.hint);
    }
    browser::show(ui, &response, (screen, hand));
}

/// A button with a text at its left and a caret at its right.
fn drop_down(
    ui: &Ui,
    place: Rect,
    (text, name): (&str, &str),
    (size, theme): (f32, &Theme),
) -> Response {
    let response = button(ui, place, ("", name), Lit::Off, theme);
    let at = pos2(place.left() + 2.0 * UNIT, place.center().y);
    let room = Rect::from_min_max(place.min, pos2(place.right() - 5.0 * UNIT, place.bottom()));
    let font = FontId::proportional(size);
    let painter = ui.painter_at(room);
    painter.text(at, Align2::LEFT_CENTER, text, font, theme.text);
    let tip = pos2(place.right() - 3.0 * UNIT, place.center().y + 3.0);
    let caret = vec![tip - vec2(4.0, 5.0), tip - vec2(-4.0, 5.0), tip];
    let caret = Shape::convex_polygon(caret, theme.muted, Stroke::NONE);
    ui.painter().add(caret);
    response
}

/// The feels as words, and the one that holds.
fn feel_menu(ui: &Ui, place: Rect, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let handles = hand.params.list();
    let holds = feels()
        .iter()
        .find(|feel| load::holds(&feel.values, &handles));
    let name = holds.map_or("Own feel", |feel| feel.name.as_str());
    let response = drop_down(ui, place, (name, "Feel"), (SMALL, &theme));
    if response.hovered() {
        let about = holds.map_or("how far from the grid it sits, and how steadily", |feel| {
            feel.about.as_str()
        });
        screen.hint = format!("Feel: {name}  ·  {about}");
    }
    Popup::menu(&response).show(|ui| {
        ui.set_width(76.0 * UNIT);
        for feel in feels() {
            let is_it = holds.is_some_and(|holds| holds.name == feel.name);
            if feel_row(ui, feel, is_it, &theme).clicked() {
                screen.history.begin();
                load::lay_over(&feel.values, (screen, hand));
                screen.history.end();
                ui.close();
            }
        }
    });
}

/// A feel's name, and beside it how it plays.
fn feel_row(ui: &mut Ui, feel: &Feel, is_it: bool, theme: &Theme) -> Response {
    let size = vec2(ui.available_width(), 7.0 * UNIT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_it, &feel.name));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, 4.0, theme.control);
    }
    if is_it {
        let mark = Rect::from_min_size(rect.min + vec2(0.0, 6.0), vec2(3.0, rect.height() - 12.0));
        painter.rect_filled(mark, 1.5, theme.user);
    }
    let at = rect.left_center() + vec2(2.0 * UNIT, 0.0);
    let font = FontId::proportional(BODY);
    painter.text(at, Align2::LEFT_CENTER, &feel.name, font, theme.text);
    let at = at + vec2(18.0 * UNIT, 0.0);
    small(painter, at, Align2::LEFT_CENTER, &feel.about, theme.muted);
    response
}

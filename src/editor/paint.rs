//! Small shapes that the whole screen is made of.

use super::theme::{SMALL, Theme};
use egui::accesskit::Role;
use egui::{
    Align2, Color32, FontId, Painter, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

/// The ground of something that can be pressed.
pub fn control(painter: &Painter, rect: Rect, theme: &Theme, response: &Response) {
    let fill = if response.is_pointer_button_down_on() {
        theme.line
    } else {
        theme.control
    };
    painter.rect_filled(rect, 4.0, fill);
    let edge = if response.has_focus() {
        theme.text
    } else if response.hovered() {
        theme.bar
    } else {
        return;
    };
    painter.rect_stroke(rect, 4.0, Stroke::new(1.0, edge), StrokeKind::Inside);
}

/// A thin bar, filled from one part of it to another.
pub fn track(painter: &Painter, rect: Rect, theme: &Theme, (from, to): (f32, f32)) {
    painter.rect_filled(rect, 1.5, theme.beat);
    let x = |part: f32| rect.left() + part.clamp(0.0, 1.0) * rect.width();
    let filled = Rect::from_min_max(pos2(x(from), rect.top()), pos2(x(to), rect.bottom()));
    painter.rect_filled(filled, 1.5, theme.text);
    let edge = if to > 0.999 || from < to { to } else { from };
    painter.rect_filled(
        Rect::from_center_size(pos2(x(edge), rect.center().y), vec2(2.0, 7.0)),
        1.0,
        theme.text,
    );
}

/// Text that is read second.
pub fn small(painter: &Painter, at: egui::Pos2, align: Align2, text: &str, colour: Color32) {
    painter.text(at, align, text, FontId::proportional(SMALL), colour);
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lit {
    /// As any other.
    Off,
    /// In this colour.
    On(Color32),
}

/// A button with a short text; `name` is what it is called, and what it says when hovered.
pub fn button(
    ui: &Ui,
    rect: Rect,
    (text, name): (&str, &str),
    lit: Lit,
    theme: &Theme,
) -> Response {
    let id = ui.scope_id().with(("button", name));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let is_on = lit != Lit::Off;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, name));
    let painter = ui.painter();
    control(painter, rect, theme, &response);
    let colour = match lit {
        Lit::On(colour) => {
            painter.rect_filled(rect, 4.0, colour);
            theme.on_accent
        }
        Lit::Off => theme.text,
    };
    small(painter, rect.center(), Align2::CENTER_CENTER, text, colour);
    response
}

/// Slanted lines inside `rect`.
pub fn hatch(painter: &Painter, rect: Rect, stroke: Stroke) {
    let clipped = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        let ends = [pos2(x, rect.bottom()), pos2(x + rect.height(), rect.top())];
        clipped.add(Shape::line_segment(ends, stroke));
        x += 4.0;
    }
}

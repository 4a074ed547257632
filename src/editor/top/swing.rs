//! Swing, the largest control: its value, and a pair of notes as long and short as they sound.

use crate::editor::axis::swing_now;
use crate::editor::dial::{Handles, double_clicked, drawn_value, find, turn, typing_on_dial};
use crate::editor::hand::Hand;
use crate::editor::midi::{param, teach};
use crate::editor::number::px;
use crate::editor::passes::whereabouts;
use crate::editor::screen::Screen;
use crate::editor::theme::{SMALL, UNIT};
use egui::accesskit::Role;
use egui::{Align2, FontId, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Shows it in `rect`.
pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let Some(handle) = find(handles, "swing") else {
        return;
    };
    if typing_on_dial(ui, rect, handle, (screen, hand)) {
        return;
    }
    let response = ui.interact(rect, ui.scope_id().with("swing"), Sense::click_and_drag());
    let percent = f64::from(handle.value());
    response.widget_info(|| WidgetInfo {
        role: Role::Slider,
        ..WidgetInfo::slider(true, percent, "Swing")
    });
    turn(ui, &response, handle, (screen, hand));
    if response.double_clicked() {
        double_clicked(&response, rect, handle, (screen, hand));
    }
    let late = milliseconds(screen);
    let text = handle.text_at(drawn_value(handle, screen));
    if response.hovered() {
        screen.hint = format!("Swing  {text}, {late:.0} ms late  ·  bends the grid; Ctrl is fine");
    }
    draw(ui, rect, screen, (&text, late), &response);
    // Beside the milliseconds, which have the corner.
    let place = Rect::from_min_max(rect.min, pos2(rect.center().x, rect.bottom()));
    teach(ui, (&response, place), &param("swing"), (screen, hand));
}

/// How much later the off-note of a pair sounds than straight.
fn milliseconds(screen: &Screen) -> f64 {
    let shown = &screen.shown;
    let pair = shown.controls.swing_grid.pair();
    let pair = whereabouts(shown).speed.span(pair).to_f64();
    pair * (swing_now(shown) - 0.5) / shown.ticks_of_ms(1.0).max(1.0)
}

fn draw(
    ui: &Ui,
    rect: Rect,
    screen: &Screen,
    (text, late): (&str, f64),
    response: &egui::Response,
) {
    let theme = &screen.theme;
    let painter = ui.painter();
    painter.rect_filled(rect, 6.0, theme.panel);
    let edge = if response.hovered() || response.dragged() {
        theme.user
    } else {
        theme.beat
    };
    painter.rect_stroke(rect, 6.0, Stroke::new(1.0, edge), StrokeKind::Inside);
    let inner = rect.shrink2(vec2(2.5 * UNIT, 1.5 * UNIT));
    let small = FontId::proportional(SMALL);
    let title = inner.left_top();
    painter.text(title, Align2::LEFT_TOP, "SWING", small.clone(), theme.muted);
    let value = FontId::proportional(22.0);
    let at = inner.left_bottom() + vec2(0.0, 3.0);
    painter.text(at, Align2::LEFT_BOTTOM, text, value, theme.text);
    let words = format!("{late:+.0} ms");
    let at = inner.right_top();
    painter.text(at, Align2::RIGHT_TOP, words, small, theme.muted);
    pair(ui, inner, screen);
}

/// The pair: a long note and a short one, split where the second sounds.
fn pair(ui: &Ui, inner: Rect, screen: &Screen) {
    let theme = &screen.theme;
    let painter = ui.painter();
    let place = Rect::from_min_max(
        pos2(inner.left() + 84.0, inner.bottom() - 15.0),
        inner.right_bottom(),
    );
    let split = place.left() + place.width() * px(swing_now(&screen.shown));
    let long = Rect::from_min_max(place.min, pos2(split - 1.0, place.bottom()));
    let short = Rect::from_min_max(pos2(split + 1.0, place.top()), place.max);
    painter.rect_filled(long, 2.0, theme.user);
    painter.rect_filled(short, 2.0, theme.user.gamma_multiply(0.5));
    let middle = place.center().x;
    let ends = place.y_range().expand(2.0);
    painter.vline(middle, ends, Stroke::new(1.0, theme.text));
    let depth = px(screen.shown.controls.swing_lfo_depth);
    if depth > 0.0 {
        let base = px(screen.shown.controls.swing);
        let x = |part: f32| place.left() + place.width() * part;
        let reach = x((base - depth).max(0.25))..=x((base + depth).min(0.75));
        painter.hline(reach, place.top() - 3.0, Stroke::new(2.0, theme.bar));
    }
}

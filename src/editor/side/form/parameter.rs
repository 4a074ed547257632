//! A parameter as a row: changed as a dial is, with its automation and its modulation moving.

use super::{HEIGHT, Row, row_with_word};
use crate::editor::dial::{Handles, bar_of, drawn_value, find, pull, turn_by, typing};
use crate::editor::hand::Hand;
use crate::editor::midi::{param, teach};
use crate::editor::paint;
use crate::editor::screen::{Screen, Typed};
use crate::editor::theme::{BODY, UNIT};
use crate::plugin::params::Handle;
use egui::{Align2, FontId, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

/// Shows the parameter `id`, which is called as hosts call it.
pub(in crate::editor::side) fn parameter(
    ui: &mut Ui,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
    of: Row<'_>,
    id: &str,
) {
    let Some(handle) = find(handles, id) else {
        return;
    };
    row_with_word(ui, screen, of, |ui, screen, word| {
        let size = vec2(ui.available_width(), HEIGHT);
        if word.double_clicked() {
            screen.set(hand, id, handle.default_normalized());
        }
        let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        if typing(ui, rect, (handle, true), (screen, hand)) {
            return;
        }
        let value = f64::from(handle.value());
        response.widget_info(|| WidgetInfo::slider(true, value, handle.name()));
        pull(ui, &response, handle, (screen, hand));
        let notches = screen.beside.wheel.turned_on(ui, &response);
        turn_by(ui, notches, handle, (screen, hand));
        if response.clicked() {
            screen.typing = Some(Typed {
                id: id.to_owned(),
                on_page: true,
                text: handle.text(),
            });
        }
        draw(ui, rect, handle, screen, &response);
        teach(ui, (&response, rect), &param(id), (screen, hand));
    });
}

fn draw(ui: &Ui, rect: Rect, handle: &Handle<'_>, screen: &Screen, response: &Response) {
    let theme = &screen.theme;
    let painter = &ui.painter_at(rect);
    paint::control(painter, rect, theme, response);
    let inner = rect.shrink2(vec2(2.0 * UNIT, 0.0));
    let value = drawn_value(handle, screen);
    let text = handle.text_at(value).replace(" % points", " %");
    let font = FontId::proportional(BODY);
    let at = inner.left_center();
    painter.text(at, Align2::LEFT_CENTER, text, font, theme.text);
    let half = Rect::from_min_max(pos2(inner.center().x, inner.top()), inner.max);
    let track = Rect::from_center_size(half.center(), vec2(half.width(), 3.0));
    paint::track(painter, track, theme, bar_of(handle, value));
    let moved = handle.modulated();
    if (moved - handle.normalized()).abs() > 0.001 {
        let at = pos2(track.left() + moved * track.width(), track.center().y);
        painter.circle_filled(at, 3.0, theme.text);
    }
}

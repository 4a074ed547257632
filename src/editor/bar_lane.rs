//! The properties of the selected lane's steps, under the same columns as the grid: one of them as
//! bars that can be played with, the others as strips.

mod play;
mod value;

use super::grid::{Grid, Row};
use super::hand::Hand;
use super::layout::Layout;
use super::marks::Mark;
use super::paint::small;
use super::screen::{Cell, Property, Screen};
use super::theme::{BODY, UNIT};
use crate::engine::Source;
use egui::accesskit::Role;
use egui::{
    Align2, FontId, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use value::{is_usual, part, text};

/// How high the bars are, with their numbers.
const MAIN: f32 = 88.0;
/// Above the bars, where their numbers are.
const NUMBERS: f32 = 16.0;
/// How high a strip is, and from where to where the next one is.
const STRIP: f32 = 8.0;
const PITCH: f32 = 12.0;
/// How wide a step must be for its number to be read.
const LEGIBLE: f32 = 26.0;

/// What the hand does there.
#[derive(Debug, Default)]
pub struct Bars {
    /// The part of the range that is being set, while the hand drags.
    drag: Option<f32>,
    /// The value that is being typed: whose, of what, and the text so far.
    typing: Option<(Cell, Property, String)>,
}

/// Where everything is.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// The bars with their numbers.
    main: Rect,
    /// The bars.
    room: Rect,
    /// The first of the strips.
    strip: Rect,
}

impl Place {
    fn new(rect: Rect) -> Self {
        let main = Rect::from_min_size(rect.min, vec2(rect.width(), MAIN));
        let top = main.bottom() + UNIT;
        Self {
            main,
            room: Rect::from_min_max(main.min + vec2(0.0, NUMBERS), main.max),
            strip: Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), STRIP)),
        }
    }

    /// The strip in the `n`th place.
    fn strip(&self, n: u8) -> Rect {
        self.strip.translate(vec2(0.0, PITCH * f32::from(n)))
    }
}

/// The properties that are shown as strips.
fn others(screen: &Screen) -> impl Iterator<Item = (u8, Property)> + use<> {
    let main = screen.property;
    let others = Property::ALL.into_iter().filter(move |one| *one != main);
    (0_u8..).zip(others)
}

/// Shows the bar lane and its properties.
pub fn show(ui: &mut Ui, layout: &Layout, grid: &Grid, (screen, hand): (&mut Screen, &Hand)) {
    let rect = layout.bars;
    let theme = screen.theme;
    properties(ui, layout.properties, screen);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, theme.ground);
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.beat));
    let place = Place::new(rect);
    let id = ui.scope_id().with("bars");
    let response = ui.interact(place.main, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, "Bar lane"));
    let Some(row) = grid.row_of(screen.lane) else {
        return;
    };
    for (n, property) in others(screen) {
        strip(ui, place.strip(n), property, (grid, row), screen);
    }
    bars(ui, &place, (grid, row), screen, &response);
    play::play(ui, &response, &place, (grid, row), (screen, hand));
}

/// The six words beside it; a click shows that property large.
fn properties(ui: &Ui, rect: Rect, screen: &mut Screen) {
    let theme = screen.theme;
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, theme.ground);
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.beat));
    let place = Place::new(rect);
    let left = rect.left() + 3.0 * UNIT;
    let name = screen.pattern().lanes[screen.lane].voice.name;
    let at = pos2(left, place.room.top() + 2.0 * UNIT);
    let font = FontId::proportional(BODY);
    let shown = screen.property;
    painter.text(at, Align2::LEFT_TOP, shown.name(), font, theme.text);
    let at = at + vec2(0.0, 5.0 * UNIT);
    small(&painter, at, Align2::LEFT_TOP, name.as_str(), theme.muted);
    label(ui, place.main, shown, screen.property);
    let mut chosen = None;
    for (n, property) in others(screen) {
        let line = place.strip(n).expand2(vec2(0.0, (PITCH - STRIP) / 2.0));
        let response = label(ui, line, property, screen.property);
        let colour = if response.hovered() {
            theme.text
        } else {
            theme.muted
        };
        let at = pos2(left, line.center().y);
        small(&painter, at, Align2::LEFT_CENTER, property.name(), colour);
        if response.clicked() {
            chosen = Some(property);
        }
    }
    screen.property = chosen.unwrap_or(shown);
}

/// The place of a property's word.
fn label(ui: &Ui, rect: Rect, property: Property, shown: Property) -> Response {
    let name = format!("Show {}", property.name());
    let id = ui.scope_id().with(("property", property.name()));
    let response = ui.interact(rect, id, Sense::click());
    let is_shown = property == shown;
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_shown, &name));
    response
}

/// The columns of a lane's steps within `rect`, as far as they are seen.
fn columns<'a>(
    rect: Rect,
    (grid, row): (&'a Grid, &'a Row),
) -> impl Iterator<Item = (Rect, Cell, bool)> + 'a {
    row.spots.iter().filter_map(move |spot| {
        let x = grid.axis.x(spot.line)..=grid.axis.x(spot.next);
        let column = Rect::from_x_y_ranges(x, rect.y_range());
        let is_seen = column.intersects(rect);
        is_seen.then_some((column, spot.cell, spot.is_again))
    })
}

/// How wide a bar is.
fn width(column: Rect) -> f32 {
    (column.width() * 0.6).clamp(3.0, 18.0)
}

/// One property as a strip; a click shows it large.
fn strip(ui: &Ui, rect: Rect, property: Property, row: (&Grid, &Row), screen: &mut Screen) {
    let theme = screen.theme;
    let id = ui.scope_id().with(("strip", property.name()));
    let hit = rect.expand2(vec2(0.0, (PITCH - STRIP) / 2.0));
    let response = ui.interact(hit, id, Sense::click());
    let name = format!("{} strip", property.name());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let painter = ui.painter_at(rect);
    let ground = if response.hovered() {
        theme.control
    } else {
        theme.panel
    };
    painter.rect_filled(rect, 0.0, ground);
    let hovered = ui.input(|input| input.pointer.latest_pos());
    for (column, cell, is_again) in columns(rect, row) {
        let step = screen.step_at(cell);
        if step.velocity.is_none() {
            continue;
        }
        let is_quiet = is_usual(property, &step);
        let colour = if is_quiet { theme.bar } else { theme.user };
        let colour = colour.gamma_multiply(if is_again { 0.4 } else { 1.0 });
        let (from, to) = part(property, &step);
        let y = |part: f32| rect.bottom() - part * rect.height();
        let mut body = Rect::from_x_y_ranges(
            column.left() + 1.0..=column.left() + 1.0 + width(column),
            y(to)..=y(from),
        );
        if body.height() < 1.5 {
            body = Rect::from_center_size(body.center(), vec2(body.width(), 1.5));
        }
        painter.rect_filled(body.intersect(rect), 0.0, colour);
        let is_under = hovered.is_some_and(|at| column.x_range().contains(at.x));
        if response.hovered() && is_under {
            let words = text(property, &step);
            screen.hint = format!("{} {words}  ·  click to edit", property.name());
        }
    }
    if response.clicked() {
        screen.property = property;
    }
}

/// The property that is shown large.
fn bars(ui: &Ui, place: &Place, row: (&Grid, &Row), screen: &Screen, response: &Response) {
    let painter = ui.painter_at(place.main);
    let names = ui.ctx().has_accesskit_node(response.id);
    if screen.property == Property::Nudge {
        let y = place.room.center().y;
        painter.hline(place.room.x_range(), y, Stroke::new(1.0, screen.theme.beat));
    }
    for (column, cell, is_again) in columns(place.room, row) {
        bar(&painter, column, cell, screen, is_again);
        if names && !is_again {
            name(ui, column, cell, screen);
        }
    }
    if screen.property == Property::Velocity {
        for mark in row.1.marks.iter().filter(|mark| mark.plays) {
            drawn(&painter, place.room, row.0, (mark, screen));
        }
    }
}

/// What comes by itself: it is seen, and cannot be touched.
fn drawn(painter: &Painter, room: Rect, grid: &Grid, (mark, screen): (&Mark, &Screen)) {
    let colour = match mark.source {
        Source::Ghost => screen.theme.ghost,
        Source::Fill => screen.theme.fill,
        _ => return,
    };
    let height = room.height() * mark.velocity / 127.0;
    let x = grid.axis.x(mark.sounds);
    let corner = pos2(x, room.bottom() - height);
    let body = Rect::from_min_size(corner, vec2(grid.mark_width(mark), height));
    painter.rect_stroke(body, 1.5, Stroke::new(1.0, colour), StrokeKind::Inside);
}

fn bar(painter: &Painter, column: Rect, cell: Cell, screen: &Screen, is_again: bool) {
    let theme = &screen.theme;
    let property = screen.property;
    let step = screen.step_at(cell);
    let x = column.left();
    painter.vline(x, column.y_range(), Stroke::new(1.0, theme.line));
    if step.velocity.is_none() {
        return;
    }
    let (from, to) = part(property, &step);
    let y = |part: f32| column.bottom() - part * column.height();
    let width = width(column);
    let fade = if is_again { 0.4 } else { 1.0 };
    let colour = theme.user.gamma_multiply(fade);
    let is_words = property == Property::Condition;
    if !is_words {
        let body = Rect::from_x_y_ranges(x..=x + width, y(to)..=y(from));
        painter.rect_filled(body, 1.5, colour);
        let edge = if property == Property::Nudge && from < 0.5 {
            y(from)
        } else {
            y(to)
        };
        painter.hline(x..=x + width, edge, Stroke::new(2.0, colour));
    }
    let words = text(property, &step);
    if is_words {
        let at = pos2(x + 3.0, column.center().y);
        let painter = painter.with_clip_rect(column.intersect(painter.clip_rect()));
        small(&painter, at, Align2::LEFT_CENTER, &words, theme.text);
    } else if column.width() >= LEGIBLE {
        let at = pos2(x, column.top() - NUMBERS + 2.0);
        small(painter, at, Align2::LEFT_TOP, &words, theme.text);
    }
}

fn name(ui: &Ui, column: Rect, cell: Cell, screen: &Screen) {
    let lane = screen.pattern().lanes[cell.lane].voice.name;
    let step = u16::from(cell.step.get()) + 1;
    let name = format!("{} of {} {step}", screen.property.name(), lane.as_str());
    let id = ui.scope_id().with(("bar", cell.step.get()));
    let response = ui.interact(column, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::GridCell, true, &name));
}

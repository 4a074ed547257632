//! One property of the selected lane's steps as bars, under the same columns as the grid.

use super::grid::Grid;
use super::hand::Hand;
use super::layout::Layout;
use super::number::whole;
use super::paint::{Lit, button, small};
use super::screen::{Cell, Property, Screen};
use super::theme::UNIT;
use crate::pattern::{Condition, Gate, Percent, Ratchet, Step, Velocity};
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// Above the bars, where their numbers are.
const NUMBERS: f32 = 18.0;
/// Below the bars.
const MARGIN: f32 = 8.0;

/// Shows the bar lane and its properties.
pub fn show(ui: &Ui, layout: &Layout, grid: &Grid, (screen, hand): (&mut Screen, &Hand)) {
    properties(ui, layout, screen);
    let rect = layout.bars;
    let theme = screen.theme;
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, theme.ground);
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.beat));
    let id = ui.scope_id().with("bars");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, "Bar lane"));
    let Some(row) = grid.row_of(screen.lane) else {
        return;
    };
    let names = ui.ctx().has_accesskit_node(response.id);
    let room = Rect::from_min_max(rect.min + vec2(0.0, NUMBERS), rect.max - vec2(0.0, MARGIN));
    for spot in &row.spots {
        let x = (grid.axis.x(spot.line), grid.axis.x(spot.next));
        let place = Rect::from_x_y_ranges(x.0..=x.1, room.y_range());
        if !place.intersects(rect) {
            continue;
        }
        bar(ui, place, spot.cell, screen, spot.is_again);
        if names && !spot.is_again {
            name(ui, place, spot.cell, screen);
        }
    }
    play(ui, &response, room, grid, (screen, hand));
}

/// The six words beside it; a click shows that property.
fn properties(ui: &Ui, layout: &Layout, screen: &mut Screen) {
    let theme = screen.theme;
    let rect = layout.properties;
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, theme.ground);
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.beat));
    let name = screen.pattern().lanes[screen.lane].voice.name;
    let at = rect.min + vec2(3.0 * UNIT, 2.0 * UNIT);
    small(&painter, at, Align2::LEFT_TOP, name.as_str(), theme.muted);
    let size = vec2(78.0, 24.0);
    for (n, property) in (0_u8..).zip(Property::ALL) {
        let (column, line) = (f32::from(n % 2), f32::from(n / 2));
        let left = at.x + column * (size.x + UNIT);
        let top = rect.top() + 28.0 + line * (size.y + UNIT);
        let place = Rect::from_min_size(pos2(left, top), size);
        let lit = if screen.property == property {
            Lit::On(theme.text)
        } else {
            Lit::Off
        };
        let name = format!("Show {}", property.name());
        if button(ui, place, (property.name(), &name), lit, &theme).clicked() {
            screen.property = property;
        }
    }
}

/// How much of its room a step's bar takes, 0 to 1, and from where on.
fn part(property: Property, step: &Step) -> (f32, f32) {
    let velocity = step.velocity.map_or(0, Velocity::get);
    let up = |value: f32| (0.0, value);
    match property {
        Property::Velocity => up(f32::from(velocity) / 127.0),
        Property::Chance => up(f32::from(step.chance.get()) / 100.0),
        Property::Nudge => {
            let value = 0.5 + f32::from(step.nudge.tenths()) / 1000.0;
            (value.min(0.5), value.max(0.5))
        }
        Property::Gate => up(f32::from(step.gate.percent().min(400)) / 400.0),
        Property::Ratchet => up(f32::from(step.ratchet.hits().min(8)) / 8.0),
        Property::Condition => up(0.0),
    }
}

/// The value of a step in words.
fn text(property: Property, step: &Step) -> String {
    match property {
        Property::Velocity => step.velocity.map_or(0, Velocity::get).to_string(),
        Property::Chance => format!("{} %", step.chance.get()),
        Property::Nudge => format!("{:+.1} %", f64::from(step.nudge.tenths()) / 10.0),
        Property::Gate => format!("{} %", step.gate.percent()),
        Property::Ratchet => format!("{}x", step.ratchet.hits()),
        Property::Condition => super::grid::condition_text(step.condition),
    }
}

fn bar(ui: &Ui, place: Rect, cell: Cell, screen: &Screen, is_again: bool) {
    let theme = &screen.theme;
    let step = screen.step_at(cell);
    let painter = ui.painter_at(place.expand(1.0));
    let x = place.left();
    painter.vline(x, place.y_range(), Stroke::new(1.0, theme.line));
    if step.velocity.is_none() {
        return;
    }
    let (from, to) = part(screen.property, &step);
    let y = |part: f32| place.bottom() - part * place.height();
    let width = (place.width() * 0.6).clamp(3.0, 18.0);
    let bar = Rect::from_x_y_ranges(x..=x + width, y(to)..=y(from));
    let fade = if is_again { 0.4 } else { 1.0 };
    let colour = theme.user.gamma_multiply(fade);
    painter.rect_filled(bar, 1.5, colour);
    let edge = if screen.property == Property::Nudge && from < 0.5 {
        y(from)
    } else {
        y(to)
    };
    painter.hline(x..=x + width, edge, Stroke::new(2.0, colour));
    if place.width() >= 30.0 || screen.property == Property::Condition {
        let at = pos2(x + 2.0, place.bottom() - 1.0);
        let words = text(screen.property, &step);
        let above = screen.property == Property::Condition;
        let at = if above {
            pos2(at.x, place.center().y)
        } else {
            pos2(x, place.top() - 15.0)
        };
        let anchor = if above {
            Align2::LEFT_CENTER
        } else {
            Align2::LEFT_TOP
        };
        let painter = ui.painter_at(place.expand2(vec2(1.0, NUMBERS)));
        small(&painter, at, anchor, &words, theme.text);
    }
}

fn name(ui: &Ui, place: Rect, cell: Cell, screen: &Screen) {
    let lane = screen.pattern().lanes[cell.lane].voice.name;
    let step = u16::from(cell.step.get()) + 1;
    let name = format!("{} of {} {step}", screen.property.name(), lane.as_str());
    let id = ui.scope_id().with(("bar", cell.step.get()));
    let response = ui.interact(place, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::GridCell, true, &name));
}

/// Dragging across the bars sets them, as high as the hand is; the wheel moves one a little.
fn play(
    ui: &Ui,
    response: &egui::Response,
    room: Rect,
    grid: &Grid,
    (screen, hand): (&mut Screen, &Hand),
) {
    let (pressed, is_down, at) = ui.input(|input| {
        let pointer = &input.pointer;
        (
            pointer.primary_pressed(),
            pointer.primary_down(),
            pointer.latest_pos(),
        )
    });
    let Some(at) = at else {
        return;
    };
    let under = || {
        let tick = grid.axis.tick(at.x);
        let spots = &grid.row_of(screen.lane)?.spots;
        let spot = spots
            .iter()
            .find(|spot| tick >= spot.line && tick < spot.next)?;
        Some(spot.cell)
    };
    let Some(cell) = under() else {
        return;
    };
    let is_written = screen.step_at(cell).velocity.is_some();
    if response.contains_pointer() {
        let words = text(screen.property, &screen.step_at(cell));
        screen.hint = format!("{} {words}", screen.property.name());
        let notches = ui.input(super::dial::wheel_notches);
        if notches != 0.0 && is_written {
            let (_, up) = part(screen.property, &screen.step_at(cell));
            set(screen.property, cell, up + notches / 64.0, (screen, hand));
        }
        if pressed {
            screen.history.begin();
            screen.bar_drag = true;
        }
    }
    if screen.bar_drag && is_down && is_written {
        let value = (room.bottom() - at.y) / room.height();
        set(screen.property, cell, value, (screen, hand));
    }
    if !is_down && std::mem::take(&mut screen.bar_drag) {
        screen.history.end();
    }
}

/// Sets a property of a strike to a part of its range, 0 to 1.
fn set(property: Property, cell: Cell, part: f32, (screen, hand): (&mut Screen, &Hand)) {
    let part = f64::from(part.clamp(0.0, 1.0));
    let mut step = screen.step_at(cell);
    let of =
        |least: i64, greatest: i64| whole(part * crate::time::to_f64(greatest), least, greatest);
    let small = |value: i64| u8::try_from(value).unwrap_or(u8::MAX);
    match property {
        Property::Velocity => step.velocity = Some(Velocity::clamped(part * 127.0)),
        Property::Chance => step.chance = Percent::new(small(of(0, 100))).unwrap_or(step.chance),
        Property::Nudge => step.nudge = super::grid::nudge((part - 0.5) * 1000.0),
        Property::Gate => {
            let gate = u16::try_from(of(1, 400)).ok().and_then(Gate::new);
            step.gate = gate.unwrap_or(step.gate);
        }
        Property::Ratchet => {
            let old = step.ratchet;
            let new = Ratchet::new(small(of(1, 8)), old.span(), old.timing(), old.velocity());
            step.ratchet = new.unwrap_or(old);
        }
        Property::Condition => step.condition = condition(part),
    }
    screen.put(hand, cell, step);
}

/// The condition at a part of the list.
fn condition(part: f64) -> Condition {
    let all = super::grid::conditions_offered();
    let last = i64::try_from(all.len()).unwrap_or(1) - 1;
    let place = whole(part * crate::time::to_f64(last), 0, last);
    let place = usize::try_from(place).unwrap_or(0);
    all.get(place).copied().unwrap_or(Condition::ALWAYS)
}

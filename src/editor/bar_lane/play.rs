//! The mouse in the bar lane: drag, wheel, default, and numbers that are typed.

use super::value::{dragged, level, text, turned, typed, usual};
use super::{NUMBERS, Place};
use crate::editor::dial::wheel_notches;
use crate::editor::grid::{Grid, Row};
use crate::editor::hand::Hand;
use crate::editor::number::whole;
use crate::editor::screen::{Cell, Screen};
use crate::editor::way::Way;
use crate::pattern::Step;
use egui::{Key, PointerButton, Pos2, Rect, Response, TextEdit, Ui, Vec2, pos2, vec2};

/// How much slower the hand goes with Ctrl.
const FINE: f32 = 0.1;

/// Dragging across the bars sets them, as high as the hand is; the wheel moves one by a notch. A
/// double-click puts one to its default, and on its number lets it be typed.
pub(super) fn play(
    ui: &mut Ui,
    response: &Response,
    place: &Place,
    row: (&Grid, &Row),
    (screen, hand): (&mut Screen, &Hand),
) {
    typing(ui, place, row, (screen, hand));
    let pointer = ui.input(|input| input.pointer.clone());
    let is_fine = ui.input(|input| input.modifiers.command);
    let (pressed, is_down) = (pointer.primary_pressed(), pointer.primary_down());
    let Some(way) = Way::of(&pointer) else {
        return;
    };
    let at = way.to;
    if response.contains_pointer()
        && let Some((cell, step)) = under(at, row, screen)
    {
        let words = text(screen.property, &step);
        let name = screen.property.name();
        screen.hint = format!("{name} {words}  ·  double-click the number to type it");
        let notches = whole(f64::from(ui.input(wheel_notches)), -256, 256);
        if notches != 0 {
            let turned = turned(screen.property, &step, notches);
            screen.put(hand, cell, turned);
        }
        if pointer.button_double_clicked(PointerButton::Primary) {
            double_clicked(at, place, (cell, step), (screen, hand));
        } else if pressed && place.room.contains(at) {
            screen.history.begin();
            screen.kept.bars.drag = Some(level(screen.property, &step));
        }
    }
    if pressed || way.motion() != Vec2::ZERO {
        drag((place, row), (way, is_fine), (screen, hand));
    }
    if !is_down && screen.kept.bars.drag.take().is_some() {
        screen.history.end();
    }
}

/// Sets the bars where the hand goes, each as high as it was when the hand left it.
fn drag(
    (place, row): (&Place, (&Grid, &Row)),
    (way, is_fine): (Way, bool),
    (screen, hand): (&mut Screen, &Hand),
) {
    let Some(before) = screen.kept.bars.drag else {
        return;
    };
    let height = place.room.height();
    let level = |at: Pos2| {
        let level = if is_fine {
            before - (at.y - way.from.y) / height * FINE
        } else {
            (place.room.bottom() - at.y) / height
        };
        level.clamp(0.0, 1.0)
    };
    screen.kept.bars.drag = Some(level(way.to));
    let over = way.over(|at| under(at, row, screen).map(|(cell, _)| cell));
    for (cell, at) in over {
        let step = screen.step_at(cell);
        let to = dragged(screen.property, &step, f64::from(level(at)));
        screen.put(hand, cell, to);
    }
}

/// The strike in whose column the hand is.
fn under(at: Pos2, (grid, row): (&Grid, &Row), screen: &Screen) -> Option<(Cell, Step)> {
    let tick = grid.axis.tick(at.x);
    let mut spots = row.spots.iter();
    let spot = spots.find(|spot| tick >= spot.line && tick < spot.next)?;
    let step = screen.step_at(spot.cell);
    step.velocity.map(|_| (spot.cell, step))
}

fn double_clicked(
    at: Pos2,
    place: &Place,
    (cell, step): (Cell, Step),
    (screen, hand): (&mut Screen, &Hand),
) {
    let property = screen.property;
    if at.y < place.room.top() {
        let text = text(property, &step);
        screen.kept.bars.typing = Some((cell, property, text));
    } else {
        screen.put(hand, cell, usual(property, &step));
    }
}

/// The number while it is typed.
fn typing(
    ui: &mut Ui,
    place: &Place,
    (grid, row): (&Grid, &Row),
    (screen, hand): (&mut Screen, &Hand),
) {
    let Some((cell, property, mut text)) = screen.kept.bars.typing.take() else {
        return;
    };
    let spot = row.spots.iter().find(|spot| spot.cell == cell);
    let (Some(spot), true) = (spot, property == screen.property) else {
        return;
    };
    let left = grid.axis.x(spot.line).min(place.main.right() - 72.0);
    let rect = Rect::from_min_size(pos2(left, place.main.top()), vec2(72.0, NUMBERS + 4.0));
    let edit = TextEdit::singleline(&mut text).font(egui::TextStyle::Small);
    let response = ui.put(rect, edit);
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        return;
    }
    if response.lost_focus() {
        if let Some(to) = typed(property, &screen.step_at(cell), &text) {
            screen.put(hand, cell, to);
        }
        return;
    }
    if !response.has_focus() {
        response.request_focus();
    }
    screen.kept.bars.typing = Some((cell, property, text));
}

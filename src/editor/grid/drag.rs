//! The mouse in the grid: paint, remove, drag, erase, select, scroll and zoom.

use super::super::axis::Axis;
use super::super::dial::wheel_notches;
use super::super::hand::Hand;
use super::super::number::whole;
use super::super::screen::{Cell, Screen};
use super::super::selection::Selection;
use super::super::way::Way;
use super::{Grid, Row};
use crate::pattern::{LaneIndex, Nudge, Step, Velocity};
use egui::{Pos2, Response, Ui};

/// What the hand does in the grid.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Drag {
    /// Nothing.
    #[default]
    None,
    /// It paints strikes into the empty cells of a lane; its height is how hard they are.
    Paint(LaneIndex),
    /// It holds a strike, and may do anything with it yet.
    Hold(Held),
    /// It drags a strike's velocity.
    Velocity(Held),
    /// It drags a strike early or late.
    Nudge(Held),
    /// It erases.
    Erase {
        /// Where it began.
        from: Pos2,
        /// Whether it has moved since: if not, the menu is wanted.
        moved: bool,
    },
    /// It selects.
    Select,
    /// It carries a copy of the selection, from this cell on.
    Carry(Cell),
}

/// A strike in the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    cell: Cell,
    from: Pos2,
    /// The strike when it was taken.
    step: Step,
    /// The cell's room in points.
    room: f32,
    /// How far it has been dragged, with the fine parts counted as they are.
    travel: egui::Vec2,
}

/// Before it has moved this far the hand has not decided on a direction.
const LOCK: f32 = 5.0;
/// The nudge that counts as none, in tenths of a percent.
const SNAP: i64 = 25;

/// Lets the mouse play in the grid.
pub(super) fn play(
    ui: &Ui,
    grid: &Grid,
    response: &Response,
    (screen, hand): (&mut Screen, &Hand),
) {
    let (way, pressed, released, modifiers) = ui.input(|input| {
        let pointer = &input.pointer;
        let pressed = (pointer.primary_pressed(), pointer.secondary_pressed());
        let released = (pointer.primary_released(), pointer.secondary_released());
        (Way::of(pointer), pressed, released, input.modifiers)
    });
    let Some(way) = way else {
        return;
    };
    if response.contains_pointer() {
        super::hover::show(response, grid, way.to, screen);
        scroll(ui, grid, way.to, screen);
        if pressed.0 && screen.menu.is_none() {
            press(grid, way.from, modifiers, (screen, hand));
        } else if pressed.1 {
            screen.history.begin();
            screen.drag = Drag::Erase {
                from: way.from,
                moved: false,
            };
        }
    }
    let slow = if modifiers.command { 0.1 } else { 1.0 };
    follow(grid, way, slow, (screen, hand));
    if released.0 || released.1 {
        release(grid, way.to, (screen, hand));
    }
}

fn press(grid: &Grid, at: Pos2, modifiers: egui::Modifiers, (screen, hand): (&mut Screen, &Hand)) {
    let Some((cell, is_struck)) = grid.hit(at) else {
        return;
    };
    screen.lane = cell.lane;
    screen.step = cell.step;
    let in_selection = screen.selects(cell);
    if modifiers.shift {
        let place = screen.place_of(cell);
        screen.selection = Some(Selection {
            from: place,
            to: place,
        });
        screen.drag = Drag::Select;
        return;
    }
    if modifiers.command && in_selection {
        screen.drag = Drag::Carry(cell);
        return;
    }
    screen.selection = None;
    screen.history.begin();
    if is_struck {
        let spots = grid.row_of(cell.lane).map(|row| &row.spots);
        let spot = spots.and_then(|spots| spots.iter().find(|spot| spot.cell == cell));
        screen.drag = Drag::Hold(Held {
            cell,
            from: at,
            step: screen.step_at(cell),
            room: spot.map_or(16.0, |spot| grid.axis.width(spot.next - spot.line)),
            travel: egui::Vec2::ZERO,
        });
    } else {
        screen.drag = Drag::Paint(cell.lane);
        let way = Way { from: at, to: at };
        paint(grid, cell.lane, way, (screen, hand));
    }
}

/// Goes on with what the hand does; a strike in it goes by so much of its motion.
fn follow(grid: &Grid, way: Way, slow: f32, (screen, hand): (&mut Screen, &Hand)) {
    if way.motion() == egui::Vec2::ZERO {
        return;
    }
    let (at, motion) = (way.to, way.motion() * slow);
    match screen.drag {
        Drag::None | Drag::Carry(_) => {}
        Drag::Paint(lane) => paint(grid, lane, way, (screen, hand)),
        Drag::Hold(held) => {
            let gone = at - held.from;
            if gone.length() >= LOCK {
                let held = Held {
                    travel: gone,
                    ..held
                };
                screen.drag = if gone.x.abs() > gone.y.abs() {
                    Drag::Nudge(held)
                } else {
                    Drag::Velocity(held)
                };
                moved((screen, hand));
            }
        }
        Drag::Velocity(held) => {
            let travel = held.travel + motion;
            screen.drag = Drag::Velocity(Held { travel, ..held });
            moved((screen, hand));
        }
        Drag::Nudge(held) => {
            let travel = held.travel + motion;
            screen.drag = Drag::Nudge(Held { travel, ..held });
            moved((screen, hand));
        }
        Drag::Erase { from, moved } => {
            let moved = moved || (at - from).length() >= LOCK;
            screen.drag = Drag::Erase { from, moved };
            if moved {
                let begun = Way { from, to: from };
                erase(grid, begun, (screen, hand));
                erase(grid, way, (screen, hand));
            }
        }
        Drag::Select => {
            if let Some((cell, _)) = grid.hit(at) {
                let to = screen.place_of(cell);
                let selection = screen.selection;
                screen.selection = selection.map(|selection| Selection { to, ..selection });
            }
        }
    }
}

fn release(grid: &Grid, at: Pos2, (screen, hand): (&mut Screen, &Hand)) {
    match std::mem::take(&mut screen.drag) {
        Drag::Hold(held) => {
            let velocity = None;
            screen.put(
                hand,
                held.cell,
                Step {
                    velocity,
                    ..held.step
                },
            );
        }
        Drag::Erase { from, moved: false } => {
            screen.menu = grid.hit(from).map(|(cell, _)| (cell, from));
        }
        Drag::Carry(from) => {
            if let Some((to, _)) = grid.hit(at) {
                super::verbs::copy_to((screen, hand), from, to);
            }
        }
        _ => {}
    }
    screen.history.end();
}

/// Puts strikes into the empty cells of a lane where the hand goes.
fn paint(grid: &Grid, lane: LaneIndex, way: Way, (screen, hand): (&mut Screen, &Hand)) {
    let Some(row) = grid.row_of(lane) else {
        return;
    };
    for ((cell, is_struck), at) in way.over(|at| grid.hit_in(row, at.x)) {
        let is_own = screen.step == cell.step;
        // What was there before the hand came is left alone; the last one follows the hand.
        if is_struck && !is_own {
            continue;
        }
        screen.step = cell.step;
        let step = screen.step_at(cell);
        let velocity = Some(height(row, at.y));
        screen.put(hand, cell, Step { velocity, ..step });
    }
}

/// How hard a strike of this height is.
fn height(row: &Row, y: f32) -> Velocity {
    let room = row.rect.height() - 6.0;
    let part = (row.rect.bottom() - 3.0 - y) / room;
    Velocity::clamped(f64::from(part) * 127.0)
}

/// A held strike where the hand has dragged it.
fn moved((screen, hand): (&mut Screen, &Hand)) {
    let (held, step) = match screen.drag {
        Drag::Velocity(held) => {
            let before = f64::from(held.step.velocity.map_or(0, Velocity::get));
            let velocity = Velocity::clamped(before - f64::from(held.travel.y) * 1.5);
            let velocity = Some(velocity);
            (
                held,
                Step {
                    velocity,
                    ..held.step
                },
            )
        }
        Drag::Nudge(held) => {
            let before = f64::from(held.step.nudge.tenths());
            let tenths = before + f64::from(held.travel.x / held.room) * 1000.0;
            (
                held,
                Step {
                    nudge: nudge(tenths),
                    ..held.step
                },
            )
        }
        _ => return,
    };
    screen.put(hand, held.cell, step);
}

/// The nudge nearest to `tenths`; close to none it is none.
pub(in crate::editor) fn nudge(tenths: f64) -> Nudge {
    let tenths = whole(tenths, -500, 500);
    let tenths = if tenths.abs() < SNAP { 0 } else { tenths };
    i16::try_from(tenths)
        .ok()
        .and_then(Nudge::new)
        .unwrap_or(Nudge::NONE)
}

fn erase(grid: &Grid, way: Way, (screen, hand): (&mut Screen, &Hand)) {
    let struck = |at| grid.hit(at).filter(|(_, is_struck)| *is_struck);
    for ((cell, _), _) in way.over(struck) {
        let step = screen.step_at(cell);
        let velocity = None;
        screen.put(hand, cell, Step { velocity, ..step });
    }
}

/// The wheel scrolls, with Shift sideways, with Ctrl it zooms about the hand.
fn scroll(ui: &Ui, grid: &Grid, at: Pos2, screen: &mut Screen) {
    let (notches, modifiers, sideways) = ui.input(|input| {
        let x = input.events.iter().map(|event| match event {
            egui::Event::MouseWheel { delta, .. } => delta.x,
            _ => 0.0,
        });
        (wheel_notches(input), input.modifiers, x.sum::<f32>())
    });
    if modifiers.command && notches != 0.0 {
        let tick = grid.axis.tick(at.x);
        let quarter = grid.axis.quarter();
        screen.zoom = Some(quarter * (1.0 + 0.15 * notches));
        let zoomed = Axis::new(screen, grid.rect).quarter();
        screen.zoom = Some(zoomed);
        let place = tick / crate::time::Ticks::QUARTER.to_f64();
        let wanted = super::super::number::px(place) * zoomed;
        screen.scroll.x = (wanted - (at.x - grid.rect.left() - 6.0)).max(0.0);
    } else if modifiers.shift {
        screen.scroll.x = (screen.scroll.x - 48.0 * (notches + sideways)).max(0.0);
    } else {
        screen.scroll.y = (screen.scroll.y - 32.0 * notches).max(0.0);
        screen.scroll.x = (screen.scroll.x - 48.0 * sideways).max(0.0);
    }
}

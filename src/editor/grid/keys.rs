//! The keyboard in the grid, once it was clicked. Escape gives it back to the host.

use super::super::hand::Hand;
use super::super::screen::Screen;
use super::super::selection::{Place, Selection};
use super::super::side::pattern::{give_text, take_text};
use super::verbs::{Verb, act};
use super::{Grid, Row};
use crate::pattern::{LaneIndex, Step, Velocity};
use egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

/// The keys that stand for velocities, from soft to loud.
const LEVELS: [(Key, u8); 9] = [
    (Key::Num1, 14),
    (Key::Num2, 28),
    (Key::Num3, 42),
    (Key::Num4, 56),
    (Key::Num5, 70),
    (Key::Num6, 84),
    (Key::Num7, 98),
    (Key::Num8, 112),
    (Key::Num9, 127),
];

/// Lets the keys play, while the grid has the keyboard.
pub(super) fn play(
    ui: &Ui,
    grid: &Grid,
    response: &Response,
    (screen, hand): (&mut Screen, &Hand),
) {
    if !response.has_focus() {
        // The key may come up where it is not heard any more.
        hold_fill(false, (screen, hand));
        return;
    }
    // The arrows move the cursor here, not the focus.
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let pasted: Vec<_> = ui.input(|input| {
        let events = input.events.iter();
        let texts = events.filter_map(|event| match event {
            Event::Paste(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    });
    for text in pasted {
        if !take_text(&text, (screen, hand)) {
            act(Verb::Paste, (screen, hand));
        }
    }
    let keys: Vec<_> = ui.input(|input| {
        let events = input.events.iter();
        let keys = events.filter_map(|event| match event {
            Event::Key {
                key,
                pressed,
                modifiers,
                ..
            } => Some((*key, *pressed, *modifiers)),
            Event::Copy => Some((Key::C, true, Modifiers::COMMAND)),
            // Another window is told when a key comes up from then on.
            Event::WindowFocused(false) => Some((Key::F, false, Modifiers::NONE)),
            _ => None,
        });
        keys.collect()
    });
    for (key, is_down, modifiers) in keys {
        if key == Key::F && !(is_down && modifiers.any()) {
            hold_fill(is_down, (screen, hand));
        }
        if is_down {
            press(grid, response, (key, modifiers), (screen, hand));
        }
        if is_down && key == Key::C && modifiers.command {
            give_text(ui, screen);
        }
    }
    if ui.input(|input| input.modifiers.shift) {
        // With Shift it is another letter, and that one's coming up may not be told.
        hold_fill(false, (screen, hand));
    }
}

/// Holds a fill, or lets it go: for the host that is one gesture.
fn hold_fill(is_down: bool, (screen, hand): (&mut Screen, &Hand)) {
    if screen.kept.holds_fill == is_down {
        return;
    }
    screen.kept.holds_fill = is_down;
    if let Some(handle) = hand.params.by_id("fill_now") {
        if is_down {
            hand.ear.begin(&handle);
        }
        hand.ear.set(&handle, if is_down { 1.0 } else { 0.0 });
        if !is_down {
            hand.ear.end(&handle);
        }
    }
}

fn press(
    grid: &Grid,
    response: &Response,
    (key, modifiers): (Key, Modifiers),
    (screen, hand): (&mut Screen, &Hand),
) {
    let steps = |by: i16| (by, 0);
    match key {
        Key::ArrowLeft => go(grid, steps(-1), modifiers, screen),
        Key::ArrowRight => go(grid, steps(1), modifiers, screen),
        Key::ArrowUp => go(grid, (0, -1), modifiers, screen),
        Key::ArrowDown => go(grid, (0, 1), modifiers, screen),
        Key::Escape => {
            screen.selection = None;
            response.surrender_focus();
        }
        Key::Num0 | Key::Delete | Key::Backspace if !modifiers.command => {
            act(Verb::Delete, (screen, hand));
        }
        Key::P if !modifiers.any() => {
            let cell = screen.cursor();
            screen.hear(hand, cell.lane, screen.step_at(cell).velocity);
        }
        Key::G if !modifiers.any() => screen.straight = !screen.straight,
        Key::R if modifiers.shift => super::super::health::reroll(screen, hand),
        Key::C if modifiers.command => act(Verb::Copy, (screen, hand)),
        Key::V if modifiers.command => act(Verb::Paste, (screen, hand)),
        Key::Z if modifiers.command && modifiers.shift => {
            screen.redo(hand);
        }
        Key::Z if modifiers.command => {
            screen.undo(hand);
        }
        _ => {
            // With Shift, too: a French keyboard has its digits there.
            let is_plain = !modifiers.command && !modifiers.alt;
            let level = LEVELS.iter().find(|(other, _)| *other == key);
            if let Some((_, level)) = level.filter(|_| is_plain) {
                strike(*level, (screen, hand));
            }
        }
    }
}

/// Puts a strike of this velocity where the keys are.
fn strike(level: u8, (screen, hand): (&mut Screen, &Hand)) {
    let cell = screen.cursor();
    let step = screen.step_at(cell);
    let velocity = Velocity::new(level);
    screen.put(hand, cell, Step { velocity, ..step });
}

/// Moves the cell that keys act on by steps and lanes; with Shift the selection grows.
fn go(grid: &Grid, (steps, rows): (i16, i16), modifiers: Modifiers, screen: &mut Screen) {
    let before = screen.place_of(screen.cursor());
    let lane = neighbour(&grid.rows, before.lane, rows).unwrap_or(before.lane);
    let length = i32::from(screen.pattern().lanes[lane].length.get());
    let column = (i32::from(before.column) + i32::from(steps)).rem_euclid(length);
    let column = u8::try_from(column).unwrap_or(0);
    let after = Place { lane, column };
    if let Some(cell) = screen.cell_at(after) {
        screen.lane = cell.lane;
        screen.step = cell.step;
    }
    screen.selection = modifiers.shift.then(|| {
        let from = screen.selection.map_or(before, |selection| selection.from);
        Selection { from, to: after }
    });
}

/// The lane so many rows further down.
fn neighbour(rows: &[Row], lane: LaneIndex, by: i16) -> Option<LaneIndex> {
    let place = rows.iter().position(|row| row.lane == lane)?;
    let place = i16::try_from(place).ok()? + by;
    let row = rows.get(usize::try_from(place).ok()?)?;
    Some(row.lane)
}

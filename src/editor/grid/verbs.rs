//! What can be done with a selection of cells: each verb is one gesture.

use super::super::hand::Hand;
use super::super::screen::{Cell, Screen, Selection};
use crate::pattern::{Step, StepIndex, Velocity};
use std::hash::{BuildHasher as _, RandomState};

/// A verb that acts on the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Remembers it.
    Copy,
    /// Puts what was remembered, from the selection's first cell on.
    Paste,
    /// Moves it a step later, the last to the front.
    Later,
    /// Moves it a step earlier, the first to the end.
    Earlier,
    /// Turns it round.
    Reverse,
    /// Strikes harder or softer, each as chance has it.
    Randomise,
    /// Puts it once more behind itself.
    Double,
    /// Makes rests of it.
    Delete,
}

impl Verb {
    /// All of them, with their names.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Copy, "Copy"),
        (Self::Paste, "Paste"),
        (Self::Later, "Rotate later"),
        (Self::Earlier, "Rotate earlier"),
        (Self::Reverse, "Reverse"),
        (Self::Randomise, "Randomise"),
        (Self::Double, "Double"),
        (Self::Delete, "Delete"),
    ];
}

/// How much harder or softer a strike may become by chance.
const SPREAD: f64 = 20.0;

/// What is selected: the cell under the keys if nothing else is.
fn selected(screen: &Screen) -> Selection {
    let cursor = Cell {
        lane: screen.lane,
        step: screen.step,
    };
    screen.selection.unwrap_or(Selection {
        from: cursor,
        to: cursor,
    })
}

/// The selected cells, lane by lane.
fn cells(screen: &Screen, selection: Selection) -> Vec<Vec<Cell>> {
    let (rows, steps) = screen.spans(selection);
    let lanes = rows.filter_map(|row| screen.beside.order.lane(row));
    lanes
        .map(|lane| {
            let length = screen.pattern().lanes[lane].length.get();
            let steps = steps.clone().filter(|step| u16::from(*step) < length);
            let cell = |step| Cell {
                lane,
                step: StepIndex::new(step),
            };
            steps.map(cell).collect()
        })
        .collect()
}

fn steps(screen: &Screen, cells: &[Cell]) -> Vec<Step> {
    cells.iter().map(|cell| screen.step_at(*cell)).collect()
}

/// Whether there is anything that `verb` would do.
pub fn can(verb: Verb, screen: &Screen) -> bool {
    match verb {
        Verb::Paste => !screen.clipboard.is_empty(),
        Verb::Double => {
            let selection = selected(screen);
            let (rows, steps) = screen.spans(selection);
            let mut lanes = rows.filter_map(|row| screen.beside.order.lane(row));
            lanes
                .any(|lane| u16::from(*steps.end()) + 1 < screen.pattern().lanes[lane].length.get())
        }
        _ => true,
    }
}

/// Does `verb` to the selection.
pub fn act(verb: Verb, (screen, hand): (&mut Screen, &Hand)) {
    let selection = selected(screen);
    let lanes = cells(screen, selection);
    let change: fn(&mut Vec<Step>) = match verb {
        Verb::Copy => {
            screen.clipboard = lanes.iter().map(|cells| steps(screen, cells)).collect();
            return;
        }
        Verb::Paste => {
            let copied = screen.clipboard.clone();
            let (rows, steps) = screen.spans(selection);
            let first = (*rows.start(), *steps.start());
            put_at((screen, hand), &copied, first);
            return;
        }
        Verb::Later => |steps| {
            let by = 1.min(steps.len());
            steps.rotate_right(by);
        },
        Verb::Earlier => |steps| {
            let by = 1.min(steps.len());
            steps.rotate_left(by);
        },
        Verb::Reverse => |steps| steps.reverse(),
        Verb::Randomise => |steps| steps.iter_mut().for_each(randomise),
        Verb::Double => {
            let copied: Vec<_> = lanes.iter().map(|cells| steps(screen, cells)).collect();
            let (rows, steps) = screen.spans(selection);
            let Some(next) = steps.end().checked_add(1) else {
                return;
            };
            put_at((screen, hand), &copied, (*rows.start(), next));
            if let Some(chosen) = &mut screen.selection {
                chosen.from.step = StepIndex::new(*steps.start());
            }
            return;
        }
        Verb::Delete => |steps| {
            for step in steps {
                step.velocity = None;
            }
        },
    };
    screen.history.begin();
    for cells in &lanes {
        let mut changed = steps(screen, cells);
        change(&mut changed);
        for (cell, step) in cells.iter().zip(changed) {
            screen.put(hand, *cell, step);
        }
    }
    screen.history.end();
}

/// Makes a strike harder or softer by chance.
fn randomise(step: &mut Step) {
    let Some(velocity) = step.velocity else {
        return;
    };
    // Each state is another one, and its hash of nothing as good as a die.
    let [.., last] = RandomState::new().hash_one(()).to_le_bytes();
    let by = (f64::from(last) / 127.5 - 1.0) * SPREAD;
    step.velocity = Some(Velocity::clamped(f64::from(velocity.get()) + by));
}

/// Copies the selection so that its cell `from` comes to `to`.
pub(super) fn copy_to((screen, hand): (&mut Screen, &Hand), from: Cell, to: Cell) {
    let selection = selected(screen);
    let lanes = cells(screen, selection);
    let copied: Vec<_> = lanes.iter().map(|cells| steps(screen, cells)).collect();
    let order = screen.beside.order;
    let (rows, steps) = screen.spans(selection);
    let moved = |first: u8, from: u8, to: u8| {
        let place = i16::from(first) + i16::from(to) - i16::from(from);
        u8::try_from(place).unwrap_or(0)
    };
    let first = (
        moved(*rows.start(), order.row(from.lane), order.row(to.lane)),
        moved(*steps.start(), from.step.get(), to.step.get()),
    );
    put_at((screen, hand), &copied, first);
}

/// Puts steps lane by lane from a first row and step on, and selects them.
fn put_at((screen, hand): (&mut Screen, &Hand), copied: &[Vec<Step>], first: (u8, u8)) {
    let mut last = None;
    screen.history.begin();
    let order = screen.beside.order;
    let lanes = (first.0..).map_while(|row| order.lane(row));
    for (lane, steps) in lanes.zip(copied) {
        let length = screen.pattern().lanes[lane].length.get();
        for (step, to) in (first.1..=u8::MAX).zip(steps) {
            if u16::from(step) >= length {
                break;
            }
            let cell = Cell {
                lane,
                step: StepIndex::new(step),
            };
            screen.put(hand, cell, *to);
            last = Some(cell);
        }
    }
    screen.history.end();
    let from = order.lane(first.0).map(|lane| Cell {
        lane,
        step: StepIndex::new(first.1),
    });
    screen.selection = from.zip(last).map(|(from, to)| Selection { from, to });
}

//! What can be done with a selection of cells: each verb is one gesture.

use super::super::hand::Hand;
use super::super::layout::shown_lanes;
use super::super::screen::{Cell, Screen};
use super::super::selection::{Place, Selection};
use crate::pattern::{LaneIndex, Step, Velocity};
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
    let cursor = screen.place_of(screen.cursor());
    screen.selection.unwrap_or(Selection {
        from: cursor,
        to: cursor,
    })
}

/// The selected lanes, as far as they are shown: what is not seen is no row to the hand.
fn selected_lanes(screen: &Screen, selection: Selection) -> impl Iterator<Item = LaneIndex> {
    let (rows, _) = screen.spans(selection);
    let lanes = shown_lanes(screen).into_iter();
    lanes.filter(move |lane| rows.contains(&screen.beside.order.row(*lane)))
}

/// The first row of the selection, counted from 0 among those that are shown.
fn first_row(screen: &Screen, selection: Selection) -> usize {
    let (rows, _) = screen.spans(selection);
    let lanes = shown_lanes(screen).into_iter();
    let above = lanes.filter(|lane| screen.beside.order.row(*lane) < *rows.start());
    above.count()
}

/// The selected cells, lane by lane, each from left to right.
fn cells(screen: &Screen, selection: Selection) -> Vec<Vec<Cell>> {
    let (_, columns) = screen.spans(selection);
    selected_lanes(screen, selection)
        .map(|lane| {
            let places = columns.clone().map(|column| Place { lane, column });
            places.filter_map(|place| screen.cell_at(place)).collect()
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
            let (_, columns) = screen.spans(selection);
            selected_lanes(screen, selection).any(|lane| {
                u16::from(*columns.end()) + 1 < screen.pattern().lanes[lane].length.get()
            })
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
            let (_, columns) = screen.spans(selection);
            let first = (first_row(screen, selection), usize::from(*columns.start()));
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
            let (_, columns) = screen.spans(selection);
            let first = (
                first_row(screen, selection),
                usize::from(*columns.end()) + 1,
            );
            put_at((screen, hand), &copied, first);
            if let Some(chosen) = &mut screen.selection {
                chosen.from.column = *columns.start();
            }
            return;
        }
        Verb::Delete => {
            keep_rows(screen, selection);
            |steps| {
                for step in steps {
                    step.velocity = None;
                }
            }
        }
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

/// Has the selected lanes be shown though they are emptied: what was there may be put back.
fn keep_rows(screen: &mut Screen, selection: Selection) {
    let lanes = selected_lanes(screen, selection);
    screen.added = lanes.fold(screen.added, |added, lane| added.with(lane, true));
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
    let shown = shown_lanes(screen);
    let row = |of: Cell| shown.iter().take_while(|lane| **lane != of.lane).count();
    let (_, columns) = screen.spans(selection);
    let column = |of: Cell| usize::from(screen.place_of(of).column);
    let (rows, columns) = (first_row(screen, selection), usize::from(*columns.start()));
    let (first_row, lost_rows) = moved(rows, row(from), row(to));
    let (first_column, lost_columns) = moved(columns, column(from), column(to));
    let kept = lanes.iter().skip(lost_rows).map(|cells| {
        let kept = cells.iter().skip(lost_columns);
        kept.map(|cell| screen.step_at(*cell)).collect()
    });
    let copied: Vec<Vec<Step>> = kept.collect();
    put_at((screen, hand), &copied, (first_row, first_column));
}

/// Where something begins that began at `first`, when `from` comes to `to`, and how much of it would
/// come before all else and is left out.
fn moved(first: usize, from: usize, to: usize) -> (usize, usize) {
    let place = first + to;
    (place.saturating_sub(from), from.saturating_sub(place))
}

/// Puts steps lane by lane from a first row that is shown and a first column on, and selects them.
fn put_at((screen, hand): (&mut Screen, &Hand), copied: &[Vec<Step>], first: (usize, usize)) {
    let mut last = None;
    screen.history.begin();
    let lanes = shown_lanes(screen).into_iter().skip(first.0);
    let from = lanes.clone().next().zip(u8::try_from(first.1).ok());
    for (lane, steps) in lanes.zip(copied) {
        let columns = (0..=u8::MAX).skip(first.1);
        for (column, to) in columns.zip(steps) {
            let place = Place { lane, column };
            if let Some(cell) = screen.cell_at(place) {
                screen.put(hand, cell, *to);
                last = Some(place);
            }
        }
    }
    screen.history.end();
    let from = from.map(|(lane, column)| Place { lane, column });
    screen.selection = from.zip(last).map(|(from, to)| Selection { from, to });
}

//! What is selected in the grid: some rows, and some columns of them.
//!
//! A lane may begin elsewhere than with its first cell, and run backward. The hand selects what it
//! sees, so it is columns that are kept, and each lane says which of its cells they are.

use super::axis::{cell, column};
use super::screen::{Cell, Screen};
use crate::pattern::LaneIndex;
use std::ops::RangeInclusive;

/// A place in the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The lane.
    pub lane: LaneIndex,
    /// Which step of its first run it is, counted from 0.
    pub column: u8,
}

/// What a verb acts on: a stretch of columns on some lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it began.
    pub from: Place,
    /// Where it ends, itself in it.
    pub to: Place,
}

impl Screen {
    /// Where `cell` is first seen.
    pub fn place_of(&self, cell: Cell) -> Place {
        Place {
            lane: cell.lane,
            column: column(&self.pattern().lanes[cell.lane], cell.step),
        }
    }

    /// The cell that is seen at `place`; `None` beyond the lane's first run.
    pub fn cell_at(&self, place: Place) -> Option<Cell> {
        let lane = &self.pattern().lanes[place.lane];
        let is_in = u16::from(place.column) < lane.length.get();
        is_in.then(|| Cell {
            lane: place.lane,
            step: cell(lane, i64::from(place.column)),
        })
    }

    /// The rows of lanes, from the top, and the columns that are in `selection`.
    pub fn spans(&self, selection: Selection) -> (RangeInclusive<u8>, RangeInclusive<u8>) {
        let order = &self.beside.order;
        let span = |a: u8, b: u8| a.min(b)..=a.max(b);
        let (from, to) = (selection.from, selection.to);
        (
            span(order.row(from.lane), order.row(to.lane)),
            span(from.column, to.column),
        )
    }

    /// Whether `cell` is selected.
    pub fn selects(&self, cell: Cell) -> bool {
        let row = self.beside.order.row(cell.lane);
        let place = self.place_of(cell);
        self.selection.is_some_and(|selection| {
            let (rows, columns) = self.spans(selection);
            rows.contains(&row) && columns.contains(&place.column)
        })
    }
}

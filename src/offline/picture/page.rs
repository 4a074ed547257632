//! Where everything stands on the page: systems of two bars, and a row for each lane in them.

use super::strikes::Strike;
use super::{Picture, Timeline};
use crate::pattern::{LaneIndex, Pattern};
use crate::time::{Tick, to_f64};
use std::ops::Range;

/// The picture's; all sizes are in its own units, which screens show as pixels.
pub(super) const WIDTH: f64 = 1000.0;
/// Around the whole.
pub(super) const MARGIN: f64 = 32.0;
/// For the title and the line under it.
const HEAD: f64 = 84.0;
/// Above each system, for the numbers of bars and beats.
const NUMBERS: f64 = 28.0;
/// Between two systems.
const GAP: f64 = 20.0;
/// Under the last system, for the legend.
const FOOT: f64 = 76.0;
/// A lane's row.
pub(super) const ROW: f64 = 36.0;
/// From a row's top to the line on which its strikes stand.
pub(super) const BASE: f64 = 28.0;
/// The height of the loudest strike.
pub(super) const LOUDEST: f64 = 24.0;
const BARS_PER_SYSTEM: u32 = 2;

/// The measures of one picture.
pub(super) struct Page {
    song: Timeline,
    lanes: Vec<LaneIndex>,
    names: f64,
}

/// Some bars that stand side by side, counted from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct System {
    number: u32,
    /// Its first bar.
    pub(super) first: u32,
    /// The bar after its last one.
    pub(super) end: u32,
}

impl Page {
    /// The page for the lanes that have strikes.
    pub(super) fn new(picture: &Picture<'_>, strikes: &[Strike]) -> Self {
        let has_strikes = |lane: &LaneIndex| strikes.iter().any(|strike| strike.lane == *lane);
        let lanes: Vec<_> = LaneIndex::all().filter(has_strikes).collect();
        Self {
            song: picture.song,
            names: names_width(&lanes, picture.pattern),
            lanes,
        }
    }

    pub(super) fn height(&self) -> f64 {
        HEAD + f64::from(self.count()) * self.system_height() - GAP + FOOT
    }

    /// The lanes that have rows, top to bottom.
    pub(super) fn lanes(&self) -> &[LaneIndex] {
        &self.lanes
    }

    pub(super) fn systems(&self) -> impl Iterator<Item = System> + use<> {
        let (count, bars) = (self.count(), self.song.bars);
        (0..count).map(move |number| {
            let first = number * BARS_PER_SYSTEM;
            let end = (first + BARS_PER_SYSTEM).min(bars);
            System { number, first, end }
        })
    }

    /// The frames of a system.
    pub(super) fn frames(&self, system: System) -> Range<i64> {
        self.song.bar_line(system.first)..self.song.bar_line(system.end)
    }

    /// Where the bars begin from the left.
    pub(super) fn left(&self) -> f64 {
        MARGIN + self.names
    }

    /// Where the bars of a system end.
    pub(super) fn right(&self, system: System) -> f64 {
        self.x_at(system, self.song.bar_start(system.end).to_f64())
    }

    /// Where a position in the song, in ticks, stands in a system.
    pub(super) fn x_at(&self, system: System, position: f64) -> f64 {
        let start = self.song.bar_start(system.first).to_f64();
        self.left() + (position - start) * self.per_tick()
    }

    /// Where a frame stands in a system.
    pub(super) fn x(&self, system: System, frame: i64) -> f64 {
        self.x_at(system, self.song.position(frame))
    }

    /// How wide a tick is.
    pub(super) fn per_tick(&self) -> f64 {
        let bars = self.song.bars.min(BARS_PER_SYSTEM);
        let ticks = self.song.bar_start(bars) - Tick::ZERO;
        (WIDTH - MARGIN - self.left()) / ticks.to_f64()
    }

    /// The top of a system's first row.
    pub(super) fn top(&self, system: System) -> f64 {
        HEAD + f64::from(system.number) * self.system_height() + NUMBERS
    }

    /// The top of a system's row.
    pub(super) fn row(&self, system: System, row: usize) -> f64 {
        self.top(system) + count(row) * ROW
    }

    /// The bottom of a system's last row.
    pub(super) fn bottom(&self, system: System) -> f64 {
        self.row(system, self.rows())
    }

    /// The middle of the legend.
    pub(super) fn legend(&self) -> f64 {
        self.height() - FOOT / 2.0
    }

    /// At least one, for the word that nothing plays.
    fn rows(&self) -> usize {
        self.lanes.len().max(1)
    }

    fn count(&self) -> u32 {
        self.song.bars.div_ceil(BARS_PER_SYSTEM)
    }

    fn system_height(&self) -> f64 {
        NUMBERS + count(self.rows()) * ROW + GAP
    }
}

/// The width of the column of names, by the longest, in letters of a usual width.
fn names_width(lanes: &[LaneIndex], pattern: &Pattern) -> f64 {
    let letters = |lane: &LaneIndex| pattern.lanes[*lane].voice.name.as_str().chars().count();
    let longest = lanes.iter().map(letters).max().unwrap_or_default();
    count(longest).max(6.0) * 8.0 + 20.0
}

fn count(things: usize) -> f64 {
    to_f64(i64::try_from(things).unwrap_or(i64::MAX))
}

//! Where everything is.

use super::number::count;
use super::screen::Screen;
use crate::pattern::{LaneIndex, StepIndex};
use egui::{Rect, pos2, vec2};

/// The parts of the window.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Grooves, patterns, swing and the kit.
    pub top: Rect,
    /// The lanes' names.
    pub strips: Rect,
    /// Beside the numbers of the beats, above the lanes' names.
    pub corner: Rect,
    /// The numbers of the beats.
    pub ruler: Rect,
    /// The grid.
    pub grid: Rect,
    /// What is said beside the bar lane.
    pub properties: Rect,
    /// The bar lane.
    pub bars: Rect,
    /// The page beside the grid, while one is open.
    pub side: Option<Rect>,
    /// Health, undo, hints.
    pub foot: Rect,
}

/// How wide the lanes' names are.
const STRIPS: f32 = 200.0;
const TOP: f32 = 64.0;
/// How high the rows of all the kit's parameters are.
const KIT: f32 = 104.0;
const RULER: f32 = 24.0;
/// The bar lane: 88 of bars, and five strips that are 12 apart.
const BARS: f32 = 152.0;
const FOOT: f32 = 28.0;
/// How wide a page beside the grid is.
const SIDE: f32 = 280.0;

impl Layout {
    /// The layout of a window.
    pub fn new(window: Rect, screen: &Screen) -> Self {
        let has_page = screen.page_beside.is_some();
        let top = TOP + if screen.shows_kit { KIT } else { 0.0 };
        let (left, right) = (window.left(), window.right());
        let rect = |x: (f32, f32), y: (f32, f32)| Rect::from_x_y_ranges(x.0..=x.1, y.0..=y.1);
        let foot = window.bottom() - FOOT;
        let bars = foot - BARS;
        let ruler = window.top() + top;
        let middle = left + STRIPS;
        let end = if has_page { right - SIDE } else { right };
        Self {
            top: rect((left, right), (window.top(), ruler)),
            corner: rect((left, middle), (ruler, ruler + RULER)),
            ruler: rect((middle, end), (ruler, ruler + RULER)),
            strips: rect((left, middle), (ruler + RULER, bars)),
            grid: rect((middle, end), (ruler + RULER, bars)),
            properties: rect((left, middle), (bars, foot)),
            bars: rect((middle, end), (bars, foot)),
            side: has_page.then(|| rect((end, right), (ruler, foot))),
            foot: rect((left, right), (foot, window.bottom())),
        }
    }
}

/// The rows of the lanes that are shown.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The lanes, top to bottom.
    pub lanes: Vec<LaneIndex>,
    /// The first lane that is not shown.
    pub hidden: Option<LaneIndex>,
    top: f32,
    height: f32,
}

/// How many lanes are shown at least.
const FEWEST: usize = 8;

/// The lanes that are shown, top to bottom: what is used, and some more.
pub fn shown_lanes(screen: &Screen) -> Vec<LaneIndex> {
    let pattern = screen.pattern();
    let is_used = |lane: &LaneIndex| {
        let steps = pattern.lanes[*lane].steps();
        let is_soloed = screen.shown.setup.solo.contains(*lane);
        steps.iter().any(|step| step.velocity.is_some()) || is_soloed
    };
    let is_added = |lane: &LaneIndex| screen.added.contains(*lane) || screen.lane == *lane;
    let mut missing = FEWEST.saturating_sub(LaneIndex::all().filter(is_used).count());
    let mut lanes = Vec::new();
    for lane in screen.beside.order.lanes() {
        if is_used(&lane) || is_added(&lane) {
            lanes.push(lane);
        } else if missing > 0 {
            missing -= 1;
            lanes.push(lane);
        }
    }
    lanes
}

impl Rows {
    /// The rows of what `screen` shows in `grid`.
    pub fn new(screen: &Screen, grid: Rect) -> Self {
        let lanes = shown_lanes(screen);
        let hidden = screen
            .beside
            .order
            .lanes()
            .find(|lane| !lanes.contains(lane));
        let room = grid.height() - 32.0;
        let height = (room / count(lanes.len())).floor().clamp(26.0, 52.0);
        let scroll = Self::most(height, lanes.len(), grid).min(screen.scroll.y);
        Self {
            lanes,
            hidden,
            top: grid.top() - scroll,
            height,
        }
    }

    fn most(height: f32, lanes: usize, grid: Rect) -> f32 {
        // Room for the button below the last.
        (height * count(lanes) + 32.0 - grid.height()).max(0.0)
    }

    /// How far the rows can be scrolled.
    pub fn reach(&self, grid: Rect) -> f32 {
        Self::most(self.height, self.lanes.len(), grid)
    }

    /// The row at this place, from the first on, and its lane.
    pub fn at(&self, y: f32) -> Option<LaneIndex> {
        self.each()
            .find(|(_, row)| (row.0..row.1).contains(&y))
            .map(|(lane, _)| lane)
    }

    /// Every lane with the top and the bottom of its row.
    pub fn each(&self) -> impl Iterator<Item = (LaneIndex, (f32, f32))> {
        let tops = (0_usize..).map(|n| self.top + count(n) * self.height);
        let lanes = self.lanes.iter().copied();
        lanes.zip(tops.map(|top| (top, top + self.height)))
    }

    /// The row of `lane` within `rect`.
    pub fn row(&self, lane: LaneIndex, rect: Rect) -> Option<Rect> {
        let (_, (top, bottom)) = self.each().find(|(other, _)| *other == lane)?;
        Some(Rect::from_min_max(
            pos2(rect.left(), top),
            pos2(rect.right(), bottom),
        ))
    }

    /// The place below the last row.
    pub fn below(&self, rect: Rect) -> Rect {
        let bottom = self.top + count(self.lanes.len()) * self.height;
        Rect::from_min_size(pos2(rect.left(), bottom), vec2(rect.width(), 32.0))
    }
}

/// What a cell is called, so that it can be found by its name.
pub fn cell_name(lane: &str, step: StepIndex) -> String {
    format!("{lane} step {}", u16::from(step.get()) + 1)
}

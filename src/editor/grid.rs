//! The grid: lanes by steps, drawn where they sound, and the gestures on it.

mod drag;
mod draw;
mod hover;
mod keys;
mod menu;
mod verbs;
mod words;

pub use drag::Drag;
pub(super) use drag::nudge;
pub(super) use menu::nudge_of;
pub use verbs::Verb;
pub(super) use words::{condition_of, condition_text, conditions_offered};

use super::axis::{Axis, Spot, spots};
use super::hand::Hand;
use super::layout::{Layout, Rows, cell_name};
use super::marks::{Mark, marks};
use super::screen::{Cell, Screen};
use crate::pattern::LaneIndex;
use egui::accesskit::Role;
use egui::{Id, Pos2, Rect, Sense, Ui, WidgetInfo, pos2};

/// The narrowest place that a hand can hit.
const NARROWEST: f32 = 8.0;

/// One lane of the grid, worked out once a frame.
#[derive(Clone, Debug)]
pub struct Row {
    /// The lane.
    pub lane: LaneIndex,
    /// Its place.
    pub rect: Rect,
    /// Its steps.
    pub spots: Vec<Spot>,
    /// What is struck on it.
    pub marks: Vec<Mark>,
}

/// The grid as it stands in this frame.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Where ticks stand.
    pub axis: Axis,
    /// The rows that are seen.
    pub rows: Vec<Row>,
    /// All of the grid's place.
    pub rect: Rect,
}

impl Grid {
    /// Works out what `screen` shows.
    pub fn new(screen: &Screen, layout: &Layout, rows: &Rows) -> Self {
        let axis = Axis::new(screen, layout.grid);
        let seen = rows.each().filter_map(|(lane, (top, bottom))| {
            let grid = layout.grid;
            let rect = Rect::from_min_max(pos2(grid.left(), top), pos2(grid.right(), bottom));
            rect.intersects(grid).then(|| {
                let spots = spots(screen, lane);
                let marks = marks(screen, &screen.kept.forecast, lane, &spots);
                Row {
                    lane,
                    rect,
                    spots,
                    marks,
                }
            })
        });
        Self {
            axis,
            rows: seen.collect(),
            rect: layout.grid,
        }
    }

    /// The row at this height.
    pub fn row_at(&self, y: f32) -> Option<&Row> {
        self.rows.iter().find(|row| row.rect.y_range().contains(y))
    }

    /// The row of `lane`, if it is seen.
    pub fn row_of(&self, lane: LaneIndex) -> Option<&Row> {
        self.rows.iter().find(|row| row.lane == lane)
    }

    /// The strike that is drawn at this place, or else the cell whose room this is.
    pub fn hit(&self, at: Pos2) -> Option<(Cell, bool)> {
        let row = self.row_at(at.y)?;
        self.hit_in(row, at.x)
    }

    /// The same within a row.
    pub fn hit_in(&self, row: &Row, x: f32) -> Option<(Cell, bool)> {
        let on_mark = |mark: &&Mark| {
            let left = self.axis.x(mark.sounds);
            mark.cell.is_some()
                && (left - 1.0..left + self.mark_width(mark).max(NARROWEST)).contains(&x)
        };
        if let Some(cell) = row
            .marks
            .iter()
            .rev()
            .find(on_mark)
            .and_then(|mark| mark.cell)
        {
            return Some((cell, true));
        }
        let last = row.spots.last()?;
        if self.axis.tick(x) >= last.next {
            return None;
        }
        // The room of a narrow step reaches into that of the one before it.
        let begins = |spot: &&Spot| x >= self.room_of(spot).start;
        let spot = row.spots.iter().rev().find(begins).or(row.spots.first())?;
        let has_strike = |mark: &Mark| mark.cell == Some(spot.cell);
        Some((spot.cell, row.marks.iter().any(has_strike)))
    }

    /// Where a step is hit, if nothing narrower reaches into it: never less than a hand can hit.
    fn room_of(&self, spot: &Spot) -> std::ops::Range<f32> {
        let (left, right) = (self.axis.x(spot.line), self.axis.x(spot.next));
        left.min(right - NARROWEST)..right
    }

    /// What comes by itself at this place of a row.
    pub fn drawn_at<'a>(&self, row: &'a Row, x: f32) -> Option<&'a Mark> {
        row.marks.iter().find(|mark| {
            let left = self.axis.x(mark.sounds);
            let reach = self.mark_width(mark).max(NARROWEST);
            mark.drawn.is_some() && (left - 1.0..left + reach).contains(&x)
        })
    }

    /// How wide a strike is drawn.
    pub fn mark_width(&self, mark: &Mark) -> f32 {
        (self.axis.width(mark.room) * 0.5).clamp(4.0, 14.0)
    }
}

/// The id of the grid as a widget.
pub fn id(ui: &Ui) -> Id {
    ui.scope_id().with("grid")
}

/// Has the grid take the keyboard if the hand presses in it: in this frame, before another lane is
/// shown, the field that had it sees that it has lost it.
pub fn take_keys(ui: &Ui, screen: &Screen) {
    let is_pressed = ui.input(|input| input.pointer.primary_pressed());
    if is_pressed
        && screen.menu.is_none()
        && let Some(grid) = ui.ctx().read_response(id(ui))
        && grid.contains_pointer()
    {
        grid.request_focus();
    }
}

/// Shows the grid and lets it be played with.
pub fn show(ui: &mut Ui, layout: &Layout, grid: &Grid, screen: &mut Screen, hand: &Hand) {
    let response = ui.interact(layout.grid, id(ui), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Grid"));
    if ui.ctx().has_accesskit_node(response.id) {
        name_cells(ui, grid, screen);
    }
    draw::ruler(ui, layout, grid, screen);
    draw::grid(ui, grid, screen, response.has_focus());
    drag::play(ui, grid, &response, (screen, hand));
    keys::play(ui, grid, &response, (screen, hand));
    menu::show(ui, (screen, hand));
}

/// Gives every cell a name, for those who do not see it, and for the tests.
fn name_cells(ui: &Ui, grid: &Grid, screen: &Screen) {
    for row in &grid.rows {
        let lane = screen.pattern().lanes[row.lane].voice.name;
        for spot in row.spots.iter().filter(|spot| !spot.is_again) {
            let left = grid.axis.x(spot.line);
            let right = grid.axis.x(spot.next);
            let rect = Rect::from_x_y_ranges(left..=right, row.rect.y_range());
            let id = id(ui).with((spot.cell.lane.get(), spot.cell.step.get()));
            let cell = ui.interact(rect, id, Sense::hover());
            let is_struck = screen.step_at(spot.cell).velocity.is_some();
            let name = cell_name(lane.as_str(), spot.cell.step);
            cell.widget_info(|| WidgetInfo::selected(Role::GridCell, true, is_struck, &name));
        }
    }
}

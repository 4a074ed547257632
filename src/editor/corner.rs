//! Above the grid: whether it is drawn as it sounds, and a word where Swing would do nothing.

use super::axis::{Spot, spots, swing_now};
use super::grid::Grid;
use super::hand::Hand;
use super::layout::Layout;
use super::paint::{Lit, button, small};
use super::screen::Screen;
use super::theme::UNIT;
use crate::pattern::{Lane, LaneIndex};
use crate::time::{SwingGrid, Ticks};
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

/// The pairs that can be swung, with their names, coarse to fine.
const GRIDS: [(SwingGrid, &str); 3] = [
    (SwingGrid::Eighths, "1/8"),
    (SwingGrid::Sixteenths, "1/16"),
    (SwingGrid::ThirtySeconds, "1/32"),
];

/// Shows both.
pub fn show(ui: &Ui, layout: &Layout, grid: &Grid, (screen, hand): (&mut Screen, &Hand)) {
    view(ui, layout.corner, screen);
    if let Some(finer) = advice(screen, grid) {
        advise(ui, layout.ruler, finer, (screen, hand));
    }
}

/// The two ways to draw the grid. One of them is always on, so it is only told apart, not lit.
fn view(ui: &Ui, rect: Rect, screen: &mut Screen) {
    let theme = screen.theme;
    let inner = rect.shrink2(vec2(2.0 * UNIT, 2.0));
    let ways = [
        ("As it sounds", "Grid as it sounds", false),
        ("Straight", "Grid straight", true),
    ];
    let mut left = inner.left();
    for (text, name, straight) in ways {
        let width = if straight { 72.0 } else { 96.0 };
        let place = Rect::from_min_size(pos2(left, inner.top()), vec2(width, inner.height()));
        left += width + UNIT;
        let id = ui.scope_id().with(name);
        let response = ui.interact(place, id, Sense::click());
        let is_on = screen.straight == straight;
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_on, name));
        let painter = ui.painter_at(place);
        if is_on {
            painter.rect_filled(place, 4.0, theme.control);
        }
        let colour = if is_on || response.hovered() {
            theme.text
        } else {
            theme.muted
        };
        small(
            &painter,
            place.center(),
            Align2::CENTER_CENTER,
            text,
            colour,
        );
        if response.clicked() {
            screen.straight = straight;
        }
        if response.hovered() {
            screen.hint = format!("{name} (G)");
        }
    }
}

/// Whether the swing of `grid` moves a lane's step that stands straight at `place`.
fn moves(grid: SwingGrid, lane: &Lane, place: Ticks) -> bool {
    let swings = lane.swing_here || lane.rate.step().is_binary_multiple_of(grid.unit());
    swings && place.get().rem_euclid(grid.pair().get()) != 0
}

/// The pairs that Swing would have to bend to move anything; `None` if it moves something, or does
/// not swing.
fn advice(screen: &Screen, grid: &Grid) -> Option<&'static str> {
    let is_straight = (swing_now(&screen.shown) - 0.5).abs() < 0.001;
    if is_straight || screen.shown.controls.swing_lfo_depth > 0.0 {
        return None;
    }
    let now = screen.shown.controls.swing_grid;
    let moves_any = |of: SwingGrid| LaneIndex::all().any(|at| moves_lane(screen, grid, at, of));
    if moves_any(now) {
        return None;
    }
    let others = GRIDS.into_iter().filter(|(other, _)| *other != now);
    let mut moving = others.filter(|(other, _)| moves_any(*other));
    moving.next().map(|(_, name)| name)
}

fn moves_lane(screen: &Screen, grid: &Grid, at: LaneIndex, of: SwingGrid) -> bool {
    let lane = &*screen.pattern().lanes[at];
    let is_struck = |place: usize, spot: &Spot| {
        let drawn = screen.kept.forecast.told(at, place).drawn;
        screen.step_at(spot.cell).velocity.is_some() || drawn.is_some_and(|drawn| drawn.sounds)
    };
    let moves = |spots: &[Spot]| {
        let places = (0_i64..).map(|n| lane.rate.step().place(n));
        let mut all = places.zip(spots.iter().enumerate());
        all.any(|(straight, (place, spot))| moves(of, lane, straight) && is_struck(place, spot))
    };
    match grid.row_of(at) {
        Some(row) => moves(&row.spots),
        None => {
            lane.steps().iter().any(|step| step.velocity.is_some()) && moves(&spots(screen, at))
        }
    }
}

/// Says so, and does it with one click.
fn advise(ui: &Ui, rect: Rect, name: &str, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let now = screen.shown.controls.swing_grid;
    let now = GRIDS.iter().find(|(other, _)| *other == now);
    let now = now.map_or("", |(_, name)| name.trim_start_matches("1/"));
    let text = format!("Swing moves nothing: no strikes on the off-{now}ths. Try Grid {name}");
    let size = vec2(336.0, rect.height() - 4.0);
    let at = pos2(rect.right() - size.x - 2.0 * UNIT, rect.top() + 2.0);
    let place = Rect::from_min_size(at, size);
    ui.painter()
        .rect_filled(rect_behind(place), 0.0, theme.ground);
    let label = format!("Try Grid {name}");
    if button(ui, place, (&text, &label), Lit::Off, &theme).clicked()
        && let Some(handle) = hand.params.by_id("swing_grid")
        && let Some(normalized) = handle.normalized_of(name)
    {
        screen.set(hand, "swing_grid", normalized);
    }
}

/// A little more than the button, so that no number of the ruler touches it.
fn rect_behind(place: Rect) -> Rect {
    place.expand2(vec2(2.0 * UNIT, 2.0))
}

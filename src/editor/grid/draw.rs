//! The grid's lines, strikes and playheads.

use super::super::layout::Layout;
use super::super::marks::Mark;
use super::super::number::{count, px};
use super::super::paint::{hatch, small};
use super::super::passes::pass;
use super::super::screen::Screen;
use super::super::theme::Theme;
use super::{Grid, Row};
use crate::engine::Source;
use crate::pattern::Rule;
use egui::{Align2, Color32, Painter, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

/// The numbers of bars and beats above the grid.
pub(super) fn ruler(ui: &Ui, layout: &Layout, grid: &Grid, screen: &Screen) {
    let theme = &screen.theme;
    let painter = ui.painter_at(layout.ruler);
    let meter = screen.shown.meter();
    let end = super::super::axis::length(&screen.shown);
    let beats = i64::from(meter.beats());
    let has_room = grid.axis.width(meter.beat().to_f64()) >= 28.0;
    for n in 0..4096 {
        let tick = meter.beat() * n;
        if tick >= end {
            break;
        }
        let (bar, beat) = (n / beats + 1, n % beats + 1);
        let at = pos2(grid.axis.x(tick.to_f64()) + 1.0, layout.ruler.center().y);
        if beat == 1 {
            small(
                &painter,
                at,
                Align2::LEFT_CENTER,
                &bar.to_string(),
                theme.text,
            );
        } else if has_room {
            let text = format!("{bar}.{beat}");
            small(&painter, at, Align2::LEFT_CENTER, &text, theme.muted);
        }
    }
}

/// Everything in the grid.
pub(super) fn grid(ui: &Ui, grid: &Grid, screen: &Screen, has_focus: bool) {
    let theme = &screen.theme;
    let painter = ui.painter_at(grid.rect);
    painter.rect_filled(grid.rect, 0.0, theme.ground);
    for row in &grid.rows {
        lines(&painter, grid, row, screen);
    }
    selection(&painter, grid, screen);
    for row in &grid.rows {
        let dims = is_silent(screen, row);
        for mark in &row.marks {
            strike(&painter, grid, row, mark, (theme, dims));
        }
        playhead(&painter, grid, row, screen);
    }
    cursor(&painter, grid, screen, has_focus);
}

/// Whether the lane is not heard.
fn is_silent(screen: &Screen, row: &Row) -> bool {
    let solo = screen.shown.setup.solo;
    if solo.is_empty() {
        return screen.shown.controls.lanes[row.lane].mute;
    }
    !solo.contains(row.lane)
}

/// A lane's own lines, as they swing: beats stronger, bars the strongest.
fn lines(painter: &Painter, grid: &Grid, row: &Row, screen: &Screen) {
    let theme = &screen.theme;
    let rect = row.rect;
    let band = if screen.lane == row.lane {
        theme.control
    } else {
        theme.panel
    };
    painter.rect_filled(rect, 0.0, band);
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.line));
    let bars = screen.shown.bars();
    let seen = grid.rect.x_range().expand(2.0);
    let mut shapes = Vec::with_capacity(row.spots.len());
    let step = screen.pattern().lanes[row.lane].rate.step();
    for (n, spot) in (0_i64..).zip(&row.spots) {
        let x = grid.axis.x(spot.line);
        if !seen.contains(x) {
            continue;
        }
        let place = step.place(n).get();
        let (width, colour) = if place.rem_euclid(bars.bar().get()) == 0 {
            (1.5, theme.bar)
        } else if place.rem_euclid(bars.beat().get()) == 0 {
            (1.0, theme.beat)
        } else {
            (1.0, theme.line)
        };
        let ends = [pos2(x, rect.top() + 1.0), pos2(x, rect.bottom() - 1.0)];
        shapes.push(Shape::line_segment(ends, Stroke::new(width, colour)));
    }
    painter.extend(shapes);
    if let Some(last) = row.spots.iter().find(|spot| spot.is_cut) {
        let x = grid.axis.x(last.line);
        let beyond = Rect::from_min_max(pos2(x, rect.top()), rect.right_bottom());
        painter.rect_filled(beyond, 0.0, theme.ground.gamma_multiply(0.6));
    }
    if let Some(last) = row.spots.last() {
        let x = grid.axis.x(last.next);
        let beyond = Rect::from_min_max(pos2(x, rect.top()), rect.right_bottom());
        painter.rect_filled(beyond, 0.0, theme.ground);
    }
}

/// The body of a strike: a bar as high as it is hard, marked by shape as well as by colour.
fn strike(painter: &Painter, grid: &Grid, row: &Row, mark: &Mark, (theme, dims): (&Theme, bool)) {
    let x = grid.axis.x(mark.sounds);
    if !grid.rect.x_range().expand(16.0).contains(x) {
        return;
    }
    let width = grid.mark_width(mark);
    let room = row.rect.height() - 6.0;
    let height = (mark.velocity / 127.0 * room).max(3.0);
    let bottom = row.rect.bottom() - 3.0;
    let body = Rect::from_min_max(pos2(x, bottom - height), pos2(x + width, bottom));
    let fade = match (dims, mark.is_cut, mark.is_again) {
        (true, ..) | (_, true, _) => 0.25,
        (_, _, true) => 0.6,
        _ => 1.0,
    };
    let colour = colour(theme, mark.source).gamma_multiply(fade);
    match mark.source {
        Source::Ghost => ghost(painter, body, mark, colour),
        Source::Fill => {
            let body = body.expand2(vec2(1.0, 0.0));
            painter.rect_filled(body, 2.0, theme.panel);
            painter.rect_stroke(body, 2.0, Stroke::new(1.5, colour), StrokeKind::Inside);
            hatch(painter, body, Stroke::new(1.5, colour));
        }
        // What is written and not heard this time is only outlined.
        Source::User | Source::Ratchet | Source::Click if !mark.plays => {
            painter.rect_filled(body, 2.0, colour.gamma_multiply(0.2));
            let edge = Stroke::new(1.0, colour.gamma_multiply(0.7));
            painter.rect_stroke(body, 2.0, edge, StrokeKind::Inside);
        }
        Source::User | Source::Ratchet | Source::Click => {
            painter.rect_filled(body, 2.0, colour);
        }
    }
    if mark.source == Source::User {
        signs(painter, row, mark, body, theme);
    }
}

/// A ghost: outlined as clearly as it is likely, and drawn strongly if it sounds in this pass.
fn ghost(painter: &Painter, body: Rect, mark: &Mark, colour: Color32) {
    let (width, fill, least) = if mark.plays {
        (2.0, 0.3, 0.7)
    } else {
        (1.0, 0.0, 0.25)
    };
    let opacity = least + (0.85 - 0.5 * least) * mark.likelihood;
    painter.rect_filled(body, 2.0, colour.gamma_multiply(fill));
    let edge = Stroke::new(width, colour.gamma_multiply(opacity.min(1.0)));
    painter.rect_stroke(body, 2.0, edge, StrokeKind::Inside);
}

/// What a strike is called by colour.
pub(super) fn colour(theme: &Theme, source: Source) -> Color32 {
    match source {
        Source::Ghost => theme.ghost,
        Source::Fill => theme.fill,
        Source::User | Source::Ratchet => theme.user,
        Source::Click => theme.muted,
    }
}

/// The small signs of what is said of a strike: a notch for chance, ticks for a roll, a corner for
/// a condition, a cap for an accent.
fn signs(painter: &Painter, row: &Row, mark: &Mark, body: Rect, theme: &Theme) {
    let step = &mark.step;
    if step.chance.get() < 100 {
        let height = body.height() * (1.0 - mark.likelihood);
        let notch = Rect::from_min_size(body.min, vec2(body.width() * 0.6, height));
        painter.rect_filled(notch, 0.0, theme.panel.gamma_multiply(0.75));
    }
    let hits = usize::from(step.ratchet.hits());
    if hits > 1 {
        for n in 1..hits.min(8) {
            let y = body.bottom() - body.height() * count(n) / count(hits.min(8));
            painter.hline(body.x_range(), y, Stroke::new(1.0, theme.panel));
        }
        let at = pos2(body.right() + 1.0, body.bottom());
        small(
            painter,
            at,
            Align2::LEFT_BOTTOM,
            &hits.to_string(),
            theme.muted,
        );
    }
    if step.condition.rule != Rule::Always {
        let at = pos2(body.right() + 1.0, row.rect.top() + 2.0);
        let corner = vec![at, at + vec2(7.0, 0.0), at + vec2(0.0, 7.0)];
        painter.add(Shape::convex_polygon(corner, theme.text, Stroke::NONE));
    }
    if step.accent {
        let y = body.top() - 2.0;
        let cap = body.x_range().expand(2.0);
        painter.hline(cap, y, Stroke::new(2.0, theme.text));
    }
}

/// Where the lane is: it swings with its own steps, and runs its own laps.
fn playhead(painter: &Painter, grid: &Grid, row: &Row, screen: &Screen) {
    let shown = &screen.shown;
    if !shown.at.playing || shown.at.pattern != shown.index {
        return;
    }
    let lane = &screen.pattern().lanes[row.lane];
    let place = pass(shown, lane, &shown.at).place(shown.at.position);
    let x = grid.axis.x(place);
    painter.vline(
        x,
        row.rect.y_range(),
        Stroke::new(1.5, theme_playhead(screen)),
    );
    let under = |mark: &&Mark| (0.0..mark.room).contains(&(place - mark.sounds));
    if let Some(mark) = row.marks.iter().filter(|mark| mark.plays).find(under) {
        let past = px((place - mark.sounds) / mark.room.max(1.0));
        let left = grid.axis.x(mark.sounds);
        let height = mark.velocity / 127.0 * (row.rect.height() - 6.0);
        let size = vec2(grid.mark_width(mark), height);
        let corner = pos2(left, row.rect.bottom() - 3.0 - height);
        let glow = screen.theme.playhead.gamma_multiply(0.6 * (1.0 - past));
        painter.rect_filled(Rect::from_min_size(corner, size), 2.0, glow);
    }
}

fn theme_playhead(screen: &Screen) -> Color32 {
    screen.theme.playhead.gamma_multiply(0.8)
}

/// What the verbs act on.
fn selection(painter: &Painter, grid: &Grid, screen: &Screen) {
    for row in &grid.rows {
        let fill = screen.theme.user.gamma_multiply(0.2);
        let chosen = row.spots.iter().filter(|spot| screen.selects(spot.cell));
        for spot in chosen.filter(|spot| !spot.is_again) {
            let x = grid.axis.x(spot.line)..=grid.axis.x(spot.next);
            painter.rect_filled(Rect::from_x_y_ranges(x, row.rect.y_range()), 0.0, fill);
        }
    }
}

/// The cell that keys act on, while they do.
fn cursor(painter: &Painter, grid: &Grid, screen: &Screen, has_focus: bool) {
    if !has_focus {
        return;
    }
    let theme = &screen.theme;
    let ring = Stroke::new(1.0, theme.user);
    painter.rect_stroke(grid.rect.shrink(1.0), 2.0, ring, StrokeKind::Inside);
    let Some(row) = grid.row_of(screen.lane) else {
        return;
    };
    let cursor = screen.cursor();
    if let Some(spot) = row.spots.iter().find(|spot| spot.cell == cursor) {
        let x = grid.axis.x(spot.line)..=grid.axis.x(spot.next);
        let rect = Rect::from_x_y_ranges(x, row.rect.shrink2(vec2(0.0, 1.0)).y_range());
        let stroke = Stroke::new(1.5, theme.text);
        painter.rect_stroke(rect, 2.0, stroke, StrokeKind::Inside);
    }
}

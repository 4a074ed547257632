//! What lies under the hand, in words.

use super::super::forecast::Drawn;
use super::super::number::whole;
use super::super::screen::Screen;
use super::{Grid, Row};
use crate::engine::Source;
use crate::pattern::Velocity;
use egui::{Pos2, Response};

/// So many phrases are looked at to say how often a ghost comes.
const PHRASES: u8 = 4;

/// Says it.
pub(super) fn show(response: &Response, grid: &Grid, at: Pos2, screen: &mut Screen) {
    let Some((cell, is_struck)) = grid.hit(at) else {
        return;
    };
    let row = grid.row_at(at.y);
    let drawn = row.and_then(|row| {
        let mark = grid.drawn_at(row, at.x)?;
        Some((row, mark.drawn?))
    });
    if let Some((row, drawn)) = drawn {
        screen.hint = match drawn.source {
            Source::Fill => format!("Fill, velocity {:.0}", drawn.velocity),
            _ => ghost(screen, row, &drawn),
        };
        response.clone().on_hover_text_at_pointer(&screen.hint);
        return;
    }
    let name = screen.pattern().lanes[cell.lane].voice.name;
    let cell_name = super::cell_name(name.as_str(), cell.step);
    screen.hint = if is_struck {
        let step = screen.step_at(cell);
        let velocity = step.velocity.map_or(0, Velocity::get);
        let nudge = f64::from(step.nudge.tenths()) / 10.0;
        let chance = step.chance.get();
        format!("{cell_name}  velocity {velocity}, chance {chance} %, nudge {nudge:+.1} %")
    } else {
        format!("{cell_name}  ·  drag to paint, right-click for more")
    };
}

/// How likely a ghost is, and in how many of the phrases from here on it comes.
fn ghost(screen: &mut Screen, row: &Row, drawn: &Drawn) -> String {
    let percent = whole(f64::from(drawn.likelihood) * 100.0, 0, 100);
    let now = if drawn.sounds {
        "plays now"
    } else {
        "rests now"
    };
    let kept = &mut screen.kept;
    match kept
        .forecast
        .coming(&screen.shown, drawn, row.lane, PHRASES)
    {
        Some(coming) => format!("Ghost {percent} %: {coming} of {PHRASES} phrases, {now}"),
        None => format!("Ghost {percent} %, {now}"),
    }
}

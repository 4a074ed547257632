//! What the strikes stand on: the card, the rows with their names, the lines of steps and bars.

use super::Picture;
use super::look::{BEAT, GROUND, LINE, MARK, MUTED, PANEL, STEP, TEXT};
use super::page::{BASE, MARGIN, Page, System, WIDTH};
use super::svg::{Point, Svg};
use crate::pattern::{Lane, Reset};
use crate::time::{Tick, Ticks};

/// Steps closer than this are not drawn.
const CLOSEST: f64 = 5.0;
/// From a system's first row up to its numbers.
const NUMBERS: f64 = 8.0;

/// The ground of the whole.
pub(super) fn card(svg: &mut Svg, page: &Page) {
    let border = format!("rx=\"10\" fill=\"{GROUND}\" stroke=\"{LINE}\"");
    let size = (WIDTH - 1.0, page.height() - 1.0);
    svg.rect((0.5, 0.5), size, &border, "");
}

/// Everything of a system but its strikes.
pub(super) fn system(svg: &mut Svg, page: &Page, picture: &Picture<'_>, system: System) {
    let (left, right) = (page.left(), page.right(system));
    let (top, bottom) = (page.top(system), page.bottom(system));
    let panel = format!("fill=\"{PANEL}\"");
    svg.rect((left, top), (right - left, bottom - top), &panel, "");
    steps(svg, page, picture, system);
    rows(svg, page, picture, system);
    beats(svg, page, picture, system);
    bars(svg, page, picture, system);
}

/// The names, and a line under each row.
fn rows(svg: &mut Svg, page: &Page, picture: &Picture<'_>, system: System) {
    let right = page.right(system);
    let mut edges = vec![page.top(system), page.bottom(system)];
    for (row, lane) in page.lanes().iter().enumerate() {
        let top = page.row(system, row);
        edges.push(top);
        let name = picture.pattern.lanes[*lane].voice.name;
        let at = (MARGIN, top + BASE - 6.0);
        svg.text(at, &format!("fill=\"{TEXT}\""), name.as_str());
    }
    if page.lanes().is_empty() {
        let at = (page.left() + 12.0, page.top(system) + BASE - 6.0);
        svg.text(at, &format!("fill=\"{MUTED}\""), "Nothing plays.");
    }
    edges.sort_by(f64::total_cmp);
    edges.dedup();
    let across = |y: f64| ((page.left(), y), (right, y));
    let lines: Vec<_> = edges.into_iter().map(across).collect();
    svg.lines(&lines, &format!("stroke=\"{LINE}\""));
}

/// Each lane's own straight steps, in its row.
fn steps(svg: &mut Svg, page: &Page, picture: &Picture<'_>, system: System) {
    let mut lines = Vec::new();
    for (row, lane) in page.lanes().iter().enumerate() {
        let top = page.row(system, row);
        let bottom = page.row(system, row + 1);
        let upright = |x: f64| ((x, top), (x, bottom));
        let places = places(page, picture, system, &picture.pattern.lanes[*lane]);
        lines.extend(places.into_iter().map(upright));
    }
    svg.lines(&lines, &format!("stroke=\"{STEP}\""));
}

/// Where the straight steps of a lane stand.
fn places(page: &Page, picture: &Picture<'_>, system: System, lane: &Lane) -> Vec<f64> {
    let step = lane.rate.step();
    if step.place(1).to_f64() * page.per_tick() < CLOSEST {
        return Vec::new();
    }
    let start = picture.song.bar_start(system.first);
    let end = picture.song.bar_start(system.end);
    let bars = match lane.reset {
        Reset::Pattern => u32::from(picture.pattern.bars.get()),
        Reset::Bars(bars) => u32::from(bars.get()),
        Reset::Never => picture.song.bars,
    };
    // A lane begins anew with each round of so many bars.
    let round = picture.song.bar_start(bars) - Tick::ZERO;
    let mut places = Vec::new();
    let first = (start - Tick::ZERO).get().div_euclid(round.get());
    let mut origin = Tick::ZERO + round * first;
    while origin < end {
        let from = step.first_from((start - origin).max(Ticks::ZERO));
        let until = round.min(end - origin);
        let in_round = (from..).map(|n| step.place(n)).take_while(|at| *at < until);
        places.extend(in_round.map(|at| page.x_at(system, (origin + at).to_f64())));
        origin += round;
    }
    places
}

/// A line and a number for each beat that begins no bar.
fn beats(svg: &mut Svg, page: &Page, picture: &Picture<'_>, system: System) {
    let meter = picture.song.meter;
    let beat = meter.bar().to_f64() / f64::from(meter.beats());
    let mut lines = Vec::new();
    for bar in system.first..system.end {
        let start = picture.song.bar_start(bar).to_f64();
        for number in 1..meter.beats() {
            let x = page.x_at(system, start + beat * f64::from(number));
            lines.push(upright(page, system, x));
            let at = (x + 4.0, page.top(system) - NUMBERS);
            svg.text(at, &format!("fill=\"{MUTED}\""), &(number + 1).to_string());
        }
    }
    svg.lines(&lines, &format!("stroke=\"{BEAT}\""));
}

/// A line and a number for each bar, with what is said there.
fn bars(svg: &mut Svg, page: &Page, picture: &Picture<'_>, system: System) {
    let mut lines = vec![upright(page, system, page.right(system))];
    for bar in system.first..system.end {
        let x = page.x_at(system, picture.song.bar_start(bar).to_f64());
        lines.push(upright(page, system, x));
        let number = format!("fill=\"{TEXT}\" font-weight=\"bold\"");
        let y = page.top(system) - NUMBERS;
        let digits = (bar + 1).to_string();
        svg.text((x + 4.0, y), &number, &digits);
        let note = usize::try_from(bar)
            .ok()
            .and_then(|bar| picture.bar_notes.get(bar));
        if let Some(note) = note {
            let digits = u8::try_from(digits.len()).unwrap_or_default();
            let at = (x + 12.0 + 9.0 * f64::from(digits), y);
            svg.text(at, &format!("fill=\"{MUTED}\""), note);
        }
    }
    svg.lines(&lines, &format!("stroke=\"{MARK}\" stroke-width=\"1.5\""));
}

/// A line down through all rows.
fn upright(page: &Page, system: System, x: f64) -> (Point, Point) {
    ((x, page.top(system) - 4.0), (x, page.bottom(system)))
}

//! The strikes: found in what was rendered, and drawn where they sound.

use super::look;
use super::page::{BASE, LOUDEST, Page, System};
use super::svg::Svg;
use super::{Picture, Rendered};
use crate::engine::{Event, Kind, Origin, Source};
use crate::pattern::{LaneIndex, Velocity};
use crate::time::Ticks;
use std::collections::BTreeMap;

/// How wide a strike is, where steps leave room for it.
pub(super) const BREADTH: f64 = 7.0;
/// From the strikes' feet down to the ways that lead to them.
const WAY: f64 = 4.5;
/// The attributes of the ways.
pub(super) const WAY_LINE: &str = "stroke=\"#61666f\" stroke-width=\"1.5\"";

/// One strike; its places are frames from the song's start.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Strike {
    pub(super) lane: LaneIndex,
    pub(super) source: Source,
    velocity: Velocity,
    /// For the mouse that rests on it.
    words: String,
    on: i64,
    off: i64,
    /// Where it would stand if nothing moved it.
    straight: Option<i64>,
}

/// The strikes of a picture, in the order in which they sound.
pub(super) fn strikes(picture: &Picture<'_>) -> Vec<Strike> {
    let mut unmoved = unmoved(picture.straight);
    let mut sounding = BTreeMap::new();
    let mut strikes: Vec<Strike> = Vec::new();
    for Rendered { frame, event } in picture.events {
        let string = (event.channel, event.key);
        if let Some(strike) = begin(picture, event, *frame) {
            sounding.insert(string, strikes.len());
            let straight = unmoved.get_mut(&strike.lane).and_then(Iterator::next);
            strikes.push(Strike { straight, ..strike });
        } else if let Some(strike) = sounding.remove(&string)
            && let Some(strike) = strikes.get_mut(strike)
        {
            strike.off = *frame;
        }
    }
    strikes
}

/// The strike that an event begins, if it does.
fn begin(picture: &Picture<'_>, event: &Event, on: i64) -> Option<Strike> {
    let (Kind::On(velocity), Origin::Strike { lane, source }) = (event.kind, event.origin) else {
        return None;
    };
    let name = picture.pattern.lanes[lane].voice.name;
    Some(Strike {
        lane,
        source,
        velocity,
        words: format!("{}, velocity {}", name.as_str(), velocity.get()),
        on,
        off: on,
        straight: None,
    })
}

/// The frames of each lane's strikes, in order.
fn unmoved(events: &[Rendered]) -> BTreeMap<LaneIndex, std::vec::IntoIter<i64>> {
    let mut frames: BTreeMap<LaneIndex, Vec<i64>> = BTreeMap::new();
    for Rendered { frame, event } in events {
        if let (Kind::On(_), Origin::Strike { lane, .. }) = (event.kind, event.origin) {
            frames.entry(lane).or_default().push(*frame);
        }
    }
    let iterate = |(lane, frames): (_, Vec<i64>)| (lane, frames.into_iter());
    frames.into_iter().map(iterate).collect()
}

/// Draws them: lengths and ways first, so that nothing lies over a strike.
pub(super) fn draw(svg: &mut Svg, page: &Page, strikes: &[Strike]) {
    for system in page.systems() {
        let frames = page.frames(system);
        lengths(svg, page, system, strikes);
        let here: Vec<_> = strikes
            .iter()
            .filter(|strike| frames.contains(&strike.on))
            .collect();
        ways(svg, page, system, &here);
        for strike in here {
            body(svg, page, system, strike);
        }
    }
}

/// The line on which a lane's strikes stand.
fn base(page: &Page, system: System, lane: LaneIndex) -> f64 {
    let row = page.lanes().iter().position(|other| *other == lane);
    page.row(system, row.unwrap_or_default()) + BASE
}

fn height(strike: &Strike) -> f64 {
    LOUDEST * f64::from(strike.velocity.get()) / 127.0
}

fn body(svg: &mut Svg, page: &Page, system: System, strike: &Strike) {
    let height = height(strike);
    let top = base(page, system, strike.lane) - height;
    let body = format!("rx=\"2\" {}", look::of(strike.source).body);
    let at = (page.x(system, strike.on), top);
    svg.rect(at, (BREADTH, height), &body, &strike.words);
}

/// A thin line for as long as each note lasts, also into the next system.
fn lengths(svg: &mut Svg, page: &Page, system: System, strikes: &[Strike]) {
    let frames = page.frames(system);
    let sounds_here = |strike: &&Strike| strike.on < frames.end && strike.off > frames.start;
    for strike in strikes.iter().filter(sounds_here) {
        let from = page.x(system, strike.on.max(frames.start));
        // Two notes in a row are seen as two.
        let to = page.x(system, strike.off.min(frames.end)) - 2.0;
        let y = base(page, system, strike.lane) - 0.75;
        let colour = look::of(strike.source).colour;
        let line = format!("stroke=\"{colour}\" stroke-width=\"1.5\"");
        svg.lines(&[((from, y), (to.max(from), y))], &line);
    }
}

/// From each straight place to where its strike sounds: a shade as high as the strike, and a line
/// with a foot on the straight place.
fn ways(svg: &mut Svg, page: &Page, system: System, strikes: &[&Strike]) {
    let mut lines = Vec::new();
    for strike in strikes {
        let Some((from, to)) = way(page, system, strike) else {
            continue;
        };
        let base = base(page, system, strike.lane);
        let (left, height) = (from.min(to), height(strike));
        let shade = shade(strike.source);
        svg.rect(
            (left, base - height),
            ((to - from).abs(), height),
            &shade,
            "",
        );
        let y = base + WAY;
        lines.push(((from, y - 3.0), (from, y + 3.0)));
        lines.push(((from, y), (to, y)));
    }
    svg.lines(&lines, WAY_LINE);
}

/// Where the way to a strike begins and ends, if there is one to be seen.
fn way(page: &Page, system: System, strike: &Strike) -> Option<(f64, f64)> {
    let (from, to) = (page.x(system, strike.straight?), page.x(system, strike.on));
    // Over a beat away it is another strike's place; under a pixel nothing is seen.
    let seen = 1.0..Ticks::QUARTER.to_f64() * page.per_tick();
    seen.contains(&(to - from).abs())
        .then_some((from.max(page.left()), to))
}

/// The attributes of the shade on a strike's way.
fn shade(source: Source) -> String {
    let colour = look::of(source).colour;
    format!("fill=\"{colour}\" fill-opacity=\"0.3\"")
}

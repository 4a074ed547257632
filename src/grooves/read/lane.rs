//! From a `[[lane]]` table to a lane.

use super::super::file::{DirectionWord, LaneTable, LfoTable, ResetWord, Shape};
use super::step::dress;
use super::voice::voice;
use crate::pattern::{
    Bars, Direction, Lane, LaneIndex, Lfo, LfoDepth, LfoShape, Reset, Step, StepCount, Velocity,
};
use crate::text::ranged::{parts, problem, ranged, whole};
use crate::text::{Problem, parse_rate, parse_row, place, steps_per_bar};
use crate::time::{Meter, Rate};
use std::num::NonZeroU8;
use toml::Spanned;

/// The lane that the table is, in a pattern of `bars`.
pub(super) fn lane(
    table: &LaneTable,
    at: LaneIndex,
    bars: Bars,
    text: &str,
) -> Result<Lane, Problem> {
    let rate = match &table.rate {
        Some(name) => {
            let expected = "a rate (1/16, 1/8t, 1/4d, 1/16 5:4)";
            ranged(name, expected, |name| parse_rate(name))?
        }
        None => Rate::SIXTEENTHS,
    };
    let mut steps = row(table, rate, bars, text)?;
    let length = u16::try_from(steps.len()).ok().and_then(StepCount::new);
    if let Some(beyond) = &table.beyond {
        steps.extend(parse(beyond, None, text)?);
    }
    dress(&mut steps, table)?;
    let mut lane = Lane::with_steps(voice(table, at)?, &steps)
        .ok_or_else(|| problem(&table.steps, "expected 1 to 256 steps".into()))?;
    lane.length = length.unwrap_or(lane.length);
    lane.rate = rate;
    lane.reset = reset(table)?;
    lane.direction = direction(table.direction);
    if let Some(rotate) = &table.rotate {
        lane.rotate = whole(rotate, "-128 to 127 steps", Some::<i8>)?;
    }
    if let Some(seed) = &table.seed {
        lane.seed = whole(seed, "a seed from 0 to 65535", Some::<u16>)?;
    }
    lane.seed_locked = table.seed_locked.unwrap_or_default();
    lane.swing_here = table.swing_here.unwrap_or_default();
    lane.lfo = table.lfo.as_ref().map_or(Ok(Lfo::OFF), lfo)?;
    Ok(lane)
}

/// The row of steps: whole bars of common time, or as many steps as `length` says.
fn row(table: &LaneTable, rate: Rate, bars: Bars, text: &str) -> Result<Vec<Step>, Problem> {
    let length = table.length.as_ref();
    let length = length.map(|count| whole(count, "1 to 256 steps", StepCount::new));
    let length = length.transpose()?;
    let per_bar = match length {
        Some(_) => None,
        None => Some(steps_per_bar(rate, Meter::COMMON).ok_or_else(|| {
            let what = "expected `length`, since a bar is no whole number of these steps";
            problem(&table.steps, what.into())
        })?),
    };
    let steps = parse(&table.steps, per_bar, text)?;
    let expected = match (length, per_bar) {
        (Some(length), _) => (steps.len() != usize::from(length.get()))
            .then(|| format!("{} steps, as `length` says", length.get())),
        (_, Some(bar)) => (steps.len() > usize::from(bar.get()) * usize::from(bars.get()))
            .then(|| format!("at most the groove's bars, {}", bars.get())),
        _ => None,
    };
    match expected {
        Some(expected) => {
            let what = format!("expected {expected}, found {} steps", steps.len());
            Err(problem(&table.steps, what))
        }
        None => Ok(steps),
    }
}

/// The row, with its mistakes at their own columns.
fn parse(
    row: &Spanned<String>,
    per_bar: Option<StepCount>,
    text: &str,
) -> Result<Vec<Step>, Problem> {
    // The span begins with the quote.
    let start = row.span().start + 1;
    let (line, _) = place(text, start);
    parse_row(row.get_ref(), line, per_bar).map_err(|error| {
        let before = row.get_ref().chars().take(error.column - 1);
        let found = crate::text::name(error.found);
        Problem {
            at: start + before.map(char::len_utf8).sum::<usize>(),
            what: format!("expected {}, found {found}", error.expected),
        }
    })
}

fn reset(table: &LaneTable) -> Result<Reset, Problem> {
    let Some(word) = &table.reset else {
        return Ok(Reset::Pattern);
    };
    let expected = "\"pattern\", \"never\" or 1, 2, 4, 8 or 16 (bars)";
    ranged(word, expected, |word| match word {
        ResetWord::Bars(bars) => Reset::every(u8::try_from(*bars).ok()?),
        ResetWord::Word(word) => match word.as_str() {
            "pattern" => Some(Reset::Pattern),
            "never" => Some(Reset::Never),
            _ => None,
        },
    })
}

const fn direction(word: DirectionWord) -> Direction {
    match word {
        DirectionWord::Forward => Direction::Forward,
        DirectionWord::Backward => Direction::Backward,
        DirectionWord::PingPong => Direction::PingPong,
        DirectionWord::Random => Direction::Random,
    }
}

fn lfo(table: &LfoTable) -> Result<Lfo, Problem> {
    let cycles = "cycles from 0 to 655.35 in hundredths";
    Ok(Lfo {
        shape: shape(table.shape),
        cycles: parts(&table.cycles, 100.0, cycles, Some::<u16>)?,
        bars: whole(&table.bars, "1 to 255 bars", NonZeroU8::new)?,
        base: whole(&table.base, "a base from 1 to 127", Velocity::new)?,
        depth: whole(&table.depth, "a depth from 0 to 127", LfoDepth::new)?,
    })
}

const fn shape(word: Shape) -> LfoShape {
    match word {
        Shape::Sine => LfoShape::Sine,
        Shape::Triangle => LfoShape::Triangle,
        Shape::Saw => LfoShape::Saw,
        Shape::Square => LfoShape::Square,
        Shape::Random => LfoShape::Random,
        Shape::Steps => LfoShape::Steps,
    }
}

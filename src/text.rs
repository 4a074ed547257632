//! Lanes as text: one character a step, as drummers write grooves down.
//!
//! `9` to `1` are strikes from velocity 127 down to 15, `.` is a rest, `|` stands between bars.
//! Three letters are strikes of their drums' own: `c` (clap) 108, `o` (open hat) 96, `x` (side
//! stick) 92. Nothing else is accepted, spaces neither;
//! those between the groups of a row are left out before.

mod error;
mod file;
pub(crate) mod ranged;
mod rate;
mod rows;

pub(crate) use error::name;
pub use error::{Expected, TextError, Unwritable};
pub use file::FileError;
pub(crate) use file::{Problem, place};
pub use rate::{format_rate, parse_rate};
pub use rows::{Row, RowsError, looks_like_rows, parse_rows};

use crate::pattern::{Step, StepCount, Velocity};
use crate::time::{Meter, Rate};

/// The characters of the strikes, with their velocities.
const STRIKES: [(char, u8); 12] = [
    ('9', 127),
    ('8', 113),
    ('7', 99),
    ('6', 85),
    ('5', 71),
    ('4', 57),
    ('3', 43),
    ('2', 29),
    ('1', 15),
    ('c', 108),
    ('o', 96),
    ('x', 92),
];
const REST: char = '.';
const BAR_LINE: char = '|';

/// How many steps of `rate` a bar of `meter` has; `None` if they do not fit, or are over 256.
pub fn steps_per_bar(rate: Rate, meter: Meter) -> Option<StepCount> {
    let (bar, step) = (meter.bar(), rate.step());
    let count = step.first_from(bar);
    let fits = step.place(count) == bar;
    StepCount::new(u16::try_from(count).ok()?).filter(|_| fits)
}

/// The steps of one row of text.
///
/// With `bar`, the row must be whole bars of so many steps, with `|` between them; without, it is
/// any number of steps and has no `|`. The line, from 1, is for the error alone.
///
/// # Errors
/// The first place that is not as it should be, and what should be there. A row has 1 to 256
/// steps.
pub fn parse_row(row: &str, line: usize, bar: Option<StepCount>) -> Result<Vec<Step>, TextError> {
    let mut steps = Vec::new();
    // Steps since the last bar line, and the columns that have been read.
    let (mut in_bar, mut columns) = (0, 0);
    for found in row.chars().map(Some).chain([None]) {
        columns += 1;
        let refused = |expected| TextError {
            line,
            column: columns,
            found,
            expected,
        };
        let read = read_step(found, in_bar, steps.len(), bar).map_err(refused)?;
        if let Some(step) = read {
            steps.push(step);
            in_bar += 1;
        } else {
            in_bar = 0;
        }
    }
    Ok(steps)
}

/// The step that `found` is, or `None` if it rightly ends a bar or the row.
fn read_step(
    found: Option<char>,
    in_bar: u16,
    steps: usize,
    bar: Option<StepCount>,
) -> Result<Option<Step>, Expected> {
    let is_full = match bar {
        Some(bar) => in_bar == bar.get(),
        None => steps > 0,
    };
    let step = found.and_then(step_of);
    let is_longest = steps >= usize::from(StepCount::MAX.get());
    match (found, step, bar) {
        (_, Some(_), Some(bar)) if is_full => Err(Expected::BarLine { after: bar.get() }),
        (_, Some(_), _) if is_longest => Err(Expected::End),
        (_, Some(step), _) => Ok(Some(step)),
        (None, _, _) | (Some(BAR_LINE), _, Some(_)) if is_full => Ok(None),
        (_, _, Some(bar)) if !is_full => Err(Expected::StepOfBar {
            step: in_bar + 1,
            of: bar.get(),
        }),
        (_, _, Some(bar)) => Err(Expected::BarLine { after: bar.get() }),
        (_, _, None) => Err(Expected::Step),
    }
}

fn step_of(found: char) -> Option<Step> {
    if found == REST {
        return Some(Step::REST);
    }
    let (_, velocity) = STRIKES.iter().find(|(strike, _)| *strike == found)?;
    Velocity::new(*velocity).map(Step::strike)
}

/// The row of text that `steps` are, with `|` after every `bar` of them.
///
/// # Errors
/// The first step that one character cannot say; or steps that are no whole number of bars, or
/// none, or over 256: what is written can be read again.
pub fn format_row(steps: &[Step], bar: Option<StepCount>) -> Result<String, Unwritable> {
    let per_bar = bar.map_or(steps.len(), |bar| usize::from(bar.get()));
    let is_row = (1..=usize::from(StepCount::MAX.get())).contains(&steps.len());
    if !is_row || !steps.len().is_multiple_of(per_bar) {
        return Err(Unwritable::Length(steps.len()));
    }
    let mut row = String::new();
    for (at, step) in steps.iter().enumerate() {
        if at > 0 && at.is_multiple_of(per_bar) {
            row.push(BAR_LINE);
        }
        row.push(character_of(*step).ok_or(Unwritable::Step(at))?);
    }
    Ok(row)
}

/// The character of a step's velocity, with the velocity that it means; a strike of another gets
/// the digit nearest to it.
pub(crate) fn nearest_character(step: Step) -> (char, Option<Velocity>) {
    let Some(velocity) = step.velocity else {
        return (REST, None);
    };
    let far = |meant: u8| meant.abs_diff(velocity.get());
    let digits = STRIKES
        .iter()
        .filter(|(strike, meant)| strike.is_ascii_digit() || *meant == velocity.get());
    let nearest = digits.min_by_key(|(_, meant)| far(*meant));
    let (strike, meant) = nearest.copied().unwrap_or(('9', 127));
    (strike, Velocity::new(meant))
}

fn character_of(step: Step) -> Option<char> {
    let candidates = STRIKES.iter().map(|(strike, _)| *strike).chain([REST]);
    candidates
        .into_iter()
        .find(|candidate| step_of(*candidate) == Some(step))
}

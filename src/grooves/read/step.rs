//! What a lane's table says of all its strikes, and its `[[lane.step]]` tables of single ones.

use super::super::file::{GraceTable, GraceWord, LaneTable, Places, RatchetTable, StepTable};
use crate::pattern::{Condition, Gate, Grace, Nudge, Percent, Ratchet, Rule, Step, Velocity};
use crate::text::Problem;
use crate::text::ranged::{drum, parts, problem, ranged, whole};
use toml::Spanned;

/// Gives the strikes what the table says of them; a single one's own word is the last.
pub(super) fn dress(steps: &mut [Step], table: &LaneTable) -> Result<(), Problem> {
    for step in steps.iter_mut().filter(|step| step.velocity.is_some()) {
        let chance = table.chance.as_ref();
        *step = plain(*step, chance, table.gate.as_ref(), table.nudge.as_ref())?;
    }
    let mut taken = Vec::new();
    for table in &table.step {
        for number in numbers(&table.at)? {
            let is_rest = table.rest.unwrap_or_default();
            let step = named(steps, number, is_rest).map_err(|what| problem(&table.at, what))?;
            if taken.contains(&number) {
                let what = format!("expected step {number} in one table, found it in two");
                return Err(problem(&table.at, what));
            }
            taken.push(number);
            *step = dressed(*step, table)?;
        }
    }
    Ok(())
}

fn numbers(at: &Spanned<Places>) -> Result<Vec<i64>, Problem> {
    let expected = "a step's number, or a list of them";
    ranged(at, expected, |places| match places {
        Places::One(number) => Some(vec![*number]),
        Places::Several(numbers) => Some(numbers.clone()).filter(|numbers| !numbers.is_empty()),
    })
}

/// The strike, or the rest, at a step counted from 1.
fn named(steps: &mut [Step], number: i64, is_rest: bool) -> Result<&mut Step, String> {
    let most = steps.len();
    let at = usize::try_from(number)
        .ok()
        .and_then(|at| at.checked_sub(1));
    let step = at.and_then(|at| steps.get_mut(at));
    let step = step.ok_or_else(|| format!("expected a step from 1 to {most}, found {number}"))?;
    // On a rest it would never be heard: the row or the number is mistyped.
    match (step.velocity, is_rest) {
        (Some(_), false) | (None, true) => Ok(step),
        (None, false) => Err(format!("expected a strike at step {number}, found a rest")),
        (Some(_), true) => Err(format!("expected a rest at step {number}, found a strike")),
    }
}

/// What a lane can say of all its strikes.
fn plain(
    mut step: Step,
    chance: Option<&Spanned<i64>>,
    gate: Option<&Spanned<i64>>,
    nudge: Option<&Spanned<f64>>,
) -> Result<Step, Problem> {
    if let Some(chance) = chance {
        step.chance = whole(chance, "a chance from 0 to 100", Percent::new)?;
    }
    if let Some(gate) = gate {
        step.gate = whole(gate, "a gate from 1 to 1600", Gate::new)?;
    }
    if let Some(nudge) = nudge {
        let expected = "a nudge from -50 to 50 in tenths";
        step.nudge = parts(nudge, 10.0, expected, Nudge::new)?;
    }
    Ok(step)
}

fn dressed(step: Step, table: &StepTable) -> Result<Step, Problem> {
    let chance = table.chance.as_ref();
    let mut step = plain(step, chance, table.gate.as_ref(), table.nudge.as_ref())?;
    if let Some(velocity) = &table.velocity {
        let strike = whole(velocity, "a velocity from 1 to 127", Velocity::new)?;
        if step.velocity.is_none() {
            return Err(problem(
                velocity,
                "expected no velocity: it is a rest".into(),
            ));
        }
        step.velocity = Some(strike);
    }
    if let Some(text) = &table.condition {
        let expected = "a condition: 2/4 (pass 2 of 4, at most 16), first, previous, neighbour or \
                        fill, or `not` and one of these";
        step.condition = ranged(text, expected, |text| condition(text))?;
    }
    if let Some(table) = &table.ratchet {
        step.ratchet = ratchet(table)?;
    }
    step.grace = table.grace.map_or(step.grace, grace);
    if let Some(table) = &table.grace_notes {
        step.grace = grace_notes(table)?;
    }
    step.accent = table.accent.unwrap_or(step.accent);
    step.tie = table.tie.unwrap_or(step.tie);
    Ok(step)
}

fn ratchet(table: &RatchetTable) -> Result<Ratchet, Problem> {
    let curve = |value: &Option<Spanned<i64>>| match value {
        Some(value) => whole(value, "a curve from -100 to 100", |curve| {
            Ratchet::new(1, 1, curve, 0).map(Ratchet::timing)
        }),
        None => Ok(0),
    };
    let (timing, velocity) = (curve(&table.timing)?, curve(&table.velocity)?);
    let span = match &table.over {
        Some(span) => whole(span, "over 1 to 8 steps", |span| {
            Ratchet::new(1, span, 0, 0).map(Ratchet::span)
        })?,
        None => 1,
    };
    whole(&table.hits, "1 to 32 hits", |hits| {
        Ratchet::new(hits, span, timing, velocity)
    })
}

fn grace_notes(table: &GraceTable) -> Result<Grace, Problem> {
    let level = whole(&table.level, "a level from 1 to 100", |level| {
        Percent::new(level).filter(|level| *level > Percent::NONE)
    })?;
    let apart = whole(&table.apart, "12 to 35 ms", |apart| {
        Grace::new(0, apart, level).map(Grace::apart_ms)
    })?;
    let mut grace = whole(&table.strokes, "0 to 2 strokes", |strokes| {
        Grace::new(strokes, apart, level)
    })?;
    grace.lane = table.drum.as_ref().map(drum).transpose()?;
    Ok(grace)
}

fn condition(text: &str) -> Option<Condition> {
    let asked = text.strip_prefix("not ").or_else(|| text.strip_prefix('!'));
    let (negated, asked) = (asked.is_some(), asked.unwrap_or(text));
    let rule = match asked {
        // To ask nothing has no name of its own; never does.
        "always" if negated => Rule::Always,
        "first" => Rule::First,
        "previous" => Rule::Previous,
        "neighbour" => Rule::Neighbour,
        "fill" => Rule::Fill,
        pass => {
            let (number, of) = pass.split_once('/')?;
            let (number, of) = (number.parse().ok()?, of.parse().ok()?);
            // One condition has one name: not 02/4 and not +2/4.
            let is_plain = format!("{number}/{of}") == pass;
            Condition::pass(number, of).filter(|_| is_plain)?.rule
        }
    };
    Some(Condition { rule, negated })
}

const fn grace(word: GraceWord) -> Grace {
    match word {
        GraceWord::Flam => Grace::FLAM,
        GraceWord::Drag => Grace::DRAG,
    }
}

//! Steps as rows of characters, and what no character says as `[[lane.step]]` tables.

use super::{Table, quoted};
use crate::pattern::{Condition, Gate, Grace, Nudge, Percent, Ratchet, Rule, Step, kit};
use crate::text::nearest_character;
use std::fmt::Write as _;

/// The row of steps, with a line after every `bar` of them: strikes by the nearest velocity.
pub(super) fn row(steps: &[Step], bar: Option<usize>) -> String {
    let mut row = String::new();
    for (at, step) in steps.iter().enumerate() {
        if at > 0 && bar.is_some_and(|bar| at.is_multiple_of(bar)) {
            row.push('|');
        }
        row.push(nearest_character(*step).0);
    }
    row
}

/// Writes a table for all steps that have the same to say beside the row.
pub(super) fn write_all(text: &mut Table, steps: &[Step]) {
    let mut tables: Vec<(String, Vec<usize>)> = Vec::new();
    for (number, step) in (1..).zip(steps) {
        let words = words(step);
        if words.is_empty() {
            continue;
        }
        match tables.iter_mut().find(|(said, _)| *said == words) {
            Some((_, numbers)) => numbers.push(number),
            None => tables.push((words, vec![number])),
        }
    }
    for (words, numbers) in tables {
        text.head("[[lane.step]]");
        match numbers.as_slice() {
            [one] => text.value("at", one),
            several => text.value("at", format!("{several:?}")),
        }
        text.0.push_str(&words);
    }
}

/// The lines of what the row does not say of a step; empty if it says all.
fn words(step: &Step) -> String {
    let mut text = Table::default();
    text.unless(&Percent::ALL.get(), "chance", &step.chance.get());
    text.unless(&Gate::FULL.percent(), "gate", &step.gate.percent());
    if step.nudge != Nudge::NONE {
        text.value(
            "nudge",
            format!("{:?}", f64::from(step.nudge.tenths()) / 10.0),
        );
    }
    if step.condition != Condition::ALWAYS {
        text.text("condition", &condition(step.condition));
    }
    if step.ratchet != Ratchet::SINGLE {
        text.value("ratchet", ratchet(step.ratchet));
    }
    match step.grace {
        Grace::NONE => {}
        Grace::FLAM => text.text("grace", "flam"),
        Grace::DRAG => text.text("grace", "drag"),
        other => text.value("grace_notes", grace(other)),
    }
    text.unless(&false, "accent", &step.accent);
    text.unless(&false, "tie", &step.tie);
    let is_plain = text.0.is_empty();
    match step.velocity {
        Some(velocity) if nearest_character(*step).1 != Some(velocity) => {
            text.value("velocity", velocity.get());
        }
        None if !is_plain => text.value("rest", true),
        _ => {}
    }
    text.0
}

fn condition(condition: Condition) -> String {
    let word = match condition.rule {
        Rule::Always => "always".to_owned(),
        Rule::Pass(pass) => format!("{}/{}", pass.pass(), pass.of()),
        Rule::First => "first".to_owned(),
        Rule::Previous => "previous".to_owned(),
        Rule::Neighbour => "neighbour".to_owned(),
        Rule::Fill => "fill".to_owned(),
    };
    let not = if condition.negated { "not " } else { "" };
    format!("{not}{word}")
}

fn ratchet(ratchet: Ratchet) -> String {
    let mut text = format!("{{ hits = {}", ratchet.hits());
    let plain = Ratchet::SINGLE;
    let rest = [
        ("over", i16::from(ratchet.span()), i16::from(plain.span())),
        ("timing", ratchet.timing().into(), plain.timing().into()),
        (
            "velocity",
            ratchet.velocity().into(),
            plain.velocity().into(),
        ),
    ];
    for (key, value, usual) in rest {
        if value != usual {
            let _ = write!(text, ", {key} = {value}");
        }
    }
    text + " }"
}

fn grace(grace: Grace) -> String {
    let (strokes, apart, level) = (grace.strokes(), grace.apart_ms(), grace.level().get());
    let drum = grace.lane.map(|lane| kit()[lane].name.to_lowercase());
    let drum = drum.map(|drum| format!(", drum = {}", quoted(&drum)));
    let drum = drum.unwrap_or_default();
    format!("{{ strokes = {strokes}, apart = {apart}, level = {level}{drum} }}")
}

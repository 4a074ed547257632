//! The properties of a step as values: how high, in words, read from words, set.

use crate::editor::grid::{condition_of, condition_text, conditions_offered, nudge, nudge_of};
use crate::editor::number::{px, whole};
use crate::editor::screen::Property;
use crate::pattern::{Condition, Gate, Nudge, Percent, Ratchet, Step, Velocity};
use crate::time::to_f64;

/// The longest gate that a hand can drag; the wheel and the keyboard go further.
const LONGEST: i64 = 400;
/// The most hits that a hand can drag.
const MOST: i64 = 8;

/// How much of its room a step's bar takes, 0 to 1, and from where on.
pub(super) fn part(property: Property, step: &Step) -> (f32, f32) {
    let up = |value: u16, of: u16| (0.0, f32::from(value.min(of)) / f32::from(of));
    match property {
        Property::Velocity => up(step.velocity.map_or(0, Velocity::get).into(), 127),
        Property::Chance => up(step.chance.get().into(), 100),
        Property::Nudge => {
            let value = 0.5 + f32::from(step.nudge.tenths()) / 1000.0;
            (value.min(0.5), value.max(0.5))
        }
        Property::Gate => up(step.gate.percent(), 400),
        Property::Ratchet => up(step.ratchet.hits().into(), 8),
        Property::Condition if step.condition == Condition::ALWAYS => (0.0, 0.0),
        Property::Condition => (0.0, 1.0),
    }
}

/// How far up a hand would have to be to set the value that a step has, 0 to 1.
pub(super) fn level(property: Property, step: &Step) -> f32 {
    match property {
        Property::Nudge => 0.5 + f32::from(step.nudge.tenths()) / 1000.0,
        Property::Condition => {
            let (place, last) = place_of(step.condition);
            px(to_f64(place) / to_f64(last))
        }
        _ => part(property, step).1,
    }
}

/// Whether it is as in any new step, and so hardly worth a look.
pub(super) fn is_usual(property: Property, step: &Step) -> bool {
    let usual = Step::REST;
    match property {
        Property::Velocity => false,
        Property::Chance => step.chance == usual.chance,
        Property::Nudge => step.nudge == usual.nudge,
        Property::Gate => step.gate == usual.gate,
        Property::Ratchet => step.ratchet == usual.ratchet,
        Property::Condition => step.condition == usual.condition,
    }
}

/// The value of a step in words.
pub(super) fn text(property: Property, step: &Step) -> String {
    match property {
        Property::Velocity => step.velocity.map_or(0, Velocity::get).to_string(),
        Property::Chance => format!("{} %", step.chance.get()),
        Property::Nudge => format!("{:+.1} %", f64::from(step.nudge.tenths()) / 10.0),
        Property::Gate => format!("{} %", step.gate.percent()),
        Property::Ratchet => format!("{}x", step.ratchet.hits()),
        Property::Condition => condition_text(step.condition),
    }
}

/// The step with the value that `text` says, if it says one.
pub(super) fn typed(property: Property, step: &Step, text: &str) -> Option<Step> {
    let mut step = *step;
    let plain = text.trim().trim_end_matches(['%', 'x', ' ']);
    let number = || {
        let number: f64 = plain.replace(',', ".").parse().ok()?;
        number.is_finite().then_some(number)
    };
    match property {
        Property::Condition => step.condition = condition_of(text)?,
        Property::Nudge => step.nudge = nudge_of(number()?),
        Property::Velocity => step.velocity = Some(Velocity::clamped(number()?)),
        _ => put(property, &mut step, whole(number()?, 0, 1600)),
    }
    Some(step)
}

/// The step with a property at a part of what a hand can reach, 0 to 1.
pub(super) fn dragged(property: Property, step: &Step, part: f64) -> Step {
    let mut step = *step;
    match property {
        Property::Velocity => step.velocity = Some(Velocity::clamped(part * 127.0)),
        Property::Nudge => step.nudge = nudge((part - 0.5) * 1000.0),
        Property::Chance => put(property, &mut step, whole(part * 100.0, 0, 100)),
        Property::Gate => {
            let gate = whole(part * to_f64(LONGEST), 1, LONGEST);
            put(property, &mut step, gate);
        }
        Property::Ratchet => put(property, &mut step, whole(part * to_f64(MOST), 1, MOST)),
        Property::Condition => {
            let last = i64::try_from(conditions_offered().len()).unwrap_or(1) - 1;
            step.condition = condition(whole(part * to_f64(last), 0, last));
        }
    }
    step
}

/// The step so many notches of the wheel further.
pub(super) fn turned(property: Property, of: &Step, notches: i64) -> Step {
    let mut step = *of;
    match property {
        Property::Velocity => {
            let now = i64::from(of.velocity.map_or(0, Velocity::get));
            step.velocity = Some(Velocity::clamped(to_f64(now + notches)));
        }
        Property::Chance => put(property, &mut step, i64::from(of.chance.get()) + notches),
        Property::Nudge => {
            let tenths = to_f64(i64::from(of.nudge.tenths()) + 10 * notches);
            step.nudge = nudge_of(tenths / 10.0);
        }
        Property::Gate => put(
            property,
            &mut step,
            i64::from(of.gate.percent()) + 5 * notches,
        ),
        Property::Ratchet => put(property, &mut step, i64::from(of.ratchet.hits()) + notches),
        Property::Condition => {
            let (place, last) = place_of(of.condition);
            let place = place + notches;
            step.condition = condition(place.clamp(0, last));
        }
    }
    step
}

/// The step with the property as it is in any new one.
pub(super) fn usual(property: Property, step: &Step) -> Step {
    let (mut step, usual) = (*step, Step::REST);
    match property {
        Property::Velocity => step.velocity = Velocity::new(100),
        Property::Chance => step.chance = usual.chance,
        Property::Nudge => step.nudge = Nudge::NONE,
        Property::Gate => step.gate = usual.gate,
        Property::Ratchet => step.ratchet = usual.ratchet,
        Property::Condition => step.condition = usual.condition,
    }
    step
}

/// Sets a property that is a whole number to the nearest that it can have.
fn put(property: Property, step: &mut Step, value: i64) {
    let small = |least: i64, greatest: i64| {
        let value = value.clamp(least, greatest);
        u16::try_from(value).unwrap_or(u16::MAX)
    };
    let byte = |value: u16| u8::try_from(value).unwrap_or(u8::MAX);
    match property {
        Property::Chance => {
            step.chance = Percent::new(byte(small(0, 100))).unwrap_or(step.chance);
        }
        Property::Gate => step.gate = Gate::new(small(1, 1600)).unwrap_or(step.gate),
        Property::Ratchet => {
            let old = step.ratchet;
            let hits = byte(small(1, 32));
            let new = Ratchet::new(hits, old.span(), old.timing(), old.velocity());
            step.ratchet = new.unwrap_or(old);
        }
        Property::Velocity | Property::Nudge | Property::Condition => {}
    }
}

/// The place of a condition in the list, and the list's last.
fn place_of(condition: Condition) -> (i64, i64) {
    let all = conditions_offered();
    let plain = Condition {
        negated: false,
        ..condition
    };
    let place = all.iter().position(|one| *one == plain).unwrap_or(0);
    let whole = |place: usize| i64::try_from(place).unwrap_or(0);
    (whole(place), whole(all.len()) - 1)
}

/// The condition at a place of the list.
fn condition(place: i64) -> Condition {
    let place = usize::try_from(place).unwrap_or(0);
    let found = conditions_offered().get(place).copied();
    found.unwrap_or(Condition::ALWAYS)
}

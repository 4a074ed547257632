//! A step as bytes: a mask of the fields that differ from a plain rest's, then those fields. Before
//! a step with grace notes stand, from version 2, a zero and the grace notes.

use super::super::grace::Grace;
use super::super::per_lane::LaneIndex;
use super::super::quantity::{Percent, Velocity};
use super::super::step::{Condition, Gate, Nudge, Pass, Ratchet, Rule, Step};
use super::codes::{RULES, code};
use super::error::SavedError;
use super::reader::Reader;

/// What differs from a plain rest, in the order in which it is stored.
struct Mask(u8);

impl Mask {
    const VELOCITY: u8 = 1;
    const CHANCE: u8 = 2;
    const GATE: u8 = 4;
    const NUDGE: u8 = 8;
    const RATCHET: u8 = 16;
    const CONDITION: u8 = 32;
    const ACCENT: u8 = 64;
    const TIE: u8 = 128;

    fn of(step: &Step) -> Self {
        let rest = Step::REST;
        let bit = |differs, bit| if differs { bit } else { 0 };
        Self(
            bit(step.velocity.is_some(), Self::VELOCITY)
                | bit(step.chance != rest.chance, Self::CHANCE)
                | bit(step.gate != rest.gate, Self::GATE)
                | bit(step.nudge != rest.nudge, Self::NUDGE)
                | bit(step.ratchet != rest.ratchet, Self::RATCHET)
                | bit(step.condition != rest.condition, Self::CONDITION)
                | bit(step.accent, Self::ACCENT)
                | bit(step.tie, Self::TIE),
        )
    }

    const fn has(&self, field: u8) -> bool {
        self.0 & field != 0
    }
}

/// In the place of a mask: grace notes come first, then the mask. No mask that is stored without
/// them is zero, as a plain rest is not stored.
const WITH_GRACE: u8 = 0;

/// Mask (u8); of what it names: velocity, chance (u8), gate (u16), nudge (i16), ratchet, condition.
pub(super) fn write(bytes: &mut Vec<u8>, step: &Step) {
    if step.grace != Grace::NONE {
        bytes.push(WITH_GRACE);
        write_grace(bytes, step.grace);
    }
    let mask = Mask::of(step);
    bytes.push(mask.0);
    if let Some(velocity) = step.velocity {
        bytes.push(velocity.get());
    }
    if mask.has(Mask::CHANCE) {
        bytes.push(step.chance.get());
    }
    if mask.has(Mask::GATE) {
        bytes.extend(step.gate.percent().to_le_bytes());
    }
    if mask.has(Mask::NUDGE) {
        bytes.extend(step.nudge.tenths().to_le_bytes());
    }
    if mask.has(Mask::RATCHET) {
        let ratchet = &step.ratchet;
        bytes.extend([ratchet.hits(), ratchet.span()]);
        bytes.extend(ratchet.timing().to_le_bytes());
        bytes.extend(ratchet.velocity().to_le_bytes());
    }
    if mask.has(Mask::CONDITION) {
        write_condition(bytes, step.condition);
    }
}

/// A step that is nothing but a strike, with its place before it. Nearly all are, and a bank loads
/// several times as fast if no more is looked for.
pub(super) fn plain([place, mask, velocity]: [u8; 3]) -> Option<(u8, Velocity)> {
    let velocity = Velocity::new(velocity)?;
    (mask == Mask::VELOCITY).then_some((place, velocity))
}

#[inline(never)]
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Step, SavedError> {
    let mut step = Step::REST;
    let mut mask = Mask(reader.u8()?);
    if mask.0 == WITH_GRACE && reader.has(2) {
        step.grace = read_grace(reader)?;
        mask = Mask(reader.u8()?);
    }
    if mask.has(Mask::VELOCITY) {
        let value = reader.u8()?;
        let velocity = reader.checked("velocity", value, Velocity::new(value))?;
        step.velocity = Some(velocity);
    }
    if mask.has(Mask::CHANCE) {
        let value = reader.u8()?;
        step.chance = reader.checked("chance", value, Percent::new(value))?;
    }
    if mask.has(Mask::GATE) {
        let value = reader.u16()?;
        step.gate = reader.checked("gate", value, Gate::new(value))?;
    }
    if mask.has(Mask::NUDGE) {
        let value = reader.i16()?;
        step.nudge = reader.checked("nudge", value, Nudge::new(value))?;
    }
    if mask.has(Mask::RATCHET) {
        step.ratchet = read_ratchet(reader)?;
    }
    if mask.has(Mask::CONDITION) {
        step.condition = read_condition(reader)?;
    }
    step.accent = mask.has(Mask::ACCENT);
    step.tie = mask.has(Mask::TIE);
    // A plain rest, or a field as a rest has it, is never stored: one bank has one form.
    let is_stored_so = step != Step::REST && mask.0 == Mask::of(&step).0;
    reader.checked("the list of fields", mask.0, is_stored_so.then_some(step))
}

/// Strokes, milliseconds apart, level, lane from 1 or 0 for the strike's own (u8).
fn write_grace(bytes: &mut Vec<u8>, grace: Grace) {
    bytes.extend([grace.strokes(), grace.apart_ms(), grace.level().get()]);
    bytes.push(grace.lane.map_or(0, |lane| lane.get() + 1));
}

fn read_grace(reader: &mut Reader<'_>) -> Result<Grace, SavedError> {
    let [strokes, apart_ms, level, lane] = reader.array()?;
    let (some, apart) = (Percent::ALL, Grace::FLAM.apart_ms());
    reader.checked("grace strokes", strokes, Grace::new(strokes, apart, some))?;
    reader.checked("grace distance", apart_ms, Grace::new(0, apart_ms, some))?;
    let grace = Percent::new(level).and_then(|level| Grace::new(strokes, apart_ms, level));
    let mut grace = reader.checked("grace level", level, grace)?;
    if let Some(at) = lane.checked_sub(1) {
        let at = reader.checked("the lane of the grace notes", lane, LaneIndex::new(at))?;
        grace.lane = Some(at);
    }
    // No grace notes are never stored.
    let is_stored = (grace != Grace::NONE).then_some(grace);
    reader.checked("grace strokes", strokes, is_stored)
}

/// Hits, span (u8), curves of time and velocity (i8).
fn read_ratchet(reader: &mut Reader<'_>) -> Result<Ratchet, SavedError> {
    let (hits, span) = (reader.u8()?, reader.u8()?);
    let (timing, velocity) = (reader.i8()?, reader.i8()?);
    reader.checked("ratchet hits", hits, Ratchet::new(hits, 1, 0, 0))?;
    reader.checked("ratchet span", span, Ratchet::new(1, span, 0, 0))?;
    reader.checked("ratchet timing", timing, Ratchet::new(1, 1, timing, 0))?;
    let ratchet = Ratchet::new(hits, span, timing, velocity);
    reader.checked("ratchet velocity", velocity, ratchet)
}

/// The bit that turns a rule round.
const NEGATED: u8 = 128;

/// The rule's code with its negation (u8); of a pass, which and of how many (u8).
fn write_condition(bytes: &mut Vec<u8>, condition: Condition) {
    let negated = if condition.negated { NEGATED } else { 0 };
    if let Rule::Pass(pass) = condition.rule {
        let rule = code(&RULES, &Rule::Pass(Pass::EVERY));
        bytes.extend([rule | negated, pass.pass(), pass.of()]);
    } else {
        bytes.push(code(&RULES, &condition.rule) | negated);
    }
}

fn read_condition(reader: &mut Reader<'_>) -> Result<Condition, SavedError> {
    let byte = reader.u8()?;
    let negated = byte & NEGATED != 0;
    let rule = RULES.get(usize::from(byte & !NEGATED)).copied();
    let rule = reader.checked("the condition", byte, rule)?;
    if !matches!(rule, Rule::Pass(_)) {
        return Ok(Condition { rule, negated });
    }
    let (pass, of) = (reader.u8()?, reader.u8()?);
    reader.checked("the number of passes", of, Condition::pass(1, of))?;
    let condition = reader.checked("the pass", pass, Condition::pass(pass, of))?;
    Ok(Condition {
        negated,
        ..condition
    })
}

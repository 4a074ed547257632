//! Where in a pattern a note belongs that was played over it.

use crate::engine::{Controls, Preview, Rehearsal, Whereabouts, preview};
use crate::pattern::{
    Bank, CellAt, Key, Lane, LaneAt, LaneIndex, Nudge, Pattern, PatternIndex, Percent, Setup, Step,
    Velocity,
};
use crate::time::{Bpm, Meter, SampleRate, Tick, Ticks, round_i64};

/// A note that was played while the song rolled. **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Played {
    /// Where the song was, in quarter notes.
    pub position: f64,
    /// How fast, in quarter notes a minute.
    pub tempo: f64,
    /// The key.
    pub key: Key,
    /// How hard.
    pub velocity: Velocity,
}

/// What a note is played over.
#[derive(Clone, Copy, Debug)]
pub struct Over<'a> {
    /// The bank.
    pub bank: &'a Bank,
    /// The parameters.
    pub controls: &'a Controls,
    /// Where the music is, and which pattern plays.
    pub whereabouts: &'a Whereabouts,
    /// The meter.
    pub meter: Meter,
    /// Frames a second.
    pub rate: SampleRate,
}

/// A place in a pattern.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slot {
    pub(super) at: CellAt,
    pub(super) nudge: Nudge,
    /// Its straight place, in quarter notes.
    pub(super) straight: f64,
    /// Where it sounds next, in quarter notes; no earlier than what was played if it was early.
    pub(super) sounds_at: f64,
}

/// The lane that plays a key, if one does.
pub(super) fn lane_of(key: Key, pattern: &Pattern, setup: &Setup) -> Option<LaneIndex> {
    let plays = |lane: &LaneIndex| setup.key(*lane, pattern.lanes[*lane].voice.key) == key;
    LaneIndex::all().find(plays)
}

/// Where a note belongs: on the step of its lane that sounds nearest to it, by the engine's own word
/// of where its steps sound. With `is_free` what is left is its nudge.
pub(super) fn slot(played: &Played, over: &Over<'_>, is_free: bool) -> Option<Slot> {
    let index = over.whereabouts.pattern;
    let pattern = over.bank.pattern(index)?;
    let lane = lane_of(played.key, pattern, &over.bank.setup)?;
    let bpm = Bpm::new(played.tempo)?;
    let begins = over
        .whereabouts
        .origin
        .unwrap_or(over.whereabouts.first_line);
    let position = Tick::nearest(played.position * Ticks::QUARTER.to_f64()) - begins;
    let steps = soundings(over, (pattern, lane), bpm, position);
    let off = |(_, sounds_at): &(Preview, Tick)| (Tick::ZERO + position - *sounds_at).get();
    let nearest = steps
        .iter()
        .min_by_key(|step| (off(step).abs(), off(step)))?;
    let step = pattern.lanes[lane].rate.step().at(over.controls.speed);
    let left = Ticks::new(off(nearest)).to_f64();
    let tenths = round_i64(left / step.to_f64() * 1_000.0).clamp(-500, 500);
    let nudge = i16::try_from(tenths).ok().and_then(Nudge::new);
    let (place, sounds_at) = nearest;
    let quarters = |tick: Tick| (tick - Tick::ZERO).to_f64() / Ticks::QUARTER.to_f64();
    Some(Slot {
        straight: quarters(place.tick + (begins - Tick::ZERO)),
        at: cell(index, lane, place),
        nudge: nudge.filter(|_| is_free).unwrap_or_default(),
        sounds_at: quarters(*sounds_at + (begins - Tick::ZERO)),
    })
}

fn cell(pattern: PatternIndex, lane: LaneIndex, place: &Preview) -> CellAt {
    CellAt {
        lane: LaneAt { pattern, lane },
        step: place.cell,
    }
}

/// The steps of a lane around a place, as if all were struck, and where they sound. Places count from
/// where the pattern's first lap began.
fn soundings(
    over: &Over<'_>,
    (pattern, lane): (&Pattern, LaneIndex),
    bpm: Bpm,
    position: Ticks,
) -> Vec<(Preview, Tick)> {
    let mut bank = Bank::with_first(all_struck(pattern, lane));
    bank.setup = Setup {
        runs_chain: false,
        ..over.bank.setup
    };
    let mut controls = over.controls.clone();
    controls.pattern = PatternIndex::FIRST;
    controls.fill_every = None;
    controls.fill_now = false;
    controls.density = 0.0;
    if over.whereabouts.origin.is_some() {
        controls.shift = 0;
    }
    let rehearsal = Rehearsal {
        bank: &bank,
        controls: &controls,
        bpm,
        rate: over.rate,
        meter: over.meter,
    };
    let bar = position.get().div_euclid(over.meter.bar().get());
    // Long steps reach further than a bar.
    let reach = pattern.lanes[lane]
        .rate
        .step()
        .at(controls.speed)
        .ticks()
        .get()
        / over.meter.bar().get()
        + 1;
    let ticks_in_ms = Ticks::QUARTER.to_f64() * bpm.get() / 60_000.0;
    let steps = preview(&rehearsal, bar - reach..bar + reach + 1).into_iter();
    let own = steps.filter(|step| step.lane == lane);
    own.map(|step| {
        let moved = Ticks::new(round_i64(step.late_ms * ticks_in_ms));
        let sounds_at = step.sounds_at + moved;
        (step, sounds_at)
    })
    .collect()
}

/// The pattern with a plain strike on each step of a lane, and none on the others.
fn all_struck(pattern: &Pattern, lane: LaneIndex) -> Pattern {
    let mut struck = Pattern {
        bars: pattern.bars,
        manner: pattern.manner,
        ..Pattern::new()
    };
    *struck.lanes[lane] = refilled(&pattern.lanes[lane], Step::strike(Velocity::MAX));
    for (_, lane) in struck.lanes.iter_mut() {
        lane.voice.fills = Percent::NONE;
        lane.voice.choke = None;
    }
    struck
}

/// The lane with `step` on all its steps.
pub(super) fn refilled(lane: &Lane, step: Step) -> Lane {
    let steps = vec![step; lane.capacity()];
    let new = Lane::with_steps(lane.voice, &steps);
    let mut new = new.unwrap_or_else(|| Lane::new(lane.voice));
    new.length = lane.length;
    new.rate = lane.rate;
    new.reset = lane.reset;
    new.direction = lane.direction;
    new.rotate = lane.rotate;
    new.swing_here = lane.swing_here;
    new.lfo = lane.lfo;
    new.seed = lane.seed;
    new.seed_locked = lane.seed_locked;
    new
}

//! Where in a pattern a note belongs that was played over it.

use crate::engine::{Controls, Form, Preview, Rehearsal, Seat, Whereabouts, preview_at};
use crate::pattern::{
    Bank, CellAt, Key, Lane, LaneAt, LaneIndex, Nudge, Pattern, PatternIndex, Percent, Setup, Step,
    Velocity,
};
use crate::time::{Bpm, Meter, SampleRate, Tick, Ticks, round_i64};
use std::borrow::Cow;
use std::ops::Range;

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
    /// What played there and around it.
    pub form: Form,
}

/// What a note is played over, beside what its own form says.
#[derive(Clone, Copy, Debug)]
pub struct Over<'a> {
    /// The parameters.
    pub controls: &'a Controls,
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
/// of where its steps sound, whichever pattern plays there. A pattern that is none yet is taken for a
/// fresh one. With `is_free` what is left is its nudge.
pub(super) fn slot(played: &Played, over: &Over<'_>, bank: &Bank, is_free: bool) -> Option<Slot> {
    let position = Tick::nearest(played.position * Ticks::QUARTER.to_f64());
    let seats = played.form.seats();
    let steps = seats.filter_map(|seat| nearest_in(seat, (played, position), over, bank));
    let nearest = steps.min_by_key(|near| (near.off.get().abs(), near.off))?;
    let left = nearest.off.to_f64() / nearest.step.to_f64();
    let tenths = round_i64(left * 1_000.0).clamp(-500, 500);
    let nudge = i16::try_from(tenths).ok().and_then(Nudge::new);
    let quarters = |tick: Tick| (tick - Tick::ZERO).to_f64() / Ticks::QUARTER.to_f64();
    Some(Slot {
        at: nearest.at,
        nudge: nudge.filter(|_| is_free).unwrap_or_default(),
        straight: quarters(nearest.straight),
        sounds_at: quarters(position - nearest.off),
    })
}

/// A step near to a note.
struct Near {
    at: CellAt,
    straight: Tick,
    /// How long it is.
    step: Ticks,
    /// By how much the note was late.
    off: Ticks,
}

/// The step that sounds nearest to a note while a seat is taken, unless it is more than a step away.
fn nearest_in(
    (seat, its_own): (Seat, Range<Tick>),
    (played, position): (&Played, Tick),
    over: &Over<'_>,
    bank: &Bank,
) -> Option<Near> {
    let pattern = bank.pattern(seat.pattern).map(Cow::Borrowed);
    let pattern = pattern.unwrap_or_else(|| Cow::Owned(Pattern::new()));
    let lane = lane_of(played.key, &pattern, &bank.setup)?;
    let step = pattern.lanes[lane].rate.step().at(seat.speed).ticks();
    let near = |(place, sounds_at): (Preview, Tick)| Near {
        at: CellAt {
            lane: LaneAt {
                pattern: seat.pattern,
                lane,
            },
            step: place.cell,
        },
        straight: place.tick,
        step,
        off: position - sounds_at,
    };
    let steps = soundings((&pattern, lane), &seat, (played, position), (over, bank));
    let steps = steps.into_iter().map(near);
    steps
        .filter(|near| its_own.contains(&near.straight) && near.off.get().abs() <= step.get())
        .min_by_key(|near| (near.off.get().abs(), near.off))
}

/// The steps of a lane around a place, as if all were struck, and where they sound.
fn soundings(
    (pattern, lane): (&Pattern, LaneIndex),
    seat: &Seat,
    (played, position): (&Played, Tick),
    (over, bank): (&Over<'_>, &Bank),
) -> Vec<(Preview, Tick)> {
    let Some(bpm) = Bpm::new(played.tempo) else {
        return Vec::new();
    };
    let mut struck = Bank::with_first(all_struck(pattern, lane));
    struck.setup = bank.setup;
    let mut controls = over.controls.clone();
    controls.fill_every = None;
    controls.density = 0.0;
    let rehearsal = Rehearsal {
        bank: &struck,
        controls: &controls,
        bpm,
        rate: over.rate,
        meter: over.meter,
    };
    let at = Whereabouts {
        pattern: PatternIndex::FIRST,
        fill: None,
        ..played.form.at.seated(seat)
    };
    // Long steps reach further than a bar.
    let step = pattern.lanes[lane].rate.step().at(seat.speed).ticks();
    let reach = over.meter.bar() + step;
    let around = position - reach..position + reach;
    let ticks_in_ms = Ticks::QUARTER.to_f64() * bpm.get() / 60_000.0;
    let steps = preview_at(&rehearsal, &at, around).into_iter();
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

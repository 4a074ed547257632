//! What the engine will play of the pattern that is shown: its ghosts, its fills, what is silent.
//!
//! It is the engine's own foresight, asked about a copy, while nothing is locked. It is only asked
//! again when something has changed that it depends on: the bank, a parameter, or the pass that is
//! shown. Swing is left out, as it moves what is played and decides nothing.

use super::number::px;
use super::passes::{Pass, pass, whereabouts};
use super::shown::Shown;
use crate::engine::{Controls, Preview, Rehearsal, Source, Whereabouts, preview_at};
use crate::pattern::{Bank, Edit, Lane, LaneIndex, PatternIndex, PerLane, StepIndex, Velocity};
use crate::time::{Bpm, SampleRate, Tick, Ticks, floor_i64, round_i64, to_f64};
use std::ops::Range;

/// So many bars are looked at, at the most: of which the music is in the first half.
const FORESIGHT: i64 = 32;

/// A ghost or a fill's strike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// Which of the two.
    pub source: Source,
    /// Whether it sounds in the pass that is shown; a ghost may be possible, and not be drawn.
    pub sounds: bool,
    /// How hard it is, or would be, 1 to 127.
    pub velocity: f32,
    /// How often it sounds under other draws, 0 to 1.
    pub likelihood: f32,
    /// Its step's straight place in the song.
    pub tick: Tick,
    /// The cell that the step plays.
    pub cell: StepIndex,
}

/// What is foretold of one step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Told {
    /// Whether the strike that is written sounds; `None` if none is.
    pub written: Option<bool>,
    /// What is drawn there.
    pub drawn: Option<Drawn>,
}

/// What it was worked out from.
#[derive(Clone, Debug, PartialEq)]
struct Ground {
    bank: (Option<(u64, u64)>, PatternIndex),
    controls: Controls,
    at: Whereabouts,
    passes: PerLane<Pass>,
    /// What is looked at of the song.
    from: Tick,
    until: Tick,
}

/// What is foretold of the steps that are shown.
#[derive(Debug, Default)]
pub struct Forecast {
    ground: Option<Ground>,
    lanes: PerLane<Vec<Told>>,
    times: u64,
    /// The ghost that was asked about last, and how often it comes.
    coming: Option<((u64, LaneIndex, Tick), Option<u8>)>,
}

impl Forecast {
    /// Works it out anew, if it has to be.
    pub fn refresh(&mut self, shown: &Shown) {
        let ground = ground(shown);
        if self.ground.as_ref() == Some(&ground) {
            return;
        }
        self.times += 1;
        for (_, told) in self.lanes.iter_mut() {
            told.clear();
        }
        for hit in ask(shown, &ground, ground.from..ground.until) {
            self.note(shown, &ground.passes[hit.lane], &hit);
        }
        self.ground = Some(ground);
    }

    /// How often it has been worked out.
    pub fn times(&self) -> u64 {
        self.times
    }

    /// What is foretold of the step that stands in the `place`th place of a lane.
    pub fn told(&self, lane: LaneIndex, place: usize) -> Told {
        self.lanes[lane].get(place).copied().unwrap_or_default()
    }

    fn note(&mut self, shown: &Shown, pass: &Pass, hit: &Preview) {
        if !(pass.start..pass.end()).contains(&hit.tick) {
            return;
        }
        let step = shown.pattern.lanes[hit.lane].rate.step().to_f64();
        let Ok(place) = usize::try_from(round_i64(pass.place(hit.tick) / step)) else {
            return;
        };
        let lane = &mut self.lanes[hit.lane];
        if lane.len() <= place {
            lane.resize(place + 1, Told::default());
        }
        let Some(told) = lane.get_mut(place) else {
            return;
        };
        match hit.source {
            Source::User | Source::Ratchet => {
                let sounds = told.written == Some(true) || hit.velocity.is_some();
                told.written = Some(sounds);
            }
            Source::Ghost | Source::Fill => told.drawn = Some(drawn(hit)),
            Source::Click => {}
        }
    }

    /// In how many of the `phrases` phrases from its own on the ghost of a step comes; `None` if its
    /// place in the phrase is another step's later on. Worked out once for each ghost.
    pub fn coming(
        &mut self,
        shown: &Shown,
        ghost: &Drawn,
        lane: LaneIndex,
        phrases: u8,
    ) -> Option<u8> {
        let asked = (self.times, lane, ghost.tick);
        if let Some((of, coming)) = self.coming
            && of == asked
        {
            return coming;
        }
        let coming = self.count(shown, ghost, lane, phrases);
        self.coming = Some((asked, coming));
        coming
    }

    fn count(&self, shown: &Shown, ghost: &Drawn, lane: LaneIndex, phrases: u8) -> Option<u8> {
        let ground = self.ground.as_ref()?;
        let phrase = ground.at.bar * i64::from(ground.controls.phrase.get());
        let mut count = 0;
        for n in 0..i64::from(phrases) {
            let tick = ghost.tick + phrase * n;
            let hits = ask(shown, ground, tick..tick + Ticks::new(1));
            let is_ours = |hit: &&Preview| hit.lane == lane && hit.cell == ghost.cell;
            let is_another = |hit: &Preview| hit.lane == lane && hit.cell != ghost.cell;
            if hits.iter().any(is_another) {
                return None;
            }
            // Where a fill leaves no room for it, it does not come either.
            let hit = hits.iter().find(is_ours);
            count += u8::from(hit.is_some_and(is_heard_ghost));
        }
        Some(count)
    }
}

fn is_heard_ghost(hit: &Preview) -> bool {
    hit.source == Source::Ghost && hit.velocity.is_some()
}

fn drawn(hit: &Preview) -> Drawn {
    let played = hit.velocity.map(Velocity::get);
    Drawn {
        source: hit.source,
        sounds: played.is_some(),
        velocity: played.map_or(px(hit.meant), f32::from),
        likelihood: px(hit.likelihood),
        tick: hit.tick,
        cell: hit.cell,
    }
}

fn ground(shown: &Shown) -> Ground {
    let at = whereabouts(shown);
    let neutral = Controls::default();
    let controls = Controls {
        swing: neutral.swing,
        swing_lfo_depth: neutral.swing_lfo_depth,
        swing_lfo_period: neutral.swing_lfo_period,
        swing_follow: neutral.swing_follow,
        fill_now: neutral.fill_now,
        ..shown.controls.clone()
    };
    let lane = |at: LaneIndex| -> &Lane { &shown.pattern.lanes[at] };
    let passes = PerLane::from_fn(|index| pass(shown, lane(index), &at));
    let (from, until) = stretch(&passes, &at);
    Ground {
        bank: shown.version(),
        controls,
        passes,
        from,
        until,
        at: Whereabouts {
            playing: true,
            // Within a bar nothing is another.
            position: bar_line(&at),
            // A ramp of the tempo shall not have it worked out in every frame.
            bpm: to_f64(floor_i64(at.bpm)),
            ..at
        },
    }
}

/// The line of the bar that the music is in.
fn bar_line(at: &Whereabouts) -> Tick {
    let into = (at.position - at.first_line).get();
    let beyond = into.checked_rem_euclid(at.bar.get()).unwrap_or(0);
    at.position - Ticks::new(beyond)
}

/// The stretch of the song that the passes lie in; where they are very long only what is near.
fn stretch(passes: &PerLane<Pass>, at: &Whereabouts) -> (Tick, Tick) {
    let starts = passes.iter().map(|(_, pass)| pass.start);
    let ends = passes.iter().map(|(_, pass)| pass.end());
    let from = starts.min().unwrap_or_default();
    let until = ends.max().unwrap_or_default();
    let part = at.bar * (FORESIGHT / 2);
    if until - from <= part * 2 {
        return (from, until);
    }
    let into = (at.position - at.first_line).get();
    let begun = into.checked_div_euclid(part.get()).unwrap_or(0);
    let near = at.first_line + part * begun;
    (from.max(near), until.min(near + part * 2))
}

/// Asks the engine.
fn ask(shown: &Shown, ground: &Ground, ticks: Range<Tick>) -> Vec<Preview> {
    let mut bank = Bank::empty();
    bank.setup = shown.setup;
    let put = bank.apply(Edit::ReplacePattern {
        pattern: shown.index,
        to: Some(Box::new(shown.pattern.as_ref().clone())),
    });
    debug_assert!(put.is_ok(), "any pattern can be put into an empty bank");
    let rehearsal = Rehearsal {
        bank: &bank,
        controls: &ground.controls,
        bpm: Bpm::new(ground.at.bpm).unwrap_or(Bpm::DEFAULT),
        rate: SampleRate::DEFAULT,
        meter: shown.meter(),
    };
    preview_at(&rehearsal, &ground.at, ticks)
}

//! What will sound, without a host: the engine's own decisions, for those who show them.

use super::band::Band;
use super::course::Spot;
use super::event::{Origin, Source};
use super::gesture::Gesture;
use super::hit::Hit;
use super::loudness::written;
use super::player::{earliest, latest};
use super::scene::Place;
use super::stage::loses;
use super::stand::{Rehearsal, Stand, Stretch};
use super::whereabouts::Whereabouts;
use crate::pattern::{LaneIndex, Step, StepIndex, Velocity};
use crate::time::{Frame, Tick, Ticks, to_f64};
use std::ops::Range;

/// A hit that will sound, or one that is written or might be drawn and will not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preview {
    /// The lane whose step it is.
    pub lane: LaneIndex,
    /// The cell that the step plays.
    pub cell: StepIndex,
    /// The step's straight place.
    pub tick: Tick,
    /// The lane whose drum is struck: another than `lane` only for grace notes.
    pub drum: LaneIndex,
    /// Where it sounds by swing, nudge and roll.
    pub sounds_at: Tick,
    /// How much later than that, in milliseconds, by delay, push and humanise. Grace notes are
    /// earlier.
    pub late_ms: f64,
    /// Why it is played, or would be.
    pub source: Source,
    /// How hard its strike is meant, above 0 to 127: with its accent, without anything that makes
    /// lanes or the whole louder or softer. A roll and its grace notes have that of their strike.
    pub meant: f64,
    /// How hard it sounds; `None` if it does not.
    pub velocity: Option<Velocity>,
    /// How often it would sound under other draws, 0 to 1: the chance of what is written, and for
    /// ghosts what the place and the parameters make of them.
    pub likelihood: f64,
}

/// What is in the song's bars from `bars.start` up to `bars.end`, counted from 0: by their straight
/// places, lane by lane for as long as one pattern plays. All hits that sound, all steps that are
/// written and do not, and all rests in which ghosts are possible and do not sound.
///
/// It is as if the transport had rolled from the song's beginning, or from the first of the bars if
/// that is before it. Clicks of a count-in are not in it, nor what the player plays. Allocates.
/// **Thread:** any.
pub fn preview(of: &Rehearsal<'_>, bars: Range<i64>) -> Vec<Preview> {
    let stand = Stand::new(*of);
    let asked = stand.bars().line(bars.start)..stand.bars().line(bars.end);
    let reach = stand.reach(&asked);
    let stretches = stand.stretches((asked.start, reach));
    look_at(stand, &stretches, &asked)
}

/// What is in the song from `ticks.start` up to `ticks.end`, if the pattern that plays at `at` has
/// played since it took its seat and goes on playing: as [`preview`], but counted as it is there, and
/// with the fill that the player has asked for, which is let go of at `at` if it is held.
///
/// Allocates. **Thread:** any.
pub fn preview_at(of: &Rehearsal<'_>, at: &Whereabouts, ticks: Range<Tick>) -> Vec<Preview> {
    let stand = Stand::counted(*of, at.first_line).with_fill_of(at);
    let stretch = stand.going_on(at, ticks.start);
    look_at(stand, &[stretch], &ticks)
}

/// What is asked for of these stretches.
fn look_at(mut stand: Stand<'_>, stretches: &[Stretch], asked: &Range<Tick>) -> Vec<Preview> {
    let reach = stand.reach(asked);
    let ms = stand.frames_in_ms();
    let mut marks = Vec::new();
    for stretch in stretches {
        let found = stand.show(stretch, |band| Look::new(band, *stretch, reach).marks());
        marks.extend(found);
    }
    silence_losers(&mut marks);
    let is_asked = |mark: &&Mark| asked.contains(&mark.tick);
    let asked = marks.iter().filter(is_asked);
    asked.map(|mark| mark.preview(ms)).collect()
}

/// A hit, or one that there might be.
#[derive(Clone, Copy)]
struct Mark {
    lane: LaneIndex,
    cell: StepIndex,
    tick: Tick,
    drum: LaneIndex,
    place: Place,
    source: Source,
    meant: f64,
    likelihood: f64,
    hit: Option<Hit>,
}

impl Mark {
    fn preview(&self, frames_in_ms: f64) -> Preview {
        Preview {
            lane: self.lane,
            cell: self.cell,
            tick: self.tick,
            drum: self.drum,
            sounds_at: self.place.tick,
            late_ms: to_f64(self.place.frames) / frames_in_ms,
            source: self.source,
            meant: self.meant,
            velocity: self.hit.map(|hit| hit.velocity),
            likelihood: self.likelihood,
        }
    }
}

/// A look at one stretch.
struct Look<'a> {
    band: &'a Band<'a>,
    stretch: Stretch,
    until: Tick,
    /// The most by which anything in it sounds early, and late.
    early: Ticks,
    late: Ticks,
    /// The frames from which and up to which anything sounds.
    enters: Frame,
    leaves: Frame,
}

impl<'a> Look<'a> {
    fn new(band: &'a Band<'a>, stretch: Stretch, reach: Tick) -> Self {
        let map = band.scene.map;
        Self {
            band,
            stretch,
            until: reach,
            early: widest(|lane| earliest(band, lane)),
            late: widest(|lane| latest(band, lane)),
            enters: map.frame(stretch.enters),
            leaves: stretch
                .leaves
                .map_or(Frame::NEVER, |leaves| map.frame(leaves)),
        }
    }

    fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for lane in LaneIndex::all() {
            let course = &self.band.courses[lane];
            // What lies before may sound with what is asked for, and take its place.
            let bar = self.band.scene.bars.bar();
            let ahead = bar.max(self.early + latest(self.band, lane));
            let from = (self.stretch.from - ahead).max(self.stretch.enters);
            // And so may what lies behind.
            let behind = bar.max(self.late + earliest(self.band, lane));
            let until = self.until + (behind - bar);
            let until = self
                .stretch
                .leaves
                .map_or(until, |leaves| leaves.min(until));
            let mut spot = course.first_from(from.max(self.band.scene.first_tick()));
            while spot.tick < until {
                self.look_at(lane, spot, &mut marks);
                spot = course.after(spot);
            }
        }
        marks
    }

    /// Finds what is on one step.
    fn look_at(&self, lane: LaneIndex, spot: Spot, marks: &mut Vec<Mark>) {
        let band = self.band;
        let step = band.step(lane, spot);
        let wander = band.wander(lane, spot.tick);
        let (swung, place) = band.whereabouts(lane, spot, (&step, wander));
        let due = place.frame(band.scene.map);
        let delay = due.max(self.enters) - due;
        let silent = self.silent(lane, spot, &step, place.later(delay));
        let before = marks.len();
        if band.may_play(lane, spot, &step)
            && let Some(choice) = band.choose(lane, spot, &step)
            && let Some(gesture) = band.gesture(lane, spot, (&step, swung), (place, delay))
        {
            let is_fill = choice.source == Source::Fill;
            let likelihood = if is_fill { 1.0 } else { silent.likelihood };
            let meant = choice.velocity;
            let strike = Mark {
                meant,
                likelihood,
                ..silent
            };
            self.hits(gesture, strike, marks);
        }
        if marks.len() == before && (step.velocity.is_some() || silent.likelihood > 0.0) {
            marks.push(silent);
        }
    }

    /// The step if nothing sounds on it: what is written, or a ghost that might be.
    fn silent(&self, lane: LaneIndex, spot: Spot, step: &Step, place: Place) -> Mark {
        let band = self.band;
        let (source, meant, likelihood) = match written(step, band.scene.controls.accent) {
            Some(velocity) => (Source::User, velocity, band.chance(lane, step)),
            None => (
                Source::Ghost,
                band.ghost_velocity(lane, spot),
                band.ghost_likelihood(lane, spot),
            ),
        };
        Mark {
            lane,
            cell: band.cell(lane, spot),
            tick: spot.tick,
            drum: lane,
            place,
            source,
            meant,
            likelihood,
            hit: None,
        }
    }

    /// The hits of a gesture, as a player that is never late plays them.
    fn hits(&self, mut gesture: Gesture, strike: Mark, marks: &mut Vec<Mark>) {
        let scene = self.band.scene;
        while let Some(place) = gesture.next_place(scene) {
            let frame = place.frame(scene.map);
            let is_missed = gesture.is_at_grace() && frame < self.enters;
            let next = gesture
                .next_hit(scene, (frame, frame))
                .filter(|_| !is_missed);
            if let Some(played) = next.filter(|_| frame < self.leaves)
                && let Origin::Strike { lane, source } = played.note.origin
            {
                marks.push(Mark {
                    drum: lane,
                    place,
                    source,
                    hit: Some(played),
                    ..strike
                });
            }
            gesture.advance(self.band.scene);
        }
    }
}

/// The most that any lane has.
fn widest(of: impl Fn(LaneIndex) -> Ticks) -> Ticks {
    LaneIndex::all().map(of).max().unwrap_or(Ticks::ZERO)
}

/// Takes the hits away that lose to another on their frame, as they do on the wire.
fn silence_losers(marks: &mut [Mark]) {
    let mut order: Vec<(Hit, usize)> = marks
        .iter()
        .enumerate()
        .filter_map(|(place, mark)| Some((mark.hit?, place)))
        .collect();
    order.sort_by_key(|(hit, _)| (hit.note.on, hit.note.lane()));
    for together in order.chunk_by(|a, b| a.0.note.on == b.0.note.on) {
        let hits: Vec<Hit> = together.iter().map(|(hit, _)| *hit).collect();
        let mut keys = Vec::new();
        for (hit, place) in together {
            let key = (hit.note.channel, hit.note.key);
            let is_lost = loses(hit, &hits) || keys.contains(&key);
            if !is_lost {
                keys.push(key);
            } else if let Some(mark) = marks.get_mut(*place) {
                mark.hit = None;
            }
        }
    }
}

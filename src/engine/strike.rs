//! One strike: whether a written step plays, and what it sounds like if it does.

use super::course::{Course, Spot, span_of, steps_to_next_strike};
use super::event::Source;
use super::loudness::{velocity, written};
use super::scene::Scene;
use crate::pattern::{
    Channel, ChokeGroup, Key, LaneIndex, LaneSet, NoteLength, PerLane, Step, Velocity,
};
use crate::time::{Frame, SwingRatio, Ticks, round_i64};

/// A strike that has been decided, all but its frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Strike {
    pub(super) lane: LaneIndex,
    pub(super) source: Source,
    pub(super) channel: Channel,
    pub(super) key: Key,
    pub(super) velocity: Velocity,
    pub(super) choke: Option<ChokeGroup>,
    /// Whether it rings: on one frame a ringing drum beats the others of its choke group.
    pub(super) rings: bool,
    length: Length,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Length {
    Musical(Ticks),
    Milliseconds(f64),
}

/// No note is shorter, unless its key is struck again: samplers miss shorter ones.
const SHORTEST_MS: f64 = 10.0;
const SHORT_MS: f64 = 30.0;

impl Strike {
    /// The frame on which its note ends if it begins on `on`.
    pub(super) fn off(&self, on: Frame, scene: &Scene<'_>) -> Frame {
        let frames = match self.length {
            Length::Musical(span) => scene.map.frames(span),
            Length::Milliseconds(ms) => scene.rate.frames_in_ms(ms),
        };
        let shortest = round_i64(scene.rate.frames_in_ms(SHORTEST_MS));
        on + round_i64(frames).max(shortest).max(1)
    }
}

/// The musician's own strike at `spot`, if one is written there and it plays.
///
/// Its chance and its condition are asked here, once there are any.
pub(super) fn user_strike(
    scene: &Scene<'_>,
    lane: LaneIndex,
    course: &Course,
    spot: Spot,
    ratio: Option<SwingRatio>,
) -> Option<Strike> {
    if !scene.is_audible(lane) {
        return None;
    }
    let drum = scene.lane(lane);
    let step = drum.step(spot.cell(drum));
    let velocity = velocity(scene, lane, &step, spot.tick)?;
    let voice = &drum.voice;
    Some(Strike {
        lane,
        source: Source::User,
        channel: scene.channel(lane),
        key: voice.key,
        velocity,
        choke: voice.choke,
        rings: rings(voice.note_length),
        length: length(scene, lane, course, spot, ratio, &step),
    })
}

fn rings(length: NoteLength) -> bool {
    matches!(length, NoteLength::Ring { .. })
}

fn length(
    scene: &Scene<'_>,
    lane: LaneIndex,
    course: &Course,
    spot: Spot,
    ratio: Option<SwingRatio>,
    step: &Step,
) -> Length {
    let drum = scene.lane(lane);
    let end = if step.tie {
        let steps = steps_to_next_strike(drum, spot.cell(drum));
        let next = spot.tick + course.step().place(steps);
        next.min(course.lap_end(spot, scene.bars))
    } else {
        match drum.voice.note_length {
            NoteLength::Short => return Length::Milliseconds(SHORT_MS),
            NoteLength::Ring { beats } => {
                return Length::Musical(Ticks::QUARTER * i64::from(beats.max(1)));
            }
            NoteLength::Step => {
                let gate = f64::from(step.gate.percent()) / 100.0 * scene.controls.gate;
                spot.tick + span_of(course.step(), gate)
            }
        }
    };
    // From where it sounds to where its end would sound: 100 % reaches the next step as it swings.
    Length::Musical(scene.warped(end, ratio) - scene.warped(spot.tick, ratio))
}

/// Whether a lane in `rivals` has a strike on the same straight place that this one makes way for.
///
/// Straight places are compared, never swung ones: turning Swing must not make strikes come and go.
pub(super) fn makes_way(
    scene: &Scene<'_>,
    courses: &PerLane<Course>,
    rivals: LaneSet,
    lane: LaneIndex,
    spot: Spot,
) -> bool {
    if rivals.is_empty() {
        return false;
    }
    let strikes_there = |other: LaneIndex| {
        let spot = courses[other].at(spot.tick, scene.bars)?;
        let drum = scene.lane(other);
        let level = scene.controls.lanes[other].level;
        let step = drum.step(spot.cell(drum));
        (scene.is_audible(other) && level > 0.0).then_some(step)
    };
    let drum = scene.lane(lane);
    let own = drum.step(spot.cell(drum));
    LaneIndex::all()
        .filter(|other| rivals.contains(*other) && *other != lane)
        .filter_map(|other| Some((other, strikes_there(other)?)))
        .any(|(other, step)| beats(scene, (other, &step), (lane, &own)))
}

/// Whether `a` takes precedence over `b`: a ringing drum of the same choke group, or the one that is
/// written louder on the same key, at a tie the upper lane.
fn beats(scene: &Scene<'_>, a: (LaneIndex, &Step), b: (LaneIndex, &Step)) -> bool {
    let Some(loud_a) = written(a.1, scene.controls.accent) else {
        return false;
    };
    let (voice_a, voice_b) = (&scene.lane(a.0).voice, &scene.lane(b.0).voice);
    let out_rung = voice_a.choke.is_some()
        && voice_a.choke == voice_b.choke
        && rings(voice_a.note_length)
        && !rings(voice_b.note_length);
    let same_key = voice_a.key == voice_b.key && scene.channel(a.0) == scene.channel(b.0);
    let loud_b = written(b.1, scene.controls.accent).unwrap_or(0.0);
    let louder = loud_a > loud_b || (loud_a >= loud_b && a.0 < b.0);
    out_rung || (same_key && louder)
}

/// For each lane the others that share its choke group or its key.
pub(super) fn rivals(scene: &Scene<'_>, lane: LaneIndex) -> LaneSet {
    let own = &scene.lane(lane).voice;
    LaneIndex::all()
        .filter(|other| *other != lane)
        .filter(|other| {
            let voice = &scene.lane(*other).voice;
            let shares_group = voice.choke.is_some() && voice.choke == own.choke;
            let shares_key = voice.key == own.key && scene.channel(*other) == scene.channel(lane);
            shares_group || shares_key
        })
        .fold(LaneSet::default(), |set, other| set.with(other, true))
}

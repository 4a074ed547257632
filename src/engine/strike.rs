//! One strike: whether a written step plays, and what it sounds like if it does.

use super::course::{Course, Spot, span_of, steps_to_next_strike};
use super::event::Source;
use super::loudness::{velocity, written};
use super::scene::Scene;
use crate::pattern::{
    Channel, ChokeGroup, Key, LaneIndex, LaneSet, NoteLength, PerLane, Step, Velocity,
};
use crate::time::{Frame, SwingRatio, Tick, Ticks, round_i64};

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
                return Length::Musical(Ticks::QUARTER * i64::from(beats.get()));
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

/// What a strike at one straight place has to know of the other lanes'.
///
/// Straight places are compared, never swung ones: turning Swing must not make strikes come and go.
#[derive(Clone, Copy)]
pub(super) struct Rivalry<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) courses: &'a PerLane<Course>,
}

impl Rivalry<'_> {
    /// Whether the strike of `lane` on `tick` makes way: for a ringing drum of its choke group, or
    /// for one on its key that is written louder, at a tie for the upper lane's.
    pub(super) fn makes_way(&self, rivals: LaneSet, lane: LaneIndex, tick: Tick) -> bool {
        if rivals.is_empty() {
            return false;
        }
        self.is_out_rung(lane, tick)
            || LaneIndex::all()
                .filter(|other| rivals.contains(*other) && self.shares_key(*other, lane))
                .filter(|other| self.is_written_louder(*other, lane, tick))
                .any(|other| !self.is_out_rung(other, tick))
    }

    /// Whether a ringing drum of the choke group strikes on `tick` while this one does not ring.
    fn is_out_rung(&self, lane: LaneIndex, tick: Tick) -> bool {
        let own = &self.scene.lane(lane).voice;
        own.choke.is_some()
            && !rings(own.note_length)
            && LaneIndex::all().any(|other| {
                let voice = &self.scene.lane(other).voice;
                voice.choke == own.choke
                    && rings(voice.note_length)
                    && self.loudness(other, tick).is_some()
            })
    }

    fn shares_key(&self, a: LaneIndex, b: LaneIndex) -> bool {
        let scene = self.scene;
        scene.lane(a).voice.key == scene.lane(b).voice.key && scene.channel(a) == scene.channel(b)
    }

    fn is_written_louder(&self, a: LaneIndex, b: LaneIndex, tick: Tick) -> bool {
        let Some(loud) = self.loudness(a, tick) else {
            return false;
        };
        let other = self.loudness(b, tick).unwrap_or(0.0);
        loud > other || (loud >= other && a < b)
    }

    /// The velocity that is written for `lane` on `tick`, if it strikes there and is heard.
    fn loudness(&self, lane: LaneIndex, tick: Tick) -> Option<f64> {
        let scene = self.scene;
        let is_heard = scene.is_audible(lane) && scene.controls.lanes[lane].level > 0.0;
        let spot = self.courses[lane].at(tick, scene.bars)?;
        let drum = scene.lane(lane);
        let written = written(&drum.step(spot.cell(drum)), scene.controls.accent);
        written.filter(|_| is_heard)
    }
}

/// The lanes that share the choke group or the key of `lane`.
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

//! One strike: what it sounds like, once it has been decided that there is one.

use super::band::{Band, rings, shares_key};
use super::choice::Choice;
use super::course::{Spot, span_of};
use super::event::Source;
use super::gesture::{Gesture, Roll};
use super::hit::Length;
use super::loudness::velocity;
use super::scene::{Place, Scene, Swung};
use crate::pattern::drift::Wander;
use crate::pattern::{
    Channel, ChokeGroup, Key, LaneIndex, NoteLength, Nudge, Ratchet, Role, Step, Velocity,
};
use crate::time::{Tick, Ticks};

/// A strike that has been decided, all but its time.
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
}

impl Strike {
    /// The same strike as one of the short ones that go with another, played on `lane`.
    pub(super) fn beside(self, lane: LaneIndex, scene: &Scene<'_>) -> Self {
        let voice = &scene.lane(lane).voice;
        Self {
            lane,
            source: Source::Ratchet,
            channel: scene.channel(lane),
            key: scene.key(lane),
            velocity: self.velocity,
            choke: voice.choke,
            rings: rings(voice),
        }
    }

    /// A click of the count-in: the side stick, whatever it else plays.
    pub(super) fn click(scene: &Scene<'_>) -> Option<Self> {
        let lane = Role::SideStick.lane()?;
        Some(Self {
            lane,
            source: Source::Click,
            channel: scene.channel(lane),
            key: scene.key(lane),
            velocity: Velocity::new(100)?,
            choke: None,
            rings: false,
        })
    }
}

impl Band<'_> {
    /// The swing that the step at `spot` gets, and where it sounds.
    pub(super) fn whereabouts(
        &self,
        lane: LaneIndex,
        spot: Spot,
        (step, wander): (&Step, Wander),
    ) -> (Swung, Place) {
        let scene = self.scene;
        let swings = self.habits[lane].swings;
        let ratio = swings.then(|| scene.swing(lane, spot.tick));
        let swung = Swung {
            ratio,
            tick: scene.warped(spot.tick, ratio),
        };
        let nudge = if step.nudge == Nudge::NONE || step.velocity.is_none() {
            Ticks::ZERO
        } else {
            span_of(self.courses[lane].step(), step.nudge.fraction())
        };
        let place = Place {
            tick: swung.tick + nudge,
            frames: scene.late_frames(lane, spot.tick, wander),
        };
        (swung, place)
    }

    /// What is played at `spot` of `lane`, all hits of it, if anything is. `place` is where it
    /// is meant to sound, `delay` how many frames too late it has been decided for that.
    pub(super) fn gesture(
        &self,
        lane: LaneIndex,
        spot: Spot,
        (step, swung): (&Step, Swung),
        (place, delay): (Place, i64),
    ) -> Option<Gesture> {
        let choice = self.choose(lane, spot, step)?;
        if self.makes_way(lane, spot.tick, &choice) {
            return None;
        }
        let scene = self.scene;
        let voice = &scene.lane(lane).voice;
        // What is drawn is drawn plain, whatever else is written on its step.
        let plain = Step {
            tie: false,
            ..Step::REST
        };
        let step = if choice.source == Source::User {
            step
        } else {
            &plain
        };
        let strike = Strike {
            lane,
            source: choice.source,
            channel: scene.channel(lane),
            key: scene.key(lane),
            velocity: velocity(scene, lane, &choice, spot.tick),
            choke: voice.choke,
            rings: rings(voice),
        };
        let length = self.length(lane, spot, swung, step);
        let gesture = Gesture::plain((place, delay), strike, length);
        let is_plain = step.grace.strokes() == 0 && step.ratchet == Ratchet::SINGLE;
        Some(if is_plain {
            gesture
        } else {
            gesture.with(self.roll(lane, spot, swung, step))
        })
    }

    fn roll(&self, lane: LaneIndex, spot: Spot, swung: Swung, step: &Step) -> Roll {
        let is_gated = self.scene.lane(lane).voice.note_length == NoteLength::Step;
        let gate = f64::from(step.gate.percent()) / 100.0 * self.scene.controls.gate;
        let span = self.courses[lane]
            .step()
            .place(i64::from(step.ratchet.span()));
        Roll::new(
            self.scene,
            (step.grace, step.ratchet),
            (spot.tick, span),
            swung,
            is_gated.then_some(gate),
        )
    }

    fn length(&self, lane: LaneIndex, spot: Spot, swung: Swung, step: &Step) -> Length {
        let scene = self.scene;
        let end = if step.tie {
            self.next_written(lane, spot)
        } else {
            match scene.lane(lane).voice.note_length {
                NoteLength::Short => return Length::SHORT,
                NoteLength::Ring { .. } => {
                    return Length::Musical(scene.lane(lane).voice.note_length.longest());
                }
                NoteLength::Step => {
                    let gate = f64::from(step.gate.percent()) / 100.0 * scene.controls.gate;
                    spot.tick + span_of(self.courses[lane].step(), gate)
                }
            }
        };
        // From where it sounds to where its end would: 100 % reaches the next step as it swings.
        Length::Musical(scene.warped(end, swung.ratio) - swung.tick)
    }

    /// The tick of the lane's next written strike, or of its lap's end if that comes first.
    fn next_written(&self, lane: LaneIndex, spot: Spot) -> Tick {
        let course = &self.courses[lane];
        let end = course.lap_end(spot);
        let later =
            std::iter::successors(Some(course.after(spot)), |spot| Some(course.after(*spot)));
        let run = usize::try_from(course.period()).unwrap_or(usize::MAX);
        let next = later
            .take(run)
            .take_while(|spot| spot.tick < end)
            .find(|spot| self.step(lane, *spot).velocity.is_some());
        let whole_run = || spot.tick + course.step().place(course.period());
        next.map_or_else(|| whole_run().min(end), |spot| spot.tick)
    }

    /// Whether `choice` of `lane` on `tick` makes way: for a ringing drum of its choke group, or for
    /// one on its key that is louder; at a tie what is written goes before a fill, that before a
    /// ghost, and the upper lane before the lower.
    ///
    /// Straight places are compared, never swung ones: turning Swing must not make strikes come and
    /// go.
    fn makes_way(&self, lane: LaneIndex, tick: Tick, choice: &Choice) -> bool {
        let rivals = self.habits[lane].rivals;
        if rivals.is_empty() {
            return false;
        }
        self.is_out_rung(lane, tick)
            || LaneIndex::all()
                .filter(|other| rivals.contains(*other) && shares_key(self.scene, *other, lane))
                .filter(|other| self.is_louder(*other, (lane, choice), tick))
                .any(|other| !self.is_out_rung(other, tick))
    }

    /// Whether a ringing drum of the choke group strikes on `tick` while this one does not ring.
    fn is_out_rung(&self, lane: LaneIndex, tick: Tick) -> bool {
        let rings_there = |other: LaneIndex| {
            rings(&self.scene.lane(other).voice) && self.chosen_at(other, tick).is_some()
        };
        !rings(&self.scene.lane(lane).voice) && self.choke_group(lane).any(rings_there)
    }

    fn is_louder(
        &self,
        other: LaneIndex,
        (lane, choice): (LaneIndex, &Choice),
        tick: Tick,
    ) -> bool {
        let Some(theirs) = self.chosen_at(other, tick) else {
            return false;
        };
        let order = |choice: &Choice| (choice.velocity, choice.source.class());
        let (theirs, ours) = (order(&theirs), order(choice));
        theirs > ours || (theirs >= ours && other < lane)
    }

    /// What `lane` plays on `tick`.
    fn chosen_at(&self, lane: LaneIndex, tick: Tick) -> Option<Choice> {
        let spot = self.courses[lane].at(tick)?;
        self.choose(lane, spot, &self.step(lane, spot))
    }
}

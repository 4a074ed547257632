//! What a lane owes for one step, from when the step is visited until nothing can come of it.
//!
//! A step is worked out once and not again while nothing changes; what depends on its place alone is
//! not worked out twice at all.

use super::band::Band;
use super::course::Spot;
use super::gesture::Gesture;
use super::piece::Piece;
use super::scene::{Place, Scene, Swung};
use crate::pattern::drift::Wander;
use crate::pattern::{LaneIndex, Step, StepIndex};
use crate::time::{Frame, Ticks, round_i64};

/// A step, and how far it is dealt with. **Thread:** audio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owed {
    pub(super) spot: Spot,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Visited; not decided before this frame while nothing changes.
    Open(Frame, Known),
    /// Nothing is played here unless something changes before this frame, its straight place.
    Idle(Frame),
    /// Decided, and not all of it has sounded: the next hit does on this frame while nothing changes,
    /// or on one that has to be found.
    Due(Frame, Gesture),
    /// Dealt with before its straight place, and kept until then so that nobody takes it up again.
    Done,
}

/// What has been found out about an open step.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    mark: Option<Mark>,
    /// Forgotten when something changes.
    plan: Option<Plan>,
}

/// What is settled by the step's place alone.
#[derive(Clone, Copy, Debug)]
struct Mark {
    wander: Wander,
    /// The humanise and the seed that it was worked out for.
    under: (f64, u16),
}

/// Where the step sounds.
#[derive(Clone, Copy, Debug)]
struct Plan {
    cell: StepIndex,
    swung: Swung,
    place: Place,
    due: Frame,
    /// When its first grace note does.
    first: Frame,
}

impl Owed {
    /// A step that has just been visited.
    pub(super) fn open(spot: Spot) -> Self {
        let state = State::Open(Frame::MIN, Known::default());
        Self { spot, state }
    }

    /// A step that has been decided.
    pub(super) fn due(spot: Spot, gesture: Gesture) -> Self {
        let state = State::Due(Frame::MIN, gesture);
        Self { spot, state }
    }

    /// Whether it can still be decided, or be decided otherwise, on `now`.
    pub(super) fn is_open(&self, now: Frame) -> bool {
        match &self.state {
            State::Open(..) => true,
            State::Idle(straight) => *straight >= now,
            State::Due(..) | State::Done => false,
        }
    }

    /// Whether nothing more comes of it.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Something changed on `now`.
    pub(super) fn rouse(&mut self, now: Frame) {
        match &mut self.state {
            State::Open(until, known) => {
                *until = Frame::MIN;
                known.plan = None;
            }
            State::Idle(straight) if *straight >= now => *self = Self::open(self.spot),
            State::Due(until, _) => *until = Frame::MIN,
            State::Idle(_) | State::Done => {}
        }
    }

    /// Decides what can be decided in the frames of `piece`, and gives to it what sounds in them.
    /// Gives the frame before which nothing more comes of it while nothing changes; `None` once
    /// nothing is to come of it, and its straight place is past.
    pub(super) fn play(
        &mut self,
        (band, lane): (&Band<'_>, LaneIndex),
        (struck, struck_before): (&mut Frame, Option<Frame>),
        piece: &mut Piece,
    ) -> Option<Frame> {
        let (a, b) = piece.span;
        if let State::Open(until, known) = &self.state
            && *until < b
        {
            let known = *known;
            self.decide((band, lane), known, (a, b), struck_before);
        }
        if let State::Due(until, gesture) = &mut self.state
            && *until < b
        {
            let known = (*until > Frame::MIN).then_some(*until);
            match sound((gesture, known), band.scene, struck, piece) {
                Some(next) => *until = next,
                None => self.state = State::Done,
            }
        }
        // What is kept until its straight place is forgotten when the lane has something to do.
        let kept = |straight| (straight >= b).then_some(Frame::NEVER);
        match self.state {
            State::Open(until, _) | State::Due(until, _) => Some(until),
            State::Idle(straight) => kept(straight),
            State::Done => kept(band.scene.map.frame(self.spot.tick)),
        }
    }

    /// Decides what can be decided in the frames from `a` up to `b`.
    fn decide(
        &mut self,
        (band, lane): (&Band<'_>, LaneIndex),
        known: Known,
        (a, b): (Frame, Frame),
        struck_before: Option<Frame>,
    ) {
        let (scene, spot) = (band.scene, self.spot);
        if scene.until.is_some_and(|end| spot.tick >= end) {
            // Taken up before another pattern was asked for that begins here.
            self.state = State::Open(Frame::NEVER, known);
            return;
        }
        let straight = scene.map.frame(spot.tick);
        let cell = (known.plan).map_or_else(|| band.cell(lane, spot), |plan| plan.cell);
        let step = scene.lane(lane).step(cell);
        let (mark, plan) = match known.mark.zip(known.plan) {
            Some(known) => known,
            None if !band.may_play(lane, spot, &step) => {
                self.state = State::Idle(straight);
                return;
            }
            None => planned((band, lane), (spot, cell, &step), known.mark),
        };
        let sounds_early = plan.first.max(a) < b.min(straight);
        if !sounds_early && straight >= b {
            let known = Known {
                mark: Some(mark),
                plan: Some(plan),
            };
            self.state = State::Open(plan.first.min(straight).max(b), known);
            return;
        }
        if was_struck_before(struck_before, scene, plan.due) {
            self.state = State::Done;
            return;
        }
        let earliest = if sounds_early { a } else { straight };
        let delay = plan.due.max(earliest) - plan.due;
        self.state = match band.gesture(lane, spot, (&step, plan.swung), (plan.place, delay)) {
            Some(gesture) if gesture.is_at_grace() => State::Due(Frame::MIN, gesture),
            Some(gesture) => State::Due(plan.due + delay, gesture),
            None => State::Done,
        };
    }
}

/// Where `step` at `spot` sounds, and what that takes of its `mark`, if it still holds.
fn planned(
    (band, lane): (&Band<'_>, LaneIndex),
    (spot, cell, step): (Spot, StepIndex, &Step),
    mark: Option<Mark>,
) -> (Mark, Plan) {
    let scene = band.scene;
    let under = (scene.controls.humanize_ms, scene.controls.seed);
    let mark = mark.filter(|mark| mark.under == under);
    let mark = mark.unwrap_or_else(|| Mark {
        wander: band.wander(lane, spot.tick),
        under,
    });
    let (swung, place) = band.whereabouts(lane, spot, (step, mark.wander));
    let due = place.frame(scene.map);
    let plan = Plan {
        cell,
        swung,
        place,
        due,
        first: due - lead(scene, step),
    };
    (mark, plan)
}

/// Plays the hits of a gesture that sound in `piece`, the next of them on its frame, if that is
/// known; gives the frame of the next one that comes.
fn sound(
    (gesture, known): (&mut Gesture, Option<Frame>),
    scene: &Scene<'_>,
    struck: &mut Frame,
    piece: &mut Piece,
) -> Option<Frame> {
    let (a, b) = piece.span;
    let find = |gesture: &Gesture| Some(gesture.next_place(scene)?.frame(scene.map));
    let mut next = known.or_else(|| find(gesture));
    while let Some(due) = next {
        if due >= b {
            return Some(due);
        }
        if !gesture.is_fresh() {
            // A muted lane stops rolling.
            let plays = scene.is_audible(gesture.lane());
            return plays.then(|| gesture.roll_on(scene, due, struck, piece))?;
        }
        // A grace note that comes too late is left out.
        let is_missed = gesture.is_at_grace() && due < a;
        if let Some(hit) = gesture.next_hit(scene, (due, a)).filter(|_| !is_missed) {
            if !piece.push(hit) {
                return Some(due);
            }
            if !gesture.is_at_grace() {
                *struck = hit.note.on.max(*struck);
            }
        }
        gesture.advance(scene);
        next = find(gesture);
    }
    None
}

/// How many frames before its strike the first grace note of a step is.
fn lead(scene: &Scene<'_>, step: &Step) -> i64 {
    let Some(left) = step.grace.strokes().checked_sub(1) else {
        return 0;
    };
    if step.velocity.is_none() {
        return 0;
    }
    round_i64(scene.rate.frames_in_ms(step.grace.ahead_ms(left)))
}

/// After a jump that no known loop explains, a strike has been heard already if the lane was
/// struck before the jump where it is due, or after that. Such hosts round their positions to
/// 1/960 beat, before the jump and after it.
pub(super) fn was_struck_before(struck: Option<Frame>, scene: &Scene<'_>, due: Frame) -> bool {
    let Some(struck) = struck else {
        return false;
    };
    let rounding = Ticks::new(Ticks::QUARTER.get() / 960);
    let slack = round_i64(scene.map.frames(rounding)) + 2;
    due - struck <= slack
}

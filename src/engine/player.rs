//! One lane at work: it visits each step once, decides its strike once, and plays it once.
//!
//! A cursor visits steps in order, each as soon as it could sound, into a small set of owed ones:
//! nudges let them overtake one another. A step is decided on the first frame before its straight
//! place at which it is due under the values then in force, else on its straight place.

use super::band::Band;
use super::course::{Course, Spot};
use super::gesture::Gesture;
use super::scene::{Scene, first_tick_from};
use super::strike::Strike;
use crate::pattern::drift::Wander;
use crate::pattern::{LaneIndex, Step};
use crate::time::{Frame, Tick, Ticks, floor_i64, round_i64};
use arrayvec::ArrayVec;

/// How many steps a lane can owe at once.
pub(super) const OWED: usize = 128;

/// A strike on its frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) frame: Frame,
    pub(super) strike: Strike,
    pub(super) is_late: bool,
}

#[derive(Clone, Copy, Debug)]
struct Owed {
    spot: Spot,
    state: State,
}

/// What is settled about an open step by its place alone, and is not worked out twice.
#[derive(Clone, Copy, Debug)]
struct Mark {
    wander: Wander,
    /// The humanise and the seed that it was worked out for.
    under: (f64, u16),
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// Visited; not decided before this frame while nothing changes.
    Open(Frame, Option<Mark>),
    /// Decided, and not all of it has sounded.
    Due(Gesture),
    /// Dealt with before its straight place, and kept until then so that nobody takes it up again.
    Done,
}

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Player {
    next: Spot,
    /// In a box, so that an engine can be made on a small stack.
    owed: Box<ArrayVec<Owed, OWED>>,
    /// The last strike.
    struck: Frame,
    /// The last strike before this stretch, if no known loop explains the jump to it.
    struck_before: Option<Frame>,
    /// Nothing happens before this frame while nothing changes.
    wake: Frame,
}

impl Player {
    pub(super) fn new(course: &Course) -> Self {
        Self {
            next: course.first_from(Tick::ZERO),
            owed: Box::new(ArrayVec::new()),
            struck: Frame::MIN,
            struck_before: None,
            wake: Frame::MIN,
        }
    }

    pub(super) fn wake(&self) -> Frame {
        self.wake
    }

    /// Something changed on `now`: look at everything again.
    pub(super) fn rouse(&mut self, now: Frame) {
        for owed in self.owed.iter_mut() {
            if let State::Open(until, _) = &mut owed.state {
                *until = Frame::MIN;
            }
        }
        self.wake = now;
    }

    /// A new stretch of song begins at `position` ticks on `now`. Gives how many strikes were lost
    /// because there was no room to owe them.
    pub(super) fn enter(
        &mut self,
        band: &Band<'_>,
        lane: LaneIndex,
        (now, position): (Frame, f64),
        is_blind_jump: bool,
    ) -> u64 {
        self.struck_before = is_blind_jump.then_some(self.struck);
        self.owed.clear();
        self.wake = now;
        let (scene, course) = (band.scene, &band.courses[lane]);
        let from = first_tick_from(position, scene.map);
        let reach = latest(band, lane);
        let mut spot = course.first_from((from - reach).max(scene.first_tick()));
        let mut lost = 0;
        while spot.tick < from {
            if let Some(late) = self.late(band, lane, spot, now) {
                lost += u64::from(self.owed.try_push(late).is_err());
            }
            spot = course.after(spot);
        }
        self.next = spot;
        lost
    }

    /// Another pattern begins at `tick` on `now`. What the old one has played early in its place
    /// counts, everything else of it is forgotten.
    pub(super) fn take_over(&mut self, course: &Course, first: Tick, now: Frame) {
        self.owed
            .retain(|owed| matches!(owed.state, State::Done) && owed.spot.tick >= first);
        self.struck_before = None;
        self.next = course.first_from(first);
        self.wake = now;
    }

    /// The lane's steps may lie elsewhere from now on: what is decided stays, the rest is sought
    /// again. All steps before now are decided, but for the open ones.
    pub(super) fn reseat(
        &mut self,
        scene: &Scene<'_>,
        course: &Course,
        (now, position): (Frame, f64),
    ) {
        let is_open = |owed: &Owed| matches!(owed.state, State::Open(..));
        let opens = self.owed.iter().filter(|owed| is_open(owed));
        let first_open = opens.map(|owed| owed.spot.tick).min();
        self.owed.retain(|owed| !is_open(owed));
        let about_now = Tick::new(floor_i64(position - scene.map.ticks(1.0)));
        let mut spot = course.first_from(about_now.max(scene.first_tick()));
        while scene.map.frame(spot.tick) < now {
            spot = course.after(spot);
        }
        if let Some(open) = first_open.filter(|open| *open < spot.tick) {
            spot = course.first_from(open.max(scene.first_tick()));
        }
        self.next = spot;
        self.wake = now;
    }

    /// Forgets everything owed: the transport stopped.
    pub(super) fn halt(&mut self) {
        self.owed.clear();
        self.wake = Frame::MIN;
    }

    /// Plays nothing any more.
    pub(super) fn give_up(&mut self) {
        self.owed.clear();
        self.wake = Frame::NEVER;
    }

    /// Gives to `hits` what sounds in the frames from `a` up to `b`, and forgets it.
    pub(super) fn play<const N: usize>(
        &mut self,
        band: &Band<'_>,
        lane: LaneIndex,
        span: (Frame, Frame),
        hits: &mut ArrayVec<Hit, N>,
    ) {
        #[cfg(test)]
        super::isolation_tests::maybe_fail(lane);
        let mut wake = self.visit(band, lane, span.1);
        let mut place = 0;
        while let Some(owed) = self.owed.get_mut(place) {
            if let State::Open(until, mark) = owed.state
                && until < span.1
            {
                let open = (owed.spot, mark);
                owed.state = decide(band, lane, open, span, self.struck_before);
            }
            if let State::Due(gesture) = &mut owed.state
                && !sound(gesture, band.scene, span, &mut self.struck, hits)
            {
                owed.state = State::Done;
            }
            if owed.is_over(band.scene, span.1) {
                self.owed.remove(place);
            } else {
                wake = wake.min(owed.wakes(band.scene));
                place += 1;
            }
        }
        self.wake = wake;
    }

    /// Takes up every step that could sound before `b`, and gives the frame of the next one.
    fn visit(&mut self, band: &Band<'_>, lane: LaneIndex, b: Frame) -> Frame {
        let (scene, habits) = (band.scene, &band.habits[lane]);
        let mut advance = habits.early_nudge;
        if habits.swings {
            advance = advance + scene.swing_advance(lane);
        }
        let grace = round_i64(scene.rate.frames_in_ms(habits.grace_ms));
        let early_frames = scene.reach_frames(lane).0 + grace;
        loop {
            if scene.until.is_some_and(|end| self.next.tick >= end) {
                return Frame::NEVER;
            }
            let earliest = scene.map.frame(self.next.tick - advance) - early_frames;
            if earliest >= b || self.owed.is_full() {
                return earliest.max(b);
            }
            if !self.knows(self.next.tick) {
                self.owed.push(Owed {
                    spot: self.next,
                    state: State::Open(Frame::MIN, None),
                });
            }
            self.next = band.courses[lane].after(self.next);
        }
    }

    fn knows(&self, tick: Tick) -> bool {
        self.owed.iter().any(|owed| owed.spot.tick == tick)
    }

    /// A step from before the stretch is played only as far as it sounds in it.
    fn late(&self, band: &Band<'_>, lane: LaneIndex, spot: Spot, now: Frame) -> Option<Owed> {
        let step = band.step(lane, spot);
        if !band.may_play(lane, spot, &step) {
            return None;
        }
        let wander = band.wander(lane, spot.tick);
        let (ratio, place) = band.whereabouts(lane, spot, (&step, wander));
        let due = place.frame(band.scene.map);
        let is_roll = step.ratchet.hits() > 1;
        if was_struck_before(self.struck_before, band.scene, due) || (due < now && !is_roll) {
            return None;
        }
        let mut gesture = band.gesture(lane, spot, (&step, ratio), (place, 0))?;
        while gesture.next_place(band.scene)?.frame(band.scene.map) < now {
            gesture.advance(band.scene);
        }
        let state = State::Due(gesture);
        Some(Owed { spot, state })
    }
}

impl Owed {
    fn wakes(&self, scene: &Scene<'_>) -> Frame {
        match &self.state {
            State::Open(until, _) => *until,
            State::Due(gesture) => gesture
                .next_place(scene)
                .map_or(Frame::NEVER, |place| place.frame(scene.map)),
            // Forgotten when the lane has something to do.
            State::Done => Frame::NEVER,
        }
    }

    /// Whether nothing is to come of it, and its straight place is before `b`.
    fn is_over(&self, scene: &Scene<'_>, b: Frame) -> bool {
        matches!(self.state, State::Done) && scene.map.frame(self.spot.tick) < b
    }
}

/// Decides a step as far as it can be decided in the frames from `a` up to `b`.
fn decide(
    band: &Band<'_>,
    lane: LaneIndex,
    (spot, mark): (Spot, Option<Mark>),
    (a, b): (Frame, Frame),
    struck_before: Option<Frame>,
) -> State {
    let scene = band.scene;
    if scene.until.is_some_and(|end| spot.tick >= end) {
        // Taken up before another pattern was asked for that begins here.
        return State::Open(Frame::NEVER, mark);
    }
    let straight = scene.map.frame(spot.tick);
    let step = band.step(lane, spot);
    if !band.may_play(lane, spot, &step) {
        return if straight >= b {
            State::Open(straight, None)
        } else {
            State::Done
        };
    }
    let under = (scene.controls.humanize_ms, scene.controls.seed);
    let mark = mark.filter(|mark| mark.under == under);
    let mark = mark.unwrap_or_else(|| Mark {
        wander: band.wander(lane, spot.tick),
        under,
    });
    let (ratio, place) = band.whereabouts(lane, spot, (&step, mark.wander));
    let due = place.frame(scene.map);
    let first = due - lead(scene, &step);
    let sounds_early = first.max(a) < b.min(straight);
    if !sounds_early && straight >= b {
        return State::Open(first.min(straight).max(b), Some(mark));
    }
    if was_struck_before(struck_before, scene, due) {
        return State::Done;
    }
    let earliest = if sounds_early { a } else { straight };
    let delay = due.max(earliest) - due;
    match band.gesture(lane, spot, (&step, ratio), (place, delay)) {
        Some(gesture) => State::Due(gesture),
        None => State::Done,
    }
}

/// Plays the hits of a gesture that sound before `b`; says whether there are more to come.
fn sound<const N: usize>(
    gesture: &mut Gesture,
    scene: &Scene<'_>,
    (a, b): (Frame, Frame),
    struck: &mut Frame,
    hits: &mut ArrayVec<Hit, N>,
) -> bool {
    while let Some(place) = gesture.next_place(scene) {
        let due = place.frame(scene.map);
        if due >= b || hits.is_full() {
            return true;
        }
        // A muted lane stops rolling; a grace note that comes too late is left out.
        let is_silenced = !gesture.is_fresh() && !scene.is_audible(gesture.lane());
        if is_silenced {
            return false;
        }
        let is_missed = gesture.is_at_grace() && due < a;
        if let Some(strike) = gesture.next_strike(scene).filter(|_| !is_missed) {
            let frame = due.max(a);
            if !gesture.is_at_grace() {
                *struck = frame;
            }
            hits.push(Hit {
                frame,
                strike,
                is_late: due < a,
            });
        }
        gesture.advance(scene);
    }
    false
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

/// The most by which a strike of the lane, its roll included, may sound after its straight place.
fn latest(band: &Band<'_>, lane: LaneIndex) -> Ticks {
    let (scene, habits) = (band.scene, &band.habits[lane]);
    let swung = scene.swing_unit().to_f64() / 2.0;
    let nudged = band.courses[lane].step().to_f64() / 2.0;
    let delay = scene.reach_frames(lane).1;
    let delayed = scene.map.ticks(crate::time::to_f64(delay + 2));
    Ticks::new(floor_i64(swung + nudged + delayed) + 1) + habits.longest_roll
}

/// After a jump that no known loop explains, a strike has been heard already if the lane was
/// struck before the jump where it is due, or after that. Such hosts round their positions to
/// 1/960 beat, before the jump and after it.
fn was_struck_before(struck: Option<Frame>, scene: &Scene<'_>, due: Frame) -> bool {
    let Some(struck) = struck else {
        return false;
    };
    let rounding = Ticks::new(Ticks::QUARTER.get() / 960);
    let slack = round_i64(scene.map.frames(rounding)) + 2;
    due - struck <= slack
}

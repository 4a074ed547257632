//! One lane at work: it visits each step once, decides its strike once, and plays it once.
//!
//! A cursor visits steps in order, each as soon as it could sound, into a small set of owed ones:
//! nudges let them overtake one another. A step is decided on the first frame before its straight
//! place at which it is due under the values then in force, else on its straight place.

use super::course::{Course, Spot};
use super::scene::{Place, Scene, first_tick_from};
use super::strike::{Rivalry, Strike, rivals, user_strike};
use crate::pattern::{LaneIndex, LaneSet, PerLane, Step};
use crate::time::{Frame, SwingRatio, Tick, Ticks, floor_i64, round_i64};
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

#[derive(Clone, Copy, Debug)]
enum State {
    /// Visited; not decided before this frame while nothing changes.
    Open(Frame),
    /// Decided.
    Due(Place, Strike),
    /// Dealt with before its straight place, and kept until then so that nobody takes it up again.
    Done,
}

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Player {
    next: Spot,
    owed: ArrayVec<Owed, OWED>,
    /// The last strike.
    struck: Frame,
    /// The last strike before this stretch, if no known loop explains the jump to it.
    struck_before: Option<Frame>,
    /// Nothing happens before this frame while nothing changes.
    wake: Frame,
    habits: Habits,
}

/// What follows from the lane's settings, kept so that it is not worked out for each step.
#[derive(Clone, Copy, Debug)]
struct Habits {
    swings: bool,
    /// The most by which a nudge of the lane pulls a strike early.
    early_nudge: Ticks,
    rivals: LaneSet,
}

impl Player {
    pub(super) fn new(course: &Course, scene_bars: &crate::time::BarMap) -> Self {
        Self {
            next: course.first_from(Tick::ZERO, scene_bars),
            owed: ArrayVec::new(),
            struck: Frame::MIN,
            struck_before: None,
            wake: Frame::MIN,
            habits: Habits {
                swings: true,
                early_nudge: Ticks::ZERO,
                rivals: LaneSet::default(),
            },
        }
    }

    pub(super) fn wake(&self) -> Frame {
        self.wake
    }

    /// Something changed on `now`: look at everything again.
    pub(super) fn rouse(&mut self, now: Frame) {
        self.wake = now;
    }

    /// Reads the lane's settings anew.
    pub(super) fn learn(&mut self, scene: &Scene<'_>, lane: LaneIndex, course: &Course) {
        let drum = scene.lane(lane);
        let unit = scene.controls.swing_grid.unit();
        let earliest = drum.steps().iter().map(|step: &Step| step.nudge).min();
        let early = earliest.map_or(0.0, |nudge| (-nudge.fraction()).max(0.0));
        self.habits = Habits {
            swings: drum.swing_here || course.step().is_binary_multiple_of(unit),
            early_nudge: Ticks::new(round_i64(course.step().to_f64() * early) + 1),
            rivals: rivals(scene, lane),
        };
    }

    /// A new stretch of song begins at `position` ticks on `now`. Gives how many strikes were lost
    /// because there was no room to owe them.
    pub(super) fn enter(
        &mut self,
        scene: &Scene<'_>,
        lane: LaneIndex,
        courses: &PerLane<Course>,
        (now, position): (Frame, f64),
        is_blind_jump: bool,
    ) -> u64 {
        self.struck_before = is_blind_jump.then_some(self.struck);
        self.owed.clear();
        self.wake = now;
        let from = first_tick_from(position, scene.map);
        let reach = Self::latest(scene, lane, &courses[lane]);
        let mut spot = courses[lane].first_from((from - reach).max(Tick::ZERO), scene.bars);
        let mut lost = 0;
        while spot.tick < from {
            if let Some(late) = self.late(scene, lane, courses, spot, now) {
                lost += u64::from(self.owed.try_push(late).is_err());
            }
            spot = courses[lane].after(spot, scene.bars);
        }
        self.next = spot;
        lost
    }

    /// The lane's steps may lie elsewhere from now on: what is decided stays, the rest is sought
    /// again. All steps before now are decided, but for the open ones.
    pub(super) fn reseat(&mut self, scene: &Scene<'_>, course: &Course, now: Frame, position: f64) {
        let is_open = |owed: &Owed| matches!(owed.state, State::Open(_));
        let opens = self.owed.iter().filter(|owed| is_open(owed));
        let first_open = opens.map(|owed| owed.spot.tick).min();
        self.owed.retain(|owed| !is_open(owed));
        let about_now = Tick::new(floor_i64(position - scene.map.ticks(1.0)));
        let mut spot = course.first_from(about_now.max(Tick::ZERO), scene.bars);
        while scene.map.frame(spot.tick) < now {
            spot = course.after(spot, scene.bars);
        }
        if let Some(open) = first_open.filter(|open| *open < spot.tick) {
            spot = course.first_from(open.max(Tick::ZERO), scene.bars);
        }
        self.next = spot;
        self.wake = now;
    }

    /// Forgets everything owed: the transport stopped.
    pub(super) fn halt(&mut self) {
        self.owed.clear();
        self.wake = Frame::MIN;
    }

    /// Gives to `hits` what sounds in the frames from `a` up to `b`, and forgets it.
    pub(super) fn play<const N: usize>(
        &mut self,
        scene: &Scene<'_>,
        lane: LaneIndex,
        courses: &PerLane<Course>,
        span: (Frame, Frame),
        hits: &mut ArrayVec<Hit, N>,
    ) {
        let mut wake = self.visit(scene, lane, &courses[lane], span.1);
        let mut place = 0;
        while let Some(mut owed) = self.owed.get(place).copied() {
            if self.work_on(scene, lane, courses, &mut owed, span, hits) {
                wake = wake.min(owed.wakes(scene));
                if let Some(kept) = self.owed.get_mut(place) {
                    *kept = owed;
                }
                place += 1;
            } else {
                self.owed.remove(place);
            }
        }
        self.wake = wake;
    }

    /// Takes up every step that could sound before `b`, and gives the frame of the next one.
    fn visit(&mut self, scene: &Scene<'_>, lane: LaneIndex, course: &Course, b: Frame) -> Frame {
        let mut advance = self.habits.early_nudge;
        if self.habits.swings {
            advance = advance + scene.swing_advance(lane);
        }
        let early_frames = (-scene.delay_frames(lane)).max(0);
        loop {
            if scene.loop_end.is_some_and(|end| self.next.tick >= end) {
                return Frame::NEVER;
            }
            let earliest = scene.map.frame(self.next.tick - advance) - early_frames;
            if earliest >= b || self.owed.is_full() {
                return earliest.max(b);
            }
            if !self.knows(self.next.tick) {
                self.owed.push(Owed {
                    spot: self.next,
                    state: State::Open(Frame::MIN),
                });
            }
            self.next = course.after(self.next, scene.bars);
        }
    }

    fn knows(&self, tick: Tick) -> bool {
        self.owed.iter().any(|owed| owed.spot.tick == tick)
    }

    /// Decides and plays one owed step as far as it goes before `b`; says whether it is owed still.
    fn work_on<const N: usize>(
        &mut self,
        scene: &Scene<'_>,
        lane: LaneIndex,
        courses: &PerLane<Course>,
        owed: &mut Owed,
        (a, b): (Frame, Frame),
        hits: &mut ArrayVec<Hit, N>,
    ) -> bool {
        if let State::Open(_) = owed.state {
            owed.state = match self.decide(scene, lane, courses, owed.spot, (a, b)) {
                Decision::Wait(until) => State::Open(until),
                Decision::Rest => State::Done,
                Decision::Strike(place, strike) => State::Due(place, strike),
            };
        }
        if let State::Due(place, strike) = owed.state {
            let due = place.frame(scene.map);
            if due < b && !hits.is_full() {
                let frame = due.max(a);
                self.struck = frame;
                hits.push(Hit {
                    frame,
                    strike,
                    is_late: due < a,
                });
                owed.state = State::Done;
            }
        }
        let is_before_its_place = || scene.map.frame(owed.spot.tick) >= b;
        !matches!(owed.state, State::Done) || is_before_its_place()
    }

    fn decide(
        &mut self,
        scene: &Scene<'_>,
        lane: LaneIndex,
        courses: &PerLane<Course>,
        spot: Spot,
        (a, b): (Frame, Frame),
    ) -> Decision {
        let straight = scene.map.frame(spot.tick);
        let ratio = self.ratio(scene, lane, spot.tick);
        let nudge = courses[lane].nudge(scene.lane(lane), spot);
        let place = scene.place(lane, spot.tick, ratio, nudge);
        let due = place.frame(scene.map);
        let sounds_early = due.max(a) < b.min(straight);
        if !sounds_early && straight >= b {
            return Decision::Wait(due.min(straight).max(b));
        }
        if self.was_struck_before_the_jump(scene, due) {
            return Decision::Rest;
        }
        let place = if sounds_early {
            exactly_on(due.max(a), place, due)
        } else {
            exactly_on(due.max(straight), place, due)
        };
        match user_strike(scene, lane, &courses[lane], spot, ratio) {
            Some(_) if self.makes_way(scene, courses, lane, spot) => Decision::Rest,
            Some(strike) => Decision::Strike(place, strike),
            None => Decision::Rest,
        }
    }

    /// A step from before the stretch is played only if it sounds in it.
    fn late(
        &self,
        scene: &Scene<'_>,
        lane: LaneIndex,
        courses: &PerLane<Course>,
        spot: Spot,
        now: Frame,
    ) -> Option<Owed> {
        let ratio = self.ratio(scene, lane, spot.tick);
        let nudge = courses[lane].nudge(scene.lane(lane), spot);
        let place = scene.place(lane, spot.tick, ratio, nudge);
        let due = place.frame(scene.map);
        if due < now || self.was_struck_before_the_jump(scene, due) {
            return None;
        }
        let strike = user_strike(scene, lane, &courses[lane], spot, ratio)?;
        let state = State::Due(place, strike);
        (!self.makes_way(scene, courses, lane, spot)).then_some(Owed { spot, state })
    }

    fn makes_way(
        &self,
        scene: &Scene<'_>,
        courses: &PerLane<Course>,
        lane: LaneIndex,
        spot: Spot,
    ) -> bool {
        Rivalry { scene, courses }.makes_way(self.habits.rivals, lane, spot.tick)
    }

    fn ratio(&self, scene: &Scene<'_>, lane: LaneIndex, tick: Tick) -> Option<SwingRatio> {
        self.habits.swings.then(|| scene.swing(lane, tick))
    }

    /// The most by which a strike of the lane may sound after its straight place.
    fn latest(scene: &Scene<'_>, lane: LaneIndex, course: &Course) -> Ticks {
        let swung = scene.controls.swing_grid.pair().to_f64() / 4.0;
        let nudged = course.step().to_f64() / 2.0;
        let delay = scene.delay_frames(lane).max(0);
        let delayed = scene.map.ticks(crate::time::to_f64(delay + 2));
        Ticks::new(floor_i64(swung + nudged + delayed) + 1)
    }

    /// After a jump that no known loop explains, a strike has been heard already if the lane was
    /// struck before the jump where it is due, or after that. Such hosts round their positions to
    /// 1/960 beat, before the jump and after it.
    fn was_struck_before_the_jump(&self, scene: &Scene<'_>, due: Frame) -> bool {
        let Some(struck) = self.struck_before else {
            return false;
        };
        let rounding = Ticks::new(Ticks::QUARTER.get() / 960);
        let slack = round_i64(scene.map.frames(rounding)) + 2;
        due - struck <= slack
    }
}

enum Decision {
    /// Not before this frame, while nothing changes.
    Wait(Frame),
    Strike(Place, Strike),
    Rest,
}

impl Owed {
    fn wakes(&self, scene: &Scene<'_>) -> Frame {
        match self.state {
            State::Open(until) => until,
            State::Due(place, _) => place.frame(scene.map),
            State::Done => scene.map.frame(self.spot.tick),
        }
    }
}

/// `place`, moved from `due` to `frame`.
fn exactly_on(frame: Frame, place: Place, due: Frame) -> Place {
    Place {
        tick: place.tick,
        frames: place.frames + (frame - due),
    }
}

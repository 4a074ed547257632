//! One lane at work: it visits each step once, decides its strike once, and plays it once.
//!
//! A cursor visits steps in order, each as soon as it could sound, into a small set of owed ones:
//! nudges let them overtake one another. A step is decided on the first frame before its straight
//! place at which it is due under the values then in force, else on its straight place.

use super::band::Band;
use super::course::{Course, Spot};
use super::owed::{Owed, was_struck_before};
use super::piece::Piece;
use super::scene::{Scene, first_tick_from};
use crate::pattern::LaneIndex;
use crate::time::{Frame, Tick, Ticks, floor_i64, round_i64, to_f64};
use arrayvec::ArrayVec;

/// How many steps a lane can owe at once.
pub(super) const OWED: usize = 128;

/// The most by which a lane's strikes, grace notes included, sound before their straight places.
#[derive(Clone, Copy, Debug)]
struct Lead {
    ticks: Ticks,
    /// What no tempo changes, on top.
    frames: i64,
}

/// What a lane expects of its steps, as things are.
#[derive(Clone, Copy, Debug)]
struct Outlook {
    lead: Lead,
    /// Whether rests may become strikes.
    is_drawn_for: bool,
    /// Whether nothing is written either.
    is_silent: bool,
}

/// What has not been visited, and could become a strike if something changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passed {
    Nothing,
    /// Rests before the next step.
    Rests,
    /// Every step, the next one too: the lane is silent.
    All,
}

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Player {
    next: Spot,
    /// What is before this tick is none of its stretch of song, or is dealt with, or is owed.
    from: Tick,
    /// It is not visited before this frame while nothing changes.
    next_visit: Frame,
    passed: Passed,
    /// Not known yet when something has changed.
    outlook: Option<Outlook>,
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
            from: Tick::MIN,
            next_visit: Frame::MIN,
            passed: Passed::Nothing,
            outlook: None,
            owed: Box::new(ArrayVec::new()),
            struck: Frame::MIN,
            struck_before: None,
            wake: Frame::MIN,
        }
    }

    pub(super) fn wake(&self) -> Frame {
        self.wake
    }

    /// Something changed on `now`: look at everything again that is from the tick `open` on.
    pub(super) fn rouse(&mut self, scene: &Scene<'_>, course: &Course, (now, open): (Frame, Tick)) {
        self.from = self.from.max(open);
        for owed in self.owed.iter_mut() {
            owed.rouse(now);
        }
        if self.passed != Passed::Nothing {
            let first = self.first_open(scene, course);
            if self.passed == Passed::All || first.tick < self.next.tick {
                self.next = first;
            }
        }
        self.look_again(now);
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
        self.look_again(now);
        let (scene, course) = (band.scene, &band.courses[lane]);
        let from = first_tick_from(position, scene.map);
        let reach = latest(band, lane);
        let mut spot = course.first_from((from - reach).max(scene.first_tick()));
        self.from = from;
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
            .retain(|owed| owed.is_done() && owed.spot.tick >= first);
        self.struck_before = None;
        self.from = first;
        self.next = course.first_from(first);
        self.look_again(now);
    }

    /// The lane's steps may lie elsewhere from now on: what is decided stays, the rest is sought
    /// again. All steps before the tick `open` are decided, but for the open ones.
    pub(super) fn reseat(
        &mut self,
        scene: &Scene<'_>,
        course: &Course,
        (now, open): (Frame, Tick),
    ) {
        self.from = self.from.max(open);
        let opens = self.owed.iter().filter(|owed| owed.is_open(now));
        let first_open = opens.map(|owed| owed.spot.tick).min();
        self.owed.retain(|owed| !owed.is_open(now));
        let mut spot = self.first_open(scene, course);
        if let Some(open) = first_open.filter(|open| *open < spot.tick) {
            spot = course.first_from(open.max(scene.first_tick()));
        }
        self.next = spot;
        self.look_again(now);
    }

    /// The first step that can still be played.
    fn first_open(&self, scene: &Scene<'_>, course: &Course) -> Spot {
        course.first_from(self.from.max(scene.first_tick()))
    }

    /// What was found out about frames holds no longer.
    fn look_again(&mut self, now: Frame) {
        self.next_visit = Frame::MIN;
        self.passed = Passed::Nothing;
        self.outlook = None;
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

    /// Gives to `piece` what sounds in it, and forgets it.
    pub(super) fn play(&mut self, band: &Band<'_>, lane: LaneIndex, piece: &mut Piece) {
        #[cfg(test)]
        super::isolation_tests::maybe_fail(lane);
        let (_, end) = piece.span;
        if self.next_visit < end {
            self.next_visit = self.visit(band, lane, end);
        }
        let mut wake = self.next_visit;
        let mut place = 0;
        while let Some(owed) = self.owed.get_mut(place) {
            let strikes = (&mut self.struck, self.struck_before);
            if let Some(next) = owed.play((band, lane), strikes, piece) {
                wake = wake.min(next);
                place += 1;
            } else {
                self.owed.remove(place);
            }
        }
        self.wake = wake;
    }

    /// Takes up every step that could sound before `b`, and gives the frame of the next one.
    fn visit(&mut self, band: &Band<'_>, lane: LaneIndex, b: Frame) -> Frame {
        let scene = band.scene;
        let outlook = || Outlook::of(band, lane);
        let outlook = *self.outlook.get_or_insert_with(outlook);
        if outlook.is_silent {
            self.passed = Passed::All;
            return Frame::NEVER;
        }
        let lead = outlook.lead;
        loop {
            if scene.until.is_some_and(|end| self.next.tick >= end) {
                return Frame::NEVER;
            }
            let earliest = scene.map.frame(self.next.tick - lead.ticks) - lead.frames;
            if earliest >= b || self.owed.is_full() {
                return earliest.max(b);
            }
            if !outlook.is_drawn_for && band.is_rest(lane, self.next) {
                self.passed = Passed::Rests;
            } else if !self.knows(self.next.tick) {
                self.owed.push(Owed::open(self.next));
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
        let (swung, place) = band.whereabouts(lane, spot, (&step, wander));
        let due = place.frame(band.scene.map);
        let is_roll = step.ratchet.hits() > 1;
        if was_struck_before(self.struck_before, band.scene, due) || (due < now && !is_roll) {
            return None;
        }
        let mut gesture = band.gesture(lane, spot, (&step, swung), (place, 0))?;
        while gesture.next_place(band.scene)?.frame(band.scene.map) < now {
            gesture.advance(band.scene);
        }
        Some(Owed::due(spot, gesture))
    }
}

impl Outlook {
    fn of(band: &Band<'_>, lane: LaneIndex) -> Self {
        let is_drawn_for = band.is_drawn_for(lane);
        Self {
            lead: Lead::of(band, lane),
            is_drawn_for,
            is_silent: !is_drawn_for && band.habits[lane].loudest <= 0.0,
        }
    }
}

impl Lead {
    fn of(band: &Band<'_>, lane: LaneIndex) -> Self {
        let (scene, habits) = (band.scene, &band.habits[lane]);
        let swing = if habits.swings {
            scene.swing_advance(lane)
        } else {
            Ticks::ZERO
        };
        let grace = round_i64(scene.rate.frames_in_ms(habits.grace_ms));
        Self {
            ticks: habits.early_nudge + swing,
            frames: scene.reach_frames(lane).0 + grace,
        }
    }
}

/// The most by which a strike of the lane, its grace notes included, may sound before its straight
/// place.
pub(super) fn earliest(band: &Band<'_>, lane: LaneIndex) -> Ticks {
    let lead = Lead::of(band, lane);
    lead.ticks + ticks_in(band.scene, lead.frames)
}

/// The most by which a strike of the lane, its roll included, may sound after its straight place.
pub(super) fn latest(band: &Band<'_>, lane: LaneIndex) -> Ticks {
    let (scene, habits) = (band.scene, &band.habits[lane]);
    let swung = Ticks::new(floor_i64(scene.swing_unit().to_f64() / 2.0) + 1);
    let delayed = ticks_in(scene, scene.reach_frames(lane).1);
    swung + habits.late_nudge + delayed + habits.longest_roll
}

/// So many frames in ticks, and the two on top that rounding may take.
fn ticks_in(scene: &Scene<'_>, frames: i64) -> Ticks {
    Ticks::new(floor_i64(scene.map.ticks(to_f64(frames + 2))) + 1)
}

//! What is known of the lanes' settings and places: read once, and then again where they change.

use super::band::{Band, Habits};
use super::course::Course;
use super::scene::Scene;
use super::song::Seat;
use crate::pattern::density::Thinning;
use crate::pattern::fill::Fill;
use crate::pattern::ghost::Ring;
use crate::pattern::{LaneIndex, LaneSet, Pattern, PerLane};
use crate::time::{BarMap, Tick, Ticks};
use std::cell::Cell;

/// What a [`Band`] is made of. **Thread:** audio; any where only looked at.
#[derive(Debug)]
pub(super) struct Lanes {
    courses: PerLane<Course>,
    habits: PerLane<Habits>,
    rings: PerLane<Cell<Option<(Tick, Ring)>>>,
    /// Where what plays now plays for the first time.
    first: Option<Tick>,
    thinning: Box<Thinning>,
    is_thinned: bool,
    shortest_step: Ticks,
    kit_drift: Cell<Option<(u16, Tick, f64)>>,
    fill: Cell<Option<(Tick, Option<Fill>)>>,
}

impl Lanes {
    /// Lanes of which nothing has been read yet. Allocates.
    pub(super) fn new(seat: &Seat, bars: &BarMap) -> Self {
        let pattern = Pattern::new();
        let course = |lane| Course::new(&pattern.lanes[lane], pattern.bars, seat, bars);
        Self {
            courses: PerLane::from_fn(course),
            habits: PerLane::from_fn(|_| Habits::NEW),
            rings: PerLane::from_fn(|_| Cell::new(None)),
            first: None,
            thinning: Box::new(Thinning::of(&pattern)),
            is_thinned: false,
            shortest_step: Ticks::ZERO,
            kit_drift: Cell::new(None),
            fill: Cell::new(None),
        }
    }

    pub(super) fn course(&self, lane: LaneIndex) -> &Course {
        &self.courses[lane]
    }

    /// How long the shortest step of any lane is.
    pub(super) fn shortest_step(&self) -> Ticks {
        self.shortest_step
    }

    pub(super) fn band<'a>(&'a self, scene: &'a Scene<'a>) -> Band<'a> {
        self.fill.set(None);
        Band {
            scene,
            courses: &self.courses,
            habits: &self.habits,
            rings: &self.rings,
            first: self.first,
            thinning: &self.thinning,
            kit_drift: &self.kit_drift,
            fill: &self.fill,
        }
    }

    /// The first pass of each lane begins at `from`, or there is none any more.
    pub(super) fn begin_firsts(&mut self, from: Tick, is_first: bool) {
        self.first = is_first.then_some(from);
    }

    /// Reads the settings of the `stale` lanes.
    pub(super) fn relearn(&mut self, scene: &Scene<'_>, seat: &Seat, stale: LaneSet) {
        for lane in LaneIndex::all().filter(|lane| stale.contains(*lane)) {
            let course = Course::new(scene.lane(lane), scene.pattern.bars, seat, scene.bars);
            self.habits[lane] = Habits::of(scene, lane, &course);
            self.courses[lane] = course;
            self.rings[lane].set(None);
        }
        let steps = self.courses.iter().map(|(_, course)| course.step().ticks());
        self.shortest_step = steps.min().unwrap_or(Ticks::ZERO);
        let is_thinned = scene.thins();
        if is_thinned && (!self.is_thinned || !stale.is_empty()) {
            *self.thinning = Thinning::of(scene.pattern);
        }
        self.is_thinned = is_thinned;
    }
}

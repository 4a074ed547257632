//! The straight places of a lane's steps in the song, in order.

use crate::pattern::{Bars, Lane, Nudge, Reset, StepIndex};
use crate::time::{BarMap, StepLength, Tick, Ticks};

/// Where a lane's steps lie: counted from each restart, or from song start.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    step: StepLength,
    /// The bars from one restart to the next; `None` if the lane never restarts.
    lap_bars: Option<i64>,
    /// How many steps begin in a lap.
    lap_steps: i64,
}

/// One step's straight place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Which lap, counted from song start.
    lap: i64,
    /// Which step of the lap.
    index: i64,
    /// Its straight tick.
    pub(super) tick: Tick,
}

impl Course {
    pub(super) fn new(lane: &Lane, pattern_bars: Bars, bars: &BarMap) -> Self {
        let step = lane.rate.step();
        let lap_bars = match lane.reset {
            Reset::Pattern => Some(i64::from(pattern_bars.get())),
            Reset::Bars(count) => Some(i64::from(count.get())),
            Reset::Never => None,
        };
        let lap_steps = lap_bars.map_or(i64::MAX, |count| step.first_from(bars.bar() * count));
        Self {
            step,
            lap_bars,
            lap_steps,
        }
    }

    pub(super) fn step(&self) -> StepLength {
        self.step
    }

    /// The first step at or after `tick`.
    pub(super) fn first_from(&self, tick: Tick, bars: &BarMap) -> Spot {
        let lap = self
            .lap_bars
            .map_or(0, |count| bars.number_at(tick).div_euclid(count));
        let index = self.step.first_from(tick - self.lap_start(lap, bars));
        self.spot(lap, index, bars)
    }

    /// The step after `spot`.
    pub(super) fn after(&self, spot: Spot, bars: &BarMap) -> Spot {
        self.spot(spot.lap, spot.index + 1, bars)
    }

    /// The step that lies exactly on `tick`, if one does.
    pub(super) fn at(&self, tick: Tick, bars: &BarMap) -> Option<Spot> {
        let spot = self.first_from(tick, bars);
        (spot.tick == tick).then_some(spot)
    }

    /// How far the strike at `spot` of `lane` is nudged.
    pub(super) fn nudge(&self, lane: &Lane, spot: Spot) -> Ticks {
        let nudge = lane.step(spot.cell(lane)).nudge;
        if nudge == Nudge::NONE {
            return Ticks::ZERO;
        }
        span_of(self.step, nudge.fraction())
    }

    /// The tick on which the lap of `spot` ends.
    pub(super) fn lap_end(&self, spot: Spot, bars: &BarMap) -> Tick {
        self.lap_bars
            .map_or(Tick::MAX, |_| self.lap_start(spot.lap + 1, bars))
    }

    fn spot(&self, lap: i64, index: i64, bars: &BarMap) -> Spot {
        let (lap, index) = if index < self.lap_steps {
            (lap, index)
        } else {
            (lap + 1, 0)
        };
        let tick = self.lap_start(lap, bars) + self.step.place(index);
        Spot { lap, index, tick }
    }

    fn lap_start(&self, lap: i64, bars: &BarMap) -> Tick {
        self.lap_bars
            .map_or(Tick::ZERO, |count| bars.line(lap.saturating_mul(count)))
    }
}

impl Spot {
    /// The cell of `lane` that this step plays.
    pub(super) fn cell(self, lane: &Lane) -> StepIndex {
        let cell = self.index.rem_euclid(i64::from(lane.length.get()));
        StepIndex::new(u8::try_from(cell).unwrap_or(u8::MAX))
    }
}

/// The way from `cell` to the lane's next written strike, as a number of steps.
pub(super) fn steps_to_next_strike(lane: &Lane, cell: StepIndex) -> i64 {
    let length = i64::from(lane.length.get());
    let is_strike = |steps: &i64| {
        let next = (i64::from(cell.get()) + steps).rem_euclid(length);
        let next = StepIndex::new(u8::try_from(next).unwrap_or(u8::MAX));
        lane.step(next).velocity.is_some()
    };
    (1..=length).find(is_strike).unwrap_or(length)
}

/// The span of `steps` steps of `length`, to the nearest tick.
pub(super) fn span_of(length: StepLength, steps: f64) -> Ticks {
    Ticks::new(crate::time::round_i64(length.to_f64() * steps))
}

//! The straight places of a lane's steps in the song, in order, and which cell each plays.

use super::song::Seat;
use crate::pattern::{Bars, Direction, Draw, Lane, Reset, StepIndex};
use crate::time::{BarMap, NoteValue, StepLength, Tick, Ticks, over, within};

/// Where a lane's steps lie: laps of equal length from an origin on, or one lap without an end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    step: StepLength,
    /// Where the first lap begins.
    origin: Tick,
    /// Before this tick nothing has been.
    begins: Tick,
    /// How long a lap is; `None` if the lane never restarts.
    lap: Option<Ticks>,
    /// How many steps begin in a lap.
    lap_steps: i64,
    /// How many steps a run through the lane's cells takes.
    period: i64,
    /// How many runs begin in a lap.
    lap_cycles: i64,
    /// Fills strike on every so many steps, so that they are no faster than sixteenths.
    fill_stride: i64,
}

/// One step's straight place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Which lap.
    lap: i64,
    /// Which step of the lap.
    index: i64,
    /// Its straight tick.
    pub(super) tick: Tick,
}

impl Course {
    pub(super) fn new(lane: &Lane, pattern_bars: Bars, seat: &Seat, bars: &BarMap) -> Self {
        let step = lane.rate.step().at(seat.speed);
        let lap_bars = match lane.reset {
            Reset::Pattern => Some(i64::from(pattern_bars.get())),
            Reset::Bars(count) => Some(i64::from(count.get())),
            Reset::Never => None,
        };
        let lap = lap_bars.map(|count| seat.speed.span(bars.bar() * count));
        let lap_steps = lap.map_or(i64::MAX, |lap| step.first_from(lap).max(1));
        let period = period(lane);
        let sixteenth = NoteValue::SIXTEENTH.ticks();
        let first_lap = match lap {
            Some(_) => bars.line(0),
            None => Tick::ZERO,
        };
        Self {
            step,
            origin: seat.origin.unwrap_or(first_lap + seat.shift),
            begins: seat.origin.unwrap_or(Tick::ZERO),
            lap,
            lap_steps,
            period,
            fill_stride: step.first_from(seat.speed.span(sixteenth)).max(1),
            lap_cycles: lap.map_or(0, |_| over(lap_steps - 1, period) + 1),
        }
    }

    pub(super) fn step(&self) -> StepLength {
        self.step
    }

    /// How many steps a run through the lane's cells takes.
    pub(super) fn period(&self) -> i64 {
        self.period
    }

    /// The first step at or after `tick`.
    pub(super) fn first_from(&self, tick: Tick) -> Spot {
        let into = (tick - self.origin).get();
        let lap = self.lap.map_or(0, |lap| over(into, lap.get()));
        let index = self.step.first_from(tick - self.lap_start(lap));
        self.spot(lap, index)
    }

    /// The step after `spot`.
    pub(super) fn after(&self, spot: Spot) -> Spot {
        self.spot(spot.lap, spot.index + 1)
    }

    /// The step before `spot`; `None` before the music's beginning.
    pub(super) fn before(&self, spot: Spot) -> Option<Spot> {
        let before = self.step_back(spot);
        (before.tick >= self.begins).then_some(before)
    }

    fn step_back(&self, spot: Spot) -> Spot {
        if spot.index > 0 || self.lap.is_none() {
            self.spot(spot.lap, spot.index - 1)
        } else {
            self.spot(spot.lap - 1, self.lap_steps - 1)
        }
    }

    /// The last step at or before `tick`; `None` before the music's beginning.
    pub(super) fn last_until(&self, tick: Tick) -> Option<Spot> {
        let next = self.first_from(tick);
        if next.tick == tick && tick >= self.begins {
            return Some(next);
        }
        self.before(next)
    }

    /// The step that lies exactly on `tick`, if one does.
    pub(super) fn at(&self, tick: Tick) -> Option<Spot> {
        let spot = self.first_from(tick);
        (spot.tick == tick).then_some(spot)
    }

    /// Which run through the lane's cells the step belongs to, counted from the origin.
    pub(super) fn cycle(&self, spot: Spot) -> i64 {
        spot.lap
            .saturating_mul(self.lap_cycles)
            .saturating_add(over(spot.index, self.period))
    }

    /// The run that `tick` lies in.
    pub(super) fn cycle_at(&self, tick: Tick) -> i64 {
        let spot = self.first_from(tick);
        if spot.tick == tick {
            return self.cycle(spot);
        }
        self.cycle(self.step_back(spot))
    }

    /// The tick on which the lap of `spot` ends.
    pub(super) fn lap_end(&self, spot: Spot) -> Tick {
        self.lap
            .map_or(Tick::MAX, |_| self.lap_start(spot.lap.saturating_add(1)))
    }

    /// The cell of `lane` that this step plays; `drawn` is asked for if the lane runs at random.
    pub(super) fn cell(&self, lane: &Lane, spot: Spot, drawn: impl FnOnce() -> Draw) -> StepIndex {
        let length = i64::from(lane.length.get());
        let run = within(spot.index, self.period);
        let cell = match lane.direction {
            Direction::Forward => run,
            Direction::Backward => length - 1 - run,
            Direction::PingPong if run < length => run,
            Direction::PingPong => self.period - run,
            Direction::Random => i64::from(drawn().below(lane.length.get())),
        };
        let cell = within(cell - i64::from(lane.rotate), length);
        StepIndex::new(u8::try_from(cell).unwrap_or(u8::MAX))
    }

    /// Whether fills may strike on this step.
    pub(super) fn is_for_fills(&self, spot: Spot) -> bool {
        within(spot.index, self.fill_stride) == 0
    }

    fn spot(&self, lap: i64, index: i64) -> Spot {
        let (lap, index) = if index < self.lap_steps {
            (lap, index)
        } else {
            (lap.saturating_add(1), 0)
        };
        let tick = self.lap_start(lap) + self.step.place(index);
        Spot { lap, index, tick }
    }

    fn lap_start(&self, lap: i64) -> Tick {
        self.origin + self.lap.map_or(Ticks::ZERO, |length| length * lap)
    }
}

/// How many steps a run takes: there and back counts as one, its ends once.
fn period(lane: &Lane) -> i64 {
    let length = i64::from(lane.length.get());
    match lane.direction {
        Direction::PingPong => (2 * length - 2).max(1),
        Direction::Forward | Direction::Backward | Direction::Random => length,
    }
}

/// The span of `steps` steps of `length`, to the nearest tick.
pub(super) fn span_of(length: StepLength, steps: f64) -> Ticks {
    Ticks::new(crate::time::round_i64(length.to_f64() * steps))
}

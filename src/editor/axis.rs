//! Where ticks stand on the screen, and where a lane's steps are as they sound.

use super::number::px;
use super::passes::{lap, pace, whereabouts};
use super::screen::{Cell, Screen};
use super::shown::Shown;
use crate::pattern::{Direction, Lane, LaneIndex, StepIndex};
use crate::time::{BarMap, SwingRatio, Tick, Ticks, to_f64, warp};
use egui::Rect;

/// From ticks to points and back.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// The place of the pattern's first tick, which may be left of what is seen.
    left: f64,
    per_tick: f64,
}

/// The narrowest step that is drawn: a hand can still hit it, and two that are swung.
const NARROWEST: f32 = 8.0;
/// The narrowest quarter note, if no lane has shorter steps than sixteenths.
const SMALLEST: f32 = 36.0;
/// The widest quarter note.
const WIDEST: f32 = 400.0;

impl Axis {
    /// The axis of what `screen` shows in `rect`. The first step does not touch the edge.
    pub fn new(screen: &Screen, rect: Rect) -> Self {
        let margin = 6.0;
        let quarters = length(&screen.shown).to_f64() / Ticks::QUARTER.to_f64();
        let fit = (rect.width() - 2.0 * margin) / px(quarters.max(1.0));
        let quarter = screen.zoom.unwrap_or(fit).clamp(smallest(screen), WIDEST);
        Self {
            left: f64::from(rect.left() + margin - screen.scroll.x),
            per_tick: f64::from(quarter) / Ticks::QUARTER.to_f64(),
        }
    }

    /// The place of a tick.
    pub fn x(&self, tick: f64) -> f32 {
        px(self.left + tick * self.per_tick)
    }

    /// The tick at a place.
    pub fn tick(&self, x: f32) -> f64 {
        (f64::from(x) - self.left) / self.per_tick
    }

    /// How wide a span is.
    pub fn width(&self, span: f64) -> f32 {
        px(span * self.per_tick)
    }

    /// How wide a quarter note is.
    pub fn quarter(&self) -> f32 {
        self.width(Ticks::QUARTER.to_f64())
    }
}

/// The narrowest quarter note at which all steps can still be hit.
fn smallest(screen: &Screen) -> f32 {
    let lanes = screen.pattern().lanes.iter();
    let is_used = |lane: &Lane| lane.steps().iter().any(|step| step.velocity.is_some());
    let used = lanes.filter(|(at, lane)| *at == screen.lane || is_used(lane));
    let shortest = used.map(|(_, lane)| lane.rate.step().to_f64());
    let shortest = shortest.fold(Ticks::QUARTER.to_f64(), f64::min);
    let steps = px(Ticks::QUARTER.to_f64() / shortest.max(1.0));
    SMALLEST.max(NARROWEST * steps).min(WIDEST)
}

/// How much of the song is shown: the pattern, and all of the lanes that are longer.
pub fn length(shown: &Shown) -> Ticks {
    let pattern = shown.at.bar * i64::from(shown.pattern.bars.get());
    let lanes = shown.pattern.lanes.iter();
    let longest = lanes.map(|(_, lane)| lane.rate.step().place(i64::from(lane.length.get())));
    // An empty lane that is longer than the pattern is not worth the room.
    longest.fold(pattern, Ticks::max)
}

/// One step of a lane on the screen; all places are in ticks from the pattern's first step on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Which cell it plays.
    pub cell: Cell,
    /// Where it begins as it sounds, but for its own nudge and the lane's delay.
    pub line: f64,
    /// Where the next begins.
    pub next: f64,
    /// Where a strike on it sounds.
    pub sounds: f64,
    /// Whether it is the same cell as one before.
    pub is_again: bool,
    /// Whether the lane starts again before it comes.
    pub is_cut: bool,
}

/// How a lane is bent.
#[derive(Clone, Copy, Debug)]
struct Bend {
    ratio: Option<SwingRatio>,
    bars: BarMap,
    late: f64,
}

/// The steps of `lane` as they sound, or straight if the screen says so: one after another from the
/// lane's first on.
pub fn spots(screen: &Screen, at: LaneIndex) -> Vec<Spot> {
    let shown = &screen.shown;
    let lane = &*shown.pattern.lanes[at];
    let bent = bend(screen, at, lane);
    let end = length(shown);
    let cut = lap(shown, lane);
    let cell_length = lane.rate.step();
    let mut spots: Vec<Spot> = Vec::new();
    let places = (0..4096).map(|n| (n, cell_length.place(n)));
    for (n, straight) in places.take_while(|(_, place)| *place < end) {
        let is_cut = cut.is_some_and(|lap| straight >= lap);
        if is_cut && n >= i64::from(lane.length.get()) {
            break;
        }
        let cell = Cell {
            lane: at,
            step: cell(lane, n),
        };
        let begins = bent.at(shown, straight);
        let own = lane.step(cell.step).nudge.fraction() * cell_length.to_f64();
        let own = if screen.straight { 0.0 } else { own };
        if let Some(last) = spots.last_mut() {
            last.next = begins;
        }
        spots.push(Spot {
            cell,
            line: begins,
            next: bent.at(shown, cell_length.place(n + 1)),
            sounds: begins + own + bent.late,
            is_again: n >= i64::from(lane.length.get()),
            is_cut,
        });
    }
    spots
}

/// Which cell the lane's step `n` plays. One that runs at random is shown in its written order.
pub fn cell(lane: &Lane, n: i64) -> StepIndex {
    let length = i64::from(lane.length.get());
    let run = match lane.direction {
        Direction::Forward | Direction::Random => n.rem_euclid(length),
        Direction::Backward => length - 1 - n.rem_euclid(length),
        Direction::PingPong => {
            let period = (2 * length - 2).max(1);
            let run = n.rem_euclid(period);
            if run < length { run } else { period - run }
        }
    };
    let cell = (run - i64::from(lane.rotate)).rem_euclid(length);
    StepIndex::new(u8::try_from(cell).unwrap_or(u8::MAX))
}

/// Which step of the lane's first run plays the cell; what is beyond its end is left where it is.
pub fn column(lane: &Lane, cell: StepIndex) -> u8 {
    let length = i64::from(lane.length.get());
    if i64::from(cell.get()) >= length {
        return cell.get();
    }
    let run = i64::from(cell.get()) + i64::from(lane.rotate);
    let run = run.rem_euclid(length);
    let column = match lane.direction {
        Direction::Forward | Direction::Random | Direction::PingPong => run,
        Direction::Backward => length - 1 - run,
    };
    u8::try_from(column).unwrap_or(u8::MAX)
}

fn bend(screen: &Screen, at: LaneIndex, lane: &Lane) -> Bend {
    let shown = &screen.shown;
    let controls = &shown.controls;
    let unit = controls.swing_grid.unit();
    let is_swung = lane.swing_here || lane.rate.step().is_binary_multiple_of(unit);
    let ratio = SwingRatio::clamped(swing_now(shown) + controls.lanes[at].swing);
    let push = controls.push_ms * lane.voice.push.fraction();
    let delay = shown.ticks_of_ms(controls.lanes[at].delay_ms + push);
    // A delay is of the song's time, and the grid is as the pattern counts.
    let delay = delay * pace(whereabouts(shown).speed);
    Bend {
        ratio: Some(ratio).filter(|_| is_swung && !screen.straight),
        bars: shown.bars(),
        late: if screen.straight { 0.0 } else { delay },
    }
}

/// The swing of the kit where the music is: the parameter, and what its LFO adds.
pub fn swing_now(shown: &Shown) -> f64 {
    let controls = &shown.controls;
    if controls.swing_lfo_depth <= 0.0 || !shown.at.playing {
        return controls.swing;
    }
    let bars = (shown.at.position - shown.at.first_line).to_f64() / shown.at.bar.to_f64().max(1.0);
    let phase = bars / controls.swing_lfo_period.bars();
    controls.swing + controls.swing_lfo_depth * libm::sin(phase * std::f64::consts::TAU)
}

impl Bend {
    fn at(&self, shown: &Shown, straight: Ticks) -> f64 {
        let tick = Tick::ZERO + straight;
        let Some(ratio) = self.ratio else {
            return to_f64(tick.get());
        };
        warp(tick, ratio, shown.controls.swing_grid, &self.bars).to_f64()
    }
}

//! The scheduling rule by another road: the closed form, strike by strike, at a steady tempo.
//!
//! It knows nothing of blocks, cursors or windows. For each step: the first change point of the
//! controls at which the strike is due before its straight frame, else what holds there.

use super::check::Strike;
use super::number::{float, floor, round};
use afterbeat::engine::Controls;
use afterbeat::pattern::{Lane, LaneIndex, Lfo, Pattern, Reset, Step, StepIndex};
use afterbeat::time::{Division, Rate, SwingGrid};
use std::f64::consts::TAU;

/// Ticks in a quarter note.
pub const TPQ: i64 = 5_765_760;
const BAR: i64 = 4 * TPQ;

/// Play from a tick on, in 4/4, at a steady tempo; frame 0 is where it starts.
pub struct Model<'a> {
    pub pattern: &'a Pattern,
    pub rate: f64,
    pub bpm: f64,
    /// The tick at frame 0.
    pub from: i64,
    /// The controls from each frame on; the first at frame 0.
    pub points: &'a [(i64, Controls)],
    /// Strikes from this frame on are not wanted.
    pub until: i64,
}

/// Where `tick` sounds, in 4/4, as a tick with its fraction.
pub fn warped(tick: i64, ratio: f64, grid: SwingGrid) -> f64 {
    let pair = match grid {
        SwingGrid::Eighths => TPQ,
        SwingGrid::Sixteenths => TPQ / 2,
        SwingGrid::ThirtySeconds => TPQ / 4,
    };
    let x = float(tick.rem_euclid(pair)) / float(pair);
    let y = if x < 0.5 {
        2.0 * ratio * x
    } else {
        ratio + (2.0 * x - 1.0) * (1.0 - ratio)
    };
    float(tick - tick.rem_euclid(pair)) + y * float(pair)
}

/// The step's length as a fraction of ticks: numerator, denominator.
fn step_length(rate: Rate) -> (i64, i64) {
    let note = 16 * TPQ / (1 << rate.note.halvings());
    match rate.division {
        Division::Straight => (note, 1),
        Division::Triplet => (note * 2, 3),
        Division::Dotted => (note * 3, 2),
        Division::Tuplet(tuplet) => (note * i64::from(tuplet.of()), i64::from(tuplet.notes())),
    }
}

fn bend(velocity: f64, by: f64) -> f64 {
    if by <= 1.0 {
        velocity * by
    } else {
        127.0 * (1.0 - (1.0 - velocity / 127.0).powf(by))
    }
}

fn wave(lfo: Lfo, tick: i64) -> f64 {
    let phase = (float(tick) / float(BAR) / f64::from(lfo.bars.get())).rem_euclid(1.0);
    (TAU * f64::from(lfo.cycles) / 100.0 * phase).sin()
}

/// What reaches the wire of a written step; `None` when it is silent.
pub fn played_velocity(step: Step, lane: &Lane, of: usize, at: i64, by: &Controls) -> Option<u8> {
    let index = LaneIndex::new(u8::try_from(of).ok()?)?;
    let level = by.lanes[index].level;
    if by.lanes[index].mute || by.bypass || level <= 0.0 || by.velocity <= 0.0 {
        return None;
    }
    let mut velocity = f64::from(step.velocity?.get());
    if step.accent {
        velocity = (velocity * (1.0 + by.accent)).min(127.0);
    }
    velocity = bend(bend(velocity, level), by.velocity);
    let depth = f64::from(lane.lfo.depth.get()) * by.velocity_lfo;
    velocity += f64::from(lane.lfo.base.get()) - 127.0 + (depth * wave(lane.lfo, at)).trunc();
    u8::try_from(round(velocity).clamp(1, 127)).ok()
}

impl Model<'_> {
    /// The frame on which a tick falls: half up, with the guard of 2^-12.
    fn frame(&self, tick: f64) -> i64 {
        let seconds = (tick - float(self.from)) * 60.0 / (self.bpm * float(TPQ));
        floor(seconds * self.rate + 0.5 + 1.0 / 4096.0)
    }

    fn controls_at(&self, frame: i64) -> &Controls {
        let next = self.points.partition_point(|point| point.0 <= frame);
        &self.points[next.max(1) - 1].1
    }

    fn swings(lane: &Lane, by: &Controls) -> bool {
        let unit = match by.swing_grid {
            SwingGrid::Eighths => TPQ / 2,
            SwingGrid::Sixteenths => TPQ / 4,
            SwingGrid::ThirtySeconds => TPQ / 8,
        };
        let (length, per) = step_length(lane.rate);
        let binary = (-12..=12).any(|power: i32| {
            let (up, down) = (1 << power.max(0), 1 << (-power).max(0));
            length * down == unit * up * per
        });
        binary || lane.swing_here
    }

    /// The frame that the strike is meant for, by these controls.
    fn meant(&self, lane: &Lane, of: LaneIndex, step: Step, s: i64, by: &Controls) -> i64 {
        let own = by.lanes[of];
        let bars = float(s) / float(BAR);
        let lfo = by.swing_lfo_depth * (TAU * bars / by.swing_lfo_period.bars()).sin();
        let ratio = (by.swing + own.swing + lfo).clamp(0.25, 0.75);
        let swung = if Self::swings(lane, by) {
            warped(s, ratio, by.swing_grid)
        } else {
            float(s)
        };
        let (length, per) = step_length(lane.rate);
        let nudge = float(length) / float(per) * f64::from(step.nudge.tenths()) / 1000.0;
        let tick = round(swung + nudge);
        let ms = own.delay_ms + by.push_ms * f64::from(lane.voice.push.get()) / 100.0;
        self.frame(float(tick)) + round(ms * self.rate / 1000.0)
    }

    /// When the strike sounds and the frame that decided it; `None` if it lies before the start.
    fn due(&self, lane: &Lane, of: LaneIndex, step: Step, s: i64) -> Option<(i64, i64)> {
        let meant = |at: i64| self.meant(lane, of, step, s, self.controls_at(at));
        let straight = self.frame(float(s));
        let frame_in_ticks = float(TPQ) * self.bpm / (60.0 * self.rate);
        if float(s) < float(self.from) - frame_in_ticks - float(TPQ) / 1920.0 {
            return Some((meant(0), 0)).filter(|due| due.0 >= 0);
        }
        // Only the controls near the strike can matter: it moves by less than two beats.
        let reach = round(2.0 * 60.0 * self.rate / self.bpm);
        let near = self
            .points
            .partition_point(|point| point.0 < straight - reach);
        for (index, &(change, _)) in self.points.iter().enumerate().skip(near.saturating_sub(1)) {
            if change >= straight {
                break;
            }
            let next = self.points.get(index + 1);
            let end = next.map_or(straight, |next| next.0.min(straight));
            let due = change.max(meant(change));
            if due < end {
                return Some((due, due));
            }
        }
        let at = straight.max(0);
        Some((at.max(meant(at)), at))
    }

    /// Every straight place of the lane around the range, with its step.
    fn places(&self, lane: &Lane) -> Vec<(i64, StepIndex)> {
        let (length, per) = step_length(lane.rate);
        let period = match lane.reset {
            Reset::Pattern => Some(i64::from(self.pattern.bars.get()) * BAR),
            Reset::Bars(bars) => Some(i64::from(bars.get()) * BAR),
            Reset::Never => None,
        };
        let place = |k: i64| (2 * k * length + per).div_euclid(2 * per);
        let last = self.from + round(float(self.until) * self.bpm / 60.0 / self.rate * float(TPQ));
        let (first, last) = (self.from - 2 * TPQ, last + 8 * TPQ);
        let mut places = Vec::new();
        let mut start = period.map_or(0, |p| first.div_euclid(p) * p).max(0);
        while start <= last {
            let end = period.map_or(last + 1, |p| start + p);
            // Steps far before the range need no visit.
            let skip = ((first - start).max(0) * per / length - 1).max(0);
            for k in skip.. {
                let s = start + place(k);
                if s >= end || s > last {
                    break;
                }
                let index = k.rem_euclid(i64::from(lane.length.get()));
                let index = u8::try_from(index).expect("a step below 256");
                places.push((s, StepIndex::new(index)));
            }
            start = end;
        }
        places
    }

    /// All strikes from frame 0 up to `until`, sorted by frame, then lane.
    pub fn strikes(&self) -> Vec<Strike> {
        let mut strikes = Vec::new();
        for (of, lane) in self.pattern.lanes.iter() {
            for (s, index) in self.places(lane) {
                let step = lane.step(index);
                if step.velocity.is_none() {
                    continue;
                }
                let Some((frame, decided)) = self.due(lane, of, step, s) else {
                    continue;
                };
                let by = self.controls_at(decided);
                let lane_number = usize::from(of.get());
                let velocity = played_velocity(step, lane, lane_number, s, by);
                if let Some(velocity) = velocity.filter(|_| frame < self.until) {
                    strikes.push(Strike {
                        frame,
                        lane: of.get(),
                        velocity,
                    });
                }
            }
        }
        strikes.sort_unstable();
        // One on per key and frame: the louder, which sorts last, stays.
        strikes.dedup_by(|later, kept| {
            let same = (later.frame, later.lane) == (kept.frame, kept.lane);
            if same {
                *kept = *later;
            }
            same
        });
        strikes
    }
}

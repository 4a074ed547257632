//! From ticks to frames: the only conversion in the program, and its rounding rule.

use super::number::{floor_i64, to_f64};
use super::tick::{Tick, Ticks};
use std::ops::{Add, Sub};

/// An instant of the instance's own frame counter: frames processed since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Frame(i64);

/// No frame is further from the first than this: three million years at 48 kHz. Half of what an `i64`
/// holds, so that frames can be added to one without looking out.
const FURTHEST: i64 = 1 << 62;

/// No tick is taken to fall further from its anchor than this.
const REACH: f64 = to_f64(FURTHEST / 2);

impl Frame {
    /// The earliest frame there is.
    pub const MIN: Self = Self(-FURTHEST);
    /// A frame that never comes.
    pub const NEVER: Self = Self(FURTHEST);

    /// The frame with this number.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The frame's number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl Add<i64> for Frame {
    type Output = Self;
    fn add(self, frames: i64) -> Self {
        Self(self.0 + frames)
    }
}

impl Sub<i64> for Frame {
    type Output = Self;
    fn sub(self, frames: i64) -> Self {
        Self(self.0 - frames)
    }
}

impl Sub for Frame {
    /// Frames between the two.
    type Output = i64;
    fn sub(self, other: Self) -> i64 {
        self.0 - other.0
    }
}

/// Quarter notes a minute, 1 to 2000.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Bpm(f64);

impl Bpm {
    /// The tempo of a host that has not told one.
    pub const DEFAULT: Self = Self(120.0);

    /// The tempo, clamped to 1..=2000; `None` for what is no tempo: zero, negative, infinite, NaN.
    pub fn new(bpm: f64) -> Option<Self> {
        (bpm.is_finite() && bpm > 0.0).then(|| Self(bpm.clamp(1.0, 2000.0)))
    }

    /// Quarter notes a minute.
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// Frames a second, 1 to 10 million.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct SampleRate(f64);

impl SampleRate {
    /// The rate before a host has told one.
    pub const DEFAULT: Self = Self(48_000.0);

    /// The rate, clamped to 1..=10 000 000 Hz; `None` for zero, negative, infinite and NaN.
    pub fn new(hz: f64) -> Option<Self> {
        (hz.is_finite() && hz > 0.0).then(|| Self(hz.clamp(1.0, 1e7)))
    }

    /// Frames a second.
    pub const fn hz(self) -> f64 {
        self.0
    }

    /// The frames in `ms` milliseconds, as a fraction.
    pub fn frames_in_ms(self, ms: f64) -> f64 {
        ms * 0.001 * self.0
    }
}

/// Which frame each tick falls on, from an anchor on, at one tempo and rate.
///
/// Rounding: half a frame up, with a guard of 2^-12 frame so that an exact half does not flip when
/// the anchor moves. The anchor keeps the host's position to a fraction of a tick, so two anchors
/// on the same line give the same frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrameMap {
    frame: Frame,
    tick: Tick,
    /// Frames from the anchor's frame to its tick, the part that the whole numbers leave over.
    shift: f64,
    frames_per_tick: f64,
    ticks_per_frame: f64,
}

impl FrameMap {
    const ROUND: f64 = 0.5 + 1.0 / 4096.0;

    /// The map on which `frame` is at `position` (ticks, with a fraction).
    pub fn new(frame: Frame, position: f64, bpm: Bpm, rate: SampleRate) -> Self {
        let tick = Tick::nearest(position);
        let frames_per_tick = rate.hz() * 60.0 / bpm.get() / Ticks::QUARTER.to_f64();
        let past = (tick.to_f64() - position).clamp(-0.5, 0.5);
        Self {
            frame,
            tick,
            shift: past * frames_per_tick,
            frames_per_tick,
            ticks_per_frame: 1.0 / frames_per_tick,
        }
    }

    /// The frame on which `tick` falls.
    pub fn frame(&self, tick: Tick) -> Frame {
        let frames = (tick - self.tick).to_f64() * self.frames_per_tick + self.shift;
        self.frame + floor_i64((frames + Self::ROUND).clamp(-REACH, REACH))
    }

    /// The position at `frame`, in ticks with a fraction.
    pub fn position(&self, frame: Frame) -> f64 {
        let frames = to_f64(frame - self.frame) - self.shift;
        self.tick.to_f64() + frames * self.ticks_per_frame
    }

    /// The frames that `span` lasts, as a fraction.
    pub fn frames(&self, span: Ticks) -> f64 {
        span.to_f64() * self.frames_per_tick
    }

    /// The ticks that `frames` last, as a fraction.
    pub fn ticks(&self, frames: f64) -> f64 {
        frames * self.ticks_per_frame
    }
}

//! Bars: their length, and where their lines lie in the song.

use super::number::{over, round_i64, within};
use super::tick::{Tick, Ticks};
use std::fmt;
use std::str::FromStr;

/// A time signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Meter {
    beats: u16,
    unit: u16,
}

impl Meter {
    /// Four quarters, the meter of a host that has not told one.
    pub const COMMON: Self = Self { beats: 4, unit: 4 };

    /// `beats` notes of 1/`unit` in a bar; `None` unless both are from 1 to 64.
    pub fn new(beats: i32, unit: i32) -> Option<Self> {
        let in_range = |n: i32| u16::try_from(n).ok().filter(|n| (1..=64).contains(n));
        Some(Self {
            beats: in_range(beats)?,
            unit: in_range(unit)?,
        })
    }

    /// How many notes a bar has.
    pub const fn beats(self) -> u16 {
        self.beats
    }

    /// Which notes they are: 4 for quarters.
    pub const fn unit(self) -> u16 {
        self.unit
    }

    /// How long one of its notes is: a beat.
    pub fn beat(self) -> Ticks {
        Ticks::new(over(Ticks::WHOLE.get(), i64::from(self.unit)))
    }

    /// How long a bar is.
    pub fn bar(self) -> Ticks {
        let ticks = Ticks::WHOLE * i64::from(self.beats);
        Ticks::new(over(ticks.get(), i64::from(self.unit)))
    }
}

impl fmt::Display for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.beats, self.unit)
    }
}

/// What was given is no time signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a meter as in 7/8, with 1 to 64 of each")]
pub struct NoMeter;

impl FromStr for Meter {
    type Err = NoMeter;

    fn from_str(text: &str) -> Result<Self, NoMeter> {
        let (beats, unit) = text.split_once('/').ok_or(NoMeter)?;
        let number = |text: &str| text.trim().parse().map_err(|_| NoMeter);
        Self::new(number(beats)?, number(unit)?).ok_or(NoMeter)
    }
}

/// Where the bar lines lie: every `bar` ticks, through one line that has a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BarMap {
    line: Tick,
    number: i64,
    bar: Ticks,
    beat: Ticks,
}

impl BarMap {
    /// Bars counted from the song's beginning.
    pub fn from_song_start(meter: Meter) -> Self {
        Self {
            line: Tick::ZERO,
            number: 0,
            bar: meter.bar(),
            beat: meter.beat(),
        }
    }

    /// Bars counted from `line`, where the song's first one begins.
    pub fn from_first_line(line: Tick, meter: Meter) -> Self {
        Self {
            line,
            ..Self::from_song_start(meter)
        }
    }

    /// Bars through a line that the host has named; its number is the nearest whole one.
    pub fn through(line: Tick, meter: Meter) -> Self {
        let bar = meter.bar();
        Self {
            line,
            number: round_i64(line.to_f64() / bar.to_f64()),
            bar,
            beat: meter.beat(),
        }
    }

    /// The length of a beat.
    pub fn beat(&self) -> Ticks {
        self.beat
    }

    /// The first of the places at or after `tick` that lie `grid` apart from each bar line on.
    pub fn next_on(&self, grid: Ticks, tick: Tick) -> Tick {
        let into = self.offset(tick);
        let on = grid * over(into.get() + grid.get() - 1, grid.get());
        tick - into + Ticks::new(on.get().min(self.bar.get()))
    }

    /// The length of a bar.
    pub fn bar(&self) -> Ticks {
        self.bar
    }

    /// The line at the start of bar `number` (0 is the song's first).
    pub fn line(&self, number: i64) -> Tick {
        self.line + self.bar * number.saturating_sub(self.number)
    }

    /// The number of the bar that `tick` lies in.
    pub fn number_at(&self, tick: Tick) -> i64 {
        let bars = over((tick - self.line).get(), self.bar.get());
        self.number.saturating_add(bars)
    }

    /// How far `tick` is from the start of its bar.
    pub fn offset(&self, tick: Tick) -> Ticks {
        Ticks::new(within((tick - self.line).get(), self.bar.get()))
    }

    /// How many bars lie between the song's first line and `tick`, with a fraction.
    pub fn bars_at(&self, tick: Tick) -> f64 {
        (tick - self.line(0)).to_f64() / self.bar.to_f64()
    }
}

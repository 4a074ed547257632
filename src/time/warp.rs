//! Swing: a bend of time inside each pair of grid units, counted from the bar line.

use super::meter::BarMap;
use super::number::within;
use super::rate::NoteValue;
use super::tick::{Tick, Ticks};

/// Which notes a pair is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SwingGrid {
    /// Pairs of eighths.
    Eighths,
    /// Pairs of sixteenths.
    #[default]
    Sixteenths,
    /// Pairs of thirty-seconds.
    ThirtySeconds,
}

impl SwingGrid {
    /// Half a pair.
    pub const fn unit(self) -> Ticks {
        let sixteenth = NoteValue::SIXTEENTH.ticks().get();
        match self {
            Self::Eighths => Ticks::new(2 * sixteenth),
            Self::Sixteenths => Ticks::new(sixteenth),
            Self::ThirtySeconds => Ticks::new(sixteenth / 2),
        }
    }

    /// A pair.
    pub const fn pair(self) -> Ticks {
        Ticks::new(2 * self.unit().get())
    }
}

/// Where the second note of a pair falls, as a part of the pair: 0.25 to 0.75, straight at 0.5.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct SwingRatio(f64);

impl SwingRatio {
    /// No swing.
    pub const STRAIGHT: Self = Self(0.5);

    /// The ratio, clamped to 0.25..=0.75; NaN is straight.
    pub fn clamped(ratio: f64) -> Self {
        if ratio.is_nan() {
            return Self::STRAIGHT;
        }
        Self(ratio.clamp(0.25, 0.75))
    }

    /// The part of the pair before its second note.
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// Where `tick` sounds when pairs of `grid` are swung by `ratio`.
///
/// The first half of each pair is stretched to `ratio` of it and the second takes the rest, so
/// order is kept. The odd last unit of a bar stays straight. Rounded once, to the nearest tick.
pub fn warp(tick: Tick, ratio: SwingRatio, grid: SwingGrid, bars: &BarMap) -> Tick {
    warp_units(tick, ratio, grid.unit(), bars)
}

/// As [`warp`], of pairs of `unit`.
pub(crate) fn warp_units(tick: Tick, ratio: SwingRatio, unit: Ticks, bars: &BarMap) -> Tick {
    if ratio == SwingRatio::STRAIGHT {
        return tick;
    }
    let in_bar = bars.offset(tick);
    let pair = unit * 2;
    let in_pair = Ticks::new(within(in_bar.get(), pair.get()));
    let pair_start = in_bar - in_pair;
    if pair_start + pair > bars.bar() {
        return tick;
    }
    let bent = if in_pair < unit {
        in_pair.to_f64() * 2.0 * ratio.get()
    } else {
        let rest = (in_pair - unit).to_f64() * 2.0 * (1.0 - ratio.get());
        pair.to_f64() * ratio.get() + rest
    };
    tick + (Tick::nearest(bent) - Tick::ZERO) - in_pair
}

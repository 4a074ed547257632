//! Fills: when one plays, and what its hand and its foot strike.
//!
//! A fill is settled by the seed and by its place in the song alone, so it is known long before it
//! plays, and can be shown.

use super::bank::Manner;
use super::draw::Seed;
use super::role::Role;
use crate::time::{BarMap, Tick};

/// What fills are made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Whose way they are played.
    pub manner: Manner,
    /// How long they are, 0 to 1.
    pub size: f64,
    /// The kit's draws.
    pub seed: Seed,
    /// After how many bars all draws come again; `None` is never.
    pub cycle_bars: Option<i64>,
}

/// A fill: where it begins and the bar line at which it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    style: Style,
    start: Tick,
    end: Tick,
    /// What its draws are counted from: the number of the bar that it leads into, folded.
    number: i64,
}

/// How willingly each role's lane plays in fills, 0 to 1; 0 for one that is not there.
pub type Willing<'a> = &'a dyn Fn(Role) -> f64;

impl Fill {
    /// The fill that leads into the first bar line after `tick` whose number is a multiple of
    /// `every`; it may not have begun on `tick`.
    pub fn before_line(style: Style, every: i64, bars: &BarMap, tick: Tick) -> Self {
        let number = (bars.number_at(tick).div_euclid(every) + 1) * every;
        let end = bars.line(number);
        Self {
            style,
            start: end,
            end,
            number,
        }
    }

    /// A fill that the player asks for, from `start` to the bar line `end`.
    pub fn asked_for(style: Style, bars: &BarMap, start: Tick, end: Tick) -> Self {
        Self {
            style,
            start,
            end,
            number: bars.number_at(end),
        }
    }

    /// Its first tick.
    pub const fn start(&self) -> Tick {
        self.start
    }

    /// The bar line at which it ends.
    pub const fn end(&self) -> Tick {
        self.end
    }

    /// Whether it runs at `tick`.
    pub fn contains(&self, tick: Tick) -> bool {
        (self.start..self.end).contains(&tick)
    }

    /// The velocity with which the lane of `role` strikes at `tick`, if it does.
    pub fn strike(
        &self,
        role: Role,
        tick: Tick,
        bars: &BarMap,
        willing: Willing<'_>,
    ) -> Option<f64> {
        let _ = (role, tick, bars, willing, self.style, self.number);
        None
    }

    /// Whether it strikes anything at all: else nothing follows it.
    pub fn has_strikes(&self, bars: &BarMap, willing: Willing<'_>) -> bool {
        let _ = (bars, willing);
        false
    }
}

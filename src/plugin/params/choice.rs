//! Parameters that are one of a few: their texts, in an order that is saved and never changes.

use crate::engine::{Controls, FillEvery, LfoPeriod, PatternChange, PatternEntry, VariationCycle};
use crate::time::{Speed, SwingGrid};
use nice_plug::prelude::Enum;

impl Enum for SwingGrid {
    fn variants() -> &'static [&'static str] {
        &["1/8", "1/16", "1/32"]
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        match self {
            Self::Eighths => 0,
            Self::Sixteenths => 1,
            Self::ThirtySeconds => 2,
        }
    }

    fn from_index(index: usize) -> Self {
        match index {
            1 => Self::Sixteenths,
            2 => Self::ThirtySeconds,
            _ => Self::Eighths,
        }
    }
}

/// The periods that the swing's LFO can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period(usize);

impl Period {
    const BARS: [f64; 7] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0];
    /// Four bars.
    pub const FOUR_BARS: Self = Self(4);

    /// The period as the engine takes it.
    pub(super) fn bars(self) -> LfoPeriod {
        let bars = Self::BARS.get(self.0).copied().and_then(LfoPeriod::new);
        bars.unwrap_or_else(|| Controls::default().swing_lfo_period)
    }
}

impl Enum for Period {
    fn variants() -> &'static [&'static str] {
        &["1/4", "1/2", "1", "2", "4", "8", "16"]
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        self.0
    }

    fn from_index(index: usize) -> Self {
        Self(if index < Self::BARS.len() { index } else { 0 })
    }
}

/// How often a fill comes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FillChoice(usize);

impl FillChoice {
    const TEXTS: [&str; 6] = ["Off", "1", "2", "4", "8", "16"];
    /// Before every fourth bar line.
    pub const FOUR_BARS: Self = Self(3);

    /// As the engine takes it; `None` is never.
    pub(super) fn every(self) -> Option<FillEvery> {
        FillEvery::new([0, 1, 2, 4, 8, 16].get(self.0).copied()?)
    }
}

impl Enum for FillChoice {
    fn variants() -> &'static [&'static str] {
        &Self::TEXTS
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        self.0
    }

    fn from_index(index: usize) -> Self {
        Self(if index < Self::TEXTS.len() { index } else { 0 })
    }
}

/// When all draws come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CycleChoice(usize);

impl CycleChoice {
    const TEXTS: [&str; 6] = ["1", "2", "4", "8", "16", "Endless"];
    /// Never.
    pub const ENDLESS: Self = Self(5);

    /// As the engine takes it; `None` is never.
    pub(super) fn cycle(self) -> Option<VariationCycle> {
        VariationCycle::new([1, 2, 4, 8, 16].get(self.0).copied()?)
    }
}

impl Enum for CycleChoice {
    fn variants() -> &'static [&'static str] {
        &Self::TEXTS
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        self.0
    }

    fn from_index(index: usize) -> Self {
        Self(if index < Self::TEXTS.len() { index } else { 0 })
    }
}

impl Enum for Speed {
    fn variants() -> &'static [&'static str] {
        &["1/2", "1", "2"]
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        match self {
            Self::Half => 0,
            Self::Normal => 1,
            Self::Double => 2,
        }
    }

    fn from_index(index: usize) -> Self {
        match index {
            0 => Self::Half,
            2 => Self::Double,
            _ => Self::Normal,
        }
    }
}

impl Enum for PatternChange {
    fn variants() -> &'static [&'static str] {
        &["Now", "Step", "Beat", "Bar", "End"]
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        match self {
            Self::Now => 0,
            Self::Step => 1,
            Self::Beat => 2,
            Self::Bar => 3,
            Self::End => 4,
        }
    }

    fn from_index(index: usize) -> Self {
        match index {
            0 => Self::Now,
            1 => Self::Step,
            2 => Self::Beat,
            3 => Self::Bar,
            _ => Self::End,
        }
    }
}

impl Enum for PatternEntry {
    fn variants() -> &'static [&'static str] {
        &["Song", "Top"]
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        match self {
            Self::Song => 0,
            Self::Top => 1,
        }
    }

    fn from_index(index: usize) -> Self {
        match index {
            1 => Self::Top,
            _ => Self::Song,
        }
    }
}

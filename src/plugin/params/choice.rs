//! Parameters that are one of a few: their texts, in an order that is saved and never changes.

use crate::engine::LfoPeriod;
use crate::time::SwingGrid;
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
    pub(super) fn bars(self) -> Option<LfoPeriod> {
        LfoPeriod::new(*Self::BARS.get(self.0)?)
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

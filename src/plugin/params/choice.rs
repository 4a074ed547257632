//! Parameters that are one of a few: their texts, in an order that is saved and never changes.

use crate::engine::{Controls, FillEvery, LfoPeriod, PatternChange, PatternEntry, VariationCycle};
use crate::time::{Speed, SwingGrid};
use nice_plug::prelude::Enum;

/// Makes a type a choice between these values, each with its text.
macro_rules! choice {
    ($choice:ty: $($text:literal => $value:expr),+ $(,)?) => {
        impl Enum for $choice {
            fn variants() -> &'static [&'static str] {
                &[$($text),+]
            }

            fn ids() -> Option<&'static [&'static str]> {
                None
            }

            fn to_index(self) -> usize {
                let place = [$($value),+].into_iter().position(|value| value == self);
                place.unwrap_or(0)
            }

            fn from_index(index: usize) -> Self {
                let [first, ..] = [$($value),+];
                [$($value),+].get(index).copied().unwrap_or(first)
            }
        }
    };
}

choice! { SwingGrid:
    "1/8" => Self::Eighths,
    "1/16" => Self::Sixteenths,
    "1/32" => Self::ThirtySeconds,
}

choice! { Speed:
    "1/2" => Self::Half,
    "1" => Self::Normal,
    "2" => Self::Double,
}

choice! { PatternChange:
    "Now" => Self::Now,
    "Step" => Self::Step,
    "Beat" => Self::Beat,
    "Bar" => Self::Bar,
    "End" => Self::End,
}

choice! { PatternEntry:
    "Song" => Self::Song,
    "Top" => Self::Top,
}

/// The period of the swing's LFO, in bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period(f64);

impl Period {
    /// Four bars.
    pub const FOUR_BARS: Self = Self(4.0);

    /// The period as the engine takes it.
    pub(super) fn bars(self) -> LfoPeriod {
        LfoPeriod::new(self.0).unwrap_or_else(|| Controls::default().swing_lfo_period)
    }
}

choice! { Period:
    "1/4" => Self(0.25),
    "1/2" => Self(0.5),
    "1" => Self(1.0),
    "2" => Self(2.0),
    "4" => Self(4.0),
    "8" => Self(8.0),
    "16" => Self(16.0),
}

/// How often a fill comes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FillChoice(Option<FillEvery>);

impl FillChoice {
    /// Before every fourth bar line.
    pub const FOUR_BARS: Self = Self(FillEvery::new(4));

    /// As the engine takes it; `None` is never.
    pub(super) fn every(self) -> Option<FillEvery> {
        self.0
    }
}

choice! { FillChoice:
    "Off" => Self(None),
    "1" => Self(FillEvery::new(1)),
    "2" => Self(FillEvery::new(2)),
    "4" => Self(FillEvery::new(4)),
    "8" => Self(FillEvery::new(8)),
    "16" => Self(FillEvery::new(16)),
}

/// When all draws come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CycleChoice(Option<VariationCycle>);

impl CycleChoice {
    /// Never.
    pub const ENDLESS: Self = Self(None);

    /// As the engine takes it; `None` is never.
    pub(super) fn cycle(self) -> Option<VariationCycle> {
        self.0
    }
}

choice! { CycleChoice:
    "1" => Self(VariationCycle::new(1)),
    "2" => Self(VariationCycle::new(2)),
    "4" => Self(VariationCycle::new(4)),
    "8" => Self(VariationCycle::new(8)),
    "16" => Self(VariationCycle::new(16)),
    "Endless" => Self(None),
}

//! Which strikes Density takes away first: the soft and the weakly placed, the backbone last.

use super::bank::Pattern;
use super::lane::Lane;
use super::per_lane::LaneIndex;
use super::step::StepIndex;

/// The order in which a pattern's strikes are taken away. Fixed size; worked out again when the
/// pattern changes. **Thread:** audio.
#[derive(Clone, Debug)]
pub struct Thinning;

impl Thinning {
    /// The order of `pattern`'s written strikes.
    pub fn of(pattern: &Pattern) -> Self {
        let _ = pattern;
        Self
    }

    /// The share of the pattern's strikes that are stronger than this one or it itself, above 0 and
    /// at most 1: it plays while this is at most 1 + Density.
    pub fn quantile(&self, at: LaneIndex, lane: &Lane, cell: StepIndex) -> f64 {
        let _ = (at, lane, cell);
        0.0
    }
}

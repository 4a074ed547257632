//! Which strikes Density takes away first: the soft and the weakly placed, the backbone last.
//!
//! Each strike has a rank, 0 for the strongest and below 1 for the weakest. What counts is its place
//! among the ranks of the whole pattern, so that half the Density is half the strikes in any groove.

use super::bank::Pattern;
use super::draw::{Purpose, Seed};
use super::lane::Lane;
use super::per_lane::LaneIndex;
use super::quantity::Velocity;
use super::role::Role;
use super::step::StepIndex;
use crate::time::{Ticks, floor_i64, to_f64};

/// The order in which a pattern's strikes are taken away. Fixed size; worked out again when the
/// pattern changes. **Thread:** audio.
#[derive(Clone, Debug)]
pub struct Thinning {
    /// How many strikes have a rank in each of equal ranges from 0 to 1.
    counts: [u16; RANGES],
    /// How many strikes are stronger than all those.
    stronger: [u16; RANGES],
    total: u16,
}

/// Among more ranges than this a pattern's strikes would seldom share one.
const RANGES: usize = 128;

impl Thinning {
    /// The order of `pattern`'s written strikes.
    pub fn of(pattern: &Pattern) -> Self {
        let mut thinning = Self {
            counts: [0; RANGES],
            stronger: [0; RANGES],
            total: 0,
        };
        for (at, lane) in pattern.lanes.iter() {
            for cell in strikes(lane) {
                let (range, _) = split(rank(at, lane, cell));
                if let Some(count) = thinning.counts.get_mut(range) {
                    *count += 1;
                }
            }
        }
        for (stronger, count) in thinning.stronger.iter_mut().zip(thinning.counts) {
            *stronger = thinning.total;
            thinning.total += count;
        }
        thinning
    }

    /// The share of the pattern's strikes that are stronger than this one or it itself, above 0 and
    /// at most 1: it plays while this is at most 1 + Density.
    ///
    /// Within a range the strikes are taken as evenly spread, so of two with different ranks the
    /// weaker always has more.
    pub fn quantile(&self, at: LaneIndex, lane: &Lane, cell: StepIndex) -> f64 {
        let (range, past) = split(rank(at, lane, cell));
        let stronger = f64::from(self.stronger.get(range).copied().unwrap_or(0));
        let here = f64::from(self.counts.get(range).copied().unwrap_or(0));
        let before = stronger + past * here;
        (before / f64::from(self.total.max(1))).clamp(f64::MIN_POSITIVE, 1.0)
    }
}

/// The written strikes of `lane`, within its length.
fn strikes(lane: &Lane) -> impl Iterator<Item = StepIndex> {
    let cells = (0..=u8::MAX).take(usize::from(lane.length.get()));
    cells
        .map(StepIndex::new)
        .filter(|cell| lane.step(*cell).velocity.is_some())
}

/// The range that `rank` lies in, and how far into it, 0 to 1.
fn split(rank: f64) -> (usize, f64) {
    let last = i64::try_from(RANGES).unwrap_or(1) - 1;
    let place = rank * to_f64(last + 1);
    let range = floor_i64(place).clamp(0, last);
    (usize::try_from(range).unwrap_or(0), place - to_f64(range))
}

/// How dispensable a strike is, from 0 up to 1: mostly by its softness, then by its place in the
/// bar; a little chance parts those that are alike.
fn rank(at: LaneIndex, lane: &Lane, cell: StepIndex) -> f64 {
    let velocity = lane.step(cell).velocity.map_or(0, Velocity::get);
    let softness = 1.0 - f64::from(velocity) / 127.0;
    let place = i64::from(at.get()) << 8 | i64::from(cell.get());
    // The same under every seed: a reroll does not change what is written.
    let drawn = Seed::kit(0).draw(Purpose::Rank, place).fraction();
    0.6 * softness + 0.3 * weakness(at, lane, cell) + 0.1 * drawn
}

/// How weak a cell's place is in a bar of four quarters, 0 to 1, if its lane begins on a bar line.
fn weakness(at: LaneIndex, lane: &Lane, cell: StepIndex) -> f64 {
    let place = lane.rate.step().place(i64::from(cell.get())).get();
    let in_bar = place.rem_euclid(Ticks::WHOLE.get());
    let beats = in_bar / Ticks::QUARTER.get();
    let is_backbeat = Role::of(at) == Role::Snare && beats % 2 == 1;
    match in_bar % Ticks::QUARTER.get() {
        0 if beats == 0 || is_backbeat => 0.0,
        0 => 0.25,
        HALF_A_BEAT => 0.5,
        _ => 1.0,
    }
}

const HALF_A_BEAT: i64 = Ticks::QUARTER.get() / 2;

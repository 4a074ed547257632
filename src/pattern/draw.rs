//! Chance without a dice: every draw is a pure function of a seed, a purpose and a place.
//!
//! There is no generator whose state could differ, so scrubbing, looping, bouncing, two instances
//! and two machines agree. A draw for one purpose says nothing about that for another.

use super::lane::Lane;
use super::per_lane::LaneIndex;
use crate::time::to_f64;

/// What is drawn. The numbers are part of every saved song's sound and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Purpose {
    /// Whether a step plays that plays by chance.
    Chance = 1,
    /// Which cell a lane that runs at random plays.
    Cell = 2,
    /// Which of two equally weak strikes Density takes first.
    Rank = 3,
    /// How far the Euclidean places of a lane's ghosts are turned.
    GhostTurn = 4,
    /// Whether a ghost is played.
    Ghost = 5,
    /// How loud it is.
    GhostVelocity = 6,
    /// How long a fill is.
    FillLength = 7,
    /// Whether a fill begins on a beat or an off-eighth.
    FillStart = 8,
    /// Whether a fill leaves its last eighth empty.
    FillGap = 9,
    /// Whether the fill's hand strikes.
    FillHand = 10,
    /// Whether the drum that is wanted plays in fills.
    FillVoice = 11,
    /// Whether the fill's foot strikes.
    FillFoot = 12,
    /// How loud the foot is.
    FillVelocity = 13,
    /// The slow drift of the beat.
    DriftSlow = 14,
    /// The quick part of the drift.
    DriftQuick = 15,
    /// How much louder or softer a strike is than written.
    HumanVelocity = 16,
    /// A lane's velocity wave whose shape is random.
    Wave = 17,
}

/// Whose draws: the whole kit's, or one lane's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Seed(u64);

impl Seed {
    /// What all lanes share under the kit's seed, the parameter.
    pub const fn kit(seed: u16) -> Self {
        Self(mixed(0x000a_f7e2_bea7 ^ ((seed as u64) << 48)))
    }

    /// A lane's own, under the kit's seed: see [`Lane::effective_seed`].
    pub fn lane(seed: u16, at: LaneIndex, lane: &Lane) -> Self {
        let kit = Self::kit(lane.effective_seed(seed));
        Self(mixed(kit.0 ^ (u64::from(at.get()) + 1)))
    }

    /// The draw for this purpose at this place, which may be any number that names it.
    pub const fn draw(self, purpose: Purpose, place: i64) -> Draw {
        let purpose = (purpose as u64) << 56;
        Draw(mixed(
            self.0 ^ mixed(place.cast_unsigned().wrapping_add(purpose)),
        ))
    }
}

/// What was drawn; each reading of it is another view of the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw(u64);

impl Draw {
    /// Evenly from 0 up to 1, without 1.
    pub fn fraction(self) -> f64 {
        to_f64((self.0 >> 11).cast_signed()) / to_f64(1 << 53)
    }

    /// Evenly one of the whole numbers below `count`; 0 if there are none.
    pub fn below(self, count: u16) -> u16 {
        let scaled = (self.0 >> 32) * u64::from(count);
        u16::try_from(scaled >> 32).unwrap_or(0)
    }

    /// A bell around 0 with a standard deviation of 1, never beyond 3.47: four even draws together.
    pub fn bell(self) -> f64 {
        let quarter = |shift: u32| to_f64((self.0 >> shift & 0xffff).cast_signed()) / 65_535.0;
        let sum = quarter(0) + quarter(16) + quarter(32) + quarter(48);
        (sum - 2.0) * 1.732_050_807_568_877_2
    }
}

/// Spreads `bits` evenly: the finaliser of splitmix64 (Steele, Lea and Flood 2014).
const fn mixed(bits: u64) -> u64 {
    let mut bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The last seeds, newest first, so that a groove that was rerolled away can be had again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct SeedHistory {
    seeds: [u16; Self::LENGTH],
    count: u8,
}

impl SeedHistory {
    /// How many are remembered.
    pub const LENGTH: usize = 32;

    /// The seeds, newest first.
    pub fn seeds(&self) -> &[u16] {
        self.seeds
            .get(..usize::from(self.count))
            .unwrap_or_default()
    }

    /// With `seed` as the newest; one that was there already moves to the front, the oldest goes.
    #[must_use]
    pub fn with(mut self, seed: u16) -> Self {
        let known = self.seeds().iter().position(|old| *old == seed);
        let last = known.unwrap_or(self.seeds().len().min(Self::LENGTH - 1));
        if let Some(front) = self.seeds.get_mut(..=last) {
            front.rotate_right(1);
            if let Some(first) = front.first_mut() {
                *first = seed;
            }
        }
        if known.is_none() {
            self.count = (self.count + 1).min(32);
        }
        self
    }
}

/// The seed that a reroll brings: one of 0 to 9999 that is not `seed`, and none of the last ones.
pub fn rerolled(seed: u16, history: &SeedHistory) -> u16 {
    let mut next = Seed::kit(seed)
        .draw(Purpose::Cell, i64::from(seed))
        .below(10_000);
    // It ends: at most 33 of the 10 000 are not wanted, and every one of them comes in turn.
    while next == seed || history.seeds().contains(&next) {
        next = (next + 1) % 10_000;
    }
    next
}

//! Ghost notes: how likely one is at each place between the strikes that are written.
//!
//! A lane is looked at two bars at a time, as a ring of places. Where a ghost is and how willingly
//! is settled by the strikes in the ring and by the seed; how many are heard is then a matter of one
//! number, the intensity, so that turning it up only ever adds ghosts.

use super::bank::Manner;
use super::draw::Seed;

/// The places of two bars of a lane, and which of them have a written strike. The last place is
/// followed by the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ring {
    bits: [u64; 4],
    length: u16,
    strikes: u16,
}

impl Ring {
    /// The most places.
    pub const MAX: u16 = 256;

    /// A ring of `length` places without a strike, at least 1 and at most [`Ring::MAX`].
    pub fn new(length: u16) -> Self {
        Self {
            bits: [0; 4],
            length: length.clamp(1, Self::MAX),
            strikes: 0,
        }
    }

    /// Writes a strike at `place`.
    pub fn strike(&mut self, place: u16) {
        let place = place % self.length;
        let bit = 1 << (place % 64);
        if let Some(word) = self.bits.get_mut(usize::from(place / 64)) {
            self.strikes += u16::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// Whether there is a strike at `place`.
    pub fn has(&self, place: u16) -> bool {
        let place = place % self.length;
        let word = self.bits.get(usize::from(place / 64));
        word.is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// How many places.
    pub const fn length(&self) -> u16 {
        self.length
    }

    /// How many strikes.
    pub const fn strikes(&self) -> u16 {
        self.strikes
    }
}

/// The intensity above which a ghost sounds at `place` of `ring`; infinite if none ever does.
///
/// `phrase` is the number of the phrase, which is drawn anew each time; `weight` is how much the
/// place suits a ghost, 1 being neither well nor badly.
pub fn threshold(
    ring: &Ring,
    manner: Manner,
    seed: Seed,
    (phrase, place): (i64, u16),
    weight: f64,
) -> f64 {
    let _ = (ring, manner, seed, phrase, place, weight);
    f64::INFINITY
}

/// How well a sixteenth of a bar, counted from 0, suits a ghost on the snare; 1 on average.
pub fn snare_weight(sixteenth: i64) -> f64 {
    let _ = sixteenth;
    1.0
}

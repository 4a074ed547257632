//! Ghost notes: how likely one is at each place between the strikes that are written.
//!
//! A lane is looked at two bars at a time, as a ring of places. Where a ghost is and how willingly
//! is settled by the strikes in the ring and by the seed; how many are heard is then a matter of one
//! number, the intensity, so that turning it up only ever adds ghosts.

use super::bank::Manner;
use super::draw::{Purpose, Seed};

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

    /// `place` on the ring, which goes on where it began.
    pub const fn wrapped(&self, place: u16) -> u16 {
        // A length is at least 1, which the compiler does not see.
        match place.checked_rem(self.length) {
            Some(place) => place,
            None => 0,
        }
    }

    /// Writes a strike at `place`.
    pub fn strike(&mut self, place: u16) {
        let place = self.wrapped(place);
        let bit = 1 << (place % 64);
        if let Some(word) = self.bits.get_mut(usize::from(place / 64)) {
            self.strikes += u16::from(*word & bit == 0);
            *word |= bit;
        }
    }

    /// Whether there is a strike at `place`.
    pub fn has(&self, place: u16) -> bool {
        let place = self.wrapped(place);
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

/// Places spread as evenly as can be over a ring: the fewer the strikes, the more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Euclid {
    length: u16,
    count: u16,
    percent: u8,
}

impl Euclid {
    /// The length for which the counts are laid down; those of other rings are in proportion.
    const TWO_BARS: u16 = 32;
    /// With this many strikes or more, no places beyond their number.
    const ENOUGH: u16 = 6;
    /// The most places.
    const MOST: u16 = 16;

    /// The places of `ring`; none if it has no strike, or no rest.
    pub fn of(ring: &Ring) -> Self {
        let (length, strikes) = (ring.length, ring.strikes);
        let none = Self {
            length,
            count: 0,
            percent: 0,
        };
        if strikes == 0 || strikes >= length {
            return none;
        }
        let strikes = scaled(strikes, Self::TWO_BARS, length).clamp(1, Self::TWO_BARS - 1);
        let count = Self::for_strikes(strikes);
        Self {
            length,
            count: scaled(count, length, Self::TWO_BARS).clamp(1, length),
            percent: u8::try_from(80 * (Self::TWO_BARS - count) / Self::TWO_BARS).unwrap_or(0),
        }
    }

    /// How many of 32 places for `strikes` of 32: nine tenths of the rests up to a bar's worth for
    /// no strike at all, falling evenly, rounded up.
    fn for_strikes(strikes: u16) -> u16 {
        let missing = Self::ENOUGH.saturating_sub(strikes);
        let room = Self::MOST.saturating_sub(strikes);
        let extra = (missing * 9 * room).div_ceil(Self::ENOUGH * 10);
        (strikes + extra).clamp(1, Self::MOST)
    }

    /// How many places, strikes among them.
    pub const fn count(&self) -> u16 {
        self.count
    }

    /// How likely a ghost is on one that is free, in percent.
    pub const fn percent(&self) -> u8 {
        self.percent
    }

    /// In how many ways the places can be turned before they would coincide.
    pub const fn turns(&self) -> u16 {
        match self.length.checked_div(self.count) {
            Some(turns) => turns,
            None => 1,
        }
    }

    /// Whether `place` is one of them, if they are turned by `turn`.
    pub fn holds(&self, place: u16, turn: u16) -> bool {
        let (length, count) = (u32::from(self.length), u32::from(self.count));
        let back = u32::from(place) + length - rest(u32::from(turn), length);
        // Bresenham's line of slope count / length: a place is where it climbs.
        rest((rest(back, length) + 1) * count, length) < count
    }
}

/// What is left of `n` over `by`, which is at least 1: the compiler does not see that.
fn rest(n: u32, by: u32) -> u32 {
    n.checked_rem(by).unwrap_or(0)
}

/// `count` in `of` as it would be in `to`, to the nearest whole.
fn scaled(count: u16, to: u16, of: u16) -> u16 {
    let twice = 2 * u32::from(count) * u32::from(to) + u32::from(of);
    u16::try_from(twice / (2 * u32::from(of.max(1)))).unwrap_or(u16::MAX)
}

/// How likely a ghost is just before a strike, in percent.
const BEFORE: u8 = 10;

/// How likely a ghost is just after a strike, in percent.
const fn after(manner: Manner) -> u8 {
    match manner {
        Manner::Drummer => 45,
        Manner::Classic => 50,
    }
}

/// How likely a ghost is beside a strike, in percent; `None` if no strike is near.
///
/// In a gap of one the strike that follows decides, since drummers keep its upbeat clear. Classic
/// writes the strikes' sides in the order of the ring, so across its seam the last one decides.
fn beside(ring: &Ring, manner: Manner, place: u16) -> Option<u8> {
    let is_after = ring.has(place + ring.length - 1);
    let is_before = ring.has(place + 1);
    let at_seam = place == 0 || place + 1 == ring.length;
    match (is_after, is_before) {
        (true, true) if at_seam && manner == Manner::Classic => Some(after(manner)),
        (_, true) => Some(BEFORE),
        (true, false) => Some(after(manner)),
        (false, false) => None,
    }
}

/// How likely a ghost is at `place` of `ring` at full intensity, in percent, if the Euclidean places
/// are turned by `turn`. Beside a strike it is the strike that decides; on one there is no ghost.
pub fn percent(ring: &Ring, manner: Manner, turn: u16, place: u16) -> u8 {
    percent_turned(ring, manner, ring.wrapped(place), |_| turn)
}

/// The same, asking for the turn only where it matters: on or beside a strike it does not.
fn percent_turned(
    ring: &Ring,
    manner: Manner,
    place: u16,
    turn: impl FnOnce(&Euclid) -> u16,
) -> u8 {
    if ring.has(place) {
        return 0;
    }
    beside(ring, manner, place).unwrap_or_else(|| {
        let euclid = Euclid::of(ring);
        if euclid.holds(place, turn(&euclid)) {
            euclid.percent
        } else {
            0
        }
    })
}

/// By how much the places of `euclid` are turned in the phrase with this number.
pub fn turn(euclid: &Euclid, seed: Seed, phrase: i64) -> u16 {
    seed.draw(Purpose::GhostTurn, phrase).below(euclid.turns())
}

/// How likely a ghost is at `place` of `ring` at full intensity, 0 to 1; `phrase`, whose number
/// settles how the Euclidean places are turned, and `weight` are as for [`threshold`].
pub fn likely(
    ring: &Ring,
    manner: Manner,
    seed: Seed,
    (phrase, place): (i64, u16),
    weight: f64,
) -> f64 {
    let place = ring.wrapped(place);
    let percent = percent_turned(ring, manner, place, |euclid| turn(euclid, seed, phrase));
    weighted(percent, manner, weight) / 100.0
}

/// The percentage of a place that suits ghosts by `weight`; Classic knows no weights.
fn weighted(percent: u8, manner: Manner, weight: f64) -> f64 {
    match manner {
        Manner::Drummer => (f64::from(percent) * weight).min(100.0),
        Manner::Classic => f64::from(percent),
    }
}

/// The intensity above which a ghost sounds at `place` of `ring`; infinite if none ever does.
///
/// `phrase` is the number of the phrase, which is drawn anew each time; `weight` is how much the
/// place suits a ghost, 1 being neither well nor badly. Classic draws whole percents and knows no
/// weights.
pub fn threshold(
    ring: &Ring,
    manner: Manner,
    seed: Seed,
    (phrase, place): (i64, u16),
    weight: f64,
) -> f64 {
    let place = ring.wrapped(place);
    let percent = percent_turned(ring, manner, place, |euclid| turn(euclid, seed, phrase));
    if percent == 0 {
        return f64::INFINITY;
    }
    let at = phrase.wrapping_mul(i64::from(Ring::MAX)) + i64::from(place);
    let draw = seed.draw(Purpose::Ghost, at);
    let likely = weighted(percent, manner, weight);
    let drawn = match manner {
        Manner::Drummer => draw.fraction() * 100.0,
        Manner::Classic => f64::from(draw.below(100)),
    };
    if likely > 0.0 {
        drawn / likely
    } else {
        f64::INFINITY
    }
}

/// How often each sixteenth of a bar has a ghost on the snare, in percent.
///
/// Counted in the funk of the Groove MIDI Dataset (Gillick et al. 2019, CC BY 4.0).
const GHOST_SNARES: [u8; 16] = [25, 33, 12, 5, 4, 31, 23, 45, 23, 36, 11, 13, 5, 24, 15, 52];

/// Their mean.
const GHOST_SNARES_MEAN: f64 = 357.0 / 16.0;

/// How well a sixteenth of a bar, counted from 0, suits a ghost on the snare; 1 on average.
///
/// By how often drummers put one there: most on the last sixteenth, and after the backbeats rather
/// than before. From the funk of the Groove MIDI Dataset (Gillick et al. 2019, CC BY 4.0).
pub fn snare_weight(sixteenth: i64) -> f64 {
    let index = usize::try_from(sixteenth.rem_euclid(16)).unwrap_or(0);
    let percent = GHOST_SNARES.get(index).copied().unwrap_or(0);
    f64::from(percent) / GHOST_SNARES_MEAN
}

//! The drift of a drummer's time: slow, smooth, and a function of the place in the song.
//!
//! Real drummers wander: the next stroke knows how late the last one was. So the drift is a curve
//! through song position and not a draw for each strike. It is two curves together, one that takes
//! about a half note to turn and one that takes a little more than an eighth.

use super::draw::{Purpose, Seed};
use crate::time::{Tick, Ticks, to_f64};

/// How much of the variance all lanes share.
const SHARED: f64 = 0.6;

/// On the first beat of a bar the shared part stays within this many milliseconds.
const AT_THE_ONE_MS: f64 = 3.0;

/// A smooth curve through draws that lie `EVERY` ticks apart, known when it is compiled: divisions by
/// what is only known later take ten times as long.
struct Octave<const EVERY: i64> {
    /// Its share of the variance.
    share: f64,
    purpose: Purpose,
}

/// Neither length fits the meter, so no beat is always drawn anew and none is always between.
const SLOW: Octave<{ EIGHTH / 10 * 41 }> = Octave {
    share: 0.4,
    purpose: Purpose::DriftSlow,
};
const QUICK: Octave<{ EIGHTH / 10 * 13 }> = Octave {
    share: 0.6,
    purpose: Purpose::DriftQuick,
};
const EIGHTH: i64 = Ticks::QUARTER.get() / 2;

impl<const EVERY: i64> Octave<EVERY> {
    /// The curve at `tick`; its variance is the octave's share everywhere.
    #[inline]
    fn at(&self, seed: Seed, tick: Tick) -> f64 {
        let index = tick.get().div_euclid(EVERY);
        let past = to_f64(tick.get().rem_euclid(EVERY)) / to_f64(EVERY);
        let later = past * past * (3.0 - 2.0 * past);
        let sooner = 1.0 - later;
        let from = seed.draw(self.purpose, index).bell();
        let to = seed.draw(self.purpose, index.wrapping_add(1)).bell();
        // A mean of two draws varies less than either: halfway by a third.
        let loss = (sooner * sooner + later * later) / self.share;
        (sooner * from + later * to) / loss.sqrt()
    }
}

/// The drift of one `seed` at `tick`, in standard deviations.
///
/// Eighths follow each other with a correlation of about 0.6, as drummers' do.
pub fn drift(seed: Seed, tick: Tick) -> f64 {
    SLOW.at(seed, tick) + QUICK.at(seed, tick)
}

/// Where a strike lies in the drift, in standard deviations: what is the same for all settings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wander {
    /// The kit's, which moves together.
    pub shared: f64,
    /// The lane's own.
    pub own: f64,
}

impl Wander {
    /// How many milliseconds early (below 0) or late the strike is played.
    ///
    /// `bound_ms` is three standard deviations and never exceeded. 60 % of the variance is the
    /// kit's and 40 % the lane's own. On the first beat of a bar the shared part stays within 3 ms,
    /// so that the drift comes home.
    pub fn milliseconds(self, bound_ms: f64, is_the_one: bool) -> f64 {
        let sigma_ms = bound_ms / 3.0;
        let shared = SHARED.sqrt() * sigma_ms * self.shared;
        let own = (1.0 - SHARED).sqrt() * sigma_ms * self.own;
        let shared = if is_the_one {
            shared.clamp(-AT_THE_ONE_MS, AT_THE_ONE_MS)
        } else {
            shared
        };
        (shared + own).clamp(-bound_ms, bound_ms)
    }
}

/// How many milliseconds early (below 0) or late a strike at `tick` is played: see
/// [`Wander::milliseconds`].
pub fn drift_ms(kit: Seed, lane: Seed, tick: Tick, bound_ms: f64, is_the_one: bool) -> f64 {
    if bound_ms <= 0.0 {
        return 0.0;
    }
    let wander = Wander {
        shared: drift(kit, tick),
        own: drift(lane, tick),
    };
    wander.milliseconds(bound_ms, is_the_one)
}

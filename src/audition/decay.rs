//! How something fades, and when it is over.

use crate::time::{SampleRate, floor_i64, to_f32};

/// How far something has faded when it is over, as a natural logarithm: 70 dB.
const OVER: f64 = 8.06;

/// An exponential decay.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decay {
    /// What a level is multiplied with every sample.
    pub(super) factor: f32,
    /// After how many samples it is over.
    pub(super) life: u32,
}

impl Decay {
    /// A decay to 1/e within `ms`.
    pub(super) fn new(ms: f64, rate: SampleRate) -> Self {
        Self {
            factor: to_f32(libm::exp(-1.0 / rate.frames_in_ms(ms).max(1.0))),
            life: samples(ms * OVER, rate),
        }
    }

    /// What never sounds.
    pub(super) const NONE: Self = Self {
        factor: 0.0,
        life: 0,
    };

    /// This, unless there is nothing to hear at `level`.
    pub(super) fn at(self, level: f64) -> Self {
        if level > 0.0 { self } else { Self::NONE }
    }
}

/// The samples in `ms`.
pub(super) fn samples(ms: f64, rate: SampleRate) -> u32 {
    u32::try_from(floor_i64(rate.frames_in_ms(ms))).unwrap_or(u32::MAX)
}

/// What of the next samples is still heard of something that has `left` more. They are counted, and
/// not heard from the level, so that it ends on the same sample however the time is cut.
pub(super) fn heard<'a>(left: &mut u32, out: &'a mut [f32]) -> &'a mut [f32] {
    let frames = usize::try_from(*left).unwrap_or(usize::MAX).min(out.len());
    *left -= u32::try_from(frames).unwrap_or(*left);
    out.split_at_mut(frames).0
}

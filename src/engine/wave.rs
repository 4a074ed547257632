//! The slow waves: of a lane's velocities, of the swing, and of the swing that follows the ghosts.

use crate::pattern::LfoShape;
use std::f64::consts::TAU;

/// The value, -1 to 1, of a wave at `phase`, of which the whole part counts cycles.
pub(super) fn wave(shape: LfoShape, phase: f64) -> f64 {
    let part = phase - libm::floor(phase);
    match shape {
        LfoShape::Sine => libm::sin(TAU * phase),
        LfoShape::Triangle => {
            let later = part + 0.25;
            1.0 - 4.0 * libm::fabs(later - libm::floor(later) - 0.5)
        }
        LfoShape::Random => drawn(crate::time::floor_i64(phase)),
        LfoShape::Saw => 1.0 - 2.0 * part,
        LfoShape::Square => {
            if part < 0.5 {
                1.0
            } else {
                -1.0
            }
        }
        LfoShape::Steps => 1.0 - libm::floor(part * 8.0) * 2.0 / 7.0,
    }
}

/// A value from -1 to 1 that depends on the number of the cycle alone (the finaliser of splitmix64).
fn drawn(cycle: i64) -> f64 {
    let mut bits = cycle.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let top = u32::try_from((bits ^ (bits >> 31)) >> 32).unwrap_or(0);
    2.0 * f64::from(top) / f64::from(u32::MAX) - 1.0
}

/// The swing ratio that an `intensity` of ghosts from 0 to 1 brings about, 0.5 to 0.65.
///
/// `phase` is the place within four bars of four quarters, 0 to 1. Straight below an intensity of a
/// half, then 0.5 + 0.15 t^7 with t = 2 (intensity - 0.5), and a hundredth of a slow cosine on it.
/// After the firmware of Orinayo, whose numbers these are.
pub fn follow_curve(intensity: f64, phase: f64) -> f64 {
    if intensity.is_nan() || intensity < 0.5 {
        return 0.5;
    }
    let t = 2.0 * (intensity.min(1.0) - 0.5);
    let base = 0.5 + 0.15 * libm::pow(t, 7.0);
    (base + 0.01 * libm::cos(TAU * phase)).clamp(0.5, 0.65)
}

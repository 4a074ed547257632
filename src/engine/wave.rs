//! The slow waves: of a lane's velocities, of the swing, and of the swing that follows the ghosts.

use crate::pattern::LfoShape;
use std::f64::consts::TAU;

/// The value, -1 to 1, of a wave at `phase`, of which the whole part counts cycles. A wave that is
/// drawn asks `drawn` for the value of a cycle, 0 to 1.
pub(super) fn wave(shape: LfoShape, phase: f64, drawn: impl FnOnce(i64) -> f64) -> f64 {
    let part = phase - libm::floor(phase);
    match shape {
        LfoShape::Sine => sine(phase),
        LfoShape::Triangle => {
            let later = part + 0.25;
            1.0 - 4.0 * libm::fabs(later - libm::floor(later) - 0.5)
        }
        LfoShape::Random => 2.0 * drawn(crate::time::floor_i64(phase)) - 1.0,
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

/// The sine at `phase`.
pub(super) fn sine(phase: f64) -> f64 {
    libm::sin(TAU * phase)
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

//! The slow waves of the swing, and of the swing that follows the ghosts.

use std::f64::consts::TAU;

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

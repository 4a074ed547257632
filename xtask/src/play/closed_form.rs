//! Where the strikes of the take belong, computed without Afterbeat.
//!
//! A fresh instance is groove B1: 16 steps of a 16th to the bar, no nudges, no delays. With
//! `P` frames to a 16th, step `k` lies at `fs = k P`. An even step sounds there. An odd one
//! is the second half of a pair of 16ths, which Swing stretches the first half of: with Swing
//! `r` (0.5 is straight) it sounds at `fs + 2 P (r - 0.5)`. `r` is the automation's value in
//! force on the frame `fs`, held since the latest point. All in f64, nothing rounded.

use std::fmt;

use super::take::{POINT_FRAMES, Take};

/// The strike that lies farthest from its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worst {
    /// How far, in frames; a correct rounding stays within 0.5.
    pub frames: f64,
    /// The frame that it sounded on.
    pub at: u32,
}

impl fmt::Display for Worst {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:.3} frames (at frame {})", self.frames, self.at)
    }
}

/// Compares each strike with the step that it lies nearest to.
pub fn worst_error(strikes: &[u32], take: &Take) -> Worst {
    let places: Vec<f64> = (0..take.sixteenths()).map(|k| place(k, take)).collect();
    let none = Worst { frames: 0.0, at: 0 };
    strikes.iter().fold(none, |worst, strike| {
        let frames = distance(f64::from(*strike), &places);
        if frames > worst.frames {
            Worst {
                frames,
                at: *strike,
            }
        } else {
            worst
        }
    })
}

/// The place of step `k` in frames.
fn place(k: u32, take: &Take) -> f64 {
    let sixteenth = take.sixteenth();
    let straight = f64::from(k) * sixteenth;
    if k.is_multiple_of(2) {
        return straight;
    }
    straight + 2.0 * sixteenth * (swing_at(straight, take) - 0.5)
}

/// Swing in force on a frame, as a share of the pair.
fn swing_at(frame: f64, take: &Take) -> f64 {
    let point = whole((frame + 0.5).floor()) / POINT_FRAMES * POINT_FRAMES;
    // CLAP's 0 to 1 is 25 to 75 %.
    0.25 + 0.5 * take.swing_value(point)
}

fn distance(strike: f64, places: &[f64]) -> f64 {
    let next = places.partition_point(|place| *place < strike);
    let near = &places[next.saturating_sub(1)..places.len().min(next + 1)];
    near.iter()
        .map(|place| (strike - place).abs())
        .fold(f64::INFINITY, f64::min)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole, positive number of frames below 2^32"
)]
fn whole(frame: f64) -> u32 {
    frame as u32
}

#[cfg(test)]
mod tests {
    use super::{Take, place, worst_error};

    fn fixed(swing: f64) -> Take {
        Take {
            swing: (swing, swing),
            ..Take::default()
        }
    }

    #[test]
    fn swing_moves_the_odd_sixteenths_only() {
        for (swing, second) in [(50.0, 6_000.0), (66.0, 7_920.0), (75.0, 9_000.0)] {
            let places: Vec<f64> = (0..4).map(|k| place(k, &fixed(swing))).collect();
            for (place, expected) in places
                .iter()
                .zip([0.0, second, 12_000.0, 12_000.0 + second])
            {
                assert!((place - expected).abs() < 1e-6, "{swing} %: {place}");
            }
        }
    }

    #[test]
    fn automation_is_held_between_its_points() {
        // Step 1 lies on frame 6 000, the latest point is 5 952 = 93 x 64.
        let swing = 0.25 + 0.5 * (0.5 + 0.32 * 5_952.0 / 768_000.0);
        let expected = 6_000.0 + 12_000.0 * (swing - 0.5);
        assert!((place(1, &Take::default()) - expected).abs() < 1e-6);
    }

    #[test]
    fn the_worst_strike_is_found() {
        let worst = worst_error(&[0, 6_000, 11_997, 18_001], &fixed(50.0));
        assert!((worst.frames - 3.0).abs() < 1e-6);
        assert_eq!(worst.at, 11_997);
    }
}

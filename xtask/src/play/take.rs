//! What is played: the song, and the ride that Swing takes through it.

use std::fmt;

/// Frames between two points of automation.
pub const POINT_FRAMES: u32 = 64;
/// Swing's range in percent, which CLAP's 0 to 1 stands for.
const SWING_RANGE: (f64, f64) = (25.0, 75.0);

/// A number of bars in 4/4 at a steady tempo, with Swing automated in a straight line.
#[derive(Clone, Copy, Debug)]
pub struct Take {
    /// Frames per second.
    pub rate: u32,
    /// Quarter notes per minute.
    pub tempo: u32,
    /// Bars of four quarter notes.
    pub bars: u32,
    /// Frames per block.
    pub block: u32,
    /// Swing in percent at the start and at the end.
    pub swing: (f64, f64),
}

impl Default for Take {
    fn default() -> Self {
        Self {
            rate: 48_000,
            tempo: 120,
            bars: 8,
            block: 512,
            swing: (50.0, 66.0),
        }
    }
}

impl Take {
    /// The length of all bars in frames.
    pub fn frames(&self) -> u32 {
        self.bars * 4 * self.rate * 60 / self.tempo
    }

    /// The length of a straight 16th in frames.
    pub fn sixteenth(&self) -> f64 {
        f64::from(self.rate) * 60.0 / f64::from(self.tempo) / 4.0
    }

    /// How many 16ths the bars hold.
    pub fn sixteenths(&self) -> u32 {
        self.bars * 16
    }

    /// Swing at the automation point on `frame`, as CLAP's value from 0 to 1.
    pub fn swing_value(&self, frame: u32) -> f64 {
        let (low, high) = SWING_RANGE;
        let from = (self.swing.0 - low) / (high - low);
        let to = (self.swing.1 - low) / (high - low);
        from + (to - from) * f64::from(frame) / f64::from(self.frames())
    }
}

impl fmt::Display for Take {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (from, to) = self.swing;
        write!(
            f,
            "{} bars at {} BPM, Swing {from} to {to} %,",
            self.bars, self.tempo
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Take;

    #[test]
    fn eight_bars_at_120_are_sixteen_seconds() {
        let take = Take::default();
        assert_eq!(take.frames(), 768_000);
        assert!((take.sixteenth() - 6_000.0).abs() < f64::EPSILON);
    }

    #[test]
    fn swing_rides_from_50_to_66_percent() {
        let take = Take::default();
        for (frame, value) in [(0, 0.5), (384_000, 0.66), (768_000, 0.82)] {
            assert!((take.swing_value(frame) - value).abs() < 1e-12, "{frame}");
        }
    }
}

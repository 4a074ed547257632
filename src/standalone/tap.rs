//! The tempo that a hand taps.

use crate::time::Bpm;
use arrayvec::ArrayVec;
use std::time::Duration;

/// The slowest tempo that can be tapped, and the fastest.
const RANGE: (f64, f64) = (30.0, 300.0);
/// Taps further apart than the slowest tempo's, and a little for the hand, begin anew.
const PAUSE: Duration = Duration::from_millis(2_100);
/// A tap sooner than this is a bounce of the last: the fastest tempo's come after 200 ms.
const BOUNCE: Duration = Duration::from_millis(120);
/// How many taps count: with more a change would take long, with fewer the hand's unevenness is
/// heard.
const TAPS: usize = 8;
/// A gap that is so many times as long or as short as those before it is another tempo's.
const CHANGE: f64 = 1.5;

/// The latest taps of one tempo. **Thread:** main.
#[derive(Clone, Debug, Default)]
pub struct TapTempo {
    /// When they came, in seconds.
    taps: ArrayVec<f64, TAPS>,
}

impl TapTempo {
    /// Takes the tap at the time `at`, and gives the tempo from the second tap on. One that bounces
    /// changes nothing.
    pub fn tap(&mut self, at: Duration) -> Option<Bpm> {
        let at = at.as_secs_f64();
        if let Some(last) = self.taps.last().copied() {
            let gap = at - last;
            if (0.0..BOUNCE.as_secs_f64()).contains(&gap) {
                return self.tempo();
            }
            if !(0.0..=PAUSE.as_secs_f64()).contains(&gap) {
                self.taps.clear();
            } else if self.gap().is_some_and(|usual| is_other(gap, usual)) {
                self.taps.clear();
                self.taps.push(last);
            }
        }
        if self.taps.is_full() {
            self.taps.remove(0);
        }
        self.taps.push(at);
        self.tempo()
    }

    fn tempo(&self) -> Option<Bpm> {
        let bpm = (60.0 / self.gap()?).clamp(RANGE.0, RANGE.1);
        Bpm::new(bpm)
    }

    /// The gap between taps that lies nearest to all of them, in seconds.
    fn gap(&self) -> Option<f64> {
        let count = f64::from(u8::try_from(self.taps.len()).unwrap_or(u8::MAX));
        if count < 2.0 {
            return None;
        }
        let middle = (count - 1.0) / 2.0;
        let places = (0..u8::MAX).map(|place| f64::from(place) - middle);
        let slope: f64 = places.zip(&self.taps).map(|(x, tap)| x * tap).sum();
        // The sum of the squares of the places around their middle.
        let spread = count * (count * count - 1.0) / 12.0;
        Some(slope / spread).filter(|gap| *gap > 0.0)
    }
}

fn is_other(gap: f64, usual: f64) -> bool {
    gap > usual * CHANGE || gap * CHANGE < usual
}

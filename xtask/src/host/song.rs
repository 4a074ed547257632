//! A steady song for the transport to roll through.

use super::transport::Transport;

/// A song at one tempo and in one meter, asked for its transport frame by frame.
///
/// ```
/// use xtask::host::Song;
///
/// let song = Song::new(48_000.0, 120.0);
/// assert_eq!(song.at(24_000).beats, Some(1.0));
/// assert_eq!(song.at(96_000).bar_number, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Song {
    /// Frames per second.
    pub rate: f64,
    /// Quarter notes per minute.
    pub tempo: f64,
    /// Song position of frame 0 in quarter notes.
    pub start_beats: f64,
    /// Time signature: numerator and denominator.
    pub meter: (u16, u16),
    /// The loop to announce: start and end in quarter notes. The position does not wrap by itself.
    pub loop_beats: Option<(f64, f64)>,
}

impl Song {
    /// A song in 4/4 that starts at position 0, without a loop.
    #[must_use]
    pub fn new(rate: f64, tempo: f64) -> Self {
        Self {
            rate,
            tempo,
            start_beats: 0.0,
            meter: (4, 4),
            loop_beats: None,
        }
    }

    /// The same song, with frame 0 at `beats` quarter notes.
    #[must_use]
    pub fn from_beats(self, beats: f64) -> Self {
        Self {
            start_beats: beats,
            ..self
        }
    }

    /// Song position of `frame` in quarter notes.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "2^53 frames last longer than 5 000 years"
    )]
    pub fn beats(&self, frame: u64) -> f64 {
        self.start_beats + frame as f64 * self.tempo / 60.0 / self.rate
    }

    /// The rolling transport at `frame`.
    #[must_use]
    pub fn at(&self, frame: u64) -> Transport {
        let beats = self.beats(frame);
        let (numerator, denominator) = self.meter;
        let bar_beats = f64::from(numerator) * 4.0 / f64::from(denominator);
        // The nudge keeps a bar line that fell a rounding short of itself in its bar.
        let bar = (beats / bar_beats + 1e-9).floor();
        Transport {
            playing: true,
            tempo: Some(self.tempo),
            beats: Some(beats),
            seconds: Some(beats * 60.0 / self.tempo),
            loop_beats: self.loop_beats,
            meter: Some(self.meter),
            bar_start: bar * bar_beats,
            bar_number: whole(bar),
            ..Transport::default()
        }
    }

    /// The transport standing still at `frame`.
    #[must_use]
    pub fn stopped_at(&self, frame: u64) -> Transport {
        Transport {
            playing: false,
            ..self.at(frame)
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "already a whole number, and `as` saturates"
)]
fn whole(bar: f64) -> i32 {
    bar as i32
}

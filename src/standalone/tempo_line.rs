//! The time that Afterbeat keeps itself: a tempo, a meter, and a frame tied to a place in the song.

use crate::engine::Transport;
use crate::time::{Bpm, Meter, SampleRate, Ticks, to_f64};

/// How many quarter notes it lasts.
pub(super) fn quarters(ticks: Ticks) -> f64 {
    ticks.to_f64() / Ticks::QUARTER.to_f64()
}

/// Song positions of a frame counter, at one tempo from one frame on. **Thread:** audio.
#[derive(Clone, Copy, Debug)]
pub(super) struct TempoLine {
    pub(super) bpm: Bpm,
    pub(super) meter: Meter,
    /// A frame and where it is in the song, in quarter notes.
    anchor: (i64, f64),
}

impl TempoLine {
    /// The song starts on frame 0.
    pub(super) fn new(bpm: Bpm, meter: Meter) -> Self {
        Self {
            bpm,
            meter,
            anchor: (0, 0.0),
        }
    }

    /// Where `frame` is in the song, in quarter notes.
    pub(super) fn position(&self, frame: i64, rate: SampleRate) -> f64 {
        let (anchor, beats) = self.anchor;
        beats + to_f64(frame - anchor) * self.bpm.get() / 60.0 / rate.hz()
    }

    /// Goes on from `frame` at another tempo.
    pub(super) fn change_tempo(&mut self, bpm: Bpm, frame: i64, rate: SampleRate) {
        if bpm != self.bpm {
            self.anchor = (frame, self.position(frame, rate));
            self.bpm = bpm;
        }
    }

    /// A frame and where it is in the song, in quarter notes.
    pub(super) fn anchor(&self) -> (i64, f64) {
        self.anchor
    }

    /// Whether `frame` lies before the last change.
    pub(super) fn begins_after(&self, frame: i64) -> bool {
        frame < self.anchor.0
    }

    /// Says that `frame` is at `beats`.
    pub(super) fn tie(&mut self, frame: i64, beats: f64) {
        self.anchor = (frame, beats);
    }

    /// The transport at `frame`.
    pub(super) fn transport(&self, playing: bool, frame: i64, rate: SampleRate) -> Transport {
        let position = self.position(frame, rate);
        Transport {
            playing,
            tempo: Some(self.bpm.get()),
            position: Some(position),
            loop_range: None,
            meter: Some(self.meter),
            bar_start: Some(self.bar_start(position)),
        }
    }

    /// The line of the bar that `position` is in, in quarter notes.
    pub(super) fn bar_start(&self, position: f64) -> f64 {
        let bar = quarters(self.meter.bar());
        (position / bar).floor() * bar
    }
}

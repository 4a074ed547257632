//! The song that a render rolls through, without what is played in it: where frames lie in music.

use crate::time::{Bpm, Frame, FrameMap, Meter, SampleRate, Tick};

/// So many bars at a steady tempo, from the song's first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timeline {
    /// How many bars.
    pub bars: u32,
    /// The tempo.
    pub bpm: Bpm,
    /// Frames a second.
    pub rate: SampleRate,
    /// The time signature.
    pub meter: Meter,
}

impl Timeline {
    /// How many frames the bars last: the frame on which the bar after them would start.
    pub fn frames(&self) -> i64 {
        self.bar_line(self.bars)
    }

    /// The frame on which bar `number`, counted from 0, starts.
    pub fn bar_line(&self, number: u32) -> i64 {
        self.map().frame(self.bar_start(number)).get()
    }

    /// Where bar `number`, counted from 0, starts in the song.
    pub(super) fn bar_start(&self, number: u32) -> Tick {
        Tick::ZERO + self.meter.bar() * i64::from(number)
    }

    /// Where `frame` lies in the song, in ticks with a fraction.
    pub(super) fn position(&self, frame: i64) -> f64 {
        self.map().position(Frame::new(frame))
    }

    fn map(&self) -> FrameMap {
        FrameMap::new(Frame::new(0), 0.0, self.bpm, self.rate)
    }
}

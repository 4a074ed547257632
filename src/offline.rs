//! The engine without a host: a transport that rolls from the song's start, and a tape.
//!
//! The engine is called as a host would call it, through the same doors, so what is rendered is
//! what is heard. What is on the tape is written as a MIDI file, a table or a picture, each whole
//! or not at all.

mod csv;
mod midi;
mod picture;
mod timeline;

pub use csv::{save_csv, to_csv};
pub use midi::{MidiError, Tracks, save_midi, to_midi, to_midi_tracks};
pub use picture::{Picture, save_svg, straight, to_svg};
pub use timeline::Timeline;

pub(crate) use crate::aside::sweep;
pub use crate::aside::{SaveError, write as save};

use crate::engine::{Block, Controls, Engine, Event, Refused, Sink, Transport};
use crate::pattern::Bank;
use crate::time::{Bpm, Meter, SampleRate, Tick, Ticks, to_f64};
use std::num::NonZeroU32;

/// Frames between automation points, as hosts of the plug-in set them.
pub const POINT_FRAMES: NonZeroU32 = NonZeroU32::new(64).unwrap();

/// What to render, and how the host that is played calls.
#[derive(Clone, Debug)]
pub struct Render {
    /// What is played: its first pattern.
    pub bank: Bank,
    /// How many bars, from the song's first.
    pub bars: u32,
    /// The tempo, which is steady.
    pub bpm: Bpm,
    /// Frames a second.
    pub rate: SampleRate,
    /// Frames in a block; the last one is as short as it must be.
    pub block: NonZeroU32,
    /// The time signature.
    pub meter: Meter,
    /// Whether parameters are automated: then there is a point every [`POINT_FRAMES`] frames, and
    /// blocks are cut there. Else the controls of frame 0 hold.
    pub automated: bool,
}

/// One call of the engine while the transport rolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Call {
    /// Its first frame.
    pub start: i64,
    /// How many frames, at least 1.
    pub frames: u32,
    /// Whether there is an automation point on its first frame.
    pub is_point: bool,
}

/// An event with its frame, counted from the song's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rendered {
    /// The frame.
    pub frame: i64,
    /// The event; its own frame is counted from the call that it came in.
    pub event: Event,
}

impl Render {
    /// How many frames the bars last: the frame on which the bar after them would start.
    pub fn frames(&self) -> i64 {
        self.timeline().frames()
    }

    /// The song that it rolls through.
    pub fn timeline(&self) -> Timeline {
        Timeline {
            bars: self.bars,
            bpm: self.bpm,
            rate: self.rate,
            meter: self.meter,
        }
    }

    /// The calls while the transport rolls: blocks, cut at the automation points if there are any.
    pub fn calls(&self) -> impl Iterator<Item = Call> + use<> {
        let end = self.frames();
        let (block, point) = (i64::from(self.block.get()), i64::from(POINT_FRAMES.get()));
        let automated = self.automated;
        let mut start = 0;
        std::iter::from_fn(move || {
            let to_block = block - start % block;
            let to_point = if automated {
                point - start % point
            } else {
                block
            };
            let frames = to_block.min(to_point).min(end - start);
            let call = Call {
                start,
                frames: u32::try_from(frames).ok().filter(|frames| *frames > 0)?,
                is_point: start == 0 || (automated && start % point == 0),
            };
            start += frames;
            Some(call)
        })
    }

    /// Rolls through the bars and stops: all that was sent, with every note released.
    ///
    /// `controls` is asked at each automation point, in order; without automation once, for frame
    /// 0. After the bars comes one block with the transport stopped.
    pub fn run(self, mut controls: impl FnMut(i64) -> Controls) -> Vec<Rendered> {
        self.roll(Tick::ZERO, None, |call| at_points(call, &mut controls))
            .unwrap_or_default()
    }

    /// As [`run`](Self::run), for a file that may be looped: what belongs to the bar after the last
    /// is not in it, however early it is played. A host that loops these bars hears the same.
    pub fn run_clip(self, mut controls: impl FnMut(i64) -> Controls) -> Vec<Rendered> {
        let end = self.end(Tick::ZERO);
        self.roll(Tick::ZERO, Some(end), |call| at_points(call, &mut controls))
            .unwrap_or_default()
    }

    /// As [`run_clip`](Self::run_clip) from anywhere in the song, where a bar begins, under the same
    /// controls all the while: frames are counted from there. `None` if it is told not to go on.
    ///
    /// `goes_on` is asked now and then, with the part that is done in percent.
    pub fn run_from(
        self,
        from: Tick,
        controls: &Controls,
        mut goes_on: impl FnMut(u16) -> bool,
    ) -> Option<Vec<Rendered>> {
        let total = self.frames().max(1);
        let end = self.end(from);
        self.roll(from, Some(end), |call| {
            let percent = u16::try_from(call.start * 100 / total).unwrap_or(100);
            match call.start {
                0 => Next::With(Box::new(controls.clone())),
                _ if goes_on(percent) => Next::GoOn,
                _ => Next::End,
            }
        })
    }

    /// The bar line after the last bar, if the first begins at `from`.
    fn end(&self, from: Tick) -> Tick {
        from + self.meter.bar() * i64::from(self.bars)
    }

    fn roll(
        self,
        from: Tick,
        loop_end: Option<Tick>,
        mut next: impl FnMut(&Call) -> Next,
    ) -> Option<Vec<Rendered>> {
        let calls = self.calls();
        let end = self.frames();
        let (block, rate) = (self.block.get(), self.rate);
        let quarters = |at: Tick| to_f64(at.get()) / Ticks::QUARTER.to_f64();
        let host = Host {
            from: quarters(from),
            loop_end: loop_end.map(quarters),
            bpm: self.bpm,
            rate,
            meter: self.meter,
        };
        let mut tape = Tape::default();
        let mut engine = Engine::new(Box::new(self.bank));
        for call in calls {
            match next(&call) {
                Next::With(controls) => engine.set_controls(&controls),
                Next::GoOn => {}
                Next::End => return None,
            }
            tape.start = call.start;
            if call.start == 0 {
                // As hosts do it says where the bar begins while it stands: else bars would be counted
                // from the song's start up to the second call.
                engine.process(&host.block(0, 1, false), &mut tape);
            }
            engine.process(&host.block(call.start, call.frames, true), &mut tape);
        }
        tape.start = end;
        engine.process(&host.block(end, block, false), &mut tape);
        Some(tape.events)
    }
}

/// What a call begins with: other controls at an automation point.
fn at_points(call: &Call, controls: &mut impl FnMut(i64) -> Controls) -> Next {
    call.is_point
        .then(|| controls(call.start))
        .map_or(Next::GoOn, |controls| Next::With(Box::new(controls)))
}

/// How a render goes on at a call.
enum Next {
    /// Under these controls.
    With(Box<Controls>),
    /// As before.
    GoOn,
    /// Not at all.
    End,
}

/// The host that is played.
struct Host {
    /// Where in the song it rolls off, in quarter notes; a bar begins there.
    from: f64,
    /// Where the loop ends that begins there, if there is one.
    loop_end: Option<f64>,
    bpm: Bpm,
    rate: SampleRate,
    meter: Meter,
}

impl Host {
    fn block(&self, start: i64, frames: u32, playing: bool) -> Block<'static> {
        let beats = self.from + to_f64(start) * self.bpm.get() / 60.0 / self.rate.hz();
        let transport = Transport {
            playing,
            tempo: Some(self.bpm.get()),
            position: Some(beats),
            loop_range: self.loop_end.map(|end| (self.from, end)),
            meter: Some(self.meter),
            bar_start: Some(self.bar_start(beats)),
        };
        Block {
            frames,
            rate: self.rate,
            transport,
            notes: &[],
        }
    }

    /// The bar line at or before a position, both in quarter notes.
    fn bar_start(&self, beats: f64) -> f64 {
        let bar = self.meter.bar().to_f64() / Ticks::QUARTER.to_f64();
        self.from + ((beats - self.from) / bar).floor() * bar
    }
}

/// Takes everything, and notes the frame from the song's start.
#[derive(Default)]
struct Tape {
    /// The first frame of the call.
    start: i64,
    events: Vec<Rendered>,
}

impl Sink for Tape {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        let frame = self.start + i64::from(event.at);
        self.events.push(Rendered { frame, event });
        Ok(())
    }
}

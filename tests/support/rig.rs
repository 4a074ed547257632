//! The lowest host: one engine, one call at a time, and everything it sent.

use super::number::float;
use super::score::line;
use afterbeat::engine::{
    Block, Controls, Engine, Event, InputNote, Refused, Rehearsal, Sink, Transport,
};
use afterbeat::pattern::Bank;
use afterbeat::time::{Bpm, Meter, SampleRate};

/// An event with its absolute frame, frames processed before it; its own `at` is then 0, so that
/// lists compare equal whatever the blocks were.
pub type At = (i64, Event);

/// One engine under a host's hands.
pub struct Rig {
    pub engine: Engine,
    pub rate: SampleRate,
    /// Frames processed so far.
    pub now: i64,
    /// All that was taken.
    pub events: Vec<At>,
    /// How many events the sink takes in a call.
    pub room: usize,
}

struct Tape<'a> {
    start: i64,
    frames: u32,
    last: u32,
    offered: usize,
    room: usize,
    events: &'a mut Vec<At>,
}

impl Sink for Tape<'_> {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        // Lists are compared across cuts, so the place within the block is left out.
        let at = (self.start + i64::from(event.at), Event { at: 0, ..event });
        assert!(
            event.at < self.frames,
            "beyond the block of {} frames: {}",
            self.frames,
            line(&at)
        );
        assert!(
            event.at >= self.last,
            "before the last event at frame {} of the block: {}",
            self.last,
            line(&at)
        );
        self.last = event.at;
        self.offered += 1;
        // Sixteen lanes at 2000 BPM on 1/64 are 34 strikes in 1000 frames of 16 kHz and up.
        let most = 1024 + 64 * usize::try_from(self.frames).unwrap_or(usize::MAX);
        assert!(self.offered <= most, "no end of events in one block");
        if self.room == 0 {
            return Err(Refused);
        }
        self.room -= 1;
        self.events.push((at.0, Event { at: 0, ..event }));
        Ok(())
    }
}

impl Rig {
    pub fn new(bank: Bank, rate: f64) -> Self {
        Self::of(Engine::new(Box::new(bank)), rate)
    }

    pub fn of(engine: Engine, rate: f64) -> Self {
        Self {
            engine,
            rate: SampleRate::new(rate).expect("a sample rate"),
            now: 0,
            events: Vec::new(),
            room: usize::MAX,
        }
    }

    pub fn with(bank: Bank, rate: f64, controls: &Controls) -> Self {
        let mut rig = Self::new(bank, rate);
        rig.engine.set_controls(controls);
        rig
    }

    /// One call without input.
    pub fn call(&mut self, frames: u32, transport: Transport) {
        self.call_with(frames, transport, &[]);
    }

    /// One call.
    pub fn call_with(&mut self, frames: u32, transport: Transport, notes: &[InputNote]) {
        let block = Block {
            frames,
            rate: self.rate,
            transport,
            notes,
        };
        let mut tape = Tape {
            start: self.now,
            frames,
            last: 0,
            offered: 0,
            room: self.room,
            events: &mut self.events,
        };
        self.engine.process(&block, &mut tape);
        // A lane that panics is caught and falls silent: a test would not notice.
        let broken = self.engine.broken_lanes();
        assert!(broken.is_empty(), "lanes have failed: {broken:?}");
        self.now += i64::from(frames);
    }

    /// Rolls for `frames` frames in blocks of at most `cut`, from `position` on.
    pub fn roll(&mut self, frames: i64, cut: u32, tempo: f64, position: f64) {
        let mut done = 0;
        while done < frames {
            let length = (frames - done).min(i64::from(cut));
            let beats = position + float(done) * tempo / (60.0 * self.rate.hz());
            let length = u32::try_from(length).expect("a block's length");
            self.call(length, rolling(tempo, beats));
            done += i64::from(length);
        }
    }

    /// A stopped block of 64 frames: everything must be released at its first.
    pub fn stop(&mut self) {
        self.call(64, stopped());
    }
}

/// A transport that rolls.
pub fn rolling(tempo: f64, position: f64) -> Transport {
    Transport {
        playing: true,
        tempo: Some(tempo),
        position: Some(position),
        ..Transport::default()
    }
}

/// A transport that stands.
pub fn stopped() -> Transport {
    Transport {
        tempo: Some(120.0),
        position: Some(0.0),
        ..Transport::default()
    }
}

/// What is played, to be looked at without being played: in 4/4 at 120 BPM.
pub fn rehearsal<'a>(bank: &'a Bank, controls: &'a Controls) -> Rehearsal<'a> {
    Rehearsal {
        bank,
        controls,
        bpm: Bpm::DEFAULT,
        rate: SampleRate::DEFAULT,
        meter: Meter::COMMON,
    }
}

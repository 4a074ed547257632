//! Who says where in the song it is: JACK's transport, its timebase master, a MIDI clock, or Afterbeat
//! itself.

use super::clock_in::{ClockIn, ClockPart};
use super::clock_word::ClockWord;
use super::heard::{Heard, MasterReader};
use super::order::Steer;
use super::tempo_line::TempoLine;
use crate::engine::Transport;
use crate::time::{Bpm, Meter, SampleRate, floor_i64};

/// Whose transport is followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Follows {
    /// JACK's: what plays and locates there plays and locates here, and the other way round.
    #[default]
    Jack,
    /// Afterbeat's own, whatever JACK's does.
    Own,
    /// That of the MIDI clock that comes in.
    Clock,
}

/// The transport, cycle by cycle. **Thread:** audio.
#[derive(Clone, Debug)]
pub(super) struct Leader {
    follows: Follows,
    line: TempoLine,
    master: MasterReader,
    /// Where the next cycle begins if the transport just goes on.
    next: i64,
    /// Whether Afterbeat's own transport rolls.
    rolls: bool,
    /// The frame that JACK was asked to go to, until it is there.
    awaits: Option<u32>,
    /// The master's tempo while there is one.
    led: Option<f64>,
    clock: ClockIn,
    /// Frames of all cycles, which the clock's ticks are counted by.
    now: i64,
    /// Whether the song rolled at the end of the last cycle, and where it was then.
    end: (bool, f64),
}

/// Frames of a cycle, from the first up to without the second, and the transport at the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) span: (u32, u32),
    pub(super) transport: Transport,
}

impl Leader {
    pub(super) fn new(follows: Follows, bpm: Bpm, meter: Meter) -> Self {
        Self {
            follows,
            line: TempoLine::new(bpm, meter),
            master: MasterReader::default(),
            next: 0,
            rolls: false,
            awaits: None,
            led: None,
            clock: ClockIn::default(),
            now: 0,
            end: (false, 0.0),
        }
    }

    /// Whose transport is followed.
    pub(super) fn follows(&self) -> Follows {
        self.follows
    }

    /// Follows another transport from the next cycle on. Its own goes on from where the song is.
    pub(super) fn follow(&mut self, follows: Follows) {
        if follows == Follows::Own && self.follows != follows {
            let (rolls, position) = self.end;
            self.rolls = rolls;
            self.line.tie(self.next, position);
        }
        if follows == Follows::Jack && self.follows != follows {
            // What JACK's frames are in the song its own transport's place has no say in.
            self.line.tie(0, 0.0);
        }
        if follows == Follows::Clock && self.follows != follows {
            self.clock = ClockIn::default();
        }
        self.follows = follows;
        self.led = None;
        self.awaits = None;
    }

    /// The frame that the next cycle begins with, of all that there were.
    pub(super) fn now(&self) -> i64 {
        self.now
    }

    /// The clock that comes in.
    pub(super) fn clock(&self) -> &ClockIn {
        &self.clock
    }

    /// Does what is asked for. JACK is asked in its turn where its transport is followed.
    pub(super) fn steer(&mut self, to: Steer, rate: SampleRate) -> Option<JackSteer> {
        match (self.follows, to) {
            (Follows::Jack, Steer::Play) => Some(JackSteer::Start),
            (Follows::Jack, Steer::Stop) => Some(JackSteer::Stop),
            (Follows::Jack, Steer::Locate(beats)) => {
                let tempo = self.led.unwrap_or(self.line.bpm.get());
                let frame = floor_i64(beats * 60.0 / tempo * rate.hz() + 0.5);
                let frame = u32::try_from(frame.max(0)).unwrap_or(u32::MAX);
                self.awaits = Some(frame);
                Some(JackSteer::Locate(frame))
            }
            (Follows::Own, Steer::Play) => {
                self.rolls = true;
                None
            }
            (Follows::Own, Steer::Stop) => {
                self.rolls = false;
                None
            }
            (Follows::Own, Steer::Locate(beats)) => {
                self.line.tie(self.next, beats);
                None
            }
            // Whoever sends the clock says when it plays, and where.
            (Follows::Clock, _) => None,
        }
    }

    /// Goes on at another tempo. A timebase master's goes before it.
    pub(super) fn change_tempo(&mut self, bpm: Bpm, rate: SampleRate) {
        self.line.change_tempo(bpm, self.next, rate);
    }

    /// Counts bars of this meter. A timebase master's goes before it.
    pub(super) fn change_meter(&mut self, meter: Meter) {
        self.line.meter = meter;
    }

    /// The transport of a cycle of `frames` frames, from the frame `from` on, as long as it does one
    /// thing. The clock's words are taken off as they are obeyed.
    pub(super) fn part(
        &mut self,
        heard: &Heard,
        (from, frames): (u32, u32),
        words: &mut &[(i64, ClockWord)],
        rate: SampleRate,
    ) -> Part {
        if self.follows != Follows::Clock {
            let transport = self.transport(heard, frames, rate);
            let span = (0, frames);
            return Part { span, transport };
        }
        let span = (self.now + i64::from(from), self.now + i64::from(frames));
        let part = self.clock.part(span, words, (rate, self.line.bpm));
        let until = u32::try_from(part.until - self.now).unwrap_or(frames);
        Part {
            span: (from, until.clamp(from, frames)),
            transport: self.clocked(&part),
        }
    }

    /// The cycle is over, and this was the last of it.
    pub(super) fn end_cycle(&mut self, part: &Part, rate: SampleRate) {
        let (from, until) = part.span;
        self.now += i64::from(until);
        let Transport { playing, .. } = part.transport;
        let tempo = part.transport.tempo.unwrap_or_default();
        let rolled = if playing {
            f64::from(until - from)
        } else {
            0.0
        };
        let position = part.transport.position.unwrap_or_default();
        self.end = (playing, position + rolled / rate.hz() * tempo / 60.0);
    }

    fn clocked(&self, part: &ClockPart) -> Transport {
        Transport {
            playing: part.playing,
            tempo: Some(part.tempo),
            position: Some(part.position),
            loop_range: None,
            meter: Some(self.line.meter),
            bar_start: Some(self.line.bar_start(part.position)),
        }
    }

    /// The transport of a cycle of `frames` frames.
    fn transport(&mut self, heard: &Heard, frames: u32, rate: SampleRate) -> Transport {
        match self.follows {
            Follows::Own => {
                let transport = self.line.transport(self.rolls, self.next, rate);
                if self.rolls {
                    self.next += i64::from(frames);
                }
                transport
            }
            Follows::Jack | Follows::Clock => self.follow_jack(heard, frames, rate),
        }
    }

    /// Its own time, and the frame that JACK was asked to go to: what it says as timebase master.
    pub(super) fn own_time(&self) -> (&TempoLine, Option<u32>) {
        (&self.line, self.awaits)
    }

    /// Whether a timebase master leads.
    pub(super) fn is_led(&self) -> bool {
        self.led.is_some()
    }

    fn follow_jack(&mut self, heard: &Heard, frames: u32, rate: SampleRate) -> Transport {
        let frame = i64::from(heard.frame);
        if self.awaits == Some(heard.frame) || self.line.begins_after(frame) {
            // Put back to before the tempo's last change, or where we asked it to go: there the song
            // is what it is at the tempo of now.
            self.awaits = None;
            self.line.tie(0, 0.0);
        }
        let rolled = if heard.rolling { frames } else { 0 };
        self.next = frame + i64::from(rolled);
        let master = heard
            .bbt
            .and_then(|bbt| self.master.read(heard, &bbt, rate));
        self.led = master.and_then(|transport| transport.tempo);
        master.unwrap_or_else(|| self.line.transport(heard.rolling, frame, rate))
    }
}

/// What JACK's transport is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JackSteer {
    /// To roll.
    Start,
    /// To stop.
    Stop,
    /// To go to this frame.
    Locate(u32),
}

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

/// For so many cycles JACK is expected where it was asked to go: longer than it takes, unless another
/// asks it to go elsewhere meanwhile.
const PATIENCE: u32 = 64;
/// What floats leave over, in frames.
const NEAR: f64 = 1e-6;

/// A place that JACK was asked to go to.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    frame: u32,
    /// Where that is in the song, in quarter notes.
    beats: f64,
    /// For how many cycles it was not there.
    cycles: u32,
}

/// A master's word: a frame, where it is in the song, and the tempo there.
#[derive(Clone, Copy, Debug)]
struct Led {
    frame: u32,
    position: f64,
    tempo: f64,
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
    /// The place that JACK was asked to go to, until it is there.
    awaits: Option<Awaited>,
    /// What the master said last while there is one.
    led: Option<Led>,
    clock: ClockIn,
    /// How often those clocks were lost that were followed before.
    lost: u32,
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
            lost: 0,
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
            self.lost = self.losses();
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

    /// Whether ticks of a clock come.
    pub(super) fn is_clocked(&self) -> bool {
        self.clock.is_alive()
    }

    /// How often a clock's ticks ceased while the song played.
    pub(super) fn losses(&self) -> u32 {
        self.lost.saturating_add(self.clock.losses())
    }

    /// Does what is asked for. JACK is asked in its turn where its transport is followed.
    pub(super) fn steer(&mut self, to: Steer, rate: SampleRate) -> Option<JackSteer> {
        match (self.follows, to) {
            (Follows::Jack, Steer::Play) => Some(JackSteer::Start),
            (Follows::Jack, Steer::Stop) => Some(JackSteer::Stop),
            (Follows::Jack, Steer::Locate(beats)) => {
                Some(JackSteer::Locate(self.await_place(beats, rate)))
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

    /// Expects JACK at a place, in quarter notes, and gives the place's frame.
    fn await_place(&mut self, beats: f64, rate: SampleRate) -> u32 {
        let frame = self.frame_of(beats, rate);
        self.awaits = Some(Awaited {
            frame,
            beats,
            cycles: 0,
        });
        frame
    }

    /// The first frame that is not before a place in the song: what is before a bar line is in the bar
    /// before. Under a master it is counted from where the song is, as it may have had other tempos.
    fn frame_of(&self, beats: f64, rate: SampleRate) -> u32 {
        let from = self.led.unwrap_or(Led {
            frame: 0,
            position: 0.0,
            tempo: self.line.bpm.get(),
        });
        let way = (beats - from.position) * 60.0 / from.tempo * rate.hz();
        let frame = floor_i64(NEAR - f64::from(from.frame) - way).saturating_neg();
        u32::try_from(frame.max(0)).unwrap_or(u32::MAX)
    }

    /// The frame of the place that JACK was asked to go to and has not come to yet, and whether that is
    /// another by now than it was asked for: at another tempo the place is on another frame.
    pub(super) fn await_again(&mut self, rate: SampleRate) -> Option<(u32, bool)> {
        let Awaited { frame, beats, .. } = self.awaits?;
        // By a master it does not change with Afterbeat's own tempo.
        let now = if self.is_led() {
            frame
        } else {
            self.await_place(beats, rate)
        };
        Some((now, now != frame))
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
        (&self.line, self.awaits.map(|awaited| awaited.frame))
    }

    /// Whether a timebase master leads.
    pub(super) fn is_led(&self) -> bool {
        self.led.is_some()
    }

    /// Whether JACK is where it was asked to go. It is expected there no more once it is, or if it does
    /// not come.
    fn has_come(&mut self, frame: u32) -> bool {
        let Some(awaited) = &mut self.awaits else {
            return false;
        };
        let is_there = awaited.frame == frame;
        awaited.cycles += 1;
        if is_there || awaited.cycles > PATIENCE {
            self.awaits = None;
        }
        is_there
    }

    fn follow_jack(&mut self, heard: &Heard, frames: u32, rate: SampleRate) -> Transport {
        let frame = i64::from(heard.frame);
        let has_come = self.has_come(heard.frame);
        if has_come || self.line.begins_after(frame) {
            // Put back to before the tempo's last change, or where we asked it to go: there the song
            // is what it is at the tempo of now.
            self.line.tie(0, 0.0);
        }
        let rolled = if heard.rolling { frames } else { 0 };
        self.next = frame + i64::from(rolled);
        let master = heard
            .bbt
            .and_then(|bbt| self.master.read(heard, &bbt, rate));
        self.led = master.and_then(|transport| {
            Some(Led {
                frame: heard.frame,
                position: transport.position?,
                tempo: transport.tempo?,
            })
        });
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

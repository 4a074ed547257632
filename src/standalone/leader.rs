//! Who says where in the song it is: JACK's transport, its timebase master, or Afterbeat itself.

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
}

/// The transport, cycle by cycle. **Thread:** audio.
#[derive(Clone, Copy, Debug)]
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
        }
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

    /// The transport of a cycle of `frames` frames.
    pub(super) fn transport(&mut self, heard: &Heard, frames: u32, rate: SampleRate) -> Transport {
        match self.follows {
            Follows::Own => {
                let transport = self.line.transport(self.rolls, self.next, rate);
                if self.rolls {
                    self.next += i64::from(frames);
                }
                transport
            }
            Follows::Jack => self.follow(heard, frames, rate),
        }
    }

    /// Whether a timebase master leads.
    pub(super) fn is_led(&self) -> bool {
        self.led.is_some()
    }

    fn follow(&mut self, heard: &Heard, frames: u32, rate: SampleRate) -> Transport {
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

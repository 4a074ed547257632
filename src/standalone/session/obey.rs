//! What each command does, and what it is answered with.

use super::super::command::{Command, HELP, Place};
use super::super::leader::Follows;
use super::super::order::{Order, Steer};
use super::super::status::Status;
use super::super::tempo_line::quarters;
use super::{Instrument, Session};
use crate::pattern::{Edit, SetupChange};
use crate::plugin::Params;
use crate::plugin::params::typed::{self, TypedError};
use crate::time::{Bpm, Meter};
use std::path::Path;

/// What comes after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    GoesOn,
    Ends,
}

/// What a command is answered with: what was done, or why nothing was.
pub(super) type Answer = Result<String, String>;

impl Session {
    /// Does what the line says and answers it. Empty lines and those that begin with a # are for
    /// people, and are not answered.
    pub(super) fn obey(&mut self, line: &str) -> Next {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return Next::GoesOn;
        }
        let command: Command = match line.parse() {
            Ok(command) => command,
            Err(error) => {
                self.terminal.answer(format!("error: {error}"));
                return Next::GoesOn;
            }
        };
        let next = match command {
            Command::Quit => Next::Ends,
            _ => Next::GoesOn,
        };
        let answer = self.perform(command);
        self.terminal
            .answer(answer.unwrap_or_else(|why| format!("error: {why}")));
        next
    }

    pub(super) fn perform(&mut self, command: Command) -> Answer {
        match command {
            Command::Play => self.play(true),
            Command::Stop => self.play(false),
            Command::Locate(place) => self.locate(place),
            Command::Follow(follows) => Ok(self.follow(follows)),
            Command::Timebase(leads) => self.lead(leads),
            Command::Tempo(bpm) => Ok(self.change_tempo(bpm)),
            Command::Tap => Ok(self.tap()),
            Command::Meter(meter) => Ok(self.change_meter(meter)),
            Command::Pattern(pattern) => self.set("pattern", &(pattern.get() + 1).to_string()),
            Command::Set { name, value } => self.set(&name, &value),
            Command::Mute { lane, mute } => {
                let id = format!("lane{}_mute", lane.get() + 1);
                self.set(&id, if mute { "on" } else { "off" })
            }
            // Bypassed the song goes on, so that it comes back in its place.
            Command::MuteKit(mute) => self.set("bypass", if mute { "on" } else { "off" }),
            Command::Fill => self.order(Order::Fill),
            Command::Reroll => self.reroll(),
            Command::Drums(on) => {
                hear_drums(&self.instrument.params, on);
                Ok(ok())
            }
            Command::Click(on) => Ok(self.click(on)),
            Command::Record(on) => self.record(on),
            Command::CountIn(bars) => Ok(self.set_count_in(bars)),
            Command::RecordAs(manner) => {
                self.recorder.manner = manner;
                Ok(ok())
            }
            Command::Quantize(on) => {
                self.recorder.quantizes = on;
                Ok(ok())
            }
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::Learn(what) => self.learn(&what),
            Command::Forget(what) => self.forget(&what),
            Command::Map => Ok(self.map_text()),
            Command::Save(path) => self.save(path.as_deref()),
            Command::Status => Ok(self.status()),
            Command::Help => Ok(help()),
            Command::Quit => Ok(ok()),
        }
    }

    /// Becomes JACK's timebase master, now and on every server to come, or is it no more.
    pub(super) fn lead(&mut self, leads: bool) -> Answer {
        if leads && self.options.follows != Follows::Jack {
            return Err("only who follows JACK's transport can be its timebase master".to_owned());
        }
        self.options.leads = leads;
        let Some(link) = self.link.as_ref().filter(|link| !link.stands_in()) else {
            // The next one is asked for the place, or is not.
            let later = if leads {
                ", once there is a server"
            } else {
                ""
            };
            return Ok(ok() + later);
        };
        if leads && !link.take_timebase() {
            self.options.leads = false;
            return Err("JACK has a timebase master already".to_owned());
        }
        if !leads {
            link.leave_timebase();
        }
        Ok(ok())
    }

    /// Follows another transport, now and on every server to come. Only JACK's own has a master.
    fn follow(&mut self, follows: Follows) -> String {
        self.options.follows = follows;
        if follows != Follows::Jack
            && std::mem::take(&mut self.options.leads)
            && let Some(link) = &self.link
        {
            link.leave_timebase();
        }
        if let Some(link) = &mut self.link {
            link.follow(follows);
        }
        ok()
    }

    fn click(&mut self, on: bool) -> String {
        self.clicks = on;
        if let Some(link) = &mut self.link {
            link.order(Order::Click(on));
        }
        ok()
    }

    /// An order that moves the transport, unless a clock does.
    fn steer(&mut self, to: Steer) -> Answer {
        if self.options.follows == Follows::Clock {
            return Err("whoever sends the MIDI clock says when and where it plays".to_owned());
        }
        given(self.link.as_mut().is_some_and(|link| link.steer(to)))
    }

    fn play(&mut self, plays: bool) -> Answer {
        let steer = if plays { Steer::Play } else { Steer::Stop };
        let answer = self.steer(steer)?;
        self.wants_play = plays;
        Ok(answer)
    }

    fn locate(&mut self, place: Place) -> Answer {
        if let Some(link) = &self.link {
            // Where a bar is, is the master's to say.
            link.meet_transport();
        }
        let meter = match &self.link {
            Some(link) if link.board.is_led() => link.board.meter(),
            _ => self.instrument.song.meter,
        };
        if place.beat >= f64::from(meter.beats()) + 1.0 {
            return Err(format!("a bar of {meter} has no beat {}", place.beat));
        }
        let bars = f64::from(place.bar - 1) * quarters(meter.bar());
        let beats = (place.beat - 1.0) * quarters(meter.beat());
        if self.options.follows == Follows::Jack && self.is_beyond_frames(bars + beats) {
            return Err("JACK's transport does not go that far".to_owned());
        }
        self.steer(Steer::Locate(bars + beats))
    }

    /// Whether JACK's transport has no frame for a place, in quarter notes.
    fn is_beyond_frames(&self, place: f64) -> bool {
        let tempo = match &self.link {
            Some(link) if link.board.is_led() => link.board.tempo(),
            _ => self.instrument.song.bpm.get(),
        };
        place * 60.0 / tempo * self.rate() >= f64::from(u32::MAX)
    }

    /// Frames a second; without a server those of most.
    pub(super) fn rate(&self) -> f64 {
        let rate = self.link.as_ref().map_or(48_000, |link| link.pace().0);
        f64::from(rate)
    }

    /// An order that matters only where there is a server.
    pub(super) fn order_if_there(&mut self, order: Order) {
        if let Some(link) = &mut self.link {
            link.order(order);
        }
    }

    /// An order that only a server can be given.
    pub(super) fn order(&mut self, order: Order) -> Answer {
        given(self.link.as_mut().is_some_and(|link| link.order(order)))
    }

    fn change_tempo(&mut self, bpm: Bpm) -> String {
        self.instrument.song.bpm = bpm;
        let answer = self.tell(Order::Tempo(bpm));
        match self.options.follows {
            Follows::Clock => "ok, for when no MIDI clock leads".to_owned(),
            Follows::Jack | Follows::Own => answer,
        }
    }

    fn change_meter(&mut self, meter: Meter) -> String {
        self.instrument.song.meter = meter;
        self.tell(Order::Meter(meter))
    }

    /// Something that is kept, and that a server is told if there is one.
    fn tell(&mut self, order: Order) -> String {
        if let Some(link) = &mut self.link {
            link.order(order);
            if link.board.is_led() {
                return "ok, for when no timebase master leads".to_owned();
            }
        }
        ok()
    }

    fn tap(&mut self) -> String {
        match self.tap.tap(self.started.elapsed()) {
            Some(bpm) => {
                let answer = self.change_tempo(bpm);
                format!("{answer} {:.1} BPM", bpm.get())
            }
            None => ok(),
        }
    }

    fn set(&mut self, name: &str, value: &str) -> Answer {
        let set = || -> Result<String, TypedError> {
            let param = typed::find(&self.instrument.params, name)?;
            typed::set(&param, value)?;
            Ok(format!("ok {} {}", param.name(), param.text()))
        };
        set().map_err(|error| error.to_string())
    }

    fn save(&mut self, path: Option<&Path>) -> Answer {
        match self.keeper.keep_now(path, &self.instrument) {
            Ok(true) => Ok(ok()),
            Ok(false) => Err("there is no file; give --state FILE or 'save FILE'".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn status(&self) -> String {
        let Instrument {
            params,
            health,
            song,
        } = &self.instrument;
        let heard = (&**params, &**health);
        let mut status = Status::new(heard, &self.board, self.options.follows, song);
        if let Some(link) = &self.link {
            let (rate, block) = link.pace();
            status.client = link.name().map(str::to_owned);
            status.runs_on = Some(link.clock());
            (status.rate, status.block) = (Some(rate), Some(block));
        }
        status.recording = self.recorder.is_on();
        status.timebase = self.link.is_some() && self.board.timebase.leads();
        status.count_in = self.count_in;
        status.saved = self.keeper.has_kept(&self.instrument);
        serde_json::to_string(&status).unwrap_or_else(|error| format!("error: {error}"))
    }
}

/// Has the built-in drums heard, or not.
pub fn hear_drums(params: &Params, on: bool) {
    let edit = Edit::Setup(SetupChange::Audition(on));
    let edited = params.main().lock().edit(edit);
    debug_assert!(edited.is_ok(), "a switch can always be turned");
}

/// The answer to something that only a server can be asked for.
fn given(is_given: bool) -> Answer {
    is_given.then(ok).ok_or_else(no_server)
}

fn no_server() -> String {
    "there is no JACK server".to_owned()
}

pub(super) fn ok() -> String {
    "ok".to_owned()
}

fn help() -> String {
    let lines = HELP
        .iter()
        .map(|(typed, does)| format!("{typed:<24} {does}"));
    lines.chain([ok()]).collect::<Vec<_>>().join("\n")
}

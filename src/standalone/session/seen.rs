//! What the window sees of the session, and what is asked for in it.

use super::super::command::Command;
use super::super::leader::Follows;
use super::super::now::Now;
use super::super::order::Order;
use super::{Session, say};
use crate::editor::deck::{Led, Running};
use std::borrow::Cow;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long the window may take to close.
const CLOSING: Duration = Duration::from_secs(2);
/// How often a wait looks.
const STEP: Duration = Duration::from_millis(2);

/// What the window was shown last, as far as it does not look for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    params: u64,
    bank: u64,
    tripped: bool,
}

impl Session {
    /// Shows the window how things are.
    pub(super) fn show(&mut self) {
        let Some(console) = &self.console else { return };
        console.show(self.running());
        let seen = Seen {
            params: self.instrument.params.generation(),
            bank: self.instrument.params.main().lock().revision(),
            tripped: self.instrument.health.is_tripped(),
        };
        if std::mem::replace(&mut self.seen, seen) != seen {
            console.notifier().request_repaint();
        }
    }

    fn running(&self) -> Running {
        let follows = self.options.follows;
        let now = Now::read(&self.board, follows, &self.instrument.song);
        Running {
            rolls: now.rolls,
            place: (now.bar, now.beat),
            tempo: now.tempo,
            meter: now.meter,
            led: match follows {
                Follows::Clock => Led::ByClock,
                Follows::Jack | Follows::Own if now.is_led => Led::ByMaster,
                Follows::Jack | Follows::Own => Led::ByHand,
            },
            clicks: self.clicks,
            records: self.recorder.is_on(),
            plays_to: self.plays_to(),
        }
    }

    fn plays_to(&self) -> Cow<'static, str> {
        let Some(link) = &self.link else {
            return Cow::Borrowed("Waiting for a JACK server");
        };
        match link.name() {
            Some(name) => Cow::Owned(format!("JACK: {name}")),
            None if link.card().is_some() => {
                Cow::Borrowed("Sound card; no MIDI without a JACK server")
            }
            None => Cow::Borrowed("No JACK server: no sound, no MIDI"),
        }
    }

    /// Does what is asked for in the window. Why something cannot be is for whoever started it.
    pub(super) fn press(&mut self, command: Command) {
        if let Err(why) = self.perform(command) {
            say(why);
        }
    }

    /// Ends every note, and has the player begin afresh. Where it has failed a new one does, and a new
    /// client with it.
    pub(super) fn restart(&mut self) {
        if !self.instrument.health.is_tripped() {
            return self.order_if_there(Order::Reset);
        }
        let Some(link) = self.link.take() else { return };
        let stood_in = link.stands_in();
        link.finish();
        self.instrument.health.set_tripped(false);
        if stood_in {
            self.stand_in_again();
        } else {
            self.open_again();
        }
    }

    /// Has the window close, if there is one, and waits for that.
    pub(super) fn close_window(&self) {
        let Some(console) = &self.console else { return };
        console.end();
        let until = Instant::now() + CLOSING;
        while !console.is_closed() && Instant::now() < until {
            sleep(STEP);
        }
    }
}

//! The server: opened, lost, found again.

use super::super::board::Board;
use super::super::client::ClientError;
use super::super::leader::Follows;
use super::super::link::Link;
use super::super::order::{Order, Steer};
use super::super::performer::Start;
use super::{Session, StandaloneError, say};
use std::sync::Arc;
use std::time::Instant;

impl Session {
    /// Opens the client; without a server it is waited for, or something stands in for it. A state
    /// that cannot be kept is told now, and not when there is something to lose.
    pub(super) fn begin(&mut self) -> Result<(), StandaloneError> {
        self.keeper.keep(&self.instrument)?;
        match self.open() {
            Err(ClientError::NoServer) if self.options.waits => {
                say("no JACK server is running; waiting for one");
                Ok(())
            }
            Err(why @ (ClientError::NoServer | ClientError::NoLibrary(_)))
                if !self.options.waits =>
            {
                self.stand_in(&why)
            }
            opened => Ok(opened?),
        }
    }

    pub(super) fn start(&self) -> (Start, Board) {
        let start = Start {
            follows: self.options.follows,
            bpm: self.instrument.song.bpm,
            meter: self.instrument.song.meter,
            sends_clock: self.options.sends_clock,
        };
        let console = self.console.as_ref();
        let notifier = console.map(|console| console.notifier().clone());
        (start, Board::new(notifier.unwrap_or_default()))
    }

    fn open(&mut self) -> Result<(), ClientError> {
        let (name, ports) = (&self.options.name, &self.options.connect);
        let start = self.start();
        let mut link = Link::open(&self.instrument, name, ports, start, &self.is_signalled)?;
        // Before anything plays, so that all of it arrives.
        link.connect();
        let (rate, block) = link.pace();
        let name = link.name().unwrap_or_default();
        say(format_args!(
            "playing as '{name}' at {rate} Hz in cycles of {block} frames"
        ));
        self.take_up(link);
        Ok(())
    }

    /// Has what is reached through `link` play as the one before did.
    pub(super) fn take_up(&mut self, mut link: Link) {
        // Of what the one before heard the ends are not heard here.
        self.let_go_of_fill();
        let wanted = self.instrument.params.midi_map().wanted();
        link.order(Order::Want(wanted));
        self.wanted = wanted;
        if self.recorder.is_on() {
            link.order(Order::Record(true));
        }
        if self.clicks {
            link.order(Order::Click(true));
        }
        if self.options.follows == Follows::Own || link.stands_in() {
            let left_at = self.board.position();
            link.order(Order::Steer(Steer::Locate(left_at)));
        }
        if std::mem::take(&mut self.options.plays) || self.resumes(&link) {
            link.order(Order::Steer(Steer::Play));
        }
        self.board = Arc::clone(&link.board);
        let is_jack = !link.stands_in();
        self.link = Some(link);
        if self.options.leads
            && is_jack
            && let Err(why) = self.lead(true)
        {
            say(why);
        }
        self.has_told_failure = false;
        self.told_losses = 0;
        self.connect();
    }

    /// Whether what rolled before the server went rolls on by itself. JACK's own transport is the
    /// new server's.
    fn resumes(&self, link: &Link) -> bool {
        (self.options.follows == Follows::Own || link.stands_in()) && self.wants_play
    }

    pub(super) fn leave_dead_server(&mut self) {
        if let Some(link) = self.link.take_if(|link| link.board.is_gone()) {
            drop(link);
            self.let_go_of_fill();
            say("the JACK server has gone; everything is kept, and a server is waited for");
            self.looked = Instant::now();
        }
    }

    pub(super) fn open_again(&mut self) {
        match self.open() {
            Ok(()) => self.missing.clear(),
            Err(ClientError::NoServer) => {}
            Err(error) => self.say_once(error.to_string()),
        }
    }

    pub(super) fn connect(&mut self) {
        let link = self.link.as_mut().filter(|link| !link.stands_in());
        let Some(link) = link else { return };
        let missing = link.connect().join("', '");
        if missing.is_empty() {
            // Should one go, it is news again.
            self.missing.clear();
        } else {
            self.say_once(format!(
                "cannot connect to '{missing}' yet; that is tried again"
            ));
        }
    }
}

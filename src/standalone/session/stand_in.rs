//! What plays while there is no JACK server, and how it gives way to one.

use super::super::client::{self, ClientError};
use super::super::link::Link;
use super::{Session, StandaloneError, say};
use std::io;

impl Session {
    /// Plays without a server, and says `why` and how.
    pub(super) fn stand_in(&mut self, why: &ClientError) -> Result<(), StandaloneError> {
        let link = self.open_stand_in().map_err(StandaloneError::Clock)?;
        let (rate, _) = link.pace();
        let how = match link.card() {
            Some(card) => format!("on the sound card '{card}' at {rate} Hz, without MIDI"),
            None => format!("on a clock of its own at {rate} Hz, without sound and without MIDI"),
        };
        say(format_args!(
            "playing {how}: {why}; it is found when it comes"
        ));
        self.take_up(link);
        Ok(())
    }

    /// Plays without a server once more.
    pub(super) fn stand_in_again(&mut self) {
        match self.open_stand_in() {
            Ok(link) => self.take_up(link),
            Err(why) => say(StandaloneError::Clock(why)),
        }
    }

    fn open_stand_in(&self) -> io::Result<Link> {
        let may = self.options.uses_card;
        Link::stand_in(&self.instrument, may, self.start(), &self.is_signalled)
    }

    /// Goes over to a server that has come, and from a sound card that has gone.
    pub(super) fn mind_stand_in(&mut self) {
        let Some(mut link) = self.link.take_if(|link| link.stands_in()) else {
            return;
        };
        if client::is_server_there(&self.options.name) {
            say("a JACK server has come");
            // Nobody hears its ends.
            link.finish();
            // JACK's transport stands on a server that has just come.
            self.options.plays |= self.wants_play;
            self.open_again();
        } else if link.has_stopped() {
            link.abandon();
            self.stand_in_again();
            let card = self.link.as_ref().and_then(Link::card);
            let how = card.map_or("without sound".to_owned(), |card| format!("on '{card}'"));
            self.say_once(format!("the sound card has gone; playing on {how}"));
        } else {
            self.link = Some(link);
        }
    }
}

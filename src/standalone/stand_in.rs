//! What plays where there is no JACK server: cycles of another clock, the sound card's or its own.
//!
//! To whom it plays it looks like a server: it has a transport that rolls and locates as JACK's does.
//! Nothing comes in and no MIDI goes out, as there is nobody to send it to.

mod card;
mod silent;
mod transport;

use super::performer::Performer;
use card::Card;
use silent::Silent;
use std::io;

/// A clock that plays. Dropping it ends it. **Thread:** main.
pub(super) struct StandIn(Kind);

enum Kind {
    /// The sound card, on which the built-in drums are heard.
    Card(Card),
    /// A clock of its own, which nobody hears.
    Silent(Silent),
}

impl StandIn {
    /// Begins to play with what `performer` makes: on the sound card, if it `may` and there is one.
    pub(super) fn start(may: bool, performer: impl FnOnce() -> Performer) -> io::Result<Self> {
        let kind = match may.then(Card::open).flatten() {
            Some(mut card) => {
                card.play(performer());
                Kind::Card(card)
            }
            None => Kind::Silent(Silent::start(performer())?),
        };
        Ok(Self(kind))
    }

    /// How it runs: frames a second, and in a cycle.
    pub(super) fn pace(&self) -> (u32, u32) {
        match &self.0 {
            Kind::Card(card) => card.pace(),
            Kind::Silent(clock) => clock.pace(),
        }
    }

    /// The sound card's name; `None` without one.
    pub(super) fn card(&self) -> Option<&str> {
        match &self.0 {
            Kind::Card(card) => Some(card.name()),
            Kind::Silent(_) => None,
        }
    }

    /// Leaves it, though it calls no more.
    pub(super) fn abandon(self) {
        match self.0 {
            Kind::Card(card) => card.abandon(),
            Kind::Silent(clock) => drop(clock),
        }
    }
}

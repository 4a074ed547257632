//! What plays around a place in the song, for those who write down what is played over it.

use super::Engine;
use super::song::Seat;
use super::whereabouts::Whereabouts;
use crate::time::Tick;
use std::ops::Range;

/// What plays, what it has taken over from, and what will take over from it. **Thread:** any.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Form {
    /// Where the music is.
    pub at: Whereabouts,
    /// The tick on which what plays took over, and what had played until then; `None` if the song
    /// began, jumped or looped since.
    pub before: Option<(Tick, Seat)>,
    /// The tick on which something else takes over, and what, as far as it is known by now.
    pub next: Option<(Tick, Seat)>,
}

impl From<Whereabouts> for Form {
    /// One seat, for ever.
    fn from(at: Whereabouts) -> Self {
        Self {
            at,
            before: None,
            next: None,
        }
    }
}

impl Form {
    /// The seats in the order of the song, each with the ticks that are its own.
    pub fn seats(&self) -> impl Iterator<Item = (Seat, Range<Tick>)> {
        let begins = self.before.map_or(Tick::MIN, |(tick, _)| tick);
        let ends = self.next.map_or(Tick::MAX, |(tick, _)| tick);
        let before = self.before.map(|(tick, seat)| (seat, Tick::MIN..tick));
        let next = self.next.map(|(tick, seat)| (seat, tick..Tick::MAX));
        [before, Some((Seat::of(&self.at), begins..ends)), next]
            .into_iter()
            .flatten()
    }
}

impl Engine {
    /// What plays around the end of the last block.
    pub fn form(&self) -> Form {
        Form {
            at: self.whereabouts(),
            before: self.song.before(),
            next: self.song.next_turn().map(|turn| (turn.tick, turn.to)),
        }
    }
}

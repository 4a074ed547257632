//! What goes out of the engine, and what a player's notes look like going in.

use crate::pattern::{Channel, Key, LaneIndex, Velocity};

/// Why a strike is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The click of a count-in.
    Click,
    /// A ghost note, drawn around what the musician wrote.
    Ghost,
    /// A fill's.
    Fill,
    /// The musician wrote it.
    User,
    /// One of the further hits of a written strike: a roll's, or a grace note.
    Ratchet,
}

impl Source {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::Ghost => "ghost",
            Self::Fill => "fill",
            Self::User => "user",
            Self::Ratchet => "ratchet",
        }
    }

    /// The class that gives way last.
    pub(super) const HIGHEST_CLASS: u8 = 3;

    /// Who gives way when all slots are taken: the lower class.
    pub(super) const fn class(self) -> u8 {
        match self {
            Self::Click => 0,
            Self::Ghost => 1,
            Self::Fill => 2,
            Self::User | Self::Ratchet => Self::HIGHEST_CLASS,
        }
    }
}

/// Where a note comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A lane's strike.
    Strike {
        /// The lane.
        lane: LaneIndex,
        /// Why.
        source: Source,
    },
    /// A note of the player's that passes through.
    Thru,
}

/// A note's beginning or end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It begins.
    On(Velocity),
    /// It ends.
    Off,
}

/// A note's beginning or end, as it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Event {
    /// The frame within the block.
    pub at: u32,
    /// Beginning or end.
    pub kind: Kind,
    /// The channel.
    pub channel: Channel,
    /// The key.
    pub key: Key,
    /// Where the note comes from.
    pub origin: Origin,
}

/// The sink took nothing: it is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Where the engine's events go. **Thread:** audio.
pub trait Sink {
    /// Takes an event; they come sorted by frame.
    ///
    /// # Errors
    /// When it takes no more: an off is offered again in the next block, an on is lost and counted.
    fn send(&mut self, event: Event) -> Result<(), Refused>;
}

/// A note of the player's, going in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InputNote {
    /// The frame within the block.
    pub at: u32,
    /// Beginning or end.
    pub kind: Kind,
    /// The channel.
    pub channel: Channel,
    /// The key.
    pub key: Key,
}

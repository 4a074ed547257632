//! The settings that go with a bank: not parameters, but saved with it.

use super::draw::SeedHistory;
use super::per_lane::{LaneIndex, LaneSet, PerLane};
use super::quantity::{Channel, Key};

/// When the instance plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PlayMode {
    /// While the host's transport rolls, at its place.
    #[default]
    FollowHost,
    /// Always, at the host's tempo; at the host's place while its transport rolls.
    Run,
    /// While any key is held, from the pattern's start, at the host's tempo.
    WhileKeyHeld,
}

/// Which incoming notes pass through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Thru {
    /// All: in front of a sampler the player's pads still sound.
    #[default]
    All,
    /// Those whose key no lane plays.
    NotMapped,
    /// None.
    Off,
}

/// Which channel each lane's notes go out on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChannelMap {
    /// The lane's own.
    #[default]
    PerLane,
    /// One for all.
    AllOn(Channel),
    /// Lane 1 on channel 1, lane 2 on channel 2, and so on.
    LaneNumber,
}

/// Which key each lane's notes have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeyMap {
    /// The lane's own, General MIDI's in the default kit.
    #[default]
    PerLane,
    /// Lane 1 on key 36, lane 2 on 37, and so on, as drum racks have their pads.
    Chromatic,
    /// The instance's own, whatever pattern plays.
    Own(PerLane<Key>),
}

/// What is heard before the song's beginning, in a pre-roll.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BeforeSong {
    /// Nothing.
    #[default]
    Silence,
    /// Four side sticks, one on each of the last four beats.
    CountIn,
    /// The groove.
    Groove,
}

/// The settings of an instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Setup {
    /// When it plays.
    pub play: PlayMode,
    /// What passes through.
    pub thru: Thru,
    /// Which channels it plays on.
    pub channels: ChannelMap,
    /// The lanes that play alone, muted or not; empty means all that are not muted play.
    pub solo: LaneSet,
    /// Which keys it plays.
    pub keys: KeyMap,
    /// What it plays before the song begins.
    pub before_song: BeforeSong,
    /// Whether the chain plays instead of the chosen pattern.
    pub runs_chain: bool,
    /// The seeds that were heard last.
    pub seeds: SeedHistory,
    /// Whether the built-in drums are heard.
    pub audition: bool,
}

impl Setup {
    /// The key that `lane` plays, whose own is `own`.
    pub fn key(&self, lane: LaneIndex, own: Key) -> Key {
        match &self.keys {
            KeyMap::PerLane => own,
            KeyMap::Chromatic => Key::new(36 + lane.get()).unwrap_or(own),
            KeyMap::Own(keys) => keys[lane],
        }
    }

    /// The channel that `lane` goes out on, whose own is `own`.
    pub fn channel(&self, lane: LaneIndex, own: Channel) -> Channel {
        match self.channels {
            ChannelMap::PerLane => own,
            ChannelMap::AllOn(channel) => channel,
            ChannelMap::LaneNumber => Channel::new(lane.get()).unwrap_or(Channel::DRUMS),
        }
    }
}

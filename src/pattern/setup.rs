//! The settings that go with a bank: not parameters, but saved with it.

use super::per_lane::{LaneIndex, LaneSet};
use super::quantity::Channel;

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
}

impl Setup {
    /// The channel that `lane` goes out on, whose own is `own`.
    pub fn channel(&self, lane: LaneIndex, own: Channel) -> Channel {
        match self.channels {
            ChannelMap::PerLane => own,
            ChannelMap::AllOn(channel) => channel,
            ChannelMap::LaneNumber => Channel::new(lane.get()).unwrap_or(Channel::DRUMS),
        }
    }
}

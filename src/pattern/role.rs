//! The part that a lane has in the band, which ghosts and fills are made for.

use super::per_lane::LaneIndex;

/// What a lane is for. It goes with the lane's place in the kit, whatever key it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The bass drum: a fill's foot, and the one after it.
    Kick,
    /// The snare: ghosts, and where a fill begins.
    Snare,
    /// The closed hat.
    ClosedHat,
    /// The open hat.
    OpenHat,
    /// The highest tom.
    HighTom,
    /// The tom in the middle.
    LowTom,
    /// The lowest tom.
    FloorTom,
    /// The crash: the one after a fill.
    Crash,
    /// The ride.
    Ride,
    /// The side stick, which counts in.
    SideStick,
    /// The clap.
    Clap,
    /// Bongos and congas.
    HandDrum,
    /// Everything else.
    Percussion,
}

impl Role {
    /// The role of a lane.
    pub const fn of(lane: LaneIndex) -> Self {
        match lane.get() {
            0 => Self::Kick,
            1 => Self::Snare,
            2 => Self::ClosedHat,
            3 => Self::FloorTom,
            4 => Self::LowTom,
            5 => Self::OpenHat,
            6 => Self::HighTom,
            7 => Self::Crash,
            8 => Self::Ride,
            10..=13 => Self::HandDrum,
            14 => Self::SideStick,
            15 => Self::Clap,
            _ => Self::Percussion,
        }
    }

    /// The lane that has this role, the first if several do.
    pub fn lane(self) -> Option<LaneIndex> {
        LaneIndex::all().find(|lane| Self::of(*lane) == self)
    }
}

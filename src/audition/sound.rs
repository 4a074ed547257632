//! Which drum is struck: by its key, or by its lane.

use crate::engine::{Event, Origin};
use crate::pattern::{Key, KeyMap, LaneIndex, Role};

/// The drums that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sound {
    /// The bass drum.
    Kick,
    /// The snare drum.
    Snare,
    /// A stick on the rim.
    SideStick,
    /// Hands.
    Clap,
    /// A tom-tom.
    Tom,
    /// The hi-hat, closed.
    ClosedHat,
    /// The hi-hat, open.
    OpenHat,
    /// The crash cymbal, and its kin.
    Crash,
    /// The ride cymbal.
    Ride,
    /// The bell of the ride.
    Bell,
    /// The tambourine.
    Tambourine,
    /// The cowbell.
    Cowbell,
    /// The vibraslap, and the guiro.
    Rattle,
    /// A small drum played by hand.
    Skin,
    /// The agogo.
    Agogo,
    /// Cabasa and maracas.
    Shaker,
    /// Claves and wood blocks.
    Wood,
    /// The triangle.
    Triangle,
}

impl Sound {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Kick,
        Self::Snare,
        Self::SideStick,
        Self::Clap,
        Self::Tom,
        Self::ClosedHat,
        Self::OpenHat,
        Self::Crash,
        Self::Ride,
        Self::Bell,
        Self::Tambourine,
        Self::Cowbell,
        Self::Rattle,
        Self::Skin,
        Self::Agogo,
        Self::Shaker,
        Self::Wood,
        Self::Triangle,
    ];

    /// Whether it is stopped by hand when its note ends.
    pub(super) const fn ends_with_note(self) -> bool {
        matches!(self, Self::OpenHat)
    }

    /// What it silences: the foot closes the hat.
    pub(super) const fn silences(self) -> &'static [Self] {
        match self {
            Self::ClosedHat => &[Self::OpenHat],
            _ => &[],
        }
    }
}

/// Whether a lane's drum is told by its key, or by its place in the kit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// By its key, as General MIDI has it.
    #[default]
    Keys,
    /// By its place in the kit, for keys that mean something else.
    Lanes,
}

impl Reading {
    /// How the keys of this map are to be read.
    pub const fn of(keys: &KeyMap) -> Self {
        match keys {
            KeyMap::PerLane => Self::Keys,
            KeyMap::Chromatic | KeyMap::Own(_) => Self::Lanes,
        }
    }
}

/// A drum, and how much higher than usual it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Struck {
    pub(super) sound: Sound,
    /// Times its usual pitch.
    pub(super) tune: f32,
}

impl Struck {
    const fn new(sound: Sound, tune: f32) -> Self {
        Self { sound, tune }
    }

    /// What an event strikes.
    pub(super) fn by(event: &Event, reading: Reading) -> Self {
        match (event.origin, reading) {
            (Origin::Strike { lane, .. }, Reading::Lanes) => Self::on(lane),
            _ => Self::at(event.key),
        }
    }

    /// What General MIDI has on a key; keys beyond its drums are toms as high as the key.
    fn at(key: Key) -> Self {
        match key.get() {
            35 => Self::new(Sound::Kick, 0.86),
            36 => Self::new(Sound::Kick, 1.0),
            37 => Self::new(Sound::SideStick, 1.0),
            38 => Self::new(Sound::Snare, 1.0),
            39 => Self::new(Sound::Clap, 1.0),
            40 => Self::new(Sound::Snare, 1.19),
            41 => Self::new(Sound::Tom, 0.72),
            42 => Self::new(Sound::ClosedHat, 1.0),
            43 => Self::new(Sound::Tom, 0.82),
            44 => Self::new(Sound::ClosedHat, 0.84),
            45 => Self::new(Sound::Tom, 1.0),
            46 => Self::new(Sound::OpenHat, 1.0),
            47 => Self::new(Sound::Tom, 1.19),
            48 => Self::new(Sound::Tom, 1.38),
            49 => Self::new(Sound::Crash, 1.0),
            50 => Self::new(Sound::Tom, 1.6),
            51 => Self::new(Sound::Ride, 1.0),
            52 => Self::new(Sound::Crash, 0.8),
            53 => Self::new(Sound::Bell, 1.0),
            54 => Self::new(Sound::Tambourine, 1.0),
            55 => Self::new(Sound::Crash, 1.35),
            56 => Self::new(Sound::Cowbell, 1.0),
            57 => Self::new(Sound::Crash, 0.9),
            58 => Self::new(Sound::Rattle, 1.0),
            59 => Self::new(Sound::Ride, 1.12),
            60 => Self::new(Sound::Skin, 1.9),
            61 => Self::new(Sound::Skin, 1.42),
            62 => Self::new(Sound::Skin, 1.25),
            63 => Self::new(Sound::Skin, 1.06),
            64 => Self::new(Sound::Skin, 0.8),
            65 => Self::new(Sound::Skin, 1.6),
            66 => Self::new(Sound::Skin, 1.2),
            67 => Self::new(Sound::Agogo, 1.19),
            68 => Self::new(Sound::Agogo, 0.89),
            69 => Self::new(Sound::Shaker, 0.8),
            70 => Self::new(Sound::Shaker, 1.1),
            71 | 72 => Self::new(Sound::Triangle, 0.6),
            73 | 74 => Self::new(Sound::Rattle, 1.4),
            75 => Self::new(Sound::Wood, 1.25),
            76 => Self::new(Sound::Wood, 1.0),
            77 => Self::new(Sound::Wood, 0.75),
            78 | 79 => Self::new(Sound::Skin, 2.2),
            80 | 81 => Self::new(Sound::Triangle, 1.0),
            lower @ 0..35 => Self::new(Sound::Tom, 0.5 + 0.01 * small(lower)),
            higher => Self::new(Sound::Tom, 1.0 + 0.01 * small(higher)),
        }
    }

    /// What a lane has, by its place in the kit.
    fn on(lane: LaneIndex) -> Self {
        match Role::of(lane) {
            Role::Kick => Self::new(Sound::Kick, 1.0),
            Role::Snare => Self::new(Sound::Snare, 1.0),
            Role::ClosedHat => Self::new(Sound::ClosedHat, 1.0),
            Role::OpenHat => Self::new(Sound::OpenHat, 1.0),
            Role::HighTom => Self::new(Sound::Tom, 1.38),
            Role::LowTom => Self::new(Sound::Tom, 1.0),
            Role::FloorTom => Self::new(Sound::Tom, 0.72),
            Role::Crash => Self::new(Sound::Crash, 1.0),
            Role::Ride => Self::new(Sound::Ride, 1.0),
            Role::SideStick => Self::new(Sound::SideStick, 1.0),
            Role::Clap => Self::new(Sound::Clap, 1.0),
            Role::HandDrum => Self::new(Sound::Skin, 2.4 - 0.12 * small(lane.get())),
            Role::Percussion => Self::new(Sound::Rattle, 1.0),
        }
    }
}

fn small(n: u8) -> f32 {
    f32::from(n)
}

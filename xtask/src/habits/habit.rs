//! The habits themselves.

use super::stage::Music;
use crate::host::{Dialects, Profile, Queue};

/// A way to call a plug-in.
#[derive(Clone, Copy, Debug)]
pub struct Habit {
    /// What is peculiar about it.
    pub name: &'static str,
    /// Hosts in which it was seen.
    pub known_from: &'static str,
    /// What is offered, and how much is taken.
    pub profile: Profile,
    /// How time is cut.
    pub blocks: Blocks,
    /// What happens where a loop ends.
    pub wrap: Wrap,
    /// What is said of the position.
    pub told: Told,
    /// What happens when the musician stops.
    pub halt: Halt,
    /// Each block is called for by another thread.
    pub wanders: bool,
    /// It renders: as fast as it can, and it says so.
    pub renders: bool,
}

/// The lengths of blocks, in frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocks {
    /// Always the same.
    Of(u32),
    /// Another each time, of 1 up to so many.
    UpTo(u32),
}

impl Blocks {
    /// The longest.
    #[must_use]
    pub fn most(self) -> u32 {
        match self {
            Self::Of(frames) | Self::UpTo(frames) => frames,
        }
    }
}

/// What a host does where a loop ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// It cuts the block there.
    Cuts,
    /// The block goes on past the end, and the next begins as far behind the loop's start. The loop
    /// is told of.
    RunsOver,
    /// The same, and nothing is told of a loop.
    RunsOverUntold,
}

/// What a host says of the position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Where it is.
    Exactly,
    /// The nearest 960th of a beat, as an `f32`.
    InTicks,
    /// Nothing: there is no transport.
    Nothing,
}

/// How a host stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// It calls on, with a transport that stands.
    Transport,
    /// It does not call any more: it stops processing and deactivates.
    Calls,
}

/// Takes everything.
const OPEN: Profile = Profile {
    dialects: Dialects::ClapAndMidi,
    queue: Queue::Capacity(1 << 16),
    output_channels: 2,
};
const MIDI_ONLY: Profile = Profile {
    dialects: Dialects::MidiOnly,
    ..OPEN
};
const UNASKED: Profile = Profile {
    dialects: Dialects::Unasked,
    ..OPEN
};
const NARROW: Profile = Profile {
    queue: Queue::Capacity(50),
    ..OPEN
};

const PLAIN: Habit = Habit {
    name: "Blocks of 512 frames",
    known_from: "most",
    profile: OPEN,
    blocks: Blocks::Of(512),
    wrap: Wrap::Cuts,
    told: Told::Exactly,
    halt: Halt::Transport,
    wanders: false,
    renders: false,
};

impl Habit {
    /// All that are known, the plain one first.
    pub const ALL: [Self; 14] = [
        PLAIN,
        Self {
            name: "Single frames to 4096, another length each call",
            known_from: "FL Studio",
            blocks: Blocks::UpTo(4096),
            ..PLAIN
        },
        Self {
            name: "Blocks of 1 to 16 frames",
            known_from: "dense automation",
            blocks: Blocks::UpTo(16),
            ..PLAIN
        },
        Self {
            name: "Runs over the loop's end, and tells of the loop",
            known_from: "Ardour with latency",
            wrap: Wrap::RunsOver,
            ..PLAIN
        },
        Self {
            name: "Runs over the loop's end, and tells nothing of it",
            known_from: "Qtractor",
            wrap: Wrap::RunsOverUntold,
            ..PLAIN
        },
        Self {
            name: "Position in 960ths of a beat",
            known_from: "Qtractor",
            told: Told::InTicks,
            ..PLAIN
        },
        Self {
            name: "Reads raw MIDI only",
            known_from: "Qtractor",
            profile: MIDI_ONLY,
            ..PLAIN
        },
        Self {
            name: "Has no note ports and refuses notes",
            known_from: "Carla",
            profile: UNASKED,
            ..PLAIN
        },
        Self {
            name: "A queue of 50 events",
            known_from: "VST3's event list",
            profile: NARROW,
            ..PLAIN
        },
        Self {
            name: "The same, and blocks of 5 seconds",
            known_from: "none; to overflow it",
            profile: NARROW,
            blocks: Blocks::Of(1 << 18),
            ..PLAIN
        },
        Self {
            name: "Another thread each block",
            known_from: "hosts with worker threads",
            wanders: true,
            ..PLAIN
        },
        Self {
            name: "Stops calling when stopped",
            known_from: "Reaper, if set so",
            halt: Halt::Calls,
            ..PLAIN
        },
        Self {
            name: "Renders, blocks of 8192",
            known_from: "every bounce",
            blocks: Blocks::Of(8_192),
            renders: true,
            ..PLAIN
        },
        Self {
            name: "Has no transport",
            known_from: "free-running hosts",
            told: Told::Nothing,
            ..PLAIN
        },
    ];

    /// Whether a block can hold more than the queue takes: strikes are lost then, and ends come late.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.profile == NARROW && self.blocks.most() > 1 << 16
    }

    /// How many frames a note may be off its place: a host that says only in ticks where it is may
    /// be half a tick away from there when it starts.
    #[must_use]
    pub fn tolerated(&self, music: Music) -> u32 {
        match self.told {
            Told::InTicks => (music.rate * 60).div_ceil(music.tempo * 960 * 2) + 1,
            Told::Exactly | Told::Nothing => 0,
        }
    }
}

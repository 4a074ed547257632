//! How the host behaves towards the plug-in.

/// What a host does with notes, how much it takes, and which outputs it gives.
///
/// ```
/// use xtask::host::{Dialects, Profile, Queue};
///
/// let strict = Profile { queue: Queue::Capacity(50), ..Profile::default() };
/// assert_eq!(strict.dialects, Dialects::ClapAndMidi);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The note dialects that the host's note-ports extension offers.
    pub dialects: Dialects,
    /// The output queue of one block.
    pub queue: Queue,
    /// The channels of the one output port, 0 to 32; 0 is no port at all.
    pub output_channels: u32,
}

/// The note dialects a host offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialects {
    /// CLAP notes and raw MIDI, as Bitwig and Reaper do.
    ClapAndMidi,
    /// Raw MIDI only, as Qtractor does. Note events are taken nevertheless, so that a test
    /// sees in [`HostEvent::form`](super::HostEvent::form) what the plug-in chose.
    MidiOnly,
    /// No note-ports extension; note events are refused, raw MIDI is taken, as Carla does.
    /// Such a host has no piano roll either, and so no note-name extension.
    Unasked,
}

/// The room for the plug-in's events in one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// This many events fit in a block; one more is refused.
    Capacity(usize),
    /// The host passes no queue (a null `out_events`).
    Missing,
}

impl Profile {
    /// The longest list of output channels a profile can ask for.
    pub const MAX_CHANNELS: u32 = 32;

    /// A host that understands raw MIDI only.
    #[must_use]
    pub fn midi_only() -> Self {
        Self {
            dialects: Dialects::MidiOnly,
            ..Self::default()
        }
    }

    /// A host without note ports that refuses note events.
    #[must_use]
    pub fn unasked() -> Self {
        Self {
            dialects: Dialects::Unasked,
            ..Self::default()
        }
    }

    /// A host whose queue holds `events` per block.
    #[must_use]
    pub fn full_at(events: usize) -> Self {
        Self {
            queue: Queue::Capacity(events),
            ..Self::default()
        }
    }
}

impl Default for Profile {
    /// Both dialects, room for 65 536 events a block, a stereo output.
    fn default() -> Self {
        Self {
            dialects: Dialects::ClapAndMidi,
            queue: Queue::Capacity(1 << 16),
            output_channels: 2,
        }
    }
}

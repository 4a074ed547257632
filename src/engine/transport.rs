//! What a host says of its transport, as it says it: nothing here is believed yet.

use super::event::InputNote;
use crate::time::{Meter, SampleRate};

/// The host's transport at the first frame of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Transport {
    /// Whether it rolls.
    pub playing: bool,
    /// Quarter notes a minute.
    pub tempo: Option<f64>,
    /// The song position in quarter notes; negative in a pre-roll.
    pub position: Option<f64>,
    /// The active loop, from and to, in quarter notes.
    pub loop_range: Option<(f64, f64)>,
    /// The time signature.
    pub meter: Option<Meter>,
    /// Where the host says the current bar starts, in quarter notes.
    pub bar_start: Option<f64>,
}

/// One call of [`super::Engine::process`].
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// How many frames.
    pub frames: u32,
    /// Frames a second.
    pub rate: SampleRate,
    /// The transport at the first of them.
    pub transport: Transport,
    /// What the player plays, sorted by frame.
    pub notes: &'a [InputNote],
}

//! What the main side asks the audio side for, one thing after another.

use super::leader::Follows;
use crate::midi_map::Wanted;
use crate::time::{Bpm, Meter};

/// Something for the next cycle. **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// Something for the transport.
    Steer(Steer),
    /// Another tempo.
    Tempo(Bpm),
    /// Another meter.
    Meter(Meter),
    /// A fill: at once, or as soon as the transport rolls.
    Fill,
    /// Another transport to be followed.
    Follow(Follows),
    /// A click on every beat, or none.
    Click(bool),
    /// A click on every beat up to this place, in quarter notes, whether there is one else or not.
    CountIn(Option<f64>),
    /// The notes of the player's, to be recorded, or not.
    Record(bool),
    /// The keys and controllers that do something else than sound.
    Want(Wanted),
    /// An end to every note that sounds, after which the player begins afresh where the song is.
    Reset,
    /// No more music: every note is ended, and none begins.
    Finish,
}

/// What the transport is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Steer {
    /// To roll.
    Play,
    /// To stop.
    Stop,
    /// To go to this place, in quarter notes from the song's start.
    Locate(f64),
}

//! Who runs the song where no host does, and the strip at the top that steers it.

mod strip;

pub use strip::{HEIGHT, show};

use crate::time::{Bpm, Meter};
use std::borrow::Cow;

/// How the song runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Whether it rolls.
    pub rolls: bool,
    /// Where it is: the bar and the beat in it, both from 1.
    pub place: (i64, f64),
    /// Quarter notes a minute.
    pub tempo: f64,
    /// The meter.
    pub meter: Meter,
    /// Who moves it.
    pub led: Led,
    /// Whether a click is heard.
    pub clicks: bool,
    /// Whether what is played is recorded.
    pub records: bool,
    /// What it plays to, in a few words.
    pub plays_to: Cow<'static, str>,
}

impl Default for Running {
    fn default() -> Self {
        Self {
            rolls: false,
            place: (1, 1.0),
            tempo: Bpm::DEFAULT.get(),
            meter: Meter::COMMON,
            led: Led::ByHand,
            clicks: false,
            records: false,
            plays_to: Cow::Borrowed(""),
        }
    }
}

/// Who moves the song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Led {
    /// The hand does.
    ByHand,
    /// The hand plays and stops it; a timebase master says tempo and meter.
    ByMaster,
    /// A MIDI clock does.
    ByClock,
}

/// What the hand asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ask {
    /// That it rolls, or not.
    Play(bool),
    /// That it goes to its start.
    ToStart,
    /// Another tempo.
    Tempo(Bpm),
    /// One beat of a tempo.
    Tap,
    /// Another meter.
    Meter(Meter),
    /// A click on every beat, or none.
    Click(bool),
    /// That what is played is recorded, or no longer.
    Record(bool),
}

/// Runs the song where no host does. **Thread:** any.
pub trait Deck: Send + Sync {
    /// How it runs.
    fn running(&self) -> Running;

    /// Takes what the hand asks for.
    fn ask(&self, ask: Ask);

    /// Whether the program ends, and its window closes.
    fn is_over(&self) -> bool;
}

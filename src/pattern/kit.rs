//! The drums of a fresh pattern: their names, keys and manners.

use super::lane::{ChokeGroup, InFills, LaneName, NoteLength, Voice};
use super::per_lane::PerLane;
use super::quantity::{Channel, Key, Percent};
use std::num::NonZeroU8;

/// One drum of the default kit.
#[derive(Clone, Copy, Debug)]
pub struct Drum {
    /// What drummers call it.
    pub name: &'static str,
    /// Its General MIDI key.
    pub key: u8,
    note_length: NoteLength,
    choke: Option<ChokeGroup>,
    /// How much of Push moves it, in percent: the snare all, the kick half, the hats not at all.
    push: u8,
    /// How willingly it plays ghosts, in percent.
    ghosts: u8,
    /// How willingly it plays in fills, in percent.
    fills: u8,
    in_fills: InFills,
}

impl Drum {
    const fn new(name: &'static str, key: u8, push: u8, ghosts: u8) -> Self {
        Self {
            name,
            key,
            note_length: NoteLength::Step,
            choke: None,
            push,
            ghosts,
            fills: 0,
            in_fills: InFills::Play,
        }
    }

    const fn ringing(self, beats: NonZeroU8) -> Self {
        Self {
            note_length: NoteLength::Ring { beats },
            ..self
        }
    }

    const fn filling(self) -> Self {
        Self { fills: 100, ..self }
    }

    const fn hat(self) -> Self {
        Self {
            choke: Some(ChokeGroup::HAT),
            ..self
        }
    }

    const fn resting_in_fills(self) -> Self {
        Self {
            in_fills: InFills::Rest,
            ..self
        }
    }

    /// The drum as a lane's voice, on the drum channel.
    pub fn voice(&self) -> Voice {
        let percent = |value| Percent::new(value).unwrap_or(Percent::NONE);
        Voice {
            name: LaneName::new(self.name).unwrap_or(LaneName::EMPTY),
            key: Key::new(self.key).unwrap_or(Key::LOWEST),
            channel: Channel::DRUMS,
            note_length: self.note_length,
            choke: self.choke,
            push: percent(self.push),
            ghosts: percent(self.ghosts),
            fills: percent(self.fills),
            in_fills: self.in_fills,
        }
    }
}

const ONE_BEAT: NonZeroU8 = NonZeroU8::MIN;
const FOUR_BEATS: NonZeroU8 = NonZeroU8::new(4).unwrap();

const DRUMS: [Drum; 16] = [
    Drum::new("Kick", 36, 50, 0).filling(),
    Drum::new("Snare", 38, 100, 100).filling(),
    Drum::new("Closed hat", 42, 0, 40).hat().resting_in_fills(),
    Drum::new("Low floor tom", 41, 100, 0).filling(),
    Drum::new("Low tom", 45, 100, 0).filling(),
    Drum::new("Open hat", 46, 0, 0)
        .hat()
        .ringing(ONE_BEAT)
        .resting_in_fills(),
    Drum::new("Hi-mid tom", 48, 100, 0).filling(),
    Drum::new("Crash", 49, 50, 0).filling().ringing(FOUR_BEATS),
    Drum::new("Ride", 51, 0, 15)
        .ringing(ONE_BEAT)
        .resting_in_fills(),
    Drum::new("Vibraslap", 58, 0, 0),
    Drum::new("Hi bongo", 60, 0, 70),
    Drum::new("Low bongo", 61, 0, 70),
    Drum::new("Mute conga", 62, 0, 70),
    Drum::new("Low conga", 64, 0, 70),
    Drum::new("Side stick", 37, 100, 0).resting_in_fills(),
    Drum::new("Clap", 39, 100, 0).resting_in_fills(),
];

/// The default kit, lane by lane.
pub fn kit() -> PerLane<Drum> {
    let mut drums = DRUMS.iter();
    PerLane::from_fn(|_| drums.next().copied().unwrap_or(Drum::new("", 0, 0, 0)))
}

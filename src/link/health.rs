//! What the audio thread tells about itself: latest values, not a log.

use super::load::{Load, Loads};
use super::place::Place;
use crate::engine::{Counters, Whereabouts};
use crate::pattern::{Channel, Key, LaneIndex, LaneSet, PatternIndex, PerLane, Velocity};
use crate::time::Tick;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};

/// The values at one moment; each for itself, as they are written one after another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vitals {
    /// What has happened in the engine.
    pub counters: Counters,
    /// How many notes sound.
    pub sounding: u64,
    /// Note-ons of the player's that were lost because too many came in one block.
    pub lost_input: u64,
    /// The pattern that plays.
    pub playing: PatternIndex,
    /// The pattern that waits for its boundary.
    pub queued: Option<PatternIndex>,
    /// The lanes that have failed, and are silent until the instance is activated again.
    pub broken: LaneSet,
}

/// The board on which the audio thread writes and from which the screen reads.
///
/// **Thread:** audio writes; any reads.
#[derive(Debug, Default)]
pub struct Health {
    strikes: AtomicU64,
    no_slot: AtomicU64,
    refused: AtomicU64,
    stolen: AtomicU64,
    late: AtomicU64,
    sounding: AtomicU64,
    lost_input: AtomicU64,
    playing: AtomicU8,
    /// One more than the place of the pattern that waits; 0 is none.
    queued: AtomicU8,
    broken: AtomicU16,
    tripped: AtomicBool,
    place: Place,
    loads: Loads,
    /// For each lane the number of its strikes, wrapping, above the last one's velocity.
    flashes: PerLane<AtomicU32>,
    /// The number of the player's notes, wrapping, above the last one's channel and key.
    played: AtomicU32,
}

/// The player's last note, told apart from the one before by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Played {
    /// How many there were, wrapping at 2^16.
    pub count: u16,
    /// The channel that it came in on.
    pub channel: Channel,
    /// Its key.
    pub key: Key,
}

/// A lane's last strike, told apart from the one before by its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flash {
    /// How many strikes there were, wrapping at 2^24.
    pub count: u32,
    /// How hard the last was; `None` before the first.
    pub velocity: Option<Velocity>,
}

impl Health {
    /// Says that `lane` was struck. **Thread:** audio.
    pub fn flash(&self, lane: LaneIndex, velocity: Velocity) {
        let place = &self.flashes[lane];
        // The audio thread is the only one that writes, so nothing is lost in between.
        let count = (place.load(Ordering::Relaxed) >> 8).wrapping_add(1);
        let flash = count << 8 | u32::from(velocity.get());
        place.store(flash, Ordering::Relaxed);
    }

    /// The last strike of `lane`. **Thread:** any.
    pub fn flash_of(&self, lane: LaneIndex) -> Flash {
        let flash = self.flashes[lane].load(Ordering::Relaxed);
        let [.., velocity] = flash.to_be_bytes();
        Flash {
            count: flash >> 8,
            velocity: Velocity::new(velocity),
        }
    }

    /// Says that the player played a note. **Thread:** audio.
    pub fn hear(&self, channel: Channel, key: Key) {
        // The audio thread is the only one that writes, so nothing is lost in between.
        let count = (self.played.load(Ordering::Relaxed) >> 16).wrapping_add(1);
        let place = u32::from(channel.get()) << 8 | u32::from(key.get());
        self.played.store(count << 16 | place, Ordering::Relaxed);
    }

    /// The player's last note. Before the first it is number 0. **Thread:** any.
    pub fn played(&self) -> Played {
        let [high, low, channel, key] = self.played.load(Ordering::Relaxed).to_be_bytes();
        Played {
            count: u16::from_be_bytes([high, low]),
            channel: Channel::new(channel).unwrap_or(Channel::DRUMS),
            key: Key::new(key).unwrap_or(Key::LOWEST),
        }
    }

    /// Writes where the music is. **Thread:** audio.
    pub fn publish_whereabouts(&self, whereabouts: &Whereabouts) {
        self.place.publish(whereabouts);
    }

    /// Writes only the song position: the music just goes on. **Thread:** audio.
    pub fn publish_position(&self, position: Tick) {
        self.place.publish_position(position);
    }

    /// Where the music is. **Thread:** any.
    pub fn whereabouts(&self) -> Whereabouts {
        self.place.read()
    }

    /// Writes how long the blocks take. **Thread:** audio.
    pub fn publish_load(&self, load: &Load) {
        self.loads.publish(load);
    }

    /// How long the blocks take. **Thread:** any.
    pub fn load(&self) -> Load {
        self.loads.read()
    }

    /// Whether the music plays. **Thread:** any.
    pub fn is_playing(&self) -> bool {
        self.place.is_playing()
    }

    /// Whether a panic has silenced the instance, until it is activated again. **Thread:** any.
    pub fn is_tripped(&self) -> bool {
        self.tripped.load(Ordering::Relaxed)
    }

    /// Says whether a panic has silenced the instance. **Thread:** audio, or main while it rests.
    pub fn set_tripped(&self, tripped: bool) {
        self.tripped.store(tripped, Ordering::Relaxed);
    }

    /// Writes new values. **Thread:** audio.
    pub fn publish(&self, vitals: &Vitals) {
        let write = |place: &AtomicU64, value| place.store(value, Ordering::Relaxed);
        write(&self.strikes, vitals.counters.strikes);
        write(&self.no_slot, vitals.counters.no_slot);
        write(&self.refused, vitals.counters.refused);
        write(&self.stolen, vitals.counters.stolen);
        write(&self.late, vitals.counters.late);
        write(&self.sounding, vitals.sounding);
        write(&self.lost_input, vitals.lost_input);
        let queued = vitals.queued.map_or(0, |pattern| pattern.get() + 1);
        self.playing.store(vitals.playing.get(), Ordering::Relaxed);
        self.queued.store(queued, Ordering::Relaxed);
        self.broken.store(vitals.broken.bits(), Ordering::Relaxed);
    }

    /// The pattern that plays. **Thread:** any.
    pub fn playing(&self) -> PatternIndex {
        PatternIndex::new(self.playing.load(Ordering::Relaxed)).unwrap_or_default()
    }

    /// Reads the latest values. **Thread:** any.
    pub fn vitals(&self) -> Vitals {
        let read = |place: &AtomicU64| place.load(Ordering::Relaxed);
        Vitals {
            counters: Counters {
                strikes: read(&self.strikes),
                no_slot: read(&self.no_slot),
                refused: read(&self.refused),
                stolen: read(&self.stolen),
                late: read(&self.late),
            },
            sounding: read(&self.sounding),
            lost_input: read(&self.lost_input),
            playing: self.playing(),
            queued: (self.queued.load(Ordering::Relaxed).checked_sub(1))
                .and_then(PatternIndex::new),
            broken: LaneSet::from_bits(self.broken.load(Ordering::Relaxed)),
        }
    }
}

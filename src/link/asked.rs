//! The drums that are to be heard by themselves, on their way to the engine.
//!
//! Each lane has a place, in which a newer one takes the place of an older: two strikes of one drum
//! in one block would sound as one anyway. So there is always room, and none is lost.

use crate::engine::Audition;
use crate::pattern::{Channel, Key, LaneIndex, PerLane, Velocity};
use std::sync::atomic::{AtomicU32, Ordering};

/// **Thread:** main writes, one thread at a time; audio reads.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// How many were asked for, wrapping.
    count: AtomicU32,
    /// Each lane's last: how many there were, wrapping, above channel, key and velocity.
    lanes: PerLane<AtomicU32>,
}

/// Where the count of a lane begins.
const COUNT: u32 = 18;

impl Asked {
    /// Asks for a drum of `lane`. **Thread:** main.
    pub(super) fn ask(&self, lane: LaneIndex, drum: Audition) {
        let place = &self.lanes[lane];
        let count = (place.load(Ordering::Relaxed) >> COUNT).wrapping_add(1);
        let (channel, key) = (drum.channel.get(), drum.key.get());
        let word = count << COUNT
            | u32::from(channel) << 14
            | u32::from(key) << 7
            | u32::from(drum.velocity.get());
        place.store(word, Ordering::Relaxed);
        self.count.fetch_add(1, Ordering::Release);
    }
}

/// What of it the engine has been told. **Thread:** audio.
#[derive(Debug, Default)]
pub(super) struct Heard {
    count: u32,
    lanes: PerLane<u32>,
}

impl Heard {
    /// Whether something has been asked for since.
    #[inline]
    pub(super) fn misses(&self, asked: &Asked) -> bool {
        asked.count.load(Ordering::Acquire) != self.count
    }

    /// Gives `hear` what has been asked for since; costs one load if nothing has.
    #[inline]
    pub(super) fn catch_up(&mut self, asked: &Asked, mut hear: impl FnMut(LaneIndex, Audition)) {
        let count = asked.count.load(Ordering::Acquire);
        if count == self.count {
            return;
        }
        self.count = count;
        for (lane, place) in asked.lanes.iter() {
            let word = place.load(Ordering::Relaxed);
            if word == self.lanes[lane] {
                continue;
            }
            self.lanes[lane] = word;
            if let Some(drum) = drum(word) {
                hear(lane, drum);
            }
        }
    }
}

fn drum(word: u32) -> Option<Audition> {
    let [low, high] = [word & 0x7f, word >> 7 & 0x7f].map(|bits| u8::try_from(bits).unwrap_or(0));
    let channel = u8::try_from(word >> 14 & 0xf).unwrap_or(0);
    Some(Audition {
        channel: Channel::new(channel)?,
        key: Key::new(high)?,
        velocity: Velocity::new(low)?,
    })
}

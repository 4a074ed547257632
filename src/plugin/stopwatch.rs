//! How long the blocks take, measured where they are played.
//!
//! The clock is the system's monotonic one, which on Linux is read without a call into the system.
//! Reading it twice still costs more than an empty block does, so about every fourth block is
//! measured; which ones is drawn, as the music has rhythms of its own.

use crate::engine::Whereabouts;
use crate::link::{Health, Load};
use crate::time::floor_i64;
use std::time::{Duration, Instant};

/// Between two blocks that are measured lie at most one less than this.
const LONGEST_STRIDE: u32 = 7;

/// **Thread:** audio.
#[derive(Debug)]
pub(crate) struct Stopwatch {
    /// How many blocks are left before one is measured.
    left: u32,
    die: u32,
    average_ns: f64,
    /// Busy time as a part of all time.
    share: f64,
    worst: Duration,
    worst_at: Option<(i64, i64)>,
}

impl Default for Stopwatch {
    fn default() -> Self {
        Self {
            left: 0,
            die: 1,
            average_ns: 0.0,
            share: 0.0,
            worst: Duration::ZERO,
            worst_at: None,
        }
    }
}

impl Stopwatch {
    /// A block begins; gives when, if it is to be measured.
    pub(crate) fn begin(&mut self) -> Option<Instant> {
        let begin = self.look();
        self.count();
        begin
    }

    /// When the next block begins, if that is now and it is to be measured.
    pub(super) fn look(&self) -> Option<Instant> {
        (self.left == 0).then(Instant::now)
    }

    /// A block has begun.
    pub(super) fn count(&mut self) {
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            return;
        }
        // A generator of full period: its high bits are as even as a die.
        self.die = self.die.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.left = (self.die >> 16) % LONGEST_STRIDE;
    }

    /// The block that began at `begin` and lasts `seconds` is done: tells `health`.
    pub(crate) fn end(&mut self, begin: Instant, seconds: f64, health: &Health) {
        let spent = begin.elapsed();
        if seconds <= 0.0 {
            return;
        }
        let ns = spent.as_secs_f64() * 1e9;
        // A second's worth of blocks makes up most of the mean.
        let weight = (4.0 * seconds).min(1.0);
        self.average_ns += weight * (ns - self.average_ns);
        self.share += weight * (spent.as_secs_f64() / seconds - self.share);
        if spent > self.worst {
            self.worst = spent;
            self.worst_at = bar_and_beat(&health.whereabouts());
        }
        health.publish_load(&Load {
            average_ns: whole(self.average_ns),
            parts_per_million: whole(self.share * 1e6),
            worst_ns: u64::try_from(self.worst.as_nanos()).unwrap_or(u64::MAX),
            worst_at: self.worst_at,
        });
    }
}

fn whole(value: f64) -> u64 {
    u64::try_from(floor_i64(value)).unwrap_or(0)
}

/// In which bar and which beat of it the music is, both from 0.
fn bar_and_beat(at: &Whereabouts) -> Option<(i64, i64)> {
    let (bar, beat) = (at.bar.get(), at.beat.get());
    if !at.playing || bar <= 0 || beat <= 0 {
        return None;
    }
    let into = (at.position - at.first_line).get();
    Some((into.div_euclid(bar), into.rem_euclid(bar) / beat))
}

/// How long `frames` frames last at `rate` frames a second.
pub(super) fn seconds(frames: u32, rate: f64) -> f64 {
    f64::from(frames) / rate.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::Stopwatch;
    use crate::engine::Whereabouts;
    use crate::link::Health;
    use crate::time::{Tick, Ticks};

    #[test]
    fn about_every_fourth_block_is_measured_and_no_rhythm_is_missed() {
        let mut stopwatch = Stopwatch::default();
        let mut by_place = [0; 8];
        for block in 0..80_000 {
            by_place[block % 8] += u32::from(stopwatch.begin().is_some());
        }
        let all: u32 = by_place.iter().sum();
        assert!((19_000..21_000).contains(&all), "{all}");
        assert!(by_place.iter().all(|count| *count > 2_000), "{by_place:?}");
    }

    #[test]
    fn the_longest_block_keeps_its_place_in_the_song() {
        let (mut stopwatch, health) = (Stopwatch::default(), Health::default());
        let at = |quarters: i64| Whereabouts {
            playing: true,
            position: Tick::ZERO + Ticks::QUARTER * quarters,
            ..Whereabouts::default()
        };
        let long_ago = std::time::Instant::now();
        std::thread::sleep(std::time::Duration::from_millis(5));
        health.publish_whereabouts(&at(6));
        stopwatch.end(long_ago, 0.01, &health);
        health.publish_whereabouts(&at(9));
        stopwatch.end(std::time::Instant::now(), 0.01, &health);
        let load = health.load();
        assert_eq!(load.worst_at, Some((1, 2)));
        assert!(load.worst_ns >= 5_000_000 && load.average_ns < load.worst_ns);
        assert!(load.parts_per_million > 0);
    }
}

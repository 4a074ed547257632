//! How long the blocks take, measured where they are played.
//!
//! The clock is the system's monotonic one, which on Linux is read without a call into the system.
//! Reading it twice still costs as much as a short block does, so about fifty blocks a second are
//! measured, and of long ones every fourth; which ones is drawn, as the music has rhythms of its own.

use crate::engine::Whereabouts;
use crate::link::{Health, Load};
use crate::time::floor_i64;
use std::time::{Duration, Instant};

/// The seconds from one block that is measured to the next, on average.
const STRIDE_SECONDS: f64 = 0.02;

/// So many blocks lie between the two on average, at the least and at the most.
const STRIDE_BLOCKS: (i64, i64) = (4, 1_000);

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
        self.left = self.left.saturating_sub(1);
    }

    /// Draws how many blocks of `seconds` are left out before the next that is measured.
    fn draw(&mut self, seconds: f64) {
        // A generator of full period: its high bits are as even as a die.
        self.die = self.die.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (least, most) = STRIDE_BLOCKS;
        let mean = floor_i64(STRIDE_SECONDS / seconds).clamp(least, most);
        let left = i64::from(self.die >> 16) % (2 * mean - 1);
        self.left = u32::try_from(left).unwrap_or(0);
    }

    /// The block that began at `begin`, as this has said, and lasts `seconds` is done: tells `health`.
    pub(crate) fn end(&mut self, begin: Instant, seconds: f64, health: &Health) {
        let spent = begin.elapsed();
        if seconds <= 0.0 {
            return;
        }
        self.draw(seconds);
        let ns = spent.as_secs_f64() * 1e9;
        // A second's worth of blocks makes up most of the mean.
        let weight = (4.0 * seconds).clamp(STRIDE_SECONDS, 1.0);
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

    /// Which of so many blocks are measured.
    fn measured(blocks: usize, seconds: f64) -> Vec<usize> {
        let (mut stopwatch, health) = (Stopwatch::default(), Health::default());
        let is_measured = |_: &usize| {
            let begin = stopwatch.begin();
            if let Some(begin) = begin {
                stopwatch.end(begin, seconds, &health);
            }
            begin.is_some()
        };
        (0..blocks).filter(is_measured).collect()
    }

    #[test]
    fn about_fifty_blocks_a_second_are_measured_and_no_rhythm_is_missed() {
        // A hundred seconds of blocks of 64 frames.
        let measured = measured(75_000, 64.0 / 48_000.0);
        assert!(
            (4_500..5_500).contains(&measured.len()),
            "{}",
            measured.len()
        );
        for place in 0..8 {
            let count = measured.iter().filter(|block| *block % 8 == place).count();
            assert!(count > 500, "{count} at {place}");
        }
    }

    #[test]
    fn every_fourth_of_long_blocks_is_measured() {
        let count = measured(10_000, 1_024.0 / 48_000.0).len();
        assert!((2_400..2_600).contains(&count), "{count}");
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

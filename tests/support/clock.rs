//! A MIDI clock's words, and what the song does that follows them.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::standalone::{ClockIn, ClockPart, ClockWord};
use afterbeat::time::{Bpm, SampleRate};

pub const HZ: f64 = 48_000.0;

pub fn rate() -> SampleRate {
    SampleRate::new(HZ).unwrap()
}

/// The frame of tick `n` of a steady clock.
pub fn tick_frame(bpm: f64, n: u32) -> i64 {
    round(f64::from(n) * 60.0 * HZ / bpm / 24.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a frame of a short song")]
pub fn round(x: f64) -> i64 {
    x.round() as i64
}

/// Plays the words in cycles of `block` frames up to `end`, and gives every part with its start.
pub fn follow(words: &[(i64, ClockWord)], block: i64, end: i64) -> Vec<(i64, ClockPart)> {
    let mut clock = ClockIn::default();
    follow_with(&mut clock, words, block, end)
}

pub fn follow_with(
    clock: &mut ClockIn,
    mut words: &[(i64, ClockWord)],
    block: i64,
    end: i64,
) -> Vec<(i64, ClockPart)> {
    let mut parts = Vec::new();
    let mut start = 0;
    while start < end {
        let until = start + block;
        let count = words.partition_point(|(at, _)| *at < until);
        let (mut now, later) = words.split_at(count);
        words = later;
        while start < until {
            let part = clock.part((start, until), &mut now, (rate(), Bpm::DEFAULT));
            assert!(part.until > start && part.until <= until);
            parts.push((start, part));
            start = part.until;
        }
        assert_eq!(now, []);
    }
    parts
}

/// A start and ticks of a steady clock.
pub fn steady(bpm: f64, ticks: u32) -> Vec<(i64, ClockWord)> {
    let mut words = vec![(0, ClockWord::Start)];
    words.extend((0..ticks).map(|n| (tick_frame(bpm, n), ClockWord::Tick)));
    words
}

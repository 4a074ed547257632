//! A MIDI clock whose ticks are not even: its tempo is known all the same.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/clock.rs"]
mod clock;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::standalone::ClockWord;
use clock::{HZ, follow, round, steady, tick_frame};
use support::rng::Rng;

#[test]
fn an_uneven_clocks_tempo_is_known_to_a_twentieth_after_two_bars() {
    let mut rng = Rng::new(5);
    for bpm in [60.0, 119.9, 120.5, 137.3, 180.0] {
        let mut words = steady(bpm, 193);
        for (at, _) in words.iter_mut().skip(1) {
            *at = (*at + rng.whole(0, 96) - 48).max(0);
        }
        let bar = tick_frame(bpm, 97);
        let parts = follow(&words, 256, tick_frame(bpm, 192));
        for (start, part) in parts.iter().filter(|(start, _)| *start > bar + 256) {
            assert!(part.playing);
            let off = (part.tempo - bpm).abs();
            assert!(off <= 0.05 * bpm / 60.0, "{bpm} BPM by {off}");
            // A millisecond at the most, and it comes to less.
            let place = part.position * 60.0 * HZ / bpm - f64::from(i32::try_from(*start).unwrap());
            assert!(place.abs() <= 24.0, "{bpm} BPM by {place} frames");
        }
        let (_, last) = parts.last().unwrap();
        assert!(
            (last.tempo - bpm).abs() <= 0.05,
            "{bpm} BPM: {}",
            last.tempo
        );
    }
}

/// How many ticks tell the tempo to a twentieth that are up to a millisecond off: a bar's, or as many
/// more as it takes for the error of the best row through them, which is by chance and falls with their
/// number to the power of one and a half, to be that small.
fn known_from(bpm: f64) -> u32 {
    let is_enough = |n: &u32| f64::from(*n).powf(1.5) >= 0.0592 * bpm * bpm;
    (97..1_000).find(is_enough).unwrap()
}

#[test]
fn ticks_that_are_a_millisecond_off_tell_the_tempo_to_a_twentieth_at_any_tempo() {
    for seed in 0..12 {
        let mut rng = Rng::new(seed);
        for bpm in [120.0, 137.3, 180.0, 211.1, 240.0, 300.0] {
            let from = known_from(bpm);
            let count = from + 400;
            let mut words = steady(bpm, count);
            for (at, _) in words.iter_mut().skip(1) {
                *at = (*at + rng.whole(0, 96) - 48).max(0);
            }
            let parts = follow(&words, 256, tick_frame(bpm, count - 1));
            let known = parts.iter().filter(|(at, _)| *at > tick_frame(bpm, from));
            for (at, part) in known {
                let off = (part.tempo - bpm).abs();
                assert!(off <= 0.05, "seed {seed}: {bpm} BPM by {off} on {at}");
            }
        }
    }
}

#[test]
fn a_tempo_that_creeps_is_crept_after() {
    // Two BPM in a minute: where the song is stays within a third of a millisecond.
    let (mut words, mut frame, mut bpm) = (vec![(0, ClockWord::Start)], 0.0, 120.0_f64);
    let mut ticks = Vec::new();
    for _ in 0..2_900 {
        ticks.push(frame);
        words.push((round(frame), ClockWord::Tick));
        let length = 60.0 * HZ / bpm / 24.0;
        bpm += 2.0 / 60.0 * length / HZ;
        frame += length;
    }
    let parts = follow(&words, 256, round(ticks[2_890]));
    for (at, part) in parts.iter().filter(|(at, _)| *at > 96_000) {
        let at = f64::from(i32::try_from(*at).unwrap());
        let next = ticks.partition_point(|tick| *tick <= at);
        let into = (at - ticks[next - 1]) / (ticks[next] - ticks[next - 1]);
        let tick = f64::from(u32::try_from(next - 1).unwrap()) + into;
        let off = (part.position * 24.0 - tick) * (ticks[next] - ticks[next - 1]);
        assert!(off.abs() <= 16.0, "on {at} by {off} frames");
    }
}

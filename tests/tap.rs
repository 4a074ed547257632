//! The tapped tempo: two taps are enough, and an uneven hand does no harm.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::standalone::TapTempo;
use afterbeat::time::Bpm;
use std::time::Duration;
use support::rng::Rng;

/// What each of so many even taps is answered with.
fn even(gap: Duration, count: u32) -> Vec<Option<f64>> {
    let mut tap = TapTempo::default();
    let at = |number| Duration::from_secs(7) + gap * number;
    (0..count)
        .map(|number| tap.tap(at(number)).map(Bpm::get))
        .collect()
}

#[test]
fn two_taps_are_a_tempo_from_30_to_300() {
    for bpm in 30..=300_u32 {
        let gap = Duration::from_secs_f64(60.0 / f64::from(bpm));
        let answers = even(gap, 4);
        assert_eq!(answers[0], None);
        for answer in &answers[1..] {
            let off = answer.unwrap() - f64::from(bpm);
            assert!(off.abs() <= 0.5, "{bpm} BPM by {off}");
        }
    }
}

/// Gaps in milliseconds and what the machine that Afterbeat grows out of answers from the third tap
/// on. It knows no tempo under 60, and 240 is its fastest.
const ORIGINAL: [(u64, f64); 13] = [
    (250, 240.0),
    (300, 200.0),
    (333, 180.0),
    (375, 160.0),
    (400, 150.0),
    (428, 140.0),
    (500, 120.0),
    (600, 100.0),
    (625, 96.0),
    (666, 90.0),
    (750, 80.0),
    (857, 70.0),
    (1000, 60.0),
];

#[test]
fn it_answers_as_the_old_machine_does_where_that_answers() {
    for (gap, bpm) in ORIGINAL {
        for answer in &even(Duration::from_millis(gap), 5)[2..] {
            let off = answer.unwrap() - bpm;
            assert!(off.abs() <= 1.0, "{gap} ms by {off}");
        }
    }
}

#[test]
fn an_uneven_hand_is_a_beat_a_minute_off_in_the_middle() {
    let mut rng = Rng::new(11);
    for bpm in [60.0, 90.0, 120.0, 150.0, 200.0] {
        let mut errors: Vec<f64> = (0..1000)
            .map(|_| {
                let mut tap = TapTempo::default();
                let taps = (0..8).map(|number| {
                    let at = 1.0 + f64::from(number) * 60.0 / bpm + rng.real(-0.010, 0.010);
                    tap.tap(Duration::from_secs_f64(at))
                });
                let last = taps.last().flatten().unwrap();
                (last.get() - bpm).abs()
            })
            .collect();
        errors.sort_unstable_by(f64::total_cmp);
        assert!(errors[500] <= 1.0, "{bpm} BPM by {}", errors[500]);
    }
}

#[test]
fn a_pause_begins_anew() {
    let mut tap = TapTempo::default();
    let at = Duration::from_millis;
    assert!(tap.tap(at(0)).is_none());
    assert!(tap.tap(at(500)).is_some());
    // Longer than the slowest tempo's gap of two seconds.
    assert!(tap.tap(at(2_700)).is_none());
    let bpm = tap.tap(at(3_300)).unwrap().get();
    assert!((bpm - 100.0).abs() < 1e-6, "{bpm}");
}

#[test]
fn another_tempo_is_heard_on_its_second_tap() {
    let mut tap = TapTempo::default();
    let at = Duration::from_millis;
    for number in 0..6 {
        tap.tap(at(number * 500));
    }
    let bpm = tap.tap(at(2_500 + 300)).unwrap().get();
    assert!((bpm - 200.0).abs() < 1e-6, "{bpm}");
}

#[test]
fn a_tap_that_bounces_counts_once() {
    let mut tap = TapTempo::default();
    let at = Duration::from_millis;
    assert!(tap.tap(at(0)).is_none());
    assert!(tap.tap(at(30)).is_none());
    for late in [500, 530, 1_000, 1_500, 1_619, 2_000] {
        let bpm = tap.tap(at(late)).unwrap().get();
        assert!((bpm - 120.0).abs() < 1e-6, "{bpm} after {late} ms");
    }
}

//! The drift: long-correlated, smooth, bounded, and the same wherever it is asked about.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::pattern::drift::{drift, drift_ms};
use afterbeat::pattern::{LaneIndex, Pattern, Seed};
use afterbeat::time::{Tick, Ticks};
use support::number::float;

const EIGHTH: i64 = Ticks::QUARTER.get() / 2;
const SEEDS: [u16; 4] = [0, 1, 77, 9_999];

/// The drift on `count` eighths, half of them before the song's beginning.
fn eighths(seed: Seed, count: i64) -> Vec<f64> {
    let places = -count / 2..count - count / 2;
    places
        .map(|eighth| drift(seed, Tick::new(eighth * EIGHTH)))
        .collect()
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = i64::try_from(values.len()).expect("not that many");
    values.sum::<f64>() / float(count)
}

/// The seeds of the kit and of the snare.
fn seeds(seed: u16) -> (Seed, Seed) {
    let pattern = Pattern::new();
    let snare = LaneIndex::new(1).expect("a lane");
    let lane = Seed::lane(seed, snare, &pattern.lanes[snare]);
    (Seed::kit(seed), lane)
}

#[test]
fn an_eighth_knows_the_last_as_a_drummers_does() {
    for seed in SEEDS {
        let values = eighths(Seed::kit(seed), 400_000);
        let variance = mean(values.iter().map(|x| x * x));
        let lag = mean(values.windows(2).map(|pair| pair[0] * pair[1])) / variance;
        let off = mean(values.iter().copied());
        assert!(off.abs() < 0.02, "seed {seed}: mean {off}");
        assert!(
            (0.95..1.05).contains(&variance),
            "seed {seed}: variance {variance}"
        );
        assert!((0.55..0.65).contains(&lag), "seed {seed}: lag one {lag}");
    }
}

#[test]
fn the_spread_is_the_same_everywhere_between_the_beats() {
    for offset in [0, EIGHTH / 3, EIGHTH / 2, EIGHTH * 9 / 10] {
        let places = (-200_000..200_000).map(|eighth| Tick::new(eighth * EIGHTH + offset));
        let values: Vec<f64> = places.map(|tick| drift(Seed::kit(3), tick)).collect();
        let variance = mean(values.iter().map(|x| x * x));
        assert!((0.95..1.05).contains(&variance), "{variance} at {offset}");
    }
}

#[test]
fn it_never_jumps() {
    // A hundredth of an eighth is 2.5 ms at 120 bpm. The steepest that two draws at the bell's ends
    // allow is 2 x 3.47 x 1.5 for each 1.3 eighths, a little more for the norm.
    let step = EIGHTH / 100;
    for seed in SEEDS {
        let seed = Seed::kit(seed);
        let mut last = drift(seed, Tick::new(-100_000 * step));
        for place in -99_999..100_000 {
            let now = drift(seed, Tick::new(place * step));
            assert!((now - last).abs() < 0.12, "{last} to {now} at {place}");
            last = now;
        }
    }
}

#[test]
fn it_stays_within_its_bound_and_comes_home_on_the_one() {
    let (kit, lane) = seeds(5);
    let silent = Seed::kit(6);
    let mut widest: f64 = 0.0;
    for place in -100_000..100_000 {
        let tick = Tick::new(place * EIGHTH);
        let off = drift_ms(kit, lane, tick, 30.0, false);
        let home = drift_ms(kit, lane, tick, 30.0, true);
        assert!(off.abs() <= 30.0 && home.abs() <= 30.0);
        // The lanes' own parts differ, the shared part cancels.
        let own = home - drift_ms(silent, lane, tick, 30.0, true);
        assert!(
            own.abs() <= 6.0 + 1e-9,
            "the shared part alone moved {own} ms"
        );
        widest = widest.max(off.abs());
    }
    assert!(
        widest > 25.0,
        "a bound of 30 ms is nearly reached: {widest}"
    );
}

#[test]
fn lanes_move_together_for_three_fifths() {
    let pattern = Pattern::new();
    let lane = |lane: u8| {
        let at = LaneIndex::new(lane).expect("a lane");
        Seed::lane(8, at, &pattern.lanes[at])
    };
    let at = |lane: Seed, place: i64| {
        drift_ms(Seed::kit(8), lane, Tick::new(place * EIGHTH), 15.0, false)
    };
    let (kick, hat) = (lane(0), lane(2));
    let pairs: Vec<(f64, f64)> = (0..400_000)
        .map(|place| (at(kick, place), at(hat, place)))
        .collect();
    let variance = mean(pairs.iter().map(|pair| pair.0 * pair.0));
    let shared = mean(pairs.iter().map(|pair| pair.0 * pair.1)) / variance;
    assert!((variance.sqrt() - 5.0).abs() < 0.15, "{variance}");
    assert!((shared - 0.6).abs() < 0.03, "{shared}");
}

#[test]
fn without_a_bound_nothing_moves() {
    let (kit, lane) = seeds(5);
    for place in -100..100 {
        let off = drift_ms(
            kit,
            lane,
            Tick::new(place * EIGHTH / 7),
            0.0,
            place % 8 == 0,
        );
        assert_eq!(off.to_bits(), 0.0_f64.to_bits());
    }
}

#[test]
fn the_ends_of_the_song_are_places_too() {
    let (kit, lane) = seeds(5);
    for tick in [Tick::MIN, Tick::ZERO, Tick::MAX] {
        assert!(drift_ms(kit, lane, tick, 30.0, false).abs() <= 30.0);
    }
}

//! Ghosts: where they may be, and how often they are, against the original's tables.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::pattern::ghost::{Euclid, Ring, percent, snare_weight, threshold, turn};
use afterbeat::pattern::{Manner, Seed};
use std::collections::BTreeMap;
use support::number::float;

/// The intensity at which the original plays.
const INTENSITY: f64 = 0.843;

/// A ring of 32 places with these strikes.
fn ring(strikes: impl IntoIterator<Item = u16>) -> Ring {
    ring_of(32, strikes)
}

fn ring_of(length: u16, strikes: impl IntoIterator<Item = u16>) -> Ring {
    let mut ring = Ring::new(length);
    for place in strikes {
        ring.strike(place);
    }
    ring
}

/// The rows of a table, without its head.
fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().skip(1);
    lines.map(|line| line.trim().split(',').collect()).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().expect("a number")
}

/// Free places on which nothing but Euclid decides.
fn candidates(ring: &Ring, turn: u16) -> u16 {
    let euclid = Euclid::of(ring);
    let last = ring.length() - 1;
    let alone = |place: &u16| !ring.has(*place) && !ring.has(place + 1) && !ring.has(place + last);
    let held = (0..ring.length()).filter(|place| alone(place) && euclid.holds(*place, turn));
    u16::try_from(held.count()).expect("at most 256")
}

#[test]
fn euclid_has_the_originals_counts_for_every_number_of_strikes() {
    for row in rows(include_str!("data/euclid_table.csv")) {
        let cells: Vec<u16> = row
            .iter()
            .map(|cell| cell.parse().expect("a count"))
            .collect();
        let ring = ring(0..cells[0]);
        let euclid = Euclid::of(&ring);
        let counts = (0..euclid.turns()).map(|turn| candidates(&ring, turn));
        let (least, most) = counts.fold((u16::MAX, 0), |(least, most), count| {
            (least.min(count), most.max(count))
        });
        assert_eq!((least, most), (cells[1], cells[2]), "{} strikes", cells[0]);
        if most > 0 {
            assert_eq!(u16::from(euclid.percent()), cells[3], "{row:?}");
        }
    }
}

/// The places that an accumulator of `count` in `length` reaches, turned by `turn`.
fn bresenham(length: u16, count: u16, turn: u16) -> Vec<u16> {
    let (mut sum, mut places) = (0, Vec::new());
    for place in 0..length {
        sum += count;
        if sum >= length {
            sum -= length;
            places.push((place + turn) % length);
        }
    }
    places.sort_unstable();
    places
}

#[test]
fn euclid_holds_the_places_of_an_accumulator_at_every_turn() {
    for length in [7, 16, 24, 32, 40, 64, 96, 128, 256] {
        for strikes in 1..length {
            let euclid = Euclid::of(&ring_of(length, 0..strikes));
            assert!((1..=length).contains(&euclid.count()));
            for turn in 0..euclid.turns() {
                let held = (0..length).filter(|place| euclid.holds(*place, turn));
                let expected = bresenham(length, euclid.count(), turn);
                assert!(held.eq(expected), "{strikes} of {length} turned by {turn}");
            }
        }
    }
}

#[test]
fn a_ring_of_another_length_has_its_share_of_places() {
    // As many as the same share of strikes has in 32, halved or doubled with the ring: four of 16
    // are eight of 32, four of 64 are two of 32.
    assert_eq!(Euclid::of(&ring([0, 8, 16, 24])).count(), 8);
    assert_eq!(Euclid::of(&ring_of(16, [0, 4, 8, 12])).count(), 4);
    assert_eq!(Euclid::of(&ring_of(64, [0, 16, 32, 48])).count(), 22);
    assert_eq!(Euclid::of(&ring_of(8, [0])).count(), 2);
    assert_eq!(Euclid::of(&ring_of(256, [0])).count(), 104);
}

#[test]
fn an_empty_ring_and_a_full_one_have_no_ghosts() {
    for length in [1, 2, 32, 256] {
        for ring in [ring_of(length, []), ring_of(length, 0..length)] {
            for (manner, place) in [(Manner::Drummer, 0), (Manner::Classic, length - 1)] {
                let threshold = threshold(&ring, manner, Seed::kit(1), (0, place), 1.0);
                assert!(threshold.is_infinite());
            }
        }
    }
}

/// How often a ghost sounds at each place in 50 000 seeds.
fn rates(ring: &Ring, manner: Manner, intensity: f64) -> Vec<f64> {
    let sounds = |seed: u16, place: u16| {
        threshold(ring, manner, Seed::kit(seed), (0, place), 1.0) < intensity
    };
    let rate = |place| {
        let count = (0..50_000).filter(|seed| sounds(*seed, place)).count();
        float(i64::try_from(count).expect("a count")) / 50_000.0
    };
    (0..ring.length()).map(rate).collect()
}

/// The original's patterns, each with its rate at each step.
fn statistics() -> BTreeMap<String, (Ring, Vec<f64>)> {
    let mut patterns = BTreeMap::new();
    for row in rows(include_str!("data/ghost_stats.csv")) {
        let pattern = patterns.entry(row[0].to_owned());
        let (ring, rates) = pattern.or_insert((Ring::new(32), Vec::new()));
        if row[3] == "1" {
            ring.strike(row[2].parse().expect("a step"));
        }
        rates.push(number(row[6]));
    }
    patterns
}

#[test]
fn classic_ghosts_are_as_frequent_as_the_originals_everywhere() {
    let (mut steps, mut outside) = (0, Vec::new());
    for (name, (ring, expected)) in statistics() {
        let rates = rates(&ring, Manner::Classic, INTENSITY);
        for (place, (rate, p)) in rates.iter().zip(&expected).enumerate() {
            // Four standard deviations of the difference of two counts.
            let spread = p * (1.0 - p) * (1.0 / 50_000.0 + 1.0 / 200_000.0);
            steps += 1;
            if (rate - p).abs() > 4.0 * spread.sqrt() {
                outside.push((name.clone(), place, *rate, *p));
            }
        }
    }
    assert_eq!(steps, 448);
    assert!(outside.len() <= 3, "{outside:?}");
}

#[test]
fn a_ghost_after_a_strike_is_several_times_likelier_than_before_one() {
    let ring = ring([8]);
    let classic = rates(&ring, Manner::Classic, INTENSITY);
    assert!((classic[9] - 0.43).abs() < 0.01 && (classic[7] - 0.09).abs() < 0.01);
    let drummer = rates(&ring, Manner::Drummer, 1.0);
    assert!((drummer[9] - 0.45).abs() < 0.01 && (drummer[7] - 0.10).abs() < 0.01);
}

#[test]
fn a_gap_between_two_strikes_belongs_to_the_later_one() {
    let between = ring([4, 6]);
    let seam = ring([1, 31]);
    for manner in [Manner::Drummer, Manner::Classic] {
        assert_eq!(percent(&between, manner, 0, 5), 10);
    }
    assert_eq!(percent(&seam, Manner::Drummer, 0, 0), 10);
    assert_eq!(percent(&seam, Manner::Classic, 0, 0), 50, "as the original");
}

#[test]
fn a_strike_has_no_ghost_on_it() {
    let ring = ring([0, 4, 12, 20, 28]);
    for place in [0, 4, 12, 20, 28] {
        for phrase in -50..50 {
            let threshold = threshold(&ring, Manner::Drummer, Seed::kit(3), (phrase, place), 2.0);
            assert!(threshold.is_infinite());
        }
    }
}

#[test]
fn the_weight_of_a_place_makes_its_ghosts_more_or_less_frequent() {
    let ring = ring([8]);
    let rate = |weight| {
        let sounds =
            |phrase| threshold(&ring, Manner::Drummer, Seed::kit(4), (phrase, 9), weight) < 0.8;
        let count = (0..40_000).filter(|phrase| sounds(*phrase)).count();
        float(i64::try_from(count).expect("a count")) / 40_000.0
    };
    for (weight, expected) in [
        (0.0, 0.0),
        (0.5, 0.18),
        (1.0, 0.36),
        (2.0, 0.72),
        (9.0, 0.8),
    ] {
        // Five standard deviations of a count of 40 000.
        let rate = rate(weight);
        assert!((rate - expected).abs() < 0.0125, "{weight}: {rate}");
    }
    let classic = |weight| threshold(&ring, Manner::Classic, Seed::kit(4), (0, 9), weight);
    assert_eq!(classic(0.1).to_bits(), classic(1.0).to_bits());
}

#[test]
fn the_first_phrase_has_ghosts_already_and_each_phrase_its_own() {
    let backbeat = ring([4, 12, 20, 28]);
    let heard = |seed, phrase| -> Vec<u16> {
        let sounds = |place: &u16| {
            threshold(&backbeat, Manner::Drummer, seed, (phrase, *place), 1.0) < 0.843
        };
        (0..32).filter(sounds).collect()
    };
    let first: usize = (0..1000).map(|seed| heard(Seed::kit(seed), 0).len()).sum();
    // The original has 4.6 in two bars on average.
    assert!((4_000..5_200).contains(&first), "{first}");
    let phrases: Vec<_> = (-5..5).map(|phrase| heard(Seed::kit(1), phrase)).collect();
    let all_alike = phrases.windows(2).all(|pair| pair[0] == pair[1]);
    assert!(!all_alike);
    assert_eq!(heard(Seed::kit(1), 7), heard(Seed::kit(1), 7));
}

#[test]
fn every_turn_is_drawn_equally_often() {
    let ring = ring([0, 8, 16, 24]);
    let mut counts = [0_i64; 4];
    for phrase in -10_000..10_000 {
        counts[usize::from(turn(&ring, Seed::kit(2), phrase))] += 1;
    }
    // Four of the 32 places go round, eight at a time: five standard deviations of 5000.
    assert!(
        counts.iter().all(|count| (count - 5_000).abs() < 310),
        "{counts:?}"
    );
}

#[test]
fn the_snares_weights_average_to_one_and_favour_the_last_sixteenth() {
    let bar: Vec<f64> = (-16..0).map(snare_weight).collect();
    let mean = bar.iter().sum::<f64>() / 16.0;
    assert!((mean - 1.0).abs() < 1e-12);
    assert!(bar.iter().all(|weight| *weight <= snare_weight(15)));
    // After the backbeat more than before it.
    assert!(snare_weight(5) > 4.0 * snare_weight(3));
}

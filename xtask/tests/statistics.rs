//! What is measured of a groove, held against sums done by hand.

use xtask::statistics::{SIXTEENTH, Strike, are_likeliest, deviation, lag_one, mean, per_step};

fn strike(frame: u32) -> Strike {
    Strike {
        frame,
        velocity: 51,
        lane: "Snare".to_owned(),
        source: "ghost".to_owned(),
    }
}

fn is(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 1e-12
}

#[test]
fn a_strike_belongs_to_the_sixteenth_that_it_swings_away_from() {
    let late = strike(17 * SIXTEENTH + 3_000);
    assert_eq!((late.bar(), late.step()), (1, 1));
    assert!(is(late.lateness(), 0.25));
    let early = strike(16 * SIXTEENTH - 600);
    assert_eq!((early.bar(), early.step()), (1, 0));
    assert!(is(early.lateness(), -0.05));
}

#[test]
fn a_ghost_is_under_52() {
    let mut strike = strike(0);
    assert!(strike.is_ghostly());
    strike.velocity = 52;
    assert!(!strike.is_ghostly());
}

#[test]
fn mean_and_deviation_are_those_of_all_values() {
    let values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
    assert!(is(mean(&values), 5.0) && is(deviation(&values), 2.0));
    assert!(mean(&[]).is_nan() && deviation(&[]).is_nan());
}

#[test]
fn neighbours_that_agree_correlate_and_those_that_turn_round_do_not() {
    // Around a mean of 0: -2 x -1 + -1 x 1 + 1 x 2 = 3, of 4 + 1 + 1 + 4 = 10.
    assert!(is(lag_one(&[-2.0, -1.0, 1.0, 2.0]), 0.3));
    assert!(is(lag_one(&[5.0, 7.0, 5.0, 7.0]), -0.75));
    assert!(lag_one(&[]).is_nan());
}

#[test]
fn the_likeliest_sixteenths_are_found_by_their_shares() {
    let struck = [1, 9, 17, 25, 33].map(|sixteenth| strike(sixteenth * SIXTEENTH));
    let shares = per_step(struck.iter(), 4);
    assert!(is(shares[1], 0.75) && is(shares[9], 0.5) && is(shares[0], 0.0));
    assert!(are_likeliest(&shares, &[2, 10]));
    assert!(!are_likeliest(&shares, &[10]) && !are_likeliest(&shares, &[2, 16]));
}

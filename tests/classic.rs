//! Classic: the numbers of the original firmware, from its tables and re-derived.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Controls;
use afterbeat::pattern::{Bank, Lfo, LfoDepth, Velocity};
use std::f64::consts::TAU;
use support::check::{Note, notes};
use support::groove::Groove;
use support::number::float;
use support::rig::Rig;

/// Intensity, step, ratio.
fn ratio_table() -> Vec<(f64, i64, f64)> {
    let rows = include_str!("data/swing_ratio.csv").lines().skip(1);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let real = |index: usize| cells[index].trim().parse::<f64>().expect("a number");
        let step = cells[1].parse::<i64>().expect("a step");
        (real(0), step, real(3))
    };
    rows.map(row).collect()
}

/// Kick and hat for each step.
fn velocity_table() -> Vec<(u8, u8)> {
    let rows = include_str!("data/lfo_velocity.csv").lines().skip(1);
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let velocity = |index: usize| cells[index].trim().parse::<u8>().expect("a velocity");
        (velocity(2), velocity(3))
    };
    rows.map(row).collect()
}

/// The ratio from the facts: 0.15 t^7 above half, a slow cosine over 64 steps, 0.5 to 0.65.
fn ratio(intensity: f64, step: i64) -> f64 {
    if intensity < 0.5 {
        return 0.5;
    }
    let t = 2.0 * intensity - 1.0;
    let base = (0..7).fold(0.15, |product, _| product * t);
    let slow = 0.01 * (TAU * float(step) / 64.0).cos();
    (0.5 + base + slow).clamp(0.5, 0.65)
}

/// 64 sixteenths at 60 BPM, with 4 million frames a second: a pair is 2 million of them.
fn play(bank: Bank, intensity: f64) -> Vec<Note> {
    let controls = Controls {
        swing: 0.5,
        swing_follow: true,
        ghosts: intensity,
        ..Controls::default()
    };
    let mut rig = Rig::with(bank, 4e6, &controls);
    rig.roll(64_000_000, 1 << 20, 60.0, 0.0);
    rig.stop();
    notes(&rig.events)
}

/// The ratio that each of the 64 steps was given, as its place and its length tell.
///
/// A strike on the second of a pair tells by its place. One on the first does not move: its note,
/// which lasts one step, ends where the second would be.
fn measured(intensity: f64) -> Vec<f64> {
    let pair = 2_000_000;
    let firsts = play(Groove::new(1).plain().lane(0, "x.").bank(), intensity);
    let seconds = play(Groove::new(1).plain().lane(0, ".x").bank(), intensity);
    assert_eq!((firsts.len(), seconds.len()), (32, 32));
    let of_first = firsts.iter().map(|note| note.off - note.on);
    let of_second = (0..).zip(&seconds).map(|(n, note)| note.on - n * pair);
    let both = of_first
        .zip(of_second)
        .flat_map(|(first, second)| [first, second]);
    both.map(|frames| float(frames) / float(pair)).collect()
}

#[test]
fn the_table_says_what_the_facts_say() {
    let table = ratio_table();
    assert_eq!(table.len(), 12 * 64);
    for (intensity, step, listed) in table {
        let derived = ratio(intensity, step);
        assert!(
            (derived - listed).abs() <= 1e-6,
            "intensity {intensity}, step {step}: {derived} derived, {listed} listed"
        );
    }
}

#[test]
fn swing_follows_the_ghosts_as_the_original_did() {
    for rows in ratio_table().chunks(64) {
        let intensity = rows[0].0;
        let got = measured(intensity);
        for (&(_, step, listed), got) in rows.iter().zip(&got) {
            for expected in [listed, ratio(intensity, step)] {
                assert!(
                    (got - expected).abs() <= 1e-6,
                    "intensity {intensity}, step {step}: {got} instead of {expected}"
                );
            }
        }
    }
}

fn wave(cycles: u16, base: u8, depth: u8) -> Lfo {
    Lfo {
        cycles,
        base: Velocity::new(base).expect("a velocity"),
        depth: LfoDepth::new(depth).expect("a depth"),
        ..Lfo::OFF
    }
}

/// The velocities of 64 steps of one lane, all 16 lanes playing all sixteenths at 127.
fn velocities(lane: u8) -> Vec<u8> {
    let groove = (0..16).fold(Groove::new(1).plain(), |groove, lane| {
        groove.lane(lane, "9")
    });
    let groove = groove.lfo(0, wave(125, 100, 25)).lfo(2, wave(200, 107, 20));
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(64 * 7500, 480, 96.0, 0.0);
    rig.stop();
    let played = notes(&rig.events);
    let of_lane = played.iter().filter(|note| note.lane == lane);
    of_lane.map(|note| note.velocity).collect()
}

#[test]
fn the_kick_and_the_hat_breathe_as_in_the_table() {
    let (kick, hat): (Vec<u8>, Vec<u8>) = velocity_table().into_iter().unzip();
    assert_eq!(velocities(0), kick);
    assert_eq!(velocities(2), hat);
}

#[test]
fn the_kick_and_the_hat_breathe_as_the_facts_say() {
    let derived = |base: f64, depth: f64, cycles: f64| -> Vec<f64> {
        let at = |step| base + (depth * (TAU * cycles * float(step) / 64.0).sin()).trunc();
        (0..64).map(at).collect()
    };
    let played = |lane| -> Vec<f64> { velocities(lane).into_iter().map(f64::from).collect() };
    assert_eq!(played(0), derived(100.0, 25.0, 1.25));
    assert_eq!(played(2), derived(107.0, 20.0, 2.0));
}

#[test]
fn every_other_lane_stays_at_127() {
    for lane in (0..16).filter(|lane| ![0, 2].contains(lane)) {
        assert_eq!(velocities(lane), [127; 64], "lane {lane}");
    }
}

//! Everything switched on at once: blocks change nothing, and every note that begins ends.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

#[path = "support/chaos.rs"]
mod chaos;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;

use chaos::{Chaos, edit};
use everything::{Kind, bank, controls, perform};
use std::ops::Range;
use support::check::{check_same, check_wire, strikes};
use support::cuts::Cuts;
use support::number::{float, round};
use support::rng::Rng;
use support::script::{Act, Script};

const RATES: [f64; 3] = [44_100.0, 48_000.0, 96_000.0];
const TEMPOS: [f64; 4] = [61.7, 120.0, 174.3, 240.0];

fn frames(rate: f64, tempo: f64, beats: f64) -> i64 {
    round(beats * 60.0 / tempo * rate)
}

/// What a hand does every beat or so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// It moves controls.
    Turns,
    /// It edits what plays as well.
    Writes,
}

/// Plays `beats` from somewhere on, with a hand on it.
fn performance(seed: u64, hand: Hand, (rate, tempo): (f64, f64), beats: i64) -> Script {
    let mut rng = Rng::new(seed);
    let start = *rng.pick(&[0.0, -2.5, 30.0, 63.25, 1000.1]);
    let end = frames(rate, tempo, float(beats));
    let mut script = Script::steady(rate, tempo, start, end);
    let mut controls = controls(&mut rng);
    script = script.with(0, &controls);
    let mut at = 0;
    loop {
        at += 1 + rng.whole(0, frames(rate, tempo, 2.0));
        if at >= end {
            return script;
        }
        if hand == Hand::Writes && rng.chance(50) {
            script.acts.push((at, Act::Edit(edit(&mut rng))));
        } else {
            perform(&mut rng, &mut controls);
            script = script.with(at, &controls);
        }
    }
}

fn check_cuts(seeds: Range<u64>, hand: Hand, beats: i64, others: &[Cuts]) -> usize {
    let mut heard = 0;
    for seed in seeds {
        let mut rng = Rng::new(seed ^ 0xC07);
        let (rate, tempo) = (*rng.pick(&RATES), *rng.pick(&TEMPOS));
        let bank = bank(seed, Kind::Whole);
        let script = performance(seed, hand, (rate, tempo), beats);
        let whole = script.play(&bank, &Cuts::Steady(1 << 20));
        check_wire(&whole);
        heard += strikes(&whole).len();
        for cuts in others.iter().cloned().chain([Cuts::Random(seed)]) {
            let claim = format!("seed {seed}, {rate} Hz, {tempo} bpm, {cuts:?}");
            check_same(&claim, &script.play(&bank, &cuts), &whole);
        }
    }
    heard
}

#[test]
fn blocks_change_nothing_while_everything_moves() {
    let cuts = [64, 441, 4096].map(Cuts::Steady);
    let heard = check_cuts(0..120, Hand::Turns, 24, &cuts);
    assert!(heard > 30_000, "only {heard} strikes were heard");
}

#[test]
fn blocks_of_one_frame_change_nothing_while_everything_moves() {
    let cuts = [Cuts::Steady(1), Cuts::Turns(&[511, 1])];
    let heard = check_cuts(1000..1040, Hand::Turns, 16, &cuts);
    assert!(heard > 8_000, "only {heard} strikes were heard");
}

#[test]
fn blocks_change_nothing_while_everything_moves_and_is_edited() {
    let cuts = [64, 441, 4096].map(Cuts::Steady);
    let heard = check_cuts(2000..2080, Hand::Writes, 24, &cuts);
    assert!(heard > 20_000, "only {heard} strikes were heard");
    let cuts = [Cuts::Steady(1), Cuts::Turns(&[511, 1])];
    let heard = check_cuts(3000..3020, Hand::Writes, 16, &cuts);
    assert!(heard > 4_000, "only {heard} strikes were heard");
}

#[test]
fn every_note_ends_once_whatever_the_host_and_the_hand_do() {
    let mut heard = 0;
    for seed in 0..2_400 {
        let (script, bank, cuts) = Chaos::new(seed).write();
        let events = script.play(&bank, &cuts);
        let checked = std::panic::catch_unwind(|| check_wire(&events));
        assert!(checked.is_ok(), "seed {seed}, {cuts:?}");
        heard += strikes(&events).len();
    }
    assert!(heard > 100_000, "only {heard} strikes were heard");
}

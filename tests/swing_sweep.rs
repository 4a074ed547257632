//! Swing turned while everything plays: no strike is doubled, none is lost, no draw changes.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;

use afterbeat::engine::{Controls, Kind as Sound, Origin, Source};
use everything::{Kind, bank, controls};
use std::collections::BTreeMap;
use support::check::check_wire;
use support::cuts::Cuts;
use support::number::{float, round};
use support::rig::At;
use support::rng::Rng;
use support::script::Script;

const RATE: f64 = 48_000.0;
const TEMPO: f64 = 120.0;
const BAR: i64 = 96_000;
const BARS: i64 = 24;

/// A strike but for its frame: lane, source, velocity. Waves make velocities differ from bar to bar.
type Identity = (u8, &'static str, u8);

/// How often each strike is heard. Hits that go with one are not counted: two on one key and frame
/// are one, and a grace note that comes too late is left out.
fn counts(events: &[At]) -> BTreeMap<Identity, usize> {
    check_wire(events);
    let mut counts = BTreeMap::new();
    for (_, event) in events {
        if let (Sound::On(velocity), Origin::Strike { lane, source }) = (event.kind, event.origin)
            && source != Source::Ratchet
        {
            let identity = (lane.get(), source.name(), velocity.get());
            *counts.entry(identity).or_insert(0) += 1;
        }
    }
    counts
}

/// Plays the song with the swing that `swing` gives for each part of it, 0 to 1; straight at the end.
fn sung(seed: u64, controls: &Controls, swing: impl Fn(f64) -> f64) -> BTreeMap<Identity, usize> {
    // At the song's beginning all that is pulled early is heard on one frame, and one key is struck
    // once there: so it begins a bar before.
    let mut script = Script::steady(RATE, TEMPO, -4.0, BARS * BAR);
    let turned = (BARS - 2) * BAR;
    let mut at = 0;
    while at < turned {
        let now = Controls {
            swing: swing(float(at) / float(turned)),
            ..controls.clone()
        };
        script = script.with(at, &now);
        at += 1_777;
    }
    let now = Controls {
        swing: 0.5,
        ..controls.clone()
    };
    let script = script.with(turned, &now);
    counts(&script.play(&bank(seed, Kind::Unrolled), &Cuts::Steady(512)))
}

fn hands(seed: u64) -> Controls {
    Controls {
        humanize_velocity: 0.0,
        ..controls(&mut Rng::new(seed))
    }
}

#[track_caller]
fn check_counts(
    claim: &str,
    got: &BTreeMap<Identity, usize>,
    expected: &BTreeMap<Identity, usize>,
) {
    let all = got.keys().chain(expected.keys());
    let differ: Vec<_> = all
        .filter(|key| got.get(key) != expected.get(key))
        .map(|key| (key, got.get(key), expected.get(key)))
        .collect();
    assert!(differ.is_empty(), "{claim}: {differ:?}");
}

#[test]
fn a_steady_swing_makes_no_strike_come_or_go() {
    for seed in 0..8 {
        let controls = hands(seed);
        let straight = sung(seed, &controls, |_| 0.5);
        assert!(straight.values().sum::<usize>() > 400);
        for swing in [0.25, 0.4, 0.58, 0.667, 0.75] {
            let swung = sung(seed, &controls, |_| swing);
            check_counts(&format!("seed {seed}, {swing}"), &swung, &straight);
        }
    }
}

#[test]
fn a_swing_that_moves_through_its_range_doubles_and_loses_no_strike() {
    for seed in 0..8 {
        let controls = hands(seed);
        let straight = sung(seed, &controls, |_| 0.5);
        let up = sung(seed, &controls, |part| 0.25 + 0.5 * part);
        check_counts(&format!("seed {seed}, up"), &up, &straight);
        let down = sung(seed, &controls, |part| 0.75 - 0.5 * part);
        check_counts(&format!("seed {seed}, down"), &down, &straight);
        let quick = |part: f64| 0.5 + 0.25 * (part * 400.0).sin();
        check_counts(
            "quickly to and fro",
            &sung(seed, &controls, quick),
            &straight,
        );
        let jumps = |part: f64| {
            let place = u64::try_from(round(part * 1e6)).expect("not negative");
            Rng::new(place ^ seed).real(0.25, 0.75)
        };
        check_counts("in jumps", &sung(seed, &controls, jumps), &straight);
    }
}

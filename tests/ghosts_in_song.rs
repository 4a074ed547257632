//! Ghosts as they are heard in a song: what brings them, and where they never are.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;

use afterbeat::engine::{Controls, FillEvery, Kind as Sound, Origin, Source};
use afterbeat::pattern::{Bank, Bars, Percent};
use afterbeat::time::{Division, SwingGrid};
use everything::{Kind, bank, controls};
use std::collections::{BTreeMap, BTreeSet};
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::round;
use support::rig::At;
use support::rng::Rng;
use support::script::Script;

const RATE: f64 = 48_000.0;

/// Frames of a sixteenth at 120 bpm.
const SIXTEENTH: i64 = 6_000;

/// What is heard in `bars` bars at `tempo`.
fn played(bank: &Bank, controls: &Controls, tempo: f64, bars: i32) -> Vec<At> {
    let frames = round(f64::from(bars) * 240.0 / tempo * RATE);
    let script = Script::steady(RATE, tempo, 0.0, frames).with(0, controls);
    script.play(bank, &Cuts::Steady(1024))
}

/// The ghosts: frame, lane, velocity.
fn ghosts(events: &[At]) -> BTreeSet<(i64, u8, u8)> {
    let ghost = |at: &At| match (at.1.kind, at.1.origin) {
        (
            Sound::On(velocity),
            Origin::Strike {
                lane,
                source: Source::Ghost,
            },
        ) => Some((at.0, lane.get(), velocity.get())),
        _ => None,
    };
    events.iter().filter_map(ghost).collect()
}

/// Where ghosts are heard: frame, key. Of two lanes on one key the louder is heard.
fn keys(events: &[At]) -> BTreeSet<(i64, u8)> {
    let is_ghost = |at: &&At| {
        let source = |origin| {
            matches!(
                origin,
                Origin::Strike {
                    source: Source::Ghost,
                    ..
                }
            )
        };
        at.1.kind != Sound::Off && source(at.1.origin)
    };
    let ghosts = events.iter().filter(is_ghost);
    ghosts.map(|at| (at.0, at.1.key.get())).collect()
}

/// Straight, on the grid, as written, but with everything else on.
fn straight(seed: u64) -> Controls {
    let mut controls = Controls {
        swing: 0.5,
        swing_lfo_depth: 0.0,
        swing_follow: false,
        humanize_ms: 0.0,
        push_ms: 0.0,
        ..controls(&mut Rng::new(seed))
    };
    for (_, lane) in controls.lanes.iter_mut() {
        lane.swing = 0.0;
        lane.delay_ms = 0.0;
    }
    controls
}

#[test]
fn turning_ghosts_up_only_ever_adds_some() {
    for seed in 0..12 {
        let bank = bank(seed, Kind::Unrolled);
        let mut before = BTreeSet::new();
        for tenths in 0..=20 {
            let controls = Controls {
                ghosts: f64::from(tenths) / 20.0,
                ..straight(seed)
            };
            let now = keys(&played(&bank, &controls, 120.0, 32));
            let gone: Vec<_> = before.difference(&now).collect();
            assert!(gone.is_empty(), "seed {seed}, {tenths} of 20: {gone:?}");
            before = now;
        }
        assert!(before.len() > 20, "{} ghosts", before.len());
    }
}

/// A backbeat with hats, congas and whatever the seed writes; all lanes that may play ghosts do.
fn beat(seed: u64) -> Groove {
    let mut rng = Rng::new(seed);
    let mut text = |percent| -> String {
        let cell = |_| if rng.chance(percent) { 'x' } else { '.' };
        (0..32).map(cell).collect()
    };
    let snare = text(15);
    let conga = text(12);
    let hat = text(30);
    let open = text(8);
    let mut groove = Groove::new(2)
        .lane(0, "x... ..x. x... ....")
        .lane(1, &snare)
        .lane(2, &hat)
        .lane(5, &open)
        .lane(10, &conga);
    for lane in [1, 2, 10] {
        groove = groove.voice(lane, |voice| voice.ghosts = Percent::ALL);
    }
    groove
}

fn all_ghosts(seed: u64) -> Controls {
    Controls {
        ghosts: 1.0,
        phrase: Bars::new(1 + u8::try_from(seed % 5).expect("small")).expect("1 to 16"),
        seed: u16::try_from(seed).expect("small"),
        ..Controls::default()
    }
}

/// The sixteenths on which each lane has a ghost.
fn places(ghosts: &BTreeSet<(i64, u8, u8)>) -> BTreeMap<u8, BTreeSet<i64>> {
    let mut places: BTreeMap<u8, BTreeSet<i64>> = BTreeMap::new();
    for (frame, lane, _) in ghosts {
        assert_eq!(frame % SIXTEENTH, 0);
        places.entry(*lane).or_default().insert(frame / SIXTEENTH);
    }
    places
}

#[test]
fn no_lane_has_three_ghosts_in_a_row() {
    let mut pairs = 0;
    for seed in 0..300 {
        let events = played(&beat(seed).bank(), &all_ghosts(seed), 120.0, 24);
        for (lane, places) in places(&ghosts(&events)) {
            for place in &places {
                let next = |by: i64| places.contains(&(place + by));
                assert!(
                    !(next(1) && next(2)),
                    "seed {seed}, lane {lane}, sixteenth {place}"
                );
                pairs += i32::from(next(1));
            }
        }
    }
    assert!(pairs > 300, "{pairs} pairs");
}

#[test]
fn no_ghost_is_on_a_closed_hat_while_the_open_one_rings() {
    let mut ghosts_on_hats = 0;
    for seed in 0..200 {
        let bank = beat(seed).bank();
        let events = played(&bank, &all_ghosts(seed), 120.0, 8);
        let mut is_open = false;
        for (frame, event) in &events {
            let Origin::Strike { lane, source } = event.origin else {
                continue;
            };
            match (lane.get(), event.kind) {
                (5, kind) => is_open = kind != Sound::Off,
                (2, Sound::On(_)) => {
                    // What it ends is ended before, so the tape knows nothing any more: ask the beat.
                    let rung = (1..=3).any(|back| {
                        let at = frame - back * SIXTEENTH;
                        let open = |at: &At| at.0 == frame - back * SIXTEENTH;
                        let group = |at: &At| matches!(at.1.kind, Sound::On(_)) && is_hat(at);
                        let since = events.iter().any(|at| {
                            group(at) && at.0 < *frame && at.0 > frame - back * SIXTEENTH
                        });
                        let struck = events
                            .iter()
                            .any(|at| open(at) && group(at) && lane_of(at) == 5);
                        at >= 0 && struck && !since
                    });
                    assert!(
                        source != Source::Ghost || !(rung || is_open),
                        "seed {seed}, {frame}"
                    );
                    ghosts_on_hats += i32::from(source == Source::Ghost);
                }
                _ => {}
            }
        }
    }
    assert!(ghosts_on_hats > 500, "{ghosts_on_hats}");
}

fn lane_of(at: &At) -> u8 {
    match at.1.origin {
        Origin::Strike { lane, .. } => lane.get(),
        Origin::Thru => 255,
    }
}

fn is_hat(at: &At) -> bool {
    matches!(lane_of(at), 2 | 5)
}

#[test]
fn fast_steps_have_no_ghosts() {
    // A sixteenth is 81 ms at 185 bpm, 79 ms at 190.
    let bank = beat(3).bank();
    let eighths = beat(3).rate(1, 5, Division::Straight).bank();
    let count = |bank: &Bank, tempo| ghosts(&played(bank, &all_ghosts(3), tempo, 16)).len();
    assert!(count(&bank, 185.0) > 20);
    assert_eq!(count(&bank, 190.0), 0);
    assert!(count(&eighths, 190.0) > 5);
}

#[test]
fn on_a_grid_of_eighths_they_are_on_the_second_sixteenth_of_the_beat() {
    let mut heard = 0;
    for seed in 0..40 {
        let controls = Controls {
            swing_grid: SwingGrid::Eighths,
            ..all_ghosts(seed)
        };
        let ghosts = ghosts(&played(&beat(seed).bank(), &controls, 120.0, 16));
        heard += ghosts.len();
        assert!(
            ghosts.iter().all(|ghost| ghost.0 / SIXTEENTH % 4 == 1),
            "seed {seed}"
        );
    }
    assert!(heard > 200, "{heard}");
}

#[test]
fn no_ghost_is_louder_than_three_fifths_of_its_lanes_loudest() {
    // 76.2, 42.6, 17.4 and 9 to the nearest whole.
    for (text, most) in [
        ("9... ....", 76),
        ("5... ....", 43),
        ("2... ....", 17),
        ("1...  ....", 9),
    ] {
        let groove = Groove::new(1).lane(1, text).lane(2, text);
        let controls = Controls {
            ghost_level: 2.0,
            ..all_ghosts(1)
        };
        let ghosts = ghosts(&played(&groove.bank(), &controls, 120.0, 64));
        let loudest = ghosts.iter().map(|ghost| ghost.2).max();
        assert_eq!(loudest, Some(most), "{text}");
    }
}

#[test]
fn the_first_bar_has_ghosts_already() {
    let first_bar = |seed: u16| {
        let controls = Controls {
            ghosts: 0.6,
            fill_every: FillEvery::new(4),
            seed,
            ..Controls::default()
        };
        let groove = Groove::new(1)
            .lane(0, "x...")
            .lane(1, ".... x... .... x...")
            .lane(2, "x.x.");
        ghosts(&played(&groove.bank(), &controls, 120.0, 1)).len()
    };
    let with = (0..200).filter(|seed| first_bar(*seed) > 0).count();
    assert!(with > 150, "{with} of 200 first bars have ghosts");
}

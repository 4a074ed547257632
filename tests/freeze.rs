//! A frozen bar: the same strikes, written down, without chance, ghosts or fills.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, FillEvery, Kind, Preview, Source, freeze, preview};
use afterbeat::grooves::{factory, find};
use afterbeat::offline::Render;
use afterbeat::pattern::{
    Bank, Bars, Condition, Direction, Edit, InFills, LaneIndex, LaneSetting, Lfo, Pattern,
    PatternIndex, Percent, Reset, Velocity,
};
use afterbeat::time::{Bpm, Meter, SampleRate, Speed};
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use support::groove::{Groove, lane_at};
use support::rig::rehearsal;

/// A player in full flow.
fn lively(seed: u16) -> Controls {
    Controls {
        swing: 0.58,
        ghosts: 0.9,
        fills: 0.6,
        fill_every: FillEvery::new(4),
        fill_crash: true,
        humanize_ms: 12.0,
        humanize_velocity: 0.2,
        seed,
        ..Controls::default()
    }
}

/// The same player, who plays what is written and nothing else.
fn plain(controls: &Controls) -> Controls {
    Controls {
        ghosts: 0.0,
        fill_every: None,
        density: 0.0,
        ..controls.clone()
    }
}

/// A hit: lane, drum, straight place, where it sounds, how hard it was meant.
type Place = (u8, u8, i64, i64, u8);

/// What sounds in a bar, and how hard each hit sounds.
fn sounding(bank: &Bank, controls: &Controls, bar: i64) -> Vec<(Place, u8)> {
    let hits = preview(&rehearsal(bank, controls), bar..bar + 1);
    let told = |hit: &Preview| {
        let (lane, drum) = (hit.lane.get(), hit.drum.get());
        let meant = Velocity::clamped(hit.meant).get();
        let place = (lane, drum, hit.tick.get(), hit.sounds_at.get(), meant);
        Some((place, hit.velocity?.get()))
    };
    let mut sounding: Vec<_> = hits.iter().filter_map(told).collect();
    sounding.sort_unstable();
    sounding
}

/// A bar and the same frozen have the same strikes.
fn check(bank: &Bank, controls: &Controls, bar: i64, name: &str) {
    let frozen = Bank::with_first(freeze(&rehearsal(bank, controls), bar));
    let expected = sounding(bank, controls, bar);
    let got = sounding(&frozen, &plain(controls), bar);
    let places = |hits: &[(Place, u8)]| -> Vec<_> { hits.iter().map(|hit| hit.0).collect() };
    assert_eq!(places(&got), places(&expected), "{name}, bar {bar}");
    for (got, expected) in got.iter().zip(&expected) {
        // What was drawn takes its share of its lane's wave only, until it is written.
        let lane = LaneIndex::new(got.0.0).expect("a lane");
        let has_wave = frozen
            .lane(PatternIndex::FIRST, lane)
            .is_some_and(|lane| lane.lfo != Lfo::OFF);
        // It is rounded once more than it was.
        assert!(
            has_wave || got.1.abs_diff(expected.1) <= 1,
            "{name}: {got:?}, not {expected:?}"
        );
    }
}

#[test]
fn every_groove_frozen_has_the_strikes_of_its_bar() {
    for (number, groove) in (0..).zip(factory()) {
        let bank = Bank::with_first(groove.pattern.clone());
        for seed in 0..6 {
            let controls = lively(seed * 97 + number);
            for bar in [0, 3, 6] {
                check(&bank, &controls, bar, &groove.id);
            }
        }
    }
}

#[test]
fn a_bar_is_frozen_at_any_speed_and_shift() {
    for groove in factory() {
        let bank = Bank::with_first(groove.pattern.clone());
        for (speed, shift) in [(Speed::Half, 0), (Speed::Double, 0), (Speed::Normal, 3)] {
            let controls = Controls {
                speed,
                shift,
                ..lively(5)
            };
            check(&bank, &controls, 7, &groove.id);
        }
    }
}

fn rendered(pattern: &Pattern, controls: &Controls, bars: u32) -> Vec<(i64, u8, u8)> {
    let render = Render {
        bank: Bank::with_first(pattern.clone()),
        bars,
        bpm: Bpm::DEFAULT,
        rate: SampleRate::DEFAULT,
        block: NonZeroU32::new(512).expect("not zero"),
        meter: Meter::COMMON,
        automated: false,
    };
    let events = render.run(|_| controls.clone());
    let on = |played: &afterbeat::offline::Rendered| match played.event.kind {
        Kind::On(velocity) => Some((played.frame, played.event.key.get(), velocity.get())),
        Kind::Off => None,
    };
    events.iter().filter_map(on).collect()
}

#[test]
fn a_frozen_bar_is_played_over_and_over() {
    // Two seconds at 120 quarters a minute.
    const BAR: i64 = 96_000;
    let pattern = &find("B1").expect("a factory groove").pattern;
    let controls = Controls {
        humanize_ms: 0.0,
        humanize_velocity: 0.0,
        ..lively(11)
    };
    let bank = Bank::with_first(pattern.clone());
    let frozen = freeze(&rehearsal(&bank, &controls), 3);
    assert_eq!(frozen.bars, Bars::ONE);
    let in_bar = |strikes: &[(i64, u8, u8)], bar: i64| -> Vec<_> {
        let here = strikes.iter().filter(|strike| strike.0 / BAR == bar);
        here.map(|strike| (strike.0 % BAR, strike.1, strike.2))
            .collect()
    };
    let expected = in_bar(&rendered(pattern, &controls, 4), 3);
    let again = rendered(&frozen, &plain(&controls), 4);
    for bar in 0..4 {
        assert_eq!(in_bar(&again, bar), expected, "bar {bar}");
    }
}

#[test]
fn what_was_drawn_keeps_its_velocities() {
    let pattern = &find("B1").expect("a factory groove").pattern;
    let bank = Bank::with_first(pattern.clone());
    let mut written = BTreeSet::new();
    let snare = LaneIndex::new(1).expect("a lane");
    for seed in 0..60 {
        let controls = Controls {
            fill_every: None,
            ..lively(seed)
        };
        let hits = preview(&rehearsal(&bank, &controls), 0..1);
        let frozen = freeze(&rehearsal(&bank, &controls), 0);
        let is_ghost = |hit: &&Preview| hit.source == Source::Ghost && hit.velocity.is_some();
        for ghost in hits.iter().filter(is_ghost).filter(|hit| hit.lane == snare) {
            let step = frozen.lanes[snare].step(ghost.cell);
            assert_eq!(step.velocity, Some(Velocity::clamped(ghost.meant)));
            written.extend(step.velocity.map(Velocity::get));
        }
    }
    // Around 37, by up to 6.
    assert!(written.iter().all(|velocity| (31..=43).contains(velocity)));
    assert!(written.len() > 8, "{written:?}");
}

#[test]
fn nothing_of_chance_is_left_and_the_rest_is_kept() {
    let half = Percent::new(50).expect("a percentage");
    let other = Condition::pass(2, 2).expect("a pass");
    let groove = Groove::new(2)
        .lane(0, "x..x.")
        .reset(0, Reset::Never)
        .put(0, 3, |step| (step.chance, step.accent) = (half, true))
        .lane(4, "9.7.5.3.x.x.x.x.")
        .put(4, 2, |step| step.condition = other)
        .voice(4, |voice| voice.in_fills = InFills::Only)
        .lane(9, "x.x.x.")
        .edit(Edit::Lane {
            at: lane_at(9),
            to: LaneSetting::Direction(Direction::Random),
        })
        .edit(Edit::Lane {
            at: lane_at(4),
            to: LaneSetting::Rotate(3),
        });
    let bank = groove.bank();
    for bar in 0..24 {
        let controls = lively(3);
        check(&bank, &controls, bar, "polymeter");
        let frozen = freeze(&rehearsal(&bank, &controls), bar);
        for (at, lane) in frozen.lanes.iter() {
            let of = bank
                .lane(lane_at(0).pattern, at)
                .expect("the first pattern");
            assert_eq!((lane.rate, lane.lfo, lane.seed), (of.rate, of.lfo, of.seed));
            assert_eq!(
                (lane.voice.key, lane.voice.name),
                (of.voice.key, of.voice.name)
            );
            assert_eq!(
                (lane.reset, lane.direction),
                (Reset::Pattern, Direction::Forward)
            );
            assert_eq!((lane.rotate, lane.length.get()), (0, 16));
            let mut steps = lane.steps().iter();
            assert!(
                steps
                    .all(|step| step.chance == Percent::ALL && step.condition == Condition::ALWAYS)
            );
        }
    }
}

#[test]
fn a_step_off_the_bars_grid_is_nudged_to_its_place() {
    // Dotted eighths without an end: the second bar begins between two of them.
    let bank = Groove::new(1)
        .lane(0, "x")
        .rate(0, 5, afterbeat::time::Division::Dotted)
        .reset(0, Reset::Never)
        .bank();
    let controls = Controls::default();
    let frozen = Bank::with_first(freeze(&rehearsal(&bank, &controls), 1));
    let expected = sounding(&bank, &controls, 1);
    let got = sounding(&frozen, &controls, 1);
    assert_eq!((got.len(), expected.len()), (5, 5));
    for (got, expected) in got.iter().zip(&expected) {
        // A thousandth of a step.
        assert!(
            (got.0.3 - expected.0.3).abs() <= 4_325,
            "{got:?}, not {expected:?}"
        );
    }
}

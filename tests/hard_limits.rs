//! As much as a bank can ask for: sixteen lanes of the shortest steps at the highest tempo.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Key, LaneIndex};
use afterbeat::time::SwingGrid;
use support::check::{check_same, check_wire, strike_frames};
use support::groove::{Groove, tuplet};
use support::rig::{At, Rig, rolling};

/// Every lane strikes 16 times in a 64th, and swings.
fn densest() -> Groove {
    (0..16).fold(Groove::new(16).plain(), |groove, lane| {
        let groove = groove.lane(lane, "x").rate(lane, 8, tuplet(16, 1));
        groove.swing_here(lane)
    })
}

fn all_on_one_key(groove: Groove) -> Groove {
    let key = Key::new(36).expect("a key");
    (0..16).fold(groove, |groove, lane| {
        groove.voice(lane, |voice| voice.key = key)
    })
}

fn swung() -> Controls {
    Controls {
        swing: 0.75,
        swing_grid: SwingGrid::Eighths,
        ..Controls::default()
    }
}

fn late() -> Controls {
    let mut controls = Controls {
        push_ms: 30.0,
        ..swung()
    };
    for lane in LaneIndex::all() {
        controls.lanes[lane].delay_ms = 40.0;
    }
    controls
}

/// Calls of 16 384 frames at 2000 BPM, in the loop if there is one.
fn play_calls(groove: &Groove, loop_range: Option<(f64, f64)>) -> Vec<At> {
    let mut rig = Rig::with(groove.bank(), 48_000.0, &late());
    let rolling = Transport {
        loop_range,
        ..rolling(2000.0, 0.0)
    };
    rig.call(64, rolling);
    let unplaced = Transport {
        position: None,
        ..rolling
    };
    for _ in 0..4 {
        rig.call(16_384, unplaced);
    }
    rig.stop();
    rig.events
}

#[test]
fn the_densest_bank_comes_to_its_end_even_in_the_shortest_loop() {
    // The loop of 65 frames is the shortest that counts as one.
    for loop_range in [None, Some((0.0, 65.0 / 1440.0))] {
        for groove in [densest(), all_on_one_key(densest())] {
            let events = play_calls(&groove, loop_range);
            check_wire(&events);
            // In so short a loop every strike comes too late to be heard.
            assert_eq!(strike_frames(&events).is_empty(), loop_range.is_some());
        }
    }
}

#[test]
fn the_densest_bank_plays_the_same_in_any_cut() {
    let play = |cut| {
        let mut rig = Rig::with(densest().bank(), 48_000.0, &swung());
        rig.roll(32_768, cut, 2000.0, 0.0);
        rig.stop();
        check_wire(&rig.events);
        rig.events
    };
    check_same("blocks of 32", &play(32), &play(16_384));
}

#[test]
fn playing_from_bar_9_owes_all_the_late_strikes_that_playing_through_has() {
    // A lane of 16 strikes in a 64th, 70 ms late, is some 90 strikes behind when it starts.
    let groove = Groove::new(1).plain().lane(1, "x");
    let groove = groove.rate(1, 8, tuplet(16, 1));
    let mut controls = Controls {
        push_ms: 30.0,
        ..Controls::default()
    };
    controls.lanes[LaneIndex::new(1).expect("a lane")].delay_ms = 40.0;
    let play = |from, skip: i64| -> Vec<i64> {
        let mut rig = Rig::with(groove.bank(), 48_000.0, &controls);
        rig.roll(skip + 24_000, 500, 300.0, from);
        let frames = strike_frames(&rig.events).into_iter();
        frames
            .map(|frame| frame - skip)
            .filter(|f| *f >= 0)
            .collect()
    };
    let (from_there, through) = (play(32.0, 0), play(28.0, 38_400));
    assert!(!through.is_empty(), "nothing sounds");
    let missing: Vec<_> = through
        .iter()
        .filter(|frame| !from_there.contains(frame))
        .collect();
    assert!(missing.is_empty(), "missing from bar 9: {missing:?}");
}

//! Transports that say nothing, nonsense, or something new each block.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Bank, CellAt, Edit, Step, StepIndex, Velocity};
use afterbeat::time::{Division, Speed};
use support::check::{check_wire, notes, strike_frames};
use support::groove::{Groove, lane_at};
use support::number::{float, floor};
use support::rig::{Rig, rolling};

const ABSURD: [f64; 12] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    0.0,
    -0.0,
    -1.0,
    -120.0,
    1e300,
    -1e300,
    1e-300,
    1e18,
    0.1,
];

/// Stops, and checks that every note has ended.
fn finish(mut rig: Rig) {
    rig.stop();
    check_wire(&rig.events);
    assert_eq!(rig.engine.sounding(), 0, "notes are counted as sounding");
}

fn busy() -> Bank {
    let groove = Groove::new(1)
        .lane(0, "xxxx xxxx xxxx xxxx")
        .lane(2, "xxxx");
    groove.lane(5, "..x.").rate(0, 8, Division::Straight).bank()
}

/// Rolls, then goes through `transports`, then rolls again; nothing may hang, panic or be left.
fn survive(transports: &[Transport]) {
    let mut rig = Rig::new(busy(), 48_000.0);
    rig.roll(10_000, 512, 120.0, 0.0);
    for transport in transports {
        for frames in [1, 64, 16_384] {
            rig.call(frames, *transport);
        }
    }
    rig.roll(10_000, 512, 120.0, 4.0);
    finish(rig);
}

#[test]
fn absurd_tempos_positions_and_loops_are_survived() {
    for value in ABSURD {
        let tempo = Transport {
            tempo: Some(value),
            ..rolling(120.0, 1.0)
        };
        let loops = ABSURD.map(|other| Transport {
            loop_range: Some((value, other)),
            ..rolling(120.0, 1.0)
        });
        let bar = Transport {
            bar_start: Some(value),
            ..rolling(120.0, 1.0)
        };
        survive(&[tempo, rolling(120.0, value), rolling(value, value), bar]);
        survive(&loops);
    }
    let missing = Transport {
        tempo: None,
        position: None,
        ..rolling(0.0, 0.0)
    };
    survive(&[Transport::default(), missing]);
}

#[test]
fn a_null_transport_is_silent_and_releases() {
    let mut rig = Rig::new(busy(), 48_000.0);
    rig.roll(1000, 500, 120.0, 0.0);
    for _ in 0..50 {
        rig.call(512, Transport::default());
    }
    let last = notes(&rig.events).iter().map(|note| note.off).max();
    assert_eq!(last, Some(1000), "released at the first null block");
}

#[test]
fn reverse_playing_and_scrubbing_leave_nothing_behind() {
    let mut rig = Rig::new(busy(), 48_000.0);
    for block in 0..400 {
        rig.call(512, rolling(120.0, 40.0 - float(block) * 0.02));
    }
    for block in 0..400 {
        rig.call(512, rolling(120.0, float((block * 7919) % 64) - 4.0));
    }
    finish(rig);
}

#[test]
fn a_position_that_stands_still_while_playing_goes_on_by_itself() {
    let groove = Groove::new(1).plain().lane(0, "x...");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(512, 512, 120.0, 0.0);
    for _ in 0..200 {
        rig.call(512, rolling(120.0, 0.0));
    }
    rig.stop();
    let ons: Vec<i64> = notes(&rig.events).iter().map(|note| note.on).collect();
    assert_eq!(ons, [0, 24_000, 48_000, 72_000, 96_000]);
}

#[test]
fn a_missing_position_while_playing_goes_on_by_itself() {
    let groove = Groove::new(1).plain().lane(0, "x...");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(512, 512, 120.0, 0.0);
    for position in [None, Some(f64::NAN), Some(f64::INFINITY)] {
        let transport = Transport {
            position,
            ..rolling(120.0, 0.0)
        };
        for _ in 0..60 {
            rig.call(512, transport);
        }
    }
    rig.stop();
    let ons: Vec<i64> = notes(&rig.events).iter().map(|note| note.on).collect();
    assert_eq!(ons, [0, 24_000, 48_000, 72_000]);
}

#[test]
fn a_tempo_that_falls_where_a_strike_was_does_not_play_it_again() {
    // Four frames after the second beat the host is slower, and a little behind us.
    let groove = Groove::new(1).plain().lane(0, "x...x...x...x...");
    for (tempo, position) in [
        (119.0, 1.0),
        (120.0, 1.0),
        (60.0, 1.000_1),
        (160.0, 1.000_1),
    ] {
        let mut rig = Rig::new(groove.bank(), 48_000.0);
        rig.call(24_004, rolling(120.0, 0.0));
        for number in 0..8_i32 {
            let beats = position + f64::from(number * 32) * tempo / 2_880_000.0;
            rig.call(32, rolling(tempo, beats));
        }
        let expected = [0, 24_000];
        assert_eq!(
            strike_frames(&rig.events),
            expected,
            "{tempo} at {position}"
        );
    }
}

#[test]
fn a_host_that_jumps_a_little_ahead_of_a_strike_leaves_it_to_be_played_at_once() {
    // Four frames before the second beat the host is just past it, and something else is new too.
    let groove = Groove::new(1).plain().lane(0, "x...x...x...x...");
    let at = CellAt {
        lane: lane_at(0),
        step: StepIndex::new(9),
    };
    let to = Step::strike(Velocity::MAX);
    for is_edited in [false, true] {
        let mut rig = Rig::new(groove.bank(), 48_000.0);
        rig.call(23_996, rolling(120.0, 0.0));
        if is_edited {
            let edit = Edit::Step { at, to };
            rig.engine.apply(edit).expect("the step is there");
        }
        rig.call(500, rolling(120.5, 1.000_2));
        let expected = [0, 23_996];
        assert_eq!(strike_frames(&rig.events), expected, "edited: {is_edited}");
    }
}

#[test]
fn a_host_that_moves_a_little_over_the_line_on_which_the_speed_changes_loses_no_strike() {
    let groove = Groove::new(1).plain().lane(0, "x...x...x...x...");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(48_000, 512, 120.0, 0.0);
    rig.engine.set_controls(&Controls {
        speed: Speed::Half,
        ..Controls::default()
    });
    rig.roll(47_996, 512, 120.0, 2.0);
    rig.roll(20_000, 500, 121.0, 4.000_1);
    let expected = [0, 24_000, 48_000, 72_000, 95_996];
    assert_eq!(strike_frames(&rig.events), expected);
}

#[test]
fn a_ritardando_known_only_block_by_block_loses_and_doubles_nothing() {
    // From 180 BPM down to 60 in 32 seconds; the tempo is the block's start, and some hosts' positions
    // are rounded to 1/960 beat.
    let bank = Groove::new(1).plain().lane(0, "x...x...x...x...").bank();
    for (block, rounds) in [
        (32, false),
        (64, true),
        (512, false),
        (500, true),
        (1024, false),
    ] {
        let mut rig = Rig::new(bank.clone(), 48_000.0);
        let tempo_at = |frame: i64| 180.0 - 120.0 * float(frame) / (32.0 * 48_000.0);
        let mut ideal = 0.0;
        while rig.now < 31 * 48_000 {
            let now = rig.now;
            let said = if rounds {
                (ideal * 960.0_f64).round() / 960.0
            } else {
                ideal
            };
            rig.call(block, rolling(tempo_at(now), said));
            let mean = f64::midpoint(tempo_at(now), tempo_at(rig.now));
            ideal += float(rig.now - now) * mean / (60.0 * 48_000.0);
        }
        rig.stop();
        let ons: Vec<i64> = notes(&rig.events).iter().map(|note| note.on).collect();
        let expected = usize::try_from(floor(ideal)).unwrap() + 1;
        assert_eq!(ons.len(), expected, "blocks of {block}, rounded: {rounds}");
        let gaps = ons.windows(2).map(|pair| pair[1] - pair[0]);
        assert!(
            gaps.min() > Some(15_000),
            "a beat at 180 BPM is 16 000 frames"
        );
    }
}

#[test]
fn a_tempo_ramp_known_only_block_by_block_loses_and_doubles_nothing() {
    // From 60 BPM on, 120 more in 32 seconds, of which 31 are played; positions are the integral, the tempo is the block's start.
    let bank = Groove::new(1).plain().lane(0, "xxxx").bank();
    for block in [64, 512, 1024] {
        let mut rig = Rig::new(bank.clone(), 48_000.0);
        let tempo_at = |frame: i64| 60.0 + 120.0 * float(frame) / (32.0 * 48_000.0);
        let mut ideal = 0.0;
        let end = 31 * 48_000;
        while rig.now < end {
            let now = rig.now;
            rig.call(block, rolling(tempo_at(now), ideal));
            let mean = f64::midpoint(tempo_at(now), tempo_at(rig.now));
            ideal += float(rig.now - now) * mean / (60.0 * 48_000.0);
        }
        rig.stop();
        let ons: Vec<i64> = notes(&rig.events).iter().map(|note| note.on).collect();
        let expected = usize::try_from(floor(ideal * 4.0)).unwrap() + 1;
        assert_eq!(
            ons.len(),
            expected,
            "strikes in {ideal} beats, blocks of {block}"
        );
        let gaps = ons.windows(2).map(|pair| pair[1] - pair[0]);
        let (least, most) = (gaps.clone().min(), gaps.max());
        assert!(
            least >= Some(4050),
            "a sixteenth at 176 BPM is 4082 frames: {least:?}"
        );
        assert!(
            most <= Some(12_010),
            "a sixteenth at 60 BPM is 12 000 frames: {most:?}"
        );
    }
}

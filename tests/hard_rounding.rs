//! Hosts that round: loop bounds and positions a hair off the grid, and what was struck before it.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{LaneIndex, Nudge, Ratchet};
use support::check::{check_same, check_wire, strike_frames};
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::{float, floor, round};
use support::rig::{Rig, rolling};
use support::script::{Act, Script};

/// The first step of a bar of sixteenths.
fn one() -> Groove {
    Groove::new(1).plain().lane(0, "x...............")
}

/// To the nearest of a beat's `parts`, as hosts do that keep ticks.
fn rounded(beats: f64, parts: f64) -> f64 {
    float(round(beats * parts)) / parts
}

/// The downbeats of 50 passes of a loop of a bar that begins and ends `off` frames after the bar's
/// lines, as in hosts that keep a loop's bounds in frames.
fn downbeats(off: f64, tempo: f64, rate: f64) -> Vec<i64> {
    let frames_per_beat = rate * 60.0 / tempo;
    let range = (8.0 + off / frames_per_beat, 12.0 + off / frames_per_beat);
    let pass = (range.1 - range.0) * frames_per_beat;
    let mut rig = Rig::new(one().bank(), rate);
    while float(rig.now) < pass * 50.0 - 600.0 {
        let passes = floor((float(rig.now) + 1e-6) / pass);
        let into = float(rig.now) - float(passes) * pass;
        let transport = Transport {
            loop_range: Some(range),
            ..rolling(tempo, range.0 + into / frames_per_beat)
        };
        rig.call(512, transport);
    }
    rig.stop();
    check_wire(&rig.events);
    strike_frames(&rig.events)
}

#[test]
fn a_loop_that_begins_a_hair_after_the_bar_strikes_its_one_once_a_pass() {
    // Both the one before its start and the one before its end are within what a host may round.
    for (off, tempo, rate) in [(0.48, 133.337, 44_100.0), (7.0, 120.0, 48_000.0)] {
        let got = downbeats(off, tempo, rate);
        let bar = 4.0 * rate * 60.0 / tempo;
        let gaps = got.windows(2).map(|pair| float(pair[1] - pair[0]));
        let odd: Vec<f64> = gaps.filter(|gap| (gap - bar).abs() > off + 1.0).collect();
        assert!(odd.is_empty(), "{off} frames off: gaps of {odd:?}");
        assert!(
            (50..=51).contains(&got.len()),
            "{off} frames off: {}",
            got.len()
        );
    }
}

#[test]
fn a_one_pulled_over_the_start_of_a_loop_a_tick_too_long_sounds_once_a_pass() {
    // The loop's end lies a fortieth of a frame after bar 4's line: its one belongs to the next pass.
    let early = Nudge::new(-300).expect("within half a step");
    let groove = Groove::new(1).plain().lane(0, "9...............");
    let groove = groove.put(0, 0, |step| step.nudge = early);
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    while rig.now < 4 * 96_000 {
        let position = 8.0 + float(rig.now % 96_000) / 24_000.0;
        let transport = Transport {
            loop_range: Some((8.0, 12.0 + 1e-6)),
            ..rolling(120.0, position)
        };
        rig.call(500, transport);
    }
    rig.stop();
    assert_eq!(strike_frames(&rig.events), [0, 96_000, 192_000, 288_000]);
}

#[test]
fn a_rounded_untold_wrap_does_not_strike_a_delayed_one_again() {
    // A loop of a bar to beat 12, of which the host says nothing, with positions in 1/960 beat, as
    // in Qtractor. The one is delayed by 480 frames and has just sounded when the host wraps.
    let mut controls = Controls::default();
    controls.lanes[LaneIndex::default()].delay_ms = 10.0;
    let mut rig = Rig::with(one().bank(), 48_000.0, &controls);
    // Forty blocks, the last of which ends 485 frames past beat 12, where beat 8 has come round.
    let start = 12.0 - float(40 * 503 - 485) / 24_000.0;
    for block in 0..40 {
        let position = start + float(block * 503) / 24_000.0;
        rig.call(503, rolling(120.0, rounded(position, 960.0)));
    }
    for block in 0..4 {
        let position = 8.0 + float(485 + block * 500) / 24_000.0;
        rig.call(500, rolling(120.0, rounded(position, 960.0)));
    }
    rig.stop();
    let got = strike_frames(&rig.events);
    assert_eq!(got.len(), 1, "{got:?}");
}

#[test]
fn an_overshot_loop_with_rounded_positions_keeps_its_sixteenths_even() {
    // After each wrap the host's fraction of a frame counts, but its rounding must not be heard.
    let groove = Groove::new(1).plain().lane(0, "xxxx xxxx xxxx xxxx");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    let tempo = 121.0;
    let frames_per_beat = 48_000.0 * 60.0 / tempo;
    let pass = 4.0 * frames_per_beat;
    while rig.now < 3 * 96_000 {
        let passes = floor(float(rig.now) / pass);
        let into = (float(rig.now) - float(passes) * pass) / frames_per_beat;
        let transport = Transport {
            loop_range: Some((0.0, 4.0)),
            ..rolling(tempo, rounded(into, 960.0))
        };
        rig.call(512, transport);
    }
    let frames = strike_frames(&rig.events);
    let gaps: Vec<i64> = frames.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.iter().all(|gap| (gap - 5950).abs() <= 1), "{gaps:?}");
}

#[test]
fn a_jump_soon_after_a_roll_has_overtaken_a_strike_is_the_same_in_any_cut() {
    // The roll's second hit comes 300 frames after the strike on the second step. The jump goes to
    // where the roll began 500 frames ago: between the two, so the host has rounded and it was heard.
    let groove = Groove::new(1)
        .plain()
        .lane(0, "xx..............")
        .put(0, 0, |step| {
            step.ratchet = Ratchet::new(2, 2, 0, 0).expect("a roll");
        })
        .put(0, 1, |step| {
            step.nudge = Nudge::new(-50).expect("a twentieth of a step");
        });
    let mut script = Script::steady(48_000.0, 120.0, 0.0, 20_000);
    script.acts.push((6_400, Act::Play(4.0 + 500.0 / 24_000.0)));
    let short = script.play(&groove.bank(), &Cuts::Steady(64));
    assert_eq!(strike_frames(&short), [0, 5_700, 6_000, 11_600]);
    let long = script.play(&groove.bank(), &Cuts::Steady(8_192));
    check_same("blocks of 8 192", &long, &short);
}

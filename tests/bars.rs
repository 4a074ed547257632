//! Bars: where a pattern begins, in any meter, and which of the host's words on it are believed.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::Reset;
use afterbeat::time::{Division, Meter, SwingGrid};
use support::check::{check_wire, strikes};
use support::groove::Groove;
use support::number::{float, floor};
use support::rig::{Rig, rolling};

/// Where the host says that the bar begins, for a position.
type BarStart = fn(f64) -> Option<f64>;

/// Strikes at 120 BPM and 48 kHz from beat `from` on, in beats of the song, for `beats` beats.
fn struck(
    groove: &Groove,
    swing: f64,
    meter: (i32, i32),
    from: f64,
    bar_start: BarStart,
) -> Vec<f64> {
    let controls = Controls {
        swing,
        swing_grid: SwingGrid::Sixteenths,
        ..Controls::default()
    };
    let mut rig = Rig::with(groove.bank(), 48_000.0, &controls);
    while rig.now < 16 * 24_000 {
        let position = from + float(rig.now) / 24_000.0;
        let transport = Transport {
            meter: Meter::new(meter.0, meter.1),
            bar_start: bar_start(position),
            ..rolling(120.0, position)
        };
        rig.call(500, transport);
    }
    rig.stop();
    check_wire(&rig.events);
    let places = strikes(&rig.events);
    let place = |frame: i64| from + float(frame) / 24_000.0;
    places.iter().map(|strike| place(strike.frame)).collect()
}

/// The first step of a bar of sixteenths.
fn one() -> Groove {
    Groove::new(1).plain().lane(0, "x...............")
}

#[test]
fn a_pattern_begins_with_every_bar_of_the_meter() {
    let unsaid: BarStart = |_| None;
    assert_eq!(
        struck(&one(), 0.5, (4, 4), 0.0, unsaid),
        [0.0, 4.0, 8.0, 12.0]
    );
    assert_eq!(
        struck(&one(), 0.5, (7, 8), 0.0, unsaid),
        [0.0, 3.5, 7.0, 10.5, 14.0]
    );
    assert_eq!(
        struck(&one(), 0.5, (6, 4), 0.0, unsaid),
        [0.0, 4.0, 6.0, 10.0, 12.0]
    );
    let long = one().reset(0, Reset::every(2).expect("two bars"));
    assert_eq!(
        struck(&long, 0.5, (3, 4), 0.0, unsaid),
        [0.0, 4.0, 6.0, 10.0, 12.0]
    );
}

#[test]
fn bars_that_a_host_names_twice_are_believed() {
    // A bar of 3/4, then 4/4: the lines lie at 3, 7, 11 …
    let honest: BarStart = |position| Some(3.0 + 4.0 * ((position - 3.0) / 4.0).floor());
    let places = struck(&one(), 0.5, (4, 4), 3.0, honest);
    let later: Vec<f64> = places.into_iter().filter(|place| *place >= 5.0).collect();
    assert_eq!(later, [7.0, 11.0, 15.0]);
}

#[test]
fn a_host_that_calls_every_place_a_bar_line_is_not_believed() {
    let at_position: BarStart = Some;
    let places = struck(&one(), 0.5, (4, 4), 3.0, at_position);
    let later: Vec<f64> = places.into_iter().filter(|place| *place >= 5.0).collect();
    assert_eq!(later, [8.0, 12.0, 16.0]);
}

#[test]
fn a_host_that_always_says_zero_counts_from_the_song() {
    let zero: BarStart = |_| Some(0.0);
    assert_eq!(
        struck(&one(), 0.5, (4, 4), 4.0, zero),
        [4.0, 8.0, 12.0, 16.0]
    );
}

#[test]
fn what_lies_inside_the_odd_last_unit_of_a_bar_stays_straight() {
    // 7/16 in thirty-seconds: steps 11 and 13 lie in the middle of a unit, 11 in the last pair.
    let groove = Groove::new(1).plain().lane(0, "...........x.x");
    let groove = groove.rate(0, 7, Division::Straight);
    let places = struck(&groove, 0.75, (7, 16), 0.0, |_| None);
    // The second half of a pair at 75 %: 0.75 + 0.5 x 0.25 of it, half a beat long.
    let expected = [1.4375, 1.625, 1.75 + 1.4375, 1.75 + 1.625];
    assert_eq!(places[..4], expected);
}

#[test]
fn a_start_that_the_host_rounded_past_a_step_still_plays_it() {
    // 1/1920 beat and a frame are 13.5 frames here.
    for (past, plays) in [(0.0, true), (5.0, true), (12.0, true), (15.0, false)] {
        let mut rig = Rig::new(one().bank(), 48_000.0);
        rig.roll(5000, 500, 120.0, 4.0 + past / 24_000.0);
        let frames: Vec<i64> = strikes(&rig.events).iter().map(|s| s.frame).collect();
        let expected: &[i64] = if plays { &[0] } else { &[] };
        assert_eq!(frames, expected, "{past} frames past the step");
    }
    // Fixed-point noise just before the step is no step before it.
    let mut rig = Rig::new(one().bank(), 48_000.0);
    rig.roll(5000, 500, 120.0, 3.999_999_999_5);
    assert_eq!(strikes(&rig.events).len(), 1);
}

#[test]
fn a_pattern_of_three_bars_keeps_its_place_in_the_song() {
    // Bars 1, 4, 7 … begin it; from beat 20, bar 6, the next is bar 7 at beat 24.
    let groove = Groove::new(3).plain().lane(0, "x").length(0, 48);
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(20 * 24_000, 441, 120.0, 20.0);
    let beats: Vec<i64> = strikes(&rig.events)
        .iter()
        .map(|strike| 20 + floor(float(strike.frame) / 24_000.0))
        .collect();
    assert_eq!(beats, [24, 36]);
}

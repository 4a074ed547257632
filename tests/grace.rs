//! Flams and drags by hand: the soft strokes before a strike.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Kind, Origin, Source, Transport};
use afterbeat::pattern::{Grace, LaneIndex, Percent, Ratchet, Velocity};
use support::check::{notes, strike_frames};
use support::groove::Groove;
use support::number::float;
use support::rig::{At, Rig, rolling};

/// A sixteenth at 120 BPM and 48 kHz.
const SIXTEENTH: i64 = 6000;
const BAR: i64 = 16 * SIXTEENTH;
/// The 22 ms of a flam.
const APART: i64 = 1056;

/// A bar with one step of the snare written, at a velocity, with grace notes.
fn graced(step: u8, velocity: u8, grace: Grace) -> Groove {
    let empty = Groove::new(1).plain().lane(1, "................");
    empty.put(1, step, |step| {
        step.velocity = Velocity::new(velocity);
        step.grace = grace;
    })
}

fn grace(strokes: u8, apart_ms: u8, level: u8) -> Grace {
    let level = Percent::new(level).expect("at most 100");
    Grace::new(strokes, apart_ms, level).expect("in range")
}

/// Frame, key, velocity and source of each strike from a frame of the song on, for so many frames.
fn played(groove: &Groove, from: i64, frames: i64, swing: f64) -> Vec<(i64, u8, u8, Source)> {
    let controls = Controls {
        swing,
        ..Controls::default()
    };
    let mut rig = Rig::with(groove.bank(), 48_000.0, &controls);
    rig.roll(frames, 500, 120.0, float(from) / float(4 * SIXTEENTH));
    rig.stop();
    notes(&rig.events);
    let strike = |at: &At| match (at.1.kind, at.1.origin) {
        (Kind::On(velocity), Origin::Strike { source, .. }) => {
            Some((at.0, at.1.key.get(), velocity.get(), source))
        }
        _ => None,
    };
    rig.events.iter().filter_map(strike).collect()
}

const SNARE: u8 = 38;
use Source::{Ratchet as Stroke, User};

#[test]
fn a_flam_is_one_soft_stroke_before() {
    let expected = [
        (24_000 - APART, SNARE, 45, Stroke),
        (24_000, SNARE, 100, User),
    ];
    let groove = graced(4, 100, Grace::FLAM);
    assert_eq!(played(&groove, 0, BAR, 0.5), expected);
}

#[test]
fn a_drag_is_two() {
    let expected = [
        (24_000 - 2 * APART, SNARE, 45, Stroke),
        (24_000 - APART, SNARE, 45, Stroke),
        (24_000, SNARE, 100, User),
    ];
    let groove = graced(4, 100, Grace::DRAG);
    assert_eq!(played(&groove, 0, BAR, 0.5), expected);
}

#[test]
fn strokes_keep_their_distance_and_their_level() {
    // 35 ms are 1680 frames, a tenth of 127 is 12.7.
    let expected = [
        (24_000 - 3360, SNARE, 13, Stroke),
        (24_000 - 1680, SNARE, 13, Stroke),
        (24_000, SNARE, 127, User),
    ];
    let groove = graced(4, 127, grace(2, 35, 10));
    assert_eq!(played(&groove, 0, BAR, 0.5), expected);
    // 12 ms are 576 frames, and nothing is softer than 1.
    let groove = graced(4, 10, grace(1, 12, 1));
    let expected = [(24_000 - 576, SNARE, 1, Stroke), (24_000, SNARE, 10, User)];
    assert_eq!(played(&groove, 0, BAR, 0.5), expected);
}

#[test]
fn strokes_may_be_another_drums() {
    let mut tom = Grace::DRAG;
    tom.lane = LaneIndex::new(3);
    let groove = graced(4, 100, tom);
    let keys: Vec<_> = played(&groove, 0, BAR, 0.5);
    let keys: Vec<_> = keys.iter().map(|strike| (strike.0, strike.1)).collect();
    let expected = [
        (24_000 - 2 * APART, 41),
        (24_000 - APART, 41),
        (24_000, SNARE),
    ];
    assert_eq!(keys, expected);
}

#[test]
fn strokes_go_before_where_the_strike_sounds() {
    let groove = graced(1, 100, Grace::FLAM);
    let swung: Vec<_> = played(&groove, 0, BAR, 0.625);
    let frames: Vec<_> = swung.iter().map(|strike| strike.0).collect();
    assert_eq!(frames, [7500 - APART, 7500]);
    // Half a step late: 3000 frames.
    let late = graced(1, 100, Grace::FLAM).put(1, 1, |step| {
        step.nudge = afterbeat::pattern::Nudge::new(500).expect("half a step");
    });
    let frames: Vec<_> = played(&late, 0, BAR, 0.5);
    let frames: Vec<_> = frames.iter().map(|strike| strike.0).collect();
    assert_eq!(frames, [9000 - APART, 9000]);
}

#[test]
fn a_roll_has_its_strokes_before_its_first_hit() {
    let groove = graced(4, 100, Grace::FLAM).put(1, 4, |step| {
        step.ratchet = Ratchet::new(2, 1, 0, 0).expect("two hits");
    });
    let expected = [
        (24_000 - APART, SNARE, 45, Stroke),
        (24_000, SNARE, 100, User),
        (27_000, SNARE, 100, Stroke),
    ];
    assert_eq!(played(&groove, 0, BAR, 0.5), expected);
}

#[test]
fn without_its_strike_no_stroke_is_played() {
    let groove = graced(4, 100, Grace::DRAG).put(1, 4, |step| step.chance = Percent::NONE);
    assert_eq!(played(&groove, 0, BAR, 0.5), []);
}

#[test]
fn strokes_that_would_lie_before_the_start_are_left_out() {
    let frames = |step, from| {
        let strikes = played(&graced(step, 100, Grace::DRAG), from, BAR - from, 0.5);
        let frames: Vec<_> = strikes.iter().map(|strike| strike.0 + from).collect();
        frames
    };
    // Play begins with the strike; a bar later both its strokes have room, the next strike not.
    assert_eq!(frames(0, 0), [0, BAR - 2 * APART, BAR - APART]);
    // Play begins between the strokes.
    assert_eq!(frames(4, 24_000 - 1500), [24_000 - APART, 24_000]);
    // Between the last stroke and the strike.
    assert_eq!(frames(4, 24_000 - 500), [24_000]);
    // Before all of them.
    let all = [24_000 - 2 * APART, 24_000 - APART, 24_000];
    assert_eq!(frames(4, 24_000 - 3000), all);
}

#[test]
fn a_loop_leaves_them_out_on_each_pass() {
    let groove = graced(0, 100, Grace::DRAG);
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    for _ in 0..3 {
        for block in 0..192 {
            let transport = Transport {
                loop_range: Some((0.0, 4.0)),
                ..rolling(120.0, float(block) * 4.0 / 192.0)
            };
            rig.call(500, transport);
        }
    }
    assert_eq!(strike_frames(&rig.events), [0, BAR, 2 * BAR]);
}

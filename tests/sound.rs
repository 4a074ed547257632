//! How a strike sounds: its velocity, how long it lasts, what silences it.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Controls;
use afterbeat::pattern::{
    ChokeGroup, Edit, Gate, Key, LaneIndex, LaneSetting, NoteLength, StepCount,
};
use support::check::{Note, check_wire, notes, strikes};
use support::groove::{Groove, lane_at};
use support::rig::{Rig, rolling};

/// The notes of `groove` from the song's start at 120 BPM and 48 kHz, stopped after `frames`.
fn play(groove: &Groove, controls: &Controls, frames: i64) -> Vec<Note> {
    let mut rig = Rig::with(groove.bank(), 48_000.0, controls);
    rig.roll(frames, 256, 120.0, 0.0);
    rig.stop();
    notes(&rig.events)
}

/// On, off and lane of each.
fn spans(notes: &[Note]) -> Vec<(i64, i64, u8)> {
    let span = |note: &Note| (note.on, note.off, note.lane);
    notes.iter().map(span).collect()
}

/// The velocity that a single step of `groove`'s first lane reaches the wire with; 0 if silent.
fn velocity(groove: &Groove, controls: &Controls) -> u8 {
    let notes = play(groove, controls, 1000);
    assert!(notes.len() <= 1, "one step, one strike: {notes:?}");
    notes.first().map_or(0, |note| note.velocity)
}

fn lane(index: u8) -> LaneIndex {
    LaneIndex::new(index).expect("a lane below 16")
}

fn gate(percent: u16) -> Gate {
    Gate::new(percent).expect("from 1 to 1600")
}

fn levelled(level: f64) -> Controls {
    let mut controls = Controls::default();
    controls.lanes[lane(0)].level = level;
    controls
}

#[test]
fn velocities_pass_unchanged_when_all_is_neutral() {
    for (text, expected) in [("9", 127), ("8", 113), ("5", 71), ("1", 15), ("x", 100)] {
        let groove = Groove::new(1).lane(0, text).length(0, 16);
        assert_eq!(velocity(&groove, &Controls::default()), expected);
    }
}

#[test]
fn an_accent_is_louder_by_its_share_and_never_above_127() {
    let accented = |text| {
        let groove = Groove::new(1).lane(0, text).length(0, 16);
        groove.put(0, 0, |step| step.accent = true)
    };
    let accent = |accent| Controls {
        accent,
        ..Controls::default()
    };
    assert_eq!(velocity(&accented("x"), &accent(0.25)), 125);
    assert_eq!(velocity(&accented("5"), &accent(0.5)), 107); // 106.5, half up
    assert_eq!(velocity(&accented("x"), &accent(1.0)), 127);
    assert_eq!(velocity(&accented("x"), &accent(0.0)), 100);
    // 127 after the accent, then halved by the level: the cap comes first.
    let half = Controls {
        accent: 1.0,
        ..levelled(0.5)
    };
    assert_eq!(velocity(&accented("x"), &half), 64); // 63.5
}

#[test]
fn level_and_velocity_scale_below_100_percent_and_bend_above() {
    let groove = Groove::new(1).lane(0, "x").length(0, 16);
    let of = |velocity| Controls {
        velocity,
        ..Controls::default()
    };
    for (value, expected) in [(0.5, 50), (0.25, 25), (0.001, 1), (1.0, 100)] {
        assert_eq!(
            velocity(&groove, &levelled(value)),
            expected,
            "level {value}"
        );
        assert_eq!(velocity(&groove, &of(value)), expected, "velocity {value}");
    }
    // 127 (1 - (27/127)^2) = 121.26; 127 (1 - (27/127)^1.5) = 114.55.
    for (value, expected) in [(2.0, 121), (1.5, 115)] {
        assert_eq!(
            velocity(&groove, &levelled(value)),
            expected,
            "level {value}"
        );
        assert_eq!(velocity(&groove, &of(value)), expected, "velocity {value}");
    }
    // One after the other: 50 bent twice over, 127 (1 - (77/127)^2) = 80.31.
    let both = Controls {
        velocity: 2.0,
        ..levelled(0.5)
    };
    assert_eq!(velocity(&groove, &both), 80);
}

#[test]
fn the_bend_keeps_different_velocities_different() {
    let loudest = Controls {
        velocity: 2.0,
        ..Controls::default()
    };
    let text = "8765 4321";
    let groove = Groove::new(1).lane(0, text);
    let played = play(&groove, &loudest, 48_000);
    let got: Vec<u8> = played.iter().take(8).map(|note| note.velocity).collect();
    // 127 (1 - (1 - v/127)^2) for v = 113, 99, 85, 71, 57, 43, 29, 15.
    assert_eq!(got, [125, 121, 113, 102, 88, 71, 51, 28]);
}

#[test]
fn level_or_velocity_of_zero_is_silence() {
    let groove = Groove::new(1).lane(0, "9").length(0, 16);
    let silent = Controls {
        velocity: 0.0,
        ..Controls::default()
    };
    assert_eq!(velocity(&groove, &silent), 0);
    assert_eq!(velocity(&groove, &levelled(0.0)), 0);
}

#[test]
fn a_full_gate_reaches_the_next_step_and_others_their_share() {
    let controls = Controls::default();
    for (percent, off) in [(100, 6000), (50, 3000), (150, 9000), (800, 48_000)] {
        let groove = Groove::new(1).plain().lane(0, "x").length(0, 16);
        let groove = groove.put(0, 0, |step| step.gate = gate(percent));
        let played = play(&groove, &controls, 90_000);
        assert_eq!(spans(&played), [(0, off, 0)], "gate {percent} %");
    }
}

#[test]
fn a_full_gate_reaches_the_next_step_as_it_swings() {
    let groove = Groove::new(1).plain().lane(0, "xx..").length(0, 16);
    let controls = Controls {
        swing: 0.58,
        ..Controls::default()
    };
    let played = play(&groove, &controls, 90_000);
    assert_eq!(spans(&played), [(0, 6960, 0), (6960, 12_000, 0)]);
}

#[test]
fn the_gate_parameter_scales_gates() {
    let groove = Groove::new(1).plain().lane(0, "x").length(0, 16);
    let gated = |gate| Controls {
        gate,
        ..Controls::default()
    };
    assert_eq!(spans(&play(&groove, &gated(0.5), 90_000)), [(0, 3000, 0)]);
    assert_eq!(spans(&play(&groove, &gated(4.0), 90_000)), [(0, 24_000, 0)]);
}

#[test]
fn no_note_is_shorter_than_10_ms_unless_struck_again() {
    let short = Groove::new(1).plain().lane(0, "x").length(0, 16);
    let short = short.put(0, 0, |step| step.gate = gate(1));
    assert_eq!(
        spans(&play(&short, &Controls::default(), 9000)),
        [(0, 480, 0)]
    );
    // The second strike is pulled half a step early and half a pair: 6 ms after the first's place.
    let quick = Groove::new(1).plain().lane(0, "xx").length(0, 16);
    let quick = quick.put(0, 0, |step| step.gate = gate(1));
    let early = Controls {
        swing: 0.25,
        ..Controls::default()
    };
    let quick = quick.put(0, 1, |step| {
        step.nudge = afterbeat::pattern::Nudge::new(-452).expect("within half a step");
        step.gate = gate(50);
    });
    // 3000 - 2712 = 288; the half gate lasts half of what is left of the pair, 4500 frames.
    let played = play(&quick, &early, 11_000);
    assert_eq!(spans(&played), [(0, 288, 0), (288, 4788, 0)]);
}

#[test]
fn a_long_note_is_closed_where_its_key_is_struck_again() {
    let groove = Groove::new(1).plain().lane(0, "x..x").length(0, 16);
    let groove = groove.put(0, 0, |step| step.gate = gate(1600));
    let played = play(&groove, &Controls::default(), 40_000);
    assert_eq!(spans(&played), [(0, 18_000, 0), (18_000, 24_000, 0)]);
}

#[test]
fn a_tie_lasts_to_the_next_written_strike() {
    let groove = Groove::new(1).plain().lane(0, "x....x").length(0, 16);
    let groove = groove.put(0, 0, |step| {
        step.tie = true;
        step.gate = gate(10);
    });
    let played = play(&groove, &Controls::default(), 60_000);
    assert_eq!(spans(&played), [(0, 30_000, 0), (30_000, 36_000, 0)]);
}

#[test]
fn a_short_lane_sounds_30_ms_whatever_the_gate() {
    let short = Groove::new(1).lane(0, "x").length(0, 16);
    let short = short.voice(0, |voice| voice.note_length = NoteLength::Short);
    let short = short.put(0, 0, |step| step.gate = gate(700));
    let controls = Controls {
        gate: 3.0,
        ..Controls::default()
    };
    assert_eq!(spans(&play(&short, &controls, 9000)), [(0, 1440, 0)]);
}

#[test]
fn a_ringing_lane_rings_its_beats() {
    // The open hat of the default kit rings one beat, the crash four.
    let groove = Groove::new(2)
        .lane(5, "x")
        .length(5, 32)
        .lane(7, "x")
        .length(7, 32);
    let played = play(&groove, &Controls::default(), 150_000);
    assert_eq!(spans(&played), [(0, 24_000, 5), (0, 96_000, 7)]);
}

#[test]
fn a_closed_hat_silences_the_open_one_off_before_on() {
    let groove = Groove::new(1)
        .lane(5, "x")
        .length(5, 16)
        .lane(2, "..x")
        .length(2, 16);
    let played = play(&groove, &Controls::default(), 40_000);
    assert_eq!(spans(&played), [(0, 12_000, 5), (12_000, 18_000, 2)]);
}

#[test]
fn the_open_hat_beats_the_closed_one_on_the_same_step() {
    let groove = Groove::new(1)
        .lane(5, "x")
        .length(5, 16)
        .lane(2, "x.x")
        .length(2, 16);
    let played = play(&groove, &Controls::default(), 40_000);
    assert_eq!(spans(&played), [(0, 12_000, 5), (12_000, 18_000, 2)]);
}

#[test]
fn other_choke_groups_ring_on() {
    let groove = Groove::new(1)
        .lane(5, "x")
        .length(5, 16)
        .lane(0, "..x")
        .length(0, 16);
    let groove = groove.voice(0, |voice| voice.choke = ChokeGroup::new(2));
    let played = play(&groove, &Controls::default(), 40_000);
    assert_eq!(spans(&played), [(0, 24_000, 5), (12_000, 18_000, 0)]);
}

#[test]
fn of_two_lanes_on_one_key_the_louder_plays_and_at_a_tie_the_upper() {
    let key = Key::new(36).expect("a key");
    let pair = |upper, lower| {
        let groove = Groove::new(1).plain().lane(0, upper).lane(3, lower);
        groove
            .length(0, 16)
            .length(3, 16)
            .voice(3, |voice| voice.key = key)
    };
    let first = |groove: &Groove| {
        let played = play(groove, &Controls::default(), 5000);
        assert_eq!(played.len(), 1, "one key, one frame, one note: {played:?}");
        (played[0].lane, played[0].velocity)
    };
    assert_eq!(first(&pair("8", "3")), (0, 113));
    assert_eq!(first(&pair("3", "8")), (3, 113));
    assert_eq!(first(&pair("5", "5")), (0, 71));
}

#[test]
fn on_different_channels_the_same_key_is_two_notes() {
    let groove = Groove::new(1).plain().lane(0, "x").lane(3, "x");
    let groove = groove.length(0, 16).length(3, 16).voice(3, |voice| {
        voice.key = Key::new(36).expect("a key");
        voice.channel = afterbeat::pattern::Channel::new(0).expect("a channel");
    });
    assert_eq!(play(&groove, &Controls::default(), 5000).len(), 2);
}

#[test]
fn a_note_of_one_lane_is_closed_when_another_strikes_its_key() {
    let groove = Groove::new(1).plain().lane(0, "x").lane(3, "..x");
    let groove = groove
        .length(0, 16)
        .length(3, 16)
        .put(0, 0, |step| step.gate = gate(400));
    let groove = groove.voice(3, |voice| voice.key = Key::new(36).expect("a key"));
    let played = play(&groove, &Controls::default(), 40_000);
    // The first lane's own off, which was meant for 24 000, must not close the second's note.
    assert_eq!(spans(&played), [(0, 12_000, 0), (12_000, 18_000, 3)]);
}

#[test]
fn a_shortened_lane_forgets_the_steps_beyond_its_length() {
    let groove = Groove::new(1).plain().lane(0, "x..x");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(24_000, 480, 120.0, 0.0);
    let to = LaneSetting::Length(StepCount::new(3).expect("a length"));
    let at = lane_at(0);
    rig.engine
        .apply(Edit::Lane { at, to })
        .expect("an edit that fits");
    let mut done = 24_000;
    while done < 96_000 {
        rig.call(480, rolling(120.0, f64::from(done) / 24_000.0));
        done += 480;
    }
    rig.stop();
    check_wire(&rig.events);
    let frames: Vec<i64> = strikes(&rig.events).iter().map(|s| s.frame).collect();
    // Steps 0 and 3 of four, then every third of the bar: 6, 9, 12, 15.
    let expected = [0, 18_000, 36_000, 54_000, 72_000, 90_000];
    assert_eq!(frames, expected);
}

#[test]
fn an_edit_neither_repeats_a_strike_that_came_early_nor_loses_one_that_is_late() {
    let nudge = |tenths| afterbeat::pattern::Nudge::new(tenths).expect("within half a step");
    let groove = Groove::new(1).plain().lane(0, "....x...x").length(0, 16);
    let groove = groove.put(0, 4, |step| step.nudge = nudge(-500));
    let groove = groove.put(0, 8, |step| step.nudge = nudge(500));
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    // The first sounds 3000 frames before 24 000, the second 3000 after 48 000.
    while rig.now < 72_000 {
        if [22_000, 50_000].contains(&rig.now) {
            let to = LaneSetting::Length(StepCount::new(16).expect("a length"));
            let at = lane_at(0);
            rig.engine
                .apply(Edit::Lane { at, to })
                .expect("an edit that fits");
        }
        let position = support::number::float(rig.now) / 24_000.0;
        rig.call(500, rolling(120.0, position));
    }
    rig.stop();
    let played = notes(&rig.events);
    assert_eq!(spans(&played), [(21_000, 27_000, 0), (51_000, 57_000, 0)]);
}

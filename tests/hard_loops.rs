//! Loops that change, that are shorter than a block, or that the host leaves in the middle.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Edit, LaneIndex, PlayMode, SetupChange};
use support::check::{check_wire, strike_frames, strikes};
use support::groove::Groove;
use support::number::float;
use support::rig::{Rig, rolling, stopped};

/// The frames of a beat: all is at 120 BPM and 48 kHz.
const BEAT: i64 = 24_000;

fn sixteenths() -> Groove {
    Groove::new(1).plain().lane(0, "xxxx xxxx xxxx xxxx")
}

/// The first step of a bar of sixteenths.
fn one() -> Groove {
    Groove::new(1).plain().lane(0, "x...............")
}

fn beats(frames: i64) -> f64 {
    float(frames) / float(BEAT)
}

fn looping(range: (f64, f64), position: f64) -> Transport {
    Transport {
        loop_range: Some(range),
        ..rolling(120.0, position)
    }
}

/// Stops, checks the wire and gives the strikes' frames.
fn finish(mut rig: Rig) -> Vec<i64> {
    rig.stop();
    check_wire(&rig.events);
    strike_frames(&rig.events)
}

/// Two bars of sixteenths. The host plays the first in a loop of a bar until the last sixteenth,
/// whose strikes for the new pass have then been looked for; `then` is what it says after that.
fn leave_a_loop(groove: &Groove, then: impl Fn(f64) -> Transport) -> Vec<i64> {
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    while rig.now < 8 * BEAT {
        let position = beats(rig.now);
        let transport = if rig.now < 92_160 {
            looping((0.0, 4.0), position)
        } else {
            then(position)
        };
        rig.call(512, transport);
    }
    // A drummer that runs hears no stop.
    let follow = SetupChange::Play(PlayMode::FollowHost);
    rig.engine.apply(Edit::Setup(follow)).expect("a setting");
    finish(rig)
}

/// A sixteenth every 6000 frames for two bars.
fn two_bars() -> Vec<i64> {
    (0..32).map(|step| step * 6000).collect()
}

#[test]
fn a_loop_switched_off_while_it_plays_leaves_every_lane_playing() {
    // The musician lets the song go on past the loop in its last moment.
    let got = leave_a_loop(&sixteenths(), |position| rolling(120.0, position));
    assert_eq!(got, two_bars());
}

#[test]
fn a_loop_made_longer_while_it_plays_goes_on_into_its_new_part() {
    // The musician drags the loop's end to the right in its last moment.
    let got = leave_a_loop(&sixteenths(), |position| looping((0.0, 8.0), position));
    assert_eq!(got, two_bars());
}

#[test]
fn a_drummer_that_runs_plays_on_when_the_host_stops_at_the_end_of_a_loop() {
    // Play mode Run: the host's stop takes its loop away, and the drummer counts on alone.
    let running = sixteenths().setup(SetupChange::Play(PlayMode::Run));
    let got = leave_a_loop(&running, |_| stopped());
    assert_eq!(got, two_bars());
}

#[test]
fn a_jump_out_of_a_short_loop_by_whole_passes_is_no_overshoot() {
    // A loop of half a beat, overshot: blocks run over its end. A launch quantised to the loop then
    // jumps by 24 whole passes, which looks like a host that only counts on past the end.
    let rest = ".".repeat(48);
    let groove = Groove::new(4).plain().lane(0, "x...............");
    let groove = groove
        .length(0, 64)
        .lane(1, &format!("{rest}9...9...9...9..."));
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    let mut position = 0.0;
    while rig.now < 60_000 {
        rig.call(511, looping((0.0, 0.5), position));
        position += beats(511);
        if position >= 0.5 {
            position -= 0.5;
        }
    }
    position += 12.0;
    let jump = rig.now;
    while rig.now < jump + 4 * BEAT {
        rig.call(511, looping((0.0, 0.5), position));
        position += beats(511);
    }
    let fourth_bar: Vec<_> = strikes(&rig.events)
        .into_iter()
        .filter(|strike| strike.lane == 1)
        .collect();
    assert!(fourth_bar.len() >= 3, "after {jump}: {fourth_bar:?}");
}

#[test]
fn a_jump_out_of_a_loop_in_phase_ends_the_notes_of_the_loop() {
    // A loop of a beat, and a locate by eight whole beats while the beat's note still sounds.
    let rest = ".".repeat(32);
    let groove = Groove::new(4).plain().lane(0, "x...............");
    let groove = groove.length(0, 64).lane(1, &format!("{rest}x"));
    let mut rig = Rig::new(groove.length(1, 64).bank(), 48_000.0);
    while rig.now < 2 * BEAT + 1024 {
        rig.call(511, looping((0.0, 1.0), beats(rig.now % BEAT)));
    }
    assert_eq!(rig.engine.sounding(), 1, "the note of the third pass");
    let jump = rig.now;
    rig.call(511, looping((0.0, 1.0), beats(jump % BEAT) + 8.0));
    let struck = strike_frames(&rig.events);
    assert_eq!(
        rig.engine.sounding(),
        0,
        "located away at {jump}: {struck:?}"
    );
}

#[test]
fn a_loop_switched_on_at_its_end_repeats_no_early_strike() {
    // The downbeat of lane 1 sounds 40 ms early, so that of bar 2 has been looked for by the time
    // the musician switches a loop on that never reaches bar 2.
    let mut controls = Controls::default();
    controls.lanes[LaneIndex::default()].delay_ms = -40.0;
    controls.lanes[LaneIndex::default()].swing = -0.25;
    let mut rig = Rig::with(one().bank(), 48_000.0, &controls);
    while rig.now < 5 * BEAT {
        let position = beats(rig.now % (4 * BEAT));
        let transport = if rig.now < 93_000 {
            rolling(120.0, position)
        } else {
            looping((0.0, 4.0), position)
        };
        rig.call(500, transport);
    }
    assert_eq!(finish(rig), [0, 4 * BEAT]);
}

#[test]
fn a_position_that_stands_still_in_a_loop_goes_round_by_itself() {
    // Some hosts tell the position of the last user action, not of the block.
    for block in [511, 500] {
        let mut rig = Rig::new(one().bank(), 48_000.0);
        while rig.now < 4 * BEAT {
            rig.call(block, looping((0.0, 1.0), 0.5));
        }
        let expected = [12_000, 36_000, 60_000, 84_000];
        assert_eq!(finish(rig), expected, "blocks of {block}");
    }
}

#[test]
fn pieces_that_count_on_over_two_short_passes_wrap_twice() {
    // A block of 16 000 frames over a loop of 6000: automation cuts it into pieces, each of which
    // counts on from the block's start, and one begins exactly where the second pass ends.
    let mut rig = Rig::new(one().bank(), 48_000.0);
    for piece in 0..32 {
        rig.call(500, looping((0.0, 0.25), beats(piece * 500)));
    }
    assert_eq!(finish(rig), [0, 6000, 12_000]);
}

#[test]
fn a_shift_that_is_automated_back_at_the_loops_start_is_back_there() {
    // Bars 1 to 4, two beats later from bar 3 on; the host splits its blocks at the loop's end.
    let bank = Groove::new(1).plain().lane(0, "x...............").bank();
    let mut rig = Rig::new(bank, 48_000.0);
    let pass = 4 * 96_000;
    while rig.now < 3 * pass {
        let into = rig.now % pass;
        let shift = if into < pass / 2 { 0 } else { 2 };
        rig.engine.set_controls(&Controls {
            shift,
            ..Controls::default()
        });
        let transport = Transport {
            loop_range: Some((0.0, 16.0)),
            ..rolling(120.0, float(into) / 24_000.0)
        };
        rig.call(500, transport);
    }
    let bars: Vec<i64> = strike_frames(&rig.events)
        .iter()
        .map(|frame| frame / 48_000)
        .collect();
    // In half bars: 1 and 2 on their lines, 3 and 4 in their middles.
    assert_eq!(bars, [0, 2, 5, 7, 8, 10, 13, 15, 16, 18, 21, 23]);
}

#[test]
fn a_loop_shorter_than_a_block_strikes_once_a_pass_when_positions_are_rounded() {
    // One step lies in the loop; the host's positions are rounded to 1/960 beat.
    let (start, end) = (5.672_630, 5.759_881);
    let a_frame = 160.343 / 60.0 / 48_000.0;
    let pass = (end - start) / a_frame;
    for offset in 0..40 {
        let mut rig = Rig::new(sixteenths().bank(), 48_000.0);
        let mut position = start + f64::from(offset) * 0.002;
        while rig.now < 20 * BEAT {
            let rounded = (position * 960.0).round() / 960.0;
            let transport = Transport {
                loop_range: Some((start, end)),
                ..rolling(160.343, rounded)
            };
            rig.call(2_048, transport);
            position = start + (position + 2_048.0 * a_frame - start).rem_euclid(end - start);
        }
        let struck = finish(rig);
        assert!(struck.len() > 290, "{} from {offset}", struck.len());
        for pair in struck.windows(2) {
            let gap = float(pair[1] - pair[0]);
            assert!((gap - pass).abs() < 60.0, "{pair:?} from {offset}");
        }
    }
}

#[test]
fn a_loop_that_is_left_with_another_tempo_is_left_once() {
    // The block on 94 208 goes past the loop's end, and the host goes on as if there had been none.
    let mut rig = Rig::new(sixteenths().bank(), 48_000.0);
    while rig.now < 98_304 {
        rig.call(4_096, looping((0.0, 4.0), beats(rig.now)));
    }
    rig.roll(20_000, 4_096, 150.0, beats(98_304));
    let strikes = finish(rig);
    let looped = (0..=16).map(|step| step * BEAT / 4);
    // 0.154 beats later, at 4 800 frames a step.
    let left = (0..4).map(|step| 101_261 + step * 4_800);
    assert_eq!(strikes, looped.chain(left).collect::<Vec<_>>());
}

//! Bar lines where the meter changes, told by a host that tells the truth.

#[path = "support/meters.rs"]
mod meters;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Transport;
use meters::{BEAT, beats, told};
use support::check::{check_wire, strike_frames, strikes};
use support::groove::Groove;
use support::number::{float, round};
use support::rig::Rig;

/// A song of one bar of 3/4, then 4/4: lines at 0, 3, 7, 11 …
fn song(position: f64) -> Transport {
    told(&[(0.0, 3), (3.0, 4)], position)
}

/// The first step of a bar of sixteenths.
fn one() -> Groove {
    Groove::new(1).plain().lane(0, "x...............")
}

/// Where the ones of 12 beats from `from` on sound, in beats of the song. The host calls while it
/// stands too, as nearly all do, and names its line.
fn ones(block: u32, from: f64) -> Vec<f64> {
    let mut rig = Rig::new(one().bank(), 48_000.0);
    for _ in 0..10 {
        let standing = Transport {
            playing: false,
            ..song(from)
        };
        rig.call(block, standing);
    }
    let start = rig.now;
    while rig.now < start + 12 * BEAT {
        rig.call(block, song(from + beats(rig.now - start)));
    }
    rig.stop();
    check_wire(&rig.events);
    let place = |frame: &i64| from + beats(frame - start);
    strike_frames(&rig.events).iter().map(place).collect()
}

#[test]
fn a_song_whose_meter_changes_keeps_its_ones_on_its_bar_lines() {
    // 500 divides the bar, so that a block begins on the new meter's line; the others do not.
    for block in [8, 441, 500] {
        assert_eq!(ones(block, 0.0), [0.0, 3.0, 7.0, 11.0], "blocks of {block}");
    }
}

#[test]
fn a_start_at_a_bar_line_off_the_songs_own_count_has_its_one() {
    // Beat 3 is no bar line of 4/4 counted from song start; the host named it while it stood.
    for block in [8, 500] {
        assert_eq!(ones(block, 3.0), [3.0, 7.0, 11.0], "blocks of {block}");
    }
}

#[test]
fn a_start_at_a_named_line_plays_no_step_of_another_bar() {
    // Counted from song start, beat 3 would be step 13 of a bar.
    let groove = Groove::new(1).plain().lane(0, "x...........9...");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    let standing = Transport {
        playing: false,
        ..song(3.0)
    };
    rig.call(2000, standing);
    rig.call(2000, song(3.0));
    rig.stop();
    let got: Vec<_> = strikes(&rig.events)
        .iter()
        .map(|strike| (strike.frame, strike.velocity))
        .collect();
    assert_eq!(got, [(2000, 100)]);
}

#[test]
fn a_change_of_meter_on_a_rounded_position_is_heard() {
    // Positions in 1/1920 beat: the block on 71 995 is told as beat 3, the new meter's line, while
    // our clock is five frames before it.
    let mut rig = Rig::new(one().bank(), 48_000.0);
    while rig.now < 12 * BEAT {
        let rounded = float(round(beats(rig.now) * 1920.0)) / 1920.0;
        rig.call(595, song(rounded));
    }
    let got: Vec<f64> = strike_frames(&rig.events).into_iter().map(beats).collect();
    assert!(got.ends_with(&[7.0, 11.0]), "{got:?}");
}

#[test]
fn a_loop_over_a_change_of_meter_counts_each_pass_as_the_first() {
    // The host's blocks run over the loop's end, so its first word on the new pass is late.
    let pass = 11 * BEAT;
    let mut rig = Rig::new(one().bank(), 48_000.0);
    while rig.now < 2 * pass {
        let transport = Transport {
            loop_range: Some((0.0, 11.0)),
            ..song(beats(rig.now % pass))
        };
        rig.call(993, transport);
    }
    let got: Vec<f64> = strike_frames(&rig.events).into_iter().map(beats).collect();
    // The last block runs into the third pass.
    assert_eq!(got, [0.0, 3.0, 7.0, 11.0, 14.0, 18.0, 22.0]);
}

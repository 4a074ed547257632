//! Bounce and playback agree: what is heard is a function of the place in the song.
//!
//! Left out is what is live by nature: condition *first*, entry Top, a held fill, a carried crash.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;

use afterbeat::engine::Controls;
use everything::{Kind, bank, controls};
use support::check::{Note, check_same, check_wire, notes};
use support::cuts::Cuts;
use support::number::{float, round};
use support::rig::At;
use support::rng::Rng;
use support::script::{Act, Script};

const RATE: f64 = 48_000.0;

/// A part of the song, in frames.
#[derive(Clone, Copy, Debug)]
struct Part {
    from: i64,
    until: i64,
}

/// A tenth of a second, in which what was pulled early over the start is heard.
const SETTLES: i64 = 4_800;

/// The notes that begin in `part`, on frames of the song, which is at `place` on frame `started`.
/// Their ends are known up to where the part ends.
fn heard(events: &[At], (started, place): (i64, i64), part: Part) -> Vec<Note> {
    let in_song = notes(events).into_iter().map(|note| Note {
        on: note.on - started + place,
        off: (note.off - started + place).min(part.until),
        ..note
    });
    in_song
        .filter(|note| (part.from..part.until).contains(&note.on))
        .collect()
}

fn beats(tempo: f64, beats: i64) -> i64 {
    round(float(beats) * 60.0 / tempo * RATE)
}

/// Plays `part`, from a stop of half a second after something else.
fn restarted(controls: &Controls, tempo: f64, from: f64, frames: i64) -> Script {
    Script {
        rate: RATE,
        tempo,
        acts: vec![
            (0, Act::Controls(Box::new(controls.clone()))),
            (0, Act::Play(0.0)),
            (30_000, Act::Stop),
            (54_000, Act::Play(from)),
        ],
        end: 54_000 + frames,
    }
}

#[test]
fn ten_minutes_are_the_same_in_other_blocks_and_with_stops_on_the_way() {
    let (tempo, all) = (120.0, beats(120.0, 1200));
    let bank = bank(1, Kind::Repeatable);
    let controls = controls(&mut Rng::new(1));
    let through = Script::steady(RATE, tempo, 0.0, all).with(0, &controls);
    let whole = through.play(&bank, &Cuts::Steady(4096));
    check_wire(&whole);
    let again = through.play(&bank, &Cuts::Random(3));
    check_same("random blocks against 4096", &again, &whole);
    assert!(notes(&whole).len() > 20_000);
    let mut rng = Rng::new(9);
    for beat in [
        128,
        rng.whole(1, 400),
        rng.whole(400, 800),
        rng.whole(800, 1150),
    ] {
        let from = beats(tempo, beat);
        // A roll may have begun on the start.
        let part = Part {
            from: from + beats(tempo, 4),
            until: all.min(from + beats(tempo, 400)),
        };
        let script = restarted(&controls, tempo, float(beat), part.until - from);
        let events = script.play(&bank, &Cuts::Steady(441));
        let got = heard(&events, (54_000, from), part);
        check_same(
            &format!("from beat {beat}"),
            &got,
            &heard(&whole, (0, 0), part),
        );
    }
    let from = beats(tempo, 128);
    let part = Part {
        from: from + beats(tempo, 4),
        until: all,
    };
    let script = Script::steady(RATE, tempo, 128.0, all - from).with(0, &controls);
    let events = script.play(&bank, &Cuts::Steady(64));
    let got = heard(&events, (0, from), part);
    check_same("a new engine at bar 33", &got, &heard(&whole, (0, 0), part));
}

/// Plays banks from bar 9 on and from the beginning, and compares what begins `settles` after.
fn check_from_bar_nine(kind: Kind, settles: impl Fn(f64) -> i64) {
    let mut heard_in_all = 0;
    for seed in 0..200 {
        let mut rng = Rng::new(seed);
        // A beat is a whole number of frames.
        let tempo = *rng.pick(&[60.0, 90.0, 100.0, 120.0, 150.0, 180.0, 240.0]);
        let bank = bank(seed, kind);
        let controls = controls(&mut rng);
        let start = beats(tempo, 32);
        let part = Part {
            from: start + settles(tempo),
            until: beats(tempo, 56),
        };
        let play = |beat: i64| {
            let frames = part.until - beats(tempo, beat);
            let script = Script::steady(RATE, tempo, float(beat), frames);
            let events = script.with(0, &controls).play(&bank, &Cuts::Steady(4096));
            heard(&events, (0, beats(tempo, beat)), part)
        };
        let through = play(0);
        check_same(&format!("seed {seed}, {tempo} bpm"), &play(32), &through);
        heard_in_all += through.len();
    }
    assert!(heard_in_all > 20_000, "{heard_in_all}");
}

#[test]
fn played_from_bar_nine_is_played_through_past_a_tenth_of_a_second() {
    check_from_bar_nine(Kind::Unrolled, |_| SETTLES);
}

#[test]
fn played_from_bar_nine_is_played_through_with_rolls_too() {
    check_from_bar_nine(Kind::Repeatable, |tempo| beats(tempo, 4));
}

//! A host whose tempo slides in the block that ends its loop: it is elsewhere then than its word before
//! would have it.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, PatternChange, Transport};
use afterbeat::pattern::{Edit, PatternIndex};
use afterbeat::time::Speed;
use support::check::{check_wire, strikes};
use support::groove::Groove;
use support::number::{float, round};
use support::rig::{Rig, rolling};

const BLOCK: u32 = 2_048;
/// The frames of a beat at 120 BPM.
const BEAT: f64 = 24_000.0;
/// The host's loop is a bar from the song's beginning on.
const END: f64 = 4.0;
/// The sixteenths from the music's beginning to the end of the pass after the slide.
const SIXTEENTHS: std::ops::Range<i64> = 11..32;

/// Where the tempo begins to slide from 120 BPM, in beats, and what it is a block later.
#[derive(Clone, Copy, Debug)]
struct Slide {
    from: f64,
    to: f64,
}

impl Slide {
    /// The beats of a block at a tempo.
    fn block(bpm: f64) -> f64 {
        float(i64::from(BLOCK)) * bpm / 60.0 / 48_000.0
    }

    /// The tempo that the host says at a place, and by how much it goes on there in a block.
    fn at(self, position: f64) -> (f64, f64) {
        let is_here = (position - self.from).abs() < 0.001;
        let bpm = if position < self.from + 0.001 {
            120.0
        } else {
            self.to
        };
        let mean = if is_here {
            f64::midpoint(bpm, self.to)
        } else {
            bpm
        };
        (bpm, Self::block(mean))
    }
}

fn other() -> PatternIndex {
    PatternIndex::new(1).expect("below 128")
}

/// Sixteenths; those of the second pattern are softer.
fn groove() -> Groove {
    let second = Groove::new(1).plain().lane(0, "3333 3333 3333 3333").bank();
    let second = second.pattern(PatternIndex::FIRST).cloned();
    Groove::new(1)
        .plain()
        .lane(0, "9999 9999 9999 9999")
        .edit(Edit::ReplacePattern {
            pattern: other(),
            to: second.map(Box::new),
        })
}

/// Plays up to the loop's end, over it while the tempo slides, and to its next end; `asked` comes with
/// the second block. Gives the sixteenths that are struck, as the host counts on, and how loud.
fn played(slide: Slide, asked: &Controls) -> Vec<(i64, u8)> {
    let mut rig = Rig::with(groove().bank(), 48_000.0, &Controls::default());
    let mut position = slide.from - 15.0 * Slide::block(120.0);
    let mut places = Vec::new();
    while position < 2.0 * END - 0.2 {
        let (bpm, advance) = slide.at(position);
        let transport = Transport {
            loop_range: Some((0.0, END)),
            ..rolling(bpm, position.rem_euclid(END))
        };
        places.push((rig.now, position, advance / float(i64::from(BLOCK))));
        rig.call(BLOCK, transport);
        rig.engine.set_controls(asked);
        position += advance;
    }
    rig.stop();
    check_wire(&rig.events);
    let sixteenth = |frame: i64| {
        let block = places.iter().rfind(|(start, ..)| *start <= frame);
        let (start, position, a_frame) = *block.expect("within a block");
        round((position + float(frame - start) * a_frame) * 4.0)
    };
    let struck = strikes(&rig.events);
    let struck = struck.iter();
    struck
        .map(|strike| (sixteenth(strike.frame), strike.velocity))
        .collect()
}

/// Slides of which the host comes to the loop's end earlier and later than it would have, by less than
/// what is taken for rounding and by more.
fn slides() -> Vec<Slide> {
    let tempos = [
        60.0, 80.0, 100.0, 112.0, 118.0, 122.0, 124.0, 130.0, 150.0, 200.0,
    ];
    let slide = |to: f64| {
        let end = Slide::block(f64::midpoint(120.0, to));
        // What the block ends at, in frames after the loop's end.
        [-200.0, -20.0, 4.0, 18.0, 60.0, 250.0].map(|frames| Slide {
            from: END + frames / BEAT - end,
            to,
        })
    };
    tempos.into_iter().flat_map(slide).collect()
}

#[test]
fn each_sixteenth_of_the_loop_sounds_once() {
    for slide in slides() {
        let expected: Vec<_> = SIXTEENTHS.map(|sixteenth| (sixteenth, 127)).collect();
        assert_eq!(played(slide, &Controls::default()), expected, "{slide:?}");
    }
}

#[test]
fn a_pattern_that_waits_for_the_bar_comes_with_the_next_pass() {
    let asked = Controls {
        pattern: other(),
        pattern_change: PatternChange::Bar,
        ..Controls::default()
    };
    let velocity = |sixteenth| if sixteenth < 16 { 127 } else { 43 };
    let expected: Vec<_> = SIXTEENTHS.map(|at| (at, velocity(at))).collect();
    for slide in slides() {
        assert_eq!(played(slide, &asked), expected, "{slide:?}");
    }
}

#[test]
fn a_speed_that_waits_for_the_bar_comes_with_the_next_pass() {
    let asked = Controls {
        speed: Speed::Half,
        ..Controls::default()
    };
    let plays = |sixteenth: &i64| *sixteenth < 16 || sixteenth % 2 == 0;
    let expected: Vec<_> = SIXTEENTHS.filter(plays).map(|at| (at, 127)).collect();
    for slide in slides() {
        assert_eq!(played(slide, &asked), expected, "{slide:?}");
    }
}

#[test]
fn a_long_slide_past_the_end_goes_on_from_where_the_host_is() {
    // Our block ends with the loop. The host has slid from 120 to 200 BPM in it, and is further.
    let frames = 8_192;
    let block = |bpm: f64| f64::from(frames) * bpm / 60.0 / 48_000.0;
    let mut rig = Rig::with(groove().bank(), 48_000.0, &Controls::default());
    let looping = |bpm, position| Transport {
        loop_range: Some((0.0, END)),
        ..rolling(bpm, position)
    };
    rig.call(frames, looping(120.0, END - 2.0 * block(120.0)));
    rig.call(frames, looping(120.0, END - block(120.0)));
    let past = block(160.0) - block(120.0);
    let start = rig.now;
    rig.call(frames, looping(200.0, END + past));
    let struck = strikes(&rig.events);
    let struck = struck.iter().map(|strike| strike.frame - start);
    let in_pass: Vec<_> = struck.filter(|frame| *frame >= 0).collect();
    // A beat of 200 BPM has 14 400 frames.
    let second = round((0.25 - past) * 14_400.0);
    assert_eq!(in_pass, [0, second, second + 3_600]);
}

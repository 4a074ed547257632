//! A loop plays every strike of every pass once, however the host wraps and counts.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Bank, LaneIndex, Nudge};
use support::check::{Strike, check_same, check_wire, strikes};
use support::groove::Groove;
use support::number::{float, floor, round};
use support::rig::{At, Rig, rolling};

/// How a host wraps.
#[derive(Clone, Copy, Debug)]
enum Wrap {
    /// It cuts its block at the first frame of the new pass, and tells the loop.
    SplitTold,
    /// It cuts, and says nothing of a loop.
    SplitUntold,
    /// Its blocks run over the end and the next begins inside the loop; it tells the loop.
    OverTold,
    /// The same, its blocks cut by automation into pieces that count on past the loop's end.
    OverInPieces,
    /// It runs over without a word: JACK, Qtractor.
    OverUntold,
    /// The same, with positions rounded to 1/960 beat in single precision: Qtractor.
    OverRounded,
}

const ALL: [Wrap; 6] = [
    Wrap::SplitTold,
    Wrap::SplitUntold,
    Wrap::OverTold,
    Wrap::OverInPieces,
    Wrap::OverUntold,
    Wrap::OverRounded,
];

impl Wrap {
    fn splits(self) -> bool {
        matches!(self, Self::SplitTold | Self::SplitUntold)
    }

    fn tells(self) -> bool {
        matches!(self, Self::SplitTold | Self::OverTold | Self::OverInPieces)
    }
}

/// A host that loops from `start` for `beats`, from the loop's start on.
#[derive(Clone, Copy, Debug)]
struct Looper {
    rate: f64,
    tempo: f64,
    start: f64,
    beats: f64,
    block: u32,
    wrap: Wrap,
}

impl Looper {
    /// The frames of a pass, with a fraction.
    fn pass(&self) -> f64 {
        self.beats * 60.0 / self.tempo * self.rate
    }

    /// The first frame of a pass.
    fn first_frame(&self, pass: i64) -> i64 {
        -floor(-(float(pass) * self.pass()) + 1e-6)
    }

    fn transport(&self, now: i64) -> Transport {
        let pass = floor((float(now) + 1e-6) / self.pass());
        let frames = (float(now) - float(pass) * self.pass()).max(0.0);
        let mut position = self.start + frames * self.tempo / (60.0 * self.rate);
        if let Wrap::OverRounded = self.wrap {
            position = float(round(position * 960.0)) / 960.0;
        }
        let range = (self.start, self.start + self.beats);
        Transport {
            loop_range: Some(range).filter(|_| self.wrap.tells()),
            ..rolling(self.tempo, position)
        }
    }

    /// A block up to `edge`, in one piece or in several.
    fn block(&self, rig: &mut Rig, edge: i64) {
        let (start, transport) = (rig.now, self.transport(rig.now));
        let piece = match self.wrap {
            Wrap::OverInPieces => 100,
            _ => edge - start,
        };
        while rig.now < edge {
            let frames = u32::try_from(piece.min(edge - rig.now)).expect("a block's length");
            let beats = float(rig.now - start) * self.tempo / (60.0 * self.rate);
            let position = transport.position.map(|position| position + beats);
            let transport = Transport {
                position,
                ..transport
            };
            rig.call(frames, transport);
        }
    }

    fn play(&self, bank: &Bank, controls: &Controls, passes: i64) -> Vec<At> {
        let mut rig = Rig::with(bank.clone(), self.rate, controls);
        let end = self.first_frame(passes);
        let mut next_wrap = 1;
        while rig.now < end {
            let mut edge = end.min(rig.now + i64::from(self.block));
            while self.first_frame(next_wrap) <= rig.now {
                next_wrap += 1;
            }
            if self.wrap.splits() {
                edge = edge.min(self.first_frame(next_wrap));
            }
            self.block(&mut rig, edge);
        }
        rig.stop();
        check_wire(&rig.events);
        rig.events
    }
}

/// Lane and velocity name a strike: every cell of the bar has its own.
fn bar() -> Groove {
    Groove::new(1)
        .plain()
        .lane(0, "9876 5432 1x98 7654")
        .lane(1, "....9...")
        .lane(2, "x.x.x.x.x.x.x.x.")
}

/// Where each strike of a pass is written: beats from the bar line, and the lane.
fn written() -> Vec<(f64, u8)> {
    let mut written = Vec::new();
    for k in 0..16 {
        written.push((float(k) / 4.0, 0));
        if k % 8 == 4 {
            written.push((float(k) / 4.0, 1));
        }
        if k % 2 == 0 {
            written.push((float(k) / 4.0, 2));
        }
    }
    written
}

/// Checks 400 passes: each strike of each pass once, within `tolerance` frames of the ideal.
fn check_passes(looper: Looper, tolerance: f64) {
    let passes = 400;
    let mut got = strikes(&looper.play(&bar().bank(), &Controls::default(), passes));
    // An untold loop's end is the next bar's one, which may round into the last pass.
    got.retain(|strike| strike.frame < looper.first_frame(passes) - 16);
    for lane in 0..3 {
        let places: Vec<f64> = written()
            .iter()
            .filter(|w| w.1 == lane)
            .map(|w| w.0)
            .collect();
        let places: Vec<f64> = places.into_iter().filter(|p| *p < looper.beats).collect();
        let frames: Vec<i64> = got
            .iter()
            .filter(|s| s.lane == lane)
            .map(|s| s.frame)
            .collect();
        let ideals = (0..passes).flat_map(|pass| {
            let from = float(pass) * looper.pass();
            let ideal = move |place: &f64| from + place * 60.0 / looper.tempo * looper.rate;
            places.iter().map(ideal).collect::<Vec<_>>()
        });
        let ideals: Vec<f64> = ideals.collect();
        for (index, (frame, ideal)) in frames.iter().zip(&ideals).enumerate() {
            assert!(
                (float(*frame) - ideal).abs() <= tolerance,
                "{looper:?}: lane {lane}, strike {index} at {frame} instead of {ideal}"
            );
        }
        assert_eq!(
            frames.len(),
            ideals.len(),
            "{looper:?}: lane {lane}, strikes in all"
        );
    }
}

fn looper(wrap: Wrap) -> Looper {
    Looper {
        rate: 44_100.0,
        tempo: 133.337,
        start: 8.0,
        beats: 4.0,
        block: 512,
        wrap,
    }
}

#[test]
fn a_loop_of_no_whole_number_of_frames_keeps_every_strike_for_400_passes_when_split() {
    check_passes(looper(Wrap::SplitTold), 1.01);
    check_passes(looper(Wrap::SplitUntold), 1.01);
}

#[test]
fn a_loop_of_no_whole_number_of_frames_keeps_every_strike_for_400_passes_when_overshot() {
    check_passes(looper(Wrap::OverTold), 1.01);
    check_passes(looper(Wrap::OverInPieces), 1.01);
}

#[test]
fn an_untold_loop_that_is_overshot_keeps_every_strike_for_400_passes() {
    check_passes(looper(Wrap::OverUntold), 1.01);
}

#[test]
fn an_untold_loop_with_rounded_positions_keeps_every_strike_for_400_passes() {
    // Half of 1/960 beat is 10.4 frames here.
    check_passes(looper(Wrap::OverRounded), 12.5);
}

#[test]
fn loops_of_half_a_bar_keep_every_strike_at_other_blocks_and_tempos() {
    for wrap in [Wrap::SplitTold, Wrap::OverTold, Wrap::SplitUntold] {
        for (block, tempo) in [(64, 97.3), (4096, 120.0), (1000, 241.7)] {
            let looper = Looper {
                beats: 2.0,
                tempo,
                block,
                ..looper(wrap)
            };
            check_passes(looper, 1.01);
        }
    }
}

#[test]
fn every_host_hears_the_same_music() {
    for (block, tempo) in [(64, 120.0), (441, 97.3), (2048, 181.9)] {
        let play = |wrap| {
            let looper = Looper {
                tempo,
                block,
                ..looper(wrap)
            };
            let controls = Controls {
                swing: 0.62,
                ..Controls::default()
            };
            let mut got = strikes(&looper.play(&bar().bank(), &controls, 50));
            got.retain(|strike| strike.frame < looper.first_frame(50) - 16);
            got
        };
        let reference = play(Wrap::SplitTold);
        assert_eq!(reference.len(), 50 * 26, "strikes of 50 passes");
        for wrap in ALL {
            let names = |strikes: &[Strike]| -> Vec<(u8, u8)> {
                let mut frames: Vec<Strike> = strikes.to_vec();
                frames.sort_unstable();
                frames.iter().map(|s| (s.lane, s.velocity)).collect()
            };
            let claim = format!("{wrap:?}, blocks of {block}, {tempo} BPM");
            check_same(&claim, &names(&play(wrap)), &names(&reference));
        }
    }
}

#[test]
fn a_told_loop_overshot_equals_the_same_loop_split_to_the_frame() {
    // A bar at 120 BPM and 44.1 kHz is 88 200 frames. The toms of the second bar never sound.
    let toms = "................xxxxxxxxxxxxxxxx";
    let bank = Groove::new(2)
        .plain()
        .lane(0, "9876 5432 1x98 7654")
        .lane(3, toms);
    let play = |wrap| {
        let looper = Looper {
            tempo: 120.0,
            ..looper(wrap)
        };
        looper.play(&bank.bank(), &Controls::default(), 100)
    };
    let split = play(Wrap::SplitTold);
    assert_eq!(strikes(&split).len(), 1600);
    check_same("overshot", &play(Wrap::OverTold), &split);
    check_same("overshot in pieces", &play(Wrap::OverInPieces), &split);
}

#[test]
fn a_strike_pulled_over_the_loops_start_sounds_once_a_pass() {
    let early = Nudge::new(-300).expect("within half a step");
    let groove = Groove::new(1).plain().lane(0, "9...5...").length(0, 16);
    let bank = groove.put(0, 0, |step| step.nudge = early).bank();
    for wrap in [Wrap::SplitTold, Wrap::OverTold] {
        let looper = Looper {
            tempo: 120.0,
            rate: 48_000.0,
            ..looper(wrap)
        };
        let got = strikes(&looper.play(&bank, &Controls::default(), 20));
        let frames: Vec<i64> = got.iter().map(|strike| strike.frame).collect();
        // Ours are the grid ticks inside the loop, so it is clamped to each pass's first frame.
        let expected: Vec<i64> = (0..20)
            .flat_map(|n| [n * 96_000, n * 96_000 + 24_000])
            .collect();
        check_same(&format!("{wrap:?}"), &frames, &expected);
    }
}

#[test]
fn an_early_strike_at_an_untold_wrap_is_not_struck_twice() {
    let early = Nudge::new(-300).expect("within half a step");
    let groove = Groove::new(1).plain().lane(0, "9...5...").length(0, 16);
    let bank = groove.put(0, 0, |step| step.nudge = early).bank();
    for wrap in [Wrap::SplitUntold, Wrap::OverUntold] {
        let looper = Looper {
            tempo: 120.0,
            rate: 48_000.0,
            ..looper(wrap)
        };
        let got = strikes(&looper.play(&bank, &Controls::default(), 20));
        let downbeats: Vec<i64> = got
            .iter()
            .filter(|s| s.velocity == 127)
            .map(|s| s.frame)
            .collect();
        // The first is clamped; the others sound 1800 frames before their bar line; the last of
        // these belongs to the pass that is no longer played.
        let expected: Vec<i64> = (0..=20).map(|n: i64| (n * 96_000 - 1800).max(0)).collect();
        check_same(&format!("{wrap:?}"), &downbeats, &expected);
    }
}

#[test]
fn a_strike_pushed_over_the_loops_end_sounds_after_its_start() {
    let late = Nudge::new(500).expect("within half a step");
    let groove = Groove::new(1).plain().lane(0, "9").length(0, 16);
    let groove = groove.lane(1, "...............x");
    let bank = groove.put(1, 15, |step| step.nudge = late).bank();
    let mut controls = Controls {
        swing: 0.75,
        ..Controls::default()
    };
    controls.lanes[LaneIndex::new(1).expect("a lane")].delay_ms = 10.0;
    for wrap in [Wrap::SplitTold, Wrap::OverTold] {
        let looper = Looper {
            tempo: 120.0,
            rate: 48_000.0,
            ..looper(wrap)
        };
        // Swung to 93 000, nudged by 3000, delayed by 480. What lies before a range's start but
        // sounds in it belongs to it: the first pass too hears the strike of the bar before.
        let got = strikes(&looper.play(&bank, &controls, 10));
        let frames: Vec<i64> = got.iter().map(|strike| strike.frame).collect();
        let expected: Vec<i64> = (0..10)
            .flat_map(|n| [n * 96_000, n * 96_000 + 480])
            .collect();
        check_same(&format!("{wrap:?}"), &frames, &expected);
    }
}

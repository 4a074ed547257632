//! Loops in which bars are of more than one meter, or become so while they play.

#[path = "support/meters.rs"]
mod meters;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use meters::{BEAT, Meters, ROUNDED, bar, beats, told};
use support::check::{check_wire, strikes};
use support::groove::Groove;
use support::number::{float, round};
use support::rig::Rig;

/// The frames of a sixteenth.
const STEP: i64 = BEAT / 4;
/// With what the steps of a bar are struck.
const CELLS: &str = "9876543219876543";

#[derive(Debug)]
struct Host {
    /// The song's meters on a frame: the musician may change them while it plays.
    meters: fn(i64) -> Meters<'static>,
    looping: (f64, f64),
    /// Whether its blocks end with the loop.
    splits: bool,
    block: i64,
    /// Where it begins to play.
    from: f64,
    /// How its positions are written.
    writes: fn(f64) -> f64,
    /// Where it says that a bar begins that begins there.
    names: fn(f64) -> f64,
}

/// One that tells the truth.
const HONEST: Host = Host {
    meters: |_| &[(0.0, 4)],
    looping: (0.0, 4.0),
    splits: false,
    block: 512,
    from: 0.0,
    writes: |place| place,
    names: |line| line,
};

impl Host {
    fn transport(&self, now: i64, place: f64) -> Transport {
        let told = told((self.meters)(now), (self.writes)(place));
        Transport {
            bar_start: told.bar_start.map(self.names),
            loop_range: Some(self.looping),
            ..told
        }
    }

    /// Where it is after so many frames, round and round in the loop.
    fn place(&self, frames: i64) -> f64 {
        let (start, end) = self.looping;
        let place = self.from + beats(frames);
        if place < end - ROUNDED {
            place
        } else {
            start + (place - start + ROUNDED).rem_euclid(end - start) - ROUNDED
        }
    }

    /// Plays so many beats and checks that each sixteenth is struck once, as its place in its bar is.
    fn check(&self, length: i64) {
        let groove = Groove::new(1).plain().lane(0, CELLS);
        let mut rig = Rig::with(groove.bank(), 48_000.0, &Controls::default());
        while rig.now < length * BEAT {
            let place = self.place(rig.now);
            let left = round((self.looping.1 - place) * float(BEAT));
            let frames = if self.splits {
                self.block.min(left)
            } else {
                self.block
            };
            let frames = u32::try_from(frames).expect("a block");
            rig.call(frames, self.transport(rig.now, place));
        }
        let end = rig.now;
        rig.stop();
        check_wire(&rig.events);
        let struck: Vec<_> = strikes(&rig.events)
            .iter()
            .map(|strike| ((strike.frame + 20) / STEP * STEP, strike.velocity))
            .collect();
        let first = round((self.from * 4.0).ceil() * float(STEP) - self.from * float(BEAT));
        let frames = (0..).map(|step| first + step * STEP);
        let expected: Vec<_> = frames
            .take_while(|frame| *frame < end)
            .map(|frame| (frame / STEP * STEP, self.velocity(frame)))
            .collect();
        assert_eq!(struck, expected, "{self:?}");
    }

    /// With what the sixteenth on a frame is struck.
    fn velocity(&self, frame: i64) -> u8 {
        let place = self.place(frame);
        let (line, _) = bar((self.meters)(frame), place);
        let sixteenth = usize::try_from(round((place - line) * 4.0)).expect("in its bar");
        1 + 14 * (CELLS.as_bytes()[sixteenth % 16] - b'0')
    }
}

#[test]
fn a_loop_that_ends_with_a_block_begins_with_its_own_bar() {
    // Counted from the song's beginning, or from the bars at its end, its first beat is none of a bar.
    for (splits, block) in [
        (true, 512),
        (true, 500),
        (false, 500),
        (false, 2_000),
        (false, 512),
    ] {
        let host = Host {
            meters: |_| &[(0.0, 4), (4.0, 3), (7.0, 4)],
            looping: (4.0, 15.0),
            splits,
            block,
            ..HONEST
        };
        host.check(60);
    }
}

#[test]
fn a_loop_that_is_entered_in_its_middle_begins_with_its_own_bar() {
    for block in [512, 500] {
        let host = Host {
            meters: |_| &[(0.0, 4), (4.0, 3), (7.0, 4)],
            looping: (0.0, 15.0),
            splits: true,
            block,
            from: 8.1,
            ..HONEST
        };
        host.check(60);
    }
}

#[test]
fn a_loop_keeps_the_bars_of_its_start_whatever_comes_after_its_first() {
    // Rounded to 1/1920 beat, the change is told five frames before our clock is there.
    let rounding = Host {
        meters: |_| &[(0.0, 3), (3.0, 4)],
        looping: (0.0, 11.0),
        block: 595,
        writes: |place| (place * 1_920.0).round() / 1_920.0,
        ..HONEST
    };
    rounding.check(60);
    // It begins in the middle of a bar.
    for block in [512, 993] {
        let host = Host {
            meters: |_| &[(0.0, 3), (3.0, 4), (7.0, 3)],
            looping: (5.0, 12.0),
            block,
            ..HONEST
        };
        host.check(60);
    }
}

#[test]
fn a_host_that_counts_every_bar_as_four_quarters_is_not_believed_at_a_loops_start() {
    for (splits, block) in [(true, 500), (true, 512), (false, 500), (false, 512)] {
        let host = Host {
            meters: |_| &[(0.0, 6)],
            looping: (6.0, 18.0),
            splits,
            block,
            names: |line| line / 6.0 * 4.0,
            ..HONEST
        };
        host.check(60);
    }
}

#[test]
fn a_meter_that_is_changed_while_a_loop_plays_is_that_of_each_pass() {
    for (splits, block) in [(false, 700), (false, 441), (false, 1_100), (true, 512)] {
        let host = Host {
            meters: |now| {
                if now < 14 * BEAT + 3_000 {
                    &[(0.0, 4)]
                } else {
                    &[(0.0, 3)]
                }
            },
            looping: (6.0, 12.0),
            splits,
            block,
            ..HONEST
        };
        host.check(60);
    }
}

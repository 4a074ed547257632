//! Transports that say nothing, nonsense, or something new each block.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Bank, CellAt, Edit, Step, StepIndex, Velocity};
use afterbeat::time::{Division, Speed};
use support::check::{check_wire, notes, strike_frames};
use support::groove::{Groove, lane_at};
use support::number::float;
use support::rig::{Rig, rolling};

const ABSURD: [f64; 12] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    0.0,
    -0.0,
    -1.0,
    -120.0,
    1e300,
    -1e300,
    1e-300,
    1e18,
    0.1,
];

/// Stops, and checks that every note has ended.
fn finish(mut rig: Rig) {
    rig.stop();
    check_wire(&rig.events);
    assert_eq!(rig.engine.sounding(), 0, "notes are counted as sounding");
}

fn busy() -> Bank {
    let groove = Groove::new(1)
        .lane(0, "xxxx xxxx xxxx xxxx")
        .lane(2, "xxxx");
    groove.lane(5, "..x.").rate(0, 8, Division::Straight).bank()
}

/// Rolls, then goes through `transports`, then rolls again; nothing may hang, panic or be left.
fn survive(transports: &[Transport]) {
    let mut rig = Rig::new(busy(), 48_000.0);
    rig.roll(10_000, 512, 120.0, 0.0);
    for transport in transports {
        for frames in [1, 64, 16_384] {
            rig.call(frames, *transport);
        }
    }
    rig.roll(10_000, 512, 120.0, 4.0);
    finish(rig);
}

#[test]
fn absurd_tempos_positions_and_loops_are_survived() {
    for value in ABSURD {
        let tempo = Transport {
            tempo: Some(value),
            ..rolling(120.0, 1.0)
        };
        let loops = ABSURD.map(|other| Transport {
            loop_range: Some((value, other)),
            ..rolling(120.0, 1.0)
        });
        let bar = Transport {
            bar_start: Some(value),
            ..rolling(120.0, 1.0)
        };
        survive(&[tempo, rolling(120.0, value), rolling(value, value), bar]);
        survive(&loops);
    }
    let missing = Transport {
        tempo: None,
        position: None,
        ..rolling(0.0, 0.0)
    };
    survive(&[Transport::default(), missing]);
}

#[test]
fn a_null_transport_is_silent_and_releases() {
    let mut rig = Rig::new(busy(), 48_000.0);
    rig.roll(1000, 500, 120.0, 0.0);
    for _ in 0..50 {
        rig.call(512, Transport::default());
    }
    let last = notes(&rig.events).iter().map(|note| note.off).max();
    assert_eq!(last, Some(1000), "released at the first null block");
}

#[test]
fn reverse_playing_and_scrubbing_leave_nothing_behind() {
    let mut rig = Rig::new(busy(), 48_000.0);
    for block in 0..400 {
        rig.call(512, rolling(120.0, 40.0 - float(block) * 0.02));
    }
    for block in 0..400 {
        rig.call(512, rolling(120.0, float((block * 7919) % 64) - 4.0));
    }
    finish(rig);
}

#[test]
fn a_position_that_stands_still_while_playing_goes_on_by_itself() {
    let groove = Groove::new(1).plain().lane(0, "x...");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(512, 512, 120.0, 0.0);
    for _ in 0..200 {
        rig.call(512, rolling(120.0, 0.0));
    }
    rig.stop();
    let ons: Vec<i64> = notes(&rig.events).iter().map(|note| note.on).collect();
    assert_eq!(ons, [0, 24_000, 48_000, 72_000, 96_000]);
}

#[test]
fn a_missing_position_while_playing_goes_on_by_itself() {
    let groove = Groove::new(1).plain().lane(0, "x...");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(512, 512, 120.0, 0.0);
    for position in [None, Some(f64::NAN), Some(f64::INFINITY)] {
        let transport = Transport {
            position,
            ..rolling(120.0, 0.0)
        };
        for _ in 0..60 {
            rig.call(512, transport);
        }
    }
    rig.stop();
    let ons: Vec<i64> = notes(&rig.events).iter().map(|note| note.on).collect();
    assert_eq!(ons, [0, 24_000, 48_000, 72_000]);
}

#[test]
fn a_tempo_that_falls_where_a_strike_was_does_not_play_it_again() {
    // Four frames after the second beat the host is slower, and a little behind us.
    let groove = Groove::new(1).plain().lane(0, "x...x...x...x...");
    for (tempo, position) in [
        (119.0, 1.0),
        (120.0, 1.0),
        (60.0, 1.000_1),
        (160.0, 1.000_1),
    ] {
        let mut rig = Rig::new(groove.bank(), 48_000.0);
        rig.call(24_004, rolling(120.0, 0.0));
        for number in 0..8_i32 {
            let beats = position + f64::from(number * 32) * tempo / 2_880_000.0;
            rig.call(32, rolling(tempo, beats));
        }
        let expected = [0, 24_000];
        assert_eq!(
            strike_frames(&rig.events),
            expected,
            "{tempo} at {position}"
        );
    }
}

#[test]
fn a_host_that_jumps_a_little_ahead_of_a_strike_leaves_it_to_be_played_at_once() {
    // Four frames before the second beat the host is just past it, and something else is new too.
    let groove = Groove::new(1).plain().lane(0, "x...x...x...x...");
    let at = CellAt {
        lane: lane_at(0),
        step: StepIndex::new(9),
    };
    let to = Step::strike(Velocity::MAX);
    for is_edited in [false, true] {
        let mut rig = Rig::new(groove.bank(), 48_000.0);
        rig.call(23_996, rolling(120.0, 0.0));
        if is_edited {
            let edit = Edit::Step { at, to };
            rig.engine.apply(edit).expect("the step is there");
        }
        rig.call(500, rolling(120.5, 1.000_2));
        let expected = [0, 23_996];
        assert_eq!(strike_frames(&rig.events), expected, "edited: {is_edited}");
    }
}

#[test]
fn a_host_that_moves_a_little_over_the_line_on_which_the_speed_changes_loses_no_strike() {
    let groove = Groove::new(1).plain().lane(0, "x...x...x...x...");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(48_000, 512, 120.0, 0.0);
    rig.engine.set_controls(&Controls {
        speed: Speed::Half,
        ..Controls::default()
    });
    rig.roll(47_996, 512, 120.0, 2.0);
    rig.roll(20_000, 500, 121.0, 4.000_1);
    let expected = [0, 24_000, 48_000, 72_000, 95_996];
    assert_eq!(strike_frames(&rig.events), expected);
}

/// A host whose tempo goes from one to another in 32 seconds, of which 31 are played, and which says
/// it where a block begins.
#[derive(Clone, Copy)]
struct Ramp {
    from: f64,
    to: f64,
    block: u32,
}

impl Ramp {
    const RATE: f64 = 48_000.0;

    fn tempo(self, frame: f64) -> f64 {
        self.from + (self.to - self.from) * frame / (32.0 * Self::RATE)
    }

    /// Where it is on `frame`: the integral of the tempo.
    fn beats(self, frame: f64) -> f64 {
        f64::midpoint(self.from, self.tempo(frame)) * frame / (60.0 * Self::RATE)
    }

    /// The frame on which it reaches `beat`, by what it says in each block.
    fn frame(self, beat: f64) -> f64 {
        let mut now = 0.0;
        loop {
            let left = (beat - self.beats(now)) * 60.0 * Self::RATE / self.tempo(now);
            if left < f64::from(self.block) {
                return now + left.max(0.0);
            }
            now += f64::from(self.block);
        }
    }

    /// Plays to it while it rounds its positions by `said`; each step of so much of a beat has to be
    /// struck once, at most `off` frames from its place, which is also for its tempo to say.
    fn check(self, bank: &Bank, step: f64, said: fn(f64) -> f64, off: fn(f64) -> f64) {
        let mut rig = Rig::new(bank.clone(), Self::RATE);
        while rig.now < 31 * 48_000 {
            let now = float(rig.now);
            let transport = rolling(self.tempo(now), said(self.beats(now)));
            rig.call(self.block, transport);
        }
        rig.stop();
        let ons = strike_frames(&rig.events);
        let block = self.block;
        for (number, on) in (0..).zip(&ons) {
            let place = self.frame(float(number) * step);
            assert!(
                (float(*on) - place).abs() <= off(self.tempo(place)),
                "blocks of {block}: strike {number} is on frame {on} instead of {place}"
            );
        }
        let count = i64::try_from(ons.len()).expect("a short song");
        let next = self.frame(float(count) * step);
        let end = 31.0 * Self::RATE - off(self.tempo(next));
        assert!(next > end, "blocks of {block}: {count} strikes are not all");
    }
}

#[test]
fn a_ritardando_known_only_block_by_block_loses_and_doubles_nothing() {
    let bank = Groove::new(1).plain().lane(0, "x...x...x...x...").bank();
    let ramp = |block| Ramp {
        from: 180.0,
        to: 60.0,
        block,
    };
    for block in [32, 512, 1024] {
        ramp(block).check(&bank, 1.0, |beats| beats, |_| 1.0);
    }
    // Some hosts round to 1/960 beat: half of that, and a frame.
    let rounded = |beats: f64| (beats * 960.0).round() / 960.0;
    let half = |tempo| 60.0 * Ramp::RATE / tempo / 1_920.0 + 1.0;
    for block in [64, 500] {
        ramp(block).check(&bank, 1.0, rounded, half);
    }
}

#[test]
fn a_tempo_ramp_known_only_block_by_block_loses_and_doubles_nothing() {
    let bank = Groove::new(1).plain().lane(0, "xxxx").bank();
    for block in [64, 512, 1024] {
        let ramp = Ramp {
            from: 60.0,
            to: 180.0,
            block,
        };
        ramp.check(&bank, 0.25, |beats| beats, |_| 1.0);
    }
}

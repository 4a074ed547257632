//! Whatever a host does: every note ends once, nothing sounds after a stop, nothing panics or hangs.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, InputNote, Kind, Transport};
use afterbeat::pattern::{
    Bank, Channel, Edit, Gate, Key, LaneIndex, LaneSet, LaneSetting, Lfo, LfoDepth, NoteLength,
    Nudge, Reset, SetupChange, Step, StepCount, Velocity,
};
use afterbeat::time::{Division, Meter};
use std::num::NonZeroU8;
use support::check::check_wire;
use support::groove::{Groove, lane_at, rate_of, tuplet};
use support::number::ceil;
use support::rig::{Rig, rolling, stopped};
use support::rng::Rng;
use support::score::score;
use support::script::{BarStarts, beats_in_a_bar};

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

fn small(rng: &mut Rng, low: i64, high: i64) -> u8 {
    u8::try_from(rng.whole(low, high)).expect("a small number")
}

fn random_step(rng: &mut Rng) -> Step {
    let percent = *rng.pick(&[1, 20, 100, 100, 180, 700, 1600]);
    let tenths = i16::try_from(rng.whole(-500, 500)).expect("tenths");
    let nudged = rng.chance(30);
    Step {
        velocity: Velocity::new(small(rng, 1, 127)).filter(|_| rng.chance(50)),
        gate: Gate::new(u16::try_from(percent).expect("a gate")).expect("from 1 to 1600"),
        nudge: Nudge::new(tenths).filter(|_| nudged).unwrap_or_default(),
        accent: rng.chance(20),
        tie: rng.chance(10),
        ..Step::REST
    }
}

/// A few lanes of everything; some share a key, some choke each other.
fn random_bank(rng: &mut Rng) -> Bank {
    let mut groove = Groove::new(small(rng, 1, 4));
    for lane in 0..small(rng, 1, 6) {
        let steps = small(rng, 1, 32);
        groove = groove
            .length(lane, u16::from(steps))
            .edit(random_rate(rng, lane))
            .reset(lane, *rng.pick(&[Reset::Pattern, Reset::Never]));
        let (shared, length) = (rng.chance(20), random_length(rng));
        groove = groove.voice(lane, |voice| {
            voice.note_length = length;
            if shared {
                voice.key = Key::new(36).expect("a key");
            }
        });
        for step in 0..steps {
            let to = random_step(rng);
            groove = groove.put(lane, step, |step| *step = to);
        }
    }
    groove.bank()
}

fn random_length(rng: &mut Rng) -> NoteLength {
    let ringing = NoteLength::Ring {
        beats: NonZeroU8::MIN,
    };
    *rng.pick(&[
        NoteLength::Step,
        NoteLength::Step,
        NoteLength::Short,
        ringing,
    ])
}

fn random_rate(rng: &mut Rng, lane: u8) -> Edit {
    let divisions = [
        Division::Straight,
        Division::Straight,
        Division::Triplet,
        Division::Dotted,
        tuplet(7, 8),
        tuplet(16, 1),
    ];
    let halvings = *rng.pick(&[0, 4, 5, 6, 6, 7, 8]);
    let rate = rate_of(halvings, *rng.pick(&divisions));
    Edit::Lane {
        at: lane_at(lane),
        to: LaneSetting::Rate(rate),
    }
}

fn random_edit(rng: &mut Rng) -> Edit {
    let lane = small(rng, 0, 5);
    let at = lane_at(lane);
    let count = u16::try_from(rng.whole(1, 64))
        .ok()
        .and_then(StepCount::new);
    let wave = Lfo {
        depth: LfoDepth::new(small(rng, 0, 127)).expect("a depth"),
        cycles: 333,
        ..Lfo::OFF
    };
    match rng.whole(0, 5) {
        0 | 1 => random_rate(rng, lane),
        2 => Edit::Lane {
            at,
            to: LaneSetting::Length(count.expect("a length")),
        },
        3 => Edit::Lane {
            at,
            to: LaneSetting::Lfo(wave),
        },
        4 => Edit::Setup(SetupChange::Solo(LaneSet::from_bits(*rng.pick(&[0, 0, 5])))),
        _ => Edit::Lane {
            at,
            to: LaneSetting::Reset(Reset::every(*rng.pick(&[1, 2, 4])).expect("a period")),
        },
    }
}

fn random_controls(rng: &mut Rng) -> Controls {
    let mut controls = Controls {
        swing: rng.real(0.2, 0.8),
        swing_lfo_depth: rng.real(0.0, 0.15),
        swing_follow: rng.chance(30),
        ghosts: rng.real(0.0, 1.0),
        velocity: rng.real(0.0, 2.0),
        push_ms: rng.real(-30.0, 30.0),
        gate: rng.real(0.05, 4.0),
        bypass: rng.chance(10),
        ..Controls::default()
    };
    for lane in LaneIndex::all() {
        controls.lanes[lane].delay_ms = rng.real(-40.0, 40.0);
        controls.lanes[lane].mute = rng.chance(10);
    }
    controls
}

/// A host that mostly counts on from where it was, and sometimes does anything else.
struct Host {
    rng: Rng,
    playing: bool,
    tempo: f64,
    ramp: f64,
    position: f64,
    range: Option<(f64, f64)>,
    /// Whether it tells its loop, and whether it cuts its block where the loop begins again.
    tells: bool,
    splits: bool,
    direction: f64,
    meter: Option<Meter>,
    bar_starts: BarStarts,
}

impl Host {
    fn new(mut rng: Rng) -> Self {
        let tempo = rng.real(40.0, 240.0);
        Self {
            rng,
            playing: true,
            tempo,
            ramp: 0.0,
            position: 0.0,
            range: None,
            tells: true,
            splits: false,
            direction: 1.0,
            meter: None,
            bar_starts: BarStarts::Unsaid,
        }
    }

    /// Something happens between two blocks.
    fn whim(&mut self) {
        let rng = &mut self.rng;
        match rng.whole(0, 14) {
            0 => self.playing = !self.playing,
            1 => self.position = rng.real(-8.0, 200.0),
            2 => self.tempo = rng.real(20.0, 400.0),
            3 => self.ramp = *rng.pick(&[0.0, 0.01, -0.01]),
            4 => self.direction = *rng.pick(&[1.0, 1.0, 0.0, -1.0]),
            5 => {
                let start = rng.real(-4.0, 40.0);
                let lengths = [1.0, 4.0, 2.7, 0.001, 1e-9, 0.0, -1.0, f64::NAN, 1e300];
                self.range = Some((start, start + rng.pick(&lengths)));
            }
            6 => self.range = None,
            7 => {
                let meters = [(4, 4), (7, 16), (3, 4), (1, 64), (64, 1), (5, 8)];
                let (beats, unit) = *rng.pick(&meters);
                self.meter = Meter::new(beats, unit);
            }
            8 => self.position = self.position.round(),
            9 | 10 => {
                // Where it is now, as musicians do; it ends soon or was passed just now.
                let start = self.position.floor();
                self.range = Some((start, start + rng.pick(&[0.1, 0.5, 1.0, 4.0])));
                (self.tells, self.splits) = (rng.chance(70), rng.chance(50));
            }
            11 => self.range = self.range.map(|(start, end)| (start, end + 1.0)),
            12 | 13 => {
                let said = [
                    BarStarts::Unsaid,
                    BarStarts::Honest,
                    BarStarts::Zero,
                    BarStarts::AtPosition,
                ];
                self.bar_starts = *rng.pick(&said);
            }
            _ => self.direction = 1.0,
        }
    }

    fn transport(&mut self, absurd: bool) -> Transport {
        let rng = &mut self.rng;
        let bar = beats_in_a_bar(self.meter.unwrap_or(Meter::COMMON));
        let mut transport = Transport {
            loop_range: self.range.filter(|_| self.tells),
            meter: self.meter,
            bar_start: self.bar_starts.said(self.position, bar, 0.0),
            playing: self.playing,
            ..rolling(self.tempo, self.position)
        };
        if absurd && rng.chance(20) {
            transport.tempo = Some(*rng.pick(&ABSURD)).filter(|_| rng.chance(80));
        }
        if absurd && rng.chance(20) {
            transport.position = Some(*rng.pick(&ABSURD)).filter(|_| rng.chance(80));
        }
        if absurd && rng.chance(10) {
            transport.bar_start = Some(*rng.pick(&ABSURD));
            transport.loop_range = Some((*rng.pick(&ABSURD), *rng.pick(&ABSURD)));
        }
        if absurd && rng.chance(5) {
            transport = Transport::default();
        }
        transport
    }

    /// The frames of the next block, if it would have as many as `frames`.
    fn cut(&self, frames: u32, rate: f64) -> u32 {
        let Some((_, end)) = self.range.filter(|_| self.splits) else {
            return frames;
        };
        let left = (end - self.position) * 60.0 * rate / self.tempo;
        if left > 0.0 && left < f64::from(frames) {
            u32::try_from(ceil(left)).expect("less than the block")
        } else {
            frames
        }
    }

    /// Counts on; wraps as the loop says, cut or not.
    fn advance(&mut self, frames: u32, rate: f64) {
        if self.playing {
            let beats = f64::from(frames) * self.tempo / (60.0 * rate);
            self.position += self.direction * beats;
        }
        self.tempo = (self.tempo * (1.0 + self.ramp)).clamp(20.0, 400.0);
        if let Some((start, end)) = self.range
            && self.position >= end
            && end - start > 0.01
        {
            self.position = start + (self.position - end).rem_euclid(end - start);
        }
    }
}

fn random_input(rng: &mut Rng, frames: u32) -> Vec<InputNote> {
    if !rng.chance(10) {
        return Vec::new();
    }
    let at = u32::try_from(rng.whole(0, i64::from(frames) - 1)).expect("inside the block");
    let velocity = Velocity::new(small(rng, 0, 127)).filter(|_| rng.chance(50));
    let key = Key::new(small(rng, 34, 44)).expect("a key");
    vec![InputNote {
        at,
        kind: velocity.map_or(Kind::Off, Kind::On),
        channel: Channel::DRUMS,
        key,
    }]
}

/// Whether anybody plays on the keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Player {
    Listens,
    PlaysAlong,
}

/// Runs one random script, checks all laws and gives how many strikes sounded; every other script
/// says absurd things.
fn run_script(seed: u64, player: Player) -> u64 {
    let absurd = seed.is_multiple_of(2);
    let with_input = player == Player::PlaysAlong;
    let mut rng = Rng::new(seed);
    let rate = *rng.pick(&[44_100.0, 48_000.0, 8000.0, 192_000.0]);
    let mut rig = Rig::new(random_bank(&mut rng), rate);
    let mut host = Host::new(Rng::new(rng.bits()));
    for _ in 0..24 {
        let frames =
            u32::try_from(*rng.pick(&[1, 1, 17, 64, 512, 512, 4096, 16_384])).expect("a block");
        if rng.chance(25) {
            host.whim();
        }
        if rng.chance(15) {
            rig.engine.set_controls(&random_controls(&mut rng));
        }
        if rng.chance(10) {
            let edit = random_edit(&mut rng);
            rig.engine.apply(edit).expect("an edit that fits");
        }
        if rng.chance(3) {
            rig.engine.reset();
        }
        let frames = host.cut(frames, rate);
        let input = random_input(&mut rng, frames);
        let transport = host.transport(absurd);
        let (before, start) = (rig.events.len(), rig.now);
        rig.call_with(frames, transport, if with_input { &input } else { &[] });
        host.advance(frames, rate);
        if !transport.playing && !with_input {
            let stray = rig.events[before..]
                .iter()
                .find(|at| at.1.kind != Kind::Off || at.0 != start);
            assert!(
                stray.is_none(),
                "seed {seed}: after a stop at {start}:\n{}",
                score(&rig.events[before..])
            );
        }
    }
    let strikes = rig.engine.counters().strikes;
    finish(rig, player);
    strikes
}

/// Stops, lets the player go, and checks that nothing sounds.
fn finish(mut rig: Rig, player: Player) {
    rig.stop();
    if player == Player::PlaysAlong {
        let release = |key| InputNote {
            at: 0,
            kind: Kind::Off,
            channel: Channel::DRUMS,
            key: Key::new(key).expect("a key"),
        };
        let all: Vec<InputNote> = (34..=44).map(release).collect();
        rig.call_with(64, stopped(), &all);
    }
    check_wire(&rig.events);
    assert_eq!(rig.engine.sounding(), 0, "notes are counted as sounding");
}

#[test]
fn every_note_ends_once_in_10_000_transport_scripts() {
    let strikes: u64 = (0..10_000)
        .map(|seed| run_script(seed, Player::Listens))
        .sum();
    assert!(strikes > 10_000, "only {strikes} strikes were heard");
}

#[test]
fn every_note_ends_once_while_a_player_plays_along() {
    let strikes: u64 = (20_000..22_000)
        .map(|seed| run_script(seed, Player::PlaysAlong))
        .sum();
    assert!(strikes > 2000, "only {strikes} strikes were heard");
}

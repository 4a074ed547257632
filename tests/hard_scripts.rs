//! Hosts that tell the truth: whatever they do with loops, meters and bar lines, blocks change nothing.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Controls;
use afterbeat::pattern::{Bank, Gate, LaneIndex, Nudge, Reset};
use afterbeat::time::{Division, Meter};
use support::check::{check_same, check_wire, strike_frames};
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::{ceil, float};
use support::rng::Rng;
use support::script::{Act, BarStarts, Loop, Script, beats_in_a_bar};

/// How a host goes about it.
#[derive(Clone, Copy, Debug)]
struct Manner {
    rate: f64,
    tempos: [f64; 3],
    /// Whether it tells its loops.
    tells: bool,
    /// Whether it cuts its blocks where a loop begins again.
    splits: bool,
    /// In beats.
    shortest_loop: f64,
    /// Such blocks are compared with shorter ones.
    longest_block: u32,
}

/// Acts fall on these frames and loops on eighths of a beat, which are whole frames at the tempos
/// of [`TOLD`]: where a loop begins again within a block, the engine cannot know of a fraction.
const GRID: i64 = 16;

const TOLD: Manner = Manner {
    rate: 48_000.0,
    tempos: [60.0, 120.0, 240.0],
    tells: true,
    splits: true,
    shortest_loop: 0.125,
    longest_block: 16_384,
};

/// Lanes that come early, late and on time, in laps of a bar, of two, and in none.
fn bank() -> Bank {
    let nudge = |tenths| Nudge::new(tenths).expect("within half a step");
    Groove::new(1)
        .plain()
        .lane(0, "9.7. 6.8. x.3. 5.4.")
        .lane(1, "x...x..x")
        .lane(2, "x.x")
        .lane(3, "9....")
        .rate(2, 5, Division::Triplet)
        .reset(1, Reset::every(2).expect("two bars"))
        .reset(3, Reset::Never)
        .put(1, 0, |step| step.nudge = nudge(-300))
        .put(1, 4, |step| step.nudge = nudge(400))
        .put(2, 2, |step| step.gate = Gate::new(700).expect("a gate"))
        .bank()
}

fn controls() -> Controls {
    let mut controls = Controls {
        swing: 0.62,
        ..Controls::default()
    };
    controls.lanes[LaneIndex::new(1).expect("a lane")].delay_ms = 13.7;
    controls.lanes[LaneIndex::new(2).expect("a lane")].delay_ms = -31.1;
    controls
}

/// Writes an honest script, and knows enough of where it stands to keep it honest.
struct Author {
    rng: Rng,
    manner: Manner,
    now: i64,
    tempo: f64,
    acts: Vec<(i64, Act)>,
    /// No loop and no locate goes before this bar line, where the meter has changed last.
    line: f64,
    meter: Meter,
}

impl Author {
    fn new(seed: u64, manner: Manner) -> Self {
        let mut rng = Rng::new(seed);
        Self {
            tempo: *rng.pick(&manner.tempos),
            rng,
            manner,
            now: 0,
            acts: Vec::new(),
            line: 0.0,
            meter: Meter::COMMON,
        }
    }

    fn act(&mut self, act: Act) {
        self.acts.push((self.now, act));
    }

    /// An eighth of a beat somewhere in the next bars.
    fn spot(&mut self) -> f64 {
        self.line + float(self.rng.whole(0, 96)) / 8.0
    }

    fn start_loop(&mut self) {
        let lengths = [0.125, 0.5, 1.0, 2.0, 2.5, 4.0, 8.0];
        let length = f64::max(*self.rng.pick(&lengths), self.manner.shortest_loop);
        let start = self.spot();
        let looping = Loop {
            range: (start, start + length),
            tells: self.manner.tells,
            splits: self.manner.splits,
        };
        self.act(Act::Loop(Some(looping)));
    }

    fn change_tempo(&mut self) {
        self.tempo = *self.rng.pick(&self.manner.tempos);
        self.act(Act::Tempo(self.tempo));
    }

    /// Not to where a loop begins: a host that says in two calls running that it is at one place is
    /// taken to stand there, which depends on where it calls.
    fn locate(&mut self) {
        let to = self.spot() + 0.0625;
        self.act(Act::Play(to));
    }

    /// Stands for a while, so that the host has named its line, then rolls.
    fn start(&mut self) {
        let at = self.spot();
        self.act(Act::Play(at));
        self.act(Act::Stop);
        self.now += GRID * 100;
        self.act(Act::Play(at));
    }

    /// The next meter; half of the time on a bar line while it rolls, else while it stands.
    fn change_meter(&mut self) {
        let meters = [(4, 4), (3, 4), (7, 8), (5, 4)];
        let (beats, unit) = *self.rng.pick(&meters);
        let meter = Meter::new(beats, unit).expect("a meter");
        self.act(Act::Loop(None));
        if self.rng.chance(50) {
            let bars = float(self.rng.whole(1, 2)) * beats_in_a_bar(self.meter);
            self.act(Act::Play(self.line + 0.0625));
            let frames = (bars - 0.0625) * 60.0 / self.tempo * self.manner.rate;
            self.now += ceil(frames - 1e-6);
            self.line += bars;
            self.act(Act::Meter(meter, self.line));
            self.now += GRID - self.now % GRID;
        } else {
            self.act(Act::Stop);
            self.now += GRID * 100;
            self.line = float(self.rng.whole(0, 12));
            self.act(Act::Meter(meter, self.line));
            self.start();
        }
        self.meter = meter;
    }

    fn write(mut self) -> Script {
        let tempo = self.tempo;
        self.act(Act::Controls(Box::new(controls())));
        self.act(Act::BarStarts(BarStarts::Honest));
        self.act(Act::Meter(self.meter, 0.0));
        self.start();
        for _ in 0..8 {
            self.now += GRID * self.rng.whole(1, 6000);
            match self.rng.whole(0, 9) {
                0..=3 => self.start_loop(),
                4 => self.act(Act::Loop(None)),
                5 => self.change_tempo(),
                6 => self.locate(),
                7 => self.start(),
                _ => self.change_meter(),
            }
        }
        Script {
            rate: self.manner.rate,
            tempo,
            acts: self.acts,
            end: self.now + GRID * 6000,
        }
    }
}

/// Plays scripts in the longest blocks and in shorter ones.
fn check(manner: Manner) {
    let bank = bank();
    let mut strikes = 0;
    for seed in 0..300 {
        let script = Author::new(seed, manner).write();
        let whole = script.play(&bank, &Cuts::Steady(manner.longest_block));
        check_wire(&whole);
        strikes += strike_frames(&whole).len();
        for cuts in [
            Cuts::Steady(64),
            Cuts::Steady(441),
            Cuts::Turns(&[511, 1, 4000]),
        ] {
            let claim = format!("seed {seed}, {cuts:?}");
            check_same(&claim, &script.play(&bank, &cuts), &whole);
        }
    }
    assert!(strikes > 10_000, "only {strikes} strikes were heard");
}

#[test]
fn a_host_that_splits_at_its_loops_hears_the_same_in_any_cut() {
    check(TOLD);
}

#[test]
fn a_host_that_runs_over_its_loops_ends_hears_the_same_in_any_cut() {
    check(Manner {
        splits: false,
        ..TOLD
    });
}

#[test]
fn a_host_that_splits_and_says_nothing_of_its_loops_hears_the_same_in_any_cut() {
    // No loop is as short as a block: its calls would say one place again and again.
    check(Manner {
        tells: false,
        shortest_loop: 0.5,
        longest_block: 4096,
        ..TOLD
    });
}

#[test]
fn a_host_whose_loops_are_no_whole_number_of_frames_hears_the_same_in_any_cut() {
    check(Manner {
        rate: 44_100.0,
        tempos: [97.3, 133.337, 181.9],
        ..TOLD
    });
}

#[test]
fn a_host_that_runs_over_its_loops_ends_hears_what_one_that_splits_hears() {
    let bank = bank();
    for seed in 0..300 {
        let over = Manner {
            splits: false,
            ..TOLD
        };
        let play = |manner| {
            let script = Author::new(seed, manner).write();
            script.play(&bank, &Cuts::Steady(512))
        };
        check_same(&format!("seed {seed}"), &play(over), &play(TOLD));
    }
}

//! What a call of `process()` costs, beside an almost empty plug-in of the same framework.
//!
//! Both are called through their CLAP tables, in turns and in one run, so that what the machine is
//! doing meanwhile falls on both alike; of all rounds the least disturbed counts. The mean is taken
//! over long runs of calls; the tail over calls timed one by one, from which the clock's own cost is
//! not taken off. `cargo xtask bench` runs it, and counts instructions too: that is what `--count` is
//! for. `--growth` says how the engine's cost grows, and `--instance` what is done beside playing.

#[path = "process/alone.rs"]
mod alone;
#[path = "process/bare.rs"]
mod bare;
#[path = "process/bench_bank.rs"]
mod bench_bank;
#[path = "process/burst.rs"]
mod burst;
#[path = "process/growth.rs"]
mod growth;
#[path = "process/held.rs"]
mod held;
#[path = "process/instance.rs"]
mod instance;
#[path = "process/rig.rs"]
mod rig;

use rig::Rig;
use std::time::Instant;

const ROUNDS: usize = 7;
/// Calls of a round, timed together, and as many one by one.
const CALLS: u32 = 40_000;
/// The blocks' lengths in frames.
const BLOCKS: [u32; 4] = [32, 64, 128, 512];
/// Frames of 8 bars, over which everything comes that comes at all.
const COUNTED_FRAMES: u32 = 768_000;

/// What is played, the framework's own floor first.
const PLAYED: [&str; 5] = [
    "bare framework",
    "stopped",
    "sparse (B1)",
    "16 dense lanes",
    "everything",
];

fn rig(played: &str, frames: u32) -> Rig {
    let plain = serde_json::json!({});
    match played {
        "bare framework" => Rig::new(bare::create, frames),
        "16 dense lanes" => Rig::afterbeat(&bench_bank::dense(), &plain, frames),
        "everything" => {
            let params = bench_bank::at_its_most();
            Rig::afterbeat(&bench_bank::everything(), &params, frames)
        }
        _ => Rig::afterbeat(&bench_bank::fresh(), &plain, frames),
    }
}

fn is_playing(played: &str) -> bool {
    played != "stopped"
}

/// One thing that is measured.
struct Case {
    played: &'static str,
    frames: u32,
    rig: Rig,
    /// The least mean and the least tail of all rounds, in nanoseconds a call.
    mean: f64,
    tail: f64,
}

impl Case {
    fn new(played: &'static str, frames: u32) -> Self {
        Self {
            played,
            frames,
            rig: rig(played, frames),
            mean: f64::INFINITY,
            tail: f64::INFINITY,
        }
    }

    /// A long run of calls, then as many timed one by one.
    fn round(&mut self) {
        let is_playing = is_playing(self.played);
        let start = Instant::now();
        for _ in 0..CALLS {
            self.rig.call(is_playing);
        }
        let mean = start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS);
        let mut singles: Vec<f64> = (0..CALLS)
            .map(|_| {
                let start = Instant::now();
                self.rig.call(is_playing);
                start.elapsed().as_secs_f64() * 1e9
            })
            .collect();
        singles.sort_by(f64::total_cmp);
        let tail = singles.get(singles.len() * 99 / 100).copied();
        self.mean = self.mean.min(mean);
        self.tail = self.tail.min(tail.unwrap_or(f64::INFINITY));
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What it costs to measure a block.
fn clock() -> f64 {
    let begin = Instant::now();
    let mut seen = 0;
    for _ in 0..CALLS {
        seen += Instant::now().elapsed().as_nanos();
    }
    std::hint::black_box(seen);
    begin.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

/// Prints the table: the mean and what it is of the bare framework's, and the tail.
fn print(cases: &[Case]) {
    let heads = BLOCKS.map(|frames| format!("{frames} frames"));
    println!(
        "| ns a call, of the framework's, 99 % | {} |",
        heads.join(" | ")
    );
    println!("|---{}|", "|---".repeat(BLOCKS.len()));
    for played in PLAYED {
        print!("| {played} |");
        for case in cases.iter().filter(|case| case.played == played) {
            let is_floor = |other: &&Case| other.played == PLAYED[0] && other.frames == case.frames;
            let floor = cases
                .iter()
                .find(is_floor)
                .map_or(f64::NAN, |floor| floor.mean);
            let cell = (case.mean, case.mean / floor, case.tail);
            print!(" {:.0}, x {:.2}, {:.0} |", cell.0, cell.1, cell.2);
        }
        println!();
    }
}

/// Calls as often as 8 bars take, so many times over, and says how often that was: whoever counts
/// the instructions of two such runs knows what lies between them.
fn count(played: &str, frames: u32, times: u32) {
    let mut rig = rig(played, frames);
    let calls = COUNTED_FRAMES / frames;
    for _ in 0..calls * times {
        rig.call(is_playing(played));
    }
    println!("{calls}");
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--count", played, frames, times, ..] = words[..] {
        let number = |text: &str| text.parse().unwrap_or(1);
        return count(played, number(frames), number(times));
    }
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if words.contains(&"--bench") {
        ROUNDS
    } else {
        1
    };
    if words.contains(&"--growth") {
        return growth::print(rounds);
    }
    if words.contains(&"--instance") {
        return instance::print(if rounds == 1 { 2 } else { 400 });
    }
    let case = |frames| PLAYED.map(|played| Case::new(played, frames));
    let mut cases: Vec<Case> = BLOCKS.into_iter().flat_map(case).collect();
    for _ in 0..rounds {
        cases.iter_mut().for_each(Case::round);
    }
    print(&cases);
    eprintln!("{:<16} {:>9.0}", "clock, twice", clock());
    alone::print(rounds);
    burst::print(if rounds == 1 { 2 } else { 4_000 });
    held::print();
}

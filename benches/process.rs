//! What a call of `process()` costs, beside an almost empty plug-in of the same framework.
//!
//! Both are called through their CLAP tables, in turns and in one run, so that what the machine is
//! doing meanwhile falls on both alike. The mean is taken over long runs of calls; the tail over
//! calls timed one by one, from which the clock's own cost is not taken off.

#[path = "process/alone.rs"]
mod alone;
#[path = "process/bare.rs"]
mod bare;
#[path = "process/bench_bank.rs"]
mod bench_bank;
#[path = "process/burst.rs"]
mod burst;
#[path = "process/held.rs"]
mod held;
#[path = "process/rig.rs"]
mod rig;

use rig::Rig;
use std::time::Instant;

const ROUNDS: usize = 7;
const CALLS: u64 = 100_000;

/// One thing that is measured.
struct Case {
    name: &'static str,
    rig: Rig,
    playing: bool,
    means: Vec<f64>,
    singles: Vec<u64>,
}

impl Case {
    fn new(name: &'static str, rig: Rig, playing: bool) -> Self {
        Self {
            name,
            rig,
            playing,
            means: Vec::new(),
            singles: Vec::with_capacity(ROUNDS * 100_000),
        }
    }

    /// A long run of calls, then as many timed one by one.
    fn round(&mut self) {
        let start = Instant::now();
        for _ in 0..CALLS {
            self.rig.call(self.playing);
        }
        self.means.push(start.elapsed().as_secs_f64() * 1e9 / 1e5);
        for _ in 0..CALLS {
            let start = Instant::now();
            self.rig.call(self.playing);
            let nanoseconds = start.elapsed().as_nanos();
            self.singles
                .push(u64::try_from(nanoseconds).unwrap_or(u64::MAX));
        }
    }

    /// The median of the rounds' means, in nanoseconds a call.
    fn mean(&self) -> f64 {
        median(&self.means)
    }

    /// The call that 99 of 100 are not longer than, in nanoseconds.
    fn tail(&self) -> u64 {
        let mut singles = self.singles.clone();
        singles.sort_unstable();
        singles.get(singles.len() * 99 / 100).copied().unwrap_or(0)
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What it costs to measure a block, spread over the four of which one is.
fn clock() -> f64 {
    let begin = Instant::now();
    let mut seen = 0;
    for _ in 0..CALLS {
        seen += Instant::now().elapsed().as_nanos();
    }
    std::hint::black_box(seen);
    begin.elapsed().as_secs_f64() * 1e9 / 1e5 / 4.0
}

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") {
        ROUNDS
    } else {
        1
    };
    let plain = serde_json::json!({});
    let fresh = || Rig::afterbeat(&bench_bank::fresh(), &plain);
    let everything = Rig::afterbeat(&bench_bank::everything(), &bench_bank::at_its_most());
    let mut cases = [
        Case::new("bare framework", Rig::new(bare::create), true),
        Case::new("stopped", fresh(), false),
        Case::new("sparse (B1)", fresh(), true),
        Case::new(
            "16 dense lanes",
            Rig::afterbeat(&bench_bank::dense(), &plain),
            true,
        ),
        Case::new("everything", everything, true),
    ];
    for case in &mut cases {
        case.round();
        case.means.clear();
        case.singles.clear();
    }
    for _ in 0..rounds {
        cases.iter_mut().for_each(Case::round);
    }
    let floor = cases[0].mean();
    println!("process(), 64 frames at 48 kHz, 120 BPM");
    println!(
        "{:<16} {:>9} {:>9} {:>9}",
        "", "ns/call", "p99 ns", "x bare"
    );
    for case in &cases {
        let (mean, tail) = (case.mean(), case.tail());
        println!(
            "{:<16} {mean:>9.0} {tail:>9} {:>9.2}",
            case.name,
            mean / floor
        );
    }
    println!("{:<16} {:>9.0}", "clock, 1 in 4", clock());
    alone::print(rounds);
    burst::print(if rounds == 1 { 2 } else { 4_000 });
    held::print();
}

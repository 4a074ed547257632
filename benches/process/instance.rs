//! What an instance costs beside playing: making one, saving and loading it, an edit, a folder of
//! grooves. Prints rows of a table: the least and the median of many times.

use afterbeat::files::Library;
use afterbeat::grooves;
use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, PatternIndex, Step, StepIndex, Velocity,
};

use super::bench_bank;
use super::rig::{Rig, create_afterbeat, state_of};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Grooves in the folder that is listed.
const GROOVES: usize = 500;

/// The times that `work` takes, which gives what is not to be timed any more.
fn times<T>(count: usize, mut work: impl FnMut() -> T) -> Vec<Duration> {
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        let begin = Instant::now();
        let left = work();
        times.push(begin.elapsed());
        drop(left);
    }
    times.sort();
    times
}

fn row(what: &str, times: &[Duration]) {
    let micros = |time: Option<&Duration>| time.map_or(f64::NAN, |time| time.as_secs_f64() * 1e6);
    let (least, median) = (times.first(), times.get(times.len() / 2));
    println!("| {what} | {:.1} | {:.1} |", micros(least), micros(median));
}

fn instance(count: usize) {
    let made = times(count, || Made(Some(Rig::new(create_afterbeat, 64))));
    row("an instance, made and activated", &made);
    for (name, bank) in [
        ("a fresh instance", bench_bank::fresh()),
        ("128 full patterns", bench_bank::extreme()),
    ] {
        state(name, &bank, count);
    }
}

/// An instance that is ended when it is dropped.
struct Made(Option<Rig>);

impl Drop for Made {
    fn drop(&mut self) {
        if let Some(rig) = self.0.take() {
            rig.destroy();
        }
    }
}

fn state(name: &str, bank: &Bank, count: usize) {
    let state = state_of(bank, &serde_json::json!({}));
    let mut rig = Rig::new(create_afterbeat, 64);
    rig.load(&state);
    row(&format!("saving {name}"), &times(count, || rig.save()));
    let loaded = times(count, || {
        rig.load(&state);
    });
    row(&format!("loading {name}"), &loaded);
    // A host that plays meanwhile takes each bank, and its box comes back.
    let mut played = Vec::new();
    for _ in 0..count {
        let begin = Instant::now();
        rig.load(&state);
        played.push(begin.elapsed());
        rig.call(true);
    }
    played.sort();
    row(&format!("loading {name} while it plays"), &played);
    rig.destroy();
}

/// An edit on the main thread, and the block that takes it.
fn edit(count: usize) {
    let mut rig = Rig::new(create_afterbeat, 64);
    let inside = rig.inside();
    let (mut edits, mut blocks) = (Vec::new(), Vec::new());
    for number in 0..count {
        let lane = LaneAt {
            pattern: PatternIndex::FIRST,
            lane: LaneIndex::default(),
        };
        let step = StepIndex::new(u8::try_from(number % 16).unwrap_or(0));
        let is_struck = number % 32 < 16;
        let to = if is_struck {
            Step::strike(Velocity::MAX)
        } else {
            Step::REST
        };
        let at = CellAt { lane, step };
        let begin = Instant::now();
        let done = inside.params.main().lock().edit(Edit::Step { at, to });
        edits.push(begin.elapsed());
        assert!(done.is_ok(), "the first pattern has 16 steps");
        let begin = Instant::now();
        rig.call(true);
        blocks.push(begin.elapsed());
    }
    edits.sort();
    blocks.sort();
    row("an edit of a step, on the main thread", &edits);
    row("the block of 64 frames that hears of it", &blocks);
    rig.destroy();
}

fn library(count: usize) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-grooves");
    let _ = std::fs::remove_dir_all(&folder);
    let library = Library::new(folder.clone());
    for (number, groove) in (0..GROOVES).zip(grooves::factory().iter().cycle()) {
        let mut groove = groove.clone();
        groove.name = format!("{} {number}", groove.name);
        assert!(library.save(&groove, true).is_ok(), "it can be written");
    }
    let listed = times(count.min(20), || {
        let (grooves, skipped) = library.list();
        assert_eq!((grooves.len(), skipped.len()), (GROOVES, 0));
        (grooves, skipped)
    });
    row(&format!("a folder of {GROOVES} grooves, listed"), &listed);
    let _ = std::fs::remove_dir_all(&folder);
}

/// Prints the table, out of so many times of each.
pub fn print(count: usize) {
    println!("| microseconds | least | median |\n|---|---|---|");
    instance(count);
    edit(count * 50);
    library(count);
}

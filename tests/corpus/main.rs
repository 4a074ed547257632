//! Input that may be anything: what the fuzzers in fuzz/ have found worth trying, tried again.
//!
//! A fuzzer calls the same functions with bytes of its own invention; `cargo xtask fuzz` runs them.

#[path = "../support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
mod edits;
mod feed;
mod grooves;
mod midi;
mod play;
#[path = "../support/random_edits.rs"]
mod random_edits;
mod state;
#[path = "../support/mod.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;
mod tempo;
mod transport;
mod words;

use std::fs;
use std::path::Path;

/// How many inputs of no fuzzer are tried.
const CASES: u32 = 1_000;

/// Tries every file of a target's corpus, and each cut short.
fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let folder = folder.join(target);
    let mut count = 0;
    for entry in fs::read_dir(&folder).expect("the target has a corpus") {
        let path = entry.expect("a folder that can be read").path();
        let bytes = fs::read(&path).expect("a file that can be read");
        // The test's output names the file that failed last.
        println!("{}", path.display());
        run(&bytes);
        run(&bytes[..bytes.len() / 2]);
        count += 1;
    }
    assert!(count >= 5, "{} has {count} files", folder.display());
}

#[test]
fn states_that_may_be_anything() {
    replay("state", state::run);
}

#[test]
fn tempos_that_move_in_any_way() {
    let mut rng = support::rng::Rng::new(31);
    for _ in 0..CASES {
        let bytes: Vec<u8> = (0..50).flat_map(|_| rng.bits().to_le_bytes()).collect();
        tempo::run(&bytes);
    }
    replay("tempo", tempo::run);
}

#[test]
fn transports_that_may_be_anything() {
    replay("transport", transport::run);
}

#[test]
fn midi_that_may_be_anything() {
    replay("midi", midi::run);
}

#[test]
fn edits_in_any_order() {
    replay("edits", edits::run);
}

#[test]
fn groove_files_that_may_be_anything() {
    replay("grooves", grooves::run);
}

#[test]
fn words_that_may_be_anything() {
    replay("words", words::run);
}

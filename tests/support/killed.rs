//! A writer in a process of its own, which is killed while it writes.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use crate::support::rng::Rng;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// Set in the child process: where it writes, and the number of what it writes first.
const PLACE: &str = "AFTERBEAT_TEST_WRITES";
const FIRST: &str = "AFTERBEAT_TEST_FIRST";

/// What a writer says when it begins, and when it has written once.
const WORDS: [&str; 2] = ["the writing begins", "one is written"];

/// What the child process is told; `None` in the test itself.
pub fn told() -> Option<(PathBuf, u32)> {
    let place = std::env::var_os(PLACE)?;
    let first = std::env::var(FIRST).unwrap();
    Some((place.into(), first.parse().unwrap()))
}

/// Writes one number after the other until it is killed.
pub fn write_on(first: u32, mut write: impl FnMut(u32)) {
    say(WORDS[0]);
    write(first);
    say(WORDS[1]);
    for number in first + 1.. {
        write(number);
    }
}

/// Not by `println`, which the test harness would keep to itself.
fn say(word: &str) {
    io::stdout()
        .write_all(format!("{word}\n").as_bytes())
        .unwrap();
}

/// Lets `test` write from the number `first` on, and kills it: at times at its first writing, at times at
/// a later one. On a busy machine it may take any time to come so far, so its word is waited for.
pub fn begin_and_kill(test: &str, place: &Path, first: u32, rng: &mut Rng) {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact"])
        .env(PLACE, place)
        .env(FIRST, first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let word = rng.pick(&WORDS);
    assert!(lines.any(|line| line.unwrap().ends_with(word)));
    let wait = rng.whole(0, 20_000);
    sleep(Duration::from_micros(u64::try_from(wait).unwrap()));
    writer.kill().unwrap();
    writer.wait().unwrap();
}

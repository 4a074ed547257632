//! Instructions that a call takes, counted by valgrind.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context as _, ensure};

use crate::run::Program;

/// What is played, as the benchmark calls it, the framework's own floor first.
const PLAYED: [&str; 5] = [
    "bare framework",
    "stopped",
    "sparse (B1)",
    "16 dense lanes",
    "everything",
];
/// The blocks' lengths in frames.
const BLOCKS: [u32; 4] = [32, 64, 128, 512];

/// The table: instructions a call, and what they are of the bare framework's.
pub fn table(process: &Path) -> anyhow::Result<String> {
    println!("Counting instructions");
    let heads = BLOCKS.map(|frames| format!("{frames} frames"));
    let mut table = format!(
        "| instructions a call, of the framework's | {} |\n|---{}|\n",
        heads.join(" | "),
        "|---".repeat(BLOCKS.len())
    );
    let mut floor = Vec::new();
    for played in PLAYED {
        write!(table, "| {played} |")?;
        for (at, frames) in BLOCKS.into_iter().enumerate() {
            let count = of_a_call(process, played, frames)?;
            if played == PLAYED[0] {
                floor.push(count);
            }
            let floor = floor.get(at).copied().unwrap_or(count);
            write!(table, " {count:.0}, x {:.2} |", count / floor)?;
        }
        table.push('\n');
    }
    Ok(table)
}

/// What lies between a run of 8 bars and one of 16, over its calls.
fn of_a_call(process: &Path, played: &str, frames: u32) -> anyhow::Result<f64> {
    let (short, calls) = count(process, played, frames, 1)?;
    let (long, _) = count(process, played, frames, 2)?;
    Ok((long - short) / calls)
}

/// All instructions of a run, and how many calls 8 bars are.
fn count(process: &Path, played: &str, frames: u32, times: u32) -> anyhow::Result<(f64, f64)> {
    let said = Program::new("sh")
        // What valgrind says comes on the other stream.
        .args(["-c", "exec \"$@\" 2>&1", "sh"])
        .args(["valgrind", "--tool=cachegrind", "--cache-sim=no"])
        .args(["--cachegrind-out-file=/dev/null"])
        .args([process])
        .args(["--count", played, &frames.to_string(), &times.to_string()])
        .answer()
        .context("valgrind failed")?;
    let total = said.lines().find_map(instructions);
    let calls = said
        .lines()
        .find_map(|line| line.trim().parse::<f64>().ok());
    let (total, calls) = total
        .zip(calls)
        .with_context(|| format!("valgrind said:\n{said}"))?;
    ensure!(calls > 0.0, "nothing was called");
    Ok((total, calls))
}

/// The number in `==123== I   refs:      1,234,567`.
fn instructions(line: &str) -> Option<f64> {
    let (before, number) = line.split_once("refs:")?;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    before
        .trim_end()
        .ends_with('I')
        .then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::instructions;

    #[test]
    fn the_total_is_read() {
        assert_eq!(
            instructions("==12== I   refs:      1,234,567"),
            Some(1_234_567.0)
        );
        assert_eq!(instructions("==12== D   refs:      1"), None);
    }
}

//! How long the processor has worked for this process.

use anyhow::Context as _;

/// A second has so many of the ticks that Linux counts.
const TICKS: f64 = 100.0;

/// The seconds so far, of all threads.
pub fn seconds() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("no processor time is told")?;
    // The name in front is in brackets, and may have anything in it.
    let (_, fields) = stat.rsplit_once(')').context("an odd /proc/self/stat")?;
    // Behind the name: the state, ten numbers, and then the ticks in the program and in the system.
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: Result<Vec<f64>, _> = ticks.map(str::parse).collect();
    Ok(ticks?.iter().sum::<f64>() / TICKS)
}

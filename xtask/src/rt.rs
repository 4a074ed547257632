//! `cargo xtask rt`: that the audio thread touches no memory, waits for nobody and asks the system
//! for nothing.
//!
//! From inside, a global allocator ends the tests' process at the first allocation: they play every
//! habit of hosts, and a million blocks with everything in flight. From outside nothing is believed
//! that the program says of itself: a library in front of the C library counts memory calls and
//! locks, and `strace` writes down every system call of the thread. Then the engine's machine code is
//! searched for ways to a panic.

mod counted;
mod panics;
mod program;
mod traced;

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, ensure};
use xtask::deps;

use crate::run::cargo;
use crate::workspace::Workspace;
use crate::{bundle, needs, readme};
use program::Watched;

/// The tests of `tests/outside.rs` that play, and what the README calls them.
const PLAYS: [(&str, &str); 2] = [
    (
        "the_built_plug_in_while_states_are_loaded",
        "the built `Afterbeat.clap`; states loaded, patterns changed",
    ),
    (
        "the_linked_plug_in_while_patterns_are_edited_and_states_loaded",
        "the same code linked; steps, lanes and patterns edited too",
    ),
];
/// The test that offends.
const OFFENCE: &str = "an_offence_is_seen";

/// Watches, and says what was seen.
pub fn run(workspace: &Workspace, is_kept: bool) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    needs::ensure(deps::RT)?;
    let bundle = bundle::run(workspace)?;
    let tests = ["--test", "hosts", "--test", "realtime"];
    cargo(workspace)
        .args(["test", "--package", "afterbeat"])
        .args(tests)
        .run()?;
    let folder = workspace.target.join("rt");
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let watched = Watched::build(workspace, &bundle)?;
    let counter = counted::library(&folder)?;

    let offence = counted::counts(&watched, &counter, OFFENCE)?;
    let traced = traced::calls(&watched, &folder, OFFENCE)?;
    ensure!(
        offence.of("allocations") == 1 && offence.of("frees") == 1 && !traced.is_empty(),
        "the watch does not see an offence: {offence:?}, {traced:?}"
    );
    let mut table = String::from(
        "| a million blocks of | allocations | frees | locks | system calls | a thread's first block |\n\
         |---|---|---|---|---|---|\n",
    );
    let mut sum = 0;
    for (test, name) in PLAYS {
        let seen = counted::counts(&watched, &counter, test)?;
        let calls = traced::calls(&watched, &folder, test)?;
        println!("{name}: {seen:?}, system calls {calls:?}");
        let counts = ["allocations", "frees", "locks"].map(|what| seen.of(what));
        let [taken, given, locks] = counts;
        writeln!(
            table,
            "| {name} | {taken} | {given} | {locks} | {} | {} allocations |",
            calls.len(),
            seen.of("first allocations")
        )?;
        sum += counts.iter().sum::<u64>() + u64::try_from(calls.len())?;
    }
    readme::report(workspace, "rt", &table, is_kept)?;
    ensure!(sum == 0, "the audio thread is not alone");
    panics::run(workspace, is_kept)
}

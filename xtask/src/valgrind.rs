//! `cargo xtask valgrind`: instances come and go on a machine that watches every byte.
//!
//! The test is `tests/lives.rs`, which is run as it is, with fewer instances. Reading what was never
//! written or is freed fails, and so does memory to which nothing leads any more.

use std::path::PathBuf;

use xtask::deps;

use crate::needs;
use crate::run::{Program, built, cargo};
use crate::workspace::Workspace;

/// How many instances; each takes fifty times as long as elsewhere.
const LIVES: &str = "20";

/// Builds the test and runs it; fails if valgrind has anything to say.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    needs::ensure(deps::VALGRIND)?;
    let test = build(workspace)?;
    Program::new("valgrind")
        .args(["--leak-check=full", "--show-leak-kinds=definite"])
        .args(["--errors-for-leak-kinds=definite", "--error-exitcode=1"])
        .args([&test])
        .args(["--nocapture", "--test-threads=1"])
        .env("AFTERBEAT_TEST_LIVES", LIVES)
        .run()
}

/// The test's program.
fn build(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let line = cargo(workspace)
        .args(["test", "--package", "afterbeat", "--test", "lives"])
        // Optimised code may look at what is not there, and then not care what it saw.
        .args(["--config", "profile.test.package.afterbeat.opt-level=0"]);
    built(line, "lives")
}

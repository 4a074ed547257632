//! `cargo xtask valgrind`: instances come and go on a machine that watches every byte.
//!
//! The test is `tests/lives.rs`, which is run as it is, with fewer instances. Reading what was never
//! written or is freed fails, and so does memory to which nothing leads any more.

use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::Value;
use xtask::deps;

use crate::needs;
use crate::run::{Program, cargo};
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
    let said = cargo(workspace)
        .args(["test", "--package", "afterbeat", "--test", "lives"])
        // Optimised code may look at what is not there, and then not care what it saw.
        .args(["--config", "profile.test.package.afterbeat.opt-level=0"])
        .args(["--no-run", "--message-format=json-render-diagnostics"])
        .answer()
        .context("the test does not build; `cargo test --test lives` says why")?;
    let mut messages = said.lines().filter_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        let is_test = message["target"]["name"] == "lives";
        is_test.then(|| message["executable"].as_str().map(PathBuf::from))?
    });
    messages
        .next_back()
        .context("cargo does not say where the test is")
}

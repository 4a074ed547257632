//! `cargo xtask bench`: what the plug-in costs, beside the bare framework.
//!
//! Times are taken in one run, in turns, and of many rounds the least counts. Instructions are counted
//! by valgrind, and are the same whatever else the machine does. Growth is drawn into the README's
//! picture.

mod growth;
mod instructions;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use xtask::deps;

use crate::run::{Program, built, cargo};
use crate::workspace::Workspace;
use crate::{bundle, needs, readme};

/// The most that the finished CLAP plug-in may weigh, in MiB.
const MOST_MIB: f64 = 12.0;

/// Builds the benchmarks, runs them, and prints the README's tables.
pub fn run(workspace: &Workspace, is_kept: bool) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    needs::ensure(deps::VALGRIND)?;
    let bundle = bundle::run(workspace)?;
    let [process, editor] = ["process", "editor"].map(|name| build(workspace, name));
    let (process, editor) = (process?, editor?);
    let said = |program: Program| program.args(["--bench"]).said();

    let times = said(Program::new(&process))?;
    readme::report(workspace, "bench", &times, is_kept)?;
    let counts = instructions::table(&process)?;
    readme::report(workspace, "instructions", &counts, is_kept)?;
    let weight = weight(&bundle.clap())?;
    let instance = said(Program::new(&process).args(["--instance"]))?;
    let frames = said(Program::new(&editor))?;
    readme::report(workspace, "instance", &(instance + &frames), is_kept)?;
    println!("Afterbeat.clap, stripped: {weight:.1} MiB");
    ensure!(weight <= MOST_MIB, "that is more than {MOST_MIB} MiB");

    let rows = said(Program::new(&process).args(["--growth"]))?;
    let picture = workspace.root.join("docs").join("cost.svg");
    let picture = if is_kept {
        picture
    } else {
        workspace.target.join("cost.svg")
    };
    growth::draw(&rows, &picture)?;
    println!("Wrote {}", workspace.shown(&picture));
    Ok(())
}

/// A benchmark's executable.
fn build(workspace: &Workspace, name: &str) -> anyhow::Result<PathBuf> {
    let line = ["bench", "--package", "afterbeat", "--bench", name];
    built(cargo(workspace).args(line), name)
}

#[expect(clippy::cast_precision_loss, reason = "a file is no petabytes")]
fn weight(file: &std::path::Path) -> anyhow::Result<f64> {
    let bytes = fs::metadata(file).with_context(|| format!("no {}", file.display()))?;
    Ok(bytes.len() as f64 / 1_048_576.0)
}

//! `cargo xtask bench`: what the plug-in costs, beside the bare framework.

use xtask::deps;

use crate::needs;
use crate::run::cargo;
use crate::workspace::Workspace;

/// Runs the benchmarks; each prints its table.
pub fn run(workspace: &Workspace, _is_kept: bool) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    let benches = ["--bench", "process", "--bench", "editor"];
    cargo(workspace)
        .args(["bench", "--package", "afterbeat"])
        .args(benches)
        .run()
}

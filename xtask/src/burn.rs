//! `cargo xtask burn`: what the standalone costs under JACK, and what it plays beside a full load.

use xtask::deps;

use crate::run::cargo;
use crate::workspace::Workspace;
use crate::{bundle, needs};

/// Bundles, then has the one test measure that is left out of all others.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    needs::ensure(deps::TEST)?;
    needs::ensure(deps::BURN)?;
    let bundle = bundle::run(workspace)?;
    cargo(workspace)
        .args(["test", "--test", "under_jack", "--"])
        .args(["--ignored", "--nocapture", "burn::"])
        .env("AFTERBEAT_BUNDLE", &bundle.folder)
        .run()
}

//! `cargo xtask test`: every test, against the files that users get.

use xtask::deps;

use crate::run::cargo;
use crate::workspace::Workspace;
use crate::{bundle, needs};

/// Bundles, then runs the unit, integration and documentation tests of all packages.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    needs::ensure(deps::TEST)?;
    let bundle = bundle::run(workspace)?;
    cargo(workspace)
        .args(["test", "--workspace"])
        .env("AFTERBEAT_BUNDLE", &bundle.folder)
        .run()
}

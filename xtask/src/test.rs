//! `cargo xtask test`: every test, against the files that users get.

use crate::bundle;
use crate::run::cargo;
use crate::workspace::Workspace;

/// Bundles, then runs the unit, integration and documentation tests of all packages.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let bundle = bundle::run(workspace)?;
    cargo(workspace)
        .args(["test", "--workspace"])
        .env("AFTERBEAT_BUNDLE", &bundle.folder)
        .run()
}

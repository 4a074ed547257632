//! `cargo xtask check`: all that has to hold before a change is done, the fast parts first.

use crate::run::cargo;
use crate::workspace::Workspace;
use crate::{needs, test};

/// Stops at the first failure.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    needs::ensure_components(workspace)?;
    needs::ensure(xtask::deps::BUILD)?;
    cargo(workspace).args(["fmt", "--all", "--check"]).run()?;
    cargo(workspace)
        .args(["clippy", "--workspace", "--all-targets"])
        .args(["--", "-D", "warnings"])
        .run()?;
    cargo(workspace)
        .args(["doc", "--workspace", "--no-deps"])
        .args(["--document-private-items"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?;
    test::run(workspace)
}

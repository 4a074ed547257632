//! The program that is watched: the binary of `tests/outside.rs`.

use std::path::{Path, PathBuf};

use crate::bundle::Bundle;
use crate::run::{Program, built, cargo};
use crate::workspace::Workspace;

/// The built binary, and the bundle that it plays.
pub struct Watched {
    path: PathBuf,
    bundle: PathBuf,
}

impl Watched {
    /// Builds it.
    pub fn build(workspace: &Workspace, bundle: &Bundle) -> anyhow::Result<Self> {
        let line = ["test", "--package", "afterbeat", "--test", "outside"];
        Ok(Self {
            path: built(cargo(workspace).args(line), "outside")?,
            bundle: bundle.folder.clone(),
        })
    }

    /// `before` in front of it, if there is anything, and one of its tests.
    pub fn test(&self, before: &[&Path], test: &str) -> Program {
        let mut words = before.iter().copied().chain([self.path.as_path()]);
        let program = words.next().unwrap_or(&self.path);
        Program::new(program)
            .args(words)
            .args([test, "--exact", "--ignored", "--nocapture"])
            .env("AFTERBEAT_BUNDLE", &self.bundle)
    }
}

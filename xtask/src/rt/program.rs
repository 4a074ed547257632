//! The program that is watched: the binary of `tests/outside.rs`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::bundle::Bundle;
use crate::run::{Program, cargo};
use crate::workspace::Workspace;

/// The built binary, and the bundle that it plays.
pub struct Watched {
    path: PathBuf,
    bundle: PathBuf,
}

impl Watched {
    /// Builds it.
    pub fn build(workspace: &Workspace, bundle: &Bundle) -> anyhow::Result<Self> {
        let line = [
            "test",
            "--package",
            "afterbeat",
            "--test",
            "outside",
            "--no-run",
        ];
        let said = cargo(workspace)
            .args(line)
            .args(["--message-format=json"])
            .answer()
            .context("`cargo test --test outside --no-run` failed")?;
        let path = said.lines().find_map(executable);
        Ok(Self {
            path: path.context("cargo built no test binary")?.into(),
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

/// The path of the executable that a message of cargo's names.
fn executable(message: &str) -> Option<String> {
    let message: serde_json::Value = serde_json::from_str(message).ok()?;
    let is_it = message["target"]["name"] == "outside";
    let path = message["executable"].as_str()?;
    is_it.then(|| path.to_owned())
}

//! Where things are: the sources, the built files, and the user.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use cargo_metadata::MetadataCommand;

use crate::run::Program;

/// The folders that the commands work in.
pub struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the user put it.
    pub target: PathBuf,
    /// The folder that the command was started in.
    started_in: PathBuf,
}

impl Workspace {
    /// Asks cargo about the workspace around the current folder.
    pub fn find() -> anyhow::Result<Self> {
        let metadata = MetadataCommand::new()
            .no_deps()
            .exec()
            .context("cannot ask cargo where the workspace is; run this inside of it")?;
        Ok(Self {
            root: metadata.workspace_root.into_std_path_buf(),
            target: metadata.target_directory.into_std_path_buf(),
            started_in: std::env::current_dir().context("the current folder is gone")?,
        })
    }

    /// The same sources, built into another folder.
    pub fn with_target(&self, target: PathBuf) -> Self {
        Self {
            root: self.root.clone(),
            target,
            started_in: self.started_in.clone(),
        }
    }

    /// A copy of the sources elsewhere, built into a folder of its own.
    pub fn at(&self, root: PathBuf) -> Self {
        Self {
            target: root.join("target"),
            root,
            started_in: self.started_in.clone(),
        }
    }

    /// Where `bundle` leaves the finished files.
    pub fn bundled(&self) -> PathBuf {
        self.target.join("bundled")
    }

    /// What this machine is called by the compiler, as in `x86_64-unknown-linux-gnu`.
    pub fn machine() -> anyhow::Result<String> {
        let said = Program::new("rustc").args(["-vV"]).answer();
        said.as_deref()
            .and_then(|said| said.lines().find_map(|line| line.strip_prefix("host: ")))
            .map(str::to_owned)
            .context("rustc does not say what machine this is")
    }

    /// `path` as the user would type it: relative to where the command was started, if it is below.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.started_in)
            .unwrap_or(path)
            .display()
            .to_string()
    }
}

//! Running other programs: the one place that starts them.

mod built;
mod running;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

use crate::workspace::Workspace;
pub use built::built;
pub use running::{Running, wait_until};

/// Cargo itself, the one that started this command if there is one.
pub fn cargo(workspace: &Workspace) -> Program {
    let path = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut program = Program::new(path);
    "cargo".clone_into(&mut program.shown);
    program.command.current_dir(&workspace.root);
    // A relative target folder would mean another one in the new current folder.
    program.command.env("CARGO_TARGET_DIR", &workspace.target);
    program
}

/// A program to be run to its end, without input.
pub struct Program {
    command: Command,
    shown: String,
}

impl Program {
    /// A program by name or path.
    pub fn new(path: impl Into<OsString>) -> Self {
        let path = path.into();
        let mut command = Command::new(&path);
        command.stdin(Stdio::null());
        Self {
            command,
            shown: path.to_string_lossy().into_owned(),
        }
    }

    /// Adds arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        for argument in arguments {
            self.shown.push(' ');
            self.shown.push_str(&argument.as_ref().to_string_lossy());
            self.command.arg(argument);
        }
        self
    }

    /// Sets an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Says what runs, runs it, and fails if it fails.
    pub fn run(self) -> anyhow::Result<()> {
        println!("$ {}", self.shown);
        self.run_unannounced()
    }

    /// Runs it, and fails if it fails.
    pub fn run_unannounced(mut self) -> anyhow::Result<()> {
        let status = self
            .command
            .status()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        if !status.success() {
            bail!("`{}` failed ({status})", self.shown);
        }
        Ok(())
    }

    /// Starts it in the background; what it says goes to the file `log`.
    pub fn start(mut self, log: &Path) -> anyhow::Result<Running> {
        let output =
            File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let errors = output.try_clone().context("cannot write a log twice")?;
        let child = self
            .command
            .stdout(output)
            .stderr(errors)
            .spawn()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        Ok(Running::new(child, self.shown, log))
    }

    /// Runs it and returns what it writes; its errors are seen, and it fails if it fails.
    pub fn said(mut self) -> anyhow::Result<String> {
        let output = self
            .command
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| format!("cannot start `{}`", self.shown))?;
        if !output.status.success() {
            bail!("`{}` failed ({})", self.shown, output.status);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs it in silence and returns what it writes, if it goes well.
    pub fn answer(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(text)
    }

    /// Runs it in silence and says whether it went well.
    pub fn succeeds(mut self) -> bool {
        self.command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

//! A program in the background: never waited for without a limit, never left behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use super::Program;

/// How often a wait looks.
const STEP: Duration = Duration::from_millis(50);
/// How long a program may take to end when it is asked to.
const LAST_WORDS: Duration = Duration::from_secs(15);
/// How many lines of a log are shown when its program failed.
const SHOWN_LINES: usize = 20;

/// A program in the background. Dropping it ends it.
pub struct Running {
    child: Child,
    shown: String,
    log: PathBuf,
}

impl Running {
    pub(super) fn new(child: Child, shown: String, log: &Path) -> Self {
        Self {
            child,
            shown,
            log: log.to_owned(),
        }
    }

    /// Fails, with the end of its log, if it has ended.
    pub fn expect_alive(&mut self) -> anyhow::Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => bail!("`{}` ended ({status}):\n{}", self.shown, self.last_lines()),
        }
    }

    /// Waits for its end and returns what it said. A bad end, or none in time, is an error.
    pub fn finish(mut self, limit: Duration) -> anyhow::Result<String> {
        let Some(status) = self.wait(limit)? else {
            bail!(
                "`{}` did not end within {} s:\n{}",
                self.shown,
                limit.as_secs(),
                self.last_lines()
            );
        };
        if !status.success() {
            bail!("`{}` failed ({status}):\n{}", self.shown, self.last_lines());
        }
        fs::read_to_string(&self.log).with_context(|| format!("cannot read {}", self.log.display()))
    }

    /// Asks it to end as Ctrl-C does, and kills it if it does not listen.
    pub fn end(&mut self) -> anyhow::Result<()> {
        if self.child.try_wait()?.is_some() {
            return Ok(());
        }
        // The standard library can only kill.
        let interrupt = format!("kill -INT {}", self.child.id());
        Program::new("sh").args(["-c", &interrupt]).succeeds();
        if self.wait(LAST_WORDS)?.is_none() {
            self.child.kill().context("cannot kill it")?;
            self.child.wait().context("cannot wait for it")?;
        }
        Ok(())
    }

    fn wait(&mut self, limit: Duration) -> anyhow::Result<Option<ExitStatus>> {
        let deadline = Instant::now() + limit;
        loop {
            let status = self.child.try_wait()?;
            if status.is_some() || Instant::now() > deadline {
                return Ok(status);
            }
            sleep(STEP);
        }
    }

    fn last_lines(&self) -> String {
        let log = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        let first = lines.len().saturating_sub(SHOWN_LINES);
        lines[first..].join("\n")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It has ended or it cannot be ended: there is nothing left to do about it.
        let _ = self.end();
    }
}

/// Waits until `condition` holds while `running` runs. `what` is read after "waited for".
pub fn wait_until(
    running: &mut Running,
    limit: Duration,
    what: &str,
    condition: impl Fn() -> bool,
) -> anyhow::Result<()> {
    let deadline = Instant::now() + limit;
    while !condition() {
        running.expect_alive()?;
        if Instant::now() > deadline {
            bail!("waited for {what}, {} s in vain", limit.as_secs());
        }
        sleep(STEP);
    }
    Ok(())
}

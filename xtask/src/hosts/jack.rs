//! A JACK server of our own, without hardware, and the tool that records MIDI from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;

use crate::play::take::Take;
use crate::run::{Program, Running, wait_until};

/// How long anything may take to start on a busy machine.
const START: Duration = Duration::from_secs(15);
/// Where JACK on Linux keeps what its clients share.
const SHARED_MEMORY: &str = "/dev/shm";
/// The recorder's name in JACK.
const RECORDER: &str = "recorder";
/// Where it listens.
pub const RECORDER_PORT: &str = "recorder:input";

/// A running server. Its name is this process's, so no other server is disturbed.
pub struct Server {
    running: Running,
    name: String,
}

impl Server {
    /// Starts it and waits until it takes clients.
    ///
    /// It is synchronous, so that no client's block is ever skipped, and has no ports of its own:
    /// their latency would move the notes.
    pub fn start(folder: &Path, take: &Take) -> anyhow::Result<Self> {
        let name = format!("afterbeat-{}", std::process::id());
        let (rate, block) = (take.rate.to_string(), take.block.to_string());
        let running = Program::new("jackd")
            .args(["-n", &name, "--no-realtime", "--sync", "-t", "10000"])
            .args([
                "-d", "dummy", "-C", "0", "-P", "0", "-r", &rate, "-p", &block,
            ])
            .start(&folder.join("jackd.log"))?;
        let mut server = Self { running, name };
        server.wait_for("JACK to start", |ports| ports.is_some())?;
        Ok(server)
    }

    /// A program that finds this server, and starts no other if it is gone.
    pub fn client(&self, path: impl AsRef<Path>) -> Program {
        on_server(&self.name, path.as_ref())
    }

    /// Waits until what `jack_lsp` answers fulfils `condition`.
    fn wait_for(
        &mut self,
        what: &str,
        condition: impl Fn(Option<String>) -> bool,
    ) -> anyhow::Result<()> {
        let name = &self.name;
        wait_until(&mut self.running, START, what, || {
            condition(on_server(name, Path::new("jack_lsp")).answer())
        })
    }
}

impl Drop for Server {
    /// A server whose client died is slow to end, and is killed; its memory is then left behind.
    fn drop(&mut self) {
        // There is nothing left to do about what fails here.
        let _ = self.running.end();
        for file in fs::read_dir(SHARED_MEMORY).into_iter().flatten().flatten() {
            if file.file_name().to_string_lossy().contains(&self.name) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

fn on_server(name: &str, path: &Path) -> Program {
    Program::new(path)
        .env("JACK_DEFAULT_SERVER", name)
        .env("JACK_NO_START_SERVER", "1")
}

/// The tool that writes down every MIDI message and its frame.
pub struct Recorder {
    running: Running,
    file: PathBuf,
}

impl Recorder {
    /// Starts it and waits until it listens.
    pub fn start(server: &mut Server, folder: &Path) -> anyhow::Result<Self> {
        let file = folder.join("recorded.txt");
        // Frames since its start, not since the block's.
        let program = server.client("jack_midi_dump").args(["-a", RECORDER]);
        let running = program.start(&file)?;
        server.wait_for("jack_midi_dump to listen", |ports| {
            ports.is_some_and(|ports| ports.contains(RECORDER_PORT))
        })?;
        Ok(Self { running, file })
    }

    /// Ends it, and returns what it wrote.
    pub fn finish(mut self) -> anyhow::Result<String> {
        self.running.expect_alive()?;
        // It writes the rest and leaves the server only when interrupted.
        self.running.end()?;
        fs::read_to_string(&self.file)
            .with_context(|| format!("cannot read {}", self.file.display()))
    }
}

//! The `afterbeat` command while it runs under JACK.

use super::server::{LONG, signal, wait_for};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// How long what it says last may take.
const LAST: Duration = Duration::from_millis(50);

/// A running command. Dropping it ends it.
pub struct Program {
    child: Child,
    stdin: Option<ChildStdin>,
    /// What it answers, line by line.
    answers: Receiver<String>,
    /// What it says, line by line.
    said: Receiver<String>,
}

/// The command: with `AFTERBEAT_BUNDLE` set, as `cargo xtask test` does, the one that users get.
fn binary() -> PathBuf {
    match std::env::var_os("AFTERBEAT_BUNDLE") {
        Some(folder) => Path::new(&folder).join("afterbeat"),
        None => env!("CARGO_BIN_EXE_afterbeat").into(),
    }
}

impl Program {
    /// Starts it with these arguments, and commands from a pipe.
    pub fn start(arguments: &[&str]) -> Self {
        Self::with_window(&[&["--headless"], arguments].concat())
    }

    /// As [`Self::start`], with its window.
    pub fn with_window(arguments: &[&str]) -> Self {
        let mut command = Command::new(binary());
        Self::run(command.args(arguments))
    }

    /// As [`Self::with_window`], where there is no screen for one.
    pub fn start_without_screen(arguments: &[&str]) -> Self {
        let mut command = Command::new(binary());
        Self::run(command.args(arguments).env_remove("DISPLAY"))
    }

    fn run(command: &mut Command) -> Self {
        let mut child = command
            .arg("--stdin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let answers = lines(child.stdout.take().unwrap());
        let said = lines(child.stderr.take().unwrap());
        Self {
            stdin: child.stdin.take(),
            child,
            answers,
            said,
        }
    }

    /// As [`Self::start`], and waits until it plays to the recorder.
    pub fn playing(arguments: &[&str]) -> Self {
        let mut program = Self::start(&[&["--connect", "recorder:in"], arguments].concat());
        program.expect_said("playing as 'afterbeat");
        program
    }

    /// Its number in the system.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Waits for a line on standard error that has `part` in it.
    pub fn expect_said(&mut self, part: &str) -> String {
        loop {
            let line = self.said.recv_timeout(LONG);
            let line = line.unwrap_or_else(|_| panic!("it never said '{part}'"));
            if line.contains(part) {
                return line;
            }
        }
    }

    /// Types lines.
    pub fn type_in(&mut self, lines: &str) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(lines.as_bytes()).unwrap();
        stdin.flush().unwrap();
    }

    /// The next answer.
    pub fn answer(&mut self) -> String {
        let answer = self.answers.recv_timeout(LONG);
        answer.expect("every line is answered")
    }

    /// Types a line and gives its answer.
    pub fn ask(&mut self, line: &str) -> String {
        self.type_in(&format!("{line}\n"));
        self.answer()
    }

    /// How things are.
    pub fn status(&mut self) -> serde_json::Value {
        serde_json::from_str(&self.ask("status")).unwrap()
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        signal(&self.child, name);
    }

    /// Ends what is typed.
    pub fn close(&mut self) {
        self.stdin = None;
    }

    /// What it has said that nobody waited for.
    pub fn last_words(&self) -> String {
        let said = std::iter::from_fn(|| self.said.recv_timeout(LAST).ok());
        said.collect::<Vec<_>>().join("; ")
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        wait_for("the program's end", || self.child.try_wait().unwrap())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The server waits for a client that is killed, and everybody for the server.
        self.close();
        let until = Instant::now() + Duration::from_secs(5);
        while self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            if Instant::now() > until {
                let _ = self.child.kill();
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

fn lines(out: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if send.send(line).is_err() {
                return;
            }
        }
    });
    lines
}

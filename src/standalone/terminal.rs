//! The lines that come in and the answers that go out, each in a thread of its own: neither a slow
//! reader nor a silent writer is waited for.

use super::command::{Command, MOST_BYTES};
use std::io::{self, BufRead, Read as _, Write as _};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;
use std::time::Duration;

/// How many lines wait to be obeyed; further ones wait in the pipe.
const LINES: usize = 1_024;
/// How long the last answers may take to be read.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// What came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A line.
    Line(String),
    /// A line that is none; why.
    NoLine(&'static str),
    /// What was asked for in the window.
    Press(Command),
    /// The player is to begin afresh.
    Restart,
    /// No more lines.
    End,
}

/// The two ends that the main thread has. **Thread:** main.
pub(super) struct Terminal {
    lines: Receiver<Incoming>,
    /// For what comes in otherwise; it keeps the queue open where nothing is read.
    others: SyncSender<Incoming>,
    answers: Option<Sender<String>>,
    are_written: Receiver<()>,
}

impl Terminal {
    /// Reads standard input if asked to, and answers on standard output.
    pub(super) fn new(reads: bool) -> Self {
        let (send, lines) = mpsc::sync_channel(LINES);
        if reads {
            let send = send.clone();
            thread::spawn(move || read(&send));
        }
        let (answers, to_write) = mpsc::channel();
        let (written, are_written) = mpsc::channel();
        thread::spawn(move || {
            write(&to_write);
            // Whoever waits may have stopped waiting.
            let _ = written.send(());
        });
        Self {
            lines,
            others: send,
            answers: Some(answers),
            are_written,
        }
    }

    /// The way in for what is not typed.
    pub(super) fn others(&self) -> SyncSender<Incoming> {
        self.others.clone()
    }

    /// What comes in next, if it does within `limit`.
    pub(super) fn next(&self, limit: Duration) -> Option<Incoming> {
        self.lines.recv_timeout(limit).ok()
    }

    /// Answers with a line.
    pub(super) fn answer(&self, line: String) {
        if let Some(answers) = &self.answers {
            // Nobody reads them any more.
            let _ = answers.send(line);
        }
    }

    /// Waits until the answers are written, if somebody reads them.
    pub(super) fn finish(mut self) {
        self.answers = None;
        let _ = self.are_written.recv_timeout(LAST_WORDS);
    }
}

/// Reads lines until there are no more, or nobody wants them.
fn read(lines: &SyncSender<Incoming>) {
    let mut input = io::stdin().lock();
    while let Some(incoming) = next_line(&mut input) {
        if lines.send(incoming).is_err() {
            return;
        }
    }
    let _ = lines.send(Incoming::End);
}

/// The next line; `None` at the end. What cannot be read is the end too.
fn next_line(input: &mut impl BufRead) -> Option<Incoming> {
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    let mut line = Vec::new();
    let read = input.by_ref().take(most + 1).read_until(b'\n', &mut line);
    if read.ok()? == 0 {
        return None;
    }
    if line.len() > MOST_BYTES && !line.ends_with(b"\n") {
        input.skip_until(b'\n').ok()?;
        return Some(Incoming::NoLine("the line is longer than 8192 bytes"));
    }
    Some(match String::from_utf8(line) {
        Ok(line) => Incoming::Line(line),
        Err(_) => Incoming::NoLine("the line is no UTF-8 text"),
    })
}

/// Writes answers until no more can come. Many at once are written at once.
fn write(answers: &Receiver<String>) {
    let mut out = io::BufWriter::new(io::stdout().lock());
    while let Ok(first) = answers.recv() {
        let mut waiting = Some(first);
        while let Some(line) = waiting {
            if writeln!(out, "{line}").is_err() {
                return;
            }
            waiting = answers.try_recv().ok();
        }
        if out.flush().is_err() {
            return;
        }
    }
}

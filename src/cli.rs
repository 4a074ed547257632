//! What can be typed: one file a command.

mod feel;
mod list;
mod output;
mod play;
mod render;
mod sources;

use afterbeat::standalone::{LoadError, StandaloneError};
use afterbeat::time::Bpm;
use clap::Parser;
use std::io::{self, StdoutLock, Write as _};

/// A drummer for the DAW. Without a command it plays on its own, as a JACK client.
#[derive(Parser)]
#[command(name = "afterbeat", version, args_conflicts_with_subcommands = true)]
pub struct Line {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    play: play::Args,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Plays a groove without a host and writes what it sends to a file.
    Render(render::Args),
    /// Lists the grooves that come with Afterbeat.
    Grooves,
    /// Lists the feels that go with any groove.
    Feels,
    /// Lists the parameters: ids, ranges, defaults.
    Params,
}

/// What went wrong: what, where, and what was expected.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The named groove or file could not be had.
    #[error(transparent)]
    Source(#[from] sources::SourceError),
    /// A parameter or its value was not understood.
    #[error(transparent)]
    Feel(#[from] feel::FeelError),
    /// The render could not be made.
    #[error(transparent)]
    Render(#[from] render::RenderError),
    /// The output could not be written.
    #[error(transparent)]
    Output(#[from] output::OutputError),
    /// The saved state could not be had.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// It could not play, or not end as it should.
    #[error(transparent)]
    Standalone(#[from] StandaloneError),
    /// The listing could not be printed.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

/// Does what was typed.
pub fn run(line: Line) -> Result<(), Error> {
    match line.command {
        None => play::run(line.play),
        Some(Command::Render(args)) => render::run(&args),
        Some(Command::Grooves) => print(list::grooves),
        Some(Command::Feels) => print(list::feels),
        Some(Command::Params) => print(list::params),
    }
}

/// Prints a listing. Whoever closes the pipe early has read enough: that is no error.
fn print(list: impl FnOnce(&mut StdoutLock<'static>) -> io::Result<()>) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match list(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => Ok(printed?),
    }
}

/// A tempo, as typed.
fn parse_tempo(text: &str) -> Result<Bpm, String> {
    let tempo = text
        .parse::<f64>()
        .ok()
        .filter(|bpm| (1.0..=2000.0).contains(bpm));
    tempo
        .and_then(Bpm::new)
        .ok_or_else(|| "expected a tempo from 1 to 2000".to_owned())
}

//! What can be typed: one file a command.

mod feel;
mod list;
mod output;
mod render;
mod sources;

use clap::Parser;
use std::io::{self, StdoutLock, Write as _};

/// A drummer for the DAW. It plays in hosts as a plug-in; here it renders grooves to files.
#[derive(Parser)]
#[command(name = "afterbeat", version, arg_required_else_help = true)]
pub enum Command {
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
    /// The listing could not be printed.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

/// Does what was typed.
pub fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Render(args) => render::run(&args),
        Command::Grooves => print(list::grooves),
        Command::Feels => print(list::feels),
        Command::Params => print(list::params),
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

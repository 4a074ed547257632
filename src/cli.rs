//! What can be typed: one file a command.

mod feel;
mod list;
mod render;
mod sources;

use clap::Parser;

/// A drummer for the DAW. It plays in hosts as a plug-in; here it renders grooves to files.
#[derive(Parser)]
#[command(name = "afterbeat", version, arg_required_else_help = true)]
pub enum Command {
    /// Plays a groove without a host and writes what it sends to a file.
    Render(render::Args),
    /// Lists the grooves that come with Afterbeat.
    Grooves,
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
    Save(#[from] afterbeat::offline::SaveError),
    /// The listing could not be printed.
    #[error("cannot print: {0}")]
    Print(#[from] std::io::Error),
}

/// Does what was typed.
pub fn run(command: Command) -> Result<(), Error> {
    match command {
        Command::Render(args) => render::run(&args),
        Command::Grooves => Ok(list::grooves(&mut std::io::stdout().lock())?),
        Command::Params => Ok(list::params(&mut std::io::stdout().lock())?),
    }
}

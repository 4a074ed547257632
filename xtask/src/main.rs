//! Afterbeat's own commands: `cargo xtask`.

mod bundle;
mod check;
mod needs;
mod play;
mod run;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Builds, tests and plays Afterbeat.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
#[command(arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Subcommand)]
enum Command {
    /// Builds the plug-in and the `afterbeat` command into target/bundled
    Bundle,
    /// Hosts the built plug-in without a DAW, plays 8 bars and writes them to target/play
    Play,
    /// Builds, then runs every test
    Test,
    /// Checks formatting, lints and documentation, then runs every test
    Check,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(command: Command) -> anyhow::Result<()> {
    let workspace = Workspace::find()?;
    match command {
        Command::Bundle => bundle::run(&workspace).map(|_| ()),
        Command::Play => play::run(&workspace),
        Command::Test => test::run(&workspace),
        Command::Check => check::run(&workspace),
    }
}

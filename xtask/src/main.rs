//! Afterbeat's own commands: `cargo xtask`.

mod bench;
mod bundle;
mod burn;
mod check;
mod dist;
mod feel;
mod fuzz;
mod hosts;
mod install;
mod look;
mod needs;
mod play;
mod readme;
mod rt;
mod run;
mod test;
mod valgrind;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::workspace::Workspace;

/// Builds, tests and plays Afterbeat.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Subcommand)]
enum Command {
    /// Builds the plug-in and the `afterbeat` command into target/bundled
    Bundle,
    /// Builds the plug-ins and puts them into your own plug-in folders
    Install,
    /// Hosts the built plug-in without a DAW, plays 8 bars and writes them to target/play
    Play,
    /// Plays the plug-in in hosts of every habit and in Ardour, and compares (installs about 230 MB)
    Hosts {
        /// Writes the tables into README.md
        #[arg(long)]
        keep: bool,
    },
    /// Opens the plug-in's window and writes pictures of it to target/look
    Look {
        /// The built CLAP plug-in; without it one is built
        #[arg(long)]
        clap: Option<PathBuf>,
    },
    /// Builds the archive that people download into target/dist
    Dist {
        /// Builds it again in other folders, and fails if that makes another archive
        #[arg(long)]
        twice: bool,
    },
    /// Watches the audio thread: no memory, no locks, no system calls; and looks for panics
    Rt {
        /// Writes the tables into README.md
        #[arg(long)]
        keep: bool,
    },
    /// Measures what the plug-in costs beside the bare framework
    Bench {
        /// Writes the tables into README.md
        #[arg(long)]
        keep: bool,
    },
    /// Measures what the standalone costs under JACK, and plays it while both cores burn
    Burn,
    /// Tries input of a fuzzer's invention on the program
    Fuzz(fuzz::Wishes),
    /// Makes and destroys instances under valgrind, which watches every byte
    Valgrind,
    /// Renders every groove for 2000 bars and measures how it feels
    Feel,
    /// Builds, then runs every test
    Test,
    /// Checks formatting, lints and documentation, then runs every test
    Check,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Some(command) => perform(command),
        None => Arguments::command().print_help().map_err(Into::into),
    };
    match done {
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
        Command::Install => install::run(&workspace),
        Command::Play => play::run(&workspace),
        Command::Hosts { keep } => hosts::run(&workspace, keep),
        Command::Look { clap } => look::run(&workspace, clap),
        Command::Dist { twice } => dist::run(&workspace, twice),
        Command::Rt { keep } => rt::run(&workspace, keep),
        Command::Bench { keep } => bench::run(&workspace, keep),
        Command::Burn => burn::run(&workspace),
        Command::Fuzz(wishes) => fuzz::run(&workspace, &wishes),
        Command::Valgrind => valgrind::run(&workspace),
        Command::Feel => feel::run(&workspace),
        Command::Test => test::run(&workspace),
        Command::Check => check::run(&workspace),
    }
}

//! The `afterbeat` command.

mod cli;

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(cli::Line::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("afterbeat: {error}");
            ExitCode::FAILURE
        }
    }
}

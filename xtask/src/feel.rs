//! `cargo xtask feel`: how the grooves feel, in numbers.
//!
//! It renders each with its own feel for [`studio::BARS`] bars, and holds the fresh instance's ghosts
//! and drift, and the fills, against what drummers were measured to do.

mod studio;
mod table;
mod targets;

use anyhow::ensure;
use xtask::deps;

use crate::needs;
use crate::run::cargo;
use crate::workspace::Workspace;
use studio::Studio;

/// Builds the command, renders and measures; fails if a target is missed.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    cargo(workspace)
        .args([
            "build",
            "--release",
            "--package",
            "afterbeat",
            "--bin",
            "afterbeat",
        ])
        .run()?;
    let studio = Studio::open(workspace)?;
    let targets = targets::measure(&studio)?;
    println!(
        "\nOver {} bars of each; drummers' figures are from the Groove MIDI Dataset",
        studio::BARS
    );
    println!("(Gillick et al. 2019, CC BY 4.0)\n");
    for target in &targets {
        println!("{target}");
    }
    println!();
    table::print(&studio)?;
    let missed = targets.iter().filter(|target| !target.is_met()).count();
    ensure!(
        missed == 0,
        "{missed} of {} targets are missed",
        targets.len()
    );
    Ok(())
}

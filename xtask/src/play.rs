//! `cargo xtask play`: the plug-in's main job without a DAW, JACK or a screen.
//!
//! It hosts the built plug-in as a DAW would, without ghosts, fills and humanising, which no closed
//! form foretells. It rolls the transport and automates Swing, writes what comes out, draws a
//! picture of it, and compares it twice: with the offline render of the same state, which also
//! knows lane and source of each note, and with a closed form that shares no code with Afterbeat.

mod closed_form;
mod cost;
mod hosted;
mod join;
mod midi_file;
pub mod render;
mod table;
pub mod take;

use std::fs;

use anyhow::{Context as _, ensure};

use crate::bundle;
use crate::workspace::Workspace;
use hosted::Hosted;
use take::Take;

/// Bundles, plays, writes and compares.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let bundle = bundle::run(workspace)?;
    let folder = workspace.target.join("play");
    fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let take = Take::default();

    println!("Playing {take} in {}", workspace.shown(&bundle.clap()));
    let hosted = Hosted::play(&bundle.clap(), &take)?;

    println!("Rendering the same bars offline, to compare and to name the lanes");
    let rendered = render::run(&bundle.command(), &folder.join("render.csv"), &take)?;
    let strikes = join::join(&hosted.notes, &rendered)?;

    let midi = folder.join("groove.mid");
    let csv = folder.join("groove.csv");
    midi_file::write(&midi, &hosted.notes, &take)?;
    table::write(&csv, &strikes)?;
    // What it shows is what was just compared with the plug-in, event by event.
    let picture = folder.join("groove.svg");
    render::write(&bundle.command(), &picture, &take)?;
    for file in [midi, csv, picture] {
        println!("Wrote {}", workspace.shown(&file));
    }
    report(&hosted, &take)
}

/// Prints the strikes, their timing and their cost.
fn report(hosted: &Hosted, take: &Take) -> anyhow::Result<()> {
    let strikes: Vec<u32> = hosted.strikes().collect();
    ensure!(!strikes.is_empty(), "the plug-in played nothing");
    let worst = closed_form::worst_error(&strikes, take);
    println!("Strikes: {}, each with its note-off", strikes.len());
    println!("Worst timing error against the closed form: {worst}");
    println!("Cost of a block: {}", cost::summary(&hosted.costs, take));
    ensure!(
        worst.frames <= 1.0,
        "a strike is more than a frame away from its place"
    );
    Ok(())
}

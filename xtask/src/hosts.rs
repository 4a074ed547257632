//! `cargo xtask hosts`: the plug-in in a host that people use, compared with the offline render.
//!
//! Ardour plays the VST3 plug-in on a MIDI track, to a JACK server without hardware that belongs
//! to this command alone; JACK's own tool records what arrives. Frames are counted from the start
//! message of Ardour's MIDI clock, so they are the song's, not those of the first note. Everything
//! that Ardour and JACK leave behind is in target/hosts, their settings included.

mod ardour;
mod comparison;
mod jack;
mod manners;
mod recording;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use xtask::deps;

use crate::bundle::{self, Bundle};
use crate::play::render;
use crate::play::take::Take;
use crate::workspace::Workspace;
use crate::{needs, readme};
use ardour::Ardour;
use comparison::Comparison;
use jack::{Recorder, Server};
use recording::Recording;

/// The greatest distance that is still right: the host may round a position either way.
const TOLERATED_FRAMES: u32 = 1;

/// Bundles, plays in the host, renders the same and compares.
pub fn run(workspace: &Workspace, is_kept: bool) -> anyhow::Result<()> {
    needs::ensure(deps::HOSTS)?;
    let bundle = bundle::run(workspace)?;
    let folder = workspace.target.join("hosts");
    empty(&folder)?;
    println!("Playing the CLAP plug-in in hosts of every habit");
    let table = manners::table(&bundle, &folder, |call| call())?;
    readme::report(workspace, "hosts", &table, is_kept)?;
    let take = Take::default();
    let (host, recording) = record_at_last(&folder, &bundle, &take)?;
    let csv = folder.join("render.csv");
    let rendered = render::run_unautomated(&bundle.command(), &csv, &take)?;
    let rendered: Vec<_> = rendered.into_iter().map(|row| row.note).collect();
    let comparison = comparison::compare(&recording.notes, &rendered, take.frames())?;
    report(&host, &comparison);
    ensure!(
        comparison.worst_frames <= TOLERATED_FRAMES,
        "a note is more than a frame away from its place"
    );
    Ok(())
}

/// How often a host is started at most: a JACK server throws a client out that a busy machine has
/// kept waiting, and says nothing of the plug-in by that.
const TRIES: u32 = 3;

/// The host's name and what arrives from it, at the first try that gets to its end.
fn record_at_last(
    folder: &Path,
    bundle: &Bundle,
    take: &Take,
) -> anyhow::Result<(String, Recording)> {
    for left in (0..TRIES).rev() {
        empty(folder)?;
        let ardour = Ardour::find(folder, &bundle.folder)?;
        println!(
            "Playing {} bars at {} BPM in {}, which takes as long",
            take.bars,
            take.tempo,
            ardour.name()
        );
        match record(&ardour, folder, bundle, take) {
            Ok(recording) => return Ok((ardour.name(), recording)),
            Err(error) if left == 0 => return Err(error),
            Err(error) => println!("That did not work ({error:#}); trying again"),
        }
    }
    bail!("no host was started")
}

fn empty(folder: &Path) -> anyhow::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))
}

/// What arrives from the host. Whatever happens, nothing that was started goes on.
fn record(
    ardour: &Ardour,
    folder: &Path,
    bundle: &Bundle,
    take: &Take,
) -> anyhow::Result<Recording> {
    ardour.scan(&bundle.vst3())?;
    let mut server = Server::start(folder, take)?;
    let recorder = Recorder::start(&mut server, folder)?;
    ardour.play(&server, take)?;
    recording::read(&recorder.finish()?)
}

fn report(host: &str, comparison: &Comparison) {
    println!(
        "{:<12}{:<8}{:>8}{:>8}  worst difference",
        "host", "format", "strikes", "offs"
    );
    println!(
        "{host:<12}{:<8}{:>8}{:>8}  {} frames",
        "VST3", comparison.strikes, comparison.offs, comparison.worst_frames
    );
}

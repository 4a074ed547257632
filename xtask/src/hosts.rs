//! `cargo xtask hosts`: the plug-in in hosts, compared with the offline render.
//!
//! First the CLAP plug-in in a small host with every habit that hosts are known for. Then the VST3
//! plug-in in one that people use: Ardour plays it on a MIDI track, to a JACK server without hardware
//! that belongs to this command alone; JACK's own tool records what arrives. Frames are counted from
//! the messages of Ardour's MIDI clock, so they are the song's, not those of the first note.
//! Everything that Ardour and JACK leave behind is in target/hosts, their settings included.

mod ardour;
mod jack;
mod manners;
mod recording;
mod session;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail};
use xtask::deps;

use crate::bundle::{self, Bundle};
use crate::workspace::Workspace;
use crate::{needs, readme};
use ardour::Ardour;
use session::Seen;

/// Bundles, plays in all hosts, renders the same and compares.
pub fn run(workspace: &Workspace, is_kept: bool) -> anyhow::Result<()> {
    needs::ensure(deps::HOSTS)?;
    let bundle = bundle::run(workspace)?;
    let folder = workspace.target.join("hosts");
    empty(&folder)?;
    println!("Playing the CLAP plug-in in hosts of every habit");
    let table = manners::table(&bundle, &folder, |call| call())?;
    readme::report(workspace, "hosts", &table, is_kept)?;
    let (host, seen) = tour_at_last(&folder, &bundle)?;
    let table = session::table(&host, &seen, &bundle, &folder)?;
    readme::report(workspace, "ardour", &table, is_kept)
}

/// How often a host is started at most: a JACK server throws a client out that a busy machine has
/// kept waiting, and says nothing of the plug-in by that.
const TRIES: u32 = 3;

/// The host's name and what was seen there, at the first try that gets to its end.
fn tour_at_last(folder: &Path, bundle: &Bundle) -> anyhow::Result<(String, Seen)> {
    for left in (0..TRIES).rev() {
        empty(folder)?;
        let ardour = Ardour::find(folder, &bundle.folder)?;
        let name = ardour.name();
        println!("Playing the VST3 plug-in in {name}, which takes as long as it takes to hear it");
        match session::tour(&ardour, folder, bundle) {
            Ok(seen) => return Ok((name, seen)),
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

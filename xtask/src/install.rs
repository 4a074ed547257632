//! `cargo xtask install`: the built plug-ins into the user's own plug-in folders.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::bundle;
use crate::workspace::Workspace;

/// Bundles, then puts the CLAP and the VST3 plug-in where this user's hosts look for them.
pub fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let folders = Folders::of_this_user()?;
    let bundle = bundle::run(workspace)?;
    for (built, folder) in [(bundle.clap(), folders.clap), (bundle.vst3(), folders.vst3)] {
        let place = put(&built, &folder)?;
        println!("Installed {}", place.display());
    }
    println!("Let your host scan its plug-ins again.");
    Ok(())
}

/// Where hosts look for a user's own plug-ins.
struct Folders {
    clap: PathBuf,
    vst3: PathBuf,
}

impl Folders {
    fn of_this_user() -> anyhow::Result<Self> {
        let folder = |variable: &str| {
            env::var_os(variable)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
                .with_context(|| {
                    format!("cannot tell where your plug-ins are: {variable} is not set")
                })
        };
        if cfg!(windows) {
            let common = folder("LOCALAPPDATA")?.join("Programs").join("Common");
            return Ok(Self {
                clap: common.join("CLAP"),
                vst3: common.join("VST3"),
            });
        }
        let home = folder("HOME")?;
        if cfg!(target_os = "macos") {
            let plugins = home.join("Library/Audio/Plug-Ins");
            return Ok(Self {
                clap: plugins.join("CLAP"),
                vst3: plugins.join("VST3"),
            });
        }
        Ok(Self {
            clap: home.join(".clap"),
            vst3: home.join(".vst3"),
        })
    }
}

/// Copies `built` into `folder`. It is copied aside first and then takes the old one's place, so
/// that a host never finds half of it.
fn put(built: &Path, folder: &Path) -> anyhow::Result<PathBuf> {
    let Some(name) = built.file_name() else {
        bail!("{} has no name", built.display());
    };
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let place = folder.join(name);
    let mut aside = name.to_owned();
    aside.push(".new");
    let aside = folder.join(aside);
    remove(&aside)?;
    copy(built, &aside).with_context(|| format!("cannot copy to {}", aside.display()))?;
    remove(&place)?;
    fs::rename(&aside, &place).with_context(|| format!("cannot put {}", place.display()))?;
    Ok(place)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(|_| ());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

fn remove(place: &Path) -> anyhow::Result<()> {
    let done = if place.is_dir() && !place.is_symlink() {
        fs::remove_dir_all(place)
    } else if place.exists() || place.is_symlink() {
        fs::remove_file(place)
    } else {
        Ok(())
    };
    done.with_context(|| format!("cannot replace {}", place.display()))
}

//! `cargo xtask bundle`: the finished files and nothing else in target/bundled.

mod mac;

use std::collections::BTreeSet;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use xtask::deps;

use crate::needs;
use crate::run::cargo;
use crate::workspace::Workspace;

const PACKAGE: &str = "afterbeat";

/// The finished files.
pub struct Bundle {
    /// The folder that holds them.
    pub folder: PathBuf,
}

impl Bundle {
    /// The CLAP plug-in.
    pub fn clap(&self) -> PathBuf {
        self.folder.join("Afterbeat.clap")
    }

    /// The VST3 plug-in, which is a folder.
    pub fn vst3(&self) -> PathBuf {
        self.folder.join("Afterbeat.vst3")
    }

    /// The `afterbeat` command.
    pub fn command(&self) -> PathBuf {
        self.folder.join(format!("{PACKAGE}{EXE_SUFFIX}"))
    }

    /// Everything that the folder holds; another format is added here.
    pub fn files(&self) -> Vec<PathBuf> {
        vec![self.clap(), self.vst3(), self.command()]
    }
}

/// Builds and bundles, and says where the files are.
pub fn run(workspace: &Workspace) -> anyhow::Result<Bundle> {
    needs::ensure(deps::BUILD)?;
    let bundle = build(workspace, &[])?;
    for file in bundle.files() {
        println!("Built {}", workspace.shown(&file));
    }
    Ok(bundle)
}

/// Builds, with more variables in the environment, and bundles.
pub fn build(workspace: &Workspace, variables: &[(String, String)]) -> anyhow::Result<Bundle> {
    let mut build = cargo(workspace).args(["build", "--release", "--package", PACKAGE]);
    for (name, value) in variables {
        build = build.env(name, value);
    }
    build.run()?;
    let bundle = Bundle {
        folder: workspace.bundled(),
    };
    assemble(workspace, &bundle)?;
    Ok(bundle)
}

/// Fills the empty folder from what cargo built.
fn assemble(workspace: &Workspace, bundle: &Bundle) -> anyhow::Result<()> {
    if bundle.folder.exists() {
        fs::remove_dir_all(&bundle.folder)
            .with_context(|| format!("cannot empty {}", bundle.folder.display()))?;
    }
    // The bundler reads bundler.toml from the current folder.
    std::env::set_current_dir(&workspace.root).context("cannot enter the workspace")?;
    let release = ["--release".to_owned()];
    nice_plug_xtask::bundle(&workspace.target, PACKAGE, &release, false)?;
    rename_command(bundle)?;
    if cfg!(target_os = "macos") {
        for plugin in [bundle.clap(), bundle.vst3()] {
            mac::finish(&plugin)?;
        }
    }
    expect_only(&bundle.folder, &bundle.files())
}

/// The bundler names the command like the plug-in; a command is typed, so it is lower case. On macOS
/// it makes an application of it, which cannot be typed at all.
fn rename_command(bundle: &Bundle) -> anyhow::Result<()> {
    let application = bundle.folder.join("Afterbeat.app");
    let given = if application.is_dir() {
        application.join("Contents/MacOS/Afterbeat")
    } else {
        bundle.folder.join(format!("Afterbeat{EXE_SUFFIX}"))
    };
    fs::rename(&given, bundle.command())
        .with_context(|| format!("cannot rename {} to {PACKAGE}", given.display()))?;
    if application.is_dir() {
        fs::remove_dir_all(&application)
            .with_context(|| format!("cannot remove {}", application.display()))?;
    }
    Ok(())
}

fn expect_only(folder: &Path, files: &[PathBuf]) -> anyhow::Result<()> {
    let found = fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<BTreeSet<_>, _>>()
        })
        .with_context(|| format!("cannot list {}", folder.display()))?;
    let wanted: BTreeSet<PathBuf> = files.iter().cloned().collect();
    if let Some(path) = wanted.difference(&found).next() {
        bail!("the build did not make {}", path.display());
    }
    if let Some(path) = found.difference(&wanted).next() {
        bail!("the build made {}, which nobody expects", path.display());
    }
    Ok(())
}

//! Where grooves are rendered to be measured.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;

use anyhow::Context as _;
use xtask::host::Kind;
use xtask::rendered::Rendered;
use xtask::statistics::Strike;

use crate::play::render;
use crate::run::Program;
use crate::workspace::Workspace;

/// How many bars of each.
pub const BARS: u32 = 2_000;

/// The built command, and a folder for what it writes.
pub struct Studio {
    command: PathBuf,
    folder: PathBuf,
}

impl Studio {
    /// The command as cargo built it, and the folder `feel` beside it.
    pub fn open(workspace: &Workspace) -> anyhow::Result<Self> {
        let folder = workspace.target.join("feel");
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let command = format!("afterbeat{EXE_SUFFIX}");
        Ok(Self {
            command: workspace.target.join("release").join(command),
            folder,
        })
    }

    /// The ids of all grooves.
    pub fn grooves(&self) -> anyhow::Result<Vec<String>> {
        let listing = Program::new(&self.command).args(["grooves"]).answer();
        let listing = listing.context("the command lists no grooves")?;
        let ids = listing.lines().filter_map(|line| line.split("  ").next());
        Ok(ids.map(|id| id.trim().to_owned()).collect())
    }

    /// Writes a groove file of its own, to be rendered by the path that it gives.
    pub fn write(&self, name: &str, text: &str) -> anyhow::Result<String> {
        let path = self.folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path.display().to_string())
    }

    /// What a groove strikes with these parameters set, in order.
    pub fn strikes(&self, groove: &str, settings: &[&str]) -> anyhow::Result<Vec<Strike>> {
        let csv = self.folder.join("take.csv");
        let output = csv.display().to_string();
        let bars = BARS.to_string();
        let fixed = ["--tempo", "60", "--rate", "48000", "--bars", &bars];
        Program::new(&self.command)
            .args(["render", groove, "-o", &output])
            .args(fixed)
            .args(settings.iter().flat_map(|setting| ["--set", setting]))
            .run_unannounced()?;
        let rows = render::read_back(&csv)?.into_iter();
        let strikes = rows.filter(|row| row.note.kind == Kind::On);
        let strike = |row: Rendered| Strike {
            frame: row.note.frame,
            velocity: row.note.velocity,
            lane: row.lane,
            source: row.source,
        };
        Ok(strikes.map(strike).collect())
    }
}

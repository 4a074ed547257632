//! `cargo xtask fuzz`: input of a fuzzer's invention, for hours if need be.
//!
//! The targets are in fuzz/, a workspace of its own: there everything is compiled with counters of
//! what has run, which any compiler can do. What a target does with its input is in `tests/corpus`;
//! what is worth keeping of the fuzzer's inventions is in fuzz/corpus, and the tests try it always.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use xtask::deps;

use crate::needs;
use crate::run::{Program, cargo};
use crate::workspace::Workspace;

/// A target, and whether the fuzzer should see what its input is compared with: that finds the words
/// of a text, and where bytes only choose what is done next it takes half the time for nothing.
const TARGETS: [(&str, Sight); 7] = [
    ("edits", Sight::Paths),
    ("grooves", Sight::Comparisons),
    ("midi", Sight::Paths),
    ("state", Sight::Comparisons),
    ("tempo", Sight::Paths),
    ("transport", Sight::Paths),
    ("words", Sight::Comparisons),
];

/// What libFuzzer sees of the code that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    Paths,
    Comparisons,
}

impl Sight {
    /// The folder of what is built for it.
    fn folder(self) -> &'static str {
        match self {
            Self::Paths => "fuzz-paths",
            Self::Comparisons => "fuzz",
        }
    }

    /// Has the code tell it.
    fn flags(self) -> String {
        let more = match self {
            Self::Paths => None,
            Self::Comparisons => Some("-Cllvm-args=-sanitizer-coverage-trace-compares"),
        };
        let all: Vec<&str> = COUNTED.into_iter().chain(more).collect();
        all.join("\u{1f}")
    }
}

/// Has the code count what runs.
const COUNTED: [&str; 6] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Ccodegen-units=16",
    "--cfg=fuzzing",
];

/// Has glibc keep what one run gives back for the next: a run is short, and makes whole engines.
const KEEPS_MEMORY: [(&str, &str); 3] = [
    ("MALLOC_MMAP_THRESHOLD_", "1000000000"),
    ("MALLOC_TRIM_THRESHOLD_", "1000000000"),
    ("MALLOC_TOP_PAD_", "16000000"),
];

/// What is asked for.
#[derive(Clone, clap::Args)]
pub struct Wishes {
    /// Only this target: edits, grooves, midi, state, tempo, transport or words
    target: Option<String>,
    /// How often each target is run
    #[arg(long, default_value_t = 1_000_000)]
    runs: u64,
    /// How many bytes an input has at the most; shorter ones run faster
    #[arg(long, default_value_t = 4096)]
    longest: u32,
    /// Puts the least that reaches the same code into fuzz/corpus, instead of running on
    #[arg(long)]
    minimise: bool,
}

/// Builds the targets and runs them one after the other; stops at the first finding.
pub fn run(workspace: &Workspace, wishes: &Wishes) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    let is_chosen = |target: &str| wishes.target.as_deref().is_none_or(|name| name == target);
    let chosen: Vec<_> = TARGETS
        .into_iter()
        .filter(|(name, _)| is_chosen(name))
        .collect();
    ensure!(
        !chosen.is_empty(),
        "the targets are {}",
        TARGETS.map(|(name, _)| name).join(", ")
    );
    for (target, sight) in chosen {
        let studio = Studio::build(workspace, target, sight)?;
        if wishes.minimise {
            studio.minimise()?;
        } else {
            studio.fuzz(wishes)?;
        }
    }
    Ok(())
}

/// Where a built target is, and its inputs.
struct Studio {
    target: &'static str,
    program: PathBuf,
    /// What the tests try.
    kept: PathBuf,
    /// What the fuzzer has found here so far.
    found: PathBuf,
}

impl Studio {
    fn build(workspace: &Workspace, target: &'static str, sight: Sight) -> anyhow::Result<Self> {
        let own = workspace.with_target(workspace.target.join(sight.folder()));
        let machine = Workspace::machine()?;
        cargo(&own)
            .args(["build", "--release", "--bin", target])
            .args(["--manifest-path", "fuzz/Cargo.toml", "--target", &machine])
            .env("CARGO_ENCODED_RUSTFLAGS", sight.flags())
            .run()?;
        Ok(Self {
            target,
            program: own.target.join(machine).join("release").join(target),
            kept: own.root.join("fuzz/corpus").join(target),
            found: workspace.target.join("fuzz/corpus"),
        })
    }

    fn fuzz(&self, wishes: &Wishes) -> anyhow::Result<()> {
        let found = folder(&self.found.join(self.target))?;
        let kept = folder(&self.kept)?;
        // A finding is written where it was found, under the name of its kind.
        self.program()
            .args([format!("-runs={}", wishes.runs)])
            .args([format!("-max_len={}", wishes.longest)])
            .args(["-timeout=30", "-print_final_stats=1"])
            .args([format!(
                "-artifact_prefix={}/finding-",
                self.found.display()
            )])
            .args([found, kept])
            .run()
    }

    /// Small files only: they are tried in every run of the tests.
    fn minimise(&self) -> anyhow::Result<()> {
        let found = folder(&self.found.join(self.target))?;
        let kept = &self.kept;
        let least = folder(&self.found.join(format!("{}-least", self.target)))?;
        self.program()
            .args(["-merge=1", "-max_len=1024"])
            .args([&least, &folder(kept)?, &found])
            .run()?;
        let mut files: Vec<_> = fs::read_dir(&least)?.flatten().collect();
        files.sort_by_key(|file| (file.metadata().map_or(0, |file| file.len()), file.path()));
        for file in fs::read_dir(kept)?.flatten().filter(is_invented) {
            fs::remove_file(file.path())?;
        }
        // The shortest ones reach little and the rest is alike: some from all along the row.
        let every = files.len().div_ceil(MOST_KEPT).max(1);
        for file in files.iter().skip(every / 2).step_by(every) {
            fs::copy(file.path(), kept.join(file.file_name()))?;
        }
        fs::remove_dir_all(&least)?;
        Ok(())
    }

    fn program(&self) -> Program {
        let program = Program::new(&self.program);
        KEEPS_MEMORY
            .into_iter()
            .fold(program, |program, (name, value)| program.env(name, value))
    }
}

/// The folder, which is there then.
fn folder(path: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path.to_owned())
}

/// Whether the fuzzer has named it, by a hash; what has a name of ours was a finding once, and stays.
fn is_invented(file: &fs::DirEntry) -> bool {
    let name = file.file_name();
    name.len() == 40
        && name
            .to_string_lossy()
            .chars()
            .all(|c| c.is_ascii_hexdigit())
}

/// How many files of a target are kept.
const MOST_KEPT: usize = 48;

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

/// What can be fuzzed.
const TARGETS: [&str; 6] = ["edits", "grooves", "midi", "state", "transport", "words"];

/// Has the code count what runs, for libFuzzer to see.
const COUNTED: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=16",
    "--cfg=fuzzing",
];

/// What is asked for.
#[derive(Clone, clap::Args)]
pub struct Wishes {
    /// Only this target: edits, grooves, midi, state, transport or words
    target: Option<String>,
    /// How often each target is run
    #[arg(long, default_value_t = 1_000_000)]
    runs: u64,
    /// Puts the least that reaches the same code into fuzz/corpus, instead of running on
    #[arg(long)]
    minimise: bool,
}

/// Builds the targets and runs them one after the other; stops at the first finding.
pub fn run(workspace: &Workspace, wishes: &Wishes) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    let chosen: Vec<&str> = TARGETS
        .into_iter()
        .filter(|target| wishes.target.as_deref().is_none_or(|name| name == *target))
        .collect();
    ensure!(!chosen.is_empty(), "the targets are {}", TARGETS.join(", "));
    let studio = Studio::build(workspace)?;
    for target in chosen {
        if wishes.minimise {
            studio.minimise(target)?;
        } else {
            studio.fuzz(target, wishes.runs)?;
        }
    }
    Ok(())
}

/// Where the built targets are, and their inputs.
struct Studio {
    programs: PathBuf,
    /// What the tests try.
    kept: PathBuf,
    /// What the fuzzer has found here so far.
    found: PathBuf,
}

impl Studio {
    fn build(workspace: &Workspace) -> anyhow::Result<Self> {
        let own = workspace.with_target(workspace.target.join("fuzz"));
        let machine = Workspace::machine()?;
        cargo(&own)
            .args(["build", "--release", "--bins"])
            .args(["--manifest-path", "fuzz/Cargo.toml", "--target", &machine])
            .env("CARGO_ENCODED_RUSTFLAGS", COUNTED.join("\u{1f}"))
            .run()?;
        Ok(Self {
            programs: own.target.join(machine).join("release"),
            kept: own.root.join("fuzz/corpus"),
            found: own.target.join("corpus"),
        })
    }

    fn fuzz(&self, target: &str, runs: u64) -> anyhow::Result<()> {
        let found = folder(&self.found.join(target))?;
        let kept = folder(&self.kept.join(target))?;
        // A finding is written where it was found, under the name of its kind.
        self.program(target)
            .args([format!("-runs={runs}")])
            .args(["-max_len=4096", "-timeout=30", "-print_final_stats=1"])
            .args([format!(
                "-artifact_prefix={}/finding-",
                self.found.display()
            )])
            .args([found, kept])
            .run()
    }

    /// Small files only: they are tried in every run of the tests.
    fn minimise(&self, target: &str) -> anyhow::Result<()> {
        let found = folder(&self.found.join(target))?;
        let kept = self.kept.join(target);
        let least = folder(&self.found.join(format!("{target}-least")))?;
        self.program(target)
            .args(["-merge=1", "-max_len=1024"])
            .args([&least, &kept, &found])
            .run()?;
        let mut files: Vec<_> = fs::read_dir(&least)?.flatten().collect();
        files.sort_by_key(|file| (file.metadata().map_or(0, |file| file.len()), file.path()));
        let _ = fs::remove_dir_all(&kept);
        folder(&kept)?;
        // The shortest ones reach little and the rest is alike: some from all along the row.
        let every = files.len().div_ceil(MOST_KEPT).max(1);
        for file in files.iter().skip(every / 2).step_by(every) {
            fs::copy(file.path(), kept.join(file.file_name()))?;
        }
        fs::remove_dir_all(&least)?;
        Ok(())
    }

    fn program(&self, target: &str) -> Program {
        Program::new(self.programs.join(target))
    }
}

/// The folder, which is there then.
fn folder(path: &Path) -> anyhow::Result<PathBuf> {
    fs::create_dir_all(path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path.to_owned())
}

/// How many files of a target are kept.
const MOST_KEPT: usize = 48;

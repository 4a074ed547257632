//! Ways to a panic in the engine's machine code.
//!
//! The library is compiled to assembly as for a release, and every call in it is followed from the
//! engine's `process` on. It is the offline render's that has that name in the machine code; in the
//! plug-in's it is a part of its caller. Both are made from the same source, with another sink. What
//! cannot be followed is said: calls through a pointer, and functions of other crates that were not
//! compiled into this one.

mod graph;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use crate::readme;
use crate::run::cargo;
use crate::workspace::Workspace;
use graph::Graph;

/// Where the search begins: the engine's one call, in every form that it was compiled in.
const ROOT: &str = "afterbeat::engine::Engine::process";
/// How the functions begin that end in a panic.
const PANICS: [&str; 10] = [
    "core::panicking::",
    "core::option::unwrap_failed",
    "core::option::expect_failed",
    "core::result::unwrap_failed",
    "core::slice::index::",
    "core::slice::sort::shared::smallsort::panic_on_ord_violation",
    "core::str::slice_error_fail",
    "core::cell::panic_already_",
    "alloc::raw_vec::handle_error",
    "std::panicking::begin_panic",
];

/// Compiles, follows every call, and says what was found.
pub fn run(workspace: &Workspace, is_kept: bool) -> anyhow::Result<()> {
    if cfg!(not(target_arch = "x86_64")) {
        println!("The search for panics reads code for x86-64 only, and is left out here");
        return Ok(());
    }
    cargo(workspace)
        .args(["rustc", "--release", "--package", "afterbeat", "--lib"])
        .args(["--crate-type=lib", "--", "--emit=asm"])
        .args(["-C", "linker-plugin-lto=no"])
        .run()?;
    let graph = Graph::read(&fs::read_to_string(newest_assembly(&workspace.target)?)?);
    let found = search(&graph);
    ensure!(found.functions > 50, "the engine's code was not found");
    readme::report(workspace, "panics", &found.table()?, is_kept)
}

/// What was found.
struct Found {
    /// Functions that `process` can reach.
    functions: usize,
    /// Calls through a pointer in them.
    indirect: usize,
    /// Functions outside of the compiled code that they call.
    outside: BTreeSet<String>,
    /// The functions that call a panic, and which.
    panics: BTreeMap<String, BTreeSet<String>>,
}

fn search(graph: &Graph) -> Found {
    let reached = graph.reached(|name| name.starts_with(ROOT), is_panic);
    let mut found = Found {
        functions: 0,
        indirect: 0,
        outside: BTreeSet::new(),
        panics: BTreeMap::new(),
    };
    for name in reached {
        let Some(function) = graph.function(&name) else {
            if !is_panic(&name) {
                found.outside.insert(name);
            }
            continue;
        };
        found.functions += 1;
        found.indirect += function.indirect;
        for called in function.calls.iter().filter(|called| is_panic(called)) {
            let panics = found.panics.entry(name.clone()).or_default();
            panics.insert(called.clone());
        }
    }
    found
}

fn is_panic(name: &str) -> bool {
    PANICS.iter().any(|panic| name.starts_with(panic))
}

impl Found {
    fn table(&self) -> anyhow::Result<String> {
        let mut table = format!(
            "`Engine::process` reaches {} functions of machine code, {} of which can call a panic; {} \
             calls in them go through a pointer, and {} functions lie outside.\n",
            self.functions,
            self.panics.len(),
            self.indirect,
            self.outside.len()
        );
        if !self.panics.is_empty() {
            table.push_str("\n| function | panic |\n|---|---|\n");
        }
        for (function, panics) in &self.panics {
            let panics: Vec<&str> = panics.iter().map(String::as_str).collect();
            writeln!(table, "| `{function}` | `{}` |", panics.join("`, `"))?;
        }
        println!("Functions outside: {:#?}", self.outside);
        Ok(table)
    }
}

/// The file that was just written.
fn newest_assembly(target: &Path) -> anyhow::Result<PathBuf> {
    let folder = target.join("release").join("deps");
    let files = fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))?;
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("afterbeat-") && name.ends_with(".s")
    };
    let files = files.flatten().map(|file| file.path()).filter(is_ours);
    let written = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
    files.max_by_key(written).context("no assembly was written")
}

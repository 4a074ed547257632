//! A build that says nothing of where and when it was made.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::archive::TIME;
use crate::run::Program;
use crate::workspace::Workspace;

/// What the build of `workspace` needs in its environment. The compilers write other names in the
/// place of the folders of this machine.
pub fn environment(workspace: &Workspace) -> anyhow::Result<Vec<(String, String)>> {
    let folders = folders(workspace)?;
    // Whatever else the user wants of the compiler makes another plug-in: it is left out.
    let rust: Vec<_> = folders
        .iter()
        .map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()))
        .collect();
    let mut variables = vec![
        ("CARGO_ENCODED_RUSTFLAGS".to_owned(), rust.join("\u{1f}")),
        ("CARGO_INCREMENTAL".to_owned(), "0".to_owned()),
        // What C's compilers give for the date and the time.
        ("SOURCE_DATE_EPOCH".to_owned(), TIME.to_string()),
        ("ZERO_AR_DATE".to_owned(), "1".to_owned()),
    ];
    if !cfg!(target_env = "msvc") {
        let c: Vec<_> = folders
            .iter()
            .map(|(from, to)| format!("-ffile-prefix-map={}={to}", from.display()))
            .collect();
        for name in ["CFLAGS", "CXXFLAGS"] {
            // Cargo has put the project's own flags there.
            let given = env::var(name).unwrap_or_default();
            let flags = format!("{given} {}", c.join(" "));
            variables.push((name.to_owned(), flags.trim().to_owned()));
        }
    }
    Ok(variables)
}

/// Folders of this machine, and what is written for them; the last that fits is taken.
fn folders(workspace: &Workspace) -> anyhow::Result<Vec<(PathBuf, &'static str)>> {
    let cargo = cargo_home().context("cargo has no home on this machine")?;
    let rust = rust_home().context("rustc does not say where it is")?;
    let named = |path: &Path, name| (path.to_owned(), name);
    Ok(vec![
        named(&rust, "/rust"),
        named(&cargo, "/cargo"),
        named(&workspace.root, "/afterbeat"),
        named(&workspace.target, "/target"),
    ])
}

/// Where cargo keeps the sources of what is not ours.
pub fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// Where the compiler and its library are.
pub fn rust_home() -> Option<PathBuf> {
    let said = Program::new("rustc")
        .args(["--print", "sysroot"])
        .answer()?;
    Some(PathBuf::from(said.trim()))
}

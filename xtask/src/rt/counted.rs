//! Memory calls and locks, counted by a library in front of the C library.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::program::Watched;
use crate::run::Program;

const SOURCE: &str = include_str!("counter.c");

/// What was counted, by name.
#[derive(Debug)]
pub struct Counts(BTreeMap<String, u64>);

impl Counts {
    /// How many of these there were.
    pub fn of(&self, what: &str) -> u64 {
        // What was not counted must not pass for nothing.
        self.0.get(what).copied().unwrap_or(u64::MAX)
    }
}

/// Builds the library.
pub fn library(folder: &Path) -> anyhow::Result<PathBuf> {
    let (source, library) = (folder.join("counter.c"), folder.join("counter.so"));
    fs::write(&source, SOURCE).with_context(|| format!("cannot write {}", source.display()))?;
    Program::new("cc")
        .args(["-shared", "-fPIC", "-O2", "-Wall", "-o"])
        .args([&library, &source])
        .args(["-ldl"])
        .run()?;
    Ok(library)
}

/// Runs a test behind it.
pub fn counts(watched: &Watched, library: &Path, test: &str) -> anyhow::Result<Counts> {
    let said = watched
        .test(&[], test)
        .env("LD_PRELOAD", library)
        .said()
        .with_context(|| format!("the test {test} failed"))?;
    Ok(read(&said))
}

fn read(said: &str) -> Counts {
    let line = |line: &str| {
        let (what, count) = line.split_once("COUNT ")?.1.rsplit_once(": ")?;
        Some((what.to_owned(), count.trim().parse().ok()?))
    };
    Counts(said.lines().filter_map(line).collect())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_not_said_is_not_nothing() {
        let counts = read("test x ... COUNT allocations: 0\nCOUNT frees: 3\n");
        assert_eq!((counts.of("allocations"), counts.of("frees")), (0, 3));
        assert_eq!(counts.of("locks"), u64::MAX);
    }
}

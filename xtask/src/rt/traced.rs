//! System calls, written down by `strace`, a file for each thread.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::program::Watched;

/// What the watched thread calls before and after.
const MARK: &str = "getppid(";

/// The system calls of the watched thread between its marks.
pub fn calls(watched: &Watched, folder: &Path, test: &str) -> anyhow::Result<Vec<String>> {
    let folder = folder.join("strace");
    // A thread's file has its number in its name, so those of an earlier run may be there.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let output = folder.join("of");
    let strace = ["strace", "-ff", "-qq", "-o"].map(Path::new);
    watched
        .test(&[&strace[..], &[&output]].concat(), test)
        .said()
        .with_context(|| format!("the test {test} failed under strace"))?;
    let mut found = None;
    for file in fs::read_dir(&folder)?.flatten() {
        let written = fs::read_to_string(file.path())?;
        found = found.or_else(|| between_marks(&written));
    }
    found.context("strace has seen no marks")
}

/// The lines between the two marks; `None` if they are not both there.
fn between_marks(text: &str) -> Option<Vec<String>> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(MARK));
    lines.next()?;
    let rest: Vec<&str> = lines.collect();
    let end = rest.iter().position(|line| line.starts_with(MARK))?;
    Some(
        rest.get(..end)?
            .iter()
            .map(|&line| line.to_owned())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::between_marks;

    #[test]
    fn only_what_lies_between_the_marks_counts() {
        let text = "mmap(0) = 1\ngetppid() = 7\nfutex(1) = 0\ngetppid() = 7\nexit(0)\n";
        assert_eq!(between_marks(text), Some(vec!["futex(1) = 0".to_owned()]));
        assert_eq!(between_marks("getppid() = 7\nfutex(1) = 0\n"), None);
    }
}

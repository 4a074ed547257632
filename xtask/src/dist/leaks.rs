//! The builder's folders, which are nobody's business, looked for in the finished files.

use std::env;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path};

use anyhow::bail;

use super::files_in;
use super::reproducible::{cargo_home, rust_home};
use crate::workspace::Workspace;

/// Fails if a file below `folder` names a folder of this machine.
pub fn refuse(folder: &Path, workspace: &Workspace) -> anyhow::Result<()> {
    let needles = needles(workspace);
    for file in files_in(folder)? {
        let bytes = fs::read(&file)?;
        for needle in &needles {
            if let Some(at) = find(&bytes, needle.as_bytes()) {
                let found = around(&bytes, at);
                bail!("{} names a folder of this machine: {found}", file.display());
            }
        }
    }
    Ok(())
}

/// The folders as texts, in both ways to write them.
fn needles(workspace: &Workspace) -> Vec<String> {
    let home = env::home_dir();
    let folders = [Some(workspace.root.clone()), Some(workspace.target.clone())]
        .into_iter()
        .chain([cargo_home(), rust_home(), home])
        .flatten();
    let mut needles: Vec<_> = folders
        .flat_map(|folder| texts(&folder.display().to_string(), MAIN_SEPARATOR))
        .collect();
    needles.sort();
    needles.dedup();
    needles
}

/// What lies in a folder begins with one of these: as the system writes it, and as compilers may.
fn texts(folder: &str, separator: char) -> [String; 2] {
    let own = format!("{folder}{separator}");
    let with_slashes = own.replace(separator, "/");
    [own, with_slashes]
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window == needle)
}

/// The printable text around a place.
fn around(bytes: &[u8], at: usize) -> String {
    let rest = &bytes[at..];
    let end = rest.iter().position(|byte| !(32..127).contains(byte));
    String::from_utf8_lossy(&rest[..end.unwrap_or(rest.len()).min(200)]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{around, find, texts};

    #[test]
    fn a_folder_is_found_amid_other_bytes() {
        let bytes = b"\x7fELF\0/home/ada/afterbeat/src/lib.rs\0more";
        let at = find(bytes, b"/home/ada/");
        assert_eq!(at, Some(5));
        assert_eq!(around(bytes, 5), "/home/ada/afterbeat/src/lib.rs");
        assert_eq!(find(bytes, b"/home/eve/"), None);
    }

    #[test]
    fn a_folder_is_looked_for_as_each_system_writes_it() {
        assert_eq!(texts("/home/ada", '/'), ["/home/ada/", "/home/ada/"]);
        let windows = [r"C:\Users\ada\", "C:/Users/ada/"];
        assert_eq!(texts(r"C:\Users\ada", '\\'), windows);
    }
}

//! The second build, in other folders, and what it has in common with the first.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};

use super::archive::Archive;
use super::make;
use crate::workspace::Workspace;

/// Copies the sources into `folder`, builds them there, and packs what comes out.
pub fn make_again(workspace: &Workspace, folder: &Path) -> anyhow::Result<Archive> {
    let source = folder.join("a-folder-of-another-name");
    if source.exists() {
        fs::remove_dir_all(&source)?;
    }
    copy(&workspace.root, &source, workspace)?;
    let other = workspace.at(source);
    make(&other, &folder.join("build"))
}

/// Fails if a file of one is not in the other, byte for byte, or they are packed differently.
pub fn compare(one: &Archive, other: &Archive) -> anyhow::Result<()> {
    let names = |archive: &Archive| -> Vec<String> {
        let entries = archive.entries().iter();
        entries.map(|entry| entry.name.clone()).collect()
    };
    ensure!(
        names(one) == names(other),
        "the second build has other files: {:?} and {:?}",
        names(one),
        names(other)
    );
    let mut differing = 0;
    for (first, second) in one.entries().iter().zip(other.entries()) {
        let is_same = first == second;
        let verdict = if is_same { "same bytes" } else { "DIFFERS" };
        println!("{verdict}  {}", first.name);
        differing += usize::from(!is_same);
    }
    ensure!(
        differing == 0,
        "{differing} files differ in the second build"
    );
    ensure!(
        one.to_bytes()? == other.to_bytes()?,
        "the same files are packed differently"
    );
    println!("Two builds in different folders, the same archive");
    Ok(())
}

/// Copies what belongs to the sources: neither what was built nor their history.
fn copy(from: &Path, to: &Path, workspace: &Workspace) -> anyhow::Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        let is_source = name != "target" && name != ".git" && path != workspace.target;
        if is_source && path.is_dir() {
            copy(&path, &to.join(name), workspace)?;
        } else if is_source {
            fs::copy(&path, to.join(name))
                .with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

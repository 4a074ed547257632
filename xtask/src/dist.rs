//! `cargo xtask dist`: the archive that people download, in target/dist.
//!
//! It holds the plug-ins, the command, the README with its pictures, our licences and everybody
//! else's, and the sums of all of these. It is the same archive wherever the folders of its builder
//! are: the build is told to leave them out, the finished files are searched for them, and `--twice`
//! builds it again in other folders and compares.

mod archive;
mod leaks;
mod licences;
mod parts;
mod reproducible;
mod twice;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};
use xtask::deps;

use crate::bundle::{self, Bundle};
use crate::needs;
use crate::workspace::Workspace;
use archive::{Archive, Entry};

/// Builds the archive; with `twice` it does so again elsewhere and fails if that is another.
pub fn run(workspace: &Workspace, twice: bool) -> anyhow::Result<()> {
    needs::ensure(deps::BUILD)?;
    let folder = workspace.target.join("dist");
    let made = make(workspace, &folder.join("build"))?;
    if twice {
        let again = twice::make_again(workspace, &folder.join("again"))?;
        twice::compare(&made, &again)?;
    }
    remove_old(&folder)?;
    let path = folder.join(made.file_name());
    let bytes = made.to_bytes()?;
    fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    let sums = folder.join("SHA256SUMS");
    fs::write(&sums, sum_line(&bytes, &made.file_name()))
        .with_context(|| format!("cannot write {}", sums.display()))?;
    println!(
        "Made {}: {} files, {:.1} MB",
        workspace.shown(&path),
        made.entries().len(),
        megabytes(bytes.len())
    );
    Ok(())
}

/// Removes the archives of other versions: the sums are of one.
fn remove_old(folder: &Path) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_file() && name.starts_with("afterbeat-") {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

/// Builds `workspace` into the folder `target`, and puts together what goes into the archive.
fn make(workspace: &Workspace, target: &Path) -> anyhow::Result<Archive> {
    let own = workspace.with_target(target.to_owned());
    let bundle = bundle::build(&own, &reproducible::environment(&own)?)?;
    leaks::refuse(&bundle.folder, &own)?;
    let machine = Workspace::machine()?;
    let mut archive = Archive::new(format!("afterbeat-{}-{machine}", env!("CARGO_PKG_VERSION")));
    for file in bundle.files() {
        add(&mut archive, &file, &bundle)?;
    }
    let root = &workspace.root;
    for name in ["README.md", "LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"] {
        archive.add(Entry::read(name, &root.join(name))?);
    }
    for picture in files_in(&root.join("docs"))? {
        let name = within(&picture, root)?;
        archive.add(Entry::read(&name, &picture)?);
    }
    let licences = licences::text(workspace, &machine)?;
    archive.add(Entry::text("THIRD-PARTY-LICENSES.txt", &licences));
    let sums = archive.entries().iter();
    let sums: String = sums
        .map(|entry| sum_line(&entry.bytes, &entry.name))
        .collect();
    archive.add(Entry::text("SHA256SUMS", &sums));
    Ok(archive)
}

/// Adds a file of the bundle, or all that are in a folder of it.
fn add(archive: &mut Archive, path: &Path, bundle: &Bundle) -> anyhow::Result<()> {
    let files = if path.is_dir() {
        files_in(path)?
    } else {
        vec![path.to_owned()]
    };
    for file in files {
        let name = within(&file, &bundle.folder)?;
        // A Windows machine knows of no such right, and macOS wants it for what is in a bundle.
        let is_program = !["plist", "PkgInfo"].iter().any(|end| name.ends_with(end));
        archive.add(Entry::read(&name, &file)?.executable(is_program));
    }
    Ok(())
}

/// Every file below a folder, in the order of their names.
fn files_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_in(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The name of a file below a folder, with `/` on every machine.
fn within(file: &Path, folder: &Path) -> anyhow::Result<String> {
    let below = file.strip_prefix(folder).context("a file is elsewhere")?;
    let parts: Vec<_> = below
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    Ok(parts.join("/"))
}

/// A line as `sha256sum --check` reads it.
fn sum_line(bytes: &[u8], name: &str) -> String {
    let sum = Sha256::digest(bytes);
    let digits: Vec<_> = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}  {name}\n", digits.concat())
}

fn megabytes(bytes: usize) -> f64 {
    u32::try_from(bytes).map_or(f64::INFINITY, f64::from) / 1e6
}

#[cfg(test)]
mod tests {
    use super::sum_line;

    #[test]
    fn sums_are_lines_that_sha256sum_reads() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sum_line(b"", "a b"), format!("{empty}  a b\n"));
    }
}

//! Files that are whole or not there: written aside, then put in their place in one move.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A file that could not be written; what was there before is untouched.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}{}", path.display(), remedy(source))]
pub struct SaveError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    pub source: io::Error,
}

/// What can be done about an error whose own words do not say it.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "; its folder has to be there before",
        _ => "",
    }
}

/// Writes `contents` to `path`, whole or not at all. What is no plain file (a pipe, a terminal) is
/// written to directly.
///
/// # Errors
/// When that fails; what was there before is then untouched.
pub fn write(path: &Path, contents: &[u8]) -> Result<(), SaveError> {
    let is_special = fs::metadata(path).is_ok_and(|file| !file.is_file() && !file.is_dir());
    let written = if is_special {
        // Nothing may take the place of a device: it is opened, not made.
        let device = File::options().write(true).open(path);
        device.and_then(|mut device| device.write_all(contents))
    } else {
        replace(path, contents)
    };
    written.map_err(|source| SaveError {
        path: path.into(),
        source,
    })
}

fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    // A link stays a link: the file it leads to is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.into());
    let aside = aside(&path)?;
    let written = fill(&aside, &path, contents).and_then(|()| fs::rename(&aside, &path));
    if written.is_err() {
        // The first error is the one to tell; a leftover is the lesser evil.
        let _ = fs::remove_file(&aside);
    }
    written
}

/// Makes the file at `aside`, with the rights of the one it will replace.
fn fill(aside: &Path, path: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(aside)?;
    file.write_all(contents)?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

/// A name beside `path` that no other writer uses.
fn aside(path: &Path) -> io::Result<PathBuf> {
    static WRITTEN: AtomicU32 = AtomicU32::new(0);
    let no_name = || io::Error::new(io::ErrorKind::InvalidInput, "it is no file's name");
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let mut name = OsString::from(".");
    name.push(path.file_name().ok_or_else(no_name)?);
    name.push(format!(".{}-{number}.part", std::process::id()));
    Ok(path.with_file_name(name))
}

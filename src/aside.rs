//! Files that are whole or not there: written aside, then put in their place in one move.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// What the name of a file ends in while it is written.
const ENDING: &str = ".part";

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
    // The first error is the one to tell; a leftover is the lesser evil. And a folder that cannot
    // be settled holds a whole file all the same, the old one at worst.
    let _ = match written {
        Ok(()) => settle(&path),
        Err(_) => fs::remove_file(&aside),
    };
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

/// Has the disk remember the folder's new entry too.
fn settle(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// A name beside `path` that no other writer uses.
fn aside(path: &Path) -> io::Result<PathBuf> {
    static WRITTEN: AtomicU32 = AtomicU32::new(0);
    let no_name = || io::Error::new(io::ErrorKind::InvalidInput, "it is no file's name");
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let mut name = prefix(path).ok_or_else(no_name)?;
    name.push(format!("{}-{number}{ENDING}", std::process::id()));
    Ok(path.with_file_name(name))
}

/// What the names of all that is written beside `path` begin with.
fn prefix(path: &Path) -> Option<OsString> {
    let mut name = OsString::from(".");
    name.push(path.file_name()?);
    name.push(".");
    Some(name)
}

/// Removes what writers that were killed have left beside `path`.
pub(crate) fn sweep(path: &Path) {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.into());
    let (Some(folder), Some(prefix)) = (path.parent(), prefix(&path)) else {
        return;
    };
    let prefix = prefix.to_string_lossy();
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = file.file_name();
        let writer = name
            .to_str()
            .and_then(|name| {
                name.strip_prefix(&*prefix)?
                    .strip_suffix(ENDING)?
                    .split_once('-')
            })
            .and_then(|(process, _)| process.parse::<u32>().ok());
        if writer.is_some_and(|process| !is_alive(process)) {
            // What cannot be removed takes room, and no more.
            let _ = fs::remove_file(file.path());
        }
    }
}

/// Whether a process with this number may be running; where that cannot be known, one is.
fn is_alive(process: u32) -> bool {
    let all = Path::new("/proc");
    !all.join("self").exists() || all.join(process.to_string()).exists()
}

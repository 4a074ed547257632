//! The user's own grooves: files in a folder, in the form of the factory's.

use super::text::{ReadError, read_text};
use crate::grooves::{Groove, GrooveError, read, write};
use crate::offline::{SaveError, save, sweep};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// How the files' names end.
const ENDING: &str = "toml";
/// What is expected of them.
const EXPECTED: &str = "a groove file";
/// More than anybody looks through, and less than a wrong folder may hold.
const MOST: usize = 4096;

/// A folder of grooves. **Thread:** worker.
#[derive(Clone, Debug)]
pub struct Library {
    folder: PathBuf,
}

/// A groove, and the file that it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// The groove.
    pub groove: Groove,
    /// The file.
    pub path: PathBuf,
}

/// A file that is no groove: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped(pub String);

/// Why a groove was not saved or read; the folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is one of this name, and nobody said that it may go.
    #[error("there is a groove called {0:?} already")]
    Taken(String),
    /// A name needs a letter or a number.
    #[error("{0:?} is no name for a file; expected letters or numbers")]
    NoName(String),
    /// The folder could not be made.
    #[error("cannot make {}: {source}", folder.display())]
    NoFolder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// The file could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It is no groove.
    #[error(transparent)]
    Wrong(#[from] GrooveError),
}

impl Library {
    /// The grooves in `folder`, which need not exist.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// All grooves by name, and what is wrong with the files that are none.
    pub fn list(&self) -> (Vec<Own>, Vec<Skipped>) {
        let (mut grooves, mut skipped) = (Vec::new(), Vec::new());
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return (grooves, skipped);
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let is_groove = |path: &PathBuf| path.extension() == Some(OsStr::new(ENDING));
        for path in paths.filter(is_groove).take(MOST) {
            match load(&path) {
                Ok(groove) => grooves.push(Own { groove, path }),
                Err(error) => skipped.push(Skipped(error.to_string())),
            }
        }
        grooves.sort_by_key(|own| (own.groove.name.to_lowercase(), own.path.clone()));
        skipped.sort_by(|a, b| a.0.cmp(&b.0));
        (grooves, skipped)
    }

    /// Saves a groove under its name, whole or not at all; one of that very name only goes if
    /// it `may_replace` it, and no other file does.
    ///
    /// # Errors
    /// When the name is taken or none, or the file cannot be written.
    pub fn save(&self, groove: &Groove, may_replace: bool) -> Result<PathBuf, LibraryError> {
        let name =
            file_name(&groove.name).ok_or_else(|| LibraryError::NoName(groove.name.clone()))?;
        let (all, _) = self.list();
        let same = all.into_iter().find(|own| own.groove.name == groove.name);
        if same.is_some() && !may_replace {
            return Err(LibraryError::Taken(groove.name.clone()));
        }
        let path = match same {
            Some(own) => own.path,
            None => {
                (self.free_path(&name)).ok_or_else(|| LibraryError::Taken(groove.name.clone()))?
            }
        };
        fs::create_dir_all(&self.folder).map_err(|source| LibraryError::NoFolder {
            folder: self.folder.clone(),
            source,
        })?;
        sweep(&path);
        save(&path, write(groove).as_bytes())?;
        Ok(path)
    }

    /// A file that there is not yet, for a groove whose file would be called `name`: several names
    /// can come down to one that every file system takes.
    fn free_path(&self, name: &str) -> Option<PathBuf> {
        let mut names = (1..=MOST).map(|number| match number {
            1 => format!("{name}.{ENDING}"),
            number => format!("{name} {number}.{ENDING}"),
        });
        names.find_map(|name| Some(self.folder.join(name)).filter(|path| !path.exists()))
    }

    /// Reads a groove file from anywhere, and saves it among the others under a name that is free.
    ///
    /// # Errors
    /// When it is no groove: what and where; or when it cannot be saved.
    pub fn import(&self, path: &Path) -> Result<Own, LibraryError> {
        let mut groove = load(path)?;
        let name = groove.name.clone();
        for number in 2..=MOST {
            match self.save(&groove, false) {
                Ok(path) => return Ok(Own { groove, path }),
                Err(LibraryError::Taken(_)) => groove.name = format!("{name} {number}"),
                Err(error) => return Err(error),
            }
        }
        Err(LibraryError::Taken(name))
    }
}

fn load(path: &Path) -> Result<Groove, LibraryError> {
    let text = read_text(path, EXPECTED)?;
    Ok(read(&path.display().to_string(), &text)?)
}

/// The name as every file system takes it; `None` if it has none, or no groove may be called that.
fn file_name(name: &str) -> Option<String> {
    if name.contains(char::is_control) {
        return None;
    }
    let is_plain = |c: char| c.is_alphanumeric() || " -_".contains(c);
    let plain: String = name
        .chars()
        .map(|c| if is_plain(c) { c } else { '-' })
        .take(80)
        .collect();
    let plain = plain.trim().to_lowercase();
    plain.contains(char::is_alphanumeric).then_some(plain)
}

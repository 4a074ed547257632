//! Where a groove comes from: the factory, or a file.

use afterbeat::grooves::{self, Groove, GrooveError};
use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Why there is no such groove.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Neither a factory groove nor a file.
    #[error("no groove and no file is called '{0}'; 'afterbeat grooves' lists the grooves")]
    Unknown(String),
    /// The file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no groove.
    #[error(transparent)]
    NoGroove(#[from] GrooveError),
}

/// The groove that `name` means: a factory groove's id or name, else a file's path.
pub fn groove(name: &str) -> Result<Cow<'static, Groove>, SourceError> {
    if let Some(groove) = grooves::find(name) {
        return Ok(Cow::Borrowed(groove));
    }
    let path = Path::new(name);
    let text = fs::read_to_string(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => SourceError::Unknown(name.to_owned()),
        _ => SourceError::Unreadable {
            path: path.to_owned(),
            source,
        },
    })?;
    Ok(Cow::Owned(grooves::read(name, &text)?))
}

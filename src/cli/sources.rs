//! Where a groove comes from, the factory or a file, and where a key map does.

use afterbeat::files::{ReadError, read_text};
use afterbeat::grooves::{self, Groove};
use afterbeat::keymap;
use afterbeat::pattern::{Key, PerLane};
use afterbeat::text::FileError;
use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::Path;

/// Why there is no such groove or key map.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Neither a factory groove nor a file.
    #[error("no groove and no file is called '{0}'; 'afterbeat grooves' lists the grooves")]
    Unknown(String),
    /// Neither a feel, nor a factory groove, nor a file.
    #[error("no feel, no groove and no file is called '{0}'; 'afterbeat feels' lists the feels")]
    UnknownFeel(String),
    /// The file is no text.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The text is none of the kind.
    #[error(transparent)]
    Wrong(#[from] FileError),
}

/// The groove that `name` means: a factory groove's id or name, else a file's path.
pub fn groove(name: &str) -> Result<Cow<'static, Groove>, SourceError> {
    if let Some(groove) = grooves::find(name) {
        return Ok(Cow::Borrowed(groove));
    }
    let text = read_text(Path::new(name), "a groove file").map_err(|error| match error {
        ReadError::Unreadable { path, source, .. } => match source.kind() {
            ErrorKind::NotFound => SourceError::Unknown(name.to_owned()),
            _ => SourceError::Read(ReadError::Unreadable {
                path,
                source,
                expected: "a factory groove's name or a groove file",
            }),
        },
        other => SourceError::Read(other),
    })?;
    Ok(Cow::Owned(grooves::read(name, &text)?))
}

/// The parameters' values that the feel `name` gives to the notes of `groove`.
///
/// A feel that goes with any groove is laid over the groove's own. Any other name means the whole
/// feel of a groove, of the factory's or in a file, in place of its own.
pub fn feel(name: &str, groove: &Groove) -> Result<Vec<(String, f64)>, SourceError> {
    if let Some(feel) = grooves::find_feel(name) {
        return Ok(feel.over(&groove.feel));
    }
    match self::groove(name) {
        Ok(other) => Ok(other.feel.clone()),
        Err(SourceError::Unknown(name)) => Err(SourceError::UnknownFeel(name)),
        Err(error) => Err(error),
    }
}

/// The keys of the key map file at `path`.
pub fn key_map(path: &Path) -> Result<PerLane<Key>, SourceError> {
    let text = read_text(path, "a key map file")?;
    Ok(keymap::read(&path.display().to_string(), &text)?)
}

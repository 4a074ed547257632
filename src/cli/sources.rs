//! Where a groove comes from, the factory or a file, and where a key map does.

use afterbeat::grooves::{self, Groove};
use afterbeat::keymap;
use afterbeat::pattern::{Key, PerLane};
use afterbeat::text::FileError;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes: a groove has a few hundred, a device has no end.
const MOST_BYTES: usize = 1 << 20;

/// Why there is no such groove or key map.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// Neither a factory groove nor a file.
    #[error("no groove and no file is called '{0}'; 'afterbeat grooves' lists the grooves")]
    Unknown(String),
    /// Neither a feel, nor a factory groove, nor a file.
    #[error("no feel, no groove and no file is called '{0}'; 'afterbeat feels' lists the feels")]
    UnknownFeel(String),
    /// The file could not be read.
    #[error("cannot read {}: {source}; expected {expected}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
        /// What was expected.
        expected: &'static str,
    },
    /// The file is none that a person wrote.
    #[error("{} is larger than 1 MiB; expected {expected}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What was expected.
        expected: &'static str,
    },
    /// The file is no text.
    #[error("{}, line {line}: this is no UTF-8 text; expected {expected}", path.display())]
    NoText {
        /// The file.
        path: PathBuf,
        /// The line, from 1, on which the text ends.
        line: usize,
        /// What was expected.
        expected: &'static str,
    },
    /// The text is none of the kind.
    #[error(transparent)]
    Wrong(#[from] FileError),
}

/// The groove that `name` means: a factory groove's id or name, else a file's path.
pub fn groove(name: &str) -> Result<Cow<'static, Groove>, SourceError> {
    if let Some(groove) = grooves::find(name) {
        return Ok(Cow::Borrowed(groove));
    }
    let text = text(Path::new(name), "a groove file").map_err(|error| match error {
        SourceError::Unreadable { path, source, .. } => match source.kind() {
            io::ErrorKind::NotFound => SourceError::Unknown(name.to_owned()),
            _ => SourceError::Unreadable {
                path,
                source,
                expected: "a factory groove's name or a groove file",
            },
        },
        other => other,
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
    let text = text(path, "a key map file")?;
    Ok(keymap::read(&path.display().to_string(), &text)?)
}

/// The text of the file at `path`, which should be what is `expected`.
fn text(path: &Path, expected: &'static str) -> Result<String, SourceError> {
    let path = path.to_owned();
    let bytes = match bytes(&path) {
        Ok(bytes) if bytes.len() > MOST_BYTES => {
            return Err(SourceError::TooLarge { path, expected });
        }
        Ok(bytes) => bytes,
        Err(source) => {
            return Err(SourceError::Unreadable {
                path,
                source,
                expected,
            });
        }
    };
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        SourceError::NoText {
            path,
            line: before.split(|byte| *byte == b'\n').count(),
            expected,
        }
    })
}

/// What is in the file, up to one byte more than a file may have.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

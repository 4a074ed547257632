//! Text files of people's making, which may be anything.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The largest file that is read, in bytes: a groove has a few hundred, a device has no end.
const MOST_BYTES: usize = 1 << 20;

/// Why a file is no text.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
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
}

/// The text of the file at `path`, which should be what is `expected`. Waits for the disk.
///
/// # Errors
/// When there is no such file, or it is no text.
pub fn read_text(path: &Path, expected: &'static str) -> Result<String, ReadError> {
    let path = path.to_owned();
    let bytes = match bytes(&path) {
        Ok(bytes) if bytes.len() > MOST_BYTES => {
            return Err(ReadError::TooLarge { path, expected });
        }
        Ok(bytes) => bytes,
        Err(source) => {
            return Err(ReadError::Unreadable {
                path,
                source,
                expected,
            });
        }
    };
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        ReadError::NoText {
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

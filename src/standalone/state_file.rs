//! The file that an instance's state is kept in: always whole, the old one or the new one.

use super::song::Song;
use crate::aside::{self, SaveError};
use crate::plugin::Params;
use crate::plugin::state::{self, MAX_STATE_BYTES, StateError};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The field with what a host would know otherwise.
const SONG_FIELD: &str = "song";

/// Why a state was not loaded; the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What is in it is no state.
    #[error("{} holds no state that this Afterbeat can read: {source}; it was left as it is", path.display())]
    NoState {
        /// The file.
        path: PathBuf,
        /// Why.
        source: StateError,
    },
    /// What is beside the state in it cannot be read.
    #[error("the field {field} of {} cannot be read: {source}; it was left as it is", path.display())]
    NoField {
        /// The file.
        path: PathBuf,
        /// The field.
        field: &'static str,
        /// Why.
        source: serde_json::Error,
    },
}

/// Why a state was not saved; the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    /// There is none to be saved.
    #[error(transparent)]
    NoState(#[from] StateError),
    /// It could not be put into words.
    #[error("the state cannot be written: {0}")]
    NoJson(#[from] serde_json::Error),
    /// The file could not be written.
    #[error(transparent)]
    Unwritten(#[from] SaveError),
}

/// Puts `params` and `song` into the state in the file at `path`; false if there is no file.
///
/// # Errors
/// When the file is not read, or is no state: nothing has changed then.
pub fn load(path: &Path, params: &Params, song: &mut Song) -> Result<bool, LoadError> {
    aside::sweep(path);
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(source) => {
            let path = path.to_owned();
            return Err(LoadError::Unreadable { path, source });
        }
    };
    let no_state = |source| LoadError::NoState {
        path: path.to_owned(),
        source,
    };
    let no_field = |source| LoadError::NoField {
        path: path.to_owned(),
        field: SONG_FIELD,
        source,
    };
    // The next save would write over what cannot be read: nothing is taken if not all of it can be.
    let checked = state::checked(&bytes).map_err(no_state)?;
    if let Some(field) = checked.state.fields.get(SONG_FIELD) {
        *song = Song::of_field(field).map_err(no_field)?;
    }
    state::put(params, checked);
    Ok(true)
}

/// Keeps the state of `params` and `song` in the file at `path`: it is there as a whole or not at all,
/// whatever happens meanwhile.
///
/// # Errors
/// When it is not written: what was there before still is.
pub fn keep(path: &Path, params: &Params, song: &Song) -> Result<(), KeepError> {
    let mut state = state::of(params)?;
    if let Some(field) = song.to_field() {
        state.fields.insert(SONG_FIELD.to_owned(), field);
    }
    let json = serde_json::to_vec(&state)?;
    Ok(aside::write(path, &json)?)
}

/// What is in the file, up to one byte more than a state may have.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    file.take(MAX_STATE_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

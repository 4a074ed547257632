//! When the state is saved: soon after it has changed, and at the end.

use super::super::song::Song;
use super::super::state_file::{self, KeepError};
use super::Instrument;
use crate::plugin::params::Look;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a change may be unsaved.
const UNSAVED: Duration = Duration::from_secs(1);
/// How long after a failure it is tried again.
const RETRY: Duration = Duration::from_secs(10);

/// What a state is known by: another mark, another state.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Mark {
    params: u64,
    bank: u64,
    song: Song,
    map: u64,
    look: Look,
}

/// Keeps an instrument's state in its file. **Thread:** main.
pub(super) struct Keeper {
    path: Option<PathBuf>,
    kept: Option<Mark>,
    /// When it may be saved next.
    due: Instant,
}

impl Keeper {
    /// A keeper for the file at `path`, which is written at once if it is not there, or if the
    /// instrument `is_changed` against it.
    pub(super) fn new(path: Option<PathBuf>, instrument: &Instrument, is_changed: bool) -> Self {
        let is_there = path.as_ref().is_some_and(|path| path.exists());
        Self {
            path,
            kept: (is_there && !is_changed).then(|| mark(instrument)),
            due: Instant::now(),
        }
    }

    /// Saves the state if it has changed, but not too often.
    pub(super) fn tend(&mut self, instrument: &Instrument) -> Result<(), KeepError> {
        let now = Instant::now();
        if now < self.due {
            return Ok(());
        }
        let kept = self.keep(instrument);
        self.due = now + if kept.is_ok() { UNSAVED } else { RETRY };
        kept
    }

    /// Saves the state if it has changed.
    pub(super) fn keep(&mut self, instrument: &Instrument) -> Result<(), KeepError> {
        match self.path.clone() {
            Some(path) if !self.is_kept(instrument) => self.keep_in(&path, instrument),
            _ => Ok(()),
        }
    }

    /// Saves the state, to its own file unless there is another; false if there is none.
    pub(super) fn keep_now(
        &mut self,
        other: Option<&Path>,
        instrument: &Instrument,
    ) -> Result<bool, KeepError> {
        let own = self.path.clone();
        match (other, own) {
            (Some(path), _) => state_file::keep(path, &instrument.params, &instrument.song)?,
            (None, Some(path)) => self.keep_in(&path, instrument)?,
            (None, None) => return Ok(false),
        }
        Ok(true)
    }

    /// Whether all of the state is in its file; `None` if it has none.
    pub(super) fn has_kept(&self, instrument: &Instrument) -> Option<bool> {
        self.path.as_ref().map(|_| self.is_kept(instrument))
    }

    fn is_kept(&self, instrument: &Instrument) -> bool {
        self.kept == Some(mark(instrument))
    }

    fn keep_in(&mut self, path: &Path, instrument: &Instrument) -> Result<(), KeepError> {
        // Taken before: what changes meanwhile is saved again.
        let mark = mark(instrument);
        state_file::keep(path, &instrument.params, &instrument.song)?;
        self.kept = Some(mark);
        Ok(())
    }
}

fn mark(instrument: &Instrument) -> Mark {
    Mark {
        params: instrument.params.generation(),
        bank: instrument.params.main().lock().revision(),
        song: instrument.song,
        map: instrument.params.mapping().revision(),
        look: instrument.params.window().look(),
    }
}

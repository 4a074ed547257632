//! What the host is told of changes of the bank.
//!
//! They are made on the editor's thread or the main thread, in any number. Each asks the host for
//! one call back, and there it learns in one go that there is something to save, and that drums are
//! called differently. What it loads itself it knows to be saved.

use super::host::Host;
use crate::link::Main;
use crate::plugin::note_names::{NoteName, note_names};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the host knows. **Thread:** main; the lock is only there to be able to change it.
#[derive(Default)]
pub(super) struct News(Mutex<Known>);

#[derive(Default)]
struct Known {
    revision: u64,
    edits: u64,
    names: Vec<NoteName>,
}

impl News {
    /// From here on `host` is told what changes in the bank of `main`.
    pub(super) fn start(&self, main: &Main, host: Host) {
        *self.known() = Known::of(main);
        main.watch(move || host.request_callback());
    }

    /// Tells `host` what it does not know yet.
    pub(super) fn deliver(&self, main: &Main, host: Host) {
        if main.lock().revision() == self.known().revision {
            return;
        }
        let now = Known::of(main);
        let before = std::mem::replace(&mut *self.known(), now);
        // The host may ask for anything while it is told, so nothing is locked meanwhile.
        let (is_dirty, is_renamed) = {
            let now = self.known();
            (now.edits != before.edits, now.names != before.names)
        };
        if is_dirty {
            host.mark_dirty();
        }
        if is_renamed {
            host.note_names_changed();
        }
    }

    /// How many names there are. The host reads them anew now, so they are found anew.
    pub(super) fn count_names(&self, main: &Main) -> usize {
        let names = note_names(main.lock().bank());
        let mut known = self.known();
        known.names = names;
        known.names.len()
    }

    /// The name at `index`.
    pub(super) fn name(&self, index: u32) -> Option<NoteName> {
        let index = usize::try_from(index).ok()?;
        self.known().names.get(index).copied()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn of(main: &Main) -> Self {
        let side = main.lock();
        Self {
            revision: side.revision(),
            edits: side.edits(),
            names: note_names(side.bank()),
        }
    }
}

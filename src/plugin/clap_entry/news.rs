//! What the host is told of changes of the bank, and of the pattern whose drums it has names for.
//!
//! Those of the bank are made on the editor's thread or the main thread, in any number; patterns
//! change on the audio thread too. Each asks the host for one call back, and there it learns in one
//! go that there is something to save, and that drums are called differently. What it loads itself
//! it knows to be saved.

use super::host::Host;
use crate::plugin::handover::Inside;
use crate::plugin::note_names::{NoteName, Patterns, note_names};
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the host knows.
#[derive(Default)]
pub(super) struct News {
    /// **Thread:** main; the lock is only there to be able to change it.
    known: Mutex<Known>,
    /// The patterns that were seen last, as one number. **Thread:** any.
    patterns: AtomicU16,
    /// Whether there are values of parameters that the host did not take. **Thread:** any.
    owes_values: AtomicBool,
}

#[derive(Default)]
struct Known {
    revision: u64,
    patterns: Patterns,
    edits: u64,
    /// How often what keys and controllers do was changed.
    map_edits: u64,
    names: Vec<NoteName>,
}

impl News {
    /// From here on `host` is told what changes in the bank of `inside`.
    pub(super) fn start(&self, inside: &Inside, host: Host) {
        let known = Known::of(inside);
        self.patterns
            .store(number(known.patterns), Ordering::Relaxed);
        *self.known() = known;
        inside.params.main().watch(move || host.request_callback());
    }

    /// Asks `host` for a call if another pattern is chosen or plays. **Thread:** any.
    pub(super) fn look(&self, inside: &Inside, host: Host) {
        let now = number(inside.patterns());
        if self.patterns.load(Ordering::Relaxed) != now {
            self.patterns.store(now, Ordering::Relaxed);
            host.request_callback();
        }
    }

    /// Asks `host` for a call: there is something to be done there, or values to be told that it had
    /// no room for. **Thread:** audio.
    pub(super) fn owe_values(&self, owes: bool, host: Host) {
        if owes {
            self.owes_values.store(true, Ordering::Relaxed);
        }
        host.request_callback();
    }

    /// Tells `host` what it does not know yet.
    pub(super) fn deliver(&self, inside: &Inside, host: Host) {
        if self.owes_values.swap(false, Ordering::Relaxed) {
            host.values_changed();
        }
        let revision = inside.params.main().lock().revision();
        let is_known = {
            let known = self.known();
            let is_mapped = known.map_edits == inside.params.mapping().edits();
            is_mapped && (known.revision, known.patterns) == (revision, inside.patterns())
        };
        if is_known {
            return;
        }
        let now = Known::of(inside);
        let before = std::mem::replace(&mut *self.known(), now);
        // The host may ask for anything while it is told, so nothing is locked meanwhile.
        let (is_dirty, is_renamed) = {
            let now = self.known();
            let edits = |known: &Known| (known.edits, known.map_edits);
            (edits(&now) != edits(&before), now.names != before.names)
        };
        if is_dirty {
            host.mark_dirty();
        }
        if is_renamed {
            host.note_names_changed();
        }
    }

    /// How many names there are. The host reads them anew now, so they are found anew.
    pub(super) fn count_names(&self, inside: &Inside) -> usize {
        let names = note_names(inside.params.main().lock().bank(), inside.patterns());
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
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn of(inside: &Inside) -> Self {
        let patterns = inside.patterns();
        let side = inside.params.main().lock();
        Self {
            revision: side.revision(),
            patterns,
            edits: side.edits(),
            map_edits: inside.params.mapping().edits(),
            names: note_names(side.bank(), patterns),
        }
    }
}

/// Both patterns as one number.
fn number(patterns: Patterns) -> u16 {
    u16::from_be_bytes([patterns.chosen.get(), patterns.playing.get()])
}

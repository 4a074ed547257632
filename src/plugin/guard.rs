//! No panic of Afterbeat's own reaches the host.
//!
//! A panic that gets to a C function ends the whole process, and nothing in front of that function
//! can catch it. The framework's calls into the plug-in stand behind such functions, and so does
//! every callback of the entry. So each of them catches for itself, as far inside as it can: the
//! framework never sees a panic, and keeps neither a lock held nor a borrow open because of one.
//!
//! What stays out of reach is a panic in the framework's own code. The entry's event lists exist so
//! that no host can provoke one.

use std::panic::{self, AssertUnwindSafe};

/// What `work` gives; `None` if it panicked.
///
/// What it was changing may be half changed then: whoever calls this gives it up, or can mend it.
/// The program's panic hook is left alone. The usual one allocates and writes to the standard error
/// stream, on the audio thread too; that happens once, and the instance is silent from then on.
///
/// **Thread:** any.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

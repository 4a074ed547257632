//! A place for one box, shared by two threads: the newest takes the place of an older one.
//!
//! Neither side waits, allocates or frees; a box that is left over is freed with the mailbox.
#![expect(
    unsafe_code,
    reason = "a box crosses as a raw pointer, which only this file sees"
)]

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// The place. **Thread:** any.
pub(super) struct Mailbox<T: Send> {
    /// Null, or a box's pointer that nobody else has.
    place: AtomicPtr<T>,
}

impl<T: Send> Mailbox<T> {
    /// Puts `item`, and gives what was there and nobody has taken.
    pub(super) fn put(&self, item: Box<T>) -> Option<Box<T>> {
        self.swap(Box::into_raw(item))
    }

    /// Whether nothing is there; the other side may put something at any time.
    pub(super) fn is_empty(&self) -> bool {
        self.place.load(Ordering::Relaxed).is_null()
    }

    /// Takes what is there. An empty mailbox costs one load.
    pub(super) fn take(&self) -> Option<Box<T>> {
        if self.is_empty() {
            return None;
        }
        self.swap(ptr::null_mut())
    }

    fn swap(&self, pointer: *mut T) -> Option<Box<T>> {
        let old = self.place.swap(pointer, Ordering::AcqRel);
        // SAFETY: every pointer that is not null came out of `Box::into_raw` in `put`, and the swap
        // gives it to one caller only. `AcqRel` makes what was written to it visible here.
        (!old.is_null()).then(|| unsafe { Box::from_raw(old) })
    }
}

impl<T: Send> Default for Mailbox<T> {
    fn default() -> Self {
        Self {
            place: AtomicPtr::new(ptr::null_mut()),
        }
    }
}

impl<T: Send> Drop for Mailbox<T> {
    fn drop(&mut self) {
        drop(self.take());
    }
}

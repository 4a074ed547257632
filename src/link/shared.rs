//! The main side as the threads of the main side share it: the host's main thread and the editor's.

use super::MainSide;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A shared main side. The audio thread has none, and so cannot wait for it. **Thread:** main.
#[derive(Clone)]
pub struct Main(Arc<Shared>);

struct Shared {
    side: Mutex<MainSide>,
    watcher: Mutex<Option<Watcher>>,
}

type Watcher = Box<dyn Fn() + Send>;

impl Main {
    /// Shares `side`.
    pub fn new(side: MainSide) -> Self {
        Self(Arc::new(Shared {
            side: Mutex::new(side),
            watcher: Mutex::default(),
        }))
    }

    /// The main side, once no other thread is using it.
    ///
    /// If one panicked while it did, the engine's bank is made equal again first.
    pub fn lock(&self) -> Locked<'_> {
        let poisoned = self.0.side.is_poisoned();
        let mut side = self.0.side.lock().unwrap_or_else(PoisonError::into_inner);
        let before = side.revision();
        if poisoned {
            side.send_anew();
            self.0.side.clear_poison();
        }
        let notice = Notice {
            watcher: &self.0.watcher,
            is_due: false,
        };
        Locked {
            side,
            before,
            notice,
        }
    }

    /// Has `watcher` called after every use that changed the bank, in place of an earlier one.
    ///
    /// It is called on the thread that made the change, when the side may be locked again. It must
    /// neither change the bank nor set a watcher.
    pub fn watch(&self, watcher: impl Fn() + Send + 'static) {
        self.set_watcher(Some(Box::new(watcher)));
    }

    /// Has the watcher called, for a change beside the bank.
    pub fn tell(&self) {
        if let Some(watcher) = &*lock(&self.0.watcher) {
            watcher();
        }
    }

    /// Has nobody called any more, and waits for a call on another thread to end.
    pub fn unwatch(&self) {
        self.set_watcher(None);
    }

    fn set_watcher(&self, watcher: Option<Watcher>) {
        *lock(&self.0.watcher) = watcher;
    }
}

fn lock(watcher: &Mutex<Option<Watcher>>) -> MutexGuard<'_, Option<Watcher>> {
    watcher.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The main side in use. When this is dropped others may use it, and then the watcher hears of a
/// change: the fields are dropped in this order. **Thread:** main.
pub struct Locked<'a> {
    side: MutexGuard<'a, MainSide>,
    before: u64,
    notice: Notice<'a>,
}

impl Deref for Locked<'_> {
    type Target = MainSide;

    fn deref(&self) -> &MainSide {
        &self.side
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut MainSide {
        &mut self.side
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        self.notice.is_due = self.side.revision() != self.before;
    }
}

/// Calls the watcher when it is dropped, if that is due.
struct Notice<'a> {
    watcher: &'a Mutex<Option<Watcher>>,
    is_due: bool,
}

impl Drop for Notice<'_> {
    fn drop(&mut self) {
        if !self.is_due {
            return;
        }
        if let Some(watcher) = &*lock(self.watcher) {
            watcher();
        }
    }
}

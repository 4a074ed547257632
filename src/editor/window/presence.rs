//! Whether the window of an instance is open, for all who have to know.

use nice_plug::editor::dpi::Size;
use nice_plug::editor::{HostCallbacks, HostMainThreadCaller, HostMethods};
use nice_plug_egui::RepaintNotifier;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// An instance's window: whether it is open, and how often it was opened. **Thread:** any.
#[derive(Debug, Default)]
pub(super) struct Presence {
    openings: AtomicU64,
    is_open: AtomicBool,
    /// The last opening in which something was drawn.
    drawn: AtomicU64,
    /// Whether the instance is gone.
    is_over: AtomicBool,
}

impl Presence {
    /// The window opens.
    pub(super) fn open(&self) {
        self.openings.fetch_add(1, Ordering::Relaxed);
        self.is_open.store(true, Ordering::Release);
    }

    /// It closes.
    pub(super) fn close(&self) {
        self.is_open.store(false, Ordering::Release);
    }

    /// The instance goes, and its window for good.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Release);
        self.close();
    }

    /// Whether the instance is gone.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// Which opening this is, counted from 1; `None` while it is closed.
    pub(super) fn opening(&self) -> Option<u64> {
        let is_open = self.is_open.load(Ordering::Acquire);
        is_open.then(|| self.openings.load(Ordering::Relaxed))
    }

    /// Something was drawn in this opening.
    pub(super) fn draw(&self, opening: u64) {
        self.drawn.store(opening, Ordering::Relaxed);
    }

    /// Whether something was drawn in the last opening.
    pub(super) fn was_drawn(&self) -> bool {
        self.drawn.load(Ordering::Relaxed) == self.openings.load(Ordering::Relaxed)
    }
}

/// Wakes the window when there is something new to see, and lets one that is closed sleep.
///
/// **Thread:** any; it is rung on audio.
#[derive(Clone, Debug, Default)]
pub struct Bell {
    pub(super) notifier: RepaintNotifier,
    pub(super) presence: Arc<Presence>,
}

impl Bell {
    /// There is something new to see. **Thread:** audio.
    pub fn ring(&self) {
        self.notifier.request_repaint_with(self.is_heard());
    }

    /// Whether the window is open. **Thread:** any.
    pub fn is_heard(&self) -> bool {
        self.presence.opening().is_some()
    }
}

/// The host, as long as the window is open: of what happens in one that is closed it must not hear.
struct WhileOpen<T> {
    host: T,
    presence: Arc<Presence>,
}

impl HostCallbacks for WhileOpen<Box<dyn HostCallbacks>> {
    fn request_resize(&mut self, size: Size, scale: f64) -> Result<(), Box<dyn Error>> {
        match self.presence.opening() {
            Some(_) => self.host.request_resize(size, scale),
            None => Ok(()),
        }
    }

    fn destroyed(&mut self) {
        if self.presence.opening().is_some() {
            self.host.destroyed();
        }
    }
}

impl HostMainThreadCaller for WhileOpen<Box<dyn HostMainThreadCaller>> {
    fn call_main_thread(&mut self) {
        if self.presence.opening().is_some() {
            self.host.call_main_thread();
        }
    }
}

/// `host`, as long as the window is open.
pub(super) fn while_open(host: HostMethods, presence: &Arc<Presence>) -> HostMethods {
    HostMethods {
        callbacks: Box::new(WhileOpen {
            host: host.callbacks,
            presence: Arc::clone(presence),
        }),
        main_thread_caller: Box::new(WhileOpen {
            host: host.main_thread_caller,
            presence: Arc::clone(presence),
        }),
    }
}

//! How the editor's window was left, which is saved with the instance.

use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};

/// The field of the saved state that holds it.
pub(super) const FIELD: &str = "window";

/// A window's size and looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// How wide it is, in logical pixels.
    pub width: u16,
    /// How high it is, in logical pixels.
    pub height: u16,
    /// How much larger than usual all is drawn, in percent, 100 to 200.
    pub zoom: u16,
    /// Whether it is dark on light.
    pub light: bool,
    /// Which page is open beside the grid, counted from 1; 0 is none.
    pub page: u8,
    /// Whether the user has seen what a first window has to say.
    pub welcomed: bool,
    /// In which order the lanes stand: four bits a lane, the first one lowest.
    pub order: u64,
}

/// The lanes as they are counted.
const FIRST_TO_LAST: u64 = 0xfedc_ba98_7654_3210;

impl Look {
    /// The smallest width and height.
    pub const SMALLEST: (u16, u16) = (860, 560);

    /// The nearest look that a window can have.
    #[must_use]
    pub fn clamped(self) -> Self {
        Self {
            width: self.width.clamp(Self::SMALLEST.0, 8192),
            height: self.height.clamp(Self::SMALLEST.1, 8192),
            zoom: self.zoom.clamp(100, 200),
            ..self
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self {
            width: 1180,
            height: 720,
            zoom: 100,
            light: false,
            page: 0,
            order: FIRST_TO_LAST,
            welcomed: false,
        }
    }
}

/// The look that the next window opens with. **Thread:** any.
#[derive(Debug)]
pub struct Window {
    width: AtomicU16,
    height: AtomicU16,
    zoom: AtomicU16,
    light: AtomicBool,
    page: AtomicU8,
    order: AtomicU64,
    welcomed: AtomicBool,
    /// How often a state has been loaded that says how the window was left.
    loads: AtomicU32,
}

impl Default for Window {
    fn default() -> Self {
        let look = Look::default();
        Self {
            width: look.width.into(),
            height: look.height.into(),
            zoom: look.zoom.into(),
            light: look.light.into(),
            page: look.page.into(),
            order: look.order.into(),
            welcomed: look.welcomed.into(),
            loads: AtomicU32::new(0),
        }
    }
}

impl Window {
    /// How the window was left.
    pub fn look(&self) -> Look {
        let read = |place: &AtomicU16| place.load(Ordering::Relaxed);
        Look {
            width: read(&self.width),
            height: read(&self.height),
            zoom: read(&self.zoom),
            light: self.light.load(Ordering::Relaxed),
            page: self.page.load(Ordering::Relaxed),
            order: self.order.load(Ordering::Relaxed),
            welcomed: self.welcomed.load(Ordering::Relaxed),
        }
    }

    /// Remembers `look`, as near to it as a window can be.
    pub fn remember(&self, look: Look) {
        let look = look.clamped();
        self.width.store(look.width, Ordering::Relaxed);
        self.height.store(look.height, Ordering::Relaxed);
        self.zoom.store(look.zoom, Ordering::Relaxed);
        self.light.store(look.light, Ordering::Relaxed);
        self.page.store(look.page, Ordering::Relaxed);
        self.order.store(look.order, Ordering::Relaxed);
        self.welcomed.store(look.welcomed, Ordering::Relaxed);
    }

    /// The field's text.
    pub(super) fn to_field(&self) -> Option<String> {
        serde_json::to_string(&self.look()).ok()
    }

    /// Takes back what a field says. One that cannot be read changes nothing: no sound lies there.
    pub(super) fn take_field(&self, text: &str) {
        if let Ok(look) = serde_json::from_str(text) {
            self.remember(look);
            self.loads.fetch_add(1, Ordering::Release);
        }
    }

    /// Is another number whenever a state has been loaded that says how the window was left.
    pub fn loads(&self) -> u32 {
        self.loads.load(Ordering::Acquire)
    }
}

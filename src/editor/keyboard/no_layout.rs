//! On this system the window's library says what a key is, with Ctrl or without.

use super::Letters;

/// Nothing is asked of the screen.
#[derive(Debug, Default)]
pub(super) struct Layout;

impl Layout {
    /// What the library says is right.
    pub(super) const fn letters(&mut self) -> Letters {
        Letters::us()
    }
}

//! On this system a window leaves nothing behind: it is closed for good, and there is no shelter.

use nice_plug::editor::ParentWindowHandle;

/// There is none.
#[derive(Debug)]
pub(super) enum Shelter {}

/// Nothing is asked of the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sight {}

impl Shelter {
    /// There is none.
    pub(super) const fn open() -> Option<Self> {
        None
    }

    /// It cannot be asked for.
    pub(super) const fn parent(&self) -> ParentWindowHandle {
        match *self {}
    }

    /// It cannot be asked.
    pub(super) const fn sight(&self) -> Option<Sight> {
        match *self {}
    }
}

//! Where a closed window is put under X11: inside a window of our own that is never shown.
//!
//! No window manager hears of what is in there, and none of it can be seen, whatever the host does
//! to the windows it knows.

use nice_plug::editor::ParentWindowHandle;
use std::num::NonZeroU32;
use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ConnectionExt as _, CreateWindowAux, Screen, WindowClass,
};
use x11rb::rust_connection::RustConnection;

/// A window of our own that is never shown. **Thread:** main.
#[derive(Debug)]
pub(super) struct Shelter {
    connection: RustConnection,
    screen: Screen,
    window: NonZeroU32,
}

/// What of the screen goes into a window when it is made, and stays in it: how large it draws and
/// which letters its keys have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    resources: Vec<u8>,
    keyboard: Vec<u8>,
}

impl Shelter {
    /// Makes it. There is none on a screen without the Present extension: there, each time that it
    /// is shown, a window begins to draw on and on, closed or not.
    pub(super) fn open() -> Option<Self> {
        let (connection, number) = x11rb::connect(None).ok()?;
        connection.extension_information("Present").ok()??;
        let screen = connection.setup().roots.get(number)?.clone();
        let window = connection.generate_id().ok()?;
        let made = connection.create_window(
            x11rb::COPY_DEPTH_FROM_PARENT,
            window,
            screen.root,
            0,
            0,
            1,
            1,
            0,
            WindowClass::INPUT_OUTPUT,
            x11rb::COPY_FROM_PARENT,
            &CreateWindowAux::new().override_redirect(1),
        );
        // The windows that come here have connections of their own, to which it must be known.
        made.ok()?.check().ok()?;
        Some(Self {
            window: NonZeroU32::new(window)?,
            connection,
            screen,
        })
    }

    /// It, as what another window can be put into.
    pub(super) fn parent(&self) -> ParentWindowHandle {
        ParentWindowHandle::XcbWindow(self.window)
    }

    /// What a window made now would have of the screen.
    pub(super) fn sight(&self) -> Option<Sight> {
        let rules = self.connection.intern_atom(false, b"_XKB_RULES_NAMES");
        let rules = rules.ok()?.reply().ok()?.atom;
        Some(Sight {
            resources: self.property(AtomEnum::RESOURCE_MANAGER.into())?,
            keyboard: self.property(rules)?,
        })
    }

    fn property(&self, name: Atom) -> Option<Vec<u8>> {
        let (root, text) = (self.screen.root, AtomEnum::STRING);
        let asked = self
            .connection
            .get_property(false, root, name, text, 0, u32::MAX / 4);
        Some(asked.ok()?.reply().ok()?.value)
    }
}

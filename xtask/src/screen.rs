//! A host's windows under X11, what a hand does in them, and pictures of them.
//!
//! Every function fails when the screen is gone, and for no other reason.
#![expect(
    clippy::missing_errors_doc,
    reason = "it is said above, for all of them"
)]

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent, ConnectionExt as _,
    CreateWindowAux, EventMask, ImageFormat, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
    MOTION_NOTIFY_EVENT, MapState, WindowClass,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// A connection to the screen.
pub struct Screen {
    connection: RustConnection,
    root: u32,
}

impl Screen {
    /// Opens the screen that `DISPLAY` names.
    pub fn open() -> anyhow::Result<Self> {
        let (connection, number) = x11rb::connect(None).context("there is no screen")?;
        let screens = &connection.setup().roots;
        let root = screens.get(number).context("there is no screen")?.root;
        Ok(Self { connection, root })
    }

    /// A window of the host's, for a plug-in's to be put into.
    pub fn window(&self, width: u32, height: u32) -> anyhow::Result<u32> {
        let id = self.connection.generate_id()?;
        let events = CreateWindowAux::new().event_mask(EventMask::STRUCTURE_NOTIFY);
        let made = self.connection.create_window(
            x11rb::COPY_DEPTH_FROM_PARENT,
            id,
            self.root,
            0,
            0,
            u16::try_from(width)?,
            u16::try_from(height)?,
            0,
            WindowClass::INPUT_OUTPUT,
            x11rb::COPY_FROM_PARENT,
            &events,
        )?;
        // The plug-in has a connection of its own, on which the window must be known by then.
        made.check()?;
        self.connection.map_window(id)?.check()?;
        Ok(id)
    }

    /// The window of this title that is on the screen, if there is one: a program's own.
    pub fn find(&self, title: &str) -> anyhow::Result<Option<u32>> {
        let tree = self.connection.query_tree(self.root)?.reply()?;
        for window in tree.children {
            let (name, text) = (AtomEnum::WM_NAME, AtomEnum::ANY);
            let property = self
                .connection
                .get_property(false, window, name, text, 0, 256)?;
            let shown = self.connection.get_window_attributes(window)?;
            // It may have gone meanwhile.
            let (Ok(property), Ok(shown)) = (property.reply(), shown.reply()) else {
                continue;
            };
            if property.value == title.as_bytes() && shown.map_state == MapState::VIEWABLE {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    /// How wide and how high a window is.
    pub fn size(&self, window: u32) -> anyhow::Result<(u16, u16)> {
        let place = self.connection.get_geometry(window)?.reply()?;
        Ok((place.width, place.height))
    }

    /// Asks a program to close its window, as a window manager does.
    pub fn ask_to_close(&self, window: u32) -> anyhow::Result<()> {
        let atom = |name: &str| -> anyhow::Result<u32> {
            let interned = self.connection.intern_atom(false, name.as_bytes())?;
            Ok(interned.reply()?.atom)
        };
        let data = [atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS")?, data);
        let sent = self
            .connection
            .send_event(false, window, EventMask::NO_EVENT, message)?;
        Ok(sent.check()?)
    }

    /// Closes a window of the host's.
    pub fn close(&self, window: u32) -> anyhow::Result<()> {
        Ok(self.connection.destroy_window(window)?.check()?)
    }

    /// Clicks at a place on the screen, whose corner the windows share.
    pub fn click(&self, x: i16, y: i16) -> anyhow::Result<()> {
        self.point(x, y)?;
        self.hold(true)?;
        self.hold(false)
    }

    /// Moves the pointer to a place on the screen.
    pub fn point(&self, x: i16, y: i16) -> anyhow::Result<()> {
        self.fake(MOTION_NOTIFY_EVENT, 0, (x, y))
    }

    /// Presses the button of the mouse, or lets it go.
    pub fn hold(&self, is_down: bool) -> anyhow::Result<()> {
        let kind = if is_down {
            BUTTON_PRESS_EVENT
        } else {
            BUTTON_RELEASE_EVENT
        };
        self.fake(kind, 1, (0, 0))
    }

    /// Presses the key that has this symbol, or lets it go; the window under the pointer hears it.
    pub fn key(&self, symbol: u32, is_down: bool) -> anyhow::Result<()> {
        let (code, _) = self.key_of(symbol)?;
        let kind = if is_down {
            KEY_PRESS_EVENT
        } else {
            KEY_RELEASE_EVENT
        };
        self.fake(kind, code, (0, 0))
    }

    /// Has the keys of two symbols change places, for every program on the screen.
    pub fn swap_keys(&self, one: u32, other: u32) -> anyhow::Result<()> {
        let [(one, of_one), (other, of_other)] = [self.key_of(one)?, self.key_of(other)?];
        for (code, symbols) in [(one, of_other), (other, of_one)] {
            let width = u8::try_from(symbols.len())?;
            let changed = self
                .connection
                .change_keyboard_mapping(1, code, width, &symbols)?;
            changed.check()?;
        }
        Ok(())
    }

    /// The key that has this symbol, and all that it has.
    fn key_of(&self, symbol: u32) -> anyhow::Result<(u8, Vec<u32>)> {
        let setup = self.connection.setup();
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let keys = self
            .connection
            .get_keyboard_mapping(first, last - first + 1)?;
        let keys = keys.reply()?;
        let mut rows = (first..).zip(keys.keysyms.chunks(keys.keysyms_per_keycode.into()));
        let key = rows.find(|(_, symbols)| symbols.contains(&symbol));
        let (code, symbols) = key.context("no key has this symbol")?;
        Ok((code, symbols.to_vec()))
    }

    fn fake(&self, kind: u8, detail: u8, (x, y): (i16, i16)) -> anyhow::Result<()> {
        let sent = self
            .connection
            .xtest_fake_input(kind, detail, 0, self.root, x, y, 0)?;
        sent.check()?;
        std::thread::sleep(Duration::from_millis(40));
        Ok(())
    }

    /// Takes the pointer away from all windows.
    pub fn leave(&self) -> anyhow::Result<()> {
        self.point(i16::MAX, i16::MAX)
    }

    /// How many windows there are, seen or not.
    pub fn count(&self) -> anyhow::Result<usize> {
        let mut windows = vec![self.root];
        let mut next = 0;
        while let Some(window) = windows.get(next) {
            // One may go while they are counted.
            if let Ok(tree) = self.connection.query_tree(*window)?.reply() {
                windows.extend(tree.children);
            }
            next += 1;
        }
        Ok(windows.len() - 1)
    }

    /// What is seen in a window: its width, its height, and red, green and blue of each place.
    pub fn pixels(&self, window: u32) -> anyhow::Result<(u16, u16, Vec<u8>)> {
        let size = self.connection.get_geometry(window)?.reply()?;
        let format = ImageFormat::Z_PIXMAP;
        let image =
            self.connection
                .get_image(format, window, 0, 0, size.width, size.height, u32::MAX);
        let data = image?.reply()?.data;
        let pixels = data
            .chunks_exact(4)
            .flat_map(|pixel| match pixel {
                [blue, green, red, _] => [*red, *green, *blue],
                _ => [0; 3],
            })
            .collect();
        Ok((size.width, size.height, pixels))
    }

    /// Writes what is seen in a window into a PNG file.
    pub fn picture(&self, window: u32, path: &Path) -> anyhow::Result<()> {
        let (width, height, pixels) = self.pixels(window)?;
        let file = BufWriter::new(File::create(path)?);
        let mut encoder = png::Encoder::new(file, width.into(), height.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&pixels)?;
        Ok(())
    }
}

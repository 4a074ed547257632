//! A host's windows under X11, and pictures of what is in them.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use anyhow::Context as _;
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    ConnectionExt as _, CreateWindowAux, EventMask, ImageFormat, WindowClass,
};
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

    /// Writes what is seen in a window into a PNG file.
    pub fn picture(&self, window: u32, path: &Path) -> anyhow::Result<()> {
        let size = self.connection.get_geometry(window)?.reply()?;
        let format = ImageFormat::Z_PIXMAP;
        let image =
            self.connection
                .get_image(format, window, 0, 0, size.width, size.height, u32::MAX);
        let data = image?.reply()?.data;
        let pixels: Vec<u8> = data
            .chunks_exact(4)
            .flat_map(|pixel| match pixel {
                [blue, green, red, _] => [*red, *green, *blue],
                _ => [0; 3],
            })
            .collect();
        let file = BufWriter::new(File::create(path)?);
        let mut encoder = png::Encoder::new(file, size.width.into(), size.height.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header()?.write_image_data(&pixels)?;
        Ok(())
    }
}

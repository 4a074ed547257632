//! The plug-in's window, inside one of the host's. X11 only.
#![expect(unsafe_code, reason = "a window is known by its number alone")]

use super::error::HostError;
use super::instance::Instance;
use clack_extensions::gui::{GuiApiType, GuiConfiguration, GuiSize, PluginGui, Window};
use clack_host::plugin::PluginMainThreadHandle;

/// How this host embeds windows.
const EMBEDDED: GuiConfiguration<'static> = GuiConfiguration {
    api_type: GuiApiType::X11,
    is_floating: false,
};

impl Instance {
    /// How large the plug-in's window wants to be, in pixels. It has to be closed afterwards.
    ///
    /// # Errors
    ///
    /// [`HostError::NoExtension`] or [`HostError::Lifecycle`].
    pub fn make_window(&mut self) -> Result<(u32, u32), HostError> {
        let handle = self.handle();
        let gui = gui(handle)?;
        gui.create(&handle, EMBEDDED)
            .map_err(failed("gui.create"))?;
        let size = gui.get_size(&handle).ok_or(HostError::NoExtension("gui"))?;
        Ok((size.width, size.height))
    }

    /// Puts the window that was made into the window with this number, and shows it.
    ///
    /// # Safety
    ///
    /// That window must exist for as long as the plug-in's does.
    ///
    /// # Errors
    ///
    /// [`HostError::NoExtension`] or [`HostError::Lifecycle`].
    pub unsafe fn open_window(&mut self, parent: u32) -> Result<(), HostError> {
        let handle = self.handle();
        let gui = gui(handle)?;
        let window = Window::from_x11_handle(parent.into());
        // SAFETY: the caller vouches for the window.
        unsafe { gui.set_parent(&handle, window) }.map_err(failed("gui.set_parent"))?;
        // A plug-in that shows its window at once need not take this.
        let _ = gui.show(&handle);
        Ok(())
    }

    /// Gives the window another size; false if the plug-in does not want it.
    ///
    /// # Errors
    ///
    /// [`HostError::NoExtension`].
    pub fn resize_window(&mut self, width: u32, height: u32) -> Result<bool, HostError> {
        let handle = self.handle();
        let size = GuiSize { width, height };
        Ok(gui(handle)?.set_size(&handle, size).is_ok())
    }

    /// Closes the window.
    ///
    /// # Errors
    ///
    /// [`HostError::NoExtension`].
    pub fn close_window(&mut self) -> Result<(), HostError> {
        let handle = self.handle();
        gui(handle)?.destroy(&handle);
        Ok(())
    }
}

fn gui(handle: PluginMainThreadHandle<'_>) -> Result<PluginGui, HostError> {
    let gui = handle.get_extension::<PluginGui>();
    gui.ok_or(HostError::NoExtension("gui"))
}

fn failed<E: std::fmt::Display>(step: &'static str) -> impl FnOnce(E) -> HostError {
    move |error| HostError::Lifecycle {
        step,
        reason: error.to_string(),
    }
}

//! The host, as far as an instance calls it.

use clap_sys::ext::gui::{CLAP_EXT_GUI, clap_host_gui};
use clap_sys::ext::note_name::{CLAP_EXT_NOTE_NAME, clap_host_note_name};
use clap_sys::ext::note_ports::{CLAP_EXT_NOTE_PORTS, clap_host_note_ports};
use clap_sys::ext::params::{CLAP_EXT_PARAMS, CLAP_PARAM_RESCAN_VALUES, clap_host_params};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_host_state};
use clap_sys::host::clap_host;
use std::ffi::CStr;

/// An instance's host. Only [`Self::request_callback`] may be called before `init`.
#[derive(Clone, Copy)]
pub(super) struct Host(*const clap_host);

// SAFETY: of the functions here the one for any thread is thread-safe by CLAP's contract, and the
// others are for the main thread.
unsafe impl Send for Host {}

impl Host {
    /// # Safety
    /// `host` must be a valid host, and outlive all copies of the result.
    pub(super) unsafe fn new(host: *const clap_host) -> Self {
        Self(host)
    }

    /// What it calls itself. **Thread:** main.
    pub(super) fn name(self) -> Option<String> {
        // SAFETY: the host is valid, and its texts are null or end in a zero.
        unsafe {
            let name = (*self.0).name;
            (!name.is_null()).then(|| CStr::from_ptr(name).to_string_lossy().into_owned())
        }
    }

    /// Asks for a call of `on_main_thread`. **Thread:** any.
    pub(super) fn request_callback(self) {
        // SAFETY: the host is valid, as `new` was promised.
        unsafe {
            if let Some(request) = (*self.0).request_callback {
                request(self.0);
            }
        }
    }

    /// The note dialects that it reads, if it says so. **Thread:** main.
    pub(super) fn dialects(self) -> Option<u32> {
        // SAFETY: the id is that of the table.
        let ports = unsafe { self.extension::<clap_host_note_ports>(CLAP_EXT_NOTE_PORTS) };
        let ask = ports?.supported_dialects?;
        // SAFETY: the function is the valid host's.
        Some(unsafe { ask(self.0) })
    }

    /// Whether it can have windows. The framework takes that for granted. **Thread:** main.
    pub(super) fn has_windows(self) -> bool {
        // SAFETY: the id is that of the table.
        unsafe { self.extension::<clap_host_gui>(CLAP_EXT_GUI) }.is_some()
    }

    /// Tells it that there is something to save. **Thread:** main.
    pub(super) fn mark_dirty(self) {
        // SAFETY: the id is that of the table.
        let state = unsafe { self.extension::<clap_host_state>(CLAP_EXT_STATE) };
        if let Some(mark_dirty) = state.and_then(|state| state.mark_dirty) {
            // SAFETY: the function is the valid host's.
            unsafe { mark_dirty(self.0) };
        }
    }

    /// Tells it that parameters have other values than it knows. **Thread:** main.
    pub(super) fn values_changed(self) {
        // SAFETY: the id is that of the table.
        let params = unsafe { self.extension::<clap_host_params>(CLAP_EXT_PARAMS) };
        if let Some(rescan) = params.and_then(|params| params.rescan) {
            // SAFETY: the function is the valid host's.
            unsafe { rescan(self.0, CLAP_PARAM_RESCAN_VALUES) };
        }
    }

    /// Tells it that the drums are called differently. **Thread:** main.
    pub(super) fn note_names_changed(self) {
        // SAFETY: the id is that of the table.
        let names = unsafe { self.extension::<clap_host_note_name>(CLAP_EXT_NOTE_NAME) };
        if let Some(changed) = names.and_then(|names| names.changed) {
            // SAFETY: the function is the valid host's.
            unsafe { changed(self.0) };
        }
    }

    /// # Safety
    /// `T` must be the table that hosts have for `id`.
    unsafe fn extension<T: Copy>(self, id: &CStr) -> Option<T> {
        // SAFETY: the host is valid, and its answer null or what the caller promises.
        unsafe {
            let table = (*self.0).get_extension?(self.0, id.as_ptr());
            table.cast::<T>().as_ref().copied()
        }
    }
}

//! The host's note-ports extension, of which only the supported dialects are of use here.
//!
//! clack-extensions 0.2.0 has one, but hands plug-ins a pointer to a pointer to it: whoever asks
//! for the dialects jumps into data.
#![expect(unsafe_code, reason = "a table of C functions")]

use std::ffi::CStr;

use clack_host::extensions::prelude::*;
use clack_host::host::HostHandlers;
use clap_sys::ext::note_ports::{CLAP_EXT_NOTE_PORTS, clap_host_note_ports};
use clap_sys::host::clap_host;

/// The extension, to be registered.
#[derive(Clone, Copy)]
pub(super) struct NotePorts;

/// What answers for the host. **Thread:** main.
pub(super) trait SupportsDialects {
    /// CLAP's bits of the dialects that the host reads.
    fn dialects(&self) -> u32;
}

// SAFETY: the id is that of `clap_host_note_ports`.
unsafe impl Extension for NotePorts {
    const IDENTIFIERS: &[&CStr] = &[CLAP_EXT_NOTE_PORTS];
    type ExtensionSide = HostExtensionSide;

    unsafe fn from_raw(_raw: RawExtension<Self::ExtensionSide>) -> Self {
        Self
    }
}

// SAFETY: the table is the extension's.
unsafe impl<H> ExtensionImplementation<H> for NotePorts
where
    for<'h> H: HostHandlers<MainThread<'h>: SupportsDialects>,
{
    const IMPLEMENTATION: RawExtensionImplementation =
        RawExtensionImplementation::new(&clap_host_note_ports {
            supported_dialects: Some(supported_dialects::<H>),
            rescan: Some(rescan),
        });
}

unsafe extern "C" fn supported_dialects<H>(host: *const clap_host) -> u32
where
    for<'h> H: HostHandlers<MainThread<'h>: SupportsDialects>,
{
    // SAFETY: the plug-in gives the host that it got.
    unsafe { HostWrapper::<H>::handle_main_thread(host, |host| Ok(host.dialects())) }.unwrap_or(0)
}

unsafe extern "C" fn rescan(_host: *const clap_host, _flags: u32) {}

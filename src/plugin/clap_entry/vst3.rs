//! What the wrapper that makes a VST3 plug-in of this library asks for beyond CLAP.
//!
//! The wrapper (<https://github.com/free-audio/clap-wrapper>) derives the VST3 side from the CLAP
//! one, not always well: it would file a note effect under synthesizers, offer note expressions
//! that nobody hears, and invent 131 parameters per MIDI channel for controllers that the plug-in
//! does not read. The structures here are those of its header `clapwrapper/vst3.h`.

use super::instance::Instance;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_NOTE_END, CLAP_EVENT_NOTE_ON, clap_event_header,
    clap_event_note,
};
use clap_sys::ext::note_ports::{
    CLAP_EXT_NOTE_PORTS, CLAP_NOTE_DIALECT_MIDI, clap_note_port_info, clap_plugin_note_ports,
};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::clap_process;
use std::ffi::{CStr, c_char, c_void};
use std::ptr;

/// Hosts list a plug-in by the first word, and within it by the second.
const SUB_CATEGORIES: &CStr = c"Instrument|Drum";
const FACTORY_INFO: &CStr = c"clap.plugin-factory-info-as-vst3/0";
const PLUGIN_INFO: &CStr = c"clap.plugin-info-as-vst3/0";
/// What the wrapper calls itself towards plug-ins. Its name is the VST3 host's.
const WRAPPER_VENDOR: &CStr = c"The CLAP Wrapper Team";

/// `clap_plugin_factory_as_vst3`: a null text leaves the choice to the wrapper.
#[repr(C)]
struct FactoryInfo {
    vendor: *const c_char,
    url: *const c_char,
    email: *const c_char,
    class: Option<unsafe extern "C" fn(*const Self, u32) -> *const ClassInfo>,
}

/// `clap_plugin_info_as_vst3`.
#[repr(C)]
struct ClassInfo {
    vendor: *const c_char,
    /// Null: a hash of the CLAP id, so the same for ever.
    component_id: *const [u8; 16],
    sub_categories: *const c_char,
}

/// `clap_plugin_as_vst3`.
#[repr(C)]
struct PluginInfo {
    midi_channels: Option<unsafe extern "C" fn(*const clap_plugin, u32) -> u32>,
    note_expressions: Option<unsafe extern "C" fn(*const clap_plugin) -> u32>,
}

// SAFETY: they only point to constants.
unsafe impl Sync for FactoryInfo {}
// SAFETY: as above.
unsafe impl Sync for ClassInfo {}

static FACTORY: FactoryInfo = FactoryInfo {
    vendor: ptr::null(),
    url: ptr::null(),
    // The wrapper would say "info@".
    email: c"".as_ptr(),
    class: Some(class),
};

static CLASS: ClassInfo = ClassInfo {
    vendor: ptr::null(),
    component_id: ptr::null(),
    sub_categories: SUB_CATEGORIES.as_ptr(),
};

static PLUGIN: PluginInfo = PluginInfo {
    midi_channels: Some(midi_channels),
    note_expressions: Some(note_expressions),
};

static NOTE_PORTS: clap_plugin_note_ports = clap_plugin_note_ports {
    count: Some(count),
    get: Some(get),
};

/// The factory of this id, if it is the wrapper's. **Thread:** main.
pub(super) fn factory(id: &CStr) -> Option<*const c_void> {
    (id == FACTORY_INFO).then_some(ptr::from_ref(&FACTORY).cast())
}

/// What the wrapper gets in place of the framework's extension of this id. **Thread:** main.
pub(super) fn extension(id: &CStr) -> Option<*const c_void> {
    if id == PLUGIN_INFO {
        return Some(ptr::from_ref(&PLUGIN).cast());
    }
    (id == CLAP_EXT_NOTE_PORTS).then_some(ptr::from_ref(&NOTE_PORTS).cast())
}

/// Whether `host` is the wrapper.
///
/// # Safety
/// `host` must be a valid host.
pub(super) unsafe fn is_wrapper(host: *const clap_host) -> bool {
    // SAFETY: the caller's promise; a host's texts are null or end in a zero.
    unsafe {
        let vendor = (*host).vendor;
        !vendor.is_null() && CStr::from_ptr(vendor) == WRAPPER_VENDOR
    }
}

unsafe extern "C" fn class(_factory: *const FactoryInfo, index: u32) -> *const ClassInfo {
    if index == 0 {
        &raw const CLASS
    } else {
        ptr::null()
    }
}

/// All of them: this is also how many the event outputs have, and drums play on the tenth.
unsafe extern "C" fn midi_channels(_plugin: *const clap_plugin, _port: u32) -> u32 {
    16
}

unsafe extern "C" fn note_expressions(_plugin: *const clap_plugin) -> u32 {
    0
}

/// Answers each note that came in with its end. **Thread:** audio.
///
/// The wrapper keeps a list of incoming notes, which grows on the audio thread until it is told of
/// their ends. The framework never tells, and nobody reads the list, as there are no expressions.
///
/// # Safety
/// The lists of `process` must be null or valid.
pub(super) unsafe fn end_notes(process: &clap_process) {
    // SAFETY: the caller's promise.
    let lists = unsafe { (process.in_events.as_ref(), process.out_events.as_ref()) };
    let (Some(heard), Some(sent)) = lists else {
        return;
    };
    let (Some(size), Some(get), Some(push)) = (heard.size, heard.get, sent.try_push) else {
        return;
    };
    // SAFETY: the lists are valid, and so are their events.
    unsafe {
        for index in 0..size(heard) {
            let Some(mut end) = note_on(get(heard, index)) else {
                continue;
            };
            end.header.type_ = CLAP_EVENT_NOTE_END;
            end.header.time = process.frames_count.saturating_sub(1);
            push(sent, &raw const end.header);
        }
    }
}

/// The event, if it is a note that begins.
///
/// # Safety
/// `event` must be null or valid.
unsafe fn note_on(event: *const clap_event_header) -> Option<clap_event_note> {
    // SAFETY: the caller's promise; the kind says how long the event is.
    unsafe {
        let header = event.as_ref()?;
        let is_on =
            header.space_id == CLAP_CORE_EVENT_SPACE_ID && header.type_ == CLAP_EVENT_NOTE_ON;
        is_on.then(|| *event.cast())
    }
}

/// # Safety
/// `plugin` must be a pointer that the host got.
unsafe fn framework(plugin: *const clap_plugin) -> Option<clap_plugin_note_ports> {
    // SAFETY: the caller's promise; the extension is what the id promises.
    unsafe { Instance::of(plugin)?.framework_extension(CLAP_EXT_NOTE_PORTS) }
}

unsafe extern "C" fn count(plugin: *const clap_plugin, is_input: bool) -> u32 {
    // SAFETY: the host gives the pointer that it got.
    let count = unsafe { framework(plugin) }.and_then(|ports| ports.count);
    // SAFETY: as above.
    count.map_or(0, |count| unsafe { count(plugin, is_input) })
}

/// The framework's port, without raw MIDI where it comes in: only for that the wrapper makes
/// parameters of all controllers. Notes reach the plug-in as notes.
unsafe extern "C" fn get(
    plugin: *const clap_plugin,
    index: u32,
    is_input: bool,
    info: *mut clap_note_port_info,
) -> bool {
    // SAFETY: the host gives the pointer that it got.
    let Some(get) = (unsafe { framework(plugin) }).and_then(|ports| ports.get) else {
        return false;
    };
    // SAFETY: as above; the framework refuses a null `info`.
    unsafe {
        let known = get(plugin, index, is_input, info);
        if known && is_input {
            (*info).supported_dialects &= !CLAP_NOTE_DIALECT_MIDI;
        }
        known
    }
}

#[cfg(test)]
#[path = "vst3_tests.rs"]
mod tests;

//! `clap.note-name`: the drums' names in the host's piano roll.

use super::instance::Instance;
use crate::plugin::guard::caught;
use crate::plugin::note_names::NoteName;
use clap_sys::ext::note_name::{clap_note_name, clap_plugin_note_name};
use clap_sys::plugin::clap_plugin;
use std::ffi::c_char;

/// The extension. **Thread:** main.
pub(super) static NOTE_NAME: clap_plugin_note_name = clap_plugin_note_name {
    count: Some(count),
    get: Some(get),
};

unsafe extern "C" fn count(plugin: *const clap_plugin) -> u32 {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return 0;
    };
    let count = caught(|| instance.news.count_names(&instance.inside));
    count
        .and_then(|count| u32::try_from(count).ok())
        .unwrap_or(0)
}

unsafe extern "C" fn get(
    plugin: *const clap_plugin,
    index: u32,
    name: *mut clap_note_name,
) -> bool {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return false;
    };
    let Some(Some(found)) = caught(|| instance.news.name(index)) else {
        return false;
    };
    if name.is_null() {
        return false;
    }
    // SAFETY: the host gives a place for a name, which needs not be one yet.
    unsafe { name.write(as_clap(&found)) };
    true
}

/// The name for every port: notes go in and out under the same one.
fn as_clap(found: &NoteName) -> clap_note_name {
    let mut name = clap_note_name {
        name: [0; 256],
        port: -1,
        key: i16::from(found.key.get()),
        channel: i16::from(found.channel.get()),
    };
    // A name is shorter than its place, so a zero is left at the end.
    for (place, byte) in name.name.iter_mut().zip(found.name.as_str().bytes()) {
        *place = c_char::from_ne_bytes([byte]);
    }
    name
}

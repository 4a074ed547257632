//! The CLAP entry: the framework's plug-in behind a `clap_plugin` of our own.
//!
//! The framework's export macro only builds a factory over public items, so this one does it by
//! itself and stands between host and framework where the framework falls short:
//!
//! - `instance`: the `clap_plugin` that the host gets; `calls`: those that it answers itself;
//! - `lull`: the calls in which nothing happens, which end there;
//! - `in_events`: what hosts send, made safe and put right for the framework;
//! - `modulation`: what the framework must hear again when a modulated parameter is set;
//! - `out_events`: what goes out, in the form that the host reads and in order;
//! - `mapped`: keys and controllers that move parameters;
//! - `params_flush`: both of these again, without a block;
//! - `state_load`: a state that is not wholly good changes nothing; `state_save`: nor is one saved;
//! - `note_name`: the drums' names for the host's piano roll;
//! - `news`: what the host is told when the bank changes; `host`: how;
//! - `vst3`: what the wrapper for VST3 cannot know from CLAP alone.
#![expect(unsafe_code, reason = "CLAP is a C interface")]

mod calls;
mod end_of_all;
mod host;
mod in_events;
mod instance;
mod knobs;
mod lull;
mod mapped;
mod modulation;
mod news;
mod note_name;
mod out_events;
mod outputs;
mod params_flush;
mod params_table;
mod state_load;
mod state_save;
mod tail;
mod vst3;

pub use instance::{create, inside};

use super::Afterbeat;
use clap_sys::entry::clap_plugin_entry;
use clap_sys::factory::plugin_factory::{CLAP_PLUGIN_FACTORY_ID, clap_plugin_factory};
use clap_sys::host::clap_host;
use clap_sys::plugin::{clap_plugin, clap_plugin_descriptor};
use clap_sys::version::CLAP_VERSION;
use nice_plug::wrapper::clap::PluginDescriptor;
use std::ffi::{CStr, c_char, c_void};
use std::ptr;
use std::sync::OnceLock;

/// What a CLAP host, or a wrapper for another format, finds in the library. **Thread:** main.
#[unsafe(no_mangle)]
#[used]
pub static clap_entry: clap_plugin_entry = clap_plugin_entry {
    clap_version: CLAP_VERSION,
    init: Some(init),
    deinit: Some(deinit),
    get_factory: Some(get_factory),
};

static FACTORY: clap_plugin_factory = clap_plugin_factory {
    get_plugin_count: Some(plugin_count),
    get_plugin_descriptor: Some(plugin_descriptor),
    create_plugin: Some(create_plugin),
};

fn descriptor() -> &'static PluginDescriptor {
    static DESCRIPTOR: OnceLock<PluginDescriptor> = OnceLock::new();
    DESCRIPTOR.get_or_init(PluginDescriptor::for_plugin::<Afterbeat>)
}

unsafe extern "C" fn init(_path: *const c_char) -> bool {
    true
}

unsafe extern "C" fn deinit() {}

unsafe extern "C" fn get_factory(id: *const c_char) -> *const c_void {
    if id.is_null() {
        return ptr::null();
    }
    // SAFETY: the host gives a text that ends in a zero.
    let id = unsafe { CStr::from_ptr(id) };
    if id == CLAP_PLUGIN_FACTORY_ID {
        return ptr::from_ref(&FACTORY).cast();
    }
    vst3::factory(id).unwrap_or(ptr::null())
}

unsafe extern "C" fn plugin_count(_factory: *const clap_plugin_factory) -> u32 {
    1
}

unsafe extern "C" fn plugin_descriptor(
    _factory: *const clap_plugin_factory,
    index: u32,
) -> *const clap_plugin_descriptor {
    if index == 0 {
        descriptor().clap_plugin_descriptor()
    } else {
        ptr::null()
    }
}

/// Only the exact id creates; one with anything after it creates nothing.
unsafe extern "C" fn create_plugin(
    _factory: *const clap_plugin_factory,
    host: *const clap_host,
    id: *const c_char,
) -> *const clap_plugin {
    if host.is_null() || id.is_null() {
        return ptr::null();
    }
    // SAFETY: the host gives a text that ends in a zero.
    if unsafe { CStr::from_ptr(id) } != descriptor().clap_id() {
        return ptr::null();
    }
    // SAFETY: the host stays valid as long as what it creates.
    unsafe { create::<Afterbeat>(host) }
}

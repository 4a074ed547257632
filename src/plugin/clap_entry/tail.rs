//! `clap_plugin_tail`: something may sound at any time, so there is no end to it. The framework says so
//! only once it has played, and hosts ask before.

use clap_sys::ext::tail::clap_plugin_tail;
use clap_sys::plugin::clap_plugin;

pub(super) static TAIL: clap_plugin_tail = clap_plugin_tail { get: Some(get) };

/// **Thread:** any.
unsafe extern "C" fn get(_plugin: *const clap_plugin) -> u32 {
    u32::MAX
}

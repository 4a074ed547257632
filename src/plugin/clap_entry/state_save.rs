//! Saving a state: the framework's own, which does not hear when a part of it fails.

use super::instance::Instance;
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::clap_ostream;

/// `clap_plugin_state.save`: false unless all of the state was written. **Thread:** main.
pub(super) unsafe extern "C" fn save(
    plugin: *const clap_plugin,
    stream: *const clap_ostream,
) -> bool {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return false;
    };
    let Some(save) = instance.framework_state().and_then(|state| state.save) else {
        return false;
    };
    // SAFETY: the host gives null, which the framework refuses, or a valid stream.
    let is_written = unsafe { save(plugin, stream) };
    is_written && instance.inside.params.has_saved_bank()
}

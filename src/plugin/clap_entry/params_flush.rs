//! Parameters without a block: `clap_plugin_params.flush`.

use super::in_events::InEvents;
use super::instance::Instance;
use super::out_events::OutEvents;
use clap_sys::events::{clap_input_events, clap_output_events};
use clap_sys::plugin::clap_plugin;
use std::ptr;

/// The host's call, with both event lists replaced as in `process`.
///
/// **Thread:** audio while the instance is active, else main.
pub(super) unsafe extern "C" fn flush(
    plugin: *const clap_plugin,
    in_events: *const clap_input_events,
    out_events: *const clap_output_events,
) {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return;
    };
    let Some(flush) = instance.framework_params().and_then(|params| params.flush) else {
        return;
    };
    // SAFETY: the host's lists are null or valid, and stay so for this call.
    let lists = unsafe {
        (
            InEvents::for_flush(in_events, &instance.modulations),
            OutEvents::new(out_events, instance.tells(), None),
        )
    };
    let in_list = lists.0.as_ref().map(InEvents::list);
    let out_list = lists.1.as_ref().map(OutEvents::list);
    let in_events = in_list.as_ref().map_or(ptr::null(), ptr::from_ref);
    let out_events = out_list.as_ref().map_or(ptr::null(), ptr::from_ref);
    // SAFETY: the lists and what they point to live on this frame of the stack until it returns.
    unsafe { flush(plugin, in_events, out_events) };
    instance.news.look(&instance.inside, instance.host);
}

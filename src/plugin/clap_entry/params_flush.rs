//! Parameters without a block: `clap_plugin_params.flush`.

use super::in_events::InEvents;
use super::instance::Instance;
use super::out_events::OutEvents;
use crate::plugin::guard::caught;
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
    let in_events_list = in_list.as_ref().map_or(ptr::null(), ptr::from_ref);
    let out_events_list = out_list.as_ref().map_or(ptr::null(), ptr::from_ref);
    // SAFETY: the lists and what they point to live on this frame of the stack until it returns.
    unsafe { flush(plugin, in_events_list, out_events_list) };
    if instance.wrapped {
        // SAFETY: the host's lists are null or valid, and the host gives the pointer that it got.
        unsafe { end_missed(plugin, instance, in_events) };
    }
    instance.news.look(&instance.inside, instance.host);
}

/// Where a VST3 host gives no channels, as some do to a device that is switched off, the wrapper flushes
/// in place of a block, with the notes in the list. What ends there ends all with the next block.
///
/// # Safety
/// `plugin` must be the instance's, and `in_events` null or valid.
unsafe fn end_missed(
    plugin: *const clap_plugin,
    instance: &Instance,
    in_events: *const clap_input_events,
) {
    // SAFETY: the caller's promise.
    let misses = caught(|| unsafe { instance.mapped.misses(in_events) });
    if let (Some(true), Some(reset)) = (misses, instance.framework.reset) {
        // SAFETY: the wrapper flushes such a list on the audio thread alone.
        unsafe { reset(plugin) };
    }
}

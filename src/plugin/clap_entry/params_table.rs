//! The framework's table of parameters, with what it does not do right in front: it panics when it is
//! asked for one more than there are, and tells the host values with the host's own modulation in them,
//! and steps that fall short of themselves.

use super::instance::Instance;
use super::params_flush;
use crate::plugin::guard::caught;
use clap_sys::ext::params::{clap_param_info, clap_plugin_params};
use clap_sys::id::clap_id;
use clap_sys::plugin::clap_plugin;
use std::ffi::c_char;

/// `framework` with these calls in its place.
pub(super) fn in_front_of(framework: clap_plugin_params) -> clap_plugin_params {
    clap_plugin_params {
        get_info: Some(get_info),
        get_value: Some(get_value),
        text_to_value: Some(text_to_value),
        flush: Some(params_flush::flush),
        ..framework
    }
}

/// **Thread:** main.
unsafe extern "C" fn get_info(
    plugin: *const clap_plugin,
    index: u32,
    info: *mut clap_param_info,
) -> bool {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return false;
    };
    let framework = instance.framework_params();
    let Some((count, get)) = framework.and_then(|table| table.count.zip(table.get_info)) else {
        return false;
    };
    // SAFETY: as above, and the place is the host's.
    let is_got = unsafe { index < count(plugin) && get(plugin, index, info) };
    // SAFETY: as above.
    if let Some(info) = unsafe { info.as_mut() }.filter(|_| is_got)
        && let Some(on_step) = caught(|| instance.mapped.knobs.on_step(info.id, info.default_value))
    {
        info.default_value = on_step;
    }
    is_got
}

/// **Thread:** main.
unsafe extern "C" fn get_value(plugin: *const clap_plugin, id: clap_id, value: *mut f64) -> bool {
    // SAFETY: the host gives the pointer that it got, and null or a place.
    let (instance, value) = unsafe { (Instance::of(plugin), value.as_mut()) };
    let found = instance.and_then(|instance| caught(|| instance.mapped.knobs.value(id)).flatten());
    let (Some(value), Some(found)) = (value, found) else {
        return false;
    };
    *value = found;
    true
}

/// **Thread:** main.
unsafe extern "C" fn text_to_value(
    plugin: *const clap_plugin,
    id: clap_id,
    text: *const c_char,
    value: *mut f64,
) -> bool {
    // SAFETY: the host gives the pointer that it got, and null or a place.
    let (instance, value) = unsafe { (Instance::of(plugin), value.as_mut()) };
    let (Some(instance), Some(value)) = (instance, value) else {
        return false;
    };
    let read = (instance.framework_params()).and_then(|table| table.text_to_value);
    // SAFETY: as above, and the text is null or ends in a zero.
    let is_read = read.is_some_and(|read| unsafe { read(plugin, id, text, value) });
    let on_step = || instance.mapped.knobs.on_step(id, *value);
    let Some(found) = caught(on_step).filter(|_| is_read) else {
        return false;
    };
    *value = found;
    true
}

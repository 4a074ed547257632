//! The host's calls that do not go to the framework as they are.

use super::in_events::InEvents;
use super::instance::Instance;
use super::lull;
use super::note_name::NOTE_NAME;
use super::out_events::OutEvents;
use super::outputs::Stereo;
use super::tail::TAIL;
use super::vst3;
use crate::plugin::bar_line::without_meter;
use crate::plugin::guard::caught;
use clap_sys::ext::gui::CLAP_EXT_GUI;
use clap_sys::ext::note_name::CLAP_EXT_NOTE_NAME;
use clap_sys::ext::params::CLAP_EXT_PARAMS;
use clap_sys::ext::state::CLAP_EXT_STATE;
use clap_sys::ext::tail::CLAP_EXT_TAIL;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::{
    CLAP_PROCESS_CONTINUE, CLAP_PROCESS_ERROR, clap_process, clap_process_status,
};
use std::ffi::{CStr, c_char, c_void};
use std::ptr;

/// `framework` with these calls in its place.
pub(super) fn in_front_of(framework: clap_plugin) -> clap_plugin {
    clap_plugin {
        init: Some(init),
        destroy: Some(destroy),
        activate: Some(activate),
        start_processing: Some(start_processing),
        reset: Some(reset),
        process: Some(process),
        get_extension: Some(get_extension),
        on_main_thread: Some(on_main_thread),
        ..framework
    }
}

/// Hosts may not be asked for anything before this.
unsafe extern "C" fn init(plugin: *const clap_plugin) -> bool {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return false;
    };
    // SAFETY: as above; the framework only reads `plugin_data`, which is its own.
    let done = (instance.framework.init).is_some_and(|init| unsafe { init(plugin) });
    if !done {
        return false;
    }
    let begin = || {
        if let Some(dialects) = instance.host.dialects() {
            instance.note_form.settle(dialects);
        }
        instance.news.start(&instance.inside, instance.host);
    };
    caught(begin).is_some()
}

/// The end of an instance, and the mark of one: no other plug-in has this function.
pub(super) unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    // SAFETY: the host gives the pointer that it got, for the last time.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return;
    };
    // From here on no thread may call the host.
    instance.inside.params.main().unwatch();
    if let Some(destroy) = instance.framework.destroy {
        // SAFETY: as above.
        unsafe { destroy(plugin) };
    }
    // SAFETY: `create` made the box, and nobody has another pointer to it.
    drop(unsafe { Box::from_raw(plugin.cast_mut().cast::<Instance>()) });
}

unsafe extern "C" fn activate(
    plugin: *const clap_plugin,
    rate: f64,
    min_frames: u32,
    max_frames: u32,
) -> bool {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return false;
    };
    instance.set_rate(rate);
    instance.spare.make_room(max_frames);
    let activate = instance.framework.activate;
    // SAFETY: as above.
    activate.is_some_and(|activate| unsafe { activate(plugin, rate, min_frames, max_frames) })
}

/// What a thread needs once is made here, as its first block must not: the system's loader makes room
/// for the library's thread-local values, and Rust's library a number for the thread, which the
/// framework asks for. **Thread:** audio.
unsafe extern "C" fn start_processing(plugin: *const clap_plugin) -> bool {
    caught(|| drop(std::thread::current()));
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return false;
    };
    // The framework resets what plays here, too.
    caught(|| instance.mapped.reset());
    let start = instance.framework.start_processing;
    // SAFETY: as above.
    start.is_some_and(|start| unsafe { start(plugin) })
}

/// **Thread:** audio.
unsafe extern "C" fn reset(plugin: *const clap_plugin) {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return;
    };
    caught(|| instance.mapped.reset());
    if let Some(reset) = instance.framework.reset {
        // SAFETY: as above.
        unsafe { reset(plugin) };
    }
}

/// The host's call, with both event lists replaced; or nothing but silence, if nothing happens in
/// it. **Thread:** audio.
unsafe extern "C" fn process(
    plugin: *const clap_plugin,
    process: *const clap_process,
) -> clap_process_status {
    // SAFETY: the host gives the pointer that it got, and null or a valid process.
    let (instance, host) = unsafe { (Instance::of(plugin), process.as_ref()) };
    let (Some(instance), Some(host)) = (instance, host) else {
        return CLAP_PROCESS_ERROR;
    };
    // SAFETY: the host's lists, transport and outputs are null or valid.
    if unsafe { lull::passes(instance, host) } {
        return CLAP_PROCESS_CONTINUE;
    }
    // Before the first activation the framework would panic.
    let is_active = instance.rate() > 0.0;
    let Some(process) = instance.framework.process.filter(|_| is_active) else {
        return CLAP_PROCESS_ERROR;
    };
    // SAFETY: the host's outputs are null or valid.
    let mut stereo = unsafe { Stereo::instead_of(host, &instance.spare) };
    let mut port = stereo.as_mut().map(Stereo::port);
    let (modulations, frames) = (&instance.modulations, host.frames_count);
    // SAFETY: the host's lists are null or valid, and stay so for this call.
    let plan = || unsafe {
        instance
            .mapped
            .plan(host.in_events, &instance.inside.params)
    };
    let plan = caught(plan).flatten();
    let heard = (modulations, plan.as_deref());
    // SAFETY: as above.
    let in_events = unsafe { InEvents::new(host.in_events, heard, frames, instance.rate()) };
    // SAFETY: as above.
    let out_events = unsafe { OutEvents::new(host.out_events, instance.tells(), plan.as_deref()) };
    // SAFETY: the host's transport is null or valid.
    let transport = unsafe { host.transport.as_ref() }.map(without_meter);
    // A host without a list, or with an empty one, gets through to the framework as it is.
    let in_list = in_events.as_ref().map(InEvents::list);
    let out_list = out_events.as_ref().map(OutEvents::list);
    let hardened = clap_process {
        transport: transport.as_ref().map_or(ptr::null(), ptr::from_ref),
        in_events: in_list.as_ref().map_or(host.in_events, ptr::from_ref),
        out_events: out_list.as_ref().map_or(ptr::null(), ptr::from_ref),
        audio_outputs: port.as_mut().map_or(host.audio_outputs, ptr::from_mut),
        audio_outputs_count: port.map_or(host.audio_outputs_count, |_| 1),
        ..*host
    };
    // SAFETY: the lists and what they point to live on this frame of the stack until it returns.
    let status = unsafe { process(plugin, &raw const hardened) };
    if let Some(plan) = &plan {
        let is_told = out_events.as_ref().is_some_and(|out| out.finish(frames));
        if !is_told || plan.has_rerolled {
            instance.news.owe_values(!is_told, instance.host);
        }
    }
    if let Some(stereo) = stereo {
        // SAFETY: as above.
        unsafe { stereo.finish(host) };
    }
    if instance.wrapped {
        // SAFETY: the host's lists are null or valid.
        unsafe { vst3::end_notes(host) };
    }
    instance.news.look(&instance.inside, instance.host);
    status
}

unsafe extern "C" fn get_extension(plugin: *const clap_plugin, id: *const c_char) -> *const c_void {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return ptr::null();
    };
    if id.is_null() {
        return ptr::null();
    }
    // SAFETY: the id is a text that ends in a zero.
    let name = unsafe { CStr::from_ptr(id) };
    if name == CLAP_EXT_NOTE_NAME {
        return ptr::from_ref(&NOTE_NAME).cast();
    }
    if name == CLAP_EXT_TAIL {
        return ptr::from_ref(&TAIL).cast();
    }
    if name == CLAP_EXT_STATE {
        return table(instance.state.as_ref());
    }
    if name == CLAP_EXT_PARAMS {
        return table(instance.params.as_ref());
    }
    if let Some(extension) = vst3::extension(name).filter(|_| instance.wrapped) {
        return extension;
    }
    // Without the host's half of it the framework would panic, and take the host along.
    if name == CLAP_EXT_GUI && !instance.host.has_windows() {
        return ptr::null();
    }
    let get = instance.framework.get_extension;
    // SAFETY: as above.
    get.map_or(ptr::null(), |get| unsafe { get(plugin, id) })
}

fn table<T>(table: Option<&T>) -> *const c_void {
    table.map_or(ptr::null(), |table| ptr::from_ref(table).cast())
}

unsafe extern "C" fn on_main_thread(plugin: *const clap_plugin) {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return;
    };
    if let Some(on_main_thread) = instance.framework.on_main_thread {
        // SAFETY: as above.
        unsafe { on_main_thread(plugin) };
    }
    caught(|| {
        instance.mapped.remember_rerolls(&instance.inside.params);
        instance.news.deliver(&instance.inside, instance.host);
    });
}

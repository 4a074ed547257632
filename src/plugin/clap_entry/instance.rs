//! The `clap_plugin` that the host gets: the framework's, with a few functions in front.

use super::in_events::InEvents;
use super::out_events::{NoteForm, OutEvents};
use super::{state_load, vst3};
use crate::plugin::Afterbeat;
use clap_sys::ext::note_ports::{CLAP_EXT_NOTE_PORTS, clap_host_note_ports};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::{CLAP_PROCESS_ERROR, clap_process, clap_process_status};
use nice_plug::wrapper::clap::Wrapper;
use std::ffi::{CStr, c_char, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// An instance as the host knows it.
///
/// The framework's functions find everything through `plugin_data`, so they work with a pointer to
/// this copy. It is freed after the framework's own part, in `destroy`.
#[repr(C)]
pub(super) struct Instance {
    /// What the host has a pointer to, so it comes first.
    plugin: clap_plugin,
    /// The framework's functions.
    framework: clap_plugin,
    host: *const clap_host,
    state: clap_plugin_state,
    framework_state: Option<clap_plugin_state>,
    note_form: NoteForm,
    /// The host is the wrapper that makes a VST3 plug-in of this one.
    wrapped: bool,
    /// The bits of the sample rate, as the framework rounds it.
    rate: AtomicU32,
}

/// Makes an instance, owned by the host until it calls `destroy`. **Thread:** main.
///
/// # Safety
/// `host` must be a valid host, and outlive the instance.
pub(super) unsafe fn create(host: *const clap_host) -> *const clap_plugin {
    // SAFETY: the caller's promise.
    let wrapper = Arc::into_raw(unsafe { Wrapper::<Afterbeat>::new(host) });
    // SAFETY: the wrapper was just made; its own `destroy` takes this reference back.
    let framework: clap_plugin = *unsafe { &*wrapper }.clap_plugin.borrow();
    let plugin = clap_plugin {
        init: Some(init),
        destroy: Some(destroy),
        activate: Some(activate),
        process: Some(process),
        get_extension: Some(get_extension),
        ..framework
    };
    // SAFETY: the framework's extensions are part of the wrapper; asking for one is only a look-up.
    let framework_state = unsafe { extension::<clap_plugin_state>(&framework, CLAP_EXT_STATE) };
    let state = clap_plugin_state {
        save: framework_state.and_then(|state| state.save),
        load: Some(state_load::load),
    };
    let instance = Instance {
        plugin,
        framework,
        host,
        state,
        framework_state,
        note_form: NoteForm::default(),
        // SAFETY: the caller's promise.
        wrapped: unsafe { vst3::is_wrapper(host) },
        rate: AtomicU32::new(0),
    };
    Box::into_raw(Box::new(instance)).cast()
}

/// A copy of the framework's functions for an extension, if it has that.
///
/// # Safety
/// `framework` must be the framework's, and `T` the structure that the id promises.
unsafe fn extension<T: Copy>(framework: &clap_plugin, id: &CStr) -> Option<T> {
    let get = framework.get_extension?;
    // SAFETY: the caller's promise; the answer is null or what the id promises.
    unsafe { get(framework, id.as_ptr()).cast::<T>().as_ref().copied() }
}

impl Instance {
    /// The instance of a pointer that the host got from [`create`].
    ///
    /// # Safety
    /// `plugin` must be null or such a pointer, and not yet destroyed.
    pub(super) unsafe fn of<'a>(plugin: *const clap_plugin) -> Option<&'a Self> {
        // SAFETY: the `clap_plugin` is the first field of a `repr(C)` struct.
        unsafe { plugin.cast::<Self>().as_ref() }
    }

    /// The framework's own load of a state.
    pub(super) fn framework_state(&self) -> Option<&clap_plugin_state> {
        self.framework_state.as_ref()
    }

    /// A copy of the framework's own functions for an extension, if it has that.
    ///
    /// # Safety
    /// `T` must be the structure that the id promises.
    pub(super) unsafe fn framework_extension<T: Copy>(&self, id: &CStr) -> Option<T> {
        // SAFETY: the caller's promise.
        unsafe { extension(&self.framework, id) }
    }

    /// Asks the host which notes it reads. Not before `init`: hosts may not be asked earlier.
    unsafe fn ask_for_dialects(&self) {
        // SAFETY: the host outlives its plug-ins; the answer is null or what the id promises.
        unsafe {
            let Some(get) = (*self.host).get_extension else {
                return;
            };
            let ports = get(self.host, CLAP_EXT_NOTE_PORTS.as_ptr());
            let ports = ports.cast::<clap_host_note_ports>().as_ref();
            if let Some(dialects) = ports.and_then(|ports| ports.supported_dialects) {
                self.note_form.settle(dialects(self.host));
            }
        }
    }
}

unsafe extern "C" fn init(plugin: *const clap_plugin) -> bool {
    // SAFETY: the host gives the pointer that it got.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return false;
    };
    // SAFETY: as above; the framework only reads `plugin_data`, which is its own.
    let done = (instance.framework.init).is_some_and(|init| unsafe { init(plugin) });
    if done {
        // SAFETY: the host is valid, and may be asked from now on.
        unsafe { instance.ask_for_dialects() };
    }
    done
}

unsafe extern "C" fn destroy(plugin: *const clap_plugin) {
    // SAFETY: the host gives the pointer that it got, for the last time.
    let Some(instance) = (unsafe { Instance::of(plugin) }) else {
        return;
    };
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
    let rounded = as_framework(rate);
    instance.rate.store(rounded.to_bits(), Ordering::Relaxed);
    let activate = instance.framework.activate;
    // SAFETY: as above.
    activate.is_some_and(|activate| unsafe { activate(plugin, rate, min_frames, max_frames) })
}

/// The sample rate as the framework keeps it and counts positions with.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the same rounding as the framework's is wanted"
)]
fn as_framework(rate: f64) -> f32 {
    rate as f32
}

/// The host's call, with both event lists replaced. **Thread:** audio.
unsafe extern "C" fn process(
    plugin: *const clap_plugin,
    process: *const clap_process,
) -> clap_process_status {
    // SAFETY: the host gives the pointer that it got, and null or a valid process.
    let (instance, host) = unsafe { (Instance::of(plugin), process.as_ref()) };
    let (Some(instance), Some(host)) = (instance, host) else {
        return CLAP_PROCESS_ERROR;
    };
    let Some(process) = instance.framework.process else {
        return CLAP_PROCESS_ERROR;
    };
    let rate = f64::from(f32::from_bits(instance.rate.load(Ordering::Relaxed)));
    // SAFETY: the host's lists are null or valid, and stay so for this call.
    let lists = unsafe {
        (
            InEvents::new(host.in_events, host.frames_count, rate),
            OutEvents::new(host.out_events, &instance.note_form),
        )
    };
    // A host without a list gets through to the framework as a host without one.
    let in_list = lists.0.as_ref().map(InEvents::list);
    let out_list = lists.1.as_ref().map(OutEvents::list);
    let hardened = clap_process {
        in_events: in_list.as_ref().map_or(ptr::null(), ptr::from_ref),
        out_events: out_list.as_ref().map_or(ptr::null(), ptr::from_ref),
        ..*host
    };
    // SAFETY: the lists and what they point to live on this frame of the stack until it returns.
    let status = unsafe { process(plugin, &raw const hardened) };
    if instance.wrapped {
        // SAFETY: the host's lists are null or valid.
        unsafe { vst3::end_notes(host) };
    }
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
    if name == CLAP_EXT_STATE {
        return ptr::from_ref(&instance.state).cast();
    }
    if let Some(extension) = vst3::extension(name).filter(|_| instance.wrapped) {
        return extension;
    }
    let get = instance.framework.get_extension;
    // SAFETY: as above.
    get.map_or(ptr::null(), |get| unsafe { get(plugin, id) })
}

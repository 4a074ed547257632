//! The least of a CLAP host: it calls `process()` and takes what comes out.
#![expect(unsafe_code, reason = "CLAP is a C interface")]
#![expect(clippy::unwrap_used, reason = "a bench may end there")]

use afterbeat::link::{self, Main};
use afterbeat::pattern::Bank;
use afterbeat::plugin::{Inside, Params, clap_entry};
use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::events::{
    CLAP_TRANSPORT_HAS_BEATS_TIMELINE, CLAP_TRANSPORT_HAS_TEMPO, CLAP_TRANSPORT_IS_PLAYING,
    clap_event_header, clap_event_transport, clap_input_events, clap_output_events,
};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::factory::plugin_factory::{CLAP_PLUGIN_FACTORY_ID, clap_plugin_factory};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::clap_process;
use clap_sys::stream::{clap_istream, clap_ostream};
use clap_sys::version::CLAP_VERSION;
use std::ffi::{c_char, c_void};
use std::ptr;

/// An instance that is played. It is never destroyed: the bench ends with the process.
pub struct Rig {
    plugin: *const clap_plugin,
    transport: clap_event_transport,
    frames: u32,
    left: Vec<f32>,
    right: Vec<f32>,
    frame: i64,
}

impl Rig {
    /// A rig for the plug-in that `create` makes, with blocks of so many frames.
    pub fn new(create: fn(*const clap_host) -> *const clap_plugin, frames: u32) -> Self {
        let plugin = create(ptr::from_ref(&HOST));
        // SAFETY: the table is the plug-in's, and the calls are in the order that CLAP wants.
        unsafe {
            assert!((*plugin).init.unwrap()(plugin));
            assert!((*plugin).activate.unwrap()(
                plugin, 48_000.0, frames, frames
            ));
            assert!((*plugin).start_processing.unwrap()(plugin));
        }
        Self {
            plugin,
            // SAFETY: a table of numbers, for which zero is a value.
            transport: unsafe { std::mem::zeroed() },
            frames,
            left: vec![0.0; 4096],
            right: vec![0.0; 4096],
            frame: 0,
        }
    }

    /// A rig for Afterbeat that plays `bank`; parameters that `params` does not hold, as they are
    /// saved, have their defaults.
    pub fn afterbeat(bank: &Bank, params: &serde_json::Value, frames: u32) -> Self {
        let rig = Self::new(create_afterbeat, frames);
        rig.load(&state_of(bank, params));
        rig
    }

    /// Loads a state.
    pub fn load(&self, state: &[u8]) {
        let mut left = state;
        let stream = clap_istream {
            ctx: ptr::from_mut(&mut left).cast(),
            read: Some(read),
        };
        // SAFETY: the table is the plug-in's, and the stream lives through the call.
        let is_loaded = unsafe { self.state().load.unwrap()(self.plugin, &raw const stream) };
        assert!(is_loaded, "the bench's own state loads");
    }

    /// Saves the state.
    pub fn save(&self) -> Vec<u8> {
        let mut bytes = Vec::<u8>::new();
        let stream = clap_ostream {
            ctx: ptr::from_mut(&mut bytes).cast(),
            write: Some(write),
        };
        // SAFETY: as in `load`.
        let is_saved = unsafe { self.state().save.unwrap()(self.plugin, &raw const stream) };
        assert!(is_saved, "the state is saved");
        bytes
    }

    /// Ends the instance.
    pub fn destroy(self) {
        // SAFETY: the table is the plug-in's, and the calls are in the order that CLAP wants.
        unsafe {
            (*self.plugin).stop_processing.unwrap()(self.plugin);
            (*self.plugin).deactivate.unwrap()(self.plugin);
            (*self.plugin).destroy.unwrap()(self.plugin);
        }
    }

    /// What is shared with the editor.
    pub fn inside(&self) -> Inside {
        // SAFETY: the instance is alive.
        unsafe { clap_entry::inside(self.plugin) }.unwrap()
    }

    fn state(&self) -> clap_plugin_state {
        // SAFETY: the extension is the plug-in's.
        unsafe {
            let state = (*self.plugin).get_extension.unwrap()(self.plugin, CLAP_EXT_STATE.as_ptr());
            *state.cast()
        }
    }

    /// One block of a song at 120 BPM.
    pub fn call(&mut self, playing: bool) {
        let beats = self.frame << 31;
        self.transport.song_pos_beats = beats / 24_000;
        self.transport.tempo = 120.0;
        self.transport.flags = CLAP_TRANSPORT_HAS_TEMPO | CLAP_TRANSPORT_HAS_BEATS_TIMELINE;
        if playing {
            self.transport.flags |= CLAP_TRANSPORT_IS_PLAYING;
        }
        self.frame += i64::from(self.frames);
        let mut channels = [self.left.as_mut_ptr(), self.right.as_mut_ptr()];
        let mut output = clap_audio_buffer {
            data32: channels.as_mut_ptr(),
            data64: ptr::null_mut(),
            channel_count: 2,
            latency: 0,
            constant_mask: 0,
        };
        let process = clap_process {
            steady_time: -1,
            frames_count: self.frames,
            transport: &raw const self.transport,
            audio_inputs: ptr::null(),
            audio_outputs: &raw mut output,
            audio_inputs_count: 0,
            audio_outputs_count: 1,
            in_events: &raw const NO_EVENTS,
            out_events: &raw const TAKES_ALL,
        };
        // SAFETY: everything that `process` points to lives through the call.
        unsafe { (*self.plugin).process.unwrap()(self.plugin, &raw const process) };
    }
}

/// The saved form of an instance with this bank.
pub fn state_of(bank: &Bank, params: &serde_json::Value) -> Vec<u8> {
    let (main, _audio, _engine) = link::new(bank.clone());
    let saved = Params::new(Main::new(main));
    let fields = nice_plug::prelude::Params::serialize_fields(&saved);
    let version = env!("CARGO_PKG_VERSION");
    let state = serde_json::json!({ "version": version, "params": params, "fields": fields });
    let json = state.to_string();
    let mut bytes = u64::try_from(json.len()).unwrap().to_le_bytes().to_vec();
    bytes.extend(json.as_bytes());
    bytes
}

pub fn create_afterbeat(host: *const clap_host) -> *const clap_plugin {
    // SAFETY: the entry is the project's own; ids are its own constants.
    unsafe {
        let factory = afterbeat::clap_entry.get_factory.unwrap();
        let factory = factory(CLAP_PLUGIN_FACTORY_ID.as_ptr()).cast::<clap_plugin_factory>();
        let id = c"org.afterbeat.afterbeat";
        (*factory).create_plugin.unwrap()(factory, host, id.as_ptr())
    }
}

static HOST: clap_host = clap_host {
    clap_version: CLAP_VERSION,
    host_data: ptr::null_mut(),
    name: c"bench".as_ptr(),
    vendor: c"".as_ptr(),
    url: c"".as_ptr(),
    version: c"1".as_ptr(),
    get_extension: Some(no_extension),
    request_restart: Some(nothing),
    request_process: Some(nothing),
    request_callback: Some(nothing),
};

static NO_EVENTS: clap_input_events = clap_input_events {
    ctx: ptr::null_mut(),
    size: Some(none),
    get: Some(no_event),
};

static TAKES_ALL: clap_output_events = clap_output_events {
    ctx: ptr::null_mut(),
    try_push: Some(take),
};

unsafe extern "C" fn no_extension(_: *const clap_host, _: *const c_char) -> *const c_void {
    ptr::null()
}

unsafe extern "C" fn nothing(_: *const clap_host) {}

unsafe extern "C" fn none(_: *const clap_input_events) -> u32 {
    0
}

unsafe extern "C" fn no_event(_: *const clap_input_events, _: u32) -> *const clap_event_header {
    ptr::null()
}

unsafe extern "C" fn take(_: *const clap_output_events, event: *const clap_event_header) -> bool {
    std::hint::black_box(event);
    true
}

/// Reads from a slice of bytes.
unsafe extern "C" fn read(stream: *const clap_istream, buffer: *mut c_void, size: u64) -> i64 {
    // SAFETY: `ctx` is the slice that `afterbeat` put there, and the buffer has room for `size`.
    unsafe {
        let left = &mut *(*stream).ctx.cast::<&[u8]>();
        let count = left.len().min(usize::try_from(size).unwrap_or(usize::MAX));
        ptr::copy_nonoverlapping(left.as_ptr(), buffer.cast(), count);
        *left = &left[count..];
        i64::try_from(count).unwrap_or(-1)
    }
}

/// Writes into a vector of bytes.
unsafe extern "C" fn write(stream: *const clap_ostream, buffer: *const c_void, size: u64) -> i64 {
    // SAFETY: `ctx` is the vector that `save` put there, and the buffer holds `size` bytes.
    unsafe {
        let bytes = &mut *(*stream).ctx.cast::<Vec<u8>>();
        let count = usize::try_from(size).unwrap_or(0);
        bytes.extend_from_slice(std::slice::from_raw_parts(buffer.cast(), count));
    }
    i64::try_from(size).unwrap_or(-1)
}

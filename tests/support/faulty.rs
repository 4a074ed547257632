//! The real plug-in with a fault in its way out: after so many events the next one panics.
//!
//! The shipped plug-in has no switch for a panic. But the engine sends its events through what the
//! framework hands it, and the framework is generic: so this plug-in *is* an Afterbeat, hosted by the
//! same framework behind the same front, whose engine is unwound out of the middle of a lane's
//! strike when the fault strikes.

#![expect(unsafe_code, reason = "an entry is a table of foreign functions")]

use afterbeat::plugin::{Afterbeat, clap_entry};
use clap_sys::entry::clap_plugin_entry;
use clap_sys::factory::plugin_factory::{CLAP_PLUGIN_FACTORY_ID, clap_plugin_factory};
use clap_sys::host::clap_host;
use clap_sys::plugin::{clap_plugin, clap_plugin_descriptor};
use clap_sys::version::CLAP_VERSION;
use nice_plug::context::PluginApi;
use nice_plug::context::process::SendEventError;
use nice_plug::prelude::{
    ActivateContext, AudioIOLayout, AuxiliaryBuffers, Buffer, BufferConfig, ClapFeature,
    ClapPlugin, MidiConfig, NoteEvent, Params, Plugin, ProcessContext, ProcessStatus, Transport,
};
use nice_plug::wrapper::clap::PluginDescriptor;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_void};
use std::ptr;
use std::sync::{Arc, Once, OnceLock};

thread_local! {
    /// How many events of this thread's plug-ins still go out; none left panics.
    static EVENTS_LEFT: Cell<Option<u32>> = const { Cell::new(None) };
    /// How often it panics then.
    static FAULTS: Cell<u32> = const { Cell::new(0) };
    /// How often the framework has called this thread's plug-ins to play.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// How often the framework has called the plug-ins of this thread to play so far.
pub fn framework_calls() -> u32 {
    CALLS.get()
}

/// Lets `events` events go out on this thread before one panics; `None` is no fault.
///
/// What cleans up after the panic gets through.
pub fn fail_after(events: Option<u32>) {
    fail_times(1, events);
}

/// As [`fail_after`], for an event and those after it, `faults` in all.
pub fn fail_times(faults: u32, events: Option<u32>) {
    EVENTS_LEFT.set(events);
    FAULTS.set(faults);
}

/// Leaves the deliberate panics out of the program's reports.
pub fn keep_quiet() {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let text = info.payload().downcast_ref::<&str>();
            if text.is_none_or(|text| !text.contains("deliberate")) {
                usual(info);
            }
        }));
    });
}

fn step() {
    match EVENTS_LEFT.get() {
        None => {}
        Some(0) => {
            FAULTS.set(FAULTS.get() - 1);
            if FAULTS.get() == 0 {
                EVENTS_LEFT.set(None);
            }
            panic!("a deliberate fault in a lane");
        }
        Some(left) => EVENTS_LEFT.set(Some(left - 1)),
    }
}

type Task = <Afterbeat as Plugin>::BackgroundTask;

/// The plug-in.
#[derive(Default)]
pub struct Faulty(Afterbeat);

impl Plugin for Faulty {
    const NAME: &'static str = "Faulty";
    const VENDOR: &'static str = Afterbeat::VENDOR;
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = Afterbeat::VERSION;
    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = Afterbeat::AUDIO_IO_LAYOUTS;
    const MIDI_INPUT: MidiConfig = Afterbeat::MIDI_INPUT;
    const MIDI_OUTPUT: MidiConfig = Afterbeat::MIDI_OUTPUT;
    const SAMPLE_ACCURATE_AUTOMATION: bool = Afterbeat::SAMPLE_ACCURATE_AUTOMATION;
    const INPUT_EVENT_CAPACITY: usize = Afterbeat::INPUT_EVENT_CAPACITY;

    type Editor = <Afterbeat as Plugin>::Editor;
    type SysExMessage = <Afterbeat as Plugin>::SysExMessage;
    type BackgroundTask = Task;

    fn params(&self) -> Arc<dyn Params> {
        self.0.params()
    }

    fn activate(
        &mut self,
        layout: &AudioIOLayout,
        config: &BufferConfig,
        context: &mut impl ActivateContext<Self>,
    ) -> bool {
        self.0.activate(layout, config, &mut Through(context))
    }

    fn reset(&mut self) {
        self.0.reset();
    }

    fn process(
        &mut self,
        buffer: &mut Buffer<'_>,
        aux: &mut AuxiliaryBuffers<'_>,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        CALLS.set(CALLS.get() + 1);
        self.0.process(buffer, aux, &mut Through(context))
    }
}

impl ClapPlugin for Faulty {
    const CLAP_ID: &'static str = "org.afterbeat.faulty";
    const CLAP_DESCRIPTION: Option<&'static str> = None;
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = Afterbeat::CLAP_FEATURES;
}

/// The framework's context, as the plug-in inside knows it.
struct Through<'a, C>(&'a mut C);

impl<C: ActivateContext<Faulty>> ActivateContext<Afterbeat> for Through<'_, C> {
    fn plugin_api(&self) -> PluginApi {
        self.0.plugin_api()
    }

    fn execute(&self, task: Task) {
        self.0.execute(task);
    }

    fn set_latency_samples(&self, samples: u32) {
        self.0.set_latency_samples(samples);
    }

    fn set_current_voice_capacity(&self, capacity: u32) {
        self.0.set_current_voice_capacity(capacity);
    }
}

impl<C: ProcessContext<Faulty>> ProcessContext<Afterbeat> for Through<'_, C> {
    fn plugin_api(&self) -> PluginApi {
        self.0.plugin_api()
    }

    fn execute_background(&self, task: Task) {
        self.0.execute_background(task);
    }

    fn execute_gui(&self, task: Task) {
        self.0.execute_gui(task);
    }

    fn transport(&self) -> &Transport {
        self.0.transport()
    }

    fn next_event(&mut self) -> Option<NoteEvent<()>> {
        self.0.next_event()
    }

    fn try_send_event(
        &mut self,
        event: NoteEvent<()>,
    ) -> Result<(), (NoteEvent<()>, SendEventError)> {
        step();
        self.0.try_send_event(event)
    }

    fn set_latency_samples(&self, samples: u32) {
        self.0.set_latency_samples(samples);
    }

    fn request_restart(&self) {
        self.0.request_restart();
    }

    fn set_current_voice_capacity(&self, capacity: u32) {
        self.0.set_current_voice_capacity(capacity);
    }
}

/// The entry of a library that has only this plug-in.
pub static ENTRY: clap_plugin_entry = clap_plugin_entry {
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

extern "C" fn init(_path: *const c_char) -> bool {
    true
}

extern "C" fn deinit() {}

unsafe extern "C" fn get_factory(id: *const c_char) -> *const c_void {
    // SAFETY: the tests' host gives a text that ends in a zero.
    if unsafe { CStr::from_ptr(id) } == CLAP_PLUGIN_FACTORY_ID {
        return ptr::from_ref(&FACTORY).cast();
    }
    ptr::null()
}

extern "C" fn plugin_count(_factory: *const clap_plugin_factory) -> u32 {
    1
}

extern "C" fn plugin_descriptor(
    _factory: *const clap_plugin_factory,
    _index: u32,
) -> *const clap_plugin_descriptor {
    static DESCRIPTOR: OnceLock<PluginDescriptor> = OnceLock::new();
    DESCRIPTOR
        .get_or_init(PluginDescriptor::for_plugin::<Faulty>)
        .clap_plugin_descriptor()
}

unsafe extern "C" fn create_plugin(
    _factory: *const clap_plugin_factory,
    host: *const clap_host,
    _id: *const c_char,
) -> *const clap_plugin {
    // SAFETY: the host stays valid as long as what it creates.
    unsafe { clap_entry::create::<Faulty>(host) }
}

//! The yardstick: an almost empty plug-in of the same framework. It clears its output.

use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::*;
use nice_plug::wrapper::clap::Wrapper;
use std::sync::Arc;

/// Makes an instance. `host` must outlive it.
pub fn create(host: *const clap_host) -> *const clap_plugin {
    #[expect(unsafe_code, reason = "CLAP is a C interface")]
    // SAFETY: the wrapper is kept alive by the count that `into_raw` leaves, until its destroy.
    unsafe {
        (*Arc::into_raw(Wrapper::<Bare>::new(host)))
            .clap_plugin
            .as_ptr()
    }
}

#[derive(Default)]
struct Bare(Arc<NoParams>);

#[derive(Params, Default)]
struct NoParams {}

impl Plugin for Bare {
    const NAME: &'static str = "Bare";
    const VENDOR: &'static str = "Afterbeat";
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = "0.0.0";
    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = &[AudioIOLayout {
        main_output_channels: NonZeroU32::new(2),
        ..AudioIOLayout::const_default()
    }];
    const MIDI_INPUT: MidiConfig = MidiConfig::Basic;
    const MIDI_OUTPUT: MidiConfig = MidiConfig::Basic;
    const SAMPLE_ACCURATE_AUTOMATION: bool = true;

    type Editor = ();
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn Params> {
        self.0.clone()
    }

    fn process(
        &mut self,
        buffer: &mut Buffer,
        _aux: &mut AuxiliaryBuffers,
        _context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        for channel in buffer.as_slice() {
            channel.fill(0.0);
        }
        ProcessStatus::KeepAlive
    }
}

impl ClapPlugin for Bare {
    const CLAP_ID: &'static str = "org.afterbeat.bare";
    const CLAP_DESCRIPTION: Option<&'static str> = None;
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = &[ClapFeature::NoteEffect];
}

//! The plug-in: how a host's calls become the engine's.
//!
//! [`Afterbeat::process`] is the order of work of a block. Nothing in it allocates, frees or waits.

pub mod clap_entry;
mod default_bank;
mod host;
mod input;
pub mod params;
pub mod state;

pub use default_bank::default_bank;
pub use params::Params;

use crate::engine::{Block, Engine};
use crate::link::{self, AudioSide, Health, Main, Vitals};
use crate::time::SampleRate;
use host::HostSink;
use input::Input;
use nice_plug::prelude::{
    AudioIOLayout, AuxiliaryBuffers, Buffer, ClapFeature, ClapPlugin, MidiConfig, Plugin,
    ProcessContext, ProcessStatus, new_nonzero_u32,
};
use std::sync::Arc;

/// An instance of the plug-in.
///
/// **Thread:** made and dropped on main; [`Plugin::process`] and [`Plugin::reset`] are audio.
pub struct Afterbeat {
    params: Arc<Params>,
    health: Arc<Health>,
    audio: AudioSide,
    engine: Engine,
    input: Input,
    /// The generation of the parameters that the engine has, once it has any.
    heard: Option<u64>,
}

impl Default for Afterbeat {
    fn default() -> Self {
        let (main, audio, engine) = link::new(default_bank());
        Self {
            params: Arc::new(Params::new(Main::new(main))),
            health: Arc::default(),
            audio,
            engine,
            input: Input::new(),
            heard: None,
        }
    }
}

impl Afterbeat {
    /// What the audio thread tells about itself. **Thread:** any.
    pub fn health(&self) -> &Arc<Health> {
        &self.health
    }

    /// Hands the parameters to the engine if any has changed; else this costs one load.
    fn hear_controls(&mut self) {
        // Read before the values: a change in between is then heard again, not missed.
        let generation = self.params.generation();
        if self.heard != Some(generation) {
            self.engine.set_controls(&self.params.controls());
            self.heard = Some(generation);
        }
    }

    fn play(&mut self, frames: u32, context: &mut impl ProcessContext<Self>) {
        let transport = context.transport();
        let Some(rate) = SampleRate::new(f64::from(transport.sample_rate)) else {
            return;
        };
        let transport = host::transport(transport);
        let notes = self.input.gather(frames, || context.next_event());
        let block = Block {
            frames,
            rate,
            transport,
            notes,
        };
        self.engine.process(&block, &mut HostSink::new(context));
    }

    fn report(&self) {
        self.health.publish(&Vitals {
            counters: self.engine.counters(),
            sounding: u64::try_from(self.engine.sounding()).unwrap_or(u64::MAX),
            lost_input: self.input.lost(),
        });
    }
}

impl Plugin for Afterbeat {
    const NAME: &'static str = "Afterbeat";
    const VENDOR: &'static str = "Afterbeat";
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    /// The stereo output stays silent; without one, Live and Cubase refuse or buzz.
    const AUDIO_IO_LAYOUTS: &'static [AudioIOLayout] = &[
        AudioIOLayout {
            main_output_channels: Some(new_nonzero_u32(2)),
            ..AudioIOLayout::const_default()
        },
        AudioIOLayout::const_default(),
    ];
    const MIDI_INPUT: MidiConfig = MidiConfig::Basic;
    const MIDI_OUTPUT: MidiConfig = MidiConfig::Basic;
    const SAMPLE_ACCURATE_AUTOMATION: bool = true;
    const HARD_REALTIME_ONLY: bool = false;
    const INPUT_EVENT_CAPACITY: usize = 4096;

    type Editor = ();
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn nice_plug::prelude::Params> {
        Arc::clone(&self.params) as Arc<dyn nice_plug::prelude::Params>
    }

    fn reset(&mut self) {
        self.engine.reset();
    }

    fn process(
        &mut self,
        buffer: &mut Buffer<'_>,
        _aux: &mut AuxiliaryBuffers<'_>,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        silence(buffer);
        self.audio.drain(&mut self.engine);
        self.hear_controls();
        let frames = u32::try_from(buffer.samples()).unwrap_or(u32::MAX);
        if frames > 0 {
            self.play(frames, context);
        }
        self.report();
        // Anything less, and hosts put a silent generator to sleep.
        ProcessStatus::KeepAlive
    }
}

impl ClapPlugin for Afterbeat {
    const CLAP_ID: &'static str = "org.afterbeat.afterbeat";
    const CLAP_DESCRIPTION: Option<&'static str> =
        Some("A drummer for the DAW: swung, sample-accurate MIDI grooves");
    const CLAP_MANUAL_URL: Option<&'static str> = None;
    const CLAP_SUPPORT_URL: Option<&'static str> = None;
    const CLAP_FEATURES: &'static [ClapFeature] = &[
        ClapFeature::NoteEffect,
        ClapFeature::Instrument,
        ClapFeature::Drum,
        ClapFeature::Utility,
        ClapFeature::Stereo,
    ];
}

/// Fills the output: without a main input the framework leaves in it what the host left there.
fn silence(buffer: &mut Buffer<'_>) {
    for channel in buffer.as_slice() {
        channel.fill(0.0);
    }
}

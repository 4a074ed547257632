//! The plug-in: how a host's calls become the engine's.
//!
//! [`Afterbeat::process`] is the order of work of a block. Nothing in it allocates, frees or waits. A
//! block in which nothing happens ends before it, in `chair`.

mod bar_line;
mod chair;
pub mod clap_entry;
mod default_bank;
mod drums;
mod guard;
mod handover;
mod host;
mod input;
pub mod mapping;
mod musician;
mod note_names;
mod open_notes;
pub mod params;
mod player;
mod remote;
pub mod state;
mod stopwatch;

pub use default_bank::default_bank;
pub use drums::Outputs;
pub use handover::Inside;
pub(crate) use musician::Musician;
pub use note_names::{NoteName, Patterns, note_names};
pub use params::Params;
pub(crate) use player::Call;

use crate::editor::{self, window::Bell};
use crate::link::{self, Health, Main};
use chair::Chair;
use host::HostCall;
use nice_plug::prelude::{
    ActivateContext, AsyncExecutor, AudioIOLayout, AuxiliaryBuffers, Buffer, BufferConfig,
    ClapFeature, ClapPlugin, MidiConfig, Plugin, ProcessContext, ProcessStatus,
    RemoteControlsContext, new_nonzero_u32,
};
use std::sync::Arc;
pub(crate) use stopwatch::Stopwatch;

/// An instance of the plug-in.
///
/// **A panic** in what plays *trips* the instance. It gives the player up: the notes that the host
/// was told to begin are ended in the same call, or later as far as the host refuses that; from then
/// on it is silent, and says so in [`Health::is_tripped`]. What it sent before stands. The true bank
/// and the parameters live outside of the player, so it can still be edited and saved. Activated
/// again it starts afresh, with a player made anew out of that bank.
///
/// **Thread:** made and dropped on main; [`Plugin::process`] and [`Plugin::reset`] are audio.
pub struct Afterbeat {
    inside: Inside,
    chair: Arc<Chair>,
    /// Tells an open window that there is something new to see.
    bell: Bell,
    /// Whether the window was told that it plays.
    is_rolling: bool,
}

impl Default for Afterbeat {
    fn default() -> Self {
        let (main, audio, engine) = link::new(default_bank());
        let inside = Inside {
            params: Arc::new(Params::new(Main::new(main))),
            health: Arc::default(),
            host_name: Arc::default(),
        };
        let bell = Bell::default();
        let chair = Chair::new(Musician::new((audio, engine)), bell.clone());
        let chair = Arc::new(chair);
        handover::leave(|| (inside.clone(), Arc::clone(&chair)));
        Self {
            inside,
            chair,
            bell,
            is_rolling: false,
        }
    }
}

impl Afterbeat {
    /// What the audio thread tells about itself. **Thread:** any.
    pub fn health(&self) -> &Arc<Health> {
        &self.inside.health
    }
}

impl Plugin for Afterbeat {
    const NAME: &'static str = "Afterbeat";
    const VENDOR: &'static str = "Afterbeat";
    const URL: &'static str = "";
    const EMAIL: &'static str = "";
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    /// The stereo output has the built-in drums, if they are switched on; without one, Live and
    /// Cubase refuse or buzz.
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

    type Editor = editor::window::Editor;
    type SysExMessage = ();
    type BackgroundTask = ();

    fn params(&self) -> Arc<dyn nice_plug::prelude::Params> {
        Arc::clone(&self.inside.params) as Arc<dyn nice_plug::prelude::Params>
    }

    fn editor(&mut self, _executor: AsyncExecutor<Self>) -> Option<Self::Editor> {
        let (inside, bell) = (self.inside.clone(), self.bell.clone());
        Some(editor::window::Editor::new(inside, bell))
    }

    fn activate(
        &mut self,
        _layout: &AudioIOLayout,
        _config: &BufferConfig,
        _context: &mut impl ActivateContext<Self>,
    ) -> bool {
        let Inside { params, health, .. } = &self.inside;
        if let Some(mut seat) = self.chair.take_back() {
            seat.stopwatch = Stopwatch::default();
            if health.is_tripped() {
                seat.musician.start_afresh(params, health);
            }
        }
        true
    }

    fn reset(&mut self) {
        if let Some(mut seat) = self.chair.take_back() {
            seat.musician.reset(&self.inside.health);
        }
    }

    fn process(
        &mut self,
        buffer: &mut Buffer<'_>,
        _aux: &mut AuxiliaryBuffers<'_>,
        context: &mut impl ProcessContext<Self>,
    ) -> ProcessStatus {
        silence(buffer);
        let Inside { params, health, .. } = &self.inside;
        // A host that makes two calls at once gets silence for one of them.
        let Some(mut seat) = self.chair.take() else {
            return ProcessStatus::KeepAlive;
        };
        let begin = seat.stopwatch.begin();
        let frames = u32::try_from(buffer.samples()).unwrap_or(u32::MAX);
        let mut call = HostCall { frames, context };
        let outputs = match buffer.as_slice() {
            [left, right, ..] => Some((&mut **left, &mut **right)),
            _ => None,
        };
        let was_tripped = health.is_tripped();
        seat.musician.play(params, health, &mut call, outputs);
        if !was_tripped {
            // It is drawn while the music plays, and once more when it stops.
            let was_rolling = std::mem::replace(&mut self.is_rolling, health.is_playing());
            if self.is_rolling || was_rolling {
                self.bell.ring();
            }
        }
        if let Some(begin) = begin {
            let rate = f64::from(context.transport().sample_rate);
            let seconds = stopwatch::seconds(frames, rate);
            seat.stopwatch.end(begin, seconds, health);
        }
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

    fn remote_controls(&self, context: &mut impl RemoteControlsContext) {
        remote::define(&self.inside.params, context);
    }
}

/// Fills the output: without a main input the framework leaves in it what the host left there.
fn silence(buffer: &mut Buffer<'_>) {
    for channel in buffer.as_slice() {
        channel.fill(0.0);
    }
}

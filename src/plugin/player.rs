//! What plays in an instance, from the host's calls to the engine: all that a panic gives up.

use super::Afterbeat;
use super::drums::Drums;
use super::host::{self, HostSink};
use super::input::Input;
use super::open_notes::OpenNotes;
use super::params::Params;
use crate::engine::{Block, Engine};
use crate::link::{AudioSide, Health, Vitals};
use crate::time::SampleRate;
use nice_plug::prelude::{Buffer, ProcessContext};

/// The engine, the way to it, and what it has heard. **Thread:** audio; made and dropped on main.
pub(super) struct Player {
    audio: AudioSide,
    engine: Engine,
    input: Input,
    drums: Drums,
    /// The generation of the parameters that the engine has, once it has any.
    heard: Option<u64>,
}

impl Player {
    /// A player with the two ends of one link. Allocates all that it will ever need.
    pub(super) fn new(audio: AudioSide, engine: Engine) -> Self {
        Self {
            audio,
            engine,
            input: Input::new(),
            drums: Drums::new(),
            heard: None,
        }
    }

    /// As [`Engine::reset`]; the drums fade.
    pub(super) fn reset(&mut self) {
        self.engine.reset();
        self.drums.hush();
    }

    /// Plays the next `frames` frames, with the edits and the parameters that there are by now, and
    /// tells `health` what is new; the built-in drums into `buffer`, which is silent.
    pub(super) fn play(
        &mut self,
        (frames, buffer): (u32, &mut Buffer<'_>),
        params: &Params,
        (open, health): (&mut OpenNotes, &Health),
        context: &mut impl ProcessContext<Afterbeat>,
    ) {
        self.audio.drain(&mut self.engine);
        self.hear_controls(params);
        let transport = context.transport();
        let rate = SampleRate::new(f64::from(transport.sample_rate));
        let (Some(rate), true) = (rate, frames > 0) else {
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
        let drums = self.drums.listen(rate, &self.engine.bank().setup, buffer);
        let mut sink = HostSink::new(context, (open, health), drums);
        let is_news = self.engine.process(&block, &mut sink);
        // Dropped, the drums fill what is left of the buffer.
        drop(sink);
        if is_news {
            health.publish_whereabouts(&self.engine.whereabouts());
            health.publish(&self.vitals());
        } else if let Some(position) = self.engine.position() {
            health.publish_position(position);
        }
    }

    /// How it fares.
    fn vitals(&self) -> Vitals {
        Vitals {
            counters: self.engine.counters(),
            sounding: u64::try_from(self.engine.sounding()).unwrap_or(u64::MAX),
            lost_input: self.input.lost(),
            playing: self.engine.playing(),
            queued: self.engine.queued(),
            broken: self.engine.broken_lanes(),
        }
    }

    /// Hands the parameters to the engine if any has changed; else this costs one load.
    fn hear_controls(&mut self, params: &Params) {
        // Read before the values: a change in between is then heard again, not missed.
        let generation = params.generation();
        if self.heard != Some(generation) {
            self.take_controls(params);
            self.heard = Some(generation);
        }
    }

    #[inline(never)]
    fn take_controls(&mut self, params: &Params) {
        self.engine.set_controls(&params.controls());
    }
}

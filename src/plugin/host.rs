//! The framework's process call as the player takes it: transport and notes in, events out.

use super::player::Call;
use super::{Afterbeat, bar_line};
use crate::engine::{self, Event, Kind, Refused, Sink};
use crate::pattern::Velocity;
use crate::time::SampleRate;
use nice_plug::midi::{Channel, Key, NoteEvent, VoiceID};
use nice_plug::prelude::{ProcessContext, Transport};

/// One call of the host's. **Thread:** audio.
pub(super) struct HostCall<'a, C> {
    pub(super) frames: u32,
    pub(super) context: &'a mut C,
}

impl<C: ProcessContext<Afterbeat>> Call for HostCall<'_, C> {
    fn frames(&self) -> u32 {
        self.frames
    }

    fn rate(&self) -> Option<SampleRate> {
        SampleRate::new(f64::from(self.context.transport().sample_rate))
    }

    fn transport(&self) -> engine::Transport {
        transport(self.context.transport())
    }

    fn next_note(&mut self) -> Option<NoteEvent<()>> {
        self.context.next_event()
    }
}

impl<C: ProcessContext<Afterbeat>> Sink for HostCall<'_, C> {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        // A host without an output queue refuses too: the note has then never begun.
        self.context
            .try_send_event(note_event(event))
            .map_err(|_| Refused)
    }
}

/// What the host says of its transport, unbelieved: the engine bears any number in it.
///
/// A position that the host only gives in seconds is counted with its tempo.
fn transport(host: &Transport) -> engine::Transport {
    engine::Transport {
        playing: host.playing,
        tempo: host.tempo,
        position: host.pos_beats(),
        loop_range: host.loop_range_beats(),
        meter: bar_line::meter(host),
        bar_start: host.bar_start_pos_beats,
    }
}

/// Channel and key are always given and the voice never is: all hosts agree on that form.
fn note_event(event: Event) -> NoteEvent<()> {
    let (timing, voice_id) = (event.at, VoiceID::Wildcard);
    let channel = Channel::Number(event.channel.get());
    let key = Key::Number(event.key.get());
    match event.kind {
        Kind::On(velocity) => NoteEvent::NoteOn {
            timing,
            voice_id,
            channel,
            key,
            velocity: level(velocity),
        },
        Kind::Off => NoteEvent::NoteOff {
            timing,
            voice_id,
            channel,
            key,
            velocity: 0.0,
        },
    }
}

/// The velocity as a level. A quarter more lets it survive hosts that truncate (Ardour) and hosts
/// that round.
fn level(velocity: Velocity) -> f32 {
    ((f32::from(velocity.get()) + 0.25) / 127.0).min(1.0)
}

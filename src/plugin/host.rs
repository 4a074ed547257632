//! The host's transport as the engine takes it, and the engine's events as the host takes them.

use super::Afterbeat;
use super::open_notes::OpenNotes;
use crate::audition::Take;
use crate::engine::{self, Event, Kind, Origin, Refused, Sink};
use crate::link::Health;
use crate::pattern::{self, Velocity};
use crate::time::Meter;
use nice_plug::midi::{Channel, Key, NoteEvent, VoiceID};
use nice_plug::prelude::{ProcessContext, Transport};

/// What the host says of its transport, unbelieved: the engine bears any number in it.
///
/// A position that the host only gives in seconds is counted with its tempo.
pub(super) fn transport(host: &Transport) -> engine::Transport {
    let meter = host.time_sig_numerator.zip(host.time_sig_denominator);
    engine::Transport {
        playing: host.playing,
        tempo: host.tempo,
        position: host.pos_beats(),
        loop_range: host.loop_range_beats(),
        meter: meter.and_then(|(beats, unit)| Meter::new(beats, unit)),
        bar_start: host.bar_start_pos_beats,
    }
}

/// Sends the engine's events to the host, and books what the host takes. **Thread:** audio.
pub(super) struct HostSink<'a, C> {
    context: &'a mut C,
    open: &'a mut OpenNotes,
    health: &'a Health,
    /// The built-in drums, while they are heard.
    drums: Option<Take<'a>>,
}

impl<'a, C: ProcessContext<Afterbeat>> HostSink<'a, C> {
    /// A sink that sends through the `context` of this block.
    pub(super) fn new(
        context: &'a mut C,
        (open, health): (&'a mut OpenNotes, &'a Health),
        drums: Option<Take<'a>>,
    ) -> Self {
        Self {
            context,
            open,
            health,
            drums,
        }
    }
}

impl<C: ProcessContext<Afterbeat>> Sink for HostSink<'_, C> {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        // A host without an output queue refuses too: the note has then never begun.
        self.context
            .try_send_event(note_event(event))
            .map_err(|_| Refused)?;
        self.open.book(&event);
        if let Some(drums) = &mut self.drums {
            drums.hear(&event);
        }
        if let (Kind::On(velocity), Origin::Strike { lane, .. }) = (event.kind, event.origin) {
            self.health.flash(lane, velocity);
        }
        Ok(())
    }
}

/// Ends all `open` notes after what went out in this call; true if the host took all the ends.
pub(super) fn release(open: &mut OpenNotes, context: &mut impl ProcessContext<Afterbeat>) -> bool {
    let at = open.latest();
    open.release(|channel, key| context.try_send_event(off(at, channel, key)).is_ok())
}

/// Channel and key are always given and the voice never is: all hosts agree on that form.
fn note_event(event: Event) -> NoteEvent<()> {
    match event.kind {
        Kind::On(velocity) => NoteEvent::NoteOn {
            timing: event.at,
            voice_id: VoiceID::Wildcard,
            channel: Channel::Number(event.channel.get()),
            key: Key::Number(event.key.get()),
            velocity: level(velocity),
        },
        Kind::Off => off(event.at, event.channel, event.key),
    }
}

fn off(timing: u32, channel: pattern::Channel, key: pattern::Key) -> NoteEvent<()> {
    NoteEvent::NoteOff {
        timing,
        voice_id: VoiceID::Wildcard,
        channel: Channel::Number(channel.get()),
        key: Key::Number(key.get()),
        velocity: 0.0,
    }
}

/// The velocity as a level. A quarter more lets it survive hosts that truncate (Ardour) and hosts
/// that round.
fn level(velocity: Velocity) -> f32 {
    ((f32::from(velocity.get()) + 0.25) / 127.0).min(1.0)
}

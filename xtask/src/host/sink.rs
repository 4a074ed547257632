//! What the plug-in sent, and whether a strict host would have taken it.

use clack_host::events::event_types::{MidiEvent, NoteOffEvent, NoteOnEvent, ParamValueEvent};
use clack_host::events::io::{OutputEventBuffer, TryPushError};
use clack_host::events::{Match, UnknownEvent};

use super::profile::{Dialects, Profile, Queue};

/// The start or the end of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The note ends.
    Off,
    /// The note begins.
    On,
}

/// How a note travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As a CLAP note event.
    Note,
    /// As raw MIDI bytes.
    Midi,
}

/// A note event that the host took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostEvent {
    /// The block's start plus the event's time, in frames.
    pub frame: u64,
    /// On or off. A MIDI note-on of velocity 0 is an off.
    pub kind: Kind,
    /// Channel, 0 to 15; 255 for a wildcard, which CLAP forbids in a note-on.
    pub channel: u8,
    /// Key, 0 to 127; 255 for a wildcard.
    pub key: u8,
    /// Velocity, 0 to 1.
    pub velocity: f64,
    /// How it was sent.
    pub form: Form,
}

/// Any event that the host took, in the order of the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// The block's start plus the event's time, in frames.
    pub frame: u64,
    /// The CLAP event type, such as `CLAP_EVENT_NOTE_ON` = 0.
    pub type_id: u16,
}

/// A parameter's value that the plug-in told the host.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told {
    /// The block's start plus the event's time, in frames.
    pub frame: u64,
    /// The parameter's CLAP id.
    pub id: u32,
    /// Its CLAP value.
    pub value: f64,
}

/// Collects what the plug-in sends, over as many blocks as it is handed to.
///
/// It allocates only where it outgrows its capacity.
#[derive(Clone, Debug, Default)]
pub struct Sink {
    /// The notes, in the order in which they were sent.
    pub events: Vec<HostEvent>,
    /// The parameters' values that the host was told.
    pub values: Vec<Told>,
    /// Everything that was sent, notes included.
    pub order: Vec<Pushed>,
    /// Events that the profile refused.
    pub refused: u32,
    /// Events earlier than the one before them in the same block: must be 0.
    pub disordered: u32,
    /// Events at or past the block's end: must be 0.
    pub beyond_block: u32,
}

impl Sink {
    /// A sink with room for `events` until it is cleared.
    #[must_use]
    pub fn with_capacity(events: usize) -> Self {
        Self {
            events: Vec::with_capacity(events),
            values: Vec::with_capacity(events),
            order: Vec::with_capacity(events),
            ..Self::default()
        }
    }

    /// Forgets everything, keeps the room.
    pub fn clear(&mut self) {
        self.events.clear();
        self.values.clear();
        self.order.clear();
        (self.refused, self.disordered, self.beyond_block) = (0, 0, 0);
    }

    /// Whether every event came in order and inside its block.
    #[must_use]
    pub fn is_orderly(&self) -> bool {
        self.disordered == 0 && self.beyond_block == 0
    }
}

/// The output queue of one block, in front of a sink.
pub(super) struct Outbox<'a> {
    sink: &'a mut Sink,
    profile: Profile,
    start: u64,
    frames: u32,
    taken: usize,
    last_time: u32,
}

impl<'a> Outbox<'a> {
    pub(super) fn new(sink: &'a mut Sink, profile: Profile, start: u64, frames: u32) -> Self {
        Self {
            sink,
            profile,
            start,
            frames,
            taken: 0,
            last_time: 0,
        }
    }

    fn refuses(&self, event: Option<&HostEvent>) -> bool {
        let full = match self.profile.queue {
            Queue::Capacity(events) => self.taken >= events,
            Queue::Missing => true,
        };
        let is_note = event.is_some_and(|event| event.form == Form::Note);
        full || (is_note && self.profile.dialects == Dialects::Unasked)
    }
}

impl OutputEventBuffer for Outbox<'_> {
    fn try_push(&mut self, event: &UnknownEvent) -> Result<(), TryPushError> {
        let time = event.header().time();
        let frame = self.start + u64::from(time);
        let note = read_note(event, frame);
        if self.refuses(note.as_ref()) {
            self.sink.refused += 1;
            return Err(TryPushError::new());
        }
        self.taken += 1;
        self.sink.disordered += u32::from(time < self.last_time);
        self.sink.beyond_block += u32::from(time >= self.frames);
        self.last_time = time;
        self.sink.order.push(Pushed {
            frame,
            type_id: event.header().type_id(),
        });
        self.sink.events.extend(note);
        self.sink.values.extend(read_value(event, frame));
        Ok(())
    }
}

/// The parameter's value in `event`, if it is one.
fn read_value(event: &UnknownEvent, frame: u64) -> Option<Told> {
    let value = event.as_event::<ParamValueEvent>()?;
    Some(Told {
        frame,
        id: value.param_id()?.get(),
        value: value.value(),
    })
}

/// The note in `event`, if it is one.
fn read_note(event: &UnknownEvent, frame: u64) -> Option<HostEvent> {
    if let Some(on) = event.as_event::<NoteOnEvent>() {
        let ends = (on.channel(), on.key());
        return Some(clap_note(frame, Kind::On, ends, on.velocity()));
    }
    if let Some(off) = event.as_event::<NoteOffEvent>() {
        let ends = (off.channel(), off.key());
        return Some(clap_note(frame, Kind::Off, ends, off.velocity()));
    }
    midi_note(frame, event.as_event::<MidiEvent>()?.data())
}

fn clap_note(
    frame: u64,
    kind: Kind,
    (channel, key): (Match<u16>, Match<u16>),
    velocity: f64,
) -> HostEvent {
    HostEvent {
        frame,
        kind,
        channel: specific(channel),
        key: specific(key),
        velocity,
        form: Form::Note,
    }
}

fn specific(number: Match<u16>) -> u8 {
    number
        .into_specific()
        .and_then(|number| u8::try_from(number).ok())
        .unwrap_or(u8::MAX)
}

fn midi_note(frame: u64, [status, key, velocity]: [u8; 3]) -> Option<HostEvent> {
    let kind = match (status & 0xf0, velocity) {
        (0x90, 1..) => Kind::On,
        (0x80 | 0x90, _) => Kind::Off,
        _ => return None,
    };
    Some(HostEvent {
        frame,
        kind,
        channel: status & 0xf,
        key,
        velocity: f64::from(velocity) / 127.0,
        form: Form::Midi,
    })
}

#[cfg(test)]
mod tests {
    use super::{Form, Kind, Outbox, Profile, Sink};
    use clack_host::events::event_types::{MidiEvent, NoteOnEvent};
    use clack_host::events::io::OutputEvents;
    use clack_host::events::{Match, Pckn};

    fn note(time: u32) -> NoteOnEvent {
        NoteOnEvent::new(time, Pckn::new(0u16, 9u16, 36u16, Match::All), 0.5)
    }

    #[test]
    fn a_full_queue_refuses_and_counts() {
        let mut sink = Sink::default();
        let mut outbox = Outbox::new(&mut sink, Profile::full_at(2), 100, 64);
        let mut events = OutputEvents::from_buffer(&mut outbox);
        assert!(events.try_push(note(1)).is_ok());
        assert!(events.try_push(note(2)).is_ok());
        assert!(events.try_push(note(3)).is_err());
        assert_eq!((sink.events.len(), sink.refused), (2, 1));
        assert_eq!((sink.events[1].frame, sink.events[1].key), (102, 36));
    }

    #[test]
    fn without_note_ports_only_raw_midi_is_taken() {
        let mut sink = Sink::default();
        let mut outbox = Outbox::new(&mut sink, Profile::unasked(), 0, 64);
        let mut events = OutputEvents::from_buffer(&mut outbox);
        assert!(events.try_push(note(1)).is_err());
        assert!(events.try_push(MidiEvent::new(1, 0, [0x99, 36, 0])).is_ok());
        let event = sink.events[0];
        assert_eq!((event.kind, event.form), (Kind::Off, Form::Midi));
        assert_eq!((event.channel, event.key), (9, 36));
    }

    #[test]
    fn disorder_is_counted() {
        let mut sink = Sink::default();
        let mut outbox = Outbox::new(&mut sink, Profile::default(), 0, 64);
        let mut events = OutputEvents::from_buffer(&mut outbox);
        for time in [5, 4, 64] {
            assert!(events.try_push(note(time)).is_ok());
        }
        assert_eq!((sink.disordered, sink.beyond_block), (1, 1));
        assert!(!sink.is_orderly());
    }
}

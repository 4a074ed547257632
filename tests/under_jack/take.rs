//! What was recorded beside what should have been: notes, stretch by stretch of the transport.

use super::cycle::{self, Event};
use super::recorder::Heard;
use afterbeat::grooves;
use afterbeat::plugin::Params;
use afterbeat::plugin::params::typed;
use afterbeat::time::Meter;

/// A note with the frames on which it began and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Its first frame.
    pub on: i64,
    /// The channel, from 0.
    pub channel: u8,
    /// The key.
    pub key: u8,
    /// The velocity.
    pub velocity: u8,
    /// The frame of its end.
    pub off: i64,
}

/// A stretch in which the transport rolled on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first frame.
    pub start: i64,
    /// What was heard in it.
    pub events: Vec<Event>,
}

/// The stretches of a recording.
pub fn stretches(tape: &[Heard]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for heard in tape {
        match (*heard, stretches.last_mut()) {
            (Heard::Located(start), _) => stretches.push(Stretch {
                start,
                events: Vec::new(),
            }),
            (Heard::Message { frame, bytes }, Some(stretch)) => {
                let [status, key, velocity] = bytes;
                let event = |frame| (frame, status, key, velocity);
                stretch.events.extend(frame.map(event));
            }
            (Heard::Message { .. }, None) => panic!("a note before anything rolled"),
        }
    }
    stretches
}

/// The notes that begin and end in `events`, in the order in which they begin.
pub fn notes(events: &[Event]) -> Vec<Note> {
    let mut open: Vec<Note> = Vec::new();
    let mut notes = Vec::new();
    for (frame, status, key, velocity) in events.iter().copied() {
        let channel = status & 0xf;
        let is_it = |note: &Note| (note.channel, note.key) == (channel, key);
        if let Some(at) = open.iter().position(is_it) {
            notes.push(Note {
                off: frame,
                ..open.remove(at)
            });
        }
        if status & 0xf0 == 0x90 {
            open.push(Note {
                on: frame,
                channel,
                key,
                velocity,
                off: frame,
            });
        }
    }
    notes.sort_unstable();
    notes
}

/// What the command's fresh groove plays at a tempo and a meter, rendered.
pub fn render(bpm: f64, meter: Meter) -> Vec<Event> {
    let groove = grooves::find(grooves::FRESH).unwrap();
    let params = Params::detached();
    for (id, value) in &groove.feel {
        #[expect(clippy::cast_possible_truncation, reason = "parameters are singles")]
        let value = *value as f32;
        typed::set_plain(&typed::find(&params, id).unwrap(), value).unwrap();
    }
    cycle::render(&params, bpm, meter)
}

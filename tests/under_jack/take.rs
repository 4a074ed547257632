//! What was recorded beside what should have been: notes, stretch by stretch of the transport.

use super::recorder::Heard;
use super::server::RATE;
use afterbeat::engine::Kind;
use afterbeat::grooves;
use afterbeat::offline::{Render, Rendered};
use afterbeat::pattern::Bank;
use afterbeat::plugin::Params;
use afterbeat::plugin::params::typed;
use afterbeat::time::{Bpm, Meter, SampleRate};
use std::num::NonZeroU32;

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

/// A beginning or an end: frame, status, key, velocity.
pub type Event = (i64, u8, u8, u8);

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

/// What the fresh instance plays at a tempo and a meter, rendered.
pub fn render(bpm: f64, meter: Meter) -> Vec<Event> {
    let groove = grooves::find(grooves::FRESH).unwrap();
    let params = Params::detached();
    for (id, value) in &groove.feel {
        let param = typed::find(&params, id).unwrap();
        typed::set(&param, &value.to_string())
            .or_else(|_| {
                #[expect(clippy::cast_possible_truncation, reason = "as the command does")]
                typed::set_plain(&param, *value as f32)
            })
            .unwrap();
    }
    let render = Render {
        bank: Bank::with_first(groove.pattern.clone()),
        bars: 32,
        bpm: Bpm::new(bpm).unwrap(),
        rate: SampleRate::new(f64::from(RATE)).unwrap(),
        block: NonZeroU32::new(512).unwrap(),
        meter,
        automated: false,
    };
    render
        .run(|_| params.controls())
        .iter()
        .map(event)
        .collect()
}

fn event(rendered: &Rendered) -> Event {
    let (status, velocity) = match rendered.event.kind {
        Kind::On(velocity) => (0x90, velocity.get()),
        Kind::Off => (0x80, 0),
    };
    let channel = rendered.event.channel.get();
    (
        rendered.frame,
        status | channel,
        rendered.event.key.get(),
        velocity,
    )
}

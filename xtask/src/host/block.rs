//! One block as the host hands it to the plug-in.

use clack_host::events::event_types::{
    MidiEvent, NoteOffEvent, NoteOnEvent, ParamModEvent, ParamValueEvent,
};
use clack_host::events::io::EventBuffer;
use clack_host::events::{Match, Pckn};
use clack_host::utils::ClapId;

use super::sink::{Form, Kind};
use super::transport::Transport;

/// What the plug-in is given for one call of `process`. Times are frames into the block.
#[derive(Clone, Copy, Debug, Default)]
pub struct Block<'a> {
    /// The block's length in frames.
    pub frames: u32,
    /// The host's own count of frames at the block's start. What the plug-in sends is stamped with it.
    pub start: u64,
    /// The transport at the block's start; `None` is a host without one (a null pointer).
    pub transport: Option<Transport>,
    /// Parameter values to be set.
    pub params: &'a [ParamPoint],
    /// Modulation of parameters: amounts that are added to their values.
    pub modulation: &'a [ParamPoint],
    /// Notes that come in.
    pub notes: &'a [NoteInput],
    /// Raw MIDI messages that come in, each with its frame in the block.
    pub messages: &'a [(u32, [u8; 3])],
    /// Changes of the transport inside the block.
    pub transport_events: &'a [(u32, Transport)],
}

/// A point of automation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParamPoint {
    /// Frames into the block.
    pub time: u32,
    /// The parameter's CLAP id.
    pub id: u32,
    /// The CLAP value, or an amount of modulation in its units: 0 to 1 for a continuous parameter, 0 to n - 1 for a stepped one.
    pub value: f64,
}

/// A note that the host sends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoteInput {
    /// Frames into the block.
    pub time: u32,
    /// On or off.
    pub kind: Kind,
    /// Channel, 0 to 15.
    pub channel: u8,
    /// Key, 0 to 127.
    pub key: u8,
    /// Velocity, 0 to 1.
    pub velocity: f64,
    /// As a CLAP note or as raw MIDI.
    pub form: Form,
}

impl Block<'_> {
    /// Writes the block's events, in order of time, over what `buffer` held.
    pub(super) fn write_events(&self, buffer: &mut EventBuffer) {
        buffer.clear();
        for (time, transport) in self.transport_events {
            buffer.push(&transport.to_event(*time));
        }
        write_params(self.params, buffer);
        write_modulation(self.modulation, buffer);
        for note in self.notes {
            note.write(buffer);
        }
        for (time, bytes) in self.messages {
            buffer.push(&MidiEvent::new(*time, 0, *bytes));
        }
        buffer.sort();
    }
}

/// Appends parameter points; an id that CLAP reserves as "invalid" is left out.
pub(super) fn write_params(points: &[ParamPoint], buffer: &mut EventBuffer) {
    for point in points {
        if let Some(id) = ClapId::from_raw(point.id) {
            buffer.push(&ParamValueEvent::new(
                point.time,
                id,
                Pckn::match_all(),
                point.value,
            ));
        }
    }
}

fn write_modulation(points: &[ParamPoint], buffer: &mut EventBuffer) {
    for point in points {
        if let Some(id) = ClapId::from_raw(point.id) {
            let all = Pckn::match_all();
            buffer.push(&ParamModEvent::new(point.time, id, all, point.value));
        }
    }
}

impl NoteInput {
    fn write(&self, buffer: &mut EventBuffer) {
        let pckn = Pckn::new(
            0u16,
            u16::from(self.channel),
            u16::from(self.key),
            Match::All,
        );
        match (self.form, self.kind) {
            (Form::Note, Kind::On) => {
                buffer.push(&NoteOnEvent::new(self.time, pckn, self.velocity));
            }
            (Form::Note, Kind::Off) => {
                buffer.push(&NoteOffEvent::new(self.time, pckn, self.velocity));
            }
            (Form::Midi, kind) => {
                let status = if kind == Kind::On { 0x90 } else { 0x80 } | (self.channel & 0xf);
                let bytes = [status, self.key & 0x7f, seven_bits(self.velocity)];
                buffer.push(&MidiEvent::new(self.time, 0, bytes));
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=127 before"
)]
fn seven_bits(velocity: f64) -> u8 {
    (velocity * 127.0).round().clamp(0.0, 127.0) as u8
}

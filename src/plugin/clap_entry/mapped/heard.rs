//! What the host's events are to the player's map.

use crate::midi_map::{Trigger, Used, ends_all_notes};
use crate::time::round_i64;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_MIDI, CLAP_EVENT_NOTE_CHOKE, CLAP_EVENT_NOTE_OFF,
    CLAP_EVENT_NOTE_ON, clap_event_header, clap_event_midi, clap_event_note, clap_input_events,
};

/// Where an event is in the host's list, and when.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) index: u32,
    pub(super) time: u32,
}

/// Something that comes in.
#[derive(Clone, Copy)]
pub(super) enum Heard {
    /// A trigger, and the channel that it came on.
    Used(Used, u8),
    /// The end of a key on a channel; `None` stands for all.
    End(Option<u8>, Option<u8>),
}

/// Gives all that the map may want of the list, in the host's order.
///
/// # Safety
/// `host` must be null or a valid list, and so must its events be.
pub(super) unsafe fn for_each(host: *const clap_input_events, mut each: impl FnMut(Heard, At)) {
    // SAFETY: the caller's promise.
    let host = unsafe { host.as_ref() };
    let events = host.and_then(|host| Some((host, host.size?, host.get?)));
    let Some((host, size, get)) = events else {
        return;
    };
    // SAFETY: the list is valid.
    for index in 0..unsafe { size(host) } {
        // SAFETY: the list is valid, and so are its events.
        if let Some((heard, time)) = unsafe { heard(get(host, index)) } {
            each(heard, At { index, time });
        }
    }
}

/// # Safety
/// `event` must be null or valid.
unsafe fn heard(event: *const clap_event_header) -> Option<(Heard, u32)> {
    // SAFETY: the caller's promise.
    let header = unsafe { event.as_ref() }?;
    if header.space_id != CLAP_CORE_EVENT_SPACE_ID {
        return None;
    }
    let is_long = |size: usize| usize::try_from(header.size).is_ok_and(|given| given >= size);
    let heard = match header.type_ {
        CLAP_EVENT_NOTE_ON | CLAP_EVENT_NOTE_OFF | CLAP_EVENT_NOTE_CHOKE
            if is_long(size_of::<clap_event_note>()) =>
        {
            // SAFETY: it is a note, and as long as one.
            note(&unsafe { event.cast::<clap_event_note>().read_unaligned() })
        }
        CLAP_EVENT_MIDI if is_long(size_of::<clap_event_midi>()) => {
            // SAFETY: it is a message, and as long as one.
            message(unsafe { event.cast::<clap_event_midi>().read_unaligned() }.data)
        }
        _ => None,
    };
    Some((heard?, header.time))
}

fn note(note: &clap_event_note) -> Option<Heard> {
    let channel = u8::try_from(note.channel).ok().filter(|n| *n < 16);
    let key = u8::try_from(note.key).ok().filter(|n| *n < 128);
    if note.header.type_ != CLAP_EVENT_NOTE_ON {
        return Some(Heard::End(channel, key));
    }
    // One of the softest is a note still.
    let value = round_i64(note.velocity * 127.0).clamp(1, 127);
    let used = Used {
        trigger: Trigger::Note(key?),
        value: u8::try_from(value).ok()?,
    };
    Some(Heard::Used(used, channel?))
}

fn message([status, number, value]: [u8; 3]) -> Option<Heard> {
    let (channel, number, value) = (status & 0xf, number & 127, value & 127);
    let used = |trigger, value| Some(Heard::Used(Used { trigger, value }, channel));
    match status & 0xf0 {
        0x90 if value > 0 => used(Trigger::Note(number), value),
        0x80 | 0x90 => Some(Heard::End(Some(channel), Some(number))),
        0xb0 if ends_all_notes(number) => Some(Heard::End(Some(channel), None)),
        // Beyond these are words for the whole channel, and no controllers.
        0xb0 if number < 120 => used(Trigger::Control(number), value),
        0xc0 => used(Trigger::Program(number), number),
        _ => None,
    }
}

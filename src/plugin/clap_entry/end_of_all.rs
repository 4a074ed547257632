//! The MIDI message that ends all notes of a channel, as the note event that does.

use crate::midi_map::ends_all_notes;
use clap_sys::events::{
    CLAP_EVENT_MIDI, CLAP_EVENT_NOTE_OFF, clap_event_header, clap_event_midi, clap_event_note,
};

#[expect(clippy::cast_possible_truncation, reason = "40 bytes")]
const NOTE_SIZE: u32 = size_of::<clap_event_note>() as u32;

/// What ends all notes of a channel at `time`, if a MIDI message says that.
///
/// # Safety
/// `event` must be valid, and as long as its kind.
pub(super) unsafe fn end_of_all(
    event: *const clap_event_header,
    time: u32,
) -> Option<clap_event_note> {
    // SAFETY: the caller's promise.
    let header = unsafe { *event };
    if header.type_ != CLAP_EVENT_MIDI {
        return None;
    }
    // SAFETY: it is a message, and as long as one.
    let message = unsafe { event.cast::<clap_event_midi>().read_unaligned() };
    let [status, controller, _] = message.data;
    let ends_all = status & 0xf0 == 0xb0 && ends_all_notes(controller);
    ends_all.then(|| clap_event_note {
        header: clap_event_header {
            size: NOTE_SIZE,
            time,
            type_: CLAP_EVENT_NOTE_OFF,
            ..header
        },
        note_id: -1,
        port_index: i16::try_from(message.port_index).unwrap_or(0),
        channel: i16::from(status & 0xf),
        key: -1,
        velocity: 0.0,
    })
}

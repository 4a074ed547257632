//! The ends of incoming notes, as the wrapper gets them.

use super::end_notes;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_NOTE_END, CLAP_EVENT_NOTE_OFF, CLAP_EVENT_NOTE_ON,
    clap_event_header, clap_event_note, clap_input_events, clap_output_events,
};
use clap_sys::process::clap_process;
use std::cell::RefCell;
use std::mem::zeroed;
use std::ptr;

fn note(type_: u16, note_id: i32) -> clap_event_note {
    clap_event_note {
        header: clap_event_header {
            size: u32::try_from(size_of::<clap_event_note>()).unwrap(),
            time: 7,
            space_id: CLAP_CORE_EVENT_SPACE_ID,
            type_,
            flags: 0,
        },
        note_id,
        port_index: 0,
        channel: 9,
        key: 36,
        velocity: 0.5,
    }
}

unsafe extern "C" fn size(list: *const clap_input_events) -> u32 {
    // SAFETY: the list's context is the test's notes.
    let notes = unsafe { &*(*list).ctx.cast::<Vec<clap_event_note>>() };
    u32::try_from(notes.len()).unwrap()
}

unsafe extern "C" fn get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: as above.
    let notes = unsafe { &*(*list).ctx.cast::<Vec<clap_event_note>>() };
    let note = notes.get(usize::try_from(index).unwrap());
    note.map_or(ptr::null(), |note| &raw const note.header)
}

unsafe extern "C" fn push(
    list: *const clap_output_events,
    event: *const clap_event_header,
) -> bool {
    // SAFETY: the list's context is the test's tape, and only notes are pushed.
    unsafe {
        let tape = &*(*list).ctx.cast::<RefCell<Vec<clap_event_note>>>();
        tape.borrow_mut().push(*event.cast());
    }
    true
}

#[test]
fn each_note_that_begins_is_ended_on_the_last_frame() {
    let notes = vec![
        note(CLAP_EVENT_NOTE_ON, 3),
        note(CLAP_EVENT_NOTE_OFF, 3),
        note(CLAP_EVENT_NOTE_ON, -1),
    ];
    let tape: RefCell<Vec<clap_event_note>> = RefCell::default();
    let heard = clap_input_events {
        ctx: ptr::from_ref(&notes).cast_mut().cast(),
        size: Some(size),
        get: Some(get),
    };
    let sent = clap_output_events {
        ctx: ptr::from_ref(&tape).cast_mut().cast(),
        try_push: Some(push),
    };
    // SAFETY: zeros are a valid process, and the lists outlive the call.
    unsafe {
        let mut process: clap_process = zeroed();
        end_notes(&process);
        process.frames_count = 64;
        (process.in_events, process.out_events) = (&raw const heard, &raw const sent);
        end_notes(&process);
    }
    let tape = tape.into_inner();
    let ends = tape
        .iter()
        .map(|end| (end.header.type_, end.header.time, end.note_id, end.key));
    let expected = [
        (CLAP_EVENT_NOTE_END, 63, 3, 36),
        (CLAP_EVENT_NOTE_END, 63, -1, 36),
    ];
    assert_eq!(ends.collect::<Vec<_>>(), expected);
}

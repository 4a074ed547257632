//! The in-list, read as the framework reads it.

use super::{InEvents, Modulations};
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_MIDI2, CLAP_EVENT_NOTE_ON, CLAP_EVENT_PARAM_VALUE,
    CLAP_EVENT_TRANSPORT, CLAP_TRANSPORT_HAS_TEMPO, clap_event_header, clap_event_note,
    clap_event_param_value, clap_event_transport, clap_input_events,
};
use clap_sys::fixedpoint::{CLAP_BEATTIME_FACTOR, CLAP_SECTIME_FACTOR};
use std::mem::zeroed;
use std::ptr;

/// Any event, with its header where CLAP has it.
#[repr(C)]
union Any {
    header: clap_event_header,
    note: clap_event_note,
    value: clap_event_param_value,
    transport: clap_event_transport,
}

fn header<T>(type_: u16, time: u32) -> clap_event_header {
    clap_event_header {
        size: u32::try_from(size_of::<T>()).unwrap(),
        time,
        space_id: CLAP_CORE_EVENT_SPACE_ID,
        type_,
        flags: 0,
    }
}

fn note(time: u32, key: i16) -> Any {
    Any {
        note: clap_event_note {
            header: header::<clap_event_note>(CLAP_EVENT_NOTE_ON, time),
            note_id: -1,
            port_index: 0,
            channel: 9,
            key,
            velocity: 0.5,
        },
    }
}

fn value(time: u32, value: f64) -> Any {
    Any {
        value: clap_event_param_value {
            header: header::<clap_event_param_value>(CLAP_EVENT_PARAM_VALUE, time),
            param_id: 1,
            cookie: ptr::null_mut(),
            note_id: -1,
            port_index: -1,
            channel: -1,
            key: -1,
            value,
        },
    }
}

/// A transport at 120 BPM, one beat and half a second into the song.
fn transport(time: u32, flags: u32) -> Any {
    // SAFETY: zeros are a valid transport.
    let zero: clap_event_transport = unsafe { zeroed() };
    Any {
        transport: clap_event_transport {
            header: header::<clap_event_transport>(CLAP_EVENT_TRANSPORT, time),
            flags,
            song_pos_beats: CLAP_BEATTIME_FACTOR,
            song_pos_seconds: CLAP_SECTIME_FACTOR / 2,
            tempo: 120.0,
            ..zero
        },
    }
}

unsafe extern "C" fn size(list: *const clap_input_events) -> u32 {
    // SAFETY: the context is the vector of `with_list`.
    u32::try_from(unsafe { (*(*list).ctx.cast::<Vec<Any>>()).len() }).unwrap()
}

unsafe extern "C" fn get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: the context is the vector of `with_list`.
    let events = unsafe { &*(*list).ctx.cast::<Vec<Any>>() };
    events
        .get(usize::try_from(index).unwrap())
        .map_or(ptr::null(), |event| ptr::from_ref(event).cast())
}

/// Gives `look` the list that the framework sees for `events` in a block of 512 frames at 48 kHz.
fn with_list(events: &Vec<Any>, look: impl FnOnce(&dyn Fn(u32) -> *const clap_event_header)) {
    let host = clap_input_events {
        ctx: ptr::from_ref(events).cast_mut().cast(),
        size: Some(size),
        get: Some(get),
    };
    let modulations = Modulations::default();
    // SAFETY: the list is valid.
    let list =
        unsafe { InEvents::new(&raw const host, (&modulations, None), 512, 48_000.0) }.unwrap();
    let list = list.list();
    // SAFETY: as above.
    let length = unsafe { list.size.unwrap()(&raw const list) };
    assert_eq!(usize::try_from(length).unwrap(), 3 * events.len());
    // SAFETY: as above.
    let get = |place| unsafe { list.get.unwrap()(&raw const list, place) };
    look(&|index| {
        let [before, event, after] = [0, 1, 2].map(|part| get(3 * index + part));
        assert!(before.is_null() && after.is_null(), "nothing is modulated");
        event
    });
}

fn times(events: &Vec<Any>) -> Vec<u32> {
    let mut times = Vec::new();
    with_list(events, |get| {
        for index in 0..u32::try_from(events.len()).unwrap() {
            // SAFETY: the list gives valid events.
            times.push(unsafe { (*get(index)).time });
        }
    });
    times
}

#[test]
fn good_events_are_the_hosts_own() {
    let events = vec![note(0, 36), value(7, 0.5), note(511, 38)];
    with_list(&events, |get| {
        for (index, event) in (0..).zip(&events) {
            assert!(ptr::eq(get(index), ptr::from_ref(event).cast()));
        }
    });
}

#[test]
fn times_stay_in_the_block_and_never_go_back() {
    let events = vec![
        note(3, 1),
        value(1, 0.0),
        note(512, 2),
        note(9, 3),
        value(99_999, 1.0),
    ];
    assert_eq!(times(&events), [3, 3, 511, 511, 511]);
}

#[test]
fn a_moved_event_is_otherwise_as_it_was() {
    let events = vec![note(30, 1), value(10, 0.25)];
    with_list(&events, |get| {
        // Out of order and twice, as the framework looks at the next before it takes it.
        for index in [1, 1, 0, 1] {
            let event = get(index);
            if index == 1 {
                // SAFETY: the event at 1 is a parameter's value.
                let event = unsafe { event.cast::<clap_event_param_value>().read_unaligned() };
                assert_eq!(event.header.time, 30);
                assert!((event.value - 0.25).abs() < f64::EPSILON);
                assert_eq!(event.param_id, 1);
            }
        }
    });
}

#[test]
fn what_the_plug_in_does_not_read_is_not_there() {
    let foreign = |space_id, type_, size| Any {
        header: clap_event_header {
            size,
            time: 0,
            space_id,
            type_,
            flags: 0,
        },
    };
    let events = vec![
        foreign(0, CLAP_EVENT_MIDI2, 64),
        foreign(77, CLAP_EVENT_NOTE_ON, 64),
        foreign(0, CLAP_EVENT_NOTE_ON, 17),
    ];
    with_list(&events, |get| {
        assert!((0..4).all(|index| get(index).is_null()));
    });
}

fn position(event: *const clap_event_header) -> (f64, f64) {
    // SAFETY: the caller gives a transport's pointer.
    let event = unsafe { event.cast::<clap_event_transport>().read_unaligned() };
    let float = crate::time::to_f64;
    (
        float(event.song_pos_beats) / float(CLAP_BEATTIME_FACTOR),
        float(event.song_pos_seconds) / float(CLAP_SECTIME_FACTOR),
    )
}

#[test]
fn a_transport_inside_the_block_is_earlier_by_what_the_framework_adds() {
    let events = vec![
        transport(0, CLAP_TRANSPORT_HAS_TEMPO),
        transport(480, CLAP_TRANSPORT_HAS_TEMPO),
        transport(480, 0),
    ];
    with_list(&events, |get| {
        assert_eq!(position(get(0)), (1.0, 0.5));
        // 480 frames are 10 ms, a fiftieth of a beat.
        let (beats, seconds) = position(get(1));
        assert!((beats - 0.98).abs() < 1e-9, "{beats}");
        assert!((seconds - 0.49).abs() < 1e-9, "{seconds}");
        // Without a tempo the framework adds nothing.
        assert_eq!(position(get(2)), (1.0, 0.5));
    });
}

#[test]
fn a_transport_outlives_a_look_at_the_next() {
    let events: Vec<Any> = (1..5)
        .map(|n| transport(n * 100, CLAP_TRANSPORT_HAS_TEMPO))
        .collect();
    with_list(&events, |get| {
        for index in 0..3 {
            let kept = get(index);
            let before = position(kept);
            let next = get(index + 1);
            assert_ne!(kept, next);
            assert_eq!(position(kept), before);
            assert_eq!(get(index + 1), next, "taken where it was looked at");
            assert_eq!(position(kept), before);
        }
    });
}

#[test]
fn absurd_transports_are_borne() {
    for tempo in [f64::NAN, f64::INFINITY, -1e300, 0.0] {
        let mut event = transport(500, CLAP_TRANSPORT_HAS_TEMPO);
        event.transport.tempo = tempo;
        event.transport.song_pos_beats = i64::MIN;
        assert_eq!(times(&vec![event]), [500]);
    }
}

#[test]
fn no_list_stays_no_list() {
    let modulations = Modulations::default();
    // SAFETY: null is allowed.
    assert!(unsafe { InEvents::new(ptr::null(), (&modulations, None), 64, 48_000.0) }.is_none());
}

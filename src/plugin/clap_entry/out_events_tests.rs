//! The out-list, in front of hosts of several kinds.

use super::{Knobs, Modulations, NoteForm, OutEvents};
use crate::plugin::Params;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_MIDI, CLAP_EVENT_NOTE_OFF, CLAP_EVENT_NOTE_ON,
    CLAP_EVENT_PARAM_GESTURE_BEGIN, CLAP_EVENT_PARAM_VALUE, clap_event_header, clap_event_midi,
    clap_event_note, clap_event_param_gesture, clap_event_param_value, clap_output_events,
};
use clap_sys::ext::note_ports::{CLAP_NOTE_DIALECT_CLAP, CLAP_NOTE_DIALECT_MIDI};
use clap_sys::ext::params::{clap_param_info, clap_plugin_params};
use clap_sys::plugin::clap_plugin;
use std::cell::RefCell;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

/// A host's queue: what it takes, how much of it, and what it got (type, time, MIDI bytes; values).
struct Host {
    reads_notes: bool,
    reads_midi: bool,
    room: RefCell<usize>,
    got: RefCell<Vec<(u16, u32, [u8; 3])>>,
    values: RefCell<Vec<f64>>,
}

impl Host {
    fn of_both() -> Self {
        Self {
            reads_notes: true,
            reads_midi: true,
            room: RefCell::new(100),
            got: RefCell::default(),
            values: RefCell::default(),
        }
    }

    /// Sends through a list of its own, as one call of process does.
    fn send(&self, form: &NoteForm, events: &[Sent]) -> Vec<bool> {
        self.send_of(None, form, events)
    }

    fn send_of(
        &self,
        modulated: Option<(&Modulations, &Knobs)>,
        form: &NoteForm,
        events: &[Sent],
    ) -> Vec<bool> {
        let host = clap_output_events {
            ctx: ptr::from_ref(self).cast_mut().cast(),
            try_push: Some(try_push),
        };
        // SAFETY: the list is valid.
        let list = unsafe { OutEvents::new(&raw const host, (form, modulated), None) }.unwrap();
        let list = list.list();
        let push = list.try_push.unwrap();
        // SAFETY: as above, and what is sent is valid.
        let push = |event| unsafe { push(&raw const list, event) };
        events.iter().map(|event| event.offer_to(&push)).collect()
    }

    fn types(&self) -> Vec<u16> {
        self.got.borrow().iter().map(|got| got.0).collect()
    }

    fn times(&self) -> Vec<u32> {
        self.got.borrow().iter().map(|got| got.1).collect()
    }
}

unsafe extern "C" fn try_push(
    list: *const clap_output_events,
    event: *const clap_event_header,
) -> bool {
    // SAFETY: the context is the host of `send`.
    let (host, header) = unsafe { (&*(*list).ctx.cast::<Host>(), *event) };
    let is_note = matches!(header.type_, CLAP_EVENT_NOTE_ON | CLAP_EVENT_NOTE_OFF);
    let is_midi = header.type_ == CLAP_EVENT_MIDI;
    let mut room = host.room.borrow_mut();
    if is_note && !host.reads_notes || is_midi && !host.reads_midi || *room == 0 {
        return false;
    }
    *room -= 1;
    let bytes = if is_midi {
        // SAFETY: the event is a MIDI event.
        unsafe { (*event.cast::<clap_event_midi>()).data }
    } else {
        [0; 3]
    };
    if header.type_ == CLAP_EVENT_PARAM_VALUE {
        // SAFETY: the event is a parameter's value.
        let event = unsafe { event.cast::<clap_event_param_value>().read_unaligned() };
        host.values.borrow_mut().push(event.value);
    }
    host.got
        .borrow_mut()
        .push((header.type_, header.time, bytes));
    true
}

#[derive(Clone, Copy)]
enum Sent {
    On(u32),
    Off(u32),
    Value(u32),
    /// A parameter's id and its value.
    ValueOf(u32, f64),
    Gesture(u32),
}

impl Sent {
    fn offer_to(self, push: &dyn Fn(*const clap_event_header) -> bool) -> bool {
        match self {
            Self::On(time) => push(ptr::from_ref(&note(CLAP_EVENT_NOTE_ON, time)).cast()),
            Self::Off(time) => push(ptr::from_ref(&note(CLAP_EVENT_NOTE_OFF, time)).cast()),
            Self::Value(time) => push(ptr::from_ref(&value(time)).cast()),
            Self::ValueOf(id, value) => push(ptr::from_ref(&value_of(id, value)).cast()),
            Self::Gesture(time) => push(ptr::from_ref(&gesture(time)).cast()),
        }
    }
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

fn note(type_: u16, time: u32) -> clap_event_note {
    clap_event_note {
        header: header::<clap_event_note>(type_, time),
        note_id: -1,
        port_index: 0,
        channel: 9,
        key: 38,
        velocity: f64::from(100.25_f32 / 127.0),
    }
}

fn value(time: u32) -> clap_event_param_value {
    clap_event_param_value {
        header: header::<clap_event_param_value>(CLAP_EVENT_PARAM_VALUE, time),
        param_id: 1,
        cookie: ptr::null_mut(),
        note_id: -1,
        port_index: -1,
        channel: -1,
        key: -1,
        value: 0.5,
    }
}

fn value_of(param_id: u32, to: f64) -> clap_event_param_value {
    clap_event_param_value {
        param_id,
        value: to,
        ..value(0)
    }
}

fn gesture(time: u32) -> clap_event_param_gesture {
    clap_event_param_gesture {
        header: header::<clap_event_param_gesture>(CLAP_EVENT_PARAM_GESTURE_BEGIN, time),
        param_id: 1,
    }
}

#[test]
fn a_host_of_notes_gets_notes() {
    let host = Host::of_both();
    host.send(&NoteForm::default(), &[Sent::On(3), Sent::Off(9)]);
    assert_eq!(host.types(), [CLAP_EVENT_NOTE_ON, CLAP_EVENT_NOTE_OFF]);
}

#[test]
fn a_host_that_says_it_lacks_them_gets_raw_midi() {
    // Qtractor: it would take the notes, and lose their velocities.
    let host = Host::of_both();
    let form = NoteForm::default();
    form.settle(CLAP_NOTE_DIALECT_MIDI);
    host.send(&form, &[Sent::On(3), Sent::Off(9)]);
    let got = host.got.borrow();
    assert_eq!(got[0], (CLAP_EVENT_MIDI, 3, [0x99, 38, 100]));
    assert_eq!(got[1].2[..2], [0x89, 38]);
}

#[test]
fn a_host_that_refuses_notes_gets_raw_midi_and_is_remembered() {
    // Carla.
    let host = Host {
        reads_notes: false,
        ..Host::of_both()
    };
    let form = NoteForm::default();
    assert_eq!(host.send(&form, &[Sent::On(3)]), [true]);
    assert_eq!(host.send(&form, &[Sent::Off(0)]), [true]);
    assert_eq!(host.types(), [CLAP_EVENT_MIDI, CLAP_EVENT_MIDI]);
    assert_eq!(form.get(), super::RAW_MIDI);
}

#[test]
fn a_full_queue_refuses_and_teaches_nothing() {
    let host = Host::of_both();
    let form = NoteForm::default();
    *host.room.borrow_mut() = 0;
    assert_eq!(host.send(&form, &[Sent::On(3)]), [false]);
    assert_eq!(form.get(), super::UNKNOWN);
    *host.room.borrow_mut() = 1;
    assert_eq!(
        host.send(&form, &[Sent::On(3), Sent::Off(9)]),
        [true, false]
    );
    assert_eq!(form.get(), super::NOTES);
}

#[test]
fn a_host_that_has_taken_a_note_is_never_sent_raw_midi() {
    // A queue counted in bytes may have room for the smaller event only.
    let mut host = Host::of_both();
    let form = NoteForm::default();
    host.send(&form, &[Sent::On(0)]);
    host.reads_notes = false;
    assert_eq!(host.send(&form, &[Sent::Off(0)]), [false]);
    form.settle(CLAP_NOTE_DIALECT_CLAP | CLAP_NOTE_DIALECT_MIDI);
    assert_eq!(host.send(&form, &[Sent::Off(0)]), [false]);
}

#[test]
fn late_parameter_events_do_not_go_back() {
    let host = Host::of_both();
    let events = [
        Sent::On(200),
        Sent::Gesture(0),
        Sent::Value(0),
        Sent::On(210),
        Sent::Value(300),
    ];
    host.send(&NoteForm::default(), &events);
    assert_eq!(host.times(), [200, 200, 200, 210, 300]);
}

#[test]
fn what_was_refused_does_not_hold_later_events_up() {
    let host = Host {
        reads_notes: false,
        reads_midi: false,
        ..Host::of_both()
    };
    host.send(&NoteForm::default(), &[Sent::On(200), Sent::Value(5)]);
    assert_eq!(host.times(), [5]);
}

/// The parameters by their places in the list.
fn knobs(params: &Arc<Params>) -> Knobs {
    unsafe extern "C" fn get_info(
        _plugin: *const clap_plugin,
        index: u32,
        info: *mut clap_param_info,
    ) -> bool {
        // SAFETY: there is room for one.
        unsafe { (*info).id = index };
        true
    }
    // SAFETY: tables of zeros are without functions.
    unsafe {
        let plugin = MaybeUninit::<clap_plugin>::zeroed().assume_init();
        let table = MaybeUninit::<clap_plugin_params>::zeroed().assume_init();
        let table = clap_plugin_params {
            get_info: Some(get_info),
            ..table
        };
        Knobs::new(&plugin, Some(&table), params)
    }
}

#[test]
fn a_step_is_told_as_the_whole_number_that_it_is() {
    let params = Arc::new(Params::detached());
    let (modulations, knobs) = (Modulations::default(), knobs(&params));
    for (handle, id) in params.list().into_iter().zip(0..) {
        let Some(steps) = handle.found().steps else {
            continue;
        };
        let last = u16::try_from(steps).unwrap();
        for step in 0..=last {
            // A button asks for a step, and a dial for anything near it.
            for off in [0.0, 0.3] {
                let part = (f32::from(step) + off) / f32::from(last.max(1));
                handle.set_normalized(part).unwrap();
                let asked = f64::from(part.min(1.0)) * f64::from(last);
                let host = Host::of_both();
                let event = Sent::ValueOf(id, asked);
                let modulated = Some((&modulations, &knobs));
                host.send_of(modulated, &NoteForm::default(), &[event]);
                let told = host.values.borrow()[0];
                let name = handle.name();
                assert_eq!(told.to_bits(), f64::from(step).to_bits(), "{name} {step}");
            }
        }
    }
}

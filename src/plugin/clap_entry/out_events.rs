//! What goes out: notes in the form that the host reads, and times that never go back.
//!
//! Nothing is kept here: what the host refuses is refused to the engine, which knows what to do.

use super::knobs::Knobs;
use super::mapped::{Echo, Plan};
use super::modulation::Modulations;
use crate::plugin::guard::caught;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_MIDI, CLAP_EVENT_NOTE_OFF, CLAP_EVENT_NOTE_ON,
    CLAP_EVENT_PARAM_GESTURE_BEGIN, CLAP_EVENT_PARAM_GESTURE_END, CLAP_EVENT_PARAM_VALUE,
    clap_event_header, clap_event_midi, clap_event_note, clap_event_param_gesture,
    clap_event_param_value, clap_output_events,
};
use clap_sys::ext::note_ports::{CLAP_NOTE_DIALECT_CLAP, CLAP_NOTE_DIALECT_MIDI};
use std::cell::Cell;
use std::mem::size_of;
use std::ptr;
use std::sync::atomic::{AtomicU8, Ordering};

const UNKNOWN: u8 = 0;
const NOTES: u8 = 1;
const RAW_MIDI: u8 = 2;

#[expect(clippy::cast_possible_truncation, reason = "24 bytes")]
const EVENT_MIDI_SIZE: u32 = size_of::<clap_event_midi>() as u32;

/// In which form the host reads notes.
///
/// Hosts that know the note-ports extension say it (Qtractor: only raw MIDI). Carla does not, and
/// refuses note events; so until the host has taken a first note, one that it refuses is offered
/// as raw MIDI, and what it takes is its form. After that a refusal means a full queue.
///
/// **Thread:** `settle` is main, the rest audio.
#[derive(Debug, Default)]
pub(super) struct NoteForm(AtomicU8);

impl NoteForm {
    /// Takes the host's word, the dialects that it supports.
    pub(super) fn settle(&self, dialects: u32) {
        if dialects & CLAP_NOTE_DIALECT_CLAP != 0 {
            self.set(NOTES);
        } else if dialects & CLAP_NOTE_DIALECT_MIDI != 0 {
            self.set(RAW_MIDI);
        }
    }

    fn set(&self, form: u8) {
        self.0.store(form, Ordering::Relaxed);
    }

    fn get(&self) -> u8 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The host's list for one call of `process`. **Thread:** audio.
pub(super) struct OutEvents<'a> {
    host: &'a clap_output_events,
    form: &'a NoteForm,
    /// What the host modulates, and what was set.
    modulated: Option<(&'a Modulations, &'a Knobs)>,
    /// The time of the last event that the host took.
    latest: Cell<u32>,
    /// What the host is still to be told of the parameters that the player's hands have moved.
    echoes: Cell<&'a [Echo]>,
    /// Whether it has taken all that.
    is_told: Cell<bool>,
}

impl<'a> OutEvents<'a> {
    /// The list in front of `host`; `None` if the host has none.
    ///
    /// # Safety
    /// `host` must be null or a list that is valid for `'a`.
    pub(super) unsafe fn new(
        host: *const clap_output_events,
        (form, modulated): (&'a NoteForm, Option<(&'a Modulations, &'a Knobs)>),
        plan: Option<&'a Plan>,
    ) -> Option<Self> {
        // SAFETY: the caller's promise.
        let host = unsafe { host.as_ref()? };
        Some(Self {
            host,
            form,
            modulated,
            latest: Cell::new(0),
            echoes: Cell::new(plan.map_or(&[], Plan::echoes)),
            is_told: Cell::new(true),
        })
    }

    /// Tells the host what is left of the parameters that were moved, in a block of `frames` frames.
    /// False if it did not take all.
    pub(super) fn finish(&self, frames: u32) -> bool {
        self.tell_until(frames.saturating_sub(1), frames);
        self.is_told.get()
    }

    /// Tells it what was moved up to `time`; all counts as within `frames` frames.
    fn tell_until(&self, time: u32, frames: u32) {
        let last = frames.saturating_sub(1);
        while let Some((echo, rest)) = self.echoes.get().split_first() {
            let at = echo.time.min(last);
            if at > time {
                return;
            }
            self.echoes.set(rest);
            let to = echo.to;
            let at = at.max(self.latest.get());
            let is_taken = self.offer(ptr::from_ref(&to.gesture(true, at)).cast())
                && self.offer(ptr::from_ref(&to.event(at)).cast());
            let is_ended = self.offer(ptr::from_ref(&to.gesture(false, at)).cast());
            self.is_told.set(self.is_told.get() && is_taken && is_ended);
        }
    }

    /// The list for the framework; valid while `self` is and does not move.
    pub(super) fn list(&self) -> clap_output_events {
        clap_output_events {
            ctx: ptr::from_ref(self).cast_mut().cast(),
            try_push: Some(try_push),
        }
    }

    /// # Safety
    /// `event` must be valid, and as long as it says.
    unsafe fn push(&self, event: *const clap_event_header) -> bool {
        // SAFETY: the caller's promise; the framework's events are as long as their kind.
        unsafe {
            let header = *event;
            match (header.space_id, header.type_) {
                (CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_NOTE_ON | CLAP_EVENT_NOTE_OFF) => {
                    self.push_note(*event.cast())
                }
                (CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_VALUE) => {
                    self.push_value(*event.cast())
                }
                (
                    CLAP_CORE_EVENT_SPACE_ID,
                    CLAP_EVENT_PARAM_GESTURE_BEGIN | CLAP_EVENT_PARAM_GESTURE_END,
                ) => self.push_gesture(*event.cast()),
                _ => self.offer(event),
            }
        }
    }

    fn push_note(&self, mut note: clap_event_note) -> bool {
        self.tell_until(note.header.time, u32::MAX);
        note.header.time = note.header.time.max(self.latest.get());
        let offer_note = || self.offer(ptr::from_ref(&note).cast());
        let offer_raw = || self.offer(ptr::from_ref(&raw_midi(&note)).cast());
        match self.form.get() {
            NOTES => offer_note(),
            RAW_MIDI => offer_raw(),
            UNKNOWN if offer_note() => {
                self.form.set(NOTES);
                true
            }
            UNKNOWN if offer_raw() => {
                self.form.set(RAW_MIDI);
                true
            }
            _ => false,
        }
    }

    /// The framework sends the editor's changes after the notes of a block, with its start for a
    /// time. The queue must not go back, so they come with the last note. It has just set the value,
    /// and where there are steps that is the nearest one, which need not be what the hand has asked for.
    fn push_value(&self, mut value: clap_event_param_value) -> bool {
        if let Some((modulations, knobs)) = self.modulated {
            knobs.set_under(modulations, value.param_id, value.value);
            value.value = knobs.step(value.param_id).unwrap_or(value.value);
        }
        value.header.time = value.header.time.max(self.latest.get());
        self.offer(ptr::from_ref(&value).cast())
    }

    /// As [`Self::push_value`].
    fn push_gesture(&self, mut gesture: clap_event_param_gesture) -> bool {
        gesture.header.time = gesture.header.time.max(self.latest.get());
        self.offer(ptr::from_ref(&gesture).cast())
    }

    /// Offers `event`, which must be a valid one, to the host.
    fn offer(&self, event: *const clap_event_header) -> bool {
        let Some(try_push) = self.host.try_push else {
            return false;
        };
        // SAFETY: the host's list is valid, and `event` for this call.
        unsafe {
            let taken = try_push(self.host, event);
            if taken {
                self.latest.set(self.latest.get().max((*event).time));
            }
            taken
        }
    }
}

/// The note as a MIDI message.
fn raw_midi(note: &clap_event_note) -> clap_event_midi {
    let seven_bits = |number: i64, least| u8::try_from(number.clamp(least, 127)).unwrap_or(0);
    let velocity = crate::time::round_i64(note.velocity * 127.0);
    // The engine names a channel and a key; a note-on of velocity 0 would be a note-off.
    let channel = u8::try_from(note.channel.clamp(0, 15)).unwrap_or(0);
    let (status, velocity) = if note.header.type_ == CLAP_EVENT_NOTE_ON {
        (0x90, seven_bits(velocity, 1))
    } else {
        (0x80, seven_bits(velocity, 0))
    };
    clap_event_midi {
        header: clap_event_header {
            size: EVENT_MIDI_SIZE,
            type_: CLAP_EVENT_MIDI,
            ..note.header
        },
        port_index: u16::try_from(note.port_index).unwrap_or(0),
        data: [
            status | channel,
            seven_bits(i64::from(note.key), 0),
            velocity,
        ],
    }
}

unsafe extern "C" fn try_push(
    list: *const clap_output_events,
    event: *const clap_event_header,
) -> bool {
    if event.is_null() {
        return false;
    }
    // SAFETY: the framework gives the list that it got, whose context is its `OutEvents`, and an
    // event that is as long as it says.
    caught(|| unsafe { (*(*list).ctx.cast::<OutEvents<'_>>()).push(event) }).unwrap_or(false)
}

#[cfg(test)]
#[path = "out_events_tests.rs"]
mod tests;

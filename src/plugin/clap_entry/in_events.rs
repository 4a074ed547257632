//! What comes in: the host's list, made safe and put right for the framework.
//!
//! The framework trusts hosts that it should not: an event before the one before it makes its time
//! wrap, one at the end of the block is lost. It also counts the position of a transport event in
//! the middle of a block twice: it adds the block's start to what is valid at the event itself. So
//! this list hands out events
//!
//! - of the kinds that the plug-in reads, and at least as long as their kind says; null for others,
//!   which the framework skips;
//! - at times within the block that never go back;
//! - of which the MIDI message that ends all notes of a channel is the note event that does: the
//!   framework passes on none but keys;
//! - whose transport, in the middle of a block, is earlier by the time that the framework adds, and has
//!   its meter in [another place](crate::plugin::bar_line);
//! - in threes: each between the two that [`super::modulation`] puts around it, which are null for
//!   all but a value that is set while its parameter is modulated.
//!
//! An event that is good already is handed out as it is; else a copy on the stack is.
//!
//! The framework's `flush` reads such a list too, but does not look for nulls. There the events that
//! are no parameter's are replaced by one that means nothing.

use super::end_of_all::end_of_all;
use super::mapped::{Becomes, Plan, Value};
use super::modulation::{Modulations, modulation};
use crate::plugin::bar_line::without_meter;
use crate::plugin::guard::caught;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_MIDI, CLAP_EVENT_NOTE_CHOKE, CLAP_EVENT_NOTE_OFF,
    CLAP_EVENT_NOTE_ON, CLAP_EVENT_PARAM_MOD, CLAP_EVENT_PARAM_VALUE, CLAP_EVENT_TRANSPORT,
    CLAP_TRANSPORT_HAS_TEMPO, clap_event_header, clap_event_midi, clap_event_note,
    clap_event_param_mod, clap_event_param_value, clap_event_transport, clap_input_events,
};
use clap_sys::fixedpoint::{CLAP_BEATTIME_FACTOR, CLAP_SECTIME_FACTOR};
use std::cell::Cell;
use std::mem::size_of;
use std::ptr;

/// Room for a copy of any event but a transport.
type Copied = [u64; 7];
const _: () = assert!(size_of::<clap_event_param_value>() <= size_of::<Copied>());
const _: () = assert!(size_of::<clap_event_param_mod>() <= size_of::<Copied>());
const _: () = assert!(size_of::<clap_event_note>() <= size_of::<Copied>());

/// What means nothing to the framework outside of a block.
static NOTHING: clap_event_transport = clap_event_transport {
    header: clap_event_header {
        size: TRANSPORT_SIZE,
        time: 0,
        space_id: CLAP_CORE_EVENT_SPACE_ID,
        type_: CLAP_EVENT_TRANSPORT,
        flags: 0,
    },
    flags: 0,
    song_pos_beats: 0,
    song_pos_seconds: 0,
    tempo: 0.0,
    tempo_inc: 0.0,
    loop_start_beats: 0,
    loop_end_beats: 0,
    loop_start_seconds: 0,
    loop_end_seconds: 0,
    bar_start: 0,
    bar_number: 0,
    tsig_num: 0,
    tsig_denom: 0,
};

#[expect(clippy::cast_possible_truncation, reason = "104 bytes")]
const TRANSPORT_SIZE: u32 = size_of::<clap_event_transport>() as u32;

/// How far the times of the list are known: the latest of those before `next`.
#[derive(Clone, Copy, Default)]
struct Walk {
    next: u32,
    latest: u32,
}

/// A transport event of the list, put right.
#[derive(Clone, Copy)]
struct Corrected {
    index: u32,
    event: clap_event_transport,
}

/// The host's list for one call of `process`. **Thread:** audio.
pub(super) struct InEvents<'a> {
    host: &'a clap_input_events,
    modulations: &'a Modulations,
    /// What is set in the place of events of the player's, and before them all.
    plan: Option<&'a Plan>,
    front: Option<Value>,
    is_flush: bool,
    last_frame: u32,
    rate: f64,
    walk: Cell<Walk>,
    copy: Cell<Copied>,
    /// The framework keeps one transport while it looks at the next, so there are two places.
    transports: [Cell<Option<Corrected>>; 2],
    /// Which of them was handed out last.
    recent: Cell<bool>,
}

impl<'a> InEvents<'a> {
    /// The list behind `host` for a block of `frames` frames; `None` if the host has none,
    /// or nothing in it: most calls bring nothing, and then its own will do.
    ///
    /// # Safety
    /// `host` must be null or a list that stays valid as long as this one, and so do its events.
    pub(super) unsafe fn new(
        host: *const clap_input_events,
        (modulations, plan): (&'a Modulations, Option<&'a Plan>),
        frames: u32,
        rate: f64,
    ) -> Option<Self> {
        // SAFETY: the caller's promise.
        let host = unsafe { host.as_ref()? };
        // SAFETY: the host's list is valid.
        let is_empty = host.size.is_none_or(|size| unsafe { size(host) } == 0);
        let front = plan.and_then(Plan::front);
        if is_empty && front.is_none() {
            return None;
        }
        Some(Self {
            host,
            modulations,
            plan,
            front,
            is_flush: false,
            last_frame: frames.saturating_sub(1),
            rate,
            walk: Cell::default(),
            copy: Cell::default(),
            transports: [const { Cell::new(None) }; 2],
            recent: Cell::default(),
        })
    }

    /// The list behind `host` where there is no block: parameters only, and all at once.
    ///
    /// # Safety
    /// As [`Self::new`].
    pub(super) unsafe fn for_flush(
        host: *const clap_input_events,
        modulations: &'a Modulations,
    ) -> Option<Self> {
        // SAFETY: the caller's promise.
        let list = unsafe { Self::new(host, (modulations, None), 0, 0.0)? };
        Some(Self {
            is_flush: true,
            ..list
        })
    }

    /// The list for the framework; valid while `self` is and does not move.
    pub(super) fn list(&self) -> clap_input_events {
        clap_input_events {
            ctx: ptr::from_ref(self).cast_mut().cast(),
            size: Some(size),
            get: Some(get),
        }
    }

    /// Three for each of the host's, and for what is set before them.
    fn size(&self) -> u32 {
        // SAFETY: the host's list is valid.
        let size = self.host.size.map_or(0, |size| unsafe { size(self.host) });
        let front = u32::from(self.front.is_some());
        size.saturating_add(front).saturating_mul(3)
    }

    /// The event at `place` of the list in threes.
    fn one_of_three(&self, place: u32) -> Option<*const clap_event_header> {
        let front = u32::from(self.front.is_some());
        let Some(index) = (place / 3).checked_sub(front) else {
            return self.one_of_value(place % 3, self.front?, 0);
        };
        let becomes = self.plan.map_or(Becomes::Itself, |plan| plan.at(index));
        match becomes {
            Becomes::Itself => self.one_of_event(place % 3, index),
            Becomes::Nothing => None,
            Becomes::Value(value) => self.one_of_value(place % 3, value, self.time(index)),
        }
    }

    fn one_of_event(&self, part: u32, index: u32) -> Option<*const clap_event_header> {
        if part == 1 {
            return self.event(index);
        }
        let id = self.value_of(index)?;
        self.around_value(part, id, self.time(index))
    }

    /// A value that takes the place of an event, or what comes around it.
    fn one_of_value(&self, part: u32, to: Value, time: u32) -> Option<*const clap_event_header> {
        if part != 1 {
            return self.around_value(part, to.id, time);
        }
        let copy = self.copy.as_ptr().cast::<clap_event_param_value>();
        // SAFETY: it fits the place, which nobody else uses: the framework is done with an event of
        // this kind before it asks for another.
        unsafe { copy.write(to.event(time)) };
        Some(copy.cast())
    }

    /// The parameter that the host's event at `index` sets, if it sets one.
    fn value_of(&self, index: u32) -> Option<u32> {
        let event = self.host_event(index)?;
        // SAFETY: what the host's list gives is valid.
        let header = unsafe { *event };
        size_of_kind(&header).filter(|_| header.type_ == CLAP_EVENT_PARAM_VALUE)?;
        // SAFETY: the event is a value, and as long as one.
        let value = unsafe { event.cast::<clap_event_param_value>().read_unaligned() };
        Some(value.param_id)
    }

    /// What comes before the value of a modulated parameter, part 0, or after it.
    fn around_value(&self, part: u32, id: u32, time: u32) -> Option<*const clap_event_header> {
        let amount = self.modulations.amount(id)?;
        let amount = if part == 0 { 0.0 } else { amount };
        let copy = self.copy.as_ptr().cast::<clap_event_param_mod>();
        // SAFETY: it fits the place, which nobody else uses: the framework is done with an event of
        // this kind before it asks for another.
        unsafe { copy.write(modulation(id, amount, time)) };
        Some(copy.cast())
    }

    fn host_event(&self, index: u32) -> Option<*const clap_event_header> {
        // SAFETY: the host's list is valid.
        let event = self.host.get.map(|get| unsafe { get(self.host, index) });
        event.filter(|event| !event.is_null())
    }

    /// The time that the host gave the event at `index`.
    fn host_time(&self, index: u32) -> Option<u32> {
        // SAFETY: what the host's list gives is valid.
        self.host_event(index).map(|event| unsafe { (*event).time })
    }

    /// When the event at `index` happens here: within the block, and not before those before it.
    fn time(&self, index: u32) -> u32 {
        let mut walk = self.walk.get();
        if index.saturating_add(1) < walk.next {
            walk = Walk::default();
        }
        while walk.next <= index {
            let time = self.host_time(walk.next).unwrap_or(0);
            walk.latest = walk.latest.max(time.min(self.last_frame));
            walk.next += 1;
        }
        self.walk.set(walk);
        walk.latest
    }

    fn event(&self, index: u32) -> Option<*const clap_event_header> {
        let event = self.host_event(index)?;
        // SAFETY: what the host's list gives is valid.
        let header = unsafe { *event };
        let size = size_of_kind(&header)?;
        let is_param = matches!(header.type_, CLAP_EVENT_PARAM_VALUE | CLAP_EVENT_PARAM_MOD);
        if self.is_flush && !is_param {
            return None;
        }
        let time = self.time(index);
        // SAFETY: the event is as long as its kind.
        if let Some(end) = unsafe { end_of_all(event, time) } {
            let copy = self.copy.as_ptr().cast::<clap_event_note>();
            // SAFETY: it fits the place, which nobody else uses.
            unsafe { copy.write(end) };
            return Some(copy.cast());
        }
        if header.type_ == CLAP_EVENT_PARAM_MOD {
            // SAFETY: the event is a modulation, and as long as one.
            let modulation = unsafe { event.cast::<clap_event_param_mod>().read_unaligned() };
            self.modulations.book(&modulation);
        }
        if header.type_ == CLAP_EVENT_TRANSPORT {
            // SAFETY: the event is a transport, and as long as one.
            let transport = unsafe { event.cast::<clap_event_transport>().read_unaligned() };
            return Some(self.transport(index, transport, time));
        }
        if header.time == time {
            return Some(event);
        }
        let copy = self.copy.as_ptr();
        // SAFETY: `size` bytes are there to be read, and fit the place, which nobody else uses: the
        // framework is done with an event of this kind before it asks for another.
        unsafe {
            ptr::copy_nonoverlapping(event.cast::<u8>(), copy.cast::<u8>(), size);
            let copied = copy.cast::<clap_event_header>();
            (*copied).time = time;
            (*copied).size = u32::try_from(size).unwrap_or(header.size);
            Some(copied)
        }
    }

    /// Puts a transport right in the place that does not hold the one handed out last, as the
    /// framework may still need that; unless this is the same one again.
    fn transport(
        &self,
        index: u32,
        host: clap_event_transport,
        time: u32,
    ) -> *const clap_event_header {
        let recent = &self.transports[usize::from(self.recent.get())];
        if recent.get().is_none_or(|kept| kept.index != index) {
            self.recent.set(!self.recent.get());
        }
        let place = &self.transports[usize::from(self.recent.get())];
        let event = self.corrected(host, time);
        place.set(Some(Corrected { index, event }));
        // SAFETY: the place was just filled, and is only written again by this function.
        let kept = unsafe { (*place.as_ptr()).as_ref() };
        kept.map_or(ptr::null(), |kept| ptr::from_ref(&kept.event).cast())
    }

    /// `host` at `time`, and earlier by what the framework will add to it. A host's time that was
    /// moved counts as the host gave it, so the position at the new time is right too.
    fn corrected(&self, host: clap_event_transport, time: u32) -> clap_event_transport {
        let mut event = without_meter(&host);
        event.header.time = time;
        // Only with a tempo, and never in a block's first piece, does the framework add anything.
        if time > 0 && host.flags & CLAP_TRANSPORT_HAS_TEMPO != 0 && self.rate > 0.0 {
            let seconds = f64::from(host.header.time) / self.rate;
            let beats = seconds / 60.0 * host.tempo;
            event.song_pos_seconds = earlier(host.song_pos_seconds, seconds, CLAP_SECTIME_FACTOR);
            event.song_pos_beats = earlier(host.song_pos_beats, beats, CLAP_BEATTIME_FACTOR);
        }
        event
    }
}

/// A fixed-point position, earlier by `by`.
fn earlier(position: i64, by: f64, factor: i64) -> i64 {
    position.saturating_sub(crate::time::round_i64(by * crate::time::to_f64(factor)))
}

/// How long an event of this kind is at least; `None` for one that is shorter, or that the plug-in
/// does not read.
fn size_of_kind(event: &clap_event_header) -> Option<usize> {
    if event.space_id != CLAP_CORE_EVENT_SPACE_ID {
        return None;
    }
    let size = match event.type_ {
        CLAP_EVENT_NOTE_ON | CLAP_EVENT_NOTE_OFF | CLAP_EVENT_NOTE_CHOKE => {
            size_of::<clap_event_note>()
        }
        CLAP_EVENT_PARAM_VALUE => size_of::<clap_event_param_value>(),
        CLAP_EVENT_PARAM_MOD => size_of::<clap_event_param_mod>(),
        CLAP_EVENT_TRANSPORT => size_of::<clap_event_transport>(),
        CLAP_EVENT_MIDI => size_of::<clap_event_midi>(),
        _ => return None,
    };
    usize::try_from(event.size)
        .is_ok_and(|given| given >= size)
        .then_some(size)
}

/// # Safety
/// `list` must be one of [`InEvents::list`].
unsafe fn of<'a>(list: *const clap_input_events) -> &'a InEvents<'a> {
    // SAFETY: such a list's context is its `InEvents`.
    unsafe { &*(*list).ctx.cast::<InEvents<'a>>() }
}

unsafe extern "C" fn size(list: *const clap_input_events) -> u32 {
    // SAFETY: the framework gives the list that it got.
    let list = unsafe { of(list) };
    list.size()
}

unsafe extern "C" fn get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: as above.
    let list = unsafe { of(list) };
    match caught(|| list.one_of_three(index)).flatten() {
        Some(event) => event,
        None if list.is_flush => ptr::from_ref(&NOTHING).cast(),
        None => ptr::null(),
    }
}

#[cfg(test)]
#[path = "in_events_tests.rs"]
mod tests;

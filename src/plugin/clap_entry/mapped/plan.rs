//! What becomes of a block's events that are mapped.

use super::heard::At;
use crate::time::round_i64;
use arrayvec::ArrayVec;
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_IS_LIVE, CLAP_EVENT_PARAM_GESTURE_BEGIN,
    CLAP_EVENT_PARAM_GESTURE_END, CLAP_EVENT_PARAM_VALUE, clap_event_header,
    clap_event_param_gesture, clap_event_param_value,
};
use std::ptr;

/// How many events are taken in a block: all that the framework has room for. Beyond them they pass.
const MOST: usize = 4_096;
/// More parameters than there are.
const PARAMS: usize = 128;

/// A parameter's value in the host's units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Value {
    pub(in super::super) id: u32,
    pub(in super::super) value: f64,
}

impl Value {
    /// The event that sets it.
    pub(in super::super) fn event(self, time: u32) -> clap_event_param_value {
        clap_event_param_value {
            header: header(
                size_of::<clap_event_param_value>(),
                CLAP_EVENT_PARAM_VALUE,
                time,
            ),
            param_id: self.id,
            cookie: ptr::null_mut(),
            note_id: -1,
            port_index: -1,
            channel: -1,
            key: -1,
            value: self.value,
        }
    }

    /// The event that says that a hand takes hold of it, or lets go.
    pub(in super::super) fn gesture(self, begins: bool, time: u32) -> clap_event_param_gesture {
        let kind = if begins {
            CLAP_EVENT_PARAM_GESTURE_BEGIN
        } else {
            CLAP_EVENT_PARAM_GESTURE_END
        };
        clap_event_param_gesture {
            header: header(size_of::<clap_event_param_gesture>(), kind, time),
            param_id: self.id,
        }
    }
}

fn header(size: usize, type_: u16, time: u32) -> clap_event_header {
    clap_event_header {
        size: u32::try_from(size).unwrap_or(0),
        time,
        space_id: CLAP_CORE_EVENT_SPACE_ID,
        type_,
        flags: CLAP_EVENT_IS_LIVE,
    }
}

/// What becomes of an event of the host's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Becomes {
    /// It stands as it is.
    Itself,
    /// It is taken.
    Nothing,
    /// It is taken, and this is set in its place.
    Value(Value),
}

/// What the host is told of a parameter: the last value that it has in the block, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Echo {
    pub(in super::super) to: Value,
    pub(in super::super) time: u32,
    /// The value, 0 to 1.
    part: f32,
}

/// **Thread:** audio.
pub(in super::super) struct Plan {
    /// Set before anything else.
    front: Option<Value>,
    /// The events that are taken, by their place in the host's list, and what is in theirs.
    taken: Vec<(u32, Option<Value>)>,
    /// In order of time, each parameter once.
    echoes: ArrayVec<Echo, PARAMS>,
    /// Whether there are seeds to be remembered.
    pub(in super::super) has_rerolled: bool,
}

impl Default for Plan {
    /// Allocates all that it will ever need.
    fn default() -> Self {
        Self {
            front: None,
            taken: Vec::with_capacity(MOST),
            echoes: ArrayVec::new(),
            has_rerolled: false,
        }
    }
}

impl Plan {
    /// Begins a block.
    pub(super) fn begin(&mut self) {
        self.front = None;
        self.taken.clear();
        self.echoes.clear();
        self.has_rerolled = false;
    }

    /// Takes an event.
    pub(super) fn swallow(&mut self, at: At) {
        if self.taken.len() < MOST {
            self.taken.push((at.index, None));
        }
    }

    /// Sets a parameter from 0 to 1, in the place of the event that was taken last, or before all.
    pub(super) fn set(&mut self, at: Option<At>, (id, steps): (u32, Option<usize>), part: f32) {
        let value = match steps.and_then(|steps| u32::try_from(steps).ok()) {
            Some(steps) => {
                let step = round_i64(f64::from(part) * f64::from(steps));
                crate::time::to_f64(step)
            }
            None => f64::from(part),
        };
        let to = Value { id, value };
        match (at, self.taken.last_mut()) {
            (None, _) => self.front = Some(to),
            (Some(at), Some((index, place))) if *index == at.index => *place = Some(to),
            // There was no room to take it, so it does nothing.
            _ => return,
        }
        self.echoes.retain(|echo| echo.to.id != id);
        let time = at.map_or(0, |at| at.time);
        // Each parameter is in it once, so there is room.
        let _ = self.echoes.try_push(Echo { to, time, part });
    }

    /// Where a parameter is by now, 0 to 1, if it was set in this block.
    pub(super) fn part_of(&self, id: u32) -> Option<f32> {
        let echo = self.echoes.iter().find(|echo| echo.to.id == id);
        echo.map(|echo| echo.part)
    }

    /// What is set before the host's first event.
    pub(in super::super) fn front(&self) -> Option<Value> {
        self.front
    }

    /// What becomes of the host's event at `index`.
    pub(in super::super) fn at(&self, index: u32) -> Becomes {
        let place = self.taken.binary_search_by_key(&index, |(at, _)| *at);
        match place.ok().and_then(|place| self.taken.get(place)) {
            Some((_, Some(value))) => Becomes::Value(*value),
            Some((_, None)) => Becomes::Nothing,
            None => Becomes::Itself,
        }
    }

    /// What the host is told.
    pub(in super::super) fn echoes(&self) -> &[Echo] {
        &self.echoes
    }
}

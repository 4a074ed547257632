//! How far the host modulates each parameter, and what the framework must hear of it again.
//!
//! While modulation holds a parameter at the end of its range, the framework takes a new value for
//! the old one and forgets it: what sounds does not change, and that is all it compares. So a value
//! for a modulated parameter is handed to it between two events more: no modulation, the value, and
//! the modulation as it was.

use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_MOD, clap_event_header, clap_event_param_mod,
};
use clap_sys::id::CLAP_INVALID_ID;
use std::ptr;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};

/// More parameters than there are.
const PLACES: usize = 128;

#[expect(clippy::cast_possible_truncation, reason = "64 bytes")]
const MOD_SIZE: u32 = size_of::<clap_event_param_mod>() as u32;

/// The amounts, in the host's units. **Thread:** audio; main while the instance is not active.
pub(super) struct Modulations {
    places: [Place; PLACES],
    used: AtomicUsize,
}

struct Place {
    id: AtomicU32,
    /// The bits of the amount.
    amount: AtomicU64,
}

impl Default for Modulations {
    fn default() -> Self {
        Self {
            places: [const {
                Place {
                    id: AtomicU32::new(CLAP_INVALID_ID),
                    amount: AtomicU64::new(0),
                }
            }; PLACES],
            used: AtomicUsize::new(0),
        }
    }
}

impl Modulations {
    /// The amount for the parameter `id`, if it is modulated at all.
    pub(super) fn amount(&self, id: u32) -> Option<f64> {
        let bits = self.place(id)?.amount.load(Ordering::Relaxed);
        Some(f64::from_bits(bits)).filter(|amount| *amount != 0.0)
    }

    /// Books an event. Amounts that the framework does not believe it does not believe either.
    pub(super) fn book(&self, event: &clap_event_param_mod) {
        if !event.amount.is_finite() {
            return;
        }
        let Some(place) = self.place(event.param_id).or_else(|| self.take_place()) else {
            return;
        };
        place.id.store(event.param_id, Ordering::Relaxed);
        let bits = event.amount.to_bits();
        place.amount.store(bits, Ordering::Relaxed);
    }

    fn place(&self, id: u32) -> Option<&Place> {
        let used = self.places.get(..self.used.load(Ordering::Relaxed))?;
        let has_id = |place: &&Place| place.id.load(Ordering::Relaxed) == id;
        used.iter().find(has_id)
    }

    /// A new place; `None` if a host has modulated more than there is.
    fn take_place(&self) -> Option<&Place> {
        let used = self.used.load(Ordering::Relaxed);
        let place = self.places.get(used)?;
        self.used.store(used + 1, Ordering::Relaxed);
        Some(place)
    }
}

/// The event that modulates the parameter `id` by `amount`.
pub(super) fn modulation(id: u32, amount: f64, time: u32) -> clap_event_param_mod {
    clap_event_param_mod {
        header: clap_event_header {
            size: MOD_SIZE,
            time,
            space_id: CLAP_CORE_EVENT_SPACE_ID,
            type_: CLAP_EVENT_PARAM_MOD,
            flags: 0,
        },
        param_id: id,
        cookie: ptr::null_mut(),
        note_id: -1,
        port_index: -1,
        channel: -1,
        key: -1,
        amount,
    }
}

//! A timebase master: it says bar, beat and tick at a steady tempo.
#![expect(unsafe_code, reason = "the crate has no word for a timebase master")]

use super::server::RATE;
use jack::jack_sys as sys;
use jack::{Client, ClientOptions};
use std::ffi::{c_int, c_void};

/// What a master says.
#[derive(Clone, Copy, Debug)]
pub struct Master {
    /// Beats in a bar.
    pub beats: f32,
    /// Beats in the song's first bar.
    pub first: f32,
    /// Which note a beat is.
    pub unit: f32,
    /// What it says the tempo is.
    pub bpm: f64,
    /// Its real tempo, in beats a minute.
    pub beats_a_minute: f64,
}

const TICKS: f64 = 1920.0;

/// A master at work. Dropping it gives the place up.
pub struct Playing {
    client: Client,
    master: *mut Master,
}

impl Master {
    /// Takes the place.
    pub fn lead(self) -> Playing {
        let (client, _) = Client::new("master", ClientOptions::NO_START_SERVER).unwrap();
        let master = Box::into_raw(Box::new(self));
        // SAFETY: the client lives as long as what is returned, and the master until it is closed.
        let taken = unsafe {
            let taken = sys::jack_set_timebase_callback(
                client.raw(),
                0,
                Some(say),
                master.cast::<c_void>(),
            );
            taken + sys::jack_activate(client.raw())
        };
        assert_eq!(taken, 0);
        Playing { client, master }
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        // SAFETY: after this nobody calls the master any more.
        unsafe {
            sys::jack_deactivate(self.client.raw());
            drop(Box::from_raw(self.master));
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "JACK's own numbers are that small, and ticks are cut off"
)]
unsafe extern "C" fn say(
    _state: sys::jack_transport_state_t,
    _frames: sys::jack_nframes_t,
    position: *mut sys::jack_position_t,
    _is_new: c_int,
    master: *mut c_void,
) {
    // SAFETY: JACK gives its own position, and the master that was given to it.
    let (position, master) = unsafe { (&mut *position, &*master.cast::<Master>()) };
    let minutes = f64::from(position.frame) / f64::from(RATE) / 60.0;
    let ticks = (minutes * master.beats_a_minute * TICKS + 1e-6).floor();
    let beat = (ticks / TICKS).floor();
    let (first, beats) = (f64::from(master.first), f64::from(master.beats));
    // Of the bars after the first.
    let bar = ((beat - first) / beats).floor();
    let (number, line, length) = if beat < first {
        (1.0, 0.0, master.first)
    } else {
        (bar + 2.0, first + bar * beats, master.beats)
    };
    position.valid = sys::JackPositionBBT;
    position.bar = number as i32;
    position.beat = (beat - line) as i32 + 1;
    position.tick = (ticks - beat * TICKS) as i32;
    position.bar_start_tick = line * TICKS;
    position.beats_per_bar = length;
    position.beat_type = master.unit;
    position.ticks_per_beat = TICKS;
    position.beats_per_minute = master.bpm;
}

//! The timebase master's place in JACK, which the crate has no word for: taken, held and given up.
#![expect(
    unsafe_code,
    reason = "the crate offers no timebase callback, so it is set with JACK's own functions"
)]

use super::super::board::Board;
use super::super::timebase::{Said, TICKS_PER_BEAT};
use jack::jack_sys as sys;
use std::ffi::{c_int, c_void};
use std::sync::Arc;

/// Takes the place, unless another has it. `board` must be kept until the client is closed.
pub(super) fn take(client: &jack::Client, board: &Arc<Board>) -> bool {
    let board = Arc::as_ptr(board).cast_mut().cast::<c_void>();
    // SAFETY: the client is open, and the caller keeps the board as long as it is.
    unsafe { sys::jack_set_timebase_callback(client.raw(), 1, Some(say), board) == 0 }
}

/// Gives the place up. False if another has it by now.
pub(super) fn leave(client: &jack::Client) -> bool {
    // SAFETY: the client is open.
    unsafe { sys::jack_release_timebase(client.raw()) == 0 }
}

/// JACK asks for the place of a frame. **Thread:** audio.
unsafe extern "C" fn say(
    _state: sys::jack_transport_state_t,
    _frames: sys::jack_nframes_t,
    position: *mut sys::jack_position_t,
    _is_new: c_int,
    board: *mut c_void,
) {
    // SAFETY: JACK gives its own position, and the board that `take` was given.
    let (position, board) = unsafe { (&mut *position, &*board.cast::<Board>()) };
    let Some(said) = board.timebase.say(position.frame) else {
        position.valid = 0;
        return;
    };
    let Said { meter, .. } = said;
    position.valid = sys::JackPositionBBT;
    position.bar = said.bar;
    position.beat = said.beat;
    position.tick = said.tick;
    position.bar_start_tick = said.bar_start_tick;
    position.beats_per_bar = f32::from(meter.beats());
    position.beat_type = f32::from(meter.unit());
    position.ticks_per_beat = f64::from(TICKS_PER_BEAT);
    position.beats_per_minute = said.beats_a_minute;
}

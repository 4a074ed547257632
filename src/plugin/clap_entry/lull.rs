//! The calls in which nothing happens, which most calls are: they end here, before the framework.
//!
//! What the framework would make of the host's transport is made of it here, too.

use super::instance::Instance;
use crate::engine;
use crate::time::{Meter, SampleRate};
use clap_sys::events::{
    CLAP_TRANSPORT_HAS_BEATS_TIMELINE, CLAP_TRANSPORT_HAS_SECONDS_TIMELINE,
    CLAP_TRANSPORT_HAS_TEMPO, CLAP_TRANSPORT_HAS_TIME_SIGNATURE, CLAP_TRANSPORT_IS_LOOP_ACTIVE,
    CLAP_TRANSPORT_IS_PLAYING, clap_event_transport,
};
use clap_sys::fixedpoint::CLAP_BEATTIME_FACTOR;
use clap_sys::process::clap_process;
use std::ptr;

/// Whether the call is done with, as there was nothing to be done but silence. **Thread:** audio.
///
/// # Safety
/// What `process` points to must be null or valid, and its outputs as long as it says.
pub(super) unsafe fn passes(instance: &Instance, process: &clap_process) -> bool {
    // SAFETY: the caller's promise.
    let call = unsafe {
        let comes_in = process.in_events.as_ref().and_then(|list| list.size);
        if comes_in.is_some_and(|size| size(process.in_events) > 0) {
            return false;
        }
        (outputs(process), process.transport.as_ref())
    };
    let (Some(outputs), Some(transport)) = call else {
        return false;
    };
    let frames = process.frames_count;
    let (Some(rate), Some(transport)) = (SampleRate::new(instance.rate()), heard(transport)) else {
        return false;
    };
    let passes = frames > 0
        && instance.mapped.rests()
        && (instance.chair).passes(&instance.inside, (frames, rate), transport);
    if passes {
        for output in outputs {
            // SAFETY: the caller's promise; all bits zero is a silent sample.
            unsafe { ptr::write_bytes(output, 0, usize::try_from(frames).unwrap_or(0)) };
        }
    }
    passes
}

/// The two channels of the one output, if the host gives them.
///
/// # Safety
/// As [`passes`].
unsafe fn outputs(process: &clap_process) -> Option<[*mut f32; 2]> {
    // SAFETY: the caller's promise.
    unsafe {
        let output = process.audio_outputs.as_ref()?;
        let is_stereo = process.audio_outputs_count == 1 && output.channel_count == 2;
        if !is_stereo || output.data32.is_null() {
            return None;
        }
        let channels: [*mut f32; 2] = ptr::read(output.data32.cast());
        channels
            .iter()
            .all(|channel| !channel.is_null())
            .then_some(channels)
    }
}

/// What the host says; `None` if it counts in seconds alone, which is left to the framework.
fn heard(host: &clap_event_transport) -> Option<engine::Transport> {
    let has = |flag| host.flags & flag != 0;
    let beats = |fixed: i64| crate::time::to_f64(fixed) / crate::time::to_f64(CLAP_BEATTIME_FACTOR);
    let has_beats = has(CLAP_TRANSPORT_HAS_BEATS_TIMELINE);
    if has(CLAP_TRANSPORT_HAS_SECONDS_TIMELINE) && !has_beats {
        return None;
    }
    let has_loop = has_beats && has(CLAP_TRANSPORT_IS_LOOP_ACTIVE);
    let has_meter = has(CLAP_TRANSPORT_HAS_TIME_SIGNATURE);
    Some(engine::Transport {
        playing: has(CLAP_TRANSPORT_IS_PLAYING),
        tempo: has(CLAP_TRANSPORT_HAS_TEMPO).then_some(host.tempo),
        position: has_beats.then(|| beats(host.song_pos_beats)),
        loop_range: has_loop.then(|| (beats(host.loop_start_beats), beats(host.loop_end_beats))),
        meter: has_meter
            .then(|| Meter::new(host.tsig_num.into(), host.tsig_denom.into()))
            .flatten(),
        bar_start: Some(beats(host.bar_start)),
    })
}

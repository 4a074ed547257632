//! Loading a state: read whole, checked whole, and only then handed to the framework.

use super::instance::Instance;
use crate::plugin::guard::caught;
use crate::plugin::state::{self, Checked, MAX_STATE_BYTES};
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::clap_istream;
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

/// `clap_plugin_state.load`: false, and nothing has changed, unless all of the state is understood.
///
/// **Thread:** main.
pub(super) unsafe extern "C" fn load(
    plugin: *const clap_plugin,
    stream: *const clap_istream,
) -> bool {
    // SAFETY: the host gives the pointer that it got, and null or a valid stream.
    let (instance, stream) = unsafe { (Instance::of(plugin), stream.as_ref()) };
    let (Some(instance), Some(stream)) = (instance, stream) else {
        return false;
    };
    let load = instance.framework_state().and_then(|state| state.load);
    let (Some(load), Some(json)) = (load, read_state(stream)) else {
        return false;
    };
    let Some(Ok(Checked { state, bank })) = caught(|| state::checked(&json)) else {
        return false;
    };
    let Ok(json) = serde_json::to_vec(&state) else {
        return false;
    };
    let Ok(length) = u64::try_from(json.len()) else {
        return false;
    };
    let memory = Memory {
        bytes: [&length.to_le_bytes(), json.as_slice()].concat(),
        read: Cell::new(0),
    };
    let stream = memory.stream();
    // SAFETY: the framework's own function, with a stream that lives until it returns.
    let load = || unsafe { load(plugin, &raw const stream) };
    let params = &instance.inside.params;
    // The framework tells the host before it returns, so it loads the bank, too.
    params.bring(bank);
    let is_loaded = (instance.mapped.knobs).unmodulated(&instance.modulations, load);
    params.take_brought().is_none() && is_loaded
}

/// The framework's form is a length of eight bytes, little end first, and then so much JSON.
fn read_state(stream: &clap_istream) -> Option<Vec<u8>> {
    let length = read(stream, 8)?;
    let length = u64::from_le_bytes(length.try_into().ok()?);
    (length <= MAX_STATE_BYTES).then_some(())?;
    read(stream, usize::try_from(length).ok()?)
}

/// Exactly `length` bytes of `stream`, however few it gives at a time; `None` if it has not so many.
///
/// Memory is taken as bytes arrive: a broken length must not take any.
fn read(stream: &clap_istream, length: usize) -> Option<Vec<u8>> {
    let read = stream.read?;
    let mut bytes = Vec::new();
    let mut chunk = [0_u8; 4096];
    while bytes.len() < length {
        let wanted = chunk.len().min(length - bytes.len());
        let size = u64::try_from(wanted).ok()?;
        // SAFETY: the stream is valid, and may write `wanted` bytes to the chunk.
        let given = unsafe { read(stream, chunk.as_mut_ptr().cast(), size) };
        let given = usize::try_from(given).ok()?;
        // At the end a stream gives 0, and on errors less; one that claims more is broken.
        let given = chunk
            .get(..given)
            .filter(|given| (1..=wanted).contains(&given.len()));
        bytes.extend_from_slice(given?);
    }
    Some(bytes)
}

/// Bytes as a stream.
struct Memory {
    bytes: Vec<u8>,
    read: Cell<usize>,
}

impl Memory {
    /// The stream; valid while `self` is and does not move.
    fn stream(&self) -> clap_istream {
        clap_istream {
            ctx: ptr::from_ref(self).cast_mut().cast(),
            read: Some(read_memory),
        }
    }
}

unsafe extern "C" fn read_memory(
    stream: *const clap_istream,
    buffer: *mut c_void,
    size: u64,
) -> i64 {
    // SAFETY: the framework gives the stream that it got, whose context is its `Memory`.
    let memory = unsafe { &*(*stream).ctx.cast::<Memory>() };
    let left = memory.bytes.get(memory.read.get()..).unwrap_or_default();
    let given = usize::try_from(size).unwrap_or(usize::MAX).min(left.len());
    // SAFETY: the buffer has room for `size` bytes, and `given` is no more.
    unsafe { ptr::copy_nonoverlapping(left.as_ptr(), buffer.cast(), given) };
    memory.read.set(memory.read.get() + given);
    i64::try_from(given).unwrap_or(-1)
}

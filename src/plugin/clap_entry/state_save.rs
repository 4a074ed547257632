//! Saving a state: the framework's own form, but what is on trial is not in it, and a part of it that
//! fails is heard of.

use super::instance::Instance;
use crate::plugin::guard::caught;
use crate::plugin::state;
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::clap_ostream;

/// `clap_plugin_state.save`: false unless all of the state was written. **Thread:** main.
pub(super) unsafe extern "C" fn save(
    plugin: *const clap_plugin,
    stream: *const clap_ostream,
) -> bool {
    // SAFETY: the host gives the pointer that it got, and null or a valid stream.
    let (instance, stream) = unsafe { (Instance::of(plugin), stream.as_ref()) };
    let (Some(instance), Some(stream)) = (instance, stream) else {
        return false;
    };
    let json = caught(|| {
        let state = state::of(&instance.inside.params).ok()?;
        serde_json::to_vec(&state).ok()
    });
    let Some(json) = json.flatten() else {
        return false;
    };
    let length = u64::try_from(json.len()).unwrap_or(u64::MAX);
    write(stream, &length.to_le_bytes()).is_some() && write(stream, &json).is_some()
}

/// Writes all of `bytes`, however few the stream takes at a time.
fn write(stream: &clap_ostream, mut bytes: &[u8]) -> Option<()> {
    let write = stream.write?;
    while !bytes.is_empty() {
        let size = u64::try_from(bytes.len()).ok()?;
        // SAFETY: the stream is valid, and may read `size` bytes.
        let taken = unsafe { write(stream, bytes.as_ptr().cast(), size) };
        let taken = usize::try_from(taken).ok().filter(|taken| *taken > 0)?;
        // One that claims more is broken.
        bytes = bytes.get(taken..)?;
    }
    Some(())
}

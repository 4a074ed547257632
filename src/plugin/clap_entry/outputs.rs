//! The host's outputs, as the framework needs them: one port with two channels.
//!
//! With fewer channels it would not play at all, and with more it panics. So what is missing is put
//! in its place, and what is too much is silent.

use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::process::clap_process;
use std::cell::{RefCell, RefMut};
use std::ptr;

/// Two channels for hosts that give fewer. **Thread:** audio; its length is main's, while nothing plays.
#[derive(Default)]
pub(super) struct Spare(RefCell<Vec<f32>>);

impl Spare {
    /// Makes room for blocks of so many frames. Allocates. **Thread:** main.
    pub(super) fn make_room(&self, frames: u32) {
        if let (Ok(mut spare), Ok(frames)) = (self.0.try_borrow_mut(), usize::try_from(frames)) {
            *spare = vec![0.0; frames.saturating_mul(2)];
        }
    }
}

/// Two channels in the place of what the host gives.
pub(super) struct Stereo<'a> {
    channels: [*mut f32; 2],
    frames: usize,
    /// Where they are, if they are not the host's.
    spare: Option<RefMut<'a, Vec<f32>>>,
}

impl<'a> Stereo<'a> {
    /// `None` if the host's outputs are what is needed, or cannot be replaced.
    ///
    /// # Safety
    /// The outputs of `process` must be null or valid, and as long as it says.
    pub(super) unsafe fn instead_of(process: &clap_process, spare: &'a Spare) -> Option<Self> {
        let frames = usize::try_from(process.frames_count).ok()?;
        // SAFETY: the caller's promise.
        unsafe {
            let count = channels_of(process, 0).count();
            if process.audio_outputs_count == 1 && count == 2 {
                return None;
            }
            let mut channels = [ptr::null_mut(); 2];
            if count > 2 || count == 2 && process.audio_outputs_count > 1 {
                for (place, channel) in channels.iter_mut().zip(channels_of(process, 0)) {
                    *place = channel;
                }
                let spare = None;
                return Some(Self {
                    channels,
                    frames,
                    spare,
                });
            }
            let mut spare = spare.0.try_borrow_mut().ok()?;
            let (left, right) = spare.get_mut(..frames * 2)?.split_at_mut(frames);
            channels = [left.as_mut_ptr(), right.as_mut_ptr()];
            Some(Self {
                channels,
                frames,
                spare: Some(spare),
            })
        }
    }

    /// The port for the framework; valid while `self` is and does not move.
    pub(super) fn port(&mut self) -> clap_audio_buffer {
        clap_audio_buffer {
            data32: self.channels.as_mut_ptr(),
            data64: ptr::null_mut(),
            channel_count: 2,
            latency: 0,
            constant_mask: 0,
        }
    }

    /// Writes what the host gave and the framework did not: one channel is both together, all others
    /// are silent.
    ///
    /// # Safety
    /// As [`Self::instead_of`], for the same `process`.
    pub(super) unsafe fn finish(self, process: &clap_process) {
        // SAFETY: the caller's promise; all bits zero is a silent sample.
        unsafe {
            for port in 0..process.audio_outputs_count {
                for channel in channels_of(process, port) {
                    if self.spare.is_some() || !self.channels.contains(&channel) {
                        ptr::write_bytes(channel, 0, self.frames);
                    }
                }
            }
            let one = channels_of(process, 0).next();
            let (Some(spare), Some(one)) = (self.spare, one) else {
                return;
            };
            let one = std::slice::from_raw_parts_mut(one, self.frames);
            let (left, right) = spare.split_at(self.frames);
            for (out, (left, right)) in one.iter_mut().zip(left.iter().zip(right)) {
                *out = f32::midpoint(*left, *right);
            }
        }
    }
}

/// The channels of a port that are there.
///
/// # Safety
/// As [`Stereo::instead_of`].
unsafe fn channels_of(process: &clap_process, port: u32) -> impl Iterator<Item = *mut f32> {
    let has_port = port < process.audio_outputs_count && !process.audio_outputs.is_null();
    let port = usize::try_from(port).ok().filter(|_| has_port);
    // SAFETY: the host has so many ports.
    let port = port.map(|port| unsafe { *process.audio_outputs.add(port) });
    let port = port.filter(|port| !port.data32.is_null());
    let (channels, count) = port.map_or((ptr::null_mut(), 0), |port| {
        (port.data32, port.channel_count)
    });
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: the port has so many channels.
    let all = (0..count).map(move |index| unsafe { *channels.add(index) });
    all.filter(|channel| !channel.is_null())
}

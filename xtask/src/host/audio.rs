//! The audio side of an instance: the one place that calls `process`.

use std::ptr;
use std::time::{Duration, Instant};

use clack_extensions::params::PluginParams;
use clack_host::events::io::{EventBuffer, OutputEvents};
use clack_host::process::{PluginAudioProcessor, ProcessStatus, StoppedPluginAudioProcessor};
use clap_sys::audio_buffer::clap_audio_buffer;
use clap_sys::plugin::clap_plugin;
use clap_sys::process::clap_process;

use super::block::{Block, ParamPoint, write_params};
use super::error::HostError;
use super::handlers::Host;
use super::profile::{Profile, Queue};
use super::sink::{Outbox, Sink};

/// Events of one block that fit without allocating.
const INPUT_EVENTS: usize = 1 << 14;
/// The channel list lives on the stack, so that calling allocates nothing.
const CHANNELS: usize = 32;

/// What a block did to the output buffers, which held NaN before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudioOut {
    /// Every sample is 0 (also if there is no channel).
    Silent,
    /// Every sample is a number, and one at least is not 0.
    Sounding,
    /// A sample was left unwritten, or NaN was written.
    Unwritten,
}

/// The outcome of a call of `process`.
#[derive(Clone, Copy, Debug)]
pub struct Processed {
    /// What the plug-in answered.
    pub status: ProcessStatus,
    /// What it wrote to the output.
    pub audio: AudioOut,
    /// How long the plug-in's own call took.
    pub cost: Duration,
}

/// The half of an activated instance that belongs to the audio thread. **Thread:** any one at a time.
pub struct AudioSide {
    processor: PluginAudioProcessor<Host>,
    profile: Profile,
    max_frames: u32,
    input: EventBuffer,
    output: Vec<Vec<f32>>,
}

impl AudioSide {
    pub(super) fn new(
        processor: StoppedPluginAudioProcessor<Host>,
        profile: Profile,
        max_frames: u32,
    ) -> Self {
        let length = max_frames as usize;
        let channels = profile.output_channels.min(Profile::MAX_CHANNELS);
        Self {
            processor: processor.into(),
            profile,
            max_frames,
            input: EventBuffer::with_capacity(INPUT_EVENTS),
            output: (0..channels).map(|_| vec![0.0; length]).collect(),
        }
    }

    pub(super) fn into_stopped(self) -> StoppedPluginAudioProcessor<Host> {
        self.processor.into_stopped()
    }

    /// Calls `start_processing`.
    ///
    /// # Errors
    ///
    /// [`HostError::Lifecycle`] if it was started already, or the plug-in refuses.
    pub fn start_processing(&mut self) -> Result<(), HostError> {
        self.processor
            .start_processing()
            .map(|_| ())
            .map_err(|error| HostError::Lifecycle {
                step: "start processing",
                reason: error.to_string(),
            })
    }

    /// Calls `stop_processing`, if processing was started.
    pub fn stop_processing(&mut self) {
        self.processor.ensure_processing_stopped();
    }

    /// Calls `reset`.
    pub fn reset(&mut self) {
        self.processor.reset();
    }

    /// Sets parameters between two blocks, as a host does of a plug-in that it need not call.
    ///
    /// # Errors
    ///
    /// [`HostError::NoExtension`].
    pub fn flush(&mut self, points: &[ParamPoint]) -> Result<(), HostError> {
        let mut handle = self.processor.plugin_handle();
        let params = handle
            .shared()
            .get_extension::<PluginParams>()
            .ok_or(HostError::NoExtension("params"))?;
        let mut input = EventBuffer::with_capacity(points.len());
        write_params(points, &mut input);
        params.flush_active(&mut handle, &input.as_input(), &mut OutputEvents::void());
        Ok(())
    }

    /// The output channels of the latest block; frames past its end are from older ones.
    #[must_use]
    pub fn output(&self) -> &[Vec<f32>] {
        &self.output
    }

    /// Processes one block into `sink`. The host's side does not allocate as long as the sink
    /// has room and the block holds fewer than 16 384 events.
    ///
    /// # Errors
    ///
    /// [`HostError::NotStarted`], [`HostError::BlockTooLong`] or [`HostError::ProcessFailed`].
    pub fn process_into(&mut self, block: &Block, sink: &mut Sink) -> Result<Processed, HostError> {
        if block.frames > self.max_frames {
            return Err(HostError::BlockTooLong {
                frames: block.frames,
                max: self.max_frames,
            });
        }
        let frames = block.frames as usize;
        for channel in &mut self.output {
            channel[..frames].fill(f32::NAN);
        }
        block.write_events(&mut self.input);
        let mut outbox = Outbox::new(sink, self.profile, block.start, block.frames);
        let (status, cost) = self.call(block, &mut outbox)?;
        Ok(Processed {
            status,
            audio: judge(&self.output, frames),
            cost,
        })
    }

    /// Builds CLAP's own `process` structure and calls the plug-in with it. The host library's
    /// call cannot pass a missing event queue, nor be timed alone.
    fn call(
        &mut self,
        block: &Block,
        outbox: &mut Outbox,
    ) -> Result<(ProcessStatus, Duration), HostError> {
        let started = self
            .processor
            .as_started_mut()
            .map_err(|_| HostError::NotStarted)?;
        let plugin = started.plugin_handle().as_raw_ptr();
        let mut channels = [ptr::null_mut(); CHANNELS];
        for (pointer, channel) in channels.iter_mut().zip(&mut self.output) {
            *pointer = channel.as_mut_ptr();
        }
        let channel_count = self.profile.output_channels.min(Profile::MAX_CHANNELS);
        let mut port = clap_audio_buffer {
            data32: channels.as_mut_ptr(),
            data64: ptr::null_mut(),
            channel_count,
            latency: 0,
            constant_mask: 0,
        };
        let transport = block.transport.map(|transport| transport.to_event(0));
        let input = self.input.as_input();
        let mut output = OutputEvents::from_buffer(outbox);
        let process = clap_process {
            steady_time: i64::try_from(block.start).unwrap_or(-1),
            frames_count: block.frames,
            transport: transport
                .as_ref()
                .map_or(ptr::null(), |event| ptr::from_ref(event.as_raw())),
            audio_inputs: ptr::null(),
            audio_outputs: &raw mut port,
            audio_inputs_count: 0,
            audio_outputs_count: u32::from(channel_count > 0),
            in_events: input.as_raw(),
            out_events: match self.profile.queue {
                Queue::Capacity(_) => output.as_raw(),
                Queue::Missing => ptr::null(),
            },
        };
        timed_call(plugin, &process)
    }
}

/// The bare call, and how long it took.
#[expect(unsafe_code, reason = "CLAP's process() is a C function")]
fn timed_call(
    plugin: *const clap_plugin,
    process: &clap_process,
) -> Result<(ProcessStatus, Duration), HostError> {
    // SAFETY: the pointer is the one that the audio processor holds, which outlives this call.
    let function = unsafe { (*plugin).process }.ok_or(HostError::ProcessFailed)?;
    let before = Instant::now();
    // SAFETY: the plug-in is active and started, its audio processor is borrowed mutably, so
    // this is the only audio call, and everything that `process` points to lives in the caller.
    let answer = unsafe { function(plugin, process) };
    let cost = before.elapsed();
    match ProcessStatus::from_raw(answer) {
        Some(Ok(status)) => Ok((status, cost)),
        Some(Err(())) | None => Err(HostError::ProcessFailed),
    }
}

fn judge(output: &[Vec<f32>], frames: usize) -> AudioOut {
    let mut samples = output.iter().flat_map(|channel| &channel[..frames]);
    if samples.clone().any(|sample| sample.is_nan()) {
        AudioOut::Unwritten
    } else if samples.all(|sample| *sample == 0.0) {
        AudioOut::Silent
    } else {
        AudioOut::Sounding
    }
}

#[cfg(test)]
mod tests {
    use super::{AudioOut, AudioSide, judge};

    fn moves_between_threads<T: Send>() {}

    #[test]
    fn the_audio_side_may_move_to_another_thread() {
        moves_between_threads::<AudioSide>();
    }

    #[test]
    fn an_unwritten_sample_is_seen_wherever_it_is() {
        let mut output = vec![vec![0.0; 4], vec![0.0; 4]];
        assert_eq!(judge(&output, 4), AudioOut::Silent);
        output[1][2] = 0.5;
        assert_eq!(judge(&output, 4), AudioOut::Sounding);
        output[1][3] = f32::NAN;
        assert_eq!(judge(&output, 4), AudioOut::Unwritten);
        assert_eq!(judge(&output, 2), AudioOut::Silent);
    }
}

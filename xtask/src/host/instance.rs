//! One instance of a plug-in, as its main thread sees it.

use std::ffi::CStr;
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use clack_extensions::render::{PluginRender, RenderMode};
use clack_extensions::state::PluginState;
use clack_host::entry::PluginEntry;
use clack_host::host::HostInfo;
use clack_host::plugin::{PluginInstance, PluginMainThreadHandle};
use clack_host::process::PluginAudioConfiguration;
use clap_sys::plugin::clap_plugin;

use super::audio::{AudioSide, Processed};
use super::block::Block;
use super::error::HostError;
use super::handlers::{Host, HostCalls, Main, Shared};
use super::profile::Profile;
use super::sink::{HostEvent, Sink};

/// A plug-in that was created and initialised. **Thread:** the one that made it.
///
/// Dropping it stops, deactivates and destroys the plug-in. An audio side that was split off
/// has to be [rejoined](Instance::join_audio) first, else the plug-in is leaked, not destroyed.
pub struct Instance {
    audio: Option<AudioSide>,
    inner: PluginInstance<Host>,
    calls: Arc<HostCalls>,
    profile: Profile,
}

impl Instance {
    pub(super) fn new(entry: &PluginEntry, id: &CStr, profile: Profile) -> Result<Self, HostError> {
        let failed = |reason: String| HostError::Instantiate {
            id: id.to_string_lossy().into_owned(),
            reason,
        };
        let info = HostInfo::new("Afterbeat test host", "The Afterbeat developers", "", "1.0")
            .map_err(|error| failed(error.to_string()))?;
        let calls = Arc::<HostCalls>::default();
        let shared = Shared {
            profile,
            calls: Arc::clone(&calls),
        };
        let inner = PluginInstance::new(|()| shared, |shared| Main { shared }, entry, id, &info)
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            audio: None,
            inner,
            calls,
            profile,
        })
    }

    /// Activates the plug-in for `rate` frames a second and blocks of 1 to `max_frames` frames.
    ///
    /// # Errors
    ///
    /// [`HostError::Lifecycle`] if it is active already, or does not want to be.
    pub fn activate(&mut self, rate: f64, max_frames: u32) -> Result<(), HostError> {
        let configuration = PluginAudioConfiguration {
            sample_rate: rate,
            min_frames_count: 1,
            max_frames_count: max_frames,
        };
        let processor = self
            .inner
            .activate(|_, _| (), configuration)
            .map_err(|error| HostError::Lifecycle {
                step: "activate",
                reason: error.to_string(),
            })?;
        self.audio = Some(AudioSide::new(processor, self.profile, max_frames));
        Ok(())
    }

    /// Stops and deactivates the plug-in. Does nothing if it is not active.
    pub fn deactivate(&mut self) {
        if let Some(audio) = self.audio.take() {
            self.inner.deactivate(audio.into_stopped());
        }
    }

    /// Calls `start_processing`.
    ///
    /// # Errors
    ///
    /// [`HostError::NotActive`] or [`HostError::Lifecycle`].
    pub fn start_processing(&mut self) -> Result<(), HostError> {
        self.audio()?.start_processing()
    }

    /// Calls `stop_processing`, if processing was started.
    ///
    /// # Errors
    ///
    /// [`HostError::NotActive`].
    pub fn stop_processing(&mut self) -> Result<(), HostError> {
        self.audio()?.stop_processing();
        Ok(())
    }

    /// Calls `reset`.
    ///
    /// # Errors
    ///
    /// [`HostError::NotActive`].
    pub fn reset(&mut self) -> Result<(), HostError> {
        self.audio()?.reset();
        Ok(())
    }

    /// Processes one block and gives the notes that came out.
    ///
    /// # Errors
    ///
    /// As for [`AudioSide::process_into`].
    pub fn process(&mut self, block: &Block) -> Result<Vec<HostEvent>, HostError> {
        let mut sink = Sink::default();
        self.process_into(block, &mut sink)?;
        Ok(sink.events)
    }

    /// Processes one block into `sink` without allocating, as far as the host is concerned.
    ///
    /// # Errors
    ///
    /// As for [`AudioSide::process_into`], and [`HostError::NotActive`].
    pub fn process_into(&mut self, block: &Block, sink: &mut Sink) -> Result<Processed, HostError> {
        self.audio()?.process_into(block, sink)
    }

    /// The audio side, while it is here.
    ///
    /// # Errors
    ///
    /// [`HostError::NotActive`].
    pub fn audio(&mut self) -> Result<&mut AudioSide, HostError> {
        self.audio.as_mut().ok_or(HostError::NotActive)
    }

    /// Gives the audio side away, to be run on another thread.
    ///
    /// # Errors
    ///
    /// [`HostError::NotActive`].
    pub fn split_audio(&mut self) -> Result<AudioSide, HostError> {
        self.audio.take().ok_or(HostError::NotActive)
    }

    /// Takes the audio side back.
    pub fn join_audio(&mut self, audio: AudioSide) {
        self.audio = Some(audio);
    }

    /// What the plug-in asked its host for.
    #[must_use]
    pub fn calls(&self) -> &HostCalls {
        &self.calls
    }

    /// Does what an idle main thread does: the callback, if the plug-in asked for it.
    pub fn idle(&mut self) {
        if self.calls.callback.swap(0, Ordering::Relaxed) > 0 {
            self.inner.call_on_main_thread_callback();
        }
    }

    /// The plug-in's state.
    ///
    /// # Errors
    ///
    /// [`HostError::NoExtension`] or [`HostError::SaveFailed`].
    pub fn save(&mut self) -> Result<Vec<u8>, HostError> {
        let handle = self.inner.plugin_handle();
        let state = handle
            .get_extension::<PluginState>()
            .ok_or(HostError::NoExtension("state"))?;
        let mut bytes = Vec::new();
        state
            .save(&handle, &mut bytes)
            .map_err(|_| HostError::SaveFailed)?;
        Ok(bytes)
    }

    /// Loads a state; `false` if the plug-in refused it.
    pub fn load(&mut self, bytes: &[u8]) -> bool {
        let handle = self.inner.plugin_handle();
        handle
            .get_extension::<PluginState>()
            .is_some_and(|state| state.load(&handle, &mut Cursor::new(bytes)).is_ok())
    }

    /// Says that it is rendering now, not playing. A plug-in to which that makes no difference need
    /// not take it.
    ///
    /// # Errors
    ///
    /// [`HostError::Lifecycle`] if the plug-in refuses.
    pub fn render_offline(&mut self) -> Result<(), HostError> {
        let handle = self.inner.plugin_handle();
        let Some(render) = handle.get_extension::<PluginRender>() else {
            return Ok(());
        };
        let set = render.set(&handle, RenderMode::Offline);
        set.map_err(|error| HostError::Lifecycle {
            step: "render",
            reason: error.to_string(),
        })
    }

    /// The plug-in itself, for functions that the host library does not know. It is valid as long
    /// as this instance.
    #[must_use]
    pub fn raw(&mut self) -> *const clap_plugin {
        self.inner.plugin_handle().as_raw_ptr()
    }

    pub(super) fn handle(&mut self) -> PluginMainThreadHandle<'_> {
        self.inner.plugin_handle()
    }

    pub(super) fn plugin(&mut self) -> &mut PluginInstance<Host> {
        &mut self.inner
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        self.deactivate();
    }
}

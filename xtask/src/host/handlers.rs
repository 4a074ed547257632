//! The host's own callbacks: the extensions it offers, and a count of what the plug-in asked for.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use clack_extensions::gui::{GuiSize, HostGui, HostGuiImpl};
use clack_extensions::note_name::{HostNoteName, HostNoteNameImpl};
use clack_extensions::note_ports::NoteDialects;
use clack_extensions::params::{
    HostParams, HostParamsImplMainThread, HostParamsImplShared, ParamClearFlags, ParamRescanFlags,
};
use clack_extensions::state::{HostState, HostStateImpl};
use clack_host::host::{HostError, HostExtensions, HostHandlers, MainThreadHandler, SharedHandler};
use clack_host::utils::ClapId;

use super::dialects::{NotePorts, SupportsDialects};
use super::profile::{Dialects, Profile};

/// How often the plug-in called back, since the instance was made. **Thread:** any.
#[derive(Debug, Default)]
pub struct HostCalls {
    restart: AtomicU32,
    process: AtomicU32,
    pub(super) callback: AtomicU32,
    flush: AtomicU32,
    dirty: AtomicU32,
    rescan: AtomicU32,
    names: AtomicU32,
}

impl HostCalls {
    /// Calls of `request_restart`.
    #[must_use]
    pub fn restarts(&self) -> u32 {
        self.restart.load(Ordering::Relaxed)
    }

    /// Calls of `request_process`.
    #[must_use]
    pub fn processes(&self) -> u32 {
        self.process.load(Ordering::Relaxed)
    }

    /// Calls of the parameters' `request_flush`.
    #[must_use]
    pub fn flushes(&self) -> u32 {
        self.flush.load(Ordering::Relaxed)
    }

    /// Calls of the state's `mark_dirty`.
    #[must_use]
    pub fn dirty(&self) -> u32 {
        self.dirty.load(Ordering::Relaxed)
    }

    /// Calls of the note names' `changed`.
    #[must_use]
    pub fn names_changed(&self) -> u32 {
        self.names.load(Ordering::Relaxed)
    }

    /// Calls of the parameters' `rescan`.
    #[must_use]
    pub fn rescans(&self) -> u32 {
        self.rescan.load(Ordering::Relaxed)
    }
}

/// The handlers' family, as the host library wants it.
pub(super) struct Host;

/// What every thread of the plug-in may reach.
pub(super) struct Shared {
    pub(super) profile: Profile,
    pub(super) calls: Arc<HostCalls>,
}

/// What the plug-in's main thread may reach.
pub(super) struct Main<'a> {
    pub(super) shared: &'a Shared,
}

impl HostHandlers for Host {
    type Shared<'a> = Shared;
    type MainThread<'a> = Main<'a>;
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<Self>, shared: &Self::Shared<'_>) {
        builder.register::<HostParams>().register::<HostState>();
        if shared.profile.dialects != Dialects::Unasked {
            builder
                .register::<HostGui>()
                .register::<NotePorts>()
                .register::<HostNoteName>();
        }
    }
}

fn count(counter: &AtomicU32) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {
        count(&self.calls.restart);
    }

    fn request_process(&self) {
        count(&self.calls.process);
    }

    fn request_callback(&self) {
        count(&self.calls.callback);
    }
}

impl<'a> MainThreadHandler<'a> for Main<'a> {}

impl HostParamsImplShared for Shared {
    fn request_flush(&self) {
        count(&self.calls.flush);
    }
}

impl HostParamsImplMainThread for Main<'_> {
    fn rescan(&self, _flags: ParamRescanFlags) {
        count(&self.shared.calls.rescan);
    }

    fn clear(&self, _param_id: ClapId, _flags: ParamClearFlags) {}
}

/// Windows have no frame that would have to follow the plug-in's.
impl HostGuiImpl for Shared {
    fn resize_hints_changed(&self) {}

    fn request_resize(&self, _new_size: GuiSize) -> Result<(), HostError> {
        Ok(())
    }

    fn request_show(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn request_hide(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn closed(&self, _was_destroyed: bool) {}
}

impl HostStateImpl for Main<'_> {
    fn mark_dirty(&self) {
        count(&self.shared.calls.dirty);
    }
}

impl HostNoteNameImpl for Main<'_> {
    fn changed(&self) {
        count(&self.shared.calls.names);
    }
}

impl SupportsDialects for Main<'_> {
    fn dialects(&self) -> u32 {
        let dialects = match self.shared.profile.dialects {
            Dialects::ClapAndMidi => NoteDialects::CLAP | NoteDialects::MIDI,
            Dialects::MidiOnly => NoteDialects::MIDI,
            // Not reached: without the extension there is nobody to ask.
            Dialects::Unasked => NoteDialects::empty(),
        };
        dialects.bits()
    }
}

//! A small CLAP host that lives in the calling process, for the tests and for `cargo xtask play`.
//!
//! It plays the host's part as the plug-in's peers do, good manners and bad ones alike:
//! a [`Profile`] says which note dialects are offered and how many events fit the output
//! queue. It guarantees that [`AudioSide::process_into`] allocates nothing on the host's
//! side, and it checks what a strict host would: the order of the events, their range, and
//! that every sample of the output was written. It has no screen, no clock and no audio.
//!
//! The usual story: [`Plugin`] is loaded, [`Plugin::instantiate`] makes an [`Instance`],
//! which is activated, started, and then handed one [`Block`] after the other; what the
//! plug-in sends is collected in a [`Sink`]. Where a test needs both of the plug-in's
//! threads, [`Instance::split_audio`] gives the half that may move to another thread.

mod audio;
mod block;
mod dialects;
mod error;
mod handlers;
mod instance;
mod names;
mod pages;
mod params;
mod plugin;
mod ports;
mod profile;
mod sink;
mod song;
mod transport;
mod window;

pub use audio::{AudioOut, AudioSide, Processed};
pub use block::{Block, NoteInput, ParamPoint};
pub use clack_host::entry::EntryDescriptor;
pub use clack_host::process::ProcessStatus;
pub use error::HostError;
pub use handlers::HostCalls;
pub use instance::Instance;
pub use names::NoteName;
pub use pages::Page;
pub use params::Param;
pub use plugin::{Descriptor, Plugin};
pub use ports::{AudioPort, NoteDialect, NoteDialects, NotePort};
pub use profile::{Dialects, Profile, Queue};
pub use sink::{Form, HostEvent, Kind, Pushed, Sink, Told};
pub use song::Song;
pub use transport::Transport;

//! What can go wrong between the host and a plug-in.

use std::path::PathBuf;

/// A step of the plug-in's life that failed, and why.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The file is no CLAP plug-in, or not one for this machine.
    #[error("cannot load {path} as a CLAP plug-in: {reason}")]
    Load {
        /// The file that was asked for.
        path: PathBuf,
        /// What the loader said.
        reason: String,
    },
    /// The entry has no plug-in factory, or an empty one.
    #[error("the CLAP entry offers no plug-in")]
    NoPlugin,
    /// The factory did not make an instance.
    #[error("cannot instantiate {id}: {reason}")]
    Instantiate {
        /// The plug-in's id.
        id: String,
        /// What the host library said.
        reason: String,
    },
    /// `activate` or `start_processing` was refused, or came at the wrong moment.
    #[error("cannot {step}: {reason}")]
    Lifecycle {
        /// The call that failed.
        step: &'static str,
        /// What the host library said.
        reason: String,
    },
    /// The call needs an activated instance whose audio side is at home.
    #[error("the instance is not active, or its audio side was split off")]
    NotActive,
    /// The call needs an instance that is not activated.
    #[error("the instance is active; deactivate it first")]
    Active,
    /// `process` was called before `start_processing`.
    #[error("processing was not started")]
    NotStarted,
    /// The block is longer than `activate` allowed.
    #[error("a block of {frames} frames, but activated for at most {max}")]
    BlockTooLong {
        /// The block's length in frames.
        frames: u32,
        /// The longest block that was announced, in frames.
        max: u32,
    },
    /// The plug-in answered `process` with an error.
    #[error("the plug-in's process() answered with an error")]
    ProcessFailed,
    /// The plug-in lacks an extension that the call needs.
    #[error("the plug-in has no {0} extension")]
    NoExtension(&'static str),
    /// The plug-in would not write its state.
    #[error("the plug-in did not save its state")]
    SaveFailed,
}

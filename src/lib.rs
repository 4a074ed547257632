//! Afterbeat: a drummer for the DAW.
//!
//! Layers, whose arrows point one way: [`time`] <- [`pattern`] <- [`engine`] <- everything else.

pub mod engine;
pub mod link;
pub mod pattern;
pub mod plugin;
pub mod time;

pub use plugin::clap_entry::clap_entry;

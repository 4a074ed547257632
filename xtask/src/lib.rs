//! What Afterbeat's commands and tests share: a small CLAP host, and the needs of a bare machine.

pub mod deps;
pub mod host;

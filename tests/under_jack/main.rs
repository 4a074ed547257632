//! Afterbeat under a real JACK server: what it sends, how it is steered, how it ends.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may end there")]

mod burn;
mod clock;
#[path = "../support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
mod endings;
mod keys;
mod lines;
mod master;
mod program;
mod recorder;
mod server;
mod servers;
mod take;
mod timebase;
mod transport;
mod typed;
mod window;
mod without;

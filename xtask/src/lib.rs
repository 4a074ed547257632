//! What Afterbeat's commands and tests share: a small CLAP host and its screen, the parameters by
//! which what it plays can be foretold, what is measured of a groove, and the needs of a bare
//! machine.

pub mod deps;
pub mod habits;
pub mod host;
pub mod neutral;
pub mod note;
pub mod rendered;
pub mod screen;
pub mod statistics;

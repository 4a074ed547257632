//! The user's files: where they lie, how they are read, and what the desktop does with them.
//!
//! Everything here may take its time, and a dialog takes the user's: it belongs on a
//! [`Worker`](crate::worker::Worker). What cannot be done says what and where, and nothing that
//! was there before is lost.

mod desk;
mod folders;
mod library;
mod text;

pub use desk::{Answer, Ask, Desk, DeskError, SystemDesk, with_ending};
pub use folders::Folders;
pub use library::{Library, LibraryError, Own, Skipped};
pub use text::{ReadError, read_text};

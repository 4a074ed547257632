//! The engine: a bank, controls and a host's transport in; strikes on exact frames out.
//!
//! It knows no host, no window, no queue and no file, and one engine serves the plug-in, the
//! offline render and the tests alike. [`Engine::process`] never allocates, frees, locks or waits.
#![deny(clippy::indexing_slicing, clippy::expect_used, clippy::panic)]

mod controls;
mod event;
mod transport;

pub use controls::{Controls, LaneControls, LfoPeriod};
pub use event::{Event, InputNote, Kind, Origin, Refused, Sink, Source};
pub use transport::{Block, Transport};

use crate::pattern::{Bank, Edit, EditError};

/// What has happened since the engine was made. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Strikes that sounded.
    pub strikes: u64,
    /// Strikes lost because every slot was taken by a note of its class or a higher one.
    pub no_slot: u64,
    /// Strikes lost because the host took no more events.
    pub refused: u64,
    /// Sounding notes cut short to make room for a higher class.
    pub stolen: u64,
    /// Strikes that sounded after the frame they were due on.
    pub late: u64,
}

/// The scheduler of one instance. **Thread:** audio.
pub struct Engine {
    bank: Box<Bank>,
}

impl Engine {
    /// An engine that plays `bank`'s first pattern, with default controls. Allocates.
    pub fn new(bank: Box<Bank>) -> Self {
        Self { bank }
    }

    /// Takes new values of the parameters; they hold from the next block's first frame on.
    pub fn set_controls(&mut self, _controls: &Controls) {}

    /// The bank it plays from.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// Makes an edit of its bank, heard from the next block on, and gives its inverse.
    ///
    /// The inverse may own the box that was replaced: send it away, to be freed elsewhere.
    ///
    /// # Errors
    /// As [`Bank::apply`].
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, (Edit, EditError)> {
        self.bank.apply(edit)
    }

    /// Plays from `bank` from the next block on, and gives the old one back, to be freed elsewhere.
    pub fn swap_bank(&mut self, bank: Box<Bank>) -> Box<Bank> {
        std::mem::replace(&mut self.bank, bank)
    }

    /// Forgets the transport. Notes that sound are released at the next block's first frame.
    pub fn reset(&mut self) {}

    /// Sends what sounds in this block, sorted by frame; at one frame offs first.
    pub fn process(&mut self, _block: &Block<'_>, _sink: &mut impl Sink) {}

    /// What has happened so far.
    pub fn counters(&self) -> Counters {
        Counters::default()
    }

    /// How many notes sound now.
    pub fn sounding(&self) -> usize {
        0
    }
}

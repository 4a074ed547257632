//! The way between the true bank and the engine's copy: nothing is lost, and nobody waits.
//!
//! The main side owns the bank that is saved; the audio side keeps the engine's copy equal to it.
//! Every change has a number, its *revision*, and reaches the engine in one of two ways:
//!
//! - as a **command**: the edit itself, through a queue;
//! - inside a **snapshot**: the whole bank as of a revision, through a mailbox of one place in
//!   which a newer one takes the place of an older. It is used for whole banks, and for an edit
//!   that finds the queue full. A mailbox cannot be full, so no edit is ever lost and nothing has
//!   to be sent again: the next block takes it, whether a window is open or not.
//!
//! # Why the order holds
//!
//! The engine's bank has the revision `r` of the last change in it. The audio side adopts any
//! snapshot that it finds (always a newer one, see below), and treats the command `c` at the head
//! of the queue by its revision alone:
//!
//! 1. `c <= r`: a snapshot had it already. It is sent back unused.
//! 2. `c == r + 1`: it is applied.
//! 3. `c > r + 1`: a change in between came by snapshot. The command stays in the queue until that
//!    snapshot is adopted.
//!
//! A change that is not in the queue was put into the mailbox before any later command was pushed,
//! and the mailbox only ever gets newer. So whoever sees the later command sees that snapshot, or
//! a newer one, or has adopted it: case 3 ends at once (or in the next block, if the main side has
//! just taken the snapshot back to bring it up to date). And as a snapshot's own last change is
//! never in the queue, the engine's bank cannot reach its revision by commands: a snapshot in the
//! mailbox is always newer than the engine's bank. Each change is thus heard once and in order,
//! however the steps of the two sides fall between each other; `tests/link.rs` plays them through.
//!
//! A drum that is to be heard by itself is no change. It has a place of its own, one a lane, so there
//! is always room for it; the engine sounds it in the next block, while nothing plays too.
//!
//! # What it costs
//!
//! An edit costs the main side its own size. The first one that finds the queue full costs a clone
//! of the bank (a few microseconds a pattern); those after it are applied to that snapshot where it
//! lies, so a million edits on a deactivated plug-in cost one clone. The audio side does a bounded
//! number of steps a block, none of which allocates, frees, locks or waits.

mod asked;
mod audio_side;
mod displaced;
mod health;
mod load;
mod mailbox;
mod main_side;
mod place;
mod shared;

pub use audio_side::AudioSide;
pub use displaced::Displaced;
pub use health::{Flash, Health, Played, Vitals};
pub use load::Load;
pub use main_side::MainSide;
pub use shared::{Locked, Main};

use crate::engine::Engine;
use crate::pattern::{Bank, Edit};
use asked::Asked;
use mailbox::Mailbox;
use rtrb::{Consumer, Producer, RingBuffer};
use std::sync::Arc;

/// How much the queues hold. **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacities {
    /// Commands on their way to the engine; at least 1.
    pub commands: usize,
    /// What the engine is done with, on its way back to be freed; at least 1. With two more than
    /// `commands` the engine never has to wait for the main side to collect.
    pub returned: usize,
}

impl Capacities {
    /// Room for `commands` commands, and for all that can come back for them.
    pub const fn for_commands(commands: usize) -> Self {
        Self {
            commands,
            returned: commands + 2,
        }
    }
}

impl Default for Capacities {
    fn default() -> Self {
        Self::for_commands(512)
    }
}

/// The two ends, and an engine that plays an equal bank. **Thread:** main.
pub fn new(bank: Bank) -> (MainSide, AudioSide, Engine) {
    with_capacities(bank, Capacities::default())
}

/// As [`new`], with queues of a chosen size. **Thread:** main.
pub fn with_capacities(bank: Bank, capacities: Capacities) -> (MainSide, AudioSide, Engine) {
    let engine = Engine::new(Box::new(bank.clone()));
    let (ends, audio) = ends(capacities, 0);
    (MainSide::new(bank, capacities, ends), audio, engine)
}

/// What the main side holds of the queues.
struct MainEnds {
    commands: Producer<Command>,
    mailbox: Arc<Mailbox<Snapshot>>,
    returned: Consumer<Returned>,
    asked: Arc<Asked>,
}

/// Fresh queues, for an engine whose bank is the true one as of `revision`.
fn ends(capacities: Capacities, revision: u64) -> (MainEnds, AudioSide) {
    let (commands, take_command) = RingBuffer::new(capacities.commands.max(1));
    let (give_back, returned) = RingBuffer::new(capacities.returned.max(1));
    let mailbox = Arc::new(Mailbox::default());
    let asked = Arc::<Asked>::default();
    let hears = (Arc::clone(&mailbox), Arc::clone(&asked));
    let audio = AudioSide::new(revision, take_command, hears, give_back);
    let main = MainEnds {
        commands,
        mailbox,
        returned,
        asked,
    };
    (main, audio)
}

/// An edit on its way to the engine, with the revision that it brings the bank to.
struct Command {
    revision: u64,
    edit: Edit,
}

/// A whole bank as of a revision; on its way back the place holds the bank that it replaced.
struct Snapshot {
    revision: u64,
    bank: Option<Box<Bank>>,
}

/// What the engine is done with. It exists to be dropped on the main side.
enum Returned {
    Edit(#[expect(dead_code, reason = "it is only carried to where it may be freed")] Edit),
    Snapshot(
        #[expect(dead_code, reason = "it is only carried to where it may be freed")] Box<Snapshot>,
    ),
}

//! The audio side: it keeps the engine's bank equal to the true one, a bounded step at a time.

use super::asked::{Asked, Heard};
use super::mailbox::Mailbox;
use super::{Command, Returned, Snapshot};
use crate::engine::Engine;
use crate::pattern::Edit;
use rtrb::{Consumer, Producer};
use std::sync::Arc;

/// How many commands a block takes at most; what is left waits for the next.
const COMMANDS_PER_BLOCK: usize = 256;

/// The engine's end. It is dropped where the engine is, on the main thread. **Thread:** audio.
pub struct AudioSide {
    /// The last change that is in the engine's bank.
    revision: u64,
    commands: Consumer<Command>,
    mailbox: Arc<Mailbox<Snapshot>>,
    returns: Producer<Returned>,
    asked: Arc<Asked>,
    heard: Heard,
}

impl AudioSide {
    /// The end for an engine whose bank is the true one as of `revision`.
    pub(super) fn new(
        revision: u64,
        commands: Consumer<Command>,
        (mailbox, asked): (Arc<Mailbox<Snapshot>>, Arc<Asked>),
        returns: Producer<Returned>,
    ) -> Self {
        Self {
            revision,
            commands,
            mailbox,
            returns,
            asked,
            heard: Heard::default(),
        }
    }

    /// The last change that is in the engine's bank; the main side's number once all is heard.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Brings `engine`, the one that was made with this end, nearer to the true bank: takes a
    /// whole bank if there is one, and then at most 256 commands. Drums that are to be heard by
    /// themselves are asked for first.
    ///
    /// What it replaces goes back to be freed. If there is no room for that, the change waits for
    /// a later block, and those after it too.
    #[inline]
    pub fn drain(&mut self, engine: &mut Engine) {
        let hear = |lane, drum| engine.audition(lane, drum);
        self.heard.catch_up(&self.asked, hear);
        if !(self.mailbox.is_empty() && self.commands.is_empty()) {
            self.take(engine);
        }
    }

    /// Whether there is nothing to take: [`Self::drain`] would do nothing.
    #[inline]
    pub fn is_drained(&self) -> bool {
        !self.heard.misses(&self.asked) && self.mailbox.is_empty() && self.commands.is_empty()
    }

    fn take(&mut self, engine: &mut Engine) {
        self.adopt(engine);
        for _ in 0..COMMANDS_PER_BLOCK {
            if !self.take_next(engine) {
                return;
            }
        }
    }

    /// Takes the snapshot in the mailbox; false if there is none, or no room for the old bank.
    fn adopt(&mut self, engine: &mut Engine) -> bool {
        if self.mailbox.is_empty() || self.returns.is_full() {
            return false;
        }
        let Some(mut snapshot) = self.mailbox.take() else {
            return false;
        };
        debug_assert!(
            snapshot.revision > self.revision,
            "a snapshot is newer than the engine's bank"
        );
        if let Some(bank) = snapshot.bank.take() {
            snapshot.bank = Some(engine.swap_bank(bank));
            self.revision = snapshot.revision;
        }
        self.give_back(Returned::Snapshot(snapshot));
        true
    }

    /// Deals with the command at the head of the queue; false if there is nothing to do now.
    fn take_next(&mut self, engine: &mut Engine) -> bool {
        let Ok(head) = self.commands.peek() else {
            return false;
        };
        let (revision, owns_box) = (head.revision, owns_box(&head.edit));
        if revision > self.revision + 1 {
            return self.adopt(engine);
        }
        if owns_box && self.returns.is_full() {
            return false;
        }
        let Ok(command) = self.commands.pop() else {
            return false;
        };
        let left = if revision > self.revision {
            self.revision = revision;
            apply(engine, command.edit)
        } else {
            command.edit
        };
        if owns_box {
            self.give_back(Returned::Edit(left));
        }
        true
    }

    /// Sends `item` back. There is room: it was asked for, and only this end fills the queue.
    fn give_back(&mut self, item: Returned) {
        let pushed = self.returns.push(item);
        debug_assert!(pushed.is_ok(), "room was asked for before");
    }
}

/// Makes `edit`, and gives what is left of it.
fn apply(engine: &mut Engine, edit: Edit) -> Edit {
    debug_assert!(
        !engine.bank().grows_by(&edit),
        "an edit that allocates is sent as a whole lane"
    );
    let result = engine.apply(edit);
    debug_assert!(result.is_ok(), "the true bank took the same edit");
    result.unwrap_or_else(|(edit, _)| edit)
}

/// Whether `edit` owns a box, or its inverse does. All other edits are plain values.
fn owns_box(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::ReplaceLane { .. } | Edit::ReplacePattern { .. } | Edit::ReplaceChain(_)
    )
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;

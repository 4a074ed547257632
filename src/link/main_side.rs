//! The main side: it owns the true bank, and every change of it goes out from here.

use super::mailbox::Mailbox;
use super::{Command, Returned, Snapshot};
use crate::pattern::{Bank, Edit, EditError};
use rtrb::{Consumer, Producer, PushError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The owner of the true bank. Dropped, it leaves the engine playing what it has. **Thread:** main.
pub struct MainSide {
    bank: Bank,
    revision: u64,
    commands: Producer<Command>,
    mailbox: Arc<Mailbox<Snapshot>>,
    returned: Consumer<Returned>,
}

impl MainSide {
    pub(super) fn new(
        bank: Bank,
        commands: Producer<Command>,
        mailbox: Arc<Mailbox<Snapshot>>,
        returned: Consumer<Returned>,
    ) -> Self {
        Self {
            bank,
            revision: 0,
            commands,
            mailbox,
            returned,
        }
    }

    /// The true bank.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// How many changes the bank has seen; a changed number is a changed bank.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Makes `edit`, has the engine make it too, and gives the edit that undoes it.
    ///
    /// # Errors
    /// As [`Bank::apply`]; nothing has changed then.
    pub fn edit(&mut self, edit: Edit) -> Result<Edit, EditError> {
        self.collect();
        let grows = self.bank.grows_by(&edit);
        let copy = edit.clone();
        let inverse = self.bank.apply(edit).map_err(|(_, error)| error)?;
        let message = if grows { self.whole_lane(copy) } else { copy };
        self.send(message);
        Ok(inverse)
    }

    /// Puts another bank in the place of the true one, here and in the engine, and gives the old.
    pub fn load(&mut self, bank: Bank) -> Bank {
        self.collect();
        let old = std::mem::replace(&mut self.bank, bank);
        self.revision += 1;
        self.post(self.snapshot());
        old
    }

    /// Frees what the engine is done with. Every change does it too; an idle timer may.
    pub fn collect(&mut self) {
        while self.returned.pop().is_ok() {}
    }

    /// The engine cannot make room in a lane's box, so it gets the lane as it is now.
    fn whole_lane(&self, edit: Edit) -> Edit {
        let Edit::Lane { at, .. } = edit else {
            return edit;
        };
        match self.bank.lane(at.pattern, at.lane) {
            Some(lane) => Edit::ReplaceLane {
                at,
                to: Box::new(lane.clone()),
            },
            None => edit,
        }
    }

    fn send(&mut self, edit: Edit) {
        self.revision += 1;
        let revision = self.revision;
        if let Err(PushError::Full(command)) = self.commands.push(Command { revision, edit }) {
            let snapshot = self.overflow(command);
            self.post(snapshot);
        }
    }

    /// A snapshot with the newest change in it. One that nobody has taken yet is taken back and
    /// only gets that change, unless it lacks others too: then the bank is cloned.
    fn overflow(&self, command: Command) -> Snapshot {
        let Some(mut snapshot) = self.mailbox.take() else {
            return self.snapshot();
        };
        let lacks_only_this = snapshot.revision + 1 == command.revision;
        if let Some(bank) = snapshot.bank.as_mut().filter(|_| lacks_only_this)
            && bank.apply(command.edit).is_ok()
        {
            snapshot.revision = command.revision;
            return *snapshot;
        }
        self.snapshot()
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            revision: self.revision,
            bank: Some(Box::new(self.bank.clone())),
        }
    }

    fn post(&self, snapshot: Snapshot) {
        drop(self.mailbox.put(Box::new(snapshot)));
    }
}

/// The main side as the threads of the main side share it: the host's main thread and the editor's.
///
/// The audio thread has none and so cannot wait for it. **Thread:** main.
#[derive(Clone)]
pub struct Main(Arc<Mutex<MainSide>>);

impl Main {
    /// Shares `side`.
    pub fn new(side: MainSide) -> Self {
        Self(Arc::new(Mutex::new(side)))
    }

    /// The main side, once no other thread is using it.
    ///
    /// If one panicked while it did, the engine's bank is made equal again first.
    pub fn lock(&self) -> MutexGuard<'_, MainSide> {
        if !self.0.is_poisoned() {
            return self.0.lock().unwrap_or_else(PoisonError::into_inner);
        }
        let mut side = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        side.revision += 1;
        side.post(side.snapshot());
        self.0.clear_poison();
        side
    }
}

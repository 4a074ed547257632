//! The main side: it owns the true bank, and every change of it goes out from here.

use super::{AudioSide, Capacities, Command, Displaced, MainEnds, Snapshot, ends};
use crate::engine::{Audition, Engine};
use crate::pattern::{Bank, Edit, EditError, LaneIndex, PatternIndex, Velocity, kit};
use rtrb::PushError;
use std::borrow::Cow;

/// The owner of the true bank. Dropped, it leaves the engine playing what it has. **Thread:** main.
pub struct MainSide {
    bank: Bank,
    revision: u64,
    edits: u64,
    displaced: Option<Displaced>,
    capacities: Capacities,
    ends: MainEnds,
}

impl MainSide {
    pub(super) fn new(bank: Bank, capacities: Capacities, ends: MainEnds) -> Self {
        Self {
            bank,
            revision: 0,
            edits: 0,
            displaced: None,
            capacities,
            ends,
        }
    }

    /// The true bank.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// The bank as it is to be saved: with what a trial has displaced.
    pub fn bank_to_save(&self) -> Cow<'_, Bank> {
        let Some(Displaced { index, pattern, .. }) = &self.displaced else {
            return Cow::Borrowed(&self.bank);
        };
        let mut bank = self.bank.clone();
        let edit = Edit::ReplacePattern {
            pattern: *index,
            to: pattern.clone(),
        };
        // A whole pattern can always be put.
        let _ = bank.apply(edit);
        Cow::Owned(bank)
    }

    /// What a trial has displaced, if one is under way.
    pub fn displaced(&self) -> Option<&Displaced> {
        self.displaced.as_ref()
    }

    /// Keeps what a trial displaces, or gives back what it has displaced for it to be put back.
    pub fn displace(&mut self, displaced: Option<Displaced>) -> Option<Displaced> {
        std::mem::replace(&mut self.displaced, displaced)
    }

    /// How many changes the bank has seen; a changed number is a changed bank.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many of the changes were edits; a changed number is work that the user may want to save.
    pub fn edits(&self) -> u64 {
        self.edits
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
        self.edits += 1;
        Ok(inverse)
    }

    /// Puts another bank in the place of the true one, here and in the engine.
    ///
    /// This is for a state that the host loads, and knows to be saved; so it is no edit. What a trial
    /// has displaced belongs to the state before.
    pub fn load(&mut self, bank: Bank) {
        self.collect();
        self.displaced = None;
        // The old one becomes the engine's copy: its boxes need not be freed and made again.
        let mut copy = std::mem::replace(&mut self.bank, bank);
        copy.clone_from(&self.bank);
        self.revision += 1;
        self.post(Snapshot {
            revision: self.revision,
            bank: Some(Box::new(copy)),
        });
    }

    /// A new engine that plays an equal bank, and its end of fresh queues, in the place of the old
    /// ones: those have nothing more to say here. For when the old engine is given up. Allocates.
    pub fn relink(&mut self) -> (AudioSide, Engine) {
        let engine = Engine::new(Box::new(self.bank.clone()));
        let (ends, audio) = ends(self.capacities, self.revision);
        self.ends = ends;
        (audio, engine)
    }

    /// Sends the bank whole, for when it may differ from what was sent of it.
    pub(super) fn send_anew(&mut self) {
        self.revision += 1;
        self.post(self.snapshot());
    }

    /// Has the drum of a lane be heard by itself, whether anything plays or not, muted or not.
    ///
    /// It changes nothing. The lane of a pattern that there is not has the drum of the usual kit.
    pub fn audition(&self, pattern: PatternIndex, lane: LaneIndex, velocity: Velocity) {
        let own = self.bank.lane(pattern, lane).map(|lane| lane.voice);
        let voice = own.unwrap_or_else(|| kit()[lane].voice());
        let setup = &self.bank.setup;
        let drum = Audition {
            channel: setup.channel(lane, voice.channel),
            key: setup.key(lane, voice.key),
            velocity,
        };
        self.ends.asked.ask(lane, drum);
    }

    /// Frees what the engine is done with. Every change does it too; an idle timer may.
    pub fn collect(&mut self) {
        while self.ends.returned.pop().is_ok() {}
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
        if let Err(PushError::Full(command)) = self.ends.commands.push(Command { revision, edit }) {
            let snapshot = self.overflow(command);
            self.post(snapshot);
        }
    }

    /// A snapshot with the newest change in it. One that nobody has taken yet is taken back and
    /// only gets that change, unless it lacks others too: then the bank is cloned.
    fn overflow(&self, command: Command) -> Snapshot {
        let Some(mut snapshot) = self.ends.mailbox.take() else {
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
        drop(self.ends.mailbox.put(Box::new(snapshot)));
    }
}

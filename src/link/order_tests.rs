//! Orders of arrival that only two threads can bring about, made by hand.

use super::AudioSide;
use crate::engine::Engine;
use crate::link::mailbox::Mailbox;
use crate::link::{Command, Returned, Snapshot};
use crate::pattern::{Bank, Edit, Pattern, PatternIndex, SetupChange, Thru};
use rtrb::{Consumer, Producer, RingBuffer};
use std::sync::Arc;

struct Ends {
    commands: Producer<Command>,
    mailbox: Arc<Mailbox<Snapshot>>,
    returned: Consumer<Returned>,
    audio: AudioSide,
    engine: Engine,
}

impl Ends {
    fn new(room: usize) -> Self {
        let (commands, take) = RingBuffer::new(8);
        let (give, returned) = RingBuffer::new(room);
        let mailbox = Arc::new(Mailbox::default());
        Self {
            commands,
            mailbox: Arc::clone(&mailbox),
            returned,
            audio: AudioSide::new(0, take, (mailbox, Arc::default()), give),
            engine: Engine::new(Box::new(Bank::empty())),
        }
    }

    fn push(&mut self, revision: u64, edit: Edit) {
        assert!(self.commands.push(Command { revision, edit }).is_ok());
    }

    fn post(&self, revision: u64, bank: Bank) {
        let bank = Some(Box::new(bank));
        drop(self.mailbox.put(Box::new(Snapshot { revision, bank })));
    }

    /// Drains, and gives the revision that the engine's bank has then.
    fn drain(&mut self) -> u64 {
        self.audio.drain(&mut self.engine);
        self.audio.revision()
    }

    fn thru(&self) -> Thru {
        self.engine.bank().setup.thru
    }
}

fn thru(to: Thru) -> Edit {
    Edit::Setup(SetupChange::Thru(to))
}

fn pattern() -> Edit {
    Edit::ReplacePattern {
        pattern: PatternIndex::FIRST,
        to: Some(Box::new(Pattern::new())),
    }
}

#[test]
fn a_command_waits_for_the_bank_before_it() {
    // The mailbox was empty when the block began; then the bank was posted, and taken back to be
    // brought up to date; and the edit after it was seen.
    let mut ends = Ends::new(4);
    ends.push(2, thru(Thru::Off));
    assert_eq!(ends.drain(), 0);
    assert_eq!(ends.thru(), Thru::All);
    ends.post(1, Bank::with_first(Pattern::new()));
    assert_eq!(ends.drain(), 2);
    assert_eq!(ends.thru(), Thru::Off);
    assert!(ends.engine.bank().pattern(PatternIndex::FIRST).is_some());
}

#[test]
fn a_bank_that_has_a_command_already_does_not_get_it_again() {
    let mut ends = Ends::new(4);
    ends.push(1, thru(Thru::Off));
    ends.push(2, thru(Thru::NotMapped));
    let mut bank = Bank::empty();
    bank.setup.thru = Thru::All;
    ends.post(3, bank);
    ends.push(4, pattern());
    assert_eq!(ends.drain(), 4);
    assert_eq!(ends.thru(), Thru::All);
    // The old bank and the place of the pattern.
    assert_eq!(ends.returned.slots(), 2);
}

#[test]
fn a_bank_posted_between_two_commands_is_taken_between_them() {
    // The block saw an empty mailbox, made the first edit, and then met one that needs a bank.
    let mut ends = Ends::new(4);
    ends.push(1, thru(Thru::Off));
    assert_eq!(ends.drain(), 1);
    ends.push(3, pattern());
    assert_eq!(ends.drain(), 1);
    let mut bank = Bank::empty();
    bank.setup.thru = Thru::NotMapped;
    ends.post(2, bank);
    assert_eq!(ends.drain(), 3);
    assert_eq!(ends.thru(), Thru::NotMapped);
}

#[test]
fn a_bank_waits_for_room_while_small_edits_before_it_go_on() {
    let mut ends = Ends::new(1);
    ends.push(1, pattern());
    assert_eq!(ends.drain(), 1);
    ends.push(2, thru(Thru::Off));
    ends.post(3, Bank::empty());
    ends.push(4, thru(Thru::NotMapped));
    assert_eq!(ends.drain(), 2, "no room for the old bank");
    assert_eq!(ends.thru(), Thru::Off);
    assert!(ends.returned.pop().is_ok());
    assert_eq!(ends.drain(), 4);
    assert_eq!(ends.thru(), Thru::NotMapped);
}

#[test]
fn a_block_takes_a_bounded_number_of_commands() {
    let (mut commands, take) = RingBuffer::new(1_000);
    let (give, _returned) = RingBuffer::new(1);
    let mut audio = AudioSide::new(0, take, (Arc::default(), Arc::default()), give);
    let mut engine = Engine::new(Box::new(Bank::empty()));
    for revision in 1..=600 {
        let edit = thru(Thru::Off);
        assert!(commands.push(Command { revision, edit }).is_ok());
    }
    audio.drain(&mut engine);
    assert_eq!(audio.revision(), 256);
    audio.drain(&mut engine);
    audio.drain(&mut engine);
    assert_eq!(audio.revision(), 600);
}

//! The link: the engine's bank ends equal to the true one, whatever happens when.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/random_edits.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod edits;

use afterbeat::engine::Engine;
use afterbeat::link::{self, AudioSide, Capacities, Main, MainSide};
use afterbeat::pattern::{Bank, Edit, LaneSetting, Pattern, PatternIndex, SetupChange, Thru};
use edits::{Dice, random_bank, random_edit};
use proptest::prelude::*;
use std::collections::HashSet;
use std::mem::{Discriminant, discriminant};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Both ends in one thread, so that each interleaving can be played step by step.
struct Both {
    main: MainSide,
    audio: AudioSide,
    engine: Engine,
    dice: Dice,
}

impl Both {
    fn new(commands: usize, returned: usize) -> Self {
        let bank = Bank::with_first(Pattern::new());
        let capacities = Capacities { commands, returned };
        let (main, audio, engine) = link::with_capacities(bank, capacities);
        let dice = Dice::new(7);
        Self {
            main,
            audio,
            engine,
            dice,
        }
    }

    fn roomy() -> Self {
        Self::new(8, 10)
    }

    fn edit(&mut self) {
        loop {
            let edit = random_edit(&mut self.dice, self.main.bank());
            if self.main.edit(edit).is_ok() {
                return;
            }
        }
    }

    fn edits(&mut self, count: usize) {
        for _ in 0..count {
            self.edit();
        }
    }

    fn replace_pattern(&mut self) {
        let edit = Edit::ReplacePattern {
            pattern: PatternIndex::FIRST,
            to: Some(Box::new(Pattern::new())),
        };
        self.main.edit(edit).unwrap();
    }

    fn load(&mut self) {
        let bank = random_bank(&mut self.dice);
        self.main.load(bank);
    }

    fn drain(&mut self) {
        self.audio.drain(&mut self.engine);
    }

    fn is_equal(&self) -> bool {
        let same = self.engine.bank() == self.main.bank();
        assert!(
            same || self.audio.revision() < self.main.revision(),
            "a bank that has every change is the same bank"
        );
        same && self.audio.revision() == self.main.revision()
    }
}

/// What an edit is: of a lane's settings and the instance's each is a kind of its own.
#[derive(PartialEq, Eq, Hash)]
enum Kind {
    Setting(Discriminant<LaneSetting>),
    Change(Discriminant<SetupChange>),
    Other(Discriminant<Edit>),
}

impl Kind {
    const COUNT: usize = 10 + 9 + 6;

    fn of(edit: &Edit) -> Self {
        match edit {
            Edit::Lane { to, .. } => Self::Setting(discriminant(to)),
            Edit::Setup(change) => Self::Change(discriminant(change)),
            other => Self::Other(discriminant(other)),
        }
    }
}

#[test]
fn ten_thousand_random_edits_are_of_every_kind() {
    let (mut dice, bank) = (Dice::new(1), Bank::with_first(Pattern::new()));
    let edits = (0..10_000).map(|_| random_edit(&mut dice, &bank));
    let kinds: HashSet<_> = edits.map(|edit| Kind::of(&edit)).collect();
    assert_eq!(kinds.len(), Kind::COUNT);
}

#[test]
fn a_fresh_link_is_equal() {
    assert!(Both::roomy().is_equal());
}

#[test]
fn edits_arrive_in_the_next_block() {
    let mut both = Both::roomy();
    both.edits(8);
    assert!(!both.is_equal());
    both.drain();
    assert!(both.is_equal());
}

#[test]
fn an_edit_that_finds_the_queue_full_arrives_in_the_next_block() {
    let mut both = Both::new(2, 8);
    both.edits(3);
    both.drain();
    assert!(both.is_equal());
}

#[test]
fn edits_after_an_untaken_bank_are_heard_after_it() {
    let mut both = Both::roomy();
    both.edits(2);
    both.load();
    both.edits(3);
    both.drain();
    assert!(both.is_equal());
}

#[test]
fn the_latest_of_two_untaken_banks_wins() {
    let mut both = Both::roomy();
    both.load();
    both.edit();
    both.load();
    both.edit();
    both.drain();
    assert!(both.is_equal());
}

#[test]
fn edits_that_came_with_a_bank_are_not_made_twice() {
    let mut both = Both::new(2, 8);
    // Two in the queue, and a snapshot that holds them and a third.
    both.edits(3);
    both.drain();
    let revision = both.audio.revision();
    both.drain();
    assert_eq!(both.audio.revision(), revision);
    assert!(both.is_equal());
}

#[test]
fn boxes_that_a_bank_made_stale_go_back_too() {
    let mut both = Both::new(8, 1);
    both.replace_pattern();
    both.replace_pattern();
    both.load();
    both.edit();
    // The old bank takes the only place, so the stale boxes wait, and the edit behind them.
    both.drain();
    assert_eq!(both.audio.revision(), 3);
    for _ in 0..3 {
        both.main.collect();
        both.drain();
    }
    assert!(both.is_equal());
}

#[test]
fn a_full_return_queue_holds_boxes_up_and_nothing_is_lost() {
    let mut both = Both::new(16, 1);
    for _ in 0..4 {
        both.replace_pattern();
        both.edits(2);
    }
    both.drain();
    let held_at = both.audio.revision();
    assert!(held_at < both.main.revision(), "no room for a second box");
    both.drain();
    assert_eq!(
        both.audio.revision(),
        held_at,
        "it waits, block after block"
    );
    for _ in 0..16 {
        both.main.collect();
        both.drain();
    }
    assert!(both.is_equal());
}

#[test]
fn with_the_default_sizes_the_engine_never_waits_for_the_main_side() {
    let bank = Bank::with_first(Pattern::new());
    let (mut main, mut audio, mut engine) = link::new(bank);
    let mut dice = Dice::new(3);
    // The worst: a bank and a queue full of boxes, and then no further call of the main side's.
    main.load(random_bank(&mut dice));
    audio.drain(&mut engine);
    for _ in 0..600 {
        let to = Some(Box::new(Pattern::new()));
        let pattern = PatternIndex::FIRST;
        main.edit(Edit::ReplacePattern { pattern, to }).unwrap();
    }
    for _ in 0..4 {
        audio.drain(&mut engine);
    }
    assert_eq!(engine.bank(), main.bank());
    assert_eq!(audio.revision(), main.revision());
}

#[test]
fn a_million_edits_nobody_hears_are_cheap_and_arrive_at_once() {
    let mut dice = Dice::new(5);
    let mut bank = Bank::empty();
    for pattern in PatternIndex::all() {
        let to = Some(Box::new(Pattern::new()));
        bank.apply(Edit::ReplacePattern { pattern, to }).unwrap();
    }
    let (mut main, mut audio, mut engine) = link::new(bank);
    // A clone of 128 patterns for each would take minutes.
    for _ in 0..1_000_000 {
        let thru = if dice.below(2) == 0 {
            Thru::All
        } else {
            Thru::Off
        };
        main.edit(Edit::Setup(SetupChange::Thru(thru))).unwrap();
    }
    for _ in 0..4 {
        audio.drain(&mut engine);
    }
    assert_eq!(engine.bank(), main.bank());
}

#[test]
fn a_refused_edit_changes_nothing_anywhere() {
    let mut both = Both::roomy();
    let pattern = PatternIndex::new(9).unwrap();
    let bars = afterbeat::pattern::Bars::ONE;
    let result = both.main.edit(Edit::Bars { pattern, to: bars });
    assert!(result.is_err());
    both.drain();
    assert!(both.is_equal());
    assert_eq!(both.main.revision(), 0);
}

#[test]
fn the_inverse_undoes_on_both_sides() {
    let mut both = Both::roomy();
    let before = both.main.bank().clone();
    let mut inverses = Vec::new();
    for _ in 0..200 {
        let edit = random_edit(&mut both.dice, both.main.bank());
        inverses.extend(both.main.edit(edit));
        both.drain();
    }
    for inverse in inverses.into_iter().rev() {
        both.main.edit(inverse).unwrap();
        both.drain();
    }
    assert_eq!(*both.main.bank(), before);
    assert!(both.is_equal());
}

#[test]
fn a_panic_under_the_lock_does_not_part_the_banks() {
    let bank = Bank::with_first(Pattern::new());
    let (side, mut audio, mut engine) = link::new(bank);
    let main = Main::new(side);
    let thief = main.clone();
    let result = std::thread::spawn(move || {
        let _side = thief.lock();
        panic!("an editor's bug");
    })
    .join();
    assert!(result.is_err());
    main.lock()
        .edit(Edit::Setup(SetupChange::Thru(Thru::Off)))
        .unwrap();
    audio.drain(&mut engine);
    assert_eq!(engine.bank(), main.lock().bank());
}

#[test]
fn either_end_may_go_first() {
    let mut both = Both::new(2, 2);
    both.edits(5);
    drop(both.main);
    both.audio.drain(&mut both.engine);

    let mut both = Both::new(2, 2);
    drop(both.audio);
    for _ in 0..5 {
        both.main.load(Bank::empty());
    }
}

#[test]
fn a_million_edits_across_two_threads_end_equal() {
    for (seed, capacities) in [
        (1, Capacities::for_commands(4)),
        (2, Capacities::for_commands(64)),
        (
            3,
            Capacities {
                commands: 16,
                returned: 1,
            },
        ),
    ] {
        race(seed, capacities, 340_000);
    }
}

/// `count` edits from this thread, drained by another that stalls at random.
fn race(seed: u64, capacities: Capacities, count: u64) {
    let bank = Bank::with_first(Pattern::new());
    let (mut main, mut audio, mut engine) = link::with_capacities(bank, capacities);
    let done = Arc::new(AtomicBool::new(false));
    let is_done = Arc::clone(&done);
    let player = std::thread::spawn(move || {
        let mut dice = Dice::new(seed);
        while !is_done.load(Ordering::Acquire) {
            audio.drain(&mut engine);
            match dice.below(64) {
                0 => std::thread::sleep(Duration::from_micros(dice.below(300))),
                1..=8 => std::thread::yield_now(),
                _ => {}
            }
        }
        (audio, engine)
    });
    let mut dice = Dice::new(seed + 100);
    for n in 0..count {
        if dice.below(20_000) == 0 {
            main.load(random_bank(&mut dice));
        } else {
            let edit = random_edit(&mut dice, main.bank());
            // Some do not fit; they change nothing.
            let _ = main.edit(edit);
        }
        if n % 4_096 == 0 {
            std::thread::yield_now();
        }
    }
    done.store(true, Ordering::Release);
    let (mut audio, mut engine) = player.join().unwrap();
    for _ in 0..1_000 {
        audio.drain(&mut engine);
        main.collect();
    }
    assert_eq!(audio.revision(), main.revision());
    assert!(engine.bank() == main.bank(), "the banks have parted");
}

proptest! {
    #[test]
    fn any_interleaving_ends_equal(
        steps in proptest::collection::vec(0_u8..8, 1..200),
        commands in 1_usize..6,
        returned in 1_usize..6,
        seed: u64,
    ) {
        let mut both = Both::new(commands, returned);
        both.dice = Dice::new(seed);
        for step in steps {
            match step {
                0..=3 => both.edit(),
                4 => both.replace_pattern(),
                5 => both.load(),
                _ => both.drain(),
            }
            both.is_equal();
        }
        for _ in 0..64 {
            both.drain();
            both.main.collect();
        }
        prop_assert!(both.is_equal());
    }
}

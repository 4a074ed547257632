//! The verbs that change a bank: each has an inverse, and two banks keep in step by them.

#[path = "support/banks.rs"]
mod banks;
#[path = "support/cases.rs"]
mod cases;
#[path = "support/edits.rs"]
mod edits;

use afterbeat::pattern::{
    Bank, CellAt, Edit, EditError, LaneAt, LaneIndex, LaneSetting, Pattern, PatternIndex, Step,
    StepCount, StepIndex, Velocity, to_bytes,
};
use cases::cases;
use proptest::collection::vec;
use proptest::prelude::{prop_assert, prop_assert_eq, prop_assume, proptest};
use proptest::test_runner::Config;

/// How far back undo must reach.
const LEVELS: usize = 100;

/// Tries edits in turn until as many as that were made, giving each inverse and the bank before.
fn make(bank: &mut Bank, edits: Vec<Edit>, levels: usize) -> Vec<(Edit, Bank)> {
    let mut undo = Vec::new();
    for edit in edits {
        let before = bank.clone();
        if let Ok(inverse) = bank.apply(edit) {
            undo.push((inverse, before));
        }
        if undo.len() == levels {
            break;
        }
    }
    undo
}

/// A bank whose first three patterns are there, so that most edits hit.
fn with_patterns(mut bank: Bank) -> Bank {
    for pattern in PatternIndex::all().take(3) {
        if bank.pattern(pattern).is_none() {
            let to = Some(Box::default());
            bank.apply(Edit::ReplacePattern { pattern, to })
                .expect("a pattern can be put anywhere");
        }
    }
    bank
}

proptest! {
    #![proptest_config(Config::with_cases(cases(48)))]

    #[test]
    fn a_hundred_edits_are_undone_byte_for_byte(
        bank in banks::bank(),
        edits in vec(edits::edit(), 300..301),
    ) {
        let mut bank = with_patterns(bank);
        let undo = make(&mut bank, edits, LEVELS);
        // In one of ten thousand lists most edits are refused: they are for patterns that it took away.
        prop_assume!(undo.len() == LEVELS);
        for (inverse, before) in undo.into_iter().rev() {
            prop_assert!(bank.apply(inverse).is_ok());
            prop_assert!(bank == before);
            prop_assert_eq!(to_bytes(&bank), to_bytes(&before));
        }
    }

    #[test]
    fn what_was_undone_is_redone(bank in banks::bank(), edits in vec(edits::edit(), 1..60)) {
        let mut bank = with_patterns(bank);
        let undo = make(&mut bank, edits, LEVELS);
        let after = bank.clone();
        let mut redo = Vec::new();
        for (inverse, _) in undo.into_iter().rev() {
            redo.push(bank.apply(inverse).expect("an inverse can be made"));
        }
        for edit in redo.into_iter().rev() {
            prop_assert!(bank.apply(edit).is_ok());
        }
        prop_assert!(bank == after);
        prop_assert_eq!(to_bytes(&bank), to_bytes(&after));
    }

    #[test]
    fn two_banks_given_the_same_edits_stay_equal(
        bank in banks::bank(),
        edits in vec(edits::edit(), 1..100),
    ) {
        let (mut main, mut engine) = (bank.clone(), bank);
        for edit in edits {
            prop_assert_eq!(main.apply(edit.clone()), engine.apply(edit));
            prop_assert!(main == engine);
        }
        prop_assert_eq!(to_bytes(&main), to_bytes(&engine));
    }

    #[test]
    fn an_edit_that_fails_changes_nothing_and_comes_back(
        bank in banks::bank(),
        edits in vec(edits::edit(), 1..60),
    ) {
        for edit in edits {
            let mut tried = bank.clone();
            if let Err((back, _)) = tried.apply(edit.clone()) {
                prop_assert_eq!(back, edit);
                prop_assert!(tried == bank);
                prop_assert_eq!(to_bytes(&tried), to_bytes(&bank));
            }
        }
    }
}

fn first_lane(pattern: u8) -> LaneAt {
    LaneAt {
        pattern: PatternIndex::new(pattern).expect("below 128"),
        lane: LaneIndex::default(),
    }
}

fn strike_at(lane: LaneAt, step: u8) -> Edit {
    let step = StepIndex::new(step);
    Edit::Step {
        at: CellAt { lane, step },
        to: Step::strike(Velocity::MAX),
    }
}

#[test]
fn what_is_not_there_is_named_as_people_count() {
    let mut bank = Bank::with_first(Pattern::new());
    let (_, error) = bank
        .apply(strike_at(first_lane(7), 0))
        .expect_err("there is no such pattern");
    assert_eq!(error, EditError::NoPattern(first_lane(7).pattern));
    assert_eq!(error.to_string(), "there is no pattern 8");
    let (_, error) = bank
        .apply(strike_at(first_lane(0), 16))
        .expect_err("the lane has 16 steps");
    assert_eq!(error.to_string(), "lane 1 of pattern 1 has no step 17");
}

#[test]
fn a_lane_that_shrinks_and_grows_has_its_steps_again() {
    let mut bank = Bank::with_first(Pattern::new());
    let at = first_lane(0);
    let length = |count| Edit::Lane {
        at,
        to: LaneSetting::Length(StepCount::new(count).expect("in range")),
    };
    assert!(bank.grows_by(&length(200)));
    bank.apply(length(200)).expect("it is there");
    bank.apply(strike_at(at, 199)).expect("it is there");
    let before = bank.clone();
    let inverse = bank.apply(length(16)).expect("it is there");
    assert!(bank != before);
    assert!(!bank.grows_by(&inverse));
    bank.apply(inverse).expect("it is there");
    assert!(bank == before);
}

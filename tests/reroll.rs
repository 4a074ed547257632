//! Rerolls and locks: what changes with the seed, what does not, and what is remembered.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::link;
use afterbeat::pattern::{
    Bank, Edit, Lane, LaneAt, LaneIndex, Pattern, PatternIndex, Purpose, Seed, SeedHistory, lock,
    reroll, rerolled,
};
use support::rng::Rng;

const AT: LaneAt = LaneAt {
    pattern: PatternIndex::FIRST,
    lane: LaneIndex::new(2).unwrap(),
};

fn lane(bank: &Bank) -> &Lane {
    bank.lane(AT.pattern, AT.lane).expect("the first pattern")
}

fn make(bank: &mut Bank, edits: impl IntoIterator<Item = Edit>) {
    for edit in edits {
        bank.apply(edit).expect("an edit that fits");
    }
}

/// A hundred of the lane's draws.
fn draws(bank: &Bank, kit: u16) -> Vec<u64> {
    let seed = Seed::lane(kit, AT.lane, lane(bank));
    let draw = |place| seed.draw(Purpose::Ghost, place).fraction().to_bits();
    (0..100).map(draw).collect()
}

#[test]
fn a_locked_lane_draws_on_as_it_did_whatever_the_kits_seed() {
    let mut rng = Rng::new(1);
    for _ in 0..200 {
        let mut kit = || u16::try_from(rng.whole(0, 9_999)).expect("a seed");
        let (first, second, third) = (kit(), kit(), kit());
        let mut bank = Bank::with_first(Pattern::new());
        let before = draws(&bank, first);
        let edits = lock(AT, lane(&bank), true, first);
        make(&mut bank, edits);
        for other in [first, second, third] {
            assert_eq!(draws(&bank, other), before);
        }
        // Locking it once more changes nothing.
        let edits = lock(AT, lane(&bank), true, second);
        make(&mut bank, edits);
        assert_eq!(draws(&bank, third), before);
        let edits = lock(AT, lane(&bank), false, second);
        make(&mut bank, edits);
        assert_eq!(draws(&bank, second), before);
        assert!(third == second || draws(&bank, third) != before);
    }
}

#[test]
fn unlocked_under_the_same_seed_the_lane_is_as_it_was() {
    for kit in [0, 1, 4_711, 9_999] {
        let mut bank = Bank::with_first(Pattern::new());
        let before = bank.clone();
        for is_locked in [true, false] {
            let edits = lock(AT, lane(&bank), is_locked, kit);
            make(&mut bank, edits);
        }
        assert!(bank == before);
    }
}

#[test]
fn the_last_32_seeds_are_remembered_newest_first_without_doubles() {
    let (mut main, _audio, _engine) = link::new(Bank::with_first(Pattern::new()));
    let mut seed = 7;
    let mut heard = vec![seed];
    for _ in 0..500 {
        let (next, edits) = reroll(seed, &main.bank().setup);
        let last = main.bank().setup.seeds;
        assert!(next < 10_000 && next != seed && !last.seeds().contains(&next));
        for edit in edits {
            main.edit(edit).expect("an edit that fits");
        }
        heard.insert(0, next);
        seed = next;
        let expected: Vec<_> = heard.iter().copied().take(SeedHistory::LENGTH).collect();
        assert_eq!(main.bank().setup.seeds.seeds(), expected);
    }
}

#[test]
fn a_seed_that_is_heard_again_moves_to_the_front() {
    let history = [5, 6, 7, 6].into_iter();
    let history = history.fold(SeedHistory::default(), SeedHistory::with);
    assert_eq!(history.seeds(), [6, 7, 5]);
}

#[test]
fn every_seed_can_be_rerolled_whatever_is_remembered() {
    for seed in 0..10_000 {
        let wanted = rerolled(seed, &SeedHistory::default());
        // The worst that can be remembered: what would come, and all that would come instead.
        let taken = (0..32).map(|later| (wanted + later) % 10_000);
        let history = taken.fold(SeedHistory::default(), SeedHistory::with);
        let next = rerolled(seed, &history);
        assert!(next < 10_000 && next != seed && !history.seeds().contains(&next));
    }
}

#[test]
fn undone_a_reroll_leaves_no_trace_in_the_bank() {
    let mut bank = Bank::with_first(Pattern::new());
    let before = bank.clone();
    let (_, [edit]) = reroll(3, &bank.setup);
    let undo = bank.apply(edit).expect("an edit that fits");
    assert!(bank != before);
    make(&mut bank, [undo]);
    assert!(bank == before);
}

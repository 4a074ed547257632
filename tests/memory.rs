//! What an instance holds: counted by the allocator, so in a program of its own.

#[path = "support/counting.rs"]
mod counting;

use afterbeat::engine::Engine;
use afterbeat::pattern::{
    Bank, Edit, LANES, Lane, Pattern, PatternIndex, PerLane, Step, Velocity, kit,
};
use counting::held;

/// The limit of an instance without its editor.
const LIMIT: usize = 5 * 1024 * 1024;
/// Steps of each lane in the extreme that the limit is stated for.
const STEPS: usize = 32;

/// 128 patterns of 16 lanes of 32 strikes.
fn extreme() -> Bank {
    let steps = [Step::strike(Velocity::MAX); STEPS];
    let mut bank = Bank::empty();
    for pattern in PatternIndex::all() {
        let lane = |lane| Lane::with_steps(kit()[lane].voice(), &steps).expect("32 steps");
        let to = Some(Box::new(Pattern {
            lanes: PerLane::from_fn(|at| Box::new(lane(at))),
            ..Pattern::new()
        }));
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    bank
}

#[test]
fn both_copies_of_the_extreme_bank_stay_within_the_limit() {
    let before = held();
    let main = extreme();
    let engine = Engine::new(Box::new(main.clone()));
    let held = held() - before;
    let least = 2 * 128 * LANES * STEPS * size_of::<Step>();
    assert!(held > least, "{held} bytes: the count is at fault");
    assert!(held < LIMIT, "{held} bytes, {} a step", size_of::<Step>());
    println!("{held} bytes, {} a step", size_of::<Step>());
    assert!(*engine.bank() == main);
}

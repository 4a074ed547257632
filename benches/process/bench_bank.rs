//! The banks that are played.

use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, Pattern, PatternIndex, Step, StepIndex, Velocity,
};

/// What a fresh instance plays.
pub fn fresh() -> Bank {
    afterbeat::plugin::default_bank()
}

/// A strike on every sixteenth of every lane.
pub fn dense() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    for lane in LaneIndex::all() {
        for step in (0..16).map(StepIndex::new) {
            let lane = LaneAt {
                pattern: PatternIndex::FIRST,
                lane,
            };
            let at = CellAt { lane, step };
            let to = Step::strike(Velocity::new(100).unwrap_or(Velocity::MAX));
            bank.apply(Edit::Step { at, to })
                .expect("a fresh pattern has 16 steps");
        }
    }
    bank
}

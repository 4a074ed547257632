//! The banks that are played.

use afterbeat::pattern::{
    Bank, CellAt, Edit, InFills, Lane, LaneAt, LaneIndex, LaneSetting, Pattern, PatternIndex,
    PerLane, Percent, Ratchet, Step, StepIndex, Velocity, kit,
};

/// What a fresh instance plays.
pub fn fresh() -> Bank {
    afterbeat::plugin::default_bank()
}

/// A strike on every sixteenth of every lane.
pub fn dense() -> Bank {
    struck(|_, _| Some(strike()))
}

/// Every lane strikes three of four sixteenths, one of them as a roll; the fourth, another one from
/// lane to lane, is left to ghosts and fills, and every lane wants both.
pub fn everything() -> Bank {
    let mut bank = struck(|lane, step| match (step + lane) % 4 {
        0 => None,
        1 => Some(Step {
            ratchet: Ratchet::new(3, 1, 0, -50).unwrap_or(Ratchet::SINGLE),
            ..strike()
        }),
        _ => Some(strike()),
    });
    for lane in LaneIndex::all() {
        let mut voice = kit()[lane].voice();
        voice.ghosts = Percent::ALL;
        voice.fills = Percent::ALL;
        voice.in_fills = InFills::Play;
        let to = LaneSetting::Voice(voice);
        bank.apply(Edit::Lane { at: at(lane), to })
            .expect("the first pattern is there");
    }
    bank
}

/// The parameters that go with it: all that is drawn at its most, and Humanize as it comes.
pub fn at_its_most() -> serde_json::Value {
    serde_json::json!({
        "ghosts": { "f32": 100.0 },
        "fills": { "f32": 100.0 },
        "fill_every": { "i32": 1 },
        "fill_crash": { "bool": true },
    })
}

/// 128 patterns of 16 lanes of 32 strikes.
pub fn extreme() -> Bank {
    let mut bank = Bank::empty();
    for pattern in PatternIndex::all() {
        let lane = |lane| Lane::with_steps(kit()[lane].voice(), &[strike(); 32]).expect("32 steps");
        let to = Some(Box::new(Pattern {
            lanes: PerLane::from_fn(|at| Box::new(lane(at))),
            ..Pattern::new()
        }));
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    bank
}

/// One bar of sixteenths, with what `step` gives for each lane and step, both counted from 0.
fn struck(step: impl Fn(u8, u8) -> Option<Step>) -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    for lane in LaneIndex::all() {
        for index in 0..16 {
            let Some(to) = step(lane.get(), index) else {
                continue;
            };
            let step = StepIndex::new(index);
            let at = CellAt {
                lane: at(lane),
                step,
            };
            bank.apply(Edit::Step { at, to })
                .expect("a fresh pattern has 16 steps");
        }
    }
    bank
}

fn at(lane: LaneIndex) -> LaneAt {
    LaneAt {
        pattern: PatternIndex::FIRST,
        lane,
    }
}

fn strike() -> Step {
    Step::strike(Velocity::new(100).unwrap_or(Velocity::MAX))
}

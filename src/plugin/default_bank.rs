//! What a fresh instance plays: groove B1, Sixteenth Pocket.

use crate::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, Pattern, PatternIndex, Step, StepIndex, Velocity,
};

/// Lane by lane from the first, one character a sixteenth: `9` is the loudest, `.` a rest.
const LINES: [&[u8]; 3] = [
    b"9..7......8..7..",
    b"....9..2.2..9..2",
    b"7464746474647464",
];

/// A bank whose first pattern is groove B1. Allocates.
pub fn default_bank() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    for (lane, line) in LaneIndex::all().zip(LINES) {
        for (place, character) in (0_u8..).zip(line) {
            let at = CellAt {
                lane: LaneAt {
                    pattern: PatternIndex::FIRST,
                    lane,
                },
                step: StepIndex::new(place),
            };
            if let Some(velocity) = velocity(*character) {
                let to = Step::strike(velocity);
                let written = bank.apply(Edit::Step { at, to });
                debug_assert!(written.is_ok(), "a fresh lane has sixteen steps");
            }
        }
    }
    bank
}

/// `1` to `9` are the velocities 15 to 127 in equal steps.
fn velocity(character: u8) -> Option<Velocity> {
    let digit = char::from(character)
        .to_digit(10)
        .filter(|digit| *digit > 0)?;
    Velocity::new(u8::try_from(1 + 14 * digit).ok()?)
}

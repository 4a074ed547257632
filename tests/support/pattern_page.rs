//! The page of the pattern, open on a small bank.

use super::pages::at;
use super::window::Window;
use afterbeat::pattern::{Bank, CellAt, Edit, Pattern, PatternIndex, Step, StepIndex, Velocity};
use egui_kittest::kittest::Queryable as _;

/// A strike as hard as can be.
pub fn strike() -> Step {
    Step::strike(Velocity::MAX)
}

/// The edit that puts a step of the first pattern.
pub fn put(lane: u8, step: u8, to: Step) -> Edit {
    let at = CellAt {
        lane: at(lane),
        step: StepIndex::new(step),
    };
    Edit::Step { at, to }
}

/// A bank whose first pattern has a kick on one and a snare on two.
pub fn bank() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    bank.apply(put(0, 0, strike())).expect("it is there");
    bank.apply(put(1, 4, strike())).expect("it is there");
    bank
}

/// A window with the page of the pattern open.
pub fn page(bank: Bank) -> Window {
    let mut window = Window::on(bank);
    window.open("Page Pattern");
    window
}

/// Whether the window has these words.
pub fn says(window: &Window, words: &str) -> bool {
    let mut found = window.harness.query_all_by_label_contains(words);
    found.next().is_some()
}

/// The first pattern.
pub fn first(bank: &Bank) -> Pattern {
    bank.pattern(PatternIndex::FIRST)
        .expect("it is there")
        .clone()
}

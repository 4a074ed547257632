//! Looking changes nothing, and what changes nothing is nothing to undo.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/pages.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod pages;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::pattern::{
    Bank, CellAt, Condition, Edit, LaneSetting, NoteLength, Pattern, Rule, Step, StepIndex,
    Velocity, to_bytes,
};
use egui::{Modifiers, PointerButton, vec2};
use pages::at;
use std::num::NonZeroU8;
use window::{Inside, Window};

const SNARE: u8 = 1;

/// A bank with a snare on two, and this edit.
fn bank(edit: impl FnOnce(Step) -> Edit) -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    let strike = Step::strike(Velocity::MAX);
    bank.apply(put(strike)).unwrap();
    bank.apply(edit(strike)).unwrap();
    bank
}

fn put(to: Step) -> Edit {
    let at = CellAt {
        lane: at(SNARE),
        step: StepIndex::new(4),
    };
    Edit::Step { at, to }
}

/// Nothing was done to the bank, and there is nothing to undo.
fn expect_untouched(window: &Window, bank: &Bank) {
    assert_eq!(to_bytes(&window.bank()), to_bytes(bank));
    assert_eq!(depths(window), (0, 0));
}

fn depths(window: &Window) -> (usize, usize) {
    window.harness.state().screen.history.depths()
}

#[test]
fn the_menu_of_a_step_that_never_plays_leaves_it_so() {
    let never = Condition {
        rule: Rule::Always,
        negated: true,
    };
    let bank = bank(|strike| {
        put(Step {
            condition: never,
            ..strike
        })
    });
    let mut window = Window::on(bank.clone());
    let cell = window.place("Snare step 5").center();
    window.press(cell, PointerButton::Secondary, Modifiers::NONE);
    window.release(cell, PointerButton::Secondary, Modifiers::NONE);
    assert!(window.has("Passes"), "the menu is open");
    expect_untouched(&window, &bank);
}

/// A bank whose snare rings for a hundred beats.
fn ringing() -> Bank {
    let mut bank = bank(put);
    let mut voice = bank.lane(at(SNARE).pattern, at(SNARE).lane).unwrap().voice;
    let beats = NonZeroU8::new(100).unwrap();
    voice.note_length = NoteLength::Ring { beats };
    let to = LaneSetting::Voice(voice);
    bank.apply(Edit::Lane { at: at(SNARE), to }).unwrap();
    bank
}

#[test]
fn the_page_of_a_lane_that_rings_long_leaves_it_so() {
    let bank = ringing();
    let mut window = Window::on(bank.clone());
    window.open("Page of Snare");
    expect_untouched(&window, &bank);
    window.fill("Ring for", "255");
    let lane = at(SNARE);
    let length = window
        .bank()
        .lane(lane.pattern, lane.lane)
        .unwrap()
        .voice
        .note_length;
    let beats = NonZeroU8::new(255).unwrap();
    assert_eq!(length, NoteLength::Ring { beats });
}

/// A window in which a wish for more ghosts was taken back.
fn undone() -> Window {
    let mut window = Window::on(bank(put));
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "ghosts", 0.7);
    window.undo();
    assert_eq!(depths(&window), (0, 1));
    window
}

/// It can still be done again.
fn expect_redo(window: &mut Window) {
    assert_eq!(depths(window), (0, 1));
    let Inside { screen, hand } = window.harness.state_mut();
    assert!(screen.redo(hand));
    assert!((window.value("ghosts") - 70.0).abs() < 1e-3);
}

#[test]
fn to_choose_the_chosen_pattern_is_nothing_to_undo() {
    let mut window = undone();
    window.click("Pattern 1");
    expect_redo(&mut window);
}

#[test]
fn to_put_a_control_to_the_default_that_it_is_at_is_nothing_to_undo() {
    let mut window = undone();
    let name = window.place("Ghosts").center_top() + vec2(0.0, 6.0);
    for _ in 0..2 {
        window.press(name, PointerButton::Primary, Modifiers::NONE);
        window.release(name, PointerButton::Primary, Modifiers::NONE);
    }
    expect_redo(&mut window);
}

#[test]
fn to_drag_a_control_past_its_end_is_nothing_to_undo() {
    let mut window = Window::on(bank(put));
    let Inside { screen, hand } = window.harness.state_mut();
    for (id, to) in [("ghosts", 0.7), ("fills", 1.0), ("gate", 0.5)] {
        screen.set(hand, id, to);
    }
    window.undo();
    let from = window.place("Fills").center();
    let to = from + vec2(0.0, -40.0);
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    assert_eq!(depths(&window), (2, 1));
    let to = from + vec2(0.0, 40.0);
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    assert_eq!(depths(&window), (3, 0));
    window.undo();
    assert!((window.value("fills") - 100.0).abs() < 1e-3);
}

//! The keys in the grid: what they act on, and what they leave alone.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, LaneSetting, Pattern, PatternIndex, Step, StepCount,
    StepIndex, Velocity,
};
use egui::{Key, Modifiers};
use window::{Inside, Window};

fn snare() -> LaneAt {
    LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(1).unwrap(),
    }
}

/// The edit that puts a strike on a step of the snare.
fn put(step: u8, velocity: u8) -> Edit {
    let at = CellAt {
        lane: snare(),
        step: StepIndex::new(step),
    };
    let to = Step::strike(Velocity::new(velocity).unwrap());
    Edit::Step { at, to }
}

fn bank() -> Bank {
    Bank::with_first(Pattern::new())
}

#[test]
fn where_a_lane_has_become_shorter_they_act_on_its_last_step() {
    let mut window = Window::on(bank());
    window.click("Snare step 13");
    let to = LaneSetting::Length(StepCount::new(8).unwrap());
    let Inside { screen, hand } = window.harness.state_mut();
    screen.edit(hand, Edit::Lane { at: snare(), to });
    window.settle();
    let before = window.bank();
    window.key(Key::Num9, Modifiers::NONE);
    window.expect(&before, &[put(7, 127)]);
    let before = window.bank();
    window.key(Key::C, Modifiers::COMMAND);
    window.key(Key::ArrowLeft, Modifiers::NONE);
    window.key(Key::V, Modifiers::COMMAND);
    window.expect(&before, &[put(6, 127)]);
}

#[test]
fn in_an_empty_pattern_whose_lanes_are_shorter_they_strike_where_it_is_seen() {
    let mut bank = bank();
    let to = LaneSetting::Length(StepCount::new(32).unwrap());
    bank.apply(Edit::Lane { at: snare(), to }).unwrap();
    let mut window = Window::on(bank);
    window.click("Snare step 30");
    window
        .harness
        .state()
        .hand
        .params
        .by_id("pattern")
        .unwrap()
        .set_normalized(1.0)
        .unwrap();
    window.settle();
    window.key(Key::Num9, Modifiers::NONE);
    let last = PatternIndex::all().last().unwrap();
    let after = window.bank();
    let lane = after.lane(last, snare().lane).unwrap();
    let struck = lane
        .steps()
        .iter()
        .rposition(|step| step.velocity.is_some());
    assert_eq!(struck, Some(15));
}

#[test]
fn with_control_nothing_is_deleted() {
    let mut window = Window::on(bank());
    window.click("Snare step 3");
    let struck = window.bank();
    for key in [Key::Num0, Key::Delete, Key::Backspace] {
        window.key(key, Modifiers::COMMAND);
        assert_eq!(window.bank(), struck, "{key:?}");
    }
}

#[test]
fn a_digit_strikes_where_the_keyboard_has_it_with_shift() {
    let mut window = Window::on(bank());
    window.click("Snare step 3");
    let before = window.bank();
    window.key(Key::Num5, Modifiers::SHIFT);
    window.expect(&before, &[put(2, 70)]);
}

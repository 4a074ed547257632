//! What verbs act on: rows and columns are what is seen as such, and what falls off an edge is left
//! out.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/pages.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod pages;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::pattern::{
    Bank, CellAt, Direction, Edit, LaneSetting, Pattern, Step, StepIndex, Velocity,
};
use egui::{Key, Modifiers, PointerButton};
use pages::at;
use window::Window;

const KICK: u8 = 0;
const SNARE: u8 = 1;
const CLOSED_HAT: u8 = 2;
const LOW_TOM: u8 = 4;
const OPEN_HAT: u8 = 5;
const HI_MID_TOM: u8 = 6;
const CLAP: u8 = 15;

fn put(lane: u8, step: u8, to: Step) -> Edit {
    let at = CellAt {
        lane: at(lane),
        step: StepIndex::new(step),
    };
    Edit::Step { at, to }
}

fn strike(lane: u8, step: u8, velocity: u8) -> Edit {
    put(lane, step, Step::strike(Velocity::new(velocity).unwrap()))
}

fn bank(strikes: &[(u8, u8, u8)]) -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    for (lane, step, velocity) in strikes {
        bank.apply(strike(*lane, *step, *velocity)).unwrap();
    }
    bank
}

fn drag(window: &mut Window, (from, to): (&str, &str), modifiers: Modifiers) {
    let ends = (window.place(from).center(), window.place(to).center());
    window.drag(ends, PointerButton::Primary, modifiers);
}

/// An open hat and a clap, between which no other row is seen than a tom's.
fn hat_and_clap() -> Bank {
    bank(&[(OPEN_HAT, 0, 100), (CLAP, 4, 90)])
}

#[test]
fn a_carried_copy_skips_the_lanes_that_are_not_shown() {
    let before = hat_and_clap();
    let mut window = Window::on(before.clone());
    assert!(!window.has("Ride step 1"), "it is not shown");
    let rows = ("Open hat step 1", "Clap step 16");
    drag(&mut window, rows, Modifiers::SHIFT);
    let up = ("Clap step 2", "Hi-mid tom step 2");
    drag(&mut window, up, Modifiers::COMMAND);
    let edits = [
        strike(LOW_TOM, 0, 100),
        put(OPEN_HAT, 0, Step::REST),
        strike(HI_MID_TOM, 4, 90),
    ];
    window.expect(&before, &edits);
}

#[test]
fn what_is_copied_and_pasted_is_the_rows_that_are_seen() {
    let before = hat_and_clap();
    let mut window = Window::on(before.clone());
    let rows = ("Open hat step 1", "Clap step 16");
    drag(&mut window, rows, Modifiers::SHIFT);
    window.key(Key::C, Modifiers::COMMAND);
    let cell = ("Kick step 1", "Kick step 1");
    drag(&mut window, cell, Modifiers::SHIFT);
    window.key(Key::V, Modifiers::COMMAND);
    let edits = [strike(KICK, 0, 100), strike(CLOSED_HAT, 4, 90)];
    window.expect(&before, &edits);
}

#[test]
fn lanes_that_are_emptied_stay_so_that_what_they_had_can_be_put_back() {
    let all: Vec<_> = (3..16).map(|lane| (lane, 0, 50 + lane)).collect();
    let before = bank(&all);
    let mut window = Window::on(before.clone());
    let rows = ("Vibraslap step 1", "Mute conga step 1");
    drag(&mut window, rows, Modifiers::SHIFT);
    window.key(Key::C, Modifiers::COMMAND);
    window.key(Key::Delete, Modifiers::NONE);
    window.key(Key::V, Modifiers::COMMAND);
    assert!(window.bank() == before);
}

#[test]
fn what_would_come_before_the_first_row_or_step_is_left_out() {
    let before = bank(&[(SNARE, 4, 100), (CLOSED_HAT, 4, 70), (CLOSED_HAT, 6, 60)]);
    let mut window = Window::on(before.clone());
    let rows = ("Snare step 5", "Closed hat step 8");
    drag(&mut window, rows, Modifiers::SHIFT);
    // The closed hat goes to the kick's row, and the snare where there is none.
    let up = ("Closed hat step 6", "Kick step 6");
    drag(&mut window, up, Modifiers::COMMAND);
    let edits = [strike(KICK, 4, 70), strike(KICK, 6, 60)];
    window.expect(&before, &edits);
    let mut window = Window::on(before.clone());
    drag(&mut window, rows, Modifiers::SHIFT);
    // Its seventh step becomes the first.
    let left = ("Closed hat step 7", "Closed hat step 1");
    drag(&mut window, left, Modifiers::COMMAND);
    window.expect(&before, &[strike(CLOSED_HAT, 0, 60)]);
}

/// The same bank with a lane that is set so.
fn with(mut bank: Bank, lane: u8, to: LaneSetting) -> Bank {
    bank.apply(Edit::Lane { at: at(lane), to }).unwrap();
    bank
}

/// A strike that is made a rest.
fn gone(lane: u8, step: u8, velocity: u8) -> Edit {
    let strike = Step::strike(Velocity::new(velocity).unwrap());
    let velocity = None;
    put(lane, step, Step { velocity, ..strike })
}

/// A kick that begins with its step 15, above a snare that begins with its first, all of it struck.
fn rotated() -> Bank {
    let lanes = [KICK, SNARE];
    let all = lanes.map(|lane| (0..16).map(move |step| (lane, step, 50 + step)));
    let all: Vec<_> = all.into_iter().flatten().collect();
    with(bank(&all), KICK, LaneSetting::Rotate(2))
}

#[test]
fn what_is_selected_is_what_is_dragged_over_wherever_a_lane_begins() {
    let before = rotated();
    let mut window = Window::on(before.clone());
    let places = ("Kick step 15", "Snare step 4");
    drag(&mut window, places, Modifiers::SHIFT);
    window.key(Key::Delete, Modifiers::NONE);
    let kicks = [14, 15, 0, 1].map(|step| gone(KICK, step, 50 + step));
    let snares = [0, 1, 2, 3].map(|step| gone(SNARE, step, 50 + step));
    window.expect(&before, &[kicks, snares].concat());
}

#[test]
fn what_is_copied_is_put_down_in_the_order_in_which_it_is_seen() {
    let before = rotated();
    let copied = |from: u8| {
        let copy = move |n: u8| strike(SNARE, from + n, 50 + (14 + n) % 16);
        (0..4).map(copy).collect::<Vec<_>>()
    };
    let mut window = Window::on(before.clone());
    let places = ("Kick step 15", "Kick step 2");
    drag(&mut window, places, Modifiers::SHIFT);
    window.key(Key::C, Modifiers::COMMAND);
    let there = ("Snare step 5", "Snare step 5");
    drag(&mut window, there, Modifiers::SHIFT);
    window.key(Key::V, Modifiers::COMMAND);
    window.expect(&before, &copied(4));
    let mut window = Window::on(before.clone());
    drag(&mut window, places, Modifiers::SHIFT);
    let there = ("Kick step 16", "Snare step 8");
    drag(&mut window, there, Modifiers::COMMAND);
    window.expect(&before, &copied(6));
}

#[test]
fn right_is_right_on_a_lane_that_runs_backward() {
    let backward = LaneSetting::Direction(Direction::Backward);
    let before = with(bank(&[(KICK, 15, 100)]), KICK, backward);
    let mut window = Window::on(before.clone());
    let first = window.place("Kick step 16");
    assert!(first.right() < window.place("Kick step 15").right());
    let places = ("Kick step 16", "Kick step 14");
    drag(&mut window, places, Modifiers::SHIFT);
    window.press(first.center(), PointerButton::Secondary, Modifiers::NONE);
    window.release(first.center(), PointerButton::Secondary, Modifiers::NONE);
    window.click("Rotate later");
    let moved = [put(KICK, 15, Step::REST), strike(KICK, 14, 100)];
    window.expect(&before, &moved);
    let before = window.bank();
    let cell = ("Kick step 16", "Kick step 16");
    drag(&mut window, cell, Modifiers::SHIFT);
    window.key(Key::ArrowRight, Modifiers::NONE);
    window.key(Key::ArrowRight, Modifiers::NONE);
    window.key(Key::Num9, Modifiers::NONE);
    window.expect(&before, &[strike(KICK, 13, 127)]);
    let before = window.bank();
    // From the third column down to that of the next lane.
    window.key(Key::ArrowDown, Modifiers::NONE);
    window.key(Key::Num9, Modifiers::NONE);
    window.expect(&before, &[strike(SNARE, 2, 127)]);
}

//! The window closes under the hand: what it held is let go of, and the next window begins afresh.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::editor::{self, grid::Drag};
use afterbeat::pattern::{Bank, Pattern, to_bytes};
use egui::{Event, Key, Modifiers, PointerButton, vec2};
use window::{Inside, Window};

fn close(window: &mut Window) {
    let Inside { screen, hand } = window.harness.state_mut();
    editor::let_go((screen, hand));
}

fn value(window: &Window, id: &str) -> f32 {
    let params = &window.harness.state().hand.params;
    params.by_id(id).unwrap().value()
}

fn key(window: &mut Window, key: Key, pressed: bool) {
    window.harness.event(Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    window.settle();
}

#[test]
fn a_control_that_was_held_is_let_go_of() {
    let mut window = Window::on(Bank::with_first(Pattern::new()));
    let from = window.place("Ghosts").center();
    window.press(from, PointerButton::Primary, Modifiers::NONE);
    window.go(from + vec2(0.0, -40.0), Modifiers::NONE);
    assert!(!window.heard().contains(&"end ghosts".to_owned()));
    close(&mut window);
    assert_eq!(window.heard(), ["end ghosts"]);
    let screen = &mut window.harness.state_mut().screen;
    assert!(
        screen.held.is_none(),
        "it shows what the hand no longer does"
    );
    assert_eq!(screen.history.depths().0, 1, "what was done can be undone");
}

#[test]
fn a_fill_that_was_held_ends() {
    let mut window = Window::on(Bank::with_first(Pattern::new()));
    let grid = window.place("Grid").center();
    window.click_at(grid);
    key(&mut window, Key::F, true);
    assert!(value(&window, "fill_now") > 0.5);
    window.heard();
    close(&mut window);
    assert!(value(&window, "fill_now") < 0.5);
    assert_eq!(window.heard().last().unwrap(), "end fill_now");
    close(&mut window);
    assert!(window.heard().is_empty(), "it was let go of once already");
}

#[test]
fn a_drag_in_the_grid_does_not_go_on_in_the_next_window() {
    let mut window = Window::on(Bank::with_first(Pattern::new()));
    let from = window.place("Grid").center();
    window.press(from, PointerButton::Primary, Modifiers::NONE);
    close(&mut window);
    let screen = &window.harness.state().screen;
    assert_eq!(screen.drag, Drag::None);
    let after = to_bytes(&window.bank());
    window.go(from + vec2(60.0, 0.0), Modifiers::NONE);
    assert_eq!(to_bytes(&window.bank()), after, "it drags with no button");
}

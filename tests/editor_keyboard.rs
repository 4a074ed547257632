//! The keyboard as the window's library tells of it, which is not as egui means it.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/window.rs"]
mod window;

use afterbeat::editor::keyboard::Letters;
use afterbeat::grooves;
use afterbeat::pattern::{Bank, LaneIndex, PatternIndex};
use egui::{Event, Key, Modifiers};
use window::Window;

fn key(key: Key, pressed: bool, modifiers: Modifiers) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    }
}

fn typed(text: &str) -> Event {
    Event::Text(text.to_owned())
}

/// Has all of it told before the next frame.
fn types(window: &mut Window, events: impl IntoIterator<Item = Event>) {
    window.harness.input_mut().events.extend(events);
    window.settle();
}

/// A window before a keyboard with these letters, whose grid has the keys and a strike more.
fn struck(letters: Letters) -> Window {
    let groove = grooves::find(grooves::FRESH).expect("the fresh groove");
    let mut window = Window::with_keyboard(Bank::with_first(groove.pattern.clone()), letters);
    window.click("Snare step 4");
    window
}

/// A window whose grid has the keyboard.
fn window() -> Window {
    let mut window = struck(Letters::us());
    window.key(Key::Z, Modifiers::COMMAND);
    window.heard();
    window
}

#[test]
fn what_another_program_copied_is_pasted_with_control_v() {
    let mut window = window();
    let control = Modifiers::COMMAND;
    types(
        &mut window,
        [
            key(Key::V, true, control),
            typed("x..x..x."),
            key(Key::V, false, control),
        ],
    );
    let bank = window.bank();
    let snare = LaneIndex::new(1).expect("below 16");
    let lane = bank.lane(PatternIndex::FIRST, snare).expect("it is there");
    let struck = lane.steps().iter().map(|step| step.velocity.is_some());
    let row = [true, false, false, true, false, false, true, false];
    assert_eq!(struck.take(8).collect::<Vec<_>>(), row);
    window.key(Key::Z, Modifiers::COMMAND);
    let control_v = [key(Key::V, true, control), key(Key::V, false, control)];
    let before = window.bank();
    types(&mut window, control_v);
    assert_eq!(window.bank(), before, "nothing was copied");
}

#[test]
fn a_capital_letter_is_its_key_with_shift() {
    let mut window = window();
    types(
        &mut window,
        [Event::ModifiersChanged(Modifiers::SHIFT), typed("R")],
    );
    let sets = |heard: Vec<String>| {
        let heard = heard.into_iter();
        heard.filter(|line| line.starts_with("set seed ")).count()
    };
    assert_eq!(sets(window.heard()), 1);
    // And again: the key's coming up was not told either.
    types(&mut window, [typed("R")]);
    assert_eq!(sets(window.heard()), 1);
    types(
        &mut window,
        [
            Event::ModifiersChanged(Modifiers::NONE),
            typed("RR"),
            typed("É"),
        ],
    );
    assert_eq!(window.heard(), Vec::<String>::new(), "no keys are these");
}

#[test]
fn a_key_that_is_held_is_one_fill_however_often_it_repeats() {
    let mut window = window();
    types(
        &mut window,
        [key(Key::F, true, Modifiers::NONE), typed("f")],
    );
    assert_eq!(window.heard(), ["begin fill_now", "set fill_now On"]);
    for _ in 0..3 {
        let again = key(Key::F, true, Modifiers::NONE);
        types(
            &mut window,
            [key(Key::F, false, Modifiers::NONE), again, typed("f")],
        );
    }
    assert_eq!(window.heard(), Vec::<String>::new());
    types(&mut window, [key(Key::F, false, Modifiers::NONE)]);
    assert_eq!(window.heard(), ["set fill_now Off", "end fill_now"]);
}

#[test]
fn a_fill_ends_with_shift_after_which_its_key_is_not_told_to_come_up() {
    let mut window = window();
    types(
        &mut window,
        [key(Key::F, true, Modifiers::NONE), typed("f")],
    );
    window.heard();
    types(&mut window, [Event::ModifiersChanged(Modifiers::SHIFT)]);
    assert_eq!(window.heard(), ["set fill_now Off", "end fill_now"]);
    types(&mut window, [Event::ModifiersChanged(Modifiers::NONE)]);
    types(
        &mut window,
        [key(Key::F, true, Modifiers::NONE), typed("f")],
    );
    assert_eq!(window.heard(), ["begin fill_now", "set fill_now On"]);
}

/// Whether the strike is taken back by Ctrl and the key that has this letter on a US keyboard.
fn undoes(letters: [&str; 3], us: Key) -> bool {
    let mut window = struck(Letters::of_rows(letters));
    let struck = window.bank();
    let control = Modifiers::COMMAND;
    types(
        &mut window,
        [key(us, true, control), key(us, false, control)],
    );
    window.bank() != struck
}

#[test]
fn control_z_is_the_key_that_says_z() {
    let german = ["qwertzuiopü", "asdfghjklöä", "yxcvbnm"];
    assert!(undoes(german, Key::Y));
    assert!(!undoes(german, Key::Z));
    let french = ["azertyuiop", "qsdfghjklm", "wxcvbn,"];
    assert!(undoes(french, Key::W));
    assert!(!undoes(french, Key::Z));
    // Where no key says it, the one that says it elsewhere does it.
    let greek = [";ςερτυθιοπ", "ασδφγηξκλ", "ζχψωβνμ"];
    assert!(undoes(greek, Key::Z));
}

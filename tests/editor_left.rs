//! What the hand leaves half done goes where it was meant for, or nowhere.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/desk.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod desk;
#[path = "support/pages.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod pages;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::editor::errands::Errands;
use afterbeat::editor::let_go;
use afterbeat::files::{Answer, Ask, Desk, DeskError};
use afterbeat::pattern::{
    Bank, CellAt, Channel, Edit, Key as DrumKey, KeyMap, LaneSetting, Pattern, Step, StepCount,
    StepIndex, Velocity,
};
use afterbeat::plugin::default_bank;
use desk::{furnish, wait_until};
use egui::{Event, Key, Modifiers, vec2};
use pages::at;
use std::path::Path;
use std::sync::{Arc, Mutex, mpsc};
use window::{Inside, Window};

const KICK: u8 = 0;
const SNARE: u8 = 1;

fn put(lane: u8, step: u8, velocity: u8) -> Edit {
    Edit::Step {
        at: CellAt {
            lane: at(lane),
            step: StepIndex::new(step),
        },
        to: Step::strike(Velocity::new(velocity).unwrap()),
    }
}

/// A bank whose first pattern has a kick on the one.
fn bank() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    bank.apply(put(KICK, 0, 100)).unwrap();
    bank
}

/// Types over what the field has that has the keyboard, and leaves it so.
fn write(window: &mut Window, text: &str) {
    window.key(Key::A, Modifiers::COMMAND);
    window.harness.event(Event::Text(text.to_owned()));
    window.settle();
}

fn struck(window: &Window, lane: u8, step: u8) -> Option<Velocity> {
    let bank = window.bank();
    let lane = bank.lane(at(lane).pattern, at(lane).lane).unwrap();
    lane.step(StepIndex::new(step)).velocity
}

#[test]
fn a_number_goes_to_the_lane_that_it_was_typed_for() {
    for elsewhere in ["Kick step 3", "Lane Kick"] {
        let mut window = Window::on(bank());
        window.open("Page of Snare");
        window.click("Length");
        write(&mut window, "12");
        window.click(elsewhere);
        let is_struck = struck(&window, KICK, 2).is_some();
        assert_eq!(is_struck, elsewhere.contains("step"));
        if is_struck {
            window.undo();
        }
        let to = LaneSetting::Length(StepCount::new(12).unwrap());
        window.expect(&bank(), &[Edit::Lane { at: at(SNARE), to }]);
    }
}

#[test]
fn a_number_of_the_bar_lane_goes_to_the_step_that_it_was_typed_for() {
    let mut window = Window::on(bank());
    let number = window.place("Velocity of Kick 1").left_top() + vec2(6.0, -6.0);
    window.click_at(number);
    window.click_at(number);
    write(&mut window, "64");
    window.click("Snare step 3");
    assert!(struck(&window, SNARE, 2).is_some());
    window.undo();
    window.expect(&bank(), &[put(KICK, 0, 64)]);
}

#[test]
fn a_lane_that_is_left_learns_nothing_and_no_other_does_in_its_place() {
    let closed = "the window is closed";
    for left in ["Close the page", "Lane Kick", closed] {
        let mut window = Window::on(bank());
        window.open("Page of Snare");
        window.click("Learn");
        if left == closed {
            let Inside { screen, hand } = window.harness.state_mut();
            let_go((screen, hand));
        } else {
            window.click(left);
        }
        let health = &window.harness.state().hand.health;
        health.hear(Channel::new(2).unwrap(), DrumKey::new(61).unwrap());
        window.settle();
        window.click("Page of Closed hat");
        window.settle();
        assert!(window.bank() == bank(), "{left}");
    }
}

/// A desktop whose dialogs are answered later.
struct LateDesk(Mutex<mpsc::Receiver<Answer>>);

impl Desk for LateDesk {
    fn ask(&self, _ask: &Ask) -> Answer {
        let answer = self.0.lock().expect("nobody panicked").recv();
        answer.unwrap_or(Answer::Cancelled)
    }

    fn reveal(&self, _path: &Path) -> Result<(), DeskError> {
        Ok(())
    }

    fn copy(&self, _path: &Path) -> Result<(), DeskError> {
        Ok(())
    }
}

#[test]
fn a_key_map_that_is_picked_when_its_page_is_closed_holds_at_once() {
    let mut window = Window::on(bank());
    let (_, root) = furnish(&mut window, "left-keys");
    let file = root.join("kit.toml");
    std::fs::write(&file, "kick = 40\n").unwrap();
    let (answer, answers) = mpsc::channel();
    let errands = &mut window.harness.state_mut().screen.errands;
    let folders = errands.folders.clone();
    *errands = Errands::new(folders, Arc::new(LateDesk(Mutex::new(answers))));
    window.open("Page Settings");
    window.click("Open file…");
    window.click("Close the page");
    answer.send(Answer::File(file)).unwrap();
    wait_until(&mut window, "the keys", |window| {
        matches!(window.bank().setup.keys, KeyMap::Own(_))
    });
    assert!(!window.has("Open file…"), "the page stays closed");
}

#[test]
fn enter_after_a_name_that_is_taken_takes_no_groove() {
    let mut window = Window::on(default_bank());
    let (_desk, _) = furnish(&mut window, "left-name");
    for (edited, said) in [
        ("Snare step 3", "My groove is among your own"),
        ("Snare step 4", "There is one called My groove already"),
    ] {
        window.click(edited);
        window.click("Groove");
        window.click("Save own…");
        window.key(Key::Enter, Modifiers::NONE);
        wait_until(&mut window, said, |window| window.has(said));
        if said.starts_with("My") {
            window.key(Key::Escape, Modifiers::NONE);
        }
    }
    let before = window.bank();
    for _ in 0..2 {
        window.key(Key::Enter, Modifiers::NONE);
        window.settle();
        assert!(window.bank() == before, "another groove was taken");
        assert!(window.has("Replace"), "the list was left");
    }
    window.key(Key::Escape, Modifiers::NONE);
    window.click("Groove");
    assert!(!window.has("Replace"), "nothing is named any more");
    write(&mut window, "salsa");
    window.key(Key::Enter, Modifiers::NONE);
    assert!(window.bank() != before, "the list has the keys again");
}

#[test]
fn a_fill_ends_when_another_window_takes_the_keys() {
    let mut window = Window::on(bank());
    window.click("Snare step 3");
    window.heard();
    let key = |pressed| Event::Key {
        key: Key::F,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    for _ in 0..2 {
        window.harness.event(key(true));
        window.settle();
        assert_eq!(window.heard(), ["begin fill_now", "set fill_now On"]);
        window.harness.event(Event::WindowFocused(false));
        window.settle();
        assert_eq!(window.heard(), ["set fill_now Off", "end fill_now"]);
        window.harness.event(Event::WindowFocused(true));
        window.settle();
    }
    assert!(window.heard().is_empty());
}

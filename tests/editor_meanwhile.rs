//! What a host does while the hand is at work: it shows another pattern, loads a state, is late.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/pages.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod pages;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::editor::Ear;
use afterbeat::editor::grid::Drag;
use afterbeat::editor::screen::Typed;
use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneIndex, Pattern, PatternIndex, Step, StepIndex, Velocity,
};
use afterbeat::plugin::params::Handle;
use egui::{Event, Modifiers, PointerButton, vec2};
use std::sync::{Arc, Mutex};
use window::{Inside, Window};

const SECOND: u8 = 1;

/// A strike of the snare on two.
fn put(pattern: u8, velocity: u8) -> Edit {
    let lane = LaneIndex::new(1).unwrap();
    let pattern = PatternIndex::new(pattern).unwrap();
    let at = CellAt {
        lane: afterbeat::pattern::LaneAt { pattern, lane },
        step: StepIndex::new(4),
    };
    let to = Step::strike(Velocity::new(velocity).unwrap());
    Edit::Step { at, to }
}

/// Two patterns, with a snare on two in each.
fn bank() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    let pattern = PatternIndex::new(SECOND).unwrap();
    let to = Some(Box::new(Pattern::new()));
    bank.apply(Edit::ReplacePattern { pattern, to }).unwrap();
    bank.apply(put(0, 100)).unwrap();
    bank.apply(put(SECOND, 60)).unwrap();
    bank
}

/// The host asks for the second pattern.
fn show_second(window: &mut Window) {
    let params = &window.harness.state().hand.params;
    let handle = params.by_id("pattern").unwrap();
    let second = handle.normalized_at(f32::from(SECOND + 1));
    handle.set_normalized(second).unwrap();
    window.settle();
    let shown = window.harness.state().screen.shown.index;
    assert_eq!(shown.get(), SECOND);
}

fn depths(window: &Window) -> (usize, usize) {
    window.harness.state().screen.history.depths()
}

/// Takes hold of what has this name, goes up, has the host show the second pattern, goes on.
fn drag_on(name: &str, button: PointerButton) {
    let mut window = Window::on(bank());
    if name == "Length" {
        window.open("Page of Snare");
    }
    let from = window.place(name).center();
    window.press(from, button, Modifiers::NONE);
    window.go(from + vec2(0.0, -12.0), Modifiers::NONE);
    let before = window.bank();
    assert!(before != bank(), "{name}: nothing was done at first");
    show_second(&mut window);
    window.go(from + vec2(0.0, -24.0), Modifiers::NONE);
    window.release(from + vec2(0.0, -24.0), button, Modifiers::NONE);
    assert!(window.bank() == before, "{name}: it goes on elsewhere");
    assert_eq!(depths(&window), (1, 0), "{name}");
}

#[test]
fn what_the_hand_does_in_a_pattern_ends_when_another_one_is_shown() {
    drag_on("Snare step 5", PointerButton::Primary);
    drag_on("Snare step 5", PointerButton::Secondary);
    drag_on("Snare step 9", PointerButton::Primary);
    drag_on("Length", PointerButton::Primary);
}

#[test]
fn a_click_that_ends_in_another_pattern_removes_nothing_there() {
    let mut window = Window::on(bank());
    let at = window.place("Snare step 5").center();
    window.press(at, PointerButton::Primary, Modifiers::NONE);
    show_second(&mut window);
    window.release(at, PointerButton::Primary, Modifiers::NONE);
    assert!(window.bank() == bank());
    assert_eq!(depths(&window), (0, 0));
}

#[test]
fn the_menu_of_a_step_closes_when_another_pattern_is_shown() {
    let mut window = Window::on(bank());
    let at = window.place("Snare step 5").center();
    window.press(at, PointerButton::Secondary, Modifiers::NONE);
    window.release(at, PointerButton::Secondary, Modifiers::NONE);
    assert!(window.has("Passes"), "it is open");
    show_second(&mut window);
    assert!(!window.has("Passes"), "it is about another step now");
}

#[test]
fn bars_are_dragged_in_the_pattern_in_which_that_began() {
    let mut window = Window::on(bank());
    let cell = window.place("Snare step 5").center();
    for _ in 0..2 {
        // Taken away and put again: now it is the snare whose bars are shown.
        window.click_at(cell);
    }
    let from = window.place("Velocity of Snare 5").left_center() + vec2(3.0, 0.0);
    window.press(from, PointerButton::Primary, Modifiers::NONE);
    let before = window.bank();
    show_second(&mut window);
    window.go(from + vec2(0.0, -20.0), Modifiers::NONE);
    window.release(from, PointerButton::Primary, Modifiers::NONE);
    assert!(window.bank() == before);
}

#[test]
fn a_dial_is_turned_on_whatever_pattern_is_shown() {
    let mut window = Window::on(bank());
    let from = window.place("Ghosts").center();
    window.press(from, PointerButton::Primary, Modifiers::NONE);
    window.go(from + vec2(0.0, -20.0), Modifiers::NONE);
    let before = window.value("ghosts");
    show_second(&mut window);
    window.go(from + vec2(0.0, -40.0), Modifiers::NONE);
    assert!(window.value("ghosts") > before);
    window.release(from, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(depths(&window), (1, 0), "it is one gesture");
}

#[test]
fn a_state_that_is_loaded_ends_whatever_the_hand_does() {
    let mut window = Window::on(bank());
    let from = window.place("Ghosts").center();
    window.press(from, PointerButton::Primary, Modifiers::NONE);
    window.go(from + vec2(0.0, -20.0), Modifiers::NONE);
    let screen = &mut window.harness.state_mut().screen;
    screen.typing = Some(Typed {
        id: "fills".to_owned(),
        on_page: false,
        text: "7".to_owned(),
    });
    assert!(screen.held.is_some());
    window.heard();
    let loaded = Bank::with_first(Pattern::new());
    window
        .harness
        .state()
        .hand
        .main()
        .lock()
        .load(loaded.clone());
    window.settle();
    assert_eq!(window.heard(), ["end ghosts"]);
    window.go(from + vec2(0.0, -60.0), Modifiers::NONE);
    window.release(from, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(window.heard(), [""; 0]);
    let screen = &window.harness.state().screen;
    assert!(screen.held.is_none() && screen.typing.is_none());
    assert_eq!(screen.drag, Drag::None);
    assert!(window.bank() == loaded);
}

#[test]
fn a_state_that_is_loaded_just_before_an_edit_is_noticed_all_the_same() {
    let mut window = Window::on(bank());
    let Inside { screen, hand } = window.harness.state_mut();
    screen.edit(hand, put(0, 50));
    screen.refresh(hand);
    assert_eq!(screen.history.depths(), (1, 0));
    hand.main().lock().load(bank());
    screen.edit(hand, put(0, 70));
    screen.refresh(hand);
    assert_eq!(screen.history.depths(), (0, 0), "undo is of another bank");
}

/// A host that sets what it hears only later, as one does at the end of a long block.
struct LateEar(Arc<Mutex<Option<f32>>>);

impl Ear for LateEar {
    fn begin(&self, _handle: &Handle<'_>) {}

    fn set(&self, _handle: &Handle<'_>, normalized: f32) {
        *self.0.lock().unwrap() = Some(normalized);
    }

    fn end(&self, _handle: &Handle<'_>) {}

    fn restart(&self) {}
}

/// Turns the wheel a notch up where the hand is, and draws one frame.
fn notch(window: &mut Window) {
    window.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        source: egui::MouseWheelSource::Wheel,
        delta: vec2(0.0, 1.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.harness.step();
}

/// The host sets what it has heard by now.
fn catch_up(window: &Window, late: &Mutex<Option<f32>>) {
    let params = &window.harness.state().hand.params;
    if let Some(to) = late.lock().unwrap().take() {
        let handle = params.by_id("ghosts").unwrap();
        handle.set_normalized(to).unwrap();
    }
}

#[test]
fn every_notch_of_the_wheel_counts_however_late_the_host_is() {
    let mut window = Window::on(bank());
    let late = Arc::default();
    window.harness.state_mut().hand.ear = Box::new(LateEar(Arc::clone(&late)));
    let before = window.value("ghosts");
    let at = window.place("Ghosts").center();
    window.go(at, Modifiers::NONE);
    for n in 0..10 {
        notch(&mut window);
        if n % 3 == 2 {
            catch_up(&window, &late);
        }
    }
    catch_up(&window, &late);
    let now = window.value("ghosts");
    assert!((now - before - 20.0).abs() < 1e-3, "{before} to {now}");
    assert_eq!(depths(&window), (1, 0), "it is one gesture");
    window.undo();
    catch_up(&window, &late);
    // What is turned right after that begins from there, and is another gesture.
    notch(&mut window);
    catch_up(&window, &late);
    let now = window.value("ghosts");
    assert!((now - before - 2.0).abs() < 1e-3, "{before} to {now}");
    assert_eq!(depths(&window), (1, 0));
}

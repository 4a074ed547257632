//! The window's controls: every way to change a parameter is heard by the host as one gesture, and
//! can be taken back.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/window.rs"]
mod window;

use afterbeat::editor::theme::{DARK, LIGHT, Theme, contrast};
use afterbeat::editor::{Take, load};
use afterbeat::grooves;
use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, LaneSetting, Pattern, PatternIndex, Percent, Step,
    StepIndex, Velocity, to_bytes,
};
use egui::{Event, Modifiers, PointerButton, vec2};
use std::sync::Arc;
use window::{Inside, Window};

fn put(step: u8, to: Step) -> Edit {
    let lane = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(0).unwrap(),
    };
    let step = StepIndex::new(step);
    Edit::Step {
        at: CellAt { lane, step },
        to,
    }
}

fn strike(velocity: u8) -> Step {
    Step::strike(Velocity::new(velocity).unwrap())
}

/// A bank whose first pattern has a kick on the one.
fn bank() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    bank.apply(put(0, strike(100))).unwrap();
    bank
}

fn value(window: &Window, id: &str) -> f32 {
    let params = &window.harness.state().hand.params;
    params.by_id(id).unwrap().value()
}

fn undo(window: &mut Window) {
    let Inside { screen, hand } = window.harness.state_mut();
    assert!(screen.undo(hand));
}

#[test]
fn a_dragged_control_is_one_gesture_to_the_host_and_to_undo() {
    let mut window = Window::on(bank());
    let from = window.place("Ghosts").center();
    let to = from + vec2(0.0, -40.0);
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    let heard = window.heard();
    assert_eq!(heard.first().unwrap(), "begin ghosts");
    assert_eq!(heard.last().unwrap(), "end ghosts");
    let inner = &heard[1..heard.len() - 1];
    assert!(
        inner.iter().all(|word| word.starts_with("set ghosts")),
        "{heard:?}"
    );
    let after = value(&window, "ghosts");
    assert!(after > 50.0, "{after}");
    undo(&mut window);
    assert!((value(&window, "ghosts") - 40.0).abs() < 1e-4);
}

#[test]
fn control_makes_a_dragged_control_ten_times_finer() {
    let moved = |modifiers| {
        let mut window = Window::on(bank());
        let from = window.place("Density").center();
        let to = from + vec2(40.0, 0.0);
        window.drag((from, to), PointerButton::Primary, modifiers);
        value(&window, "density")
    };
    let (coarse, fine) = (moved(Modifiers::NONE), moved(Modifiers::COMMAND));
    assert!(
        fine > 0.0 && (coarse / fine - 10.0).abs() < 0.1,
        "{coarse} {fine}"
    );
}

#[test]
fn a_double_click_puts_a_control_to_its_default() {
    let mut window = Window::on(bank());
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "ghosts", 0.9);
    let name = window.place("Ghosts").center_top() + vec2(0.0, 6.0);
    for _ in 0..2 {
        window.press(name, PointerButton::Primary, Modifiers::NONE);
        window.release(name, PointerButton::Primary, Modifiers::NONE);
    }
    assert!((value(&window, "ghosts") - 40.0).abs() < 1e-4);
}

#[test]
fn a_double_clicked_number_can_be_typed() {
    let mut window = Window::on(bank());
    let number = window.place("Ghosts").center_bottom() - vec2(0.0, 14.0);
    for _ in 0..2 {
        window.press(number, PointerButton::Primary, Modifiers::NONE);
        window.release(number, PointerButton::Primary, Modifiers::NONE);
    }
    window.key(egui::Key::A, Modifiers::COMMAND);
    window.harness.event(Event::Text("72.5".to_owned()));
    window.settle();
    window.key(egui::Key::Enter, Modifiers::NONE);
    assert!((value(&window, "ghosts") - 72.5).abs() < 1e-3);
}

#[test]
fn swing_is_typed_on_its_number_and_put_to_its_default_by_its_name() {
    let mut window = Window::on(bank());
    let at = window.place("Swing");
    let double_click = |window: &mut Window, at| {
        window.click_at(at);
        window.click_at(at);
    };
    double_click(&mut window, at.left_bottom() + vec2(24.0, -14.0));
    window.key(egui::Key::A, Modifiers::COMMAND);
    window.harness.event(Event::Text("61.3".to_owned()));
    window.settle();
    window.key(egui::Key::Enter, Modifiers::NONE);
    assert!((value(&window, "swing") - 61.3).abs() < 1e-3);
    double_click(&mut window, at.left_top() + vec2(24.0, 10.0));
    assert!((value(&window, "swing") - 58.0).abs() < 1e-3);
}

#[test]
fn the_wheel_turns_the_control_under_it() {
    let mut window = Window::on(bank());
    let at = window.place("Fills").center();
    window.go(at, Modifiers::NONE);
    window.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        source: egui::MouseWheelSource::Wheel,
        delta: vec2(0.0, 1.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.settle();
    assert!((value(&window, "fills") - 37.0).abs() < 1e-3);
}

#[test]
fn the_fill_lasts_as_long_as_its_button_is_held() {
    let mut window = Window::on(bank());
    let at = window.place("Fill Now").center();
    window.press(at, PointerButton::Primary, Modifiers::NONE);
    assert!(value(&window, "fill_now") > 0.5);
    window.release(at, PointerButton::Primary, Modifiers::NONE);
    assert!(value(&window, "fill_now") < 0.5);
    let heard = [
        "begin fill_now",
        "set fill_now On",
        "set fill_now Off",
        "end fill_now",
    ];
    assert_eq!(window.heard(), heard);
}

#[test]
fn every_parameter_of_the_kit_is_reachable_by_its_name() {
    let mut window = Window::on(bank());
    window.click("More");
    let params = Arc::clone(&window.harness.state().hand.params);
    for handle in params
        .list()
        .iter()
        .filter(|handle| handle.group().is_empty())
    {
        assert!(
            window.place(handle.name()).is_positive(),
            "{}",
            handle.name()
        );
    }
}

#[test]
fn the_selected_lane_is_made_longer_as_one_gesture() {
    let before = bank();
    let mut window = Window::on(before.clone());
    window.click("Page of Kick");
    let from = window.place("Length").center();
    let to = from + vec2(0.0, -32.0);
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    let at = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(0).unwrap(),
    };
    let length = window.bank().lane(at.pattern, at.lane).unwrap().length;
    assert!((21..=24).contains(&length.get()), "{length:?}");
    let to = LaneSetting::Length(length);
    window.expect(&before, &[Edit::Lane { at, to }]);
}

#[test]
fn swing_bends_the_grid() {
    let mut window = Window::on(bank());
    let before = window.place("Kick step 2").left();
    let one = window.place("Kick step 1").left();
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "swing", 1.0);
    window.settle();
    let after = window.place("Kick step 2").left();
    assert!(after > before, "{before} {after}");
    let pair = window.place("Kick step 3").left() - one;
    assert!(((after - one) / pair - 0.75).abs() < 0.01);
    window.click("Snare step 5");
    window.key(egui::Key::G, Modifiers::NONE);
    let straight = window.place("Kick step 2").left() - one;
    assert!((straight / pair - 0.5).abs() < 0.01);
}

#[test]
fn swing_says_how_late_it_is_at_the_speed_that_is_played() {
    let mut window = Window::on(bank());
    let at = window.place("Swing").center();
    window.go(at, Modifiers::NONE);
    for (speed, late) in [("1", 20), ("2", 10), ("1/2", 40)] {
        let Inside { screen, hand } = window.harness.state_mut();
        let handle = hand.params.by_id("speed").unwrap();
        screen.set(hand, "speed", handle.normalized_of(speed).unwrap());
        window.settle();
        let hint = &window.harness.state().screen.hint;
        let wanted = format!("Swing  58.0 %, {late} ms late");
        assert!(hint.starts_with(&wanted), "{speed}: {hint}");
    }
}

#[test]
fn another_pattern_is_asked_for_and_made_by_its_first_edit() {
    let before = bank();
    let mut window = Window::on(before.clone());
    window.click("Pattern 3");
    assert!((value(&window, "pattern") - 3.0).abs() < 1e-4);
    assert_eq!(window.bank(), before);
    window.click("Snare step 2");
    let third = PatternIndex::new(2).unwrap();
    assert!(window.bank().pattern(third).is_some());
    undo(&mut window);
    assert_eq!(to_bytes(&window.bank()), to_bytes(&before));
}

#[test]
fn a_groove_brings_notes_and_feel_and_goes_as_one_gesture() {
    let before = bank();
    let mut window = Window::on(before.clone());
    let groove = grooves::find("D2").unwrap();
    let Inside { screen, hand } = window.harness.state_mut();
    let list = |hand: &afterbeat::editor::Hand| -> Vec<f32> {
        hand.params
            .list()
            .iter()
            .map(afterbeat::plugin::params::Handle::value)
            .collect()
    };
    let values = list(hand);
    load(groove, Take::Both, (screen, hand));
    assert_eq!(
        hand.main().lock().bank().pattern(PatternIndex::FIRST),
        Some(&groove.pattern)
    );
    for (id, wanted) in &groove.feel {
        let value = f64::from(hand.params.by_id(id).unwrap().value());
        assert!((value - wanted).abs() < 1e-3, "{id} {value}");
    }
    assert!(screen.undo(hand));
    assert_eq!(list(hand), values);
    assert_eq!(to_bytes(&window.bank()), to_bytes(&before));
    let Inside { screen, hand } = window.harness.state_mut();
    load(groove, Take::Notes, (screen, hand));
    assert_eq!(list(hand), values);
    undo(&mut window);
    let Inside { screen, hand } = window.harness.state_mut();
    load(groove, Take::Feel, (screen, hand));
    assert_eq!(window.bank(), before);
}

#[test]
fn the_bar_lane_sets_the_property_that_it_shows() {
    let before = bank();
    let mut window = Window::on(before.clone());
    let bar = window.place("Velocity of Kick 1");
    window.click_at(bar.left_top() + vec2(4.0, bar.height() / 2.0));
    let half = {
        let at = LaneIndex::new(0).unwrap();
        let bank = window.bank();
        let lane = bank.lane(PatternIndex::FIRST, at).unwrap().clone();
        lane.step(StepIndex::new(0)).velocity.unwrap()
    };
    assert!((60..=67).contains(&half.get()), "{half:?}");
    window.expect(&before, &[put(0, strike(half.get()))]);
    let second = window.bank();
    window.click("Show Chance");
    let bar = window.place("Chance of Kick 1");
    window.click_at(bar.left_bottom() + vec2(4.0, -bar.height() / 4.0));
    let chance = Percent::new(25).unwrap();
    let unsure = Step {
        chance,
        ..strike(half.get())
    };
    window.expect(&second, &[put(0, unsure)]);
}

#[test]
fn a_reroll_remembers_the_seed_that_was_heard() {
    let before = bank();
    let mut window = Window::on(before.clone());
    window.click("Reroll");
    assert!((value(&window, "seed") - 1.0).abs() > 0.5);
    assert_eq!(window.bank().setup.seeds.seeds(), [1]);
    undo(&mut window);
    assert!((value(&window, "seed") - 1.0).abs() < 0.01);
    assert_eq!(to_bytes(&window.bank()), to_bytes(&before));
}

#[test]
fn a_thousand_gestures_are_taken_back_and_no_more() {
    let mut window = Window::on(bank());
    let Inside { screen, hand } = window.harness.state_mut();
    let cell = afterbeat::editor::screen::Cell::default();
    let mut banks = Vec::new();
    for n in 0..1005_u16 {
        banks.push(to_bytes(hand.main().lock().bank()));
        let velocity = u8::try_from(n % 90).unwrap() + 1;
        screen.put(hand, cell, strike(velocity));
    }
    for bytes in banks.iter().skip(5).rev() {
        assert!(screen.undo(hand));
        assert_eq!(&to_bytes(hand.main().lock().bank()), bytes);
    }
    assert!(!screen.undo(hand));
}

#[test]
fn a_bank_that_the_host_loads_is_shown_and_nothing_of_the_old_is_undone() {
    let mut window = Window::on(bank());
    window.click("Snare step 3");
    let mut loaded = bank();
    loaded.apply(put(7, strike(33))).unwrap();
    window
        .harness
        .state()
        .hand
        .main()
        .lock()
        .load(loaded.clone());
    window.settle();
    let Inside { screen, hand } = window.harness.state_mut();
    assert_eq!(
        screen.pattern(),
        loaded.pattern(PatternIndex::FIRST).unwrap()
    );
    assert!(!screen.undo(hand));
    assert_eq!(window.bank(), loaded);
}

/// What is read, on what it is read on.
fn pairs(theme: &Theme) -> Vec<(egui::Color32, egui::Color32)> {
    let words = [theme.text, theme.muted, theme.user, theme.ghost, theme.fill];
    let grounds = [theme.ground, theme.panel, theme.control];
    let read = words
        .into_iter()
        .flat_map(|word| grounds.map(|ground| (word, ground)));
    let accents = [theme.user, theme.fill, theme.muted, theme.text];
    read.chain(accents.map(|accent| (theme.on_accent, accent)))
        .collect()
}

#[test]
fn everything_can_be_told_from_what_it_lies_on() {
    for theme in [&DARK, &LIGHT] {
        for (word, ground) in pairs(theme) {
            let contrast = contrast(word, ground);
            assert!(contrast >= 4.5, "{word:?} on {ground:?}: {contrast:.2}");
        }
    }
}

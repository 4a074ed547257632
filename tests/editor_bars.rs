//! The bar lane and the menu: every value of a step can be reached, and each change is one gesture.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::pattern::{
    Bank, CellAt, Condition, Edit, Gate, Grace, LaneAt, LaneIndex, Nudge, Pattern, PatternIndex,
    Percent, Ratchet, Rule, Step, StepIndex, Velocity,
};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, vec2};
use window::Window;

fn put(to: Step) -> Edit {
    let lane = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(0).unwrap(),
    };
    let step = StepIndex::new(0);
    let at = CellAt { lane, step };
    Edit::Step { at, to }
}

fn strike() -> Step {
    Step::strike(Velocity::new(100).unwrap())
}

/// A bank whose first pattern has a kick on the one.
fn bank(step: Step) -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    bank.apply(put(step)).unwrap();
    bank
}

fn step(window: &Window) -> Step {
    let lane = LaneIndex::new(0).unwrap();
    let bank = window.bank();
    let lane = bank.lane(PatternIndex::FIRST, lane).unwrap();
    lane.step(StepIndex::new(0))
}

/// The number above the bar of the kick on the one.
fn number(window: &Window, property: &str) -> Pos2 {
    let bar = window.place(&format!("{property} of Kick 1"));
    bar.left_top() + vec2(6.0, -6.0)
}

fn double_click(window: &mut Window, at: Pos2) {
    // Long enough after the click before, so that this is not its third.
    window.harness.run_steps(30);
    for _ in 0..2 {
        window.press(at, PointerButton::Primary, Modifiers::NONE);
        window.release(at, PointerButton::Primary, Modifiers::NONE);
    }
}

/// Types over what stands in the field that has the keyboard.
fn write(window: &mut Window, text: &str) {
    window.key(Key::A, Modifiers::COMMAND);
    window.harness.event(Event::Text(text.to_owned()));
    window.settle();
    window.key(Key::Enter, Modifiers::NONE);
}

fn wheel(window: &mut Window, at: Pos2, notches: f32) {
    window.go(at, Modifiers::NONE);
    window.harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        source: egui::MouseWheelSource::Wheel,
        delta: vec2(0.0, notches.signum()),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.settle();
}

fn ratchet(hits: u8, span: u8, timing: i8, velocity: i8) -> Ratchet {
    Ratchet::new(hits, span, timing, velocity).unwrap()
}

fn roll(ratchet: Ratchet) -> Step {
    Step {
        ratchet,
        ..strike()
    }
}

fn chance(percent: u8) -> Step {
    let chance = Percent::new(percent).unwrap();
    Step { chance, ..strike() }
}

fn gate(percent: u16) -> Step {
    let gate = Gate::new(percent).unwrap();
    Step { gate, ..strike() }
}

fn nudge(tenths: i16) -> Step {
    let nudge = Nudge::new(tenths).unwrap();
    Step { nudge, ..strike() }
}

fn when(condition: Condition) -> Step {
    Step {
        condition,
        ..strike()
    }
}

fn is(rule: Rule) -> Condition {
    Condition {
        rule,
        negated: false,
    }
}

fn not(rule: Rule) -> Condition {
    Condition {
        rule,
        negated: true,
    }
}

fn pass(pass: u8, of: u8) -> Condition {
    Condition::pass(pass, of).unwrap()
}

#[test]
fn every_value_of_every_property_can_be_typed() {
    let cases: [(&str, &str, Step); 11] = [
        ("Velocity", "127", Step::strike(Velocity::MAX)),
        ("Chance", "7 %", chance(7)),
        ("Nudge", "-49,9", nudge(-499)),
        ("Gate", "1600", gate(1600)),
        ("Ratchet", "32x", roll(ratchet(32, 1, 0, 0))),
        ("Condition", "13:16", when(pass(13, 16))),
        ("Condition", "not 2:3", when(not(pass(2, 3).rule))),
        ("Condition", "First", when(is(Rule::First))),
        ("Condition", "not fill", when(not(Rule::Fill))),
        ("Condition", "previous", when(is(Rule::Previous))),
        ("Condition", "not neighbour", when(not(Rule::Neighbour))),
    ];
    for (property, text, wanted) in cases {
        let before = bank(strike());
        let mut window = Window::on(before.clone());
        window.click(&format!("Show {property}"));
        let at = number(&window, property);
        double_click(&mut window, at);
        write(&mut window, text);
        assert_eq!(step(&window), wanted, "{property} {text}");
        window.expect(&before, &[put(wanted)]);
    }
}

#[test]
fn what_cannot_be_read_changes_nothing_and_escape_takes_it_back() {
    let before = bank(strike());
    let mut window = Window::on(before.clone());
    window.click("Show Condition");
    for text in ["17:17", "3:2", "loud", ""] {
        let at = number(&window, "Condition");
        double_click(&mut window, at);
        write(&mut window, text);
        assert_eq!(window.bank(), before, "{text}");
    }
    window.click("Show Gate");
    let at = number(&window, "Gate");
    double_click(&mut window, at);
    window.harness.event(Event::Text("300".to_owned()));
    window.settle();
    window.key(Key::Escape, Modifiers::NONE);
    window.settle();
    assert_eq!(window.bank(), before);
}

#[test]
fn the_wheel_goes_on_where_the_hand_cannot_reach() {
    let loud = gate(400);
    let before = bank(loud);
    let mut window = Window::on(before.clone());
    window.click("Show Gate");
    let at = window.place("Gate of Kick 1").center();
    wheel(&mut window, at, 1.0);
    let longer = gate(405);
    window.expect(&before, &[put(longer)]);
    window.click("Show Ratchet");
    for _ in 0..40 {
        wheel(&mut window, at, 1.0);
    }
    assert_eq!(step(&window).ratchet.hits(), 32);
    wheel(&mut window, at, -1.0);
    assert_eq!(step(&window).ratchet.hits(), 31);
}

#[test]
fn a_double_click_on_a_bar_puts_it_to_its_default() {
    let mut window = Window::on(bank(chance(30)));
    window.click("Show Chance");
    let bar = window.place("Chance of Kick 1");
    double_click(&mut window, bar.left_bottom() + vec2(5.0, -10.0));
    assert_eq!(step(&window), strike());
}

#[test]
fn control_makes_a_bar_ten_times_finer() {
    let before = bank(strike());
    let mut window = Window::on(before.clone());
    let bar = window.place("Velocity of Kick 1");
    let from = bar.left_center() + vec2(5.0, 10.0);
    window.press(from, PointerButton::Primary, Modifiers::COMMAND);
    window.go(from - vec2(0.0, 30.0), Modifiers::COMMAND);
    window.release(
        from - vec2(0.0, 30.0),
        PointerButton::Primary,
        Modifiers::COMMAND,
    );
    let now = step(&window).velocity.unwrap().get();
    assert!((103..=107).contains(&now), "{now}");
    window.expect(&before, &[put(Step::strike(Velocity::new(now).unwrap()))]);
}

#[test]
fn a_click_on_a_strip_shows_it_large_and_the_other_as_a_strip() {
    let before = bank(strike());
    let mut window = Window::on(before.clone());
    let height = window.place("Velocity of Kick 1").height();
    window.click("Gate strip");
    assert!((window.place("Gate of Kick 1").height() - height).abs() < 0.1);
    assert!(window.place("Velocity strip").height() >= 8.0);
    assert_eq!(window.bank(), before);
}

/// A window with the menu of the kick on the one.
fn menu(before: &Bank) -> Window {
    let mut window = Window::on(before.clone());
    let at = window.place("Kick step 1").left_bottom() + vec2(3.0, -6.0);
    window.press(at, PointerButton::Secondary, Modifiers::NONE);
    window.release(at, PointerButton::Secondary, Modifiers::NONE);
    window
}

/// Clicks on a number of the menu and types another.
fn type_into(window: &mut Window, name: &str, text: &str) {
    window.click(name);
    write(window, text);
}

#[test]
fn every_number_of_the_menu_can_be_typed_as_one_gesture() {
    let cases: [(&str, &str, Step); 9] = [
        ("Chance percent", "42", chance(42)),
        ("Hits", "32", roll(ratchet(32, 1, 0, 0))),
        ("Span", "8", roll(ratchet(1, 8, 0, 0))),
        ("Roll timing", "-75", roll(ratchet(1, 1, -75, 0))),
        ("Roll velocity", "60", roll(ratchet(1, 1, 0, 60))),
        ("Gate percent", "1600", gate(1600)),
        ("Nudge percent", "-12.5", nudge(-125)),
        ("Pass", "7", when(pass(7, 7))),
        ("Passes", "16", when(pass(1, 16))),
    ];
    for (name, text, wanted) in cases {
        let before = bank(strike());
        let mut window = menu(&before);
        type_into(&mut window, name, text);
        assert_eq!(step(&window), wanted, "{name} {text}");
        window.expect(&before, &[put(wanted)]);
    }
}

#[test]
fn every_word_of_the_menu_is_one_gesture() {
    let cases: [(&str, Step); 9] = [
        ("33 %", chance(33)),
        ("3x", roll(ratchet(3, 1, 0, 0))),
        (
            "Flam",
            Step {
                grace: Grace::FLAM,
                ..strike()
            },
        ),
        (
            "Drag",
            Step {
                grace: Grace::DRAG,
                ..strike()
            },
        ),
        ("200 %", gate(200)),
        (
            "Tie",
            Step {
                tie: true,
                ..strike()
            },
        ),
        ("First", when(is(Rule::First))),
        ("Neighbour", when(is(Rule::Neighbour))),
        (
            "Accent",
            Step {
                accent: true,
                ..strike()
            },
        ),
    ];
    for (name, wanted) in cases {
        let before = bank(strike());
        let mut window = menu(&before);
        window.click(name);
        assert_eq!(step(&window), wanted, "{name}");
        window.expect(&before, &[put(wanted)]);
    }
}

#[test]
fn a_condition_is_built_and_turned_round() {
    let before = bank(strike());
    let mut window = menu(&before);
    type_into(&mut window, "Passes", "12");
    type_into(&mut window, "Pass", "5");
    window.click("Not");
    let built = Condition {
        negated: true,
        ..Condition::pass(5, 12).unwrap()
    };
    assert_eq!(step(&window).condition, built);
    window.click("Always");
    assert_eq!(step(&window), strike());
}

#[test]
fn grace_notes_are_set_apart_softened_and_played_on_another_drum() {
    let before = bank(Step {
        grace: Grace::FLAM,
        ..strike()
    });
    let mut window = menu(&before);
    type_into(&mut window, "Grace apart", "35");
    type_into(&mut window, "Grace level", "80");
    let apart = Grace::new(1, 35, Percent::new(80).unwrap()).unwrap();
    assert_eq!(step(&window).grace, apart);
    window.click("Grace lane");
    window.click("Snare");
    assert_eq!(step(&window).grace.lane, LaneIndex::new(1));
    window.click("Drag");
    let drag = step(&window).grace;
    assert_eq!((drag.strokes(), drag.lane), (2, LaneIndex::new(1)));
    window.click("None");
    assert_eq!(step(&window).grace.strokes(), 0);
}

#[test]
fn no_nudge_and_clear_take_away() {
    let before = bank(Step {
        nudge: Nudge::new(200).unwrap(),
        accent: true,
        ..strike()
    });
    let mut window = menu(&before);
    window.click("No nudge");
    window.expect(
        &before,
        &[put(Step {
            accent: true,
            ..strike()
        })],
    );
    let mut window = menu(&before);
    window.click("Clear");
    window.expect(&before, &[put(Step::REST)]);
}

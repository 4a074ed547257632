//! The grid's further gestures: scroll and zoom, the verbs, the keys that sound, what can be hit.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;
#[path = "support/window.rs"]
mod window;

use afterbeat::engine::Kind;
use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, LaneSetting, Pattern, PatternIndex, Step, StepCount,
    StepIndex, Velocity,
};
use egui::{Event, Key, Modifiers, PointerButton, Vec2, vec2};
use support::rig::{Rig, stopped};
use window::{Inside, Window};

const KICK: u8 = 0;
const SNARE: u8 = 1;

fn lane(index: u8) -> LaneAt {
    LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(index).unwrap(),
    }
}

fn strike(velocity: u8) -> Step {
    Step::strike(Velocity::new(velocity).unwrap())
}

fn put(at: u8, step: u8, to: Step) -> Edit {
    let step = StepIndex::new(step);
    let at = CellAt {
        lane: lane(at),
        step,
    };
    Edit::Step { at, to }
}

fn bank(strikes: &[(u8, u8, u8)]) -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    for (lane, step, velocity) in strikes {
        bank.apply(put(*lane, *step, strike(*velocity))).unwrap();
    }
    bank
}

fn velocity_of(bank: &Bank, at: u8, step: u8) -> Option<u8> {
    let at = lane(at);
    let lane = bank.lane(at.pattern, at.lane).unwrap();
    lane.step(StepIndex::new(step)).velocity.map(Velocity::get)
}

/// Turns the wheel over a place.
fn wheel(window: &mut Window, over: &str, delta: Vec2, modifiers: Modifiers) {
    let at = window.place(over).center();
    window.go(at, modifiers);
    let event = Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        source: egui::MouseWheelSource::Wheel,
        delta,
        phase: egui::TouchPhase::Move,
        modifiers,
    };
    window.harness.event_modifiers(event, modifiers);
    window.settle();
}

fn select(window: &mut Window, from: &str, to: &str) {
    let ends = (window.place(from).center(), window.place(to).center());
    window.drag(ends, PointerButton::Primary, Modifiers::SHIFT);
}

/// Opens the menu of a cell and chooses from it.
fn choose(window: &mut Window, cell: &str, name: &str) {
    let at = window.place(cell).center();
    window.press(at, PointerButton::Secondary, Modifiers::NONE);
    window.release(at, PointerButton::Secondary, Modifiers::NONE);
    window.click(name);
}

#[test]
fn the_wheel_scrolls_and_edits_nothing() {
    let all: Vec<_> = (0..16).map(|lane| (lane, 0, 100)).collect();
    let before = bank(&all);
    let mut window = Window::on(before.clone());
    let top = window.place("Kick step 1").top();
    wheel(
        &mut window,
        "Snare step 3",
        vec2(0.0, -1.0),
        Modifiers::NONE,
    );
    assert!(window.place("Snare step 1").top() < window.place("Mute Snare").bottom());
    let scrolled = window.harness.state().screen.scroll;
    assert!(scrolled.y > 0.0, "{scrolled:?}");
    wheel(
        &mut window,
        "Closed hat step 3",
        vec2(0.0, 5.0),
        Modifiers::NONE,
    );
    assert!((window.place("Kick step 1").top() - top).abs() < 0.1);
    assert_eq!(window.bank(), before);
}

#[test]
fn control_and_the_wheel_zoom_about_the_hand_and_shift_goes_sideways() {
    let mut before = bank(&[(KICK, 0, 100)]);
    let to = LaneSetting::Length(StepCount::new(256).unwrap());
    before.apply(Edit::Lane { at: lane(KICK), to }).unwrap();
    let mut window = Window::on(before.clone());
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "swing", 0.5);
    window.settle();
    let width = |window: &Window, step: &str| window.place(step).width();
    assert!(width(&window, "Kick step 2") >= 8.0);
    let place = window.place("Kick step 20").center().x;
    for _ in 0..4 {
        wheel(
            &mut window,
            "Kick step 20",
            vec2(0.0, 1.0),
            Modifiers::COMMAND,
        );
    }
    assert!(width(&window, "Kick step 20") > 12.0);
    assert!((window.place("Kick step 20").center().x - place).abs() < 2.0);
    for _ in 0..200 {
        wheel(&mut window, "Grid", vec2(0.0, -1.0), Modifiers::SHIFT);
    }
    let last = window.place("Kick step 256");
    assert!(window.place("Grid").x_range().contains(last.center().x));
    let (from, to) = (last.center(), last.center());
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    assert!(velocity_of(&window.bank(), KICK, 255).is_some());
}

#[test]
fn however_narrow_a_step_is_drawn_it_can_be_hit_on_eight_points() {
    let mut window = Window::on(bank(&[]));
    let Inside { screen, hand } = window.harness.state_mut();
    let swing = hand.params.by_id("swing").unwrap().normalized_at(75.0);
    screen.set(hand, "swing", swing);
    screen.zoom = Some(1.0);
    window.settle();
    let narrow = window.place("Kick step 2");
    assert!(narrow.width() < 8.0, "{narrow:?}");
    window.click_at(egui::pos2(narrow.right() - 7.5, narrow.center().y));
    assert!(velocity_of(&window.bank(), KICK, 1).is_some());
    assert!(velocity_of(&window.bank(), KICK, 0).is_none());
}

#[test]
fn a_selection_is_turned_step_by_step() {
    let before = bank(&[(KICK, 0, 100), (KICK, 1, 50)]);
    for (name, after) in [
        ("Rotate later", [None, Some(100), Some(50)]),
        ("Rotate earlier", [Some(50), None, Some(100)]),
    ] {
        let mut window = Window::on(before.clone());
        select(&mut window, "Kick step 1", "Kick step 3");
        choose(&mut window, "Kick step 2", name);
        let edits = (0..3).zip(after).filter_map(|(step, velocity)| {
            let now = velocity.map_or(Step::REST, strike);
            (velocity != velocity_of(&before, KICK, step)).then(|| put(KICK, step, now))
        });
        let edits: Vec<_> = edits.collect();
        window.expect(&before, &edits);
    }
}

#[test]
fn a_selection_is_doubled_behind_itself_where_there_is_room() {
    let before = bank(&[(KICK, 0, 100), (KICK, 3, 50), (SNARE, 2, 70)]);
    let mut window = Window::on(before.clone());
    select(&mut window, "Kick step 1", "Snare step 4");
    choose(&mut window, "Kick step 2", "Double");
    let doubled = [(KICK, 4, 100), (KICK, 7, 50), (SNARE, 6, 70)];
    let edits = doubled.map(|(lane, step, velocity)| put(lane, step, strike(velocity)));
    window.expect(&before, &edits);
    let screen = &window.harness.state().screen;
    let chosen = screen.selection.unwrap();
    assert_eq!(screen.spans(chosen), (0..=1, 0..=7));
}

#[test]
fn randomise_moves_velocities_a_little_and_nothing_else() {
    let before = bank(&[(KICK, 0, 100), (KICK, 1, 50), (KICK, 2, 5), (KICK, 5, 90)]);
    let mut changed = 0;
    for _ in 0..8 {
        let mut window = Window::on(before.clone());
        select(&mut window, "Kick step 1", "Kick step 4");
        choose(&mut window, "Kick step 2", "Randomise");
        let after = window.bank();
        let mut edits = Vec::new();
        for (step, was) in [(0, 100), (1, 50), (2, 5)] {
            let now = velocity_of(&after, KICK, step).unwrap();
            assert!(now.abs_diff(was) <= 20);
            if now != was {
                edits.push(put(KICK, step, strike(now)));
            }
        }
        changed += edits.len();
        if !edits.is_empty() {
            window.expect(&before, &edits);
        }
    }
    assert!(changed > 12, "{changed} of 24 were changed");
}

#[test]
fn shift_and_the_arrows_select_and_delete_makes_rests() {
    let before = bank(&[(KICK, 3, 100), (KICK, 4, 50), (SNARE, 4, 70)]);
    let mut window = Window::on(before.clone());
    select(&mut window, "Kick step 4", "Kick step 4");
    window.key(Key::Escape, Modifiers::NONE);
    select(&mut window, "Kick step 4", "Kick step 4");
    window.key(Key::ArrowRight, Modifiers::SHIFT);
    window.key(Key::ArrowDown, Modifiers::SHIFT);
    window.key(Key::Delete, Modifiers::NONE);
    let gone = [(KICK, 3, 100), (KICK, 4, 50), (SNARE, 4, 70)];
    let rest = |velocity| Step {
        velocity: None,
        ..strike(velocity)
    };
    let edits = gone.map(|(lane, step, velocity)| put(lane, step, rest(velocity)));
    window.expect(&before, &edits);
}

#[test]
fn the_digits_strike_from_soft_to_loud_and_space_is_the_hosts() {
    let before = bank(&[]);
    let mut window = Window::on(before.clone());
    select(&mut window, "Snare step 3", "Snare step 3");
    let digits = [
        (Key::Num1, 14),
        (Key::Num2, 28),
        (Key::Num3, 42),
        (Key::Num4, 56),
        (Key::Num5, 70),
        (Key::Num6, 84),
        (Key::Num7, 98),
        (Key::Num8, 112),
        (Key::Num9, 127),
    ];
    for (key, velocity) in digits {
        window.key(key, Modifiers::NONE);
        assert_eq!(velocity_of(&window.bank(), SNARE, 2), Some(velocity));
    }
    let struck = window.bank();
    for key in [Key::Space, Key::Enter] {
        window.key(key, Modifiers::NONE);
    }
    assert_eq!(window.bank(), struck);
    assert_eq!(window.heard(), [""; 0]);
    window.key(Key::Backspace, Modifiers::NONE);
    assert_eq!(velocity_of(&window.bank(), SNARE, 2), None);
}

#[test]
fn the_arrows_go_round_the_lane_and_from_lane_to_lane() {
    let mut window = Window::on(bank(&[]));
    select(&mut window, "Kick step 1", "Kick step 1");
    for key in [Key::ArrowLeft, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp] {
        window.key(key, Modifiers::NONE);
    }
    window.key(Key::Num9, Modifiers::NONE);
    assert_eq!(velocity_of(&window.bank(), SNARE, 15), Some(127));
    window.key(Key::ArrowRight, Modifiers::NONE);
    window.key(Key::Num9, Modifiers::NONE);
    assert_eq!(velocity_of(&window.bank(), SNARE, 0), Some(127));
}

#[test]
fn p_sounds_the_drum_and_changes_nothing() {
    let before = bank(&[(SNARE, 2, 33)]);
    let mut window = Window::on(before.clone());
    select(&mut window, "Snare step 3", "Snare step 3");
    window.key(Key::P, Modifiers::NONE);
    window.key(Key::ArrowUp, Modifiers::NONE);
    window.key(Key::P, Modifiers::NONE);
    window.audio.drain(&mut window.engine);
    let mut rig = Rig::new(Bank::empty(), 48_000.0);
    std::mem::swap(&mut rig.engine, &mut window.engine);
    for _ in 0..200 {
        rig.call(64, stopped());
    }
    let heard: Vec<_> = rig
        .events
        .iter()
        .map(|(_, event)| (event.key.get(), event.kind))
        .collect();
    let on = |velocity| Kind::On(Velocity::new(velocity).unwrap());
    // A strike as it is written, and a usual one where none is; each with its end.
    let wanted = [
        (36, on(100)),
        (38, on(33)),
        (36, Kind::Off),
        (38, Kind::Off),
    ];
    assert_eq!(heard, wanted);
    assert_eq!(window.bank(), before);
}

#[test]
fn f_holds_a_fill_for_as_long_as_it_is_down_and_the_grid_has_the_keys() {
    let mut window = Window::on(bank(&[]));
    let press = |window: &mut Window, pressed| {
        window.harness.event(Event::Key {
            key: Key::F,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        });
        window.settle();
    };
    press(&mut window, true);
    press(&mut window, false);
    assert_eq!(window.heard(), [""; 0]);
    select(&mut window, "Kick step 1", "Kick step 1");
    press(&mut window, true);
    assert_eq!(window.heard(), ["begin fill_now", "set fill_now On"]);
    press(&mut window, false);
    assert_eq!(window.heard(), ["set fill_now Off", "end fill_now"]);
    // Where the key comes up unheard, the fill ends with the keyboard.
    press(&mut window, true);
    window.heard();
    window.key(Key::Escape, Modifiers::NONE);
    assert_eq!(window.heard(), ["set fill_now Off", "end fill_now"]);
}

#[test]
fn shift_and_r_draw_anew_and_r_alone_does_not() {
    let mut window = Window::on(bank(&[]));
    select(&mut window, "Kick step 1", "Kick step 1");
    window.key(Key::R, Modifiers::NONE);
    assert_eq!(window.heard(), [""; 0]);
    window.key(Key::R, Modifiers::SHIFT);
    let heard = window.heard();
    assert!(heard[1].starts_with("set seed"), "{heard:?}");
}

#[test]
fn the_grid_is_drawn_straight_by_a_button_too() {
    let mut window = Window::on(bank(&[]));
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "swing", 1.0);
    window.settle();
    let off = |window: &Window| {
        let left = |step: &str| window.place(step).left();
        let pair = left("Kick step 3") - left("Kick step 1");
        (left("Kick step 2") - left("Kick step 1")) / pair
    };
    assert!((off(&window) - 0.75).abs() < 0.01);
    window.click("Grid straight");
    assert!((off(&window) - 0.5).abs() < 0.01);
    window.click("Grid as it sounds");
    assert!((off(&window) - 0.75).abs() < 0.01);
}

#[test]
fn where_swing_moves_nothing_the_grid_that_would_is_a_click_away() {
    let before = bank(&[(KICK, 0, 100), (SNARE, 2, 100)]);
    let mut window = Window::on(before.clone());
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "ghosts", 0.0);
    screen.set(hand, "fills", 0.0);
    let grid = |window: &Window| {
        let params = &window.harness.state().hand.params;
        params.by_id("swing_grid").unwrap().text()
    };
    window.settle();
    window.heard();
    window.click("Try Grid 1/8");
    assert_eq!(grid(&window), "1/8");
    assert_eq!(
        window.heard(),
        ["begin swing_grid", "set swing_grid 1/8", "end swing_grid"]
    );
    assert!(window.place("Snare step 3").left() > window.place("Kick step 3").left() - 0.1);
    let Inside { screen, hand } = window.harness.state_mut();
    assert!(screen.undo(hand));
    assert_eq!(grid(&window), "1/16");
    assert_eq!(window.bank(), before);
}

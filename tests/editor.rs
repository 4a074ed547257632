//! The window's gestures: each makes exactly its edits, in the editor and in the engine alike, and
//! is undone byte for byte.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/window.rs"]
mod window;

use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, LaneSet, Nudge, Pattern, PatternIndex, Percent,
    SetupChange, Step, StepIndex, Velocity,
};
use egui::{Key, Modifiers, PointerButton, Pos2, vec2};
use window::{Inside, Window};

const KICK: u8 = 0;
const SNARE: u8 = 1;

fn at(lane: u8, step: u8) -> CellAt {
    CellAt {
        lane: LaneAt {
            pattern: PatternIndex::FIRST,
            lane: LaneIndex::new(lane).unwrap(),
        },
        step: StepIndex::new(step),
    }
}

fn strike(velocity: u8) -> Step {
    Step::strike(Velocity::new(velocity).unwrap())
}

fn put(lane: u8, step: u8, to: Step) -> Edit {
    Edit::Step {
        at: at(lane, step),
        to,
    }
}

fn rest(step: Step) -> Step {
    Step {
        velocity: None,
        ..step
    }
}

/// A bank whose first pattern has these strikes and nothing else.
fn bank(strikes: &[(u8, u8, u8)]) -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    for (lane, step, velocity) in strikes {
        bank.apply(put(*lane, *step, strike(*velocity))).unwrap();
    }
    bank
}

fn step_of(bank: &Bank, lane: u8, step: u8) -> Step {
    let place = at(lane, step);
    let lane = bank.lane(place.lane.pattern, place.lane.lane).unwrap();
    lane.step(place.step)
}

/// The foot of the strike that stands on a cell.
fn foot(window: &Window, cell: &str) -> Pos2 {
    window.place(cell).left_bottom() + vec2(3.0, -6.0)
}

#[test]
fn a_click_on_an_empty_cell_paints_as_hard_as_it_is_high() {
    let before = bank(&[]);
    let mut window = Window::on(before.clone());
    let cell = window.place("Kick step 5");
    window.click_at(cell.center());
    let painted = step_of(&window.bank(), KICK, 4);
    let velocity = painted.velocity.unwrap().get();
    assert!((60..=67).contains(&velocity), "{velocity}");
    window.expect(&before, &[put(KICK, 4, strike(velocity))]);
    window.click_at(window.place("Snare step 5").center_top() + vec2(0.0, 4.0));
    let loud = step_of(&window.bank(), SNARE, 4).velocity.unwrap().get();
    assert!(loud >= 120, "{loud}");
}

#[test]
fn a_drag_over_empty_cells_paints_them_all_as_one_gesture() {
    let before = bank(&[(KICK, 6, 100)]);
    let mut window = Window::on(before.clone());
    let from = window.place("Kick step 5").center();
    let to = window.place("Kick step 9").center();
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    let after = window.bank();
    let painted: Vec<u8> = (0..16)
        .filter(|step| step_of(&after, KICK, *step).velocity.is_some())
        .collect();
    assert_eq!(painted, [4, 5, 6, 7, 8]);
    assert_eq!(step_of(&after, KICK, 6), strike(100));
    let edits: Vec<_> = [4, 5, 7, 8]
        .map(|step| put(KICK, step, step_of(&after, KICK, step)))
        .to_vec();
    window.expect(&before, &edits);
}

#[test]
fn a_click_on_a_strike_removes_it_when_it_is_let_go() {
    let before = bank(&[(KICK, 4, 100)]);
    let mut window = Window::on(before.clone());
    let at = foot(&window, "Kick step 5");
    window.press(at, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(window.bank(), before);
    window.release(at, PointerButton::Primary, Modifiers::NONE);
    window.expect(&before, &[put(KICK, 4, rest(strike(100)))]);
}

#[test]
fn a_strike_dragged_up_and_down_changes_its_velocity_alone() {
    let before = bank(&[(KICK, 4, 60)]);
    let mut window = Window::on(before.clone());
    let from = foot(&window, "Kick step 5");
    let to = from + vec2(3.0, -20.0);
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    let after = step_of(&window.bank(), KICK, 4);
    let velocity = after.velocity.unwrap().get();
    assert_eq!(velocity, 90);
    window.expect(&before, &[put(KICK, 4, strike(90))]);
}

#[test]
fn a_strike_dragged_sideways_is_nudged_and_snaps_back_to_none() {
    let before = bank(&[(KICK, 4, 60)]);
    let mut window = Window::on(before.clone());
    let from = foot(&window, "Kick step 5");
    let to = from + vec2(12.0, 2.0);
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    let after = step_of(&window.bank(), KICK, 4);
    assert!(after.nudge.tenths() > 100, "{after:?}");
    assert_eq!(after.velocity, strike(60).velocity);
    window.expect(&before, &[put(KICK, 4, after)]);
    let from = to;
    window.drag(
        (from, from - vec2(12.0, 0.0)),
        PointerButton::Primary,
        Modifiers::NONE,
    );
    assert_eq!(step_of(&window.bank(), KICK, 4).nudge, Nudge::NONE);
}

#[test]
fn control_makes_a_drag_fine() {
    let before = bank(&[(KICK, 4, 60)]);
    let mut window = Window::on(before.clone());
    let from = foot(&window, "Kick step 5");
    let far = from + vec2(0.0, -8.0);
    window.press(from, PointerButton::Primary, Modifiers::NONE);
    window.go(far, Modifiers::NONE);
    let coarse = step_of(&window.bank(), KICK, 4).velocity.unwrap().get();
    window.go(far - vec2(0.0, 20.0), Modifiers::COMMAND);
    let fine = step_of(&window.bank(), KICK, 4).velocity.unwrap().get();
    window.release(
        far - vec2(0.0, 20.0),
        PointerButton::Primary,
        Modifiers::NONE,
    );
    assert_eq!((coarse, fine), (72, 75));
    window.expect(&before, &[put(KICK, 4, strike(75))]);
}

#[test]
fn a_right_drag_erases_what_it_touches() {
    let before = bank(&[(KICK, 4, 100), (KICK, 5, 90), (KICK, 9, 80)]);
    let mut window = Window::on(before.clone());
    let from = foot(&window, "Kick step 5");
    let to = window.place("Kick step 7").center();
    window.drag((from, to), PointerButton::Secondary, Modifiers::NONE);
    let gone = [(4, 100), (5, 90)].map(|(step, velocity)| put(KICK, step, rest(strike(velocity))));
    window.expect(&before, &gone);
}

#[test]
fn a_right_click_opens_the_menu_of_the_step() {
    let before = bank(&[(KICK, 4, 100)]);
    let mut window = Window::on(before.clone());
    let at = foot(&window, "Kick step 5");
    window.press(at, PointerButton::Secondary, Modifiers::NONE);
    window.release(at, PointerButton::Secondary, Modifiers::NONE);
    assert_eq!(window.bank(), before);
    window.click("75 %");
    let chance = Percent::new(75).unwrap();
    let unsure = Step {
        chance,
        ..strike(100)
    };
    window.expect(&before, &[put(KICK, 4, unsure)]);
    window.click("Accent");
    let accented = Step {
        accent: true,
        ..unsure
    };
    assert_eq!(step_of(&window.bank(), KICK, 4), accented);
    window.click("Clear");
    assert_eq!(step_of(&window.bank(), KICK, 4), Step::REST);
}

#[test]
fn shift_selects_and_the_verbs_act_on_it() {
    let before = bank(&[(KICK, 0, 100), (KICK, 1, 50), (SNARE, 3, 70)]);
    let mut window = Window::on(before.clone());
    let from = window.place("Kick step 1").center();
    let to = window.place("Snare step 4").center();
    window.drag((from, to), PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(window.bank(), before);
    window.key(Key::C, Modifiers::COMMAND);
    window.key(Key::Delete, Modifiers::NONE);
    let gone = [(KICK, 0, 100), (KICK, 1, 50), (SNARE, 3, 70)];
    window.expect(
        &before,
        &gone.map(|(lane, step, v)| put(lane, step, rest(strike(v)))),
    );
}

/// Selects from one cell to another.
fn select(window: &mut Window, from: &str, to: &str) {
    let ends = (window.place(from).center(), window.place(to).center());
    window.drag(ends, PointerButton::Primary, Modifiers::SHIFT);
}

#[test]
fn what_is_copied_is_pasted_where_the_keys_are() {
    let before = bank(&[(KICK, 0, 100), (KICK, 1, 50)]);
    let mut window = Window::on(before.clone());
    select(&mut window, "Kick step 1", "Kick step 2");
    window.key(Key::C, Modifiers::COMMAND);
    select(&mut window, "Snare step 15", "Snare step 15");
    window.key(Key::V, Modifiers::COMMAND);
    let pasted = [put(SNARE, 14, strike(100)), put(SNARE, 15, strike(50))];
    window.expect(&before, &pasted);
}

#[test]
fn control_drags_a_copy_of_the_selection() {
    let before = bank(&[(KICK, 0, 100), (KICK, 1, 50)]);
    let mut window = Window::on(before.clone());
    select(&mut window, "Kick step 1", "Kick step 2");
    let from = window.place("Kick step 2").center();
    let to = window.place("Snare step 10").center();
    window.drag((from, to), PointerButton::Primary, Modifiers::COMMAND);
    let copied = [put(SNARE, 8, strike(100)), put(SNARE, 9, strike(50))];
    window.expect(&before, &copied);
}

#[test]
fn the_menu_turns_the_selection_round() {
    let before = bank(&[(KICK, 0, 100), (KICK, 1, 50)]);
    let mut window = Window::on(before.clone());
    select(&mut window, "Kick step 1", "Kick step 4");
    let at = window.place("Kick step 3").center();
    window.press(at, PointerButton::Secondary, Modifiers::NONE);
    window.release(at, PointerButton::Secondary, Modifiers::NONE);
    window.click("Reverse");
    let turned = [
        put(KICK, 0, Step::REST),
        put(KICK, 1, Step::REST),
        put(KICK, 2, strike(50)),
        put(KICK, 3, strike(100)),
    ];
    window.expect(&before, &turned);
}

#[test]
fn mute_is_a_parameter_and_solo_an_edit() {
    let before = bank(&[(KICK, 0, 100)]);
    let mut window = Window::on(before.clone());
    window.click("Mute Kick");
    assert_eq!(
        window.heard(),
        ["begin lane1_mute", "set lane1_mute On", "end lane1_mute"]
    );
    assert_eq!(window.bank(), before);
    window.click("Solo Snare");
    let solo = LaneSet::default().with(LaneIndex::new(SNARE).unwrap(), true);
    window.expect(&before, &[Edit::Setup(SetupChange::Solo(solo))]);
}

#[test]
fn mutes_are_painted_down_the_strip_as_one_gesture() {
    let mut window = Window::on(bank(&[]));
    let from = window.place("Mute Kick").center();
    let to = window.place("Mute Closed hat").center();
    window.drag((from, to), PointerButton::Primary, Modifiers::NONE);
    let muted = |window: &Window| {
        let params = &window.harness.state().hand.params;
        LaneIndex::all()
            .filter(|lane| params.lanes[*lane].mute.value())
            .count()
    };
    assert_eq!(muted(&window), 3);
    let Inside { screen, hand } = window.harness.state_mut();
    assert!(screen.undo(hand));
    assert_eq!(muted(&window), 0);
}

#[test]
fn keys_play_once_the_grid_was_clicked_and_no_sooner() {
    let before = bank(&[]);
    let mut window = Window::on(before.clone());
    window.key(Key::Num9, Modifiers::NONE);
    assert_eq!(window.bank(), before);
    window.click("Kick step 1");
    let first = window.bank();
    window.key(Key::ArrowRight, Modifiers::NONE);
    window.key(Key::ArrowDown, Modifiers::NONE);
    window.key(Key::Num9, Modifiers::NONE);
    window.expect(&first, &[put(SNARE, 1, strike(127))]);
    let second = window.bank();
    window.key(Key::Num0, Modifiers::NONE);
    window.expect(&second, &[put(SNARE, 1, rest(strike(127)))]);
    window.key(Key::Z, Modifiers::COMMAND);
    assert_eq!(window.bank(), second);
    window.key(Key::Z, Modifiers::COMMAND | Modifiers::SHIFT);
    assert_eq!(step_of(&window.bank(), SNARE, 1).velocity, None);
    window.key(Key::Escape, Modifiers::NONE);
    let given_back = window.bank();
    window.key(Key::Num5, Modifiers::NONE);
    assert_eq!(window.bank(), given_back);
}

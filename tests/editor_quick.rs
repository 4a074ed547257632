//! A quick hand: between two frames it goes over many a cell, and leaves none of them out.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, LaneSet, Pattern, PatternIndex, SetupChange, Step,
    StepIndex, Velocity,
};
use egui::{Event, Modifiers, PointerButton, Pos2, vec2};
use window::Window;

fn kick() -> LaneIndex {
    LaneIndex::new(0).unwrap()
}

fn strike(velocity: u8) -> Step {
    Step::strike(Velocity::new(velocity).unwrap())
}

/// The edit that puts a step of the kick.
fn put(step: u8, to: Step) -> Edit {
    let lane = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: kick(),
    };
    let step = StepIndex::new(step);
    let at = CellAt { lane, step };
    Edit::Step { at, to }
}

/// A bank whose kick is struck on these steps.
fn bank(steps: impl IntoIterator<Item = u8>) -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    for step in steps {
        bank.apply(put(step, strike(100))).unwrap();
    }
    bank
}

fn step_of(bank: &Bank, step: u8) -> Step {
    let lane = bank.lane(PatternIndex::FIRST, kick()).unwrap();
    lane.step(StepIndex::new(step))
}

/// Goes from one place to another in a single frame, with the button down.
fn sweep(
    window: &mut Window,
    (from, to): (Pos2, Pos2),
    (button, modifiers): (PointerButton, Modifiers),
) {
    window.press(from, button, modifiers);
    window.go(to, modifiers);
    window.release(to, button, modifiers);
}

const PLAIN: (PointerButton, Modifiers) = (PointerButton::Primary, Modifiers::NONE);

/// The middles of two that have these names.
fn ends(window: &Window, names: (&str, &str)) -> (Pos2, Pos2) {
    (
        window.place(names.0).center(),
        window.place(names.1).center(),
    )
}

#[test]
fn every_cell_on_its_way_is_painted_and_erased() {
    let before = bank([6]);
    let mut window = Window::on(before.clone());
    let way = ends(&window, ("Kick step 5", "Kick step 9"));
    sweep(&mut window, way, PLAIN);
    let painted = window.bank();
    let all = [4, 5, 6, 7, 8].map(|step| step_of(&painted, step));
    assert!(all.iter().all(|step| step.velocity.is_some()), "{all:?}");
    let edits = [4, 5, 7, 8].map(|step| put(step, step_of(&painted, step)));
    window.expect(&before, &edits);
    sweep(
        &mut window,
        way,
        (PointerButton::Secondary, Modifiers::NONE),
    );
    let gone = (4..9).map(|step| {
        let velocity = None;
        let before = step_of(&painted, step);
        put(step, Step { velocity, ..before })
    });
    window.expect(&painted, &gone.collect::<Vec<_>>());
}

#[test]
fn every_bar_on_its_way_is_set_as_high_as_the_hand_passed_it() {
    let before = bank(0..9);
    let mut window = Window::on(before.clone());
    let bars = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    let bars = bars.map(|step| window.place(&format!("Velocity of Kick {step}")));
    let up = |part: f32| bars[0].height() * part;
    let from = bars[0].left_bottom() + vec2(1.0, -up(0.1));
    let to = bars[8].right_bottom() + vec2(-1.0, -up(0.9));
    sweep(&mut window, (from, to), PLAIN);
    let ramp = window.bank();
    for (step, bar) in (0..).zip(bars) {
        let way = (bar.right() - from.x) / (to.x - from.x);
        let wanted = 127.0 * (0.1 + 0.8 * way);
        let velocity = step_of(&ramp, step).velocity.unwrap().get();
        let is_near = (f32::from(velocity) - wanted).abs() < 2.0;
        assert!(is_near, "{step}: {velocity} for {wanted}");
    }
    let edits = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(|step| put(step, step_of(&ramp, step)));
    window.expect(&before, &edits);
}

#[test]
fn every_lane_on_its_way_down_the_strip_is_muted() {
    let mut window = Window::on(bank([]));
    let way = ends(&window, ("Mute Kick", "Mute Low floor tom"));
    sweep(&mut window, way, PLAIN);
    let mute = |lane| {
        let id = format!("lane{lane}_mute");
        [
            format!("begin {id}"),
            format!("set {id} On"),
            format!("end {id}"),
        ]
    };
    assert_eq!(window.heard(), [1, 2, 3, 4].map(mute).concat());
    let depths = window.harness.state().screen.history.depths();
    assert_eq!(depths, (1, 0));
}

#[test]
fn the_one_lane_to_be_heard_is_the_last_on_its_way_upwards_too() {
    let mut window = Window::on(bank([]));
    let way = ends(&window, ("Solo Low floor tom", "Solo Kick"));
    let only = (PointerButton::Primary, Modifiers::COMMAND);
    sweep(&mut window, way, only);
    let solo = LaneSet::default().with(kick(), true);
    window.expect(&bank([]), &[Edit::Setup(SetupChange::Solo(solo))]);
}

#[test]
fn what_is_pressed_is_what_the_hand_was_on_then() {
    let before = bank([]);
    let mut window = Window::on(before.clone());
    let (from, to) = ends(&window, ("Kick step 5", "Kick step 7"));
    let pressed = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    window.go(from - vec2(200.0, 0.0), Modifiers::NONE);
    // All of it is told before the next frame.
    let told = [
        Event::PointerMoved(from),
        pressed(from, true),
        Event::PointerMoved(to),
    ];
    window.harness.input_mut().events.extend(told);
    window.settle();
    window.release(to, PointerButton::Primary, Modifiers::NONE);
    let painted = window.bank();
    let all = [4, 5, 6].map(|step| step_of(&painted, step));
    assert!(all.iter().all(|step| step.velocity.is_some()), "{all:?}");
    let edits = [4, 5, 6].map(|step| put(step, step_of(&painted, step)));
    window.expect(&before, &edits);
}

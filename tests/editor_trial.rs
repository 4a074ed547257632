//! A groove on trial is nobody's yet: what is saved meanwhile is what was there before it.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/desk.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod desk;
#[path = "support/rolling.rs"]
mod rolling;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::editor::{self, Ear};
use afterbeat::grooves;
use afterbeat::pattern::{Pattern, PatternIndex, to_bytes};
use afterbeat::plugin::params::Handle;
use afterbeat::plugin::state::{self, checked};
use afterbeat::plugin::{Params, default_bank};
use afterbeat::time::Ticks;
use desk::{furnish, wait_until};
use egui_kittest::kittest::Queryable as _;
use rolling::roll_to;
use std::path::Path;
use window::{Inside, Window};

/// Has a groove be heard in the open list.
fn hear(window: &mut Window, name: &str) {
    roll_to(window, Ticks::QUARTER);
    window.click(&format!("Preview {name}"));
    roll_to(window, Ticks::WHOLE + Ticks::QUARTER);
}

fn shown(window: &Window) -> Option<Pattern> {
    window.bank().pattern(PatternIndex::FIRST).cloned()
}

/// Turns the wheel by a notch, over what has this name.
fn wheel(window: &mut Window, over: &str) {
    let at = window.place(over).center();
    window.go(at, egui::Modifiers::NONE);
    window.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        source: egui::MouseWheelSource::Wheel,
        delta: egui::vec2(0.0, 1.0),
        phase: egui::TouchPhase::Move,
        modifiers: egui::Modifiers::NONE,
    });
    window.settle();
}

fn saved(params: &Params) -> String {
    serde_json::to_string(&state::of(params).unwrap()).unwrap()
}

#[test]
fn a_state_that_is_saved_meanwhile_is_as_it_was_before() {
    let mut window = Window::on(default_bank());
    let before = saved(&window.harness.state().hand.params);
    window.click("Groove");
    hear(&mut window, "Linear");
    assert_eq!(
        shown(&window).as_ref(),
        Some(&grooves::find("B2").unwrap().pattern)
    );
    let params = &window.harness.state().hand.params;
    let now = saved(params);
    let state = checked(now.as_bytes()).unwrap();
    assert_eq!(to_bytes(&state.bank), to_bytes(&default_bank()));
    assert!(now == before, "the parameters were saved as they are heard");
    window.click("Preview Linear");
    assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
    assert!(saved(&window.harness.state().hand.params) == before);
}

/// A host that sets what it hears with its next block, which is still to come.
struct LateEar;

impl Ear for LateEar {
    fn begin(&self, _handle: &Handle<'_>) {}

    fn set(&self, _handle: &Handle<'_>, _normalized: f32) {}

    fn end(&self, _handle: &Handle<'_>) {}

    fn restart(&self) {}
}

#[test]
fn a_state_that_is_saved_right_after_the_window_was_closed_is_as_it_was_before() {
    let mut window = Window::on(default_bank());
    let before = saved(&window.harness.state().hand.params);
    window.click("Groove");
    hear(&mut window, "Linear");
    let Inside { screen, hand } = window.harness.state_mut();
    hand.ear = Box::new(LateEar);
    editor::let_go((screen, hand));
    assert!(saved(&hand.params) == before);
}

#[test]
fn a_state_that_is_loaded_meanwhile_ends_it() {
    let mut window = Window::on(default_bank());
    let params = std::sync::Arc::clone(&window.harness.state().hand.params);
    let other = Params::detached();
    let fresh = saved(&other);
    window.click("Groove");
    hear(&mut window, "Linear");
    state::apply(&params, fresh.as_bytes()).unwrap();
    assert!(saved(&params) == fresh);
    window.settle();
    assert!(
        saved(&params) == fresh,
        "it was put back into another state"
    );
}

#[test]
fn ones_own_groove_is_saved_and_not_the_one_on_trial() {
    let mut window = Window::on(default_bank());
    let (_desk, root) = furnish(&mut window, "trial-save");
    window.click("Groove");
    hear(&mut window, "Linear");
    window.click("Save own…");
    assert_eq!(
        to_bytes(&window.bank()),
        to_bytes(&default_bank()),
        "it ends"
    );
    hear(&mut window, "Straight Eights");
    assert_ne!(shown(&window), shown(&Window::on(default_bank())));
    window.click("Save");
    let name = "My Sixteenth Pocket";
    wait_until(&mut window, "the groove", |window| {
        window.harness.query_by_label(name).is_some()
    });
    let file = root.join("grooves").join("my sixteenth pocket.toml");
    let text = std::fs::read_to_string(file).unwrap();
    let saved = grooves::read("own", &text).unwrap();
    assert_eq!(saved.pattern, grooves::find("B1").unwrap().pattern);
    assert_eq!(saved.feel, []);
}

/// A folder of one's own grooves in which two are like `E3` and `A1`, both with the id `X`.
fn fill_shelf(root: &Path) {
    let folder = root.join("grooves");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, like) in [("One", "E3"), ("Two", "A1")] {
        let groove = grooves::Groove {
            id: "X".to_owned(),
            name: name.to_owned(),
            ..grooves::find(like).unwrap().clone()
        };
        let file = folder.join(format!("{name}.toml"));
        std::fs::write(file, grooves::write(&groove)).unwrap();
    }
}

#[test]
fn the_chosen_groove_stays_chosen_when_ones_own_are_listed() {
    let mut window = Window::on(default_bank());
    let (_desk, root) = furnish(&mut window, "trial-listed");
    fill_shelf(&root);
    window.click("Groove");
    wait_until(&mut window, "the list", |window| {
        window.harness.query_by_label("One").is_some()
    });
    window.click("Notes");
    window.click_at(window.place("Search grooves").center());
    window.key(egui::Key::ArrowDown, egui::Modifiers::NONE);
    window.key(egui::Key::Enter, egui::Modifiers::NONE);
    let taken = shown(&window);
    assert_eq!(taken.as_ref(), Some(&grooves::find("B2").unwrap().pattern));
}

#[test]
fn of_two_grooves_with_one_id_only_the_one_that_is_heard_is_ended() {
    let mut window = Window::on(default_bank());
    let (_desk, root) = furnish(&mut window, "trial-ids");
    fill_shelf(&root);
    window.click("Groove");
    wait_until(&mut window, "the list", |window| {
        window.harness.query_by_label("One").is_some()
    });
    hear(&mut window, "One");
    assert_eq!(
        shown(&window).as_ref(),
        Some(&grooves::find("E3").unwrap().pattern)
    );
    window.click("Preview Two");
    roll_to(&mut window, Ticks::WHOLE * 2 + Ticks::QUARTER);
    assert_eq!(
        shown(&window).as_ref(),
        Some(&grooves::find("A1").unwrap().pattern)
    );
}

#[test]
fn the_wheel_elsewhere_ends_it_and_leaves_nothing_of_it_to_undo() {
    for over in ["Velocity of Kick 11", "Swing"] {
        let mut window = Window::on(default_bank());
        let before = saved(&window.harness.state().hand.params);
        window.click("Groove");
        hear(&mut window, "Linear");
        assert_ne!(to_bytes(&window.bank()), to_bytes(&default_bank()));
        wheel(&mut window, over);
        window.key(egui::Key::Escape, egui::Modifiers::NONE);
        assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
        assert!(saved(&window.harness.state().hand.params) == before);
        let depths = window.harness.state().screen.history.depths();
        assert_eq!(depths, (0, 0), "{over}");
    }
}

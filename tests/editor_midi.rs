//! Keys and controllers taught in the window: by a right-click, in a list, and undone.

#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::midi_map::{MidiMap, Target, Trigger, Used};
use afterbeat::plugin::default_bank;
use egui::{Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;
use window::Window;

/// Right-clicks on what has this name, and chooses from its menu.
fn choose(window: &mut Window, name: &str, entry: &str) {
    let at = window.place(name).center();
    window.press(at, PointerButton::Secondary, Modifiers::NONE);
    window.release(at, PointerButton::Secondary, Modifiers::NONE);
    window.settle();
    window.click(entry);
    window.settle();
}

fn map(window: &Window) -> MidiMap {
    window.harness.state().hand.params.midi_map()
}

/// Something is used, as the audio thread hears it.
fn play(window: &mut Window, trigger: Trigger) {
    let params = &window.harness.state().hand.params;
    let board = params.mapping().board();
    assert!(board.learns());
    board.hear(Used { trigger, value: 9 });
    window.settle();
}

#[test]
fn a_control_learns_by_a_right_click_and_forgets_by_another() {
    let swing = Target::Param("swing".to_owned());
    for (name, target) in [
        ("Swing", swing.clone()),
        ("Ghosts", Target::Param("ghosts".to_owned())),
        ("Fill Now", Target::Line("fill".to_owned())),
        ("Mute Kick", Target::Param("lane1_mute".to_owned())),
        ("Reroll", Target::Line("reroll".to_owned())),
    ] {
        let mut window = Window::on(default_bank());
        choose(&mut window, name, "Learn MIDI");
        assert_eq!(map(&window).learning(), Some(&target), "{name}");
        assert!(window.heard().is_empty(), "{name} was not turned");
        play(&mut window, Trigger::Control(20));
        assert_eq!(map(&window).trigger_of(&target), Some(Trigger::Control(20)));
        assert!(
            !window
                .harness
                .state()
                .hand
                .params
                .mapping()
                .board()
                .learns()
        );
        choose(&mut window, name, "Forget CC 20");
        assert_eq!(map(&window).rows().count(), 0, "{name}");
    }
}

#[test]
fn what_is_to_be_learnt_can_be_given_up() {
    let mut window = Window::on(default_bank());
    choose(&mut window, "Ghosts", "Learn MIDI");
    choose(&mut window, "Ghosts", "Stop learning");
    assert_eq!(map(&window).learning(), None);
    assert_eq!(window.harness.state().screen.history.depths(), (0, 0));
}

#[test]
fn what_was_learnt_or_forgotten_can_be_undone() {
    let mut window = Window::on(default_bank());
    choose(&mut window, "Ghosts", "Learn MIDI");
    play(&mut window, Trigger::Note(5));
    choose(&mut window, "Ghosts", "Forget key 5");
    let mut rows = Vec::new();
    for undoes in [true, true, false, false] {
        let inside = window.harness.state_mut();
        let done = if undoes {
            inside.screen.undo(&inside.hand)
        } else {
            inside.screen.redo(&inside.hand)
        };
        assert!(done);
        rows.push(map(&window).rows().count());
    }
    assert_eq!(rows, [1, 0, 1, 0]);
}

#[test]
fn the_settings_list_what_is_learnt_and_each_line_can_be_taken_out() {
    let mut window = Window::on(default_bank());
    window.click("Page Settings");
    window.click("Learn MIDI");
    window.click("Any pattern, by program or controller");
    play(&mut window, Trigger::Program(3));
    let pattern = Target::Param("pattern".to_owned());
    assert_eq!(map(&window).table()[&Trigger::Programs], pattern);
    window.settle();
    window.click("Forget PC");
    assert_eq!(map(&window).rows().count(), 0);
    assert!(window.harness.query_by_label("Forget PC").is_none());
}

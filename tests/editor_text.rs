//! Lanes as text: pasted on the page of the pattern, or into the grid from the clipboard.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/pages.rs"]
mod pages;
#[path = "support/pattern_page.rs"]
mod pattern_page;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/window.rs"]
mod window;

use afterbeat::pattern::{Bars, Edit, LaneIndex, PatternIndex};
use afterbeat::text::parse_row;
use egui::{Event, Modifiers, PointerButton};
use pages::at;
use pattern_page::{bank, first, page, put, says, strike};
use window::{Inside, Window};

/// Types a text into the field for lanes as text.
fn write(window: &mut Window, text: &str) {
    window.click("Lanes as text");
    window.key(egui::Key::A, Modifiers::COMMAND);
    window.harness.event(Event::Text(text.to_owned()));
    window.settle();
}

fn row(lane: u8, text: &str) -> Edit {
    let steps = parse_row(text, 1, None).unwrap();
    let there = first(&bank()).lanes[LaneIndex::new(lane).unwrap()].clone();
    Edit::ReplaceLane {
        at: at(lane),
        to: Box::new(there.with_own_steps(&steps).unwrap()),
    }
}

#[test]
fn text_goes_into_the_selected_lane() {
    let mut window = page(bank());
    window.click("Lane Closed hat");
    write(&mut window, "x..x..x.");
    window.click("Text into the lane");
    window.expect(&bank(), &[row(2, "x..x..x.")]);
}

#[test]
fn text_goes_into_the_lanes_that_it_names() {
    let mut window = page(bank());
    let text = "K 9..7..8.  S ....9..2\nClosed hat 7.5.7.5.";
    write(&mut window, text);
    window.click("Text into the pattern");
    let rows = [row(0, "9..7..8."), row(1, "....9..2"), row(2, "7.5.7.5.")];
    window.expect(&bank(), &rows);
}

#[test]
fn rows_without_names_go_from_the_selected_lane_on_down() {
    let mut window = page(bank());
    window.click("Lane Snare");
    write(&mut window, "9...\n..9.");
    window.click("Text into the pattern");
    window.expect(&bank(), &[row(1, "9..."), row(2, "..9.")]);
}

#[test]
fn a_row_of_several_bars_makes_the_pattern_long_enough() {
    let mut window = page(bank());
    write(&mut window, "9...............|....9...........");
    window.click("Text into the lane");
    let pattern = PatternIndex::FIRST;
    let to = Bars::new(2).unwrap();
    let longer = Edit::Bars { pattern, to };
    window.expect(
        &bank(),
        &[longer, row(0, "9...................9...........")],
    );
}

#[test]
fn what_is_wrong_with_a_text_is_said_and_nothing_is_changed() {
    for (text, error) in [
        ("K 9..q....", "line 1, column 6: expected a step"),
        ("K 9...\nZ 9...", "line 2, column 1: expected a lane's name"),
        ("K 9...\nKick ..9.", "line 2: Kick has a row already"),
        ("# nothing", "expected a row of steps"),
        ("K 9.......|........", "line 1, column 11: expected step 9"),
    ] {
        let mut window = page(bank());
        write(&mut window, text);
        window.click("Text into the pattern");
        assert!(says(&window, error), "{text}");
        assert_eq!(window.bank(), bank());
        let Inside { screen, hand } = window.harness.state_mut();
        assert!(!screen.undo(hand));
        assert_eq!(screen.beside.pasting.text, text);
    }
}

/// Pastes into the grid what another program has copied.
fn paste(window: &mut Window, text: &str) {
    window.click("Snare step 3");
    window.undo();
    window.harness.event(Event::Paste(text.to_owned()));
    window.settle();
}

#[test]
fn the_grid_takes_lanes_as_text_from_the_clipboard() {
    let mut window = Window::on(bank());
    paste(&mut window, "x..x..x.");
    window.expect(&bank(), &[row(1, "x..x..x.")]);
    window.undo();
    paste(&mut window, "K 9...\nS ..9.\n");
    window.expect(&bank(), &[row(0, "9..."), row(1, "..9.")]);
}

#[test]
fn text_that_goes_wrong_in_the_grid_is_kept_on_the_page() {
    let mut window = Window::on(bank());
    paste(&mut window, "x..x..y.");
    assert_eq!(window.bank(), bank());
    assert!(says(&window, "line 1, column 7: expected a step"));
    let screen = &window.harness.state().screen;
    assert_eq!(screen.beside.pasting.text, "x..x..y.");
}

#[test]
fn copied_cells_come_back_as_cells_from_the_clipboard() {
    let mut window = Window::on(bank());
    let ends = ("Kick step 1", "Snare step 5");
    let ends = (window.place(ends.0).center(), window.place(ends.1).center());
    window.drag(ends, PointerButton::Primary, Modifiers::SHIFT);
    window.harness.event(Event::Copy);
    window.harness.step();
    let output = window.harness.output();
    let mut commands = output.platform_output.commands.iter();
    let copied = commands.find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    let copied = copied.unwrap();
    assert_eq!(copied, "# cells\n9....\n....9\n");
    let there = window.place("Low tom step 9").center();
    window.drag((there, there), PointerButton::Primary, Modifiers::SHIFT);
    window.harness.event(Event::Paste(copied));
    window.settle();
    window.expect(&bank(), &[put(4, 8, strike()), put(5, 12, strike())]);
}

#[test]
fn any_other_text_pastes_the_copied_cells() {
    let mut window = Window::on(bank());
    let ends = ("Kick step 1", "Kick step 2");
    let ends = (window.place(ends.0).center(), window.place(ends.1).center());
    window.drag(ends, PointerButton::Primary, Modifiers::SHIFT);
    window.key(egui::Key::C, Modifiers::COMMAND);
    let there = window.place("Snare step 9").center();
    window.drag((there, there), PointerButton::Primary, Modifiers::SHIFT);
    let words = "A letter to a friend".to_owned();
    window.harness.event(Event::Paste(words));
    window.settle();
    window.expect(&bank(), &[put(1, 8, strike())]);
}

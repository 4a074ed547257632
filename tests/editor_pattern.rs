//! The page of the pattern, and the patterns' buttons: each gesture makes exactly its edits, and can
//! be taken back.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/pages.rs"]
mod pages;
#[path = "support/window.rs"]
mod window;

use afterbeat::link::Vitals;
use afterbeat::pattern::{
    Bank, Bars, CellAt, Chain, ChainEntry, Edit, LaneIndex, LaneSetting, Manner, Pattern,
    PatternIndex, Repeats, SeedHistory, SetupChange, Step, StepIndex, Velocity, denser, rerolled,
    to_bytes,
};
use afterbeat::text::parse_row;
use afterbeat::time::Ticks;
use egui::{Event, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;
use pages::at;
use window::{Inside, Window};

fn strike() -> Step {
    Step::strike(Velocity::MAX)
}

fn put(lane: u8, step: u8, to: Step) -> Edit {
    let at = CellAt {
        lane: at(lane),
        step: StepIndex::new(step),
    };
    Edit::Step { at, to }
}

/// A bank whose first pattern has a kick on one and a snare on two.
fn bank() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    bank.apply(put(0, 0, strike())).unwrap();
    bank.apply(put(1, 4, strike())).unwrap();
    bank
}

fn page(bank: Bank) -> Window {
    let mut window = Window::on(bank);
    window.open("Page Pattern");
    window
}

/// Whether the window has these words.
fn says(window: &Window, words: &str) -> bool {
    let mut found = window.harness.query_all_by_label_contains(words);
    found.next().is_some()
}

fn first(bank: &Bank) -> Pattern {
    bank.pattern(PatternIndex::FIRST).unwrap().clone()
}

fn replaced(index: u8, to: Option<Pattern>) -> Edit {
    Edit::ReplacePattern {
        pattern: PatternIndex::new(index).unwrap(),
        to: to.map(Box::new),
    }
}

#[test]
fn its_length_and_its_manner_are_one_edit_each() {
    let pattern = PatternIndex::FIRST;
    let mut window = page(bank());
    window.fill("Pattern length", "16");
    let to = Bars::new(16).unwrap();
    window.expect(&bank(), &[Edit::Bars { pattern, to }]);
    let before = window.bank();
    window.choose("Manner", "Classic");
    let to = Manner::Classic;
    window.expect(&before, &[Edit::Manner { pattern, to }]);
}

#[test]
fn it_is_cleared_pasted_back_and_doubled() {
    let mut window = page(bank());
    window.click("Copy pattern");
    window.click("Clear pattern");
    window.expect(&bank(), &[replaced(0, None)]);
    let before = window.bank();
    window.click("Paste pattern");
    window.expect(&before, &[replaced(0, Some(first(&bank())))]);
    assert_eq!(window.bank(), bank());
    window.click("Double pattern");
    let doubled = first(&bank()).doubled(Ticks::WHOLE);
    assert!(doubled.is_some());
    window.expect(&bank(), &[replaced(0, doubled)]);
}

#[test]
fn the_menu_of_a_pattern_s_button_acts_on_that_pattern() {
    let mut window = Window::on(bank());
    let menu = |window: &mut Window, name: &str| {
        let at = window.place(name).center();
        window.press(at, PointerButton::Secondary, Modifiers::NONE);
        window.release(at, PointerButton::Secondary, Modifiers::NONE);
    };
    menu(&mut window, "Pattern 1");
    window.click("Copy pattern 1");
    menu(&mut window, "Pattern 7");
    window.click("Paste pattern 7");
    window.expect(&bank(), &[replaced(6, Some(first(&bank())))]);
    let before = window.bank();
    menu(&mut window, "Pattern 7");
    window.click("Double pattern 7");
    let doubled = first(&bank()).doubled(Ticks::WHOLE);
    window.expect(&before, &[replaced(6, doubled)]);
    let before = window.bank();
    menu(&mut window, "Pattern 1");
    window.click("Clear pattern 1");
    window.expect(&before, &[replaced(0, None)]);
    assert!(
        (window.value("pattern") - 1.0).abs() < 1e-4,
        "not asked for"
    );
}

#[test]
fn the_wheel_turns_the_pages_of_the_patterns() {
    let mut window = Window::on(bank());
    window.wheel("Pattern 5", -1.0);
    assert!(window.has("Pattern 17") && !window.has("Pattern 5"));
    window.wheel("Pattern 20", 1.0);
    window.wheel("Pattern 5", 1.0);
    assert!(window.has("Pattern 1"));
    assert_eq!(window.bank(), bank());
}

fn entry(pattern: u8, repeats: u8) -> ChainEntry {
    ChainEntry {
        pattern: PatternIndex::new(pattern).unwrap(),
        repeats: Repeats::new(repeats).unwrap(),
    }
}

fn chain(entries: &[ChainEntry]) -> Edit {
    Edit::ReplaceChain(Box::new(Chain::new(entries).unwrap()))
}

#[test]
fn a_chain_is_made_entry_by_entry() {
    let mut window = page(bank());
    window.click("Add to the chain");
    window.expect(&bank(), &[chain(&[entry(0, 1)])]);
    window.click("Add to the chain");
    let before = window.bank();
    window.fill("Pattern of entry 2", "5");
    window.expect(&before, &[chain(&[entry(0, 1), entry(4, 1)])]);
    let before = window.bank();
    window.fill("Repeats of entry 1", "3");
    window.expect(&before, &[chain(&[entry(0, 3), entry(4, 1)])]);
    let before = window.bank();
    window.click("Entry 2 earlier");
    window.expect(&before, &[chain(&[entry(4, 1), entry(0, 3)])]);
    let before = window.bank();
    window.click("Entry 1 later");
    window.expect(&before, &[chain(&[entry(0, 3), entry(4, 1)])]);
    let before = window.bank();
    window.click("Remove entry 1");
    window.expect(&before, &[chain(&[entry(4, 1)])]);
    let before = window.bank();
    window.click("Chain plays");
    window.expect(&before, &[Edit::Setup(SetupChange::RunsChain(true))]);
}

#[test]
fn a_chain_has_at_most_64_entries() {
    let mut before = bank();
    before.apply(chain(&[entry(0, 1); Chain::MAX])).unwrap();
    let mut window = page(before);
    window.harness.set_size(egui::Vec2::new(1180.0, 4000.0));
    window.settle();
    assert!(window.has("Remove entry 64"));
    assert!(!window.has("Add to the chain"));
}

#[test]
fn the_seed_is_typed_as_one_gesture_of_the_host() {
    let mut window = page(bank());
    window.heard();
    window.fill("Seed", "4711");
    assert_eq!(window.heard(), ["begin seed", "set seed 4711", "end seed"]);
    window.undo();
    assert!((window.value("seed") - 1.0).abs() < 1e-4);
}

#[test]
fn a_reroll_leaves_a_dot_whose_click_brings_its_seed_back() {
    let mut window = page(bank());
    let next = rerolled(1, &SeedHistory::default().with(1));
    window.click("Another seed");
    assert!((window.value("seed") - f32::from(next)).abs() < 0.1);
    let before = window.bank();
    window.heard();
    window.click("Seed 1");
    assert_eq!(window.heard(), ["begin seed", "set seed 1", "end seed"]);
    let seeds = before.setup.seeds.with(next);
    window.expect(&before, &[Edit::Setup(SetupChange::Seeds(seeds))]);
    assert!((window.value("seed") - 1.0).abs() < 1e-4);
    window.undo();
    assert!((window.value("seed") - f32::from(next)).abs() < 0.1);
}

#[test]
fn lanes_that_rerolls_leave_alone_are_named() {
    let mut before = bank();
    let to = LaneSetting::SeedLocked(true);
    before.apply(Edit::Lane { at: at(1), to }).unwrap();
    assert!(says(&page(before), "Kept from rerolls: Snare"));
    assert!(!says(&page(bank()), "Kept from rerolls"));
}

#[test]
fn a_variation_goes_into_the_next_free_pattern_and_is_asked_for() {
    let mut before = bank();
    before.apply(replaced(1, Some(Pattern::new()))).unwrap();
    let mut window = page(before.clone());
    window.click("Variation B");
    let seed = rerolled(1, &SeedHistory::default());
    let varied = denser(&first(&before), 0.15, (1, seed));
    assert!((window.value("pattern") - 3.0).abs() < 1e-4);
    assert_eq!(
        window.heard(),
        ["begin pattern", "set pattern 3", "end pattern"]
    );
    window.expect(&before, &[replaced(2, Some(varied))]);
    window.undo();
    assert!((window.value("pattern") - 1.0).abs() < 1e-4);
}

#[test]
fn two_versions_are_kept_with_their_feel() {
    let mut window = page(bank());
    window.click("Version B");
    assert_eq!(window.bank(), bank(), "B begins as A is");
    window.click("Snare step 9");
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "swing", 0.9);
    let (b, swing_b) = (window.bank(), window.value("swing"));
    window.click("Version A");
    window.expect(&b, &[replaced(0, Some(first(&bank())))]);
    assert_eq!(window.bank(), bank());
    assert!((window.value("swing") - 58.0).abs() < 1e-3);
    window.click("Version B");
    assert_eq!(window.bank(), b);
    assert!((window.value("swing") - swing_b).abs() < 1e-3);
}

#[test]
fn undo_across_a_switch_of_versions_loses_neither() {
    let mut window = page(bank());
    window.click("Version B");
    window.click("Snare step 9");
    let b = window.bank();
    window.click("Version A");
    window.undo();
    assert_eq!(window.bank(), b);
    window.click("Version A");
    assert_eq!(window.bank(), bank());
    window.click("Version B");
    assert_eq!(window.bank(), b);
    for _ in 0..4 {
        window.undo();
    }
    assert_eq!(to_bytes(&window.bank()), to_bytes(&bank()));
}

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

#[test]
fn what_plays_on_another_page_is_marked_on_its_arrow() {
    let mut window = Window::on(bank());
    let shapes = |window: &mut Window| {
        window.settle();
        window.harness.output().shapes.len()
    };
    let before = shapes(&mut window);
    let queued = PatternIndex::new(40);
    let vitals = Vitals {
        queued,
        ..Vitals::default()
    };
    window.harness.state().hand.health.publish(&vitals);
    assert_eq!(shapes(&mut window), before + 1);
}

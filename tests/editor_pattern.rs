//! The page of the pattern, and the patterns' buttons: each gesture makes exactly its edits, and can
//! be taken back.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/pages.rs"]
mod pages;
#[path = "support/pattern_page.rs"]
mod pattern_page;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/window.rs"]
mod window;

use afterbeat::link::Vitals;
use afterbeat::pattern::{
    Bars, Chain, ChainEntry, Edit, LaneSetting, Manner, Pattern, PatternIndex, Repeats,
    SeedHistory, SetupChange, denser, rerolled, to_bytes,
};
use afterbeat::time::Ticks;
use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;
use pages::at;
use pattern_page::{bank, first, page, says};
use window::{Inside, Window};

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

/// Where the seed stands more than once: on its page, which is lower, or on its dial.
fn seed(window: &Window, on_page: bool) -> egui::Rect {
    let all = window.harness.get_all_by_label("Seed");
    let mut places: Vec<_> = all.map(|seed| seed.rect()).collect();
    places.sort_by(|a, b| a.top().total_cmp(&b.top()));
    assert_eq!(places.len(), 2);
    places[usize::from(on_page)]
}

#[test]
fn the_seed_is_typed_on_its_page_or_its_dial_while_both_are_seen() {
    let mut window = page(bank());
    window.click("More");
    window.heard();
    for (on_page, text) in [(true, "4711"), (false, "815")] {
        let place = seed(&window, on_page);
        let number = place.center_bottom() - egui::vec2(0.0, 14.0);
        window.click_at(number);
        if !on_page {
            window.click_at(number);
        }
        assert_eq!(window.heard(), [""; 0], "not before it is ended");
        window.key(Key::A, Modifiers::COMMAND);
        window.harness.event(Event::Text(text.to_owned()));
        window.settle();
        window.key(Key::Enter, Modifiers::NONE);
        let set = format!("set seed {text}");
        assert_eq!(window.heard(), ["begin seed", &set, "end seed"]);
    }
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

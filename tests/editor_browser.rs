//! The list of grooves: searched, heard, taken, saved and imported.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/desk.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod desk;
#[path = "support/rolling.rs"]
mod rolling;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::engine::Whereabouts;
use afterbeat::files::Answer;
use afterbeat::grooves::{self, Groove};
use afterbeat::pattern::{Edit, PatternIndex, to_bytes};
use afterbeat::plugin::default_bank;
use afterbeat::time::Ticks;
use desk::{furnish, wait_until};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use rolling::roll_to;
use std::path::{Path, PathBuf};
use window::{Inside, Window};

/// A window on groove B1 with the list open.
fn open() -> Window {
    let mut window = Window::on(default_bank());
    window.click("Groove");
    window
}

fn groove(id: &str) -> &'static Groove {
    grooves::find(id).unwrap()
}

fn put(groove: &Groove) -> Edit {
    Edit::ReplacePattern {
        pattern: PatternIndex::FIRST,
        to: Some(Box::new(groove.pattern.clone())),
    }
}

fn write(window: &mut Window, text: &str) {
    window.harness.event(Event::Text(text.to_owned()));
    window.settle();
}

fn is_listed(window: &Window, title: &str) -> bool {
    window.harness.query_by_label(title).is_some()
}

fn undo(window: &mut Window) -> bool {
    let Inside { screen, hand } = window.harness.state_mut();
    let undone = screen.undo(hand);
    window.settle();
    undone
}

fn values(window: &Window) -> Vec<f32> {
    let handles = window.harness.state().hand.params.list();
    handles
        .iter()
        .map(afterbeat::plugin::params::Handle::value)
        .collect()
}

#[test]
fn words_narrow_the_list_by_name_style_and_number() {
    let mut window = open();
    assert!(is_listed(&window, "B1  Sixteenth Pocket"));
    for (search, listed, not) in [
        ("salsa", "E3", "B1"),
        ("funk", "B2", "E3"),
        ("d2", "D2", "B1"),
        ("WORLD sal", "E3", "E1"),
    ] {
        write(&mut window, search);
        let title = |id: &str| format!("{id}  {}", groove(id).name);
        assert!(is_listed(&window, &title(listed)), "{search}");
        assert!(!is_listed(&window, &title(not)), "{search}");
        window.key(Key::A, Modifiers::COMMAND);
        window.key(Key::Delete, Modifiers::NONE);
    }
    write(&mut window, "no such groove");
    assert!(is_listed(&window, "No groove is called so"));
}

#[test]
fn enter_takes_the_groove_that_was_searched_for() {
    let mut window = open();
    window.click("Notes");
    window.click_at(window.place("Search grooves").center());
    write(&mut window, "salsa");
    window.key(Key::Enter, Modifiers::NONE);
    window.expect(&default_bank(), &[put(groove("E3"))]);
    assert!(window.heard().is_empty(), "the notes alone");
    assert!(!is_listed(&window, "Search grooves"), "the list is left");
}

#[test]
fn arrows_go_through_the_list_from_the_groove_that_is_shown() {
    let mut window = open();
    window.click("Notes");
    window.click_at(window.place("Search grooves").center());
    window.key(Key::ArrowDown, Modifiers::NONE);
    window.key(Key::ArrowDown, Modifiers::NONE);
    window.key(Key::ArrowUp, Modifiers::NONE);
    window.key(Key::Enter, Modifiers::NONE);
    window.expect(&default_bank(), &[put(groove("B2"))]);
}

#[test]
fn a_click_takes_notes_and_feel_and_the_host_hears_each_parameter() {
    let mut window = open();
    let before = values(&window);
    window.click("B2  Linear");
    let heard = window.heard();
    assert!(
        heard.len() >= 3 && heard.len().is_multiple_of(3),
        "{heard:?}"
    );
    for gesture in heard.chunks(3) {
        let id = gesture[0].strip_prefix("begin ").unwrap();
        assert!(gesture[1].starts_with(&format!("set {id} ")), "{gesture:?}");
        assert_eq!(gesture[2], format!("end {id}"));
    }
    for (id, wanted) in &groove("B2").feel {
        let params = &window.harness.state().hand.params;
        let value = f64::from(params.by_id(id).unwrap().value());
        assert!((value - wanted).abs() < 1e-3, "{id} {value}");
    }
    assert!(undo(&mut window));
    assert_eq!(values(&window), before);
    assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
}

#[test]
fn a_locked_feel_is_not_touched_by_any_load() {
    let mut window = open();
    let before = values(&window);
    window.click("Lock feel");
    window.click_at(window.place("Search grooves").center());
    write(&mut window, "salsa");
    window.click("E3  Salsa");
    assert_eq!(values(&window), before);
    assert!(window.heard().is_empty());
    window.expect(&default_bank(), &[put(groove("E3"))]);
}

#[test]
fn a_groove_is_heard_from_the_next_bar_on_and_leaves_nothing_when_it_is_not_taken() {
    let mut window = open();
    let before = values(&window);
    window.click("Preview Linear");
    roll_to(&mut window, Ticks::QUARTER);
    assert_eq!(
        window.bank(),
        default_bank(),
        "nothing plays yet, so nothing waits"
    );
    window.click("Preview Linear");
    roll_to(&mut window, Ticks::QUARTER * 2);
    assert_eq!(window.bank(), default_bank(), "the bar is not over");
    roll_to(&mut window, Ticks::WHOLE - Ticks::new(10_000));
    let heard = window.bank().pattern(PatternIndex::FIRST).cloned();
    assert_eq!(heard.as_ref(), Some(&groove("B2").pattern));
    assert_ne!(values(&window), before);
    window.key(Key::Escape, Modifiers::NONE);
    assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
    assert_eq!(values(&window), before);
    assert!(!undo(&mut window), "there is nothing to undo");
}

#[test]
fn a_groove_that_was_heard_and_taken_is_one_gesture() {
    let mut window = open();
    let before = values(&window);
    roll_to(&mut window, Ticks::QUARTER);
    window.click("Preview Linear");
    roll_to(&mut window, Ticks::WHOLE + Ticks::QUARTER);
    window.click("B2  Linear");
    let taken = window.bank().pattern(PatternIndex::FIRST).cloned();
    assert_eq!(taken.as_ref(), Some(&groove("B2").pattern));
    assert!(undo(&mut window));
    assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
    assert_eq!(values(&window), before);
    assert!(!undo(&mut window));
}

#[test]
fn one_groove_after_another_is_heard_and_the_first_state_comes_back() {
    let mut window = open();
    let before = values(&window);
    roll_to(&mut window, Ticks::QUARTER);
    window.click("Preview Linear");
    roll_to(&mut window, Ticks::WHOLE + Ticks::QUARTER);
    window.click("Preview Straight Eights");
    roll_to(&mut window, Ticks::WHOLE * 2 + Ticks::QUARTER);
    let heard = window.bank().pattern(PatternIndex::FIRST).cloned();
    assert_eq!(heard.as_ref(), Some(&groove("A1").pattern));
    for (id, wanted) in &groove("A1").feel {
        let params = &window.harness.state().hand.params;
        let value = f64::from(params.by_id(id).unwrap().value());
        assert!((value - wanted).abs() < 1e-3, "{id} {value}");
    }
    window.click("B2  Linear");
    assert!(undo(&mut window));
    assert_eq!(values(&window), before);
    assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
}

#[test]
fn p_has_the_chosen_groove_heard_but_not_while_one_searches() {
    let mut window = open();
    roll_to(&mut window, Ticks::QUARTER);
    window.key(Key::P, Modifiers::NONE);
    roll_to(&mut window, Ticks::WHOLE + Ticks::QUARTER);
    assert_eq!(window.bank(), default_bank());
    window.key(Key::ArrowDown, Modifiers::NONE);
    window.key(Key::P, Modifiers::NONE);
    roll_to(&mut window, Ticks::WHOLE * 2 + Ticks::QUARTER);
    let heard = window.bank().pattern(PatternIndex::FIRST).cloned();
    assert_eq!(heard.as_ref(), Some(&groove("B2").pattern));
    window.key(Key::P, Modifiers::NONE);
    assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
}

#[test]
fn what_is_heard_ends_when_the_host_stops() {
    let mut window = open();
    roll_to(&mut window, Ticks::QUARTER);
    write(&mut window, "salsa");
    window.click("Preview Salsa");
    roll_to(&mut window, Ticks::WHOLE + Ticks::QUARTER);
    assert_ne!(window.bank(), default_bank());
    let stopped = Whereabouts::default();
    window
        .harness
        .state()
        .hand
        .health
        .publish_whereabouts(&stopped);
    window.settle();
    assert_eq!(to_bytes(&window.bank()), to_bytes(&default_bank()));
}

#[test]
fn a_feel_is_chosen_by_its_word_and_the_one_that_holds_is_shown() {
    let mut window = Window::on(default_bank());
    let before = values(&window);
    window.click("Feel");
    window.click("Laid back");
    let feel = grooves::find_feel("laid back").unwrap();
    for (id, wanted) in &feel.values {
        let params = &window.harness.state().hand.params;
        let value = f64::from(params.by_id(id).unwrap().value());
        assert!((value - wanted).abs() < 1e-3, "{id} {value}");
    }
    window.go(window.place("Feel").center(), Modifiers::NONE);
    let hint = &window.harness.state().screen.hint;
    assert!(hint.starts_with("Feel: Laid back"), "{hint}");
    assert_eq!(window.bank(), default_bank());
    assert!(undo(&mut window));
    assert_eq!(values(&window), before);
}

/// Saves what is shown as an own groove; gives its file and what is in it.
fn save_own(window: &mut Window, root: &Path) -> (PathBuf, String) {
    window.click("Groove");
    window.click("Save own…");
    window.click("Save");
    wait_until(window, "the groove", |window| {
        is_listed(window, "My Sixteenth Pocket")
    });
    let file = root.join("grooves").join("my sixteenth pocket.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    (file, text)
}

#[test]
fn what_is_shown_is_saved_under_a_name_and_found_among_ones_own() {
    let mut window = Window::on(default_bank());
    let (_desk, root) = furnish(&mut window, "browser-save");
    let Inside { screen, hand } = window.harness.state_mut();
    let swing = hand.params.by_id("swing").unwrap().normalized_at(61.3);
    screen.set(hand, "swing", swing);
    let (file, text) = save_own(&mut window, &root);
    let saved = grooves::read("own", &text).unwrap();
    assert_eq!(saved.pattern, groove("B1").pattern);
    assert_eq!(saved.feel, [("swing".to_owned(), 61.3)]);
    assert_eq!(saved.name, "My Sixteenth Pocket");
    window.click("Save own…");
    window.click("Save");
    wait_until(&mut window, "the question", |window| {
        is_listed(window, "Replace")
    });
    let said = "There is one called My Sixteenth Pocket already";
    assert!(is_listed(&window, said));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    window.click("Replace");
    let done = "My Sixteenth Pocket is among your own";
    wait_until(&mut window, "the groove", |window| is_listed(window, done));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn whether_it_runs_is_no_grooves_business() {
    let mut window = Window::on(default_bank());
    let (_desk, root) = furnish(&mut window, "browser-run");
    let Inside { screen, hand } = window.harness.state_mut();
    screen.set(hand, "run", 0.0);
    let (_, text) = save_own(&mut window, &root);
    assert_eq!(grooves::read("own", &text).unwrap().feel, []);
    window.click("B2  Linear");
    let hand = &window.harness.state().hand;
    assert!(window.bank() != default_bank(), "it was loaded");
    let run = hand.params.by_id("run").unwrap();
    assert!(run.normalized() < 0.5, "it was held silent");
}

#[test]
fn a_groove_file_is_imported_or_said_to_be_none() {
    let mut window = Window::on(default_bank());
    let (desk, root) = furnish(&mut window, "browser-import");
    window.click("Groove");
    let good = root.join("good.toml");
    let text = grooves::write(groove("E3")).replace("\"Salsa\"", "\"Street\"");
    std::fs::write(&good, text).unwrap();
    desk.answer(Answer::File(good));
    window.click("Import…");
    wait_until(&mut window, "the groove", |window| {
        is_listed(window, "Street")
    });
    window.click("Notes");
    window.click("Street");
    window.expect(&default_bank(), &[put(groove("E3"))]);
    let bad = root.join("bad.toml");
    std::fs::write(&bad, "id = \"X\"\nname = 3\n").unwrap();
    desk.answer(Answer::File(bad.clone()));
    window.click("Groove");
    window.click("Import…");
    let start = format!("{}, line 2, column 8: ", bad.display());
    wait_until(&mut window, "the error", |window| {
        window.harness.query_by_label_contains(&start).is_some()
    });
    assert_eq!(std::fs::read_dir(root.join("grooves")).unwrap().count(), 1);
}

#[test]
fn a_file_in_the_folder_that_is_no_groove_is_named_and_the_others_are_listed() {
    let mut window = Window::on(default_bank());
    let (_desk, root) = furnish(&mut window, "browser-folder");
    let folder = root.join("grooves");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("torn.toml"), "id = ").unwrap();
    let text = grooves::write(groove("E3")).replace("\"Salsa\"", "\"Street\"");
    std::fs::write(folder.join("street.toml"), text).unwrap();
    window.click("Groove");
    wait_until(&mut window, "the groove", |window| {
        is_listed(window, "Street")
    });
    let torn = folder.join("torn.toml").display().to_string();
    assert!(window.harness.query_by_label_contains(&torn).is_some());
}

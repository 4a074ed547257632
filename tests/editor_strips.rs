//! The lanes' names: what opens their pages, renames them and moves them.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/pages.rs"]
mod pages;
#[path = "support/window.rs"]
mod window;

use afterbeat::editor::side::{Order, Page};
use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneIndex, LaneName, LaneSetting, Pattern, StepIndex, Voice, to_bytes,
};
use afterbeat::plugin::params::Look;
use egui::{Event, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::Queryable as _;
use nice_plug::prelude::Params as _;
use pages::at;
use std::sync::Arc;
use window::{Inside, Window};

fn bank() -> Bank {
    Bank::with_first(Pattern::new())
}

/// The edit that gives the snare this name.
fn named(name: &str) -> Edit {
    let at = at(1);
    let name = LaneName::new(name).unwrap();
    let voice = bank().lane(at.pattern, at.lane).unwrap().voice;
    let to = LaneSetting::Voice(Voice { name, ..voice });
    Edit::Lane { at, to }
}

#[test]
fn a_chevron_opens_the_page_of_its_lane_and_closes_it() {
    let mut window = Window::on(bank());
    window.click("Page of Closed hat");
    let screen = &window.harness.state().screen;
    assert_eq!(
        (screen.page_beside, screen.lane.get()),
        (Some(Page::Lane), 2)
    );
    window.click("Page of Snare");
    let screen = &window.harness.state().screen;
    assert_eq!(
        (screen.page_beside, screen.lane.get()),
        (Some(Page::Lane), 1)
    );
    window.click("Page of Snare");
    assert_eq!(window.harness.state().screen.page_beside, None);
    assert_eq!(window.bank(), bank());
}

#[test]
fn a_double_clicked_name_is_typed_on_its_strip() {
    let mut window = Window::on(bank());
    let name = window.place("Lane Snare").left_center() + vec2(40.0, 0.0);
    window.click_at(name);
    window.click_at(name);
    window.key(egui::Key::A, Modifiers::COMMAND);
    window.harness.event(Event::Text("Brush".to_owned()));
    window.settle();
    assert_eq!(window.bank(), bank(), "not before it is ended");
    window.key(egui::Key::Enter, Modifiers::NONE);
    window.expect(&bank(), &[named("Brush")]);
}

#[test]
fn a_name_stays_where_it_is_typed_though_it_can_be_typed_in_two_places() {
    let mut window = Window::on(bank());
    window.open("Page of Snare");
    let name = window.place("Lane Snare").left_center() + vec2(40.0, 0.0);
    window.click_at(name);
    window.click_at(name);
    let is_typed = |window: &Window, name: &str| {
        let field = window.harness.get_by_label(name);
        field.is_focused()
    };
    assert!(is_typed(&window, "Strip name"));
    window.key(egui::Key::A, Modifiers::COMMAND);
    window.harness.event(Event::Text("Brush".to_owned()));
    window.settle();
    assert!(is_typed(&window, "Strip name"));
    assert_eq!(window.bank(), bank(), "not before it is ended");
    // The hand goes on on the page, where the same text stands.
    window.click("Lane name");
    assert!(is_typed(&window, "Lane name") && !window.has("Strip name"));
    window.harness.event(Event::Text("es".to_owned()));
    window.settle();
    window.key(egui::Key::Enter, Modifiers::NONE);
    window.expect(&bank(), &[named("Brushes")]);
}

#[test]
fn a_dragged_name_moves_its_lane_and_nothing_that_is_heard() {
    let mut window = Window::on(bank());
    let strip = |window: &Window, name: &str| window.place(name).left_center() + vec2(40.0, 0.0);
    let ends = (strip(&window, "Lane Snare"), strip(&window, "Lane Low tom"));
    window.drag(ends, PointerButton::Primary, Modifiers::NONE);
    let rows = [
        "Kick",
        "Closed hat",
        "Low floor tom",
        "Low tom",
        "Snare",
        "Open hat",
    ];
    let tops = |window: &Window| rows.map(|name| window.place(&format!("Lane {name}")).top());
    assert!(tops(&window).is_sorted(), "{:?}", tops(&window));
    assert_eq!(to_bytes(&window.bank()), to_bytes(&bank()));
    assert!(window.heard().is_empty());
    assert!(window.place("Snare step 5").top() > window.place("Low tom step 5").top());
    window.undo();
    assert!(window.place("Lane Snare").top() < window.place("Lane Closed hat").top());
    let Inside { screen, hand } = window.harness.state_mut();
    assert!(screen.redo(hand));
    window.settle();
    assert!(tops(&window).is_sorted());
}

#[test]
fn an_order_is_kept_as_a_number_and_no_lane_is_lost() {
    let lane = |n| LaneIndex::new(n).unwrap();
    let order = Order::default()
        .moved(lane(1), lane(9))
        .moved(lane(15), lane(0));
    assert_eq!(Order::from_bits(order.bits()), Some(order));
    assert_eq!(Order::default().bits(), 0xfedc_ba98_7654_3210);
    assert_eq!(Order::from_bits(0), None);
    let mut lanes: Vec<_> = order.lanes().collect();
    lanes.sort_unstable();
    assert!(lanes.into_iter().eq(LaneIndex::all()));
}

#[test]
fn a_name_stays_when_another_lane_is_clicked_and_goes_with_escape() {
    let mut window = Window::on(bank());
    window.open("Page of Snare");
    window.click("Lane name");
    window.harness.event(Event::Text(" 2".to_owned()));
    window.settle();
    window.click("Lane Kick");
    window.expect(&bank(), &[named("Snare 2")]);
    let before = window.bank();
    window.click("Lane Snare 2");
    window.click("Lane name");
    window.harness.event(Event::Text("x".to_owned()));
    window.settle();
    window.key(egui::Key::Escape, Modifiers::NONE);
    assert_eq!(window.bank(), before);
}

#[test]
fn verbs_act_on_the_lanes_between_as_they_stand() {
    let mut window = Window::on(bank());
    let strip = |window: &Window, name: &str| window.place(name).left_center() + vec2(40.0, 0.0);
    let ends = (strip(&window, "Lane Crash"), strip(&window, "Lane Snare"));
    window.drag(ends, PointerButton::Primary, Modifiers::NONE);
    window.click("Kick step 1");
    window.click("Crash step 2");
    let before = window.bank();
    let ends = ("Kick step 1", "Crash step 2");
    let ends = (window.place(ends.0).center(), window.place(ends.1).center());
    window.drag(ends, PointerButton::Primary, Modifiers::SHIFT);
    window.key(egui::Key::C, Modifiers::COMMAND);
    let there = window.place("Snare step 9").center();
    window.drag((there, there), PointerButton::Primary, Modifiers::SHIFT);
    window.key(egui::Key::V, Modifiers::COMMAND);
    let step = |lane: u8, step: u8| {
        let at = at(lane);
        let bank = window.bank();
        bank.lane(at.pattern, at.lane)
            .unwrap()
            .step(StepIndex::new(step))
    };
    let put = |lane, index, to| Edit::Step {
        at: CellAt {
            lane: at(lane),
            step: StepIndex::new(index),
        },
        to,
    };
    // The rows are kick, crash, snare, closed hat: two of them were copied.
    let edits = [put(1, 8, step(0, 0)), put(2, 9, step(7, 1))];
    window.expect(&before, &edits);
}

#[test]
fn what_a_state_says_of_the_window_is_shown_though_it_is_open_and_kept() {
    let mut window = Window::on(bank());
    let params = Arc::clone(&window.harness.state().hand.params);
    let look = Look {
        light: true,
        page: 4,
        order: 0xfedc_ba98_7654_3201,
        ..params.window().look()
    };
    let mut fields = params.serialize_fields();
    let text = serde_json::to_string(&look).expect("a look is text");
    fields.insert("window".to_owned(), text);
    params.deserialize_fields(&fields);
    window.settle();
    let screen = &window.harness.state().screen;
    assert_eq!(screen.beside.order.bits(), look.order);
    assert!(!screen.theme.is_dark);
    assert_eq!(params.window().look(), look, "what was loaded is kept");
}

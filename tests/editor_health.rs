//! The line at the foot says how the instance fares, and offers what helps.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/window.rs"]
mod window;

use afterbeat::engine::{Counters, Whereabouts};
use afterbeat::link::{Load, Vitals};
use afterbeat::pattern::{Bank, Pattern};
use afterbeat::time::{Tick, Ticks};
use egui_kittest::kittest::Queryable as _;
use window::Window;

fn window() -> Window {
    Window::on(Bank::with_first(Pattern::new()))
}

fn says(window: &Window, words: &str) -> bool {
    window.harness.query_by_label_contains(words).is_some()
}

fn publish(window: &Window, counters: Counters, quarters: i64) {
    let health = &window.harness.state().hand.health;
    health.publish(&Vitals {
        counters,
        sounding: 3,
        ..Vitals::default()
    });
    health.publish_whereabouts(&Whereabouts {
        playing: true,
        position: Tick::ZERO + Ticks::QUARTER * quarters,
        ..Whereabouts::default()
    });
}

#[test]
fn it_counts_the_strikes_of_a_bar_and_not_across_a_jump() {
    let mut window = window();
    assert!(says(&window, "– strikes/bar"));
    let strikes = |strikes| Counters {
        strikes,
        ..Counters::default()
    };
    for quarter in 0..=4 {
        let counted = u64::try_from(quarter).unwrap() * 5;
        publish(&window, strikes(100 + counted), quarter);
        window.harness.step();
    }
    assert!(says(&window, "20 strikes/bar"));
    assert!(says(&window, "3 sounding"));
    // A loop: what came with the jump belongs to no bar.
    publish(&window, strikes(500), 0);
    window.harness.step();
    for quarter in 1..=4 {
        let counted = u64::try_from(quarter).unwrap() * 2;
        publish(&window, strikes(500 + counted), quarter);
        window.harness.step();
    }
    assert!(says(&window, "8 strikes/bar"));
}

#[test]
fn it_says_what_was_lost_and_what_the_blocks_cost() {
    let mut window = window();
    let counters = Counters {
        no_slot: 2,
        refused: 5,
        late: 4,
        ..Counters::default()
    };
    publish(&window, counters, 0);
    window.harness.state().hand.health.publish_load(&Load {
        average_ns: 1_230,
        parts_per_million: 115,
        worst_ns: 45_670,
        worst_at: Some((6, 2)),
    });
    window.settle();
    assert!(says(&window, "7 drops"));
    assert!(says(&window, "4 late"));
    assert!(says(&window, "block 1.2 µs (0.01 %), worst 45.7 µs at 7.3"));
}

#[test]
fn after_a_fault_it_offers_to_begin_afresh() {
    let mut window = window();
    window.click("Panic");
    assert_eq!(window.heard(), ["restart"]);
    window.harness.state().hand.health.set_tripped(true);
    window.settle();
    assert!(says(&window, "Silent after a fault"));
    window.click("Restart");
    assert_eq!(window.heard(), ["restart"]);
}

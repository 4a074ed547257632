//! The standalone's audio side never allocates and never frees, whatever it is asked for.
//!
//! A binary of its own: its global allocator ends the program at the first violation.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/cycle.rs"]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::grooves;
use afterbeat::midi_map::Wanted;
use afterbeat::pattern::{Edit, PatternIndex};
use afterbeat::plugin::params::typed;
use afterbeat::standalone::{Follows, Order, Steer, hear_drums};
use afterbeat::time::{Bpm, Meter};
use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use cycle::{FakeCycle, FakeMaster, Rig};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use support::rng::Rng;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const CYCLES: u32 = 300_000;

const MASTER: FakeMaster = FakeMaster {
    beats: 7,
    unit: 8,
    bpm: 240.0,
    beats_a_minute: 240.0,
    ticks_per_beat: 1920.0,
    counts_ticks: true,
};

fn order(rng: &mut Rng) -> Order {
    match rng.whole(0, 10) {
        0 => Order::Steer(Steer::Play),
        1 => Order::Steer(Steer::Stop),
        2 => Order::Steer(Steer::Locate(rng.real(0.0, 64.0))),
        3 => Order::Tempo(Bpm::new(rng.real(30.0, 300.0)).unwrap()),
        4 => Order::Meter(Meter::new(3, 4).unwrap()),
        5 => Order::Meter(Meter::COMMON),
        6 => Order::Click(rng.chance(50)),
        8 => Order::Want(*rng.pick(&[Wanted::ALL, Wanted::default()])),
        7 => Order::Record(rng.chance(50)),
        9 => Order::Reset,
        _ => Order::Fill,
    }
}

fn perform(follows: Follows) {
    let Rig {
        params,
        orders,
        performer,
        ..
    } = Rig::with_clock(true, follows, 120.0, Meter::COMMON);
    let is_done = Arc::new(AtomicBool::new(false));
    let has_played = Arc::clone(&is_done);
    let audio = std::thread::spawn(move || {
        let (mut orders, mut performer) = (orders, performer);
        let mut rng = Rng::new(9);
        let mut cycle = FakeCycle::default();
        let mut sent = 0;
        for number in 0..CYCLES {
            if rng.chance(5) {
                let _ = orders.push(order(&mut rng));
            }
            cycle.heard.rolling = number % 3_000 > 500;
            if rng.chance(1) {
                cycle.heard.frame = u32::try_from(rng.whole(0, 1_000_000)).unwrap();
            }
            let is_led = number % 50_000 > 25_000;
            cycle.heard.bbt = is_led.then(|| MASTER.at(cycle.heard.frame));
            let status = *rng.pick(&[0x90, 0x80]);
            cycle.incoming.push((0, [status, 60, 99]));
            if follows == Follows::Clock && number % 8 != 0 {
                let word = *rng.pick(&[0xf8, 0xf8, 0xf8, 0xf8, 0xf8, 0xfa, 0xfb, 0xfc, 0xf2]);
                let word = if number % 97 == 0 { word } else { 0xf8 };
                cycle.incoming.push((0, [word, 8, 0]));
            }
            assert_no_alloc(|| cycle.play(&mut performer));
            sent += cycle.sent.len();
            cycle.sent.clear();
            cycle.steered.clear();
        }
        has_played.store(true, Ordering::Release);
        // It is dropped on the main thread.
        (performer, sent)
    });
    let mut edits = 0;
    while !is_done.load(Ordering::Acquire) {
        let groove = ["A1", "E5", "Classic"][edits % 3];
        let to = Some(Box::new(grooves::find(groove).unwrap().pattern.clone()));
        let pattern = PatternIndex::FIRST;
        let edit = Edit::ReplacePattern { pattern, to };
        params.main().lock().edit(edit).unwrap();
        let swing = typed::find(&params, "swing").unwrap();
        typed::set(&swing, ["52", "66"][edits % 2]).unwrap();
        hear_drums(&params, edits % 4 != 0);
        edits += 1;
    }
    let (_performer, sent) = audio.join().unwrap();
    assert!(sent > 10_000, "{sent} messages were sent");
    assert!(edits > 100, "{edits} edits were made");
}

#[test]
fn cycles_that_follow_jack_touch_no_memory() {
    perform(Follows::Jack);
}

#[test]
fn cycles_of_its_own_transport_touch_no_memory() {
    perform(Follows::Own);
}

#[test]
fn cycles_that_follow_a_clock_touch_no_memory() {
    perform(Follows::Clock);
}

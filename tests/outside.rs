//! The audio thread's work, to be watched from outside of the process: `cargo xtask rt` does, and
//! nothing here is of use without it. Between two marks the audio thread plays a million blocks, while
//! the main thread loads states and edits patterns.
//!
//! What is marked: the thread asks for its parent's number, which a tracer of system calls sees; and
//! a library that counts memory calls, if one is loaded in front, is told.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may end there")]
#![expect(unsafe_code, reason = "foreign functions are looked up and called")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;
#[path = "support/stress.rs"]
mod stress;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::link::{self, Main};
use afterbeat::pattern::Bank;
use afterbeat::plugin::{Params, clap_entry};
use libloading::os::unix::{Library, Symbol};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use stress::Performer;
use xtask::host::{Instance, Plugin};

type Mark = unsafe extern "C" fn(i32);
type Count = unsafe extern "C" fn(i32) -> u64;

/// The library in front, if it is there.
struct Counter {
    mark: Symbol<Mark>,
    count: Symbol<Count>,
}

/// What it counts, in its order.
const COUNTED: [&str; 4] = ["allocations", "frees", "locks", "calls of syscall()"];

impl Counter {
    fn find() -> Option<Self> {
        let program = Library::this();
        // SAFETY: nothing else has these names, and there they have these types.
        unsafe {
            Some(Self {
                mark: program.get(b"afterbeat_mark").ok()?,
                count: program.get(b"afterbeat_count").ok()?,
            })
        }
    }
}

impl Counter {
    fn mark(&self, is_marked: bool) {
        // SAFETY: it takes any number.
        unsafe { (self.mark)(i32::from(is_marked)) };
    }

    fn counts(&self) -> [u64; 4] {
        // SAFETY: as above.
        [0, 1, 2, 3].map(|kind| unsafe { (self.count)(kind) })
    }
}

/// Does `first`, which is only counted, and then `work` between the marks. What a thread does first
/// in a library that was loaded later is the likeliest to take memory. **Thread:** the one that is
/// watched.
fn watched<T>(on: &mut T, first: impl FnOnce(&mut T), work: impl FnOnce(&mut T)) {
    let counter = Counter::find();
    let mark = |is_marked| {
        if let Some(counter) = &counter {
            counter.mark(is_marked);
        }
    };
    mark(true);
    first(on);
    mark(false);
    let before = counter.as_ref().map(Counter::counts);
    let _ = std::os::unix::process::parent_id();
    mark(true);
    work(on);
    mark(false);
    let _ = std::os::unix::process::parent_id();
    let after = counter.as_ref().map(Counter::counts);
    for (before, after) in before.into_iter().zip(after) {
        println!("COUNT first allocations: {}", before[0]);
        for (what, (before, after)) in COUNTED.iter().zip(before.into_iter().zip(after)) {
            println!("COUNT {what}: {}", after - before);
        }
    }
}

/// States of full and empty banks, in the form in which `instance` saves them.
fn states(instance: &mut Instance) -> Vec<Vec<u8>> {
    let fresh = instance.save().unwrap();
    let banks = [
        everything::bank(7, everything::Kind::Whole),
        afterbeat::plugin::default_bank(),
        Bank::empty(),
    ];
    let state = |bank: Bank| {
        let (main, _, _) = link::new(bank);
        let params = Params::new(Main::new(main));
        let fields = nice_plug::prelude::Params::serialize_fields(&params);
        let mut state: serde_json::Value = serde_json::from_slice(&fresh[8..]).unwrap();
        state["fields"]["bank"] = fields["bank"].clone().into();
        let json = serde_json::to_vec(&state).unwrap();
        let length = u64::try_from(json.len()).unwrap().to_le_bytes();
        [length.as_slice(), &json].concat()
    };
    banks.into_iter().map(state).collect()
}

/// Plays a million blocks on a thread that is watched, and does `meanwhile` again and again.
fn play(mut instance: Instance, mut meanwhile: impl FnMut(&mut Instance)) {
    let moved = stress::moved(&mut instance);
    let mut performer = Performer::new(instance.split_audio().unwrap(), &moved);
    let done = Arc::new(AtomicBool::new(false));
    let is_done = Arc::clone(&done);
    let playing = std::thread::spawn(move || {
        let call = |call: &mut dyn FnMut()| call();
        performer.start();
        watched(
            &mut performer,
            |performer| performer.perform(1, call),
            |performer| performer.perform(stress::CALLS, call),
        );
        is_done.store(true, Ordering::Release);
        performer
    });
    let mut rounds = 0_u32;
    while !done.load(Ordering::Acquire) {
        meanwhile(&mut instance);
        rounds += 1;
    }
    let performer = playing.join().unwrap();
    println!("COUNT blocks: {}", stress::CALLS);
    println!("COUNT events: {}", performer.heard);
    println!("COUNT rounds of loads and edits meanwhile: {rounds}");
    instance.join_audio(performer.into_audio());
}

#[test]
#[ignore = "cargo xtask rt runs and watches it"]
fn the_built_plug_in_while_states_are_loaded() {
    let folder = PathBuf::from(std::env::var_os("AFTERBEAT_BUNDLE").unwrap());
    // SAFETY: the file is the project's own.
    let plugin = unsafe { Plugin::load(&folder.join("Afterbeat.clap")).unwrap() };
    let mut instance = stress::playing(&plugin);
    let states = states(&mut instance);
    play(instance, |instance| {
        for state in &states {
            assert!(instance.load(state));
        }
    });
}

#[test]
#[ignore = "cargo xtask rt runs and watches it"]
fn the_linked_plug_in_while_patterns_are_edited_and_states_loaded() {
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    let mut instance = stress::playing(&plugin);
    // SAFETY: the instance is alive.
    let inside = unsafe { clap_entry::inside(instance.raw()).unwrap() };
    let states = states(&mut instance);
    play(instance, |instance| {
        for state in &states {
            for edit in stress::edits() {
                // A pattern that a state took away cannot be edited.
                let _ = inside.params.main().lock().edit(edit);
            }
            assert!(instance.load(state));
        }
    });
}

#[test]
#[ignore = "cargo xtask rt runs and watches it"]
fn an_offence_is_seen() {
    let offend = |(): &mut ()| {
        drop(std::hint::black_box(vec![1_u8; 10]));
        std::thread::sleep(std::time::Duration::from_millis(1));
    };
    watched(&mut (), |()| {}, offend);
}

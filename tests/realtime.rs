//! The audio thread never allocates and never frees, whatever crosses to it.
//!
//! A binary of its own: its global allocator ends the program at the first violation.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;
#[path = "support/stress.rs"]
mod stress;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::plugin::clap_entry;
use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use stress::Performer;
use xtask::host::Plugin;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

#[test]
fn a_million_calls_touch_no_memory_while_states_are_loaded_and_patterns_swapped() {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    let mut instance = stress::playing(&plugin);
    let moved = stress::moved(&mut instance);
    let state = instance.save().unwrap();
    #[expect(unsafe_code, reason = "the instance is known by its pointer")]
    // SAFETY: the instance is alive.
    let inside = unsafe { clap_entry::inside(instance.raw()).unwrap() };
    let mut performer = Performer::new(instance.split_audio().unwrap(), &moved);
    let done = Arc::new(AtomicBool::new(false));
    let is_done = Arc::clone(&done);
    let playing = std::thread::spawn(move || {
        performer.start();
        performer.perform(stress::CALLS, |call| assert_no_alloc(call));
        is_done.store(true, Ordering::Release);
        performer
    });
    let (mut loads, mut swaps) = (0_u32, 0_u32);
    while !done.load(Ordering::Acquire) {
        for edit in stress::edits() {
            inside.params.main().lock().edit(edit).unwrap();
            swaps += 1;
        }
        assert!(instance.load(&state));
        loads += 1;
    }
    let performer = playing.join().unwrap();
    let heard = performer.heard;
    instance.join_audio(performer.into_audio());
    assert!(loads > 100, "{loads} states were loaded meanwhile");
    assert!(swaps > 1_000, "{swaps} edits were made meanwhile");
    assert!(heard > 20_000, "{heard} events were heard");
}

/// Set in the child process that is to be ended by the check.
const OFFENDS: &str = "AFTERBEAT_TEST_OFFENDS";

#[test]
fn an_allocation_on_the_audio_thread_would_end_the_program() {
    if std::env::var_os(OFFENDS).is_some() {
        let offence = assert_no_alloc(|| vec![1_u8; 10]);
        drop(offence);
        return;
    }
    let this_test = "an_allocation_on_the_audio_thread_would_end_the_program";
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([this_test, "--exact"])
        .env(OFFENDS, "1")
        .output()
        .unwrap();
    assert!(!child.status.success(), "the child went on");
    if cfg!(unix) {
        assert_eq!(child.status.code(), None, "it was ended by a signal");
    }
}

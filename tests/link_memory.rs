//! The link and memory: the audio side allocates and frees nothing, and nothing leaks.
#![expect(unsafe_code, reason = "an allocator that counts")]

#[path = "support/random_edits.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod random_edits;

use afterbeat::link::{self, Capacities};
use afterbeat::pattern::{Bank, Pattern};
use random_edits::{Dice, random_bank, random_edit};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// How many allocations and frees this thread has made.
    static CALLS: Cell<u64> = const { Cell::new(0) };
    /// How many of this thread's boxes live, wherever they were freed.
    static BALANCE: Cell<i64> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-1);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn count(change: i64) {
    CALLS.set(CALLS.get() + 1);
    BALANCE.set(BALANCE.get() + change);
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Random steps of both sides in this thread; asserts that draining touches no memory.
fn mingle(seed: u64, capacities: Capacities) {
    let bank = Bank::with_first(Pattern::new());
    let (mut main, mut audio, mut engine) = link::with_capacities(bank, capacities);
    let mut dice = Dice::new(seed);
    for _ in 0..20_000 {
        match dice.below(100) {
            0 => {
                main.load(random_bank(&mut dice));
            }
            1..=70 => {
                let edit = random_edit(&mut dice, main.bank());
                let _ = main.edit(edit);
            }
            _ => {
                let before = CALLS.get();
                audio.drain(&mut engine);
                assert_eq!(CALLS.get(), before, "the audio side touched memory");
            }
        }
    }
    // The ends go in either order, with commands, boxes and a bank still on their way.
    if dice.below(2) == 0 {
        drop(main);
        drop(audio);
    } else {
        drop((audio, engine));
        drop(main);
    }
}

#[test]
fn draining_touches_no_memory_and_nothing_is_left_over() {
    for seed in 0..20 {
        let capacities = Capacities {
            commands: 1 << (seed % 8),
            returned: 1 + usize::try_from(seed).unwrap_or(0) % 5,
        };
        let before = BALANCE.get();
        mingle(seed, capacities);
        assert_eq!(BALANCE.get(), before, "something was left over");
    }
}

#[test]
fn an_audio_thread_of_its_own_touches_no_memory() {
    let bank = Bank::with_first(Pattern::new());
    let (mut main, mut audio, mut engine) =
        link::with_capacities(bank, Capacities::for_commands(8));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let player = scope.spawn(|| {
            let before = CALLS.get();
            while !done.load(Ordering::Acquire) {
                audio.drain(&mut engine);
            }
            CALLS.get() - before
        });
        let mut dice = Dice::new(11);
        for _ in 0..200_000 {
            let edit = random_edit(&mut dice, main.bank());
            let _ = main.edit(edit);
        }
        done.store(true, Ordering::Release);
        assert_eq!(player.join().ok(), Some(0));
    });
}

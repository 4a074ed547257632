//! What an instance holds: counted by the allocator, so in a program of its own.

use afterbeat::engine::Engine;
use afterbeat::pattern::{
    Bank, Edit, LANES, Lane, Pattern, PatternIndex, PerLane, Step, Velocity, kit,
};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The limit of an instance without its editor.
const LIMIT: usize = 5 * 1024 * 1024;
/// Steps of each lane in the extreme that the limit is stated for.
const STEPS: usize = 32;

/// Bytes that are held now.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, with a count.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

#[expect(unsafe_code, reason = "an allocator cannot be written without it")]
// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise is the system's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise is the system's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// 128 patterns of 16 lanes of 32 strikes.
fn extreme() -> Bank {
    let steps = [Step::strike(Velocity::MAX); STEPS];
    let mut bank = Bank::empty();
    for pattern in PatternIndex::all() {
        let lane = |lane| Lane::with_steps(kit()[lane].voice(), &steps).expect("32 steps");
        let to = Some(Box::new(Pattern {
            lanes: PerLane::from_fn(|at| Box::new(lane(at))),
            ..Pattern::new()
        }));
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    bank
}

#[test]
fn both_copies_of_the_extreme_bank_stay_within_the_limit() {
    let before = HELD.load(Ordering::Relaxed);
    let main = extreme();
    let engine = Engine::new(Box::new(main.clone()));
    let held = HELD.load(Ordering::Relaxed) - before;
    let least = 2 * 128 * LANES * STEPS * size_of::<Step>();
    assert!(held > least, "{held} bytes: the count is at fault");
    assert!(held < LIMIT, "{held} bytes, {} a step", size_of::<Step>());
    println!("{held} bytes, {} a step", size_of::<Step>());
    assert!(*engine.bank() == main);
}

//! What an instance holds on the heap: counted by the allocator, which costs `process()` nothing,
//! as it never allocates.

use super::bench_bank;
use super::rig::Rig;
use afterbeat::pattern::Bank;
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

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

/// Prints what a playing instance holds, the main side's bank and the engine's, without an editor.
pub fn print() {
    eprintln!("\nheap of an instance, both of its banks, in bytes");
    for (name, bank) in [
        ("fresh (B1)", bench_bank::fresh()),
        ("128 x 16 x 32", bench_bank::extreme()),
    ] {
        eprintln!("{name:<16} {:>9}", of(&bank));
    }
}

fn of(bank: &Bank) -> usize {
    let before = HELD.load(Ordering::Relaxed);
    let mut rig = Rig::afterbeat(bank, &serde_json::json!({}), 64);
    (0..1000).for_each(|_| rig.call(true));
    HELD.load(Ordering::Relaxed) - before
}

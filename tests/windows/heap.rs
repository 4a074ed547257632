//! What the program holds: what Rust has allocated, and all that is in memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes that are held now, by anything written in Rust.
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

/// What is held at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Holding {
    /// By the plug-in, its libraries and this host, in KiB: all that is written in Rust.
    pub rust: usize,
    /// By what is written in C: the graphics driver, the screen's library and the wrapper.
    pub c: usize,
    /// By the whole process, what the allocators keep for later too.
    pub resident: usize,
    /// Threads.
    pub threads: usize,
}

impl Holding {
    /// What is held now.
    pub fn now() -> Self {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let number = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let word = line.and_then(|line| line.split_whitespace().next());
            word.and_then(|word| word.parse().ok()).unwrap_or(0)
        };
        let rust = HELD.load(Ordering::Relaxed);
        Self {
            rust: rust / 1024,
            c: allocated().saturating_sub(rust) / 1024,
            resident: number("VmRSS:"),
            threads: number("Threads:"),
        }
    }
}

/// Bytes that are allocated, by whatever language.
#[expect(unsafe_code, reason = "the allocator is C's")]
fn allocated() -> usize {
    /// `struct mallinfo2` of glibc.
    #[repr(C)]
    struct Counts {
        _arena: usize,
        _free_chunks: [usize; 2],
        _mapped_blocks: usize,
        mapped: usize,
        _fast: [usize; 2],
        used: usize,
        _free: usize,
        _trimmable: usize,
    }
    unsafe extern "C" {
        fn mallinfo2() -> Counts;
    }
    // SAFETY: it may be asked at any time, and the structure is glibc's.
    let counts = unsafe { mallinfo2() };
    counts.used + counts.mapped
}

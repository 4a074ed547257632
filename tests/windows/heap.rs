//! What the program holds: what Rust has allocated, and all that is in memory.

#[path = "../support/counting.rs"]
mod counting;

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
        let rust = counting::held();
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

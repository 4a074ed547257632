//! How long the audio thread's blocks take, for the screen.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// The times at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// How long a block takes in the mean of the last seconds, in nanoseconds.
    pub average_ns: u64,
    /// That as parts of a million of the time that the block lasts.
    pub parts_per_million: u64,
    /// The longest that a block has taken.
    pub worst_ns: u64,
    /// In which bar and which beat of it, from 0, that was; `None` if nothing played.
    pub worst_at: Option<(i64, i64)>,
}

/// Each value is written for itself, so a reader may see the newer one of two.
///
/// **Thread:** audio writes; any reads.
#[derive(Debug)]
pub(super) struct Loads {
    average_ns: AtomicU64,
    parts_per_million: AtomicU64,
    worst_ns: AtomicU64,
    worst_bar: AtomicI64,
    worst_beat: AtomicI64,
}

/// No bar has this number.
const NOWHERE: i64 = i64::MIN;

impl Default for Loads {
    fn default() -> Self {
        Self {
            average_ns: AtomicU64::default(),
            parts_per_million: AtomicU64::default(),
            worst_ns: AtomicU64::default(),
            worst_bar: AtomicI64::new(NOWHERE),
            worst_beat: AtomicI64::default(),
        }
    }
}

impl Loads {
    /// Writes new values. **Thread:** audio.
    pub(super) fn publish(&self, load: &Load) {
        let order = Ordering::Relaxed;
        let (bar, beat) = load.worst_at.unwrap_or((NOWHERE, 0));
        self.average_ns.store(load.average_ns, order);
        self.parts_per_million.store(load.parts_per_million, order);
        self.worst_ns.store(load.worst_ns, order);
        self.worst_bar.store(bar, order);
        self.worst_beat.store(beat, order);
    }

    /// Reads the latest values. **Thread:** any.
    pub(super) fn read(&self) -> Load {
        let order = Ordering::Relaxed;
        let (bar, beat) = (self.worst_bar.load(order), self.worst_beat.load(order));
        Load {
            average_ns: self.average_ns.load(order),
            parts_per_million: self.parts_per_million.load(order),
            worst_ns: self.worst_ns.load(order),
            worst_at: (bar != NOWHERE).then_some((bar, beat)),
        }
    }
}

//! Cycles that nobody hears, in real time.

use super::transport::{OwnCycle, Transport};
use crate::standalone::performer::Performer;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Frames a second.
const RATE: u32 = 48_000;
/// Frames in a cycle.
const BLOCK: u32 = 256;
/// How late it may be and still catch up. After a computer's sleep the song goes on where it was.
const LATEST: Duration = Duration::from_millis(500);

/// A thread that plays. Dropping it ends it. **Thread:** main.
pub(super) struct Silent {
    is_ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Silent {
    /// Begins to play.
    pub(super) fn start(mut performer: Performer) -> io::Result<Self> {
        let is_ending = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&is_ending);
        let thread = thread::Builder::new().name("clock".to_owned());
        let thread = thread.spawn(move || play(&mut performer, &ends))?;
        Ok(Self {
            is_ending,
            thread: Some(thread),
        })
    }

    /// How it runs: frames a second, and in a cycle.
    #[expect(clippy::unused_self, reason = "another clock may run otherwise")]
    pub(super) fn pace(&self) -> (u32, u32) {
        (RATE, BLOCK)
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        self.is_ending.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It has nothing to tell.
            let _ = thread.join();
        }
    }
}

/// Plays until it is to end. Cycles are counted from when it began, so that none is late for good.
fn play(performer: &mut Performer, ends: &AtomicBool) {
    let mut transport = Transport::default();
    let (mut begin, mut cycles) = (Instant::now(), 0_u64);
    while !ends.load(Ordering::Relaxed) {
        let mut cycle = OwnCycle {
            frames: BLOCK,
            rate: RATE,
            transport: &mut transport,
        };
        performer.cycle(&mut cycle, None);
        transport.advance(BLOCK);
        cycles += 1;
        let due = begin + length(cycles);
        let now = Instant::now();
        if now.saturating_duration_since(due) > LATEST {
            (begin, cycles) = (now, 0);
        }
        thread::sleep(due.saturating_duration_since(now));
    }
}

/// How long so many cycles last.
fn length(cycles: u64) -> Duration {
    let nanos = u128::from(cycles) * u128::from(BLOCK) * 1_000_000_000 / u128::from(RATE);
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

//! Where the musician sits: for the calls of the framework, and for those that end before it.
//!
//! In most calls nothing happens, and the framework's own part of one costs more than the musician
//! needs to see that. So the entry asks here first. What is left to the framework in such a call is to
//! tell the host what was set in the window: while that is open every call gets through, and every so
//! often one does anyway.

use super::handover::Inside;
use super::musician::Musician;
use super::stopwatch::Stopwatch;
use super::{Bell, stopwatch};
use crate::engine::{Block, Transport};
use crate::time::SampleRate;
use try_lock::{Locked, TryLock};

/// How many calls in a row may pass: what came from the window last is told that much later.
const MOST: u32 = 64;

/// Nobody waits here: who finds it taken goes without. **Thread:** audio; main while nothing plays.
pub(super) struct Chair {
    seat: TryLock<Seat>,
    bell: Bell,
}

/// The musician, and how long the blocks take.
pub(super) struct Seat {
    pub(super) musician: Musician,
    pub(super) stopwatch: Stopwatch,
    /// How many calls may pass until the framework has to get one.
    left: u32,
}

impl Chair {
    pub(super) fn new(musician: Musician, bell: Bell) -> Self {
        Self {
            seat: TryLock::new(Seat {
                musician,
                stopwatch: Stopwatch::default(),
                left: 0,
            }),
            bell,
        }
    }

    /// The musician, for a call of the framework's; `None` for a host that makes two calls at once.
    pub(super) fn take(&self) -> Option<Locked<'_, Seat>> {
        let mut seat = self.seat.try_lock()?;
        seat.left = MOST;
        Some(seat)
    }

    /// The musician, who is to be set back: the next call goes to the framework.
    pub(super) fn take_back(&self) -> Option<Locked<'_, Seat>> {
        let mut seat = self.seat.try_lock()?;
        seat.left = 0;
        Some(seat)
    }

    /// Whether nothing happens in so many frames, into which no event comes. They are played then.
    pub(super) fn passes(
        &self,
        inside: &Inside,
        (frames, rate): (u32, SampleRate),
        transport: Transport,
    ) -> bool {
        let Some(mut seat) = self.seat.try_lock() else {
            return false;
        };
        if seat.left == 0 || self.bell.is_heard() {
            return false;
        }
        let block = Block {
            frames,
            rate,
            transport,
            notes: &[],
        };
        let begin = seat.stopwatch.look();
        if !seat.musician.passes(&inside.params, &inside.health, &block) {
            return false;
        }
        seat.left -= 1;
        seat.stopwatch.count();
        if let Some(begin) = begin {
            let seconds = stopwatch::seconds(frames, rate.hz());
            seat.stopwatch.end(begin, seconds, &inside.health);
        }
        true
    }
}

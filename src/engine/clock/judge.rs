//! What the host's position means, held against ours.

use super::Clock;
use crate::engine::word::{Loop, tolerance};
use crate::time::{Bpm, Frame, FrameMap, Ticks, round_i64, to_f64};

/// So far from us, in ticks, a host that rounds is still beside us.
const BESIDE: f64 = Ticks::QUARTER.to_f64() / 8.0;

/// What the host's position is to ours, in ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// The same; ours may go on as it is.
    Agrees(f64),
    /// The same or nearly so, and ours has to move there softly.
    Moves(f64),
    /// The host counts on past its loop's end; ours has begun the loop again, and has to move there
    /// softly.
    RunsOver(f64),
    /// The loop ends here and the host leaves it to us; it is so far past the end already.
    WrapsHere(f64),
    /// The host has begun the loop again before us.
    HasWrapped(f64),
    /// Somewhere else.
    IsElsewhere(f64),
}

/// The host's word at the start of a block that goes on from another.
pub(super) struct Word<'a> {
    clock: &'a Clock,
    now: Frame,
    /// Where it says it is, and where we are, in ticks.
    heard: f64,
    own: f64,
    /// How far these may be from each other and still be the same.
    near: f64,
    bpm: Bpm,
}

impl<'a> Word<'a> {
    pub(super) fn new(
        clock: &'a Clock,
        (now, map): (Frame, &FrameMap),
        heard: f64,
        bpm: Bpm,
    ) -> Self {
        Self {
            clock,
            now,
            heard,
            own: map.position(now),
            near: tolerance(map),
            bpm,
        }
    }

    /// What it means where our loop ends on this frame, or does not.
    pub(super) fn verdict(&self, ends_here: bool) -> Verdict {
        if !ends_here && self.is_near(self.heard, self.own) {
            // After a wrap of ours the host's fraction of a frame counts, or the loop would drift.
            let is_after_wrap = self.now < self.clock.wrapped_until;
            return if is_after_wrap {
                Verdict::Moves(self.heard)
            } else {
                Verdict::Agrees(self.heard)
            };
        }
        let passes = self.passes_over();
        let at = self.heard - passes.unwrap_or(0.0);
        if let Some(past) = self.past_end(at).filter(|_| ends_here) {
            return Verdict::WrapsHere(past);
        }
        if self.has_wrapped(at) {
            return Verdict::HasWrapped(at);
        }
        match passes {
            Some(_) if self.is_near(at, self.own) => Verdict::Agrees(at),
            Some(_) => Verdict::RunsOver(at),
            None if self.goes_on(at) || self.is_beside_ramp(at) => Verdict::Moves(at),
            None => Verdict::IsElsewhere(at),
        }
    }

    fn is_near(&self, a: f64, b: f64) -> bool {
        (a - b).abs() <= self.near
    }

    /// How far `at` is past our loop's end, if it is there rather than at its start.
    fn past_end(&self, at: f64) -> Option<f64> {
        let Loop { start, end, .. } = self.clock.looping?;
        let is_nearer = (at - end).abs() < (at - start).abs();
        if is_nearer && self.is_near(at, end) {
            // What may be rounding is taken for none, or the loop would drift.
            return Some(0.0);
        }
        (is_nearer && at > end && self.goes_on(at)).then_some(at - end)
    }

    /// Whether the host has begun its loop again, if it is at `at`, and we have not.
    ///
    /// From elsewhere than the loop's end its start is a place like any other.
    fn has_wrapped(&self, at: f64) -> bool {
        let Some(range) = self.clock.looping else {
            return false;
        };
        // A host that splits at its loop's end may round the split to another frame than we do.
        if self.is_near(at, range.start) && self.is_near(self.own, range.end) {
            return true;
        }
        let has_begun = self.clock.armed && at >= range.start - self.near;
        has_begun && self.passes(at) < 0.0 && self.goes_on(at + range.length())
    }

    /// The ticks by which a host that counts on past its loop's end is ahead, if that explains it.
    fn passes_over(&self) -> Option<f64> {
        let (passes, range) = (self.passes(self.heard), self.wrapped_loop()?);
        let at = self.heard - passes * range.length();
        let explains = passes > 0.0 && self.is_on_way(self.heard) && self.could_be(at);
        explains.then_some(self.heard - at)
    }

    /// Whether the host has gone on to `at` from its last word, only not quite as we have.
    fn goes_on(&self, at: f64) -> bool {
        // Both may have begun the loop again since then.
        let again = self.wrapped_loop().map(|range| at + range.length());
        let is_on_way = self.is_on_way(at) || again.is_some_and(|at| self.is_on_way(at));
        is_on_way && self.could_be(at)
    }

    /// The loop, if we have begun it again a short time ago and the host has not confirmed it yet.
    fn wrapped_loop(&self) -> Option<Loop> {
        let is_wrapped = self.now < self.clock.wrapped_until;
        self.clock.looping.filter(|_| is_wrapped)
    }

    /// By how many passes of the loop `at` is ahead of us.
    fn passes(&self, at: f64) -> f64 {
        let off = at - self.own;
        let looping = self.clock.looping;
        looping.map_or(0.0, |range| to_f64(round_i64(off / range.length())))
    }

    /// Whether `at` is not too far from us. A ramp may have got ahead in a long block, as far as it goes:
    /// what is further is not where we went, as where we began a loop again that the host has left.
    fn could_be(&self, at: f64) -> bool {
        let said = self.clock.said;
        let ramp = said.map_or(0.0, |said| said.advance() * (self.faster() - 1.0).abs());
        self.is_in_pass(at) && (at - self.own).abs() < BESIDE + ramp
    }

    /// Whether `at` is nearer to us than the same place in the pass before of the loop, or the next.
    fn is_in_pass(&self, at: f64) -> bool {
        let range = self.clock.looping.filter(|_| self.clock.armed);
        range.is_none_or(|range| (at - self.own).abs() < range.length() / 2.0)
    }

    /// Whether the host only rounds worse where its tempo changes.
    fn is_beside_ramp(&self, at: f64) -> bool {
        self.is_ramp() && self.is_in_pass(at) && self.is_beside(at)
    }

    fn is_beside(&self, at: f64) -> bool {
        (at - self.own).abs() < BESIDE
    }

    /// How many times as fast the tempo is now.
    fn faster(&self) -> f64 {
        self.bpm.get() / self.clock.bpm.get()
    }

    fn is_ramp(&self) -> bool {
        self.bpm != self.clock.bpm
    }

    /// Whether the host can be at `at` if it just goes on from its last word. A ramp inside the block:
    /// the way lies between that of the old and of the new tempo.
    fn is_on_way(&self, at: f64) -> bool {
        let Some(said) = self.clock.said else {
            return false;
        };
        let faster = self.faster();
        let slowest = said.position + said.advance() * faster.min(1.0);
        let fastest = said.position + said.advance() * faster.max(1.0);
        (slowest - self.near..=fastest + self.near).contains(&at)
    }
}

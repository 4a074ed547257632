//! One piece of a stretch and the strikes in it: gathered lane by lane, given away frame by frame.
//!
//! Nothing is sorted: a piece is so short that it has a place for each of its frames.

use super::Span;
use super::hit::Hit;
use super::player::OWED;
use crate::pattern::{LANES, LaneSet};
use crate::time::Frame;
use arrayvec::ArrayVec;

/// How many frames a piece has at the most; few enough that its strikes fit into it.
pub(super) const PIECE_FRAMES: i64 = 128;

/// A place for each frame of a piece.
const PLACES: usize = 128;

/// How many strikes one piece can bring: all that all lanes can owe.
const HITS: usize = LANES * OWED;

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its first frame, and the one after its last.
    pub(super) span: Span,
    /// In the order in which they came.
    hits: ArrayVec<Hit, HITS>,
    /// For each of them the one that came after it on the same frame.
    later: [u16; HITS],
    /// A bit for each frame that has hits, the first frame's lowest.
    busy: [u64; 2],
    /// The first hit of each busy frame, and its last.
    queues: [(u16, u16); PLACES],
    /// The hits that were given away last, if they are several.
    together: ArrayVec<Hit, HITS>,
}

impl Piece {
    /// A piece of no frames.
    pub(super) fn new() -> Self {
        Self {
            span: (Frame::MIN, Frame::MIN),
            hits: ArrayVec::new(),
            later: [0; HITS],
            busy: [0; 2],
            queues: [(0, 0); PLACES],
            together: ArrayVec::new(),
        }
    }

    /// An empty piece of these frames, [`PIECE_FRAMES`] at the most.
    pub(super) fn begin(&mut self, span: Span) {
        debug_assert!(span.1 - span.0 <= PIECE_FRAMES, "a piece is short");
        self.span = span;
        self.clear();
    }

    /// Forgets what has not been given away.
    pub(super) fn clear(&mut self) {
        self.hits.clear();
        self.busy = [0; 2];
    }

    /// Takes a hit on one of its frames; says whether there was room for it.
    pub(super) fn push(&mut self, hit: Hit) -> bool {
        let has_room = self.hits.try_push(hit).is_ok();
        if has_room {
            self.enqueue(self.hits.len() - 1, hit.note.on);
        }
        has_room
    }

    /// Forgets the hits of `lanes`.
    pub(super) fn silence(&mut self, lanes: LaneSet) {
        self.hits
            .retain(|hit| hit.note.lane().is_some_and(|lane| !lanes.contains(lane)));
        self.busy = [0; 2];
        for place in 0..self.hits.len() {
            if let Some(frame) = self.hits.get(place).map(|hit| hit.note.on) {
                self.enqueue(place, frame);
            }
        }
    }

    /// The hit at `place` is the last on its frame.
    fn enqueue(&mut self, place: usize, frame: Frame) {
        let at = usize::try_from(frame - self.span.0).unwrap_or(0) % PLACES;
        let place = u16::try_from(place).unwrap_or(0);
        let (Some(queue), Some(busy)) = (self.queues.get_mut(at), self.busy.get_mut(at / 64))
        else {
            return;
        };
        let bit = 1 << (at % 64);
        if *busy & bit == 0 {
            *busy |= bit;
            *queue = (place, place);
            return;
        }
        if let Some(later) = self.later.get_mut(usize::from(queue.1)) {
            *later = place;
        }
        queue.1 = place;
    }

    /// The first frame that has hits.
    pub(super) fn next_frame(&self) -> Frame {
        match self.busy {
            [0, 0] => Frame::NEVER,
            [0, later] => self.span.0 + i64::from(64 + later.trailing_zeros()),
            [sooner, _] => self.span.0 + i64::from(sooner.trailing_zeros()),
        }
    }

    /// Gives away the hits of the first frame that has any, by lane.
    pub(super) fn take(&mut self) -> &[Hit] {
        let (busy, half) = match &mut self.busy {
            [0, later] => (later, 64),
            [sooner, _] => (sooner, 0),
        };
        let at = usize::try_from(half + busy.trailing_zeros()).unwrap_or(0);
        *busy &= busy.wrapping_sub(1);
        let Some((first, last)) = self.queues.get(at).copied() else {
            return &[];
        };
        if first == last {
            let first = usize::from(first);
            return self.hits.get(first..=first).unwrap_or_default();
        }
        self.gather(first, last);
        &self.together
    }

    /// Puts the hits of a queue together. Lanes come in order but for notes that one plays for
    /// another, so that hardly any has to overtake.
    #[inline(never)]
    fn gather(&mut self, first: u16, last: u16) {
        self.together.clear();
        let mut place = first;
        while let Some(hit) = self.hits.get(usize::from(place)) {
            let is_after = |other: &Hit| other.note.lane() > hit.note.lane();
            let has_room = if self.together.last().is_some_and(is_after) {
                let index = self.together.iter().position(is_after).unwrap_or(0);
                self.together.try_insert(index, *hit).is_ok()
            } else {
                self.together.try_push(*hit).is_ok()
            };
            if !has_room || place == last {
                return;
            }
            place = self.later.get(usize::from(place)).copied().unwrap_or(last);
        }
    }
}

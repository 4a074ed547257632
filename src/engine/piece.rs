//! One piece of a stretch and the strikes in it: gathered lane by lane, given away frame by frame.
//!
//! Nothing is sorted: a piece is so short that it has a place for each of its frames.

use super::Span;
use super::hit::Hit;
use super::order::seat_last;
use super::player::OWED;
use crate::pattern::{LANES, LaneSet};
use crate::time::Frame;

/// How many frames a piece has at the most: few blocks are longer.
pub(super) const LONGEST_PIECE: i64 = 1 << DOUBLINGS;

/// So many it may always have.
pub(super) const SHORTEST_PIECE: i64 = 128;

/// A place for each frame of a piece.
const PLACES: usize = 1 << DOUBLINGS;

const DOUBLINGS: u32 = 10;

/// How many frames share a word of bits.
const WORD: usize = 64;

/// How many strikes one piece can bring: one of each lane on every frame.
const HITS: usize = LANES * PLACES;

/// How many of them can fall on one frame.
const TOGETHER: usize = LANES * OWED;

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its first frame, and the one after its last.
    pub(super) span: Span,
    /// In the order in which they came. Never longer than it was made for: a list that is as long
    /// from the start would be put together on the stack, which may be small.
    hits: Vec<Hit>,
    /// For each of them the one that came after it on the same frame.
    later: Box<[u16]>,
    /// A bit for each frame that has hits, the first frame's lowest.
    busy: [u64; PLACES / WORD],
    /// A bit for each word of these that is not 0.
    busy_words: u16,
    /// The first hit of each busy frame, and its last.
    queues: [(u16, u16); PLACES],
    /// The hits that were given away last, if they are several.
    together: Vec<Hit>,
}

impl Piece {
    /// A piece of no frames. Allocates.
    pub(super) fn new() -> Self {
        Self {
            span: (Frame::MIN, Frame::MIN),
            hits: Vec::with_capacity(HITS),
            later: vec![0; HITS].into_boxed_slice(),
            busy: [0; PLACES / WORD],
            busy_words: 0,
            queues: [(0, 0); PLACES],
            together: Vec::with_capacity(TOGETHER),
        }
    }

    /// An empty piece of these frames, [`LONGEST_PIECE`] at the most.
    pub(super) fn begin(&mut self, span: Span) {
        debug_assert!(span.1 - span.0 <= LONGEST_PIECE, "a piece is short");
        self.span = span;
        self.clear();
    }

    /// Forgets what has not been given away.
    pub(super) fn clear(&mut self) {
        self.hits.clear();
        self.forget_places();
    }

    fn forget_places(&mut self) {
        if self.busy_words != 0 {
            self.busy = [0; PLACES / WORD];
            self.busy_words = 0;
        }
    }

    /// Takes a hit on one of its frames; says whether there was room for it.
    pub(super) fn push(&mut self, hit: Hit) -> bool {
        let has_room = has_room(&self.hits);
        if has_room {
            self.hits.push(hit);
            self.enqueue(self.hits.len() - 1, hit.note.on);
        }
        has_room
    }

    /// Forgets the hits of `lanes`.
    pub(super) fn silence(&mut self, lanes: LaneSet) {
        self.hits
            .retain(|hit| hit.note.lane().is_some_and(|lane| !lanes.contains(lane)));
        self.forget_places();
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
        let (Some(queue), Some(busy)) = (self.queues.get_mut(at), self.busy.get_mut(at / WORD))
        else {
            return;
        };
        let bit = 1 << (at % WORD);
        if *busy & bit == 0 {
            *busy |= bit;
            self.busy_words |= 1 << (at / WORD);
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
        let word = first_bit(self.busy_words.into());
        match self.busy.get(word) {
            Some(busy) => self.span.0 + frames(word * WORD + first_bit(*busy)),
            None => Frame::NEVER,
        }
    }

    /// Gives away the hits of the first frame that has any, by lane.
    pub(super) fn take(&mut self) -> &[Hit] {
        let word = first_bit(self.busy_words.into());
        let Some(busy) = self.busy.get_mut(word) else {
            return &[];
        };
        let at = word * WORD + first_bit(*busy);
        *busy &= busy.wrapping_sub(1);
        if *busy == 0 {
            self.busy_words &= self.busy_words.wrapping_sub(1);
        }
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
            if !has_room(&self.together) {
                return;
            }
            self.together.push(*hit);
            seat_last(&mut self.together, |last, before| {
                last.note.lane() < before.note.lane()
            });
            if place == last {
                return;
            }
            place = self.later.get(usize::from(place)).copied().unwrap_or(last);
        }
    }
}

/// Whether one more fits in the memory that the list has.
fn has_room(list: &Vec<Hit>) -> bool {
    list.len() < list.capacity()
}

/// The place of the lowest bit; beyond the highest if there is none.
fn first_bit(bits: u64) -> usize {
    usize::try_from(bits.trailing_zeros()).unwrap_or(usize::MAX)
}

/// So many places in a piece, as frames.
fn frames(places: usize) -> i64 {
    i64::try_from(places).unwrap_or(0)
}

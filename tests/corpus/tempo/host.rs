//! A host whose tempo moves, and whose positions are as good as a host's are.

use super::RATE;
use crate::feed::Feed;
use crate::support::number::round;

const BLOCKS: [u32; 8] = [64, 1_024, 32, 441, 512, 1_000, 128, 2_048];

/// How far the tempo goes, in BPM.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    fastest: f64,
    /// How far it leaps at once.
    leap: f64,
    /// How far it slides within a block.
    slide: f64,
}

impl Limits {
    pub(super) const WIDEST: Self = Self {
        fastest: 300.0,
        leap: 270.0,
        slide: 40.0,
    };
    /// Nobody ghosts between steps that are shorter than the hand's.
    pub(super) const GHOSTS: Self = Self {
        fastest: 140.0,
        ..Self::WIDEST
    };
    /// What is early by milliseconds is early by more steps at a faster tempo; two that are due at once
    /// are one strike.
    pub(super) const LATE: Self = Self {
        fastest: 240.0,
        leap: 30.0,
        slide: 4.0,
    };
    const SLOWEST: f64 = 30.0;
}

/// How a host's positions are written.
#[derive(Clone, Copy)]
pub(super) enum Precision {
    Exact,
    Ticks960,
    Single,
}

impl Precision {
    pub(super) fn write(self, beats: f64) -> f64 {
        match self {
            Self::Exact => beats,
            Self::Ticks960 => (beats * 960.0).round() / 960.0,
            #[expect(clippy::cast_possible_truncation, reason = "as hosts do it")]
            Self::Single => f64::from(beats as f32),
        }
    }
}

/// How many frames before a block's end its tempo begins to slide: hosts' blocks are no longer.
const LONGEST_SLIDE: f64 = 2_048.0;

/// A block to come.
pub(super) struct Block {
    pub(super) length: Length,
    /// The tempo that the host says, and that of its last frames on average.
    pub(super) said: f64,
    pub(super) mean: f64,
}

impl Block {
    /// Its frames from `at` beats on, and how many beats one of them is.
    pub(super) fn cut(&self, at: f64) -> (u32, f64) {
        let a_frame = |bpm: f64| bpm / 60.0 / RATE;
        let frames = self.length.frames(at, a_frame(self.said));
        let sliding = (LONGEST_SLIDE / f64::from(frames)).min(1.0);
        let a_frame = a_frame(self.said + (self.mean - self.said) * sliding);
        (self.length.frames(at, a_frame), a_frame)
    }
}

/// How long a block is.
#[derive(Clone, Copy)]
pub(super) enum Length {
    Frames(u32),
    /// Up to so many frames after the next sixteenth that is further away than that.
    ToSixteenth(f64),
}

impl Length {
    /// In frames, from `at` on, where each is so much of a beat.
    fn frames(self, at: f64, a_frame: f64) -> u32 {
        match self {
            Self::Frames(frames) => frames,
            Self::ToSixteenth(after) => {
                let place = (at * 4.0).floor() / 4.0 + 0.25;
                let frames = (place - at) / a_frame + after;
                let further = if frames < 1.0 { 0.25 / a_frame } else { 0.0 };
                u32::try_from(round(frames + further)).expect("a block's length")
            }
        }
    }
}

/// Its next bytes say how it goes on.
pub(super) struct Host<'a, 'b> {
    feed: &'a mut Feed<'b>,
    limits: Limits,
    bpm: f64,
    block: u32,
    /// Whether the block to come is one of another tempo, after one that ended near a step.
    is_aiming: bool,
    /// Whether the tempo slid in the block before: then it says next what it slid to.
    is_sliding: bool,
}

impl<'a, 'b> Host<'a, 'b> {
    pub(super) fn new(feed: &'a mut Feed<'b>, limits: Limits) -> Self {
        Self {
            feed,
            limits,
            bpm: 120.0,
            block: 64,
            is_aiming: false,
            is_sliding: false,
        }
    }

    pub(super) fn next(&mut self) -> Block {
        let before = self.bpm;
        let kind = self.feed.below(8);
        let aims = kind > 4 && !self.is_aiming;
        let slides = self.turn(match kind {
            // It goes on from there, or slides on.
            kind if self.is_sliding => kind | 2,
            kind if self.is_aiming => kind % 3,
            kind => kind,
        });
        (self.is_aiming, self.is_sliding) = (aims, slides);
        let length = if aims {
            Length::ToSixteenth(self.feed.between(-8.0, 8.0).round())
        } else {
            Length::Frames(self.block)
        };
        // A slide is told by its tempo where the block begins.
        let (said, mean) = if slides {
            (before, f64::midpoint(before, self.bpm))
        } else {
            (self.bpm, self.bpm)
        };
        Block { length, said, mean }
    }

    /// Goes on to another tempo or to other blocks, and says whether the tempo slides there.
    fn turn(&mut self, kind: u16) -> bool {
        match kind {
            0 => {
                let Limits { fastest, leap, .. } = self.limits;
                let next = self.feed.between(Limits::SLOWEST, fastest);
                self.bpm = next.clamp(self.bpm - leap, self.bpm + leap);
            }
            1 => self.bpm = self.near(),
            // A block that ends near a step may slide there, too.
            2 | 7 => {
                self.bpm = self.near();
                return true;
            }
            3 => self.block = self.feed.pick(&BLOCKS),
            _ => {}
        }
        false
    }

    fn near(&mut self) -> f64 {
        let furthest = self.feed.pick(&[4.0, self.limits.slide]);
        let slide = self.feed.between(-furthest, furthest);
        (self.bpm + slide).clamp(Limits::SLOWEST, self.limits.fastest)
    }
}

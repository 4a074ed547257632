//! A block of audio while the engine's events come in.

use super::{Kit, Reading};
use crate::engine::Event;

/// What is left to fill of a block's two channels. **Thread:** audio.
///
/// Events have to come in the order of their frames; each is heard from its own frame on. Finished,
/// or dropped, the take fills what is left.
pub struct Take<'a> {
    kit: &'a mut Kit,
    reading: Reading,
    /// The frames that are filled.
    done: usize,
    left: &'a mut [f32],
    right: &'a mut [f32],
}

impl<'a> Take<'a> {
    /// A block into `left` and `right`; what one has more than the other stays as it is.
    pub fn new(
        kit: &'a mut Kit,
        reading: Reading,
        (left, right): (&'a mut [f32], &'a mut [f32]),
    ) -> Self {
        let frames = left.len().min(right.len());
        Self {
            kit,
            reading,
            done: 0,
            left: left.split_at_mut(frames).0,
            right: right.split_at_mut(frames).0,
        }
    }

    /// Takes what the engine sends.
    pub fn hear(&mut self, event: &Event) {
        let at = usize::try_from(event.at).unwrap_or(usize::MAX);
        self.fill(at.saturating_sub(self.done));
        self.kit.hear(event, self.reading);
    }

    /// Fills the next frames, as many as there are left at most.
    fn fill(&mut self, frames: usize) {
        // As long as each other; asked of both, neither can be cut too far.
        let frames = frames.min(self.left.len()).min(self.right.len());
        if frames == 0 {
            return;
        }
        let (left, rest) = std::mem::take(&mut self.left).split_at_mut(frames);
        self.left = rest;
        let (right, rest) = std::mem::take(&mut self.right).split_at_mut(frames);
        self.right = rest;
        self.kit.render(left, right);
        self.done += frames;
    }
}

impl Drop for Take<'_> {
    fn drop(&mut self) {
        self.fill(usize::MAX);
    }
}

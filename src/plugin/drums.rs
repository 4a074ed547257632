//! The built-in drums in an instance: silent in a host, unless they are switched on.

use crate::audition::{Kit, Reading, Take};
use crate::pattern::Setup;
use crate::time::SampleRate;
use nice_plug::prelude::Buffer;

/// The drums of an instance. **Thread:** audio; made on main.
pub(super) struct Drums(Box<Kit>);

impl Drums {
    /// Drums at rest. Allocates.
    pub(super) fn new() -> Self {
        Self(Box::new(Kit::new(SampleRate::DEFAULT)))
    }

    /// Lets what sounds fade.
    pub(super) fn hush(&mut self) {
        self.0.hush();
    }

    /// What is to hear this block's events, if the drums are switched on. Switched off while they
    /// sound, they fade into `buffer`, which has to be silent.
    pub(super) fn listen<'a>(
        &'a mut self,
        rate: SampleRate,
        setup: &Setup,
        buffer: &'a mut Buffer<'_>,
    ) -> Option<Take<'a>> {
        if !setup.audition && self.0.is_silent() {
            return None;
        }
        let [left, right, ..] = buffer.as_slice() else {
            return None;
        };
        self.0.set_rate(rate);
        if !setup.audition {
            self.0.hush();
        }
        let take = Take::new(&mut self.0, Reading::of(&setup.keys), (left, right));
        // Dropped, it fills the block with what still sounds.
        setup.audition.then_some(take)
    }
}

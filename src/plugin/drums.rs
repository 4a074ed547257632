//! The built-in drums in an instance: silent in a host, unless they are switched on.

use crate::audition::{Kit, Reading, Take};
use crate::pattern::Setup;
use crate::time::SampleRate;

/// The two channels that the drums are heard on; silent, until they fill them.
pub type Outputs<'a> = (&'a mut [f32], &'a mut [f32]);

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
    /// sound, they fade into the outputs, which have to be silent.
    pub(super) fn listen<'a>(
        &'a mut self,
        rate: SampleRate,
        setup: &Setup,
        outputs: Outputs<'a>,
    ) -> Option<Take<'a>> {
        if !setup.audition && self.0.is_silent() {
            return None;
        }
        self.0.set_rate(rate);
        if !setup.audition {
            self.0.hush();
        }
        let take = Take::new(&mut self.0, Reading::of(&setup.keys), outputs);
        // Dropped, it fills the block with what still sounds.
        setup.audition.then_some(take)
    }
}

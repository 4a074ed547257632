//! The built-in drums in an instance: silent in a host, unless they are switched on.

use crate::audition::{Kit, Reading, Take};
use crate::pattern::Setup;
use crate::time::SampleRate;

/// The two channels that the drums are heard on; silent, until they fill them.
pub type Outputs<'a> = (&'a mut [f32], &'a mut [f32]);

/// The drums of an instance. **Thread:** audio; made on main.
pub(super) struct Drums {
    kit: Box<Kit>,
    /// Whether the kit is known to be silent, so that nobody has to ask all of it in every block.
    rests: bool,
}

impl Drums {
    /// Drums at rest. Allocates.
    pub(super) fn new() -> Self {
        Self {
            kit: Box::new(Kit::new(SampleRate::DEFAULT)),
            rests: true,
        }
    }

    /// Whether they are switched off, and silent.
    pub(super) fn rest(&self, setup: &Setup) -> bool {
        self.rests && !setup.audition
    }

    /// Lets what sounds fade.
    pub(super) fn hush(&mut self) {
        self.kit.hush();
    }

    /// What is to hear this block's events, if the drums are switched on. Switched off while they
    /// sound, they fade into the outputs, which have to be silent.
    pub(super) fn listen<'a>(
        &'a mut self,
        rate: SampleRate,
        setup: &Setup,
        outputs: Outputs<'a>,
    ) -> Option<Take<'a>> {
        if self.rest(setup) {
            return None;
        }
        self.kit.set_rate(rate);
        self.rests = !setup.audition && self.kit.is_silent();
        if !setup.audition {
            self.kit.hush();
        }
        let take = Take::new(&mut self.kit, Reading::of(&setup.keys), outputs);
        // Dropped, it fills the block with what still sounds.
        setup.audition.then_some(take)
    }
}

//! What the editor can touch: the true bank, the parameters, and what the audio thread tells.

use super::deck::Deck;
use crate::link::{Health, Main};
use crate::plugin::params::{Handle, Params};
use std::sync::Arc;

/// Who hears of the user's hand on a parameter, so that hosts can record it. **Thread:** main.
pub trait Ear: Send {
    /// The user takes hold of the parameter.
    fn begin(&self, handle: &Handle<'_>);
    /// The user sets it, 0 to 1. This is also how its value comes to change.
    fn set(&self, handle: &Handle<'_>, normalized: f32);
    /// The user lets go of it.
    fn end(&self, handle: &Handle<'_>);
    /// The instance has failed, and the user wants it to begin afresh.
    fn restart(&self);
}

/// An instance as the editor holds it. **Thread:** main.
pub struct Hand {
    /// The parameters.
    pub params: Arc<Params>,
    /// What the audio thread tells about itself.
    pub health: Arc<Health>,
    /// Who hears of gestures.
    pub ear: Box<dyn Ear>,
    /// Who runs the song, where no host does.
    pub deck: Option<Arc<dyn Deck>>,
}

impl Hand {
    /// The true bank. It is locked for a moment only, never while something is drawn.
    pub fn main(&self) -> &Main {
        self.params.main()
    }

    /// Sets the parameter `id` from 0 to 1, as one gesture.
    pub fn set(&self, id: &str, normalized: f32) {
        if let Some(handle) = self.params.by_id(id) {
            self.ear.begin(&handle);
            self.ear.set(&handle, normalized);
            self.ear.end(&handle);
        }
    }
}

//! What a trial has taken the place of.

use crate::pattern::{Pattern, PatternIndex};

/// What was there before something was put in its place on trial: it is put back, and it is what is
/// saved meanwhile. **Thread:** main.
#[derive(Clone, Debug)]
pub struct Displaced {
    /// The pattern's place.
    pub index: PatternIndex,
    /// The pattern; `None` if there was none.
    pub pattern: Option<Box<Pattern>>,
    /// The parameters that were set, by their ids, and what they were, 0 to 1.
    pub values: Vec<(String, f32)>,
}

impl Displaced {
    /// What the parameter with this id was, if it was set.
    pub fn value(&self, id: &str) -> Option<f32> {
        let own = self.values.iter().find(|(own, _)| own == id);
        own.map(|(_, value)| *value)
    }
}

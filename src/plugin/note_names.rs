//! What the drums are called, for the host's piano roll.

use crate::pattern::PatternIndex;
use crate::pattern::{Bank, Channel, Key, LaneName};

/// The name of a key of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteName {
    /// The name.
    pub name: LaneName,
    /// The key.
    pub key: Key,
    /// The channel that its notes go out on.
    pub channel: Channel,
}

/// The names of the lanes that have one, of the pattern that plays. Where lanes share a key the
/// first one names it. Allocates. **Thread:** main.
pub fn note_names(bank: &Bank) -> Vec<NoteName> {
    let mut names: Vec<NoteName> = Vec::new();
    let lanes = bank
        .pattern(PatternIndex::FIRST)
        .map(|pattern| pattern.lanes.iter());
    for (at, lane) in lanes.into_iter().flatten() {
        let voice = &lane.voice;
        let (key, channel) = (voice.key, bank.setup.channel(at, voice.channel));
        let is_named = names
            .iter()
            .any(|name| name.key == key && name.channel == channel);
        if !is_named && voice.name != LaneName::EMPTY {
            let name = voice.name;
            names.push(NoteName { name, key, channel });
        }
    }
    names
}

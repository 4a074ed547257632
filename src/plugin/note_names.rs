//! What the drums are called, for the host's piano roll.

use crate::pattern::{Bank, Channel, Key, LaneName, PatternIndex};

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

/// The patterns that may be the one whose drums have names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    /// The one that is asked for.
    pub chosen: PatternIndex,
    /// The one that plays.
    pub playing: PatternIndex,
}

impl Patterns {
    /// The chosen one, or what the chain of `bank` plays if it runs.
    fn named(self, bank: &Bank) -> PatternIndex {
        let runs_chain = bank.setup.runs_chain && !bank.chain.entries().is_empty();
        if runs_chain {
            self.playing
        } else {
            self.chosen
        }
    }
}

/// The names of the lanes that have one, of the pattern that is chosen or that the chain plays, on
/// the keys and channels that the settings give them. Where lanes share a key the first one names
/// it. Allocates. **Thread:** main.
pub fn note_names(bank: &Bank, patterns: Patterns) -> Vec<NoteName> {
    let mut names: Vec<NoteName> = Vec::new();
    let lanes = bank
        .pattern(patterns.named(bank))
        .map(|pattern| pattern.lanes.iter());
    for (at, lane) in lanes.into_iter().flatten() {
        let voice = &lane.voice;
        let key = bank.setup.key(at, voice.key);
        let channel = bank.setup.channel(at, voice.channel);
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

//! Patterns in a row: a song made of entries, each a pattern and how often it is played.

use super::bank::PatternIndex;

/// How often an entry's pattern is played, 1 to 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Repeats(u8);

impl Repeats {
    /// Once.
    pub const ONCE: Self = Self(1);

    /// `count` times; `None` outside 1 to 64.
    pub const fn new(count: u8) -> Option<Self> {
        if count >= 1 && count <= 64 {
            Some(Self(count))
        } else {
            None
        }
    }

    /// The number of times.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// One entry of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChainEntry {
    /// What is played.
    pub pattern: PatternIndex,
    /// How often.
    pub repeats: Repeats,
}

impl ChainEntry {
    const FIRST: Self = Self {
        pattern: PatternIndex::FIRST,
        repeats: Repeats::ONCE,
    };
}

/// Up to 64 entries, played from the song's first bar and then over again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chain {
    entries: [ChainEntry; Self::MAX],
    count: u8,
}

impl Chain {
    /// The most entries.
    pub const MAX: usize = 64;

    /// A chain without entries: it plays nothing else than the chosen pattern.
    pub const EMPTY: Self = Self {
        entries: [ChainEntry::FIRST; Self::MAX],
        count: 0,
    };

    /// The chain of these entries; `None` if they are more than 64.
    pub fn new(entries: &[ChainEntry]) -> Option<Self> {
        let mut chain = Self::EMPTY;
        chain
            .entries
            .get_mut(..entries.len())?
            .copy_from_slice(entries);
        chain.count = u8::try_from(entries.len()).ok()?;
        Some(chain)
    }

    /// The entries in order.
    pub fn entries(&self) -> &[ChainEntry] {
        self.entries
            .get(..usize::from(self.count))
            .unwrap_or_default()
    }
}

impl Default for Chain {
    fn default() -> Self {
        Self::EMPTY
    }
}

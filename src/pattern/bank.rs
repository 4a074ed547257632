//! A pattern, and the bank of all patterns of an instance.

use super::chain::Chain;
use super::kit::kit;
use super::lane::Lane;
use super::per_lane::{LaneIndex, PerLane};
use super::setup::Setup;

/// How long a pattern is, 1 to 16 bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bars(u8);

impl Bars {
    /// One bar.
    pub const ONE: Self = Self(1);
    /// Four bars.
    pub const FOUR: Self = Self(4);

    /// `count` bars; `None` outside 1 to 16.
    pub const fn new(count: u8) -> Option<Self> {
        if count >= 1 && count <= 16 {
            Some(Self(count))
        } else {
            None
        }
    }

    /// The number of bars.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Whose way ghosts and fills are played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Manner {
    /// A drummer's: ghosts in the places where drummers play them, fills of one hand and one foot.
    #[default]
    Drummer,
    /// That of the machine that Afterbeat grows out of.
    Classic,
}

/// Sixteen lanes together.
#[derive(Debug, PartialEq, Eq)]
pub struct Pattern {
    /// How long it is.
    pub bars: Bars,
    /// Whose way its ghosts and fills are played.
    pub manner: Manner,
    /// Its lanes, each in a box of its own so that one can be swapped for a longer one.
    pub lanes: PerLane<Box<Lane>>,
}

impl Pattern {
    /// A bar of rests on the default kit.
    pub fn new() -> Self {
        let kit = kit();
        Self {
            bars: Bars::ONE,
            manner: Manner::Drummer,
            lanes: PerLane::from_fn(|lane| Box::new(Lane::new(kit[lane].voice()))),
        }
    }
}

impl Clone for Pattern {
    fn clone(&self) -> Self {
        let lanes = self.lanes.clone();
        Self { lanes, ..*self }
    }

    /// In the same boxes.
    fn clone_from(&mut self, source: &Self) {
        (self.bars, self.manner) = (source.bars, source.manner);
        for (at, lane) in self.lanes.iter_mut() {
            lane.clone_from(&source.lanes[at]);
        }
    }
}

impl Default for Pattern {
    fn default() -> Self {
        Self::new()
    }
}

/// Which pattern of the bank, 0 to 127; people count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatternIndex(u8);

impl PatternIndex {
    /// The first pattern.
    pub const FIRST: Self = Self(0);

    /// The pattern counted from 0; `None` beyond 127.
    pub const fn new(index: u8) -> Option<Self> {
        if index < 128 { Some(Self(index)) } else { None }
    }

    /// The pattern's place, counted from 0.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// All places, first to last.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + Clone {
        (0u8..128).map(Self)
    }
}

/// All patterns of an instance, and the settings that are saved with them.
///
/// There is one truth, the main side's; the engine plays from a copy that the same edits keep equal.
#[derive(Debug, PartialEq, Eq)]
pub struct Bank {
    patterns: [Option<Box<Pattern>>; 128],
    /// The settings of the instance.
    pub setup: Setup,
    /// The song made of patterns, which plays instead of one if the settings say so.
    pub chain: Box<Chain>,
}

impl Clone for Bank {
    fn clone(&self) -> Self {
        let (patterns, chain) = (self.patterns.clone(), self.chain.clone());
        let setup = self.setup;
        Self {
            patterns,
            setup,
            chain,
        }
    }

    /// In the boxes of the patterns that both have.
    fn clone_from(&mut self, source: &Self) {
        self.patterns.clone_from(&source.patterns);
        self.setup = source.setup;
        self.chain.clone_from(&source.chain);
    }
}

impl Bank {
    /// A bank without patterns.
    pub fn empty() -> Self {
        Self {
            patterns: std::array::from_fn(|_| None),
            setup: Setup::default(),
            chain: Box::new(Chain::EMPTY),
        }
    }

    /// A bank whose first pattern is `pattern`.
    pub fn with_first(pattern: Pattern) -> Self {
        let mut bank = Self::empty();
        bank.replace(PatternIndex::FIRST, Some(Box::new(pattern)));
        bank
    }

    /// The pattern at `index`, if there is one.
    pub fn pattern(&self, index: PatternIndex) -> Option<&Pattern> {
        self.patterns.get(usize::from(index.get()))?.as_deref()
    }

    /// The lane at `lane` of the pattern at `index`, if there is such a pattern.
    pub fn lane(&self, index: PatternIndex, lane: LaneIndex) -> Option<&Lane> {
        self.pattern(index).map(|pattern| &*pattern.lanes[lane])
    }

    /// The pattern at `index`, to change it.
    pub(super) fn pattern_mut(&mut self, index: PatternIndex) -> Option<&mut Pattern> {
        self.patterns
            .get_mut(usize::from(index.get()))?
            .as_deref_mut()
    }

    /// Puts a pattern (or none) at `index` and gives what was there.
    pub(super) fn replace(
        &mut self,
        index: PatternIndex,
        pattern: Option<Box<Pattern>>,
    ) -> Option<Box<Pattern>> {
        match self.patterns.get_mut(usize::from(index.get())) {
            Some(place) => std::mem::replace(place, pattern),
            None => pattern,
        }
    }
}

//! The copy of the truth that is drawn.

use super::hand::Hand;
use crate::engine::{Controls, Whereabouts};
use crate::link::{Main, Vitals};
use crate::midi_map::MidiMap;
use crate::pattern::{Chain, Pattern, PatternIndex, Setup};
use crate::time::{BarMap, Meter, Ticks};
use std::sync::Arc;

/// What is drawn, as it was when it was copied.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The revision of the bank, and how many of its changes were edits.
    revision: Option<(u64, u64)>,
    generation: Option<u64>,
    /// Whether another bank was loaded, and nobody has asked about it yet.
    is_loaded: bool,
    /// Which pattern is shown: the one that is asked for.
    pub index: PatternIndex,
    /// Whether the bank has it. If not, `pattern` is what it will be when something is put there.
    pub exists: bool,
    /// The pattern.
    pub pattern: Arc<Pattern>,
    /// The factory's groove that it is, note for note.
    pub groove: Option<&'static str>,
    /// The settings of the instance.
    pub setup: Setup,
    /// The song made of patterns.
    pub chain: Chain,
    /// Which patterns there are.
    pub used: Arc<[bool; 128]>,
    /// What keys and controllers do, and what the next is to do.
    pub map: MidiMap,
    /// The parameters, modulation included.
    pub controls: Controls,
    /// Where the music is.
    pub at: Whereabouts,
    /// How the audio thread fares.
    pub vitals: Vitals,
    /// Whether the instance has failed.
    pub tripped: bool,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            revision: None,
            generation: None,
            is_loaded: false,
            index: PatternIndex::FIRST,
            exists: false,
            pattern: Arc::default(),
            groove: None,
            setup: Setup::default(),
            chain: Chain::EMPTY,
            used: Arc::new([false; 128]),
            map: MidiMap::default(),
            controls: Controls::default(),
            at: Whereabouts::default(),
            vitals: Vitals::default(),
            tripped: false,
        }
    }
}

impl Shown {
    /// Copies what has changed.
    pub fn refresh(&mut self, hand: &Hand) {
        let generation = hand.params.generation();
        let mut index = self.index;
        if self.generation != Some(generation) {
            self.controls = hand.params.controls();
            self.generation = Some(generation);
            index = self.controls.pattern;
        }
        let mapping = hand.params.mapping();
        let learns = self.map.learning().is_some();
        if (mapping.revision(), mapping.board().learns()) != (self.map.revision(), learns) || learns
        {
            self.map = hand.params.midi_map();
        }
        self.at = hand.health.whereabouts();
        self.vitals = hand.health.vitals();
        self.tripped = hand.health.is_tripped();
        self.copy_bank(hand.main(), index);
    }

    /// Copies the bank after an edit. It is still the same pattern that is shown, whatever the host
    /// asks for meanwhile: what the hand does in one frame is all about one pattern.
    pub fn renew(&mut self, hand: &Hand) {
        self.copy_bank(hand.main(), self.index);
    }

    /// Whether another bank was loaded since this was asked last.
    pub fn take_load(&mut self) -> bool {
        std::mem::take(&mut self.is_loaded)
    }

    /// A value that is another one after any change of the bank, or when another pattern is shown.
    pub fn version(&self) -> (Option<(u64, u64)>, PatternIndex) {
        (self.revision, self.index)
    }

    fn copy_bank(&mut self, main: &Main, index: PatternIndex) {
        let side = main.lock();
        let revision = (side.revision(), side.edits());
        if self.revision == Some(revision) && self.index == index {
            return;
        }
        let loads = |(all, edits): (u64, u64)| all - edits;
        self.is_loaded |= self
            .revision
            .is_some_and(|before| loads(before) != loads(revision));
        let bank = side.bank();
        let pattern = bank.pattern(index);
        self.exists = pattern.is_some();
        self.pattern = Arc::new(pattern.cloned().unwrap_or_default());
        self.setup = bank.setup;
        self.chain = *bank.chain;
        let mut used = [false; 128];
        for (place, pattern) in used.iter_mut().zip(PatternIndex::all()) {
            *place = bank.pattern(pattern).is_some();
        }
        self.used = Arc::new(used);
        // Nobody has to wait while this is looked for.
        drop(side);
        let mut grooves = crate::grooves::factory().iter();
        let groove = grooves.find(|groove| groove.pattern == *self.pattern);
        self.groove = groove.map(|groove| groove.name.as_str());
        self.revision = Some(revision);
        self.index = index;
    }

    /// The bars of the pattern, from its first step on, in the meter that the host plays.
    pub fn bars(&self) -> BarMap {
        BarMap::from_song_start(self.meter())
    }

    /// The meter that the host plays.
    pub fn meter(&self) -> Meter {
        let beat = self.at.beat.get().max(1);
        let number = |ticks: i64| i32::try_from(ticks / beat).unwrap_or(0);
        Meter::new(number(self.at.bar.get()), number(Ticks::WHOLE.get())).unwrap_or(Meter::COMMON)
    }

    /// A span of milliseconds in ticks at the tempo that is played.
    pub fn ticks_of_ms(&self, ms: f64) -> f64 {
        ms * self.at.bpm / 60_000.0 * Ticks::QUARTER.to_f64()
    }
}

//! The parameters that hosts see. Their ids, names and ranges are a contract and never change.
#![expect(
    unsafe_code,
    reason = "the framework's trait is unsafe to implement, as it gives out pointers"
)]

mod choice;
mod handle;
mod lane;
mod number;
pub mod typed;
mod whole;
mod window;

pub use choice::{CycleChoice, FillChoice, Period};
pub use handle::{Handle, Kind, Knob, NoValue};
pub use lane::LaneParams;
pub use window::{Look, Window};

use super::guard::caught;
use super::mapping::{self, Mapping};
use super::state;
use crate::engine::{Controls, PatternChange, PatternEntry};
use crate::link::{self, Main};
use crate::pattern::{Bank, Bars, PatternIndex, PerLane};
use crate::time::{Speed, SwingGrid};
use nice_plug::prelude::{BoolParam, EnumParam, FloatParam, IntParam, Param, ParamPtr};
use number::{Unit, number};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use whole::{Count, small, whole};

/// All parameters of an instance, and the bank that is saved with them.
///
/// The framework sets them from the host's main thread, the editor and the audio thread alike.
/// **Thread:** any.
pub struct Params {
    /// The swing, in percent of the pair.
    pub swing: FloatParam,
    /// Which pairs swing.
    pub swing_grid: EnumParam<SwingGrid>,
    /// How far the swing's LFO goes up and down, in percentage points.
    pub swing_lfo_depth: FloatParam,
    /// How long a cycle of it is, in bars.
    pub swing_lfo_period: EnumParam<Period>,
    /// Whether the swing follows the ghosts' intensity.
    pub swing_follow: BoolParam,
    /// How many ghosts are played, in percent.
    pub ghosts: FloatParam,
    /// How loud they are, in percent.
    pub ghost_level: FloatParam,
    /// How long fills are, in percent.
    pub fills: FloatParam,
    /// How often a fill comes by itself.
    pub fill_every: EnumParam<FillChoice>,
    /// Whether a fill plays for as long as this is held.
    pub fill_now: BoolParam,
    /// Whether a crash follows each fill.
    pub fill_crash: BoolParam,
    /// How much of what is written is left, under 0; over 0 more is played. In percent.
    pub density: FloatParam,
    /// Velocity of the whole, in percent.
    pub velocity: FloatParam,
    /// How much louder an accented strike is, in percent.
    pub accent: FloatParam,
    /// How much of each lane's velocity LFO is heard, in percent.
    pub velocity_lfo: FloatParam,
    /// Three standard deviations of how far strikes drift, in milliseconds.
    pub humanize_time: FloatParam,
    /// Three standard deviations of the velocities, in percent.
    pub humanize_velocity: FloatParam,
    /// How much later the kit plays, in milliseconds.
    pub push: FloatParam,
    /// The factor on the gates of Step lanes, in percent.
    pub gate: FloatParam,
    /// How fast the patterns run.
    pub speed: EnumParam<Speed>,
    /// The pattern that plays, counted from 1.
    pub pattern: IntParam,
    /// Where another may begin.
    pub pattern_change: EnumParam<PatternChange>,
    /// Where in itself another begins.
    pub pattern_entry: EnumParam<PatternEntry>,
    /// How many beats later the patterns' places in the song are.
    pub shift: IntParam,
    /// How long ghosts keep their draw, in bars.
    pub phrase: IntParam,
    /// What all draws start from.
    pub seed: IntParam,
    /// After how many phrases they come again.
    pub variation_cycle: EnumParam<CycleChoice>,
    /// The host's bypass.
    pub bypass: BoolParam,
    /// Whether it plays when the host does; off holds it silent.
    pub run: BoolParam,
    /// Each lane's own.
    pub lanes: PerLane<LaneParams>,
    changes: Changes,
    main: Main,
    has_saved_bank: AtomicBool,
    /// The bank of a state that is about to be loaded, where it was read before.
    arriving: Mutex<Option<Bank>>,
    window: Window,
    mapping: Mapping,
}

impl Params {
    /// Parameters at their defaults, saved together with the bank of `main`.
    pub fn new(main: Main) -> Self {
        use Unit::{Milliseconds, Percent, Points};
        let changes = Changes::default();
        let noted = &changes;
        Self {
            swing: number("Swing", 58.0, 25.0..=75.0, Percent, noted),
            swing_grid: choice("Swing Grid", SwingGrid::Sixteenths, noted),
            swing_lfo_depth: number("Swing LFO Depth", 0.0, 0.0..=15.0, Points, noted),
            swing_lfo_period: choice("Swing LFO Period", Period::FOUR_BARS, noted),
            swing_follow: switch("Swing Follows Ghosts", noted),
            ghosts: number("Ghosts", 40.0, 0.0..=100.0, Percent, noted),
            ghost_level: number("Ghost Level", 100.0, 0.0..=200.0, Percent, noted),
            fills: number("Fills", 35.0, 0.0..=100.0, Percent, noted),
            fill_every: choice("Fill Every", FillChoice::FOUR_BARS, noted),
            fill_now: switch("Fill Now", noted),
            fill_crash: switch("Fill Crash", noted),
            density: number("Density", 0.0, -100.0..=100.0, Percent, noted),
            velocity: number("Velocity", 100.0, 0.0..=200.0, Percent, noted),
            accent: number("Accent", 25.0, 0.0..=100.0, Percent, noted),
            velocity_lfo: number("Velocity LFO", 100.0, 0.0..=100.0, Percent, noted),
            humanize_time: number("Humanize Time", 9.0, 0.0..=30.0, Milliseconds, noted),
            humanize_velocity: number("Humanize Velocity", 12.0, 0.0..=100.0, Percent, noted),
            push: number("Push", 0.0, -30.0..=30.0, Milliseconds, noted),
            gate: number("Gate", 100.0, 5.0..=400.0, Percent, noted),
            speed: choice("Speed", Speed::Normal, noted),
            pattern: whole("Pattern", 1, 1..=128, Count::Name, noted),
            pattern_change: choice("Pattern Change", PatternChange::End, noted),
            pattern_entry: choice("Pattern Entry", PatternEntry::Song, noted),
            shift: whole("Shift", 0, -16..=16, Count::BeatsLater, noted),
            phrase: whole("Phrase", 4, 1..=16, Count::Bars, noted),
            seed: whole("Seed", 1, 0..=9_999, Count::Name, noted),
            variation_cycle: choice("Variation Cycle", CycleChoice::ENDLESS, noted),
            bypass: switch("Bypass", noted).make_bypass(),
            run: switch_at("Run", true, noted),
            lanes: PerLane::from_fn(|lane| LaneParams::new(lane.get() + 1, noted)),
            changes,
            main,
            has_saved_bank: AtomicBool::new(true),
            arriving: Mutex::default(),
            window: Window::default(),
            mapping: Mapping::default(),
        }
    }

    /// Parameters at their defaults that belong to no instance, to be listed and tried.
    pub fn detached() -> Self {
        let (main, _, _) = link::new(Bank::empty());
        Self::new(Main::new(main))
    }

    /// A number that is another one after any change of a value, by whatever way it came.
    ///
    /// The framework tells of every change, a host's automation and modulation, the editor's and a
    /// loaded state's alike, after it is made. So whoever reads this first and the values then
    /// misses nothing. **Thread:** any.
    pub fn generation(&self) -> u64 {
        self.changes.0.load(Ordering::Acquire)
    }

    /// All values as the engine reads them, modulation included. **Thread:** any.
    pub fn controls(&self) -> Controls {
        Controls {
            swing: fraction(&self.swing),
            swing_grid: self.swing_grid.value(),
            swing_lfo_depth: fraction(&self.swing_lfo_depth),
            swing_lfo_period: self.swing_lfo_period.value().bars(),
            swing_follow: self.swing_follow.value(),
            ghosts: fraction(&self.ghosts),
            ghost_level: fraction(&self.ghost_level),
            fills: fraction(&self.fills),
            fill_every: self.fill_every.value().every(),
            fill_now: self.fill_now.value(),
            fill_crash: self.fill_crash.value(),
            density: fraction(&self.density),
            humanize_ms: f64::from(self.humanize_time.value()),
            humanize_velocity: fraction(&self.humanize_velocity),
            speed: self.speed.value(),
            pattern: self.pattern_index(),
            pattern_change: self.pattern_change.value(),
            pattern_entry: self.pattern_entry.value(),
            shift: small(&self.shift).unwrap_or(0),
            phrase: small(&self.phrase)
                .and_then(Bars::new)
                .unwrap_or(Bars::FOUR),
            seed: small(&self.seed).unwrap_or(1),
            variation_cycle: self.variation_cycle.value().cycle(),
            velocity: fraction(&self.velocity),
            accent: fraction(&self.accent),
            velocity_lfo: fraction(&self.velocity_lfo),
            push_ms: f64::from(self.push.value()),
            gate: fraction(&self.gate),
            // Held, it is silent as the host's bypass has it, which is the host's alone to turn.
            bypass: self.bypass.value() || !self.run.value(),
            lanes: PerLane::from_fn(|lane| self.lanes[lane].controls()),
        }
    }

    /// The pattern that is asked for: hosts and people count from 1.
    pub(super) fn pattern_index(&self) -> PatternIndex {
        let index = small(&self.pattern).and_then(|number: u8| number.checked_sub(1));
        index
            .and_then(PatternIndex::new)
            .unwrap_or(PatternIndex::FIRST)
    }

    /// The main side of the bank that is saved with the parameters. **Thread:** main.
    pub fn main(&self) -> &Main {
        &self.main
    }

    /// How the editor's window was left. **Thread:** any.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// What the player's keys and controllers do. **Thread:** any.
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// Whether the bank is in the fields that were asked for last. Without it a state is no state,
    /// and the framework cannot be told. **Thread:** main.
    pub(super) fn has_saved_bank(&self) -> bool {
        self.has_saved_bank.load(Ordering::Relaxed)
    }

    /// Has `bank` be loaded with the fields that are taken next, for they have it as a text that was
    /// read already. **Thread:** main.
    pub(super) fn bring(&self, bank: Bank) {
        *self.arriving() = Some(bank);
    }

    /// The bank that was brought, if it was not loaded yet. **Thread:** main.
    pub(super) fn take_brought(&self) -> Option<Bank> {
        self.arriving().take()
    }

    fn arriving(&self) -> MutexGuard<'_, Option<Bank>> {
        self.arriving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bank that was brought, or else that of the fields. A field that cannot be read was refused
    /// before; by any other way it changes nothing.
    fn arriving_bank(&self, fields: &BTreeMap<String, String>) -> Option<Bank> {
        let brought = self.take_brought();
        brought.or_else(|| state::bank_of(fields.get(state::BANK_FIELD)?).ok())
    }

    /// All parameters in the order that people see. Allocates. **Thread:** main.
    pub fn list(&self) -> Vec<Handle<'_>> {
        let map = nice_plug::prelude::Params::param_map(self);
        let handle = |(id, ptr, group)| Handle::new(id, ptr, group, self);
        map.into_iter().map(handle).collect()
    }

    /// The parameter with this id. Allocates. **Thread:** main.
    pub fn by_id(&self, id: &str) -> Option<Handle<'_>> {
        self.list().into_iter().find(|handle| handle.id() == id)
    }

    fn kit_map(&self) -> [(&'static str, ParamPtr); 28] {
        [
            ("swing", self.swing.as_ptr()),
            ("swing_grid", self.swing_grid.as_ptr()),
            ("swing_lfo_depth", self.swing_lfo_depth.as_ptr()),
            ("swing_lfo_period", self.swing_lfo_period.as_ptr()),
            ("swing_follow", self.swing_follow.as_ptr()),
            ("ghosts", self.ghosts.as_ptr()),
            ("ghost_level", self.ghost_level.as_ptr()),
            ("fills", self.fills.as_ptr()),
            ("fill_every", self.fill_every.as_ptr()),
            ("fill_now", self.fill_now.as_ptr()),
            ("fill_crash", self.fill_crash.as_ptr()),
            ("density", self.density.as_ptr()),
            ("velocity", self.velocity.as_ptr()),
            ("accent", self.accent.as_ptr()),
            ("velocity_lfo", self.velocity_lfo.as_ptr()),
            ("humanize_time", self.humanize_time.as_ptr()),
            ("humanize_velocity", self.humanize_velocity.as_ptr()),
            ("push", self.push.as_ptr()),
            ("gate", self.gate.as_ptr()),
            ("speed", self.speed.as_ptr()),
            ("pattern", self.pattern.as_ptr()),
            ("pattern_change", self.pattern_change.as_ptr()),
            ("pattern_entry", self.pattern_entry.as_ptr()),
            ("shift", self.shift.as_ptr()),
            ("phrase", self.phrase.as_ptr()),
            ("seed", self.seed.as_ptr()),
            ("variation_cycle", self.variation_cycle.as_ptr()),
            ("bypass", self.bypass.as_ptr()),
        ]
    }
}

// Written by hand, as the framework's derive would call the lanes' ids `mute_3`, not `lane3_mute`.
// SAFETY: all pointers point into `self`, which does not move: the framework holds it in an `Arc`,
// and a `Handle` borrows it.
unsafe impl nice_plug::prelude::Params for Params {
    fn param_map(&self) -> Vec<(String, ParamPtr, String)> {
        let kit = self.kit_map().into_iter();
        let kit = kit.map(|(id, ptr)| (id.to_owned(), ptr, String::new()));
        let lanes = self.lanes.iter().flat_map(|(lane, params)| {
            let n = lane.get() + 1;
            let id = move |(end, ptr)| (format!("lane{n}_{end}"), ptr, format!("Lane {n}"));
            params.map().into_iter().map(id)
        });
        // Later than the lanes: where hosts count parameters, the older ones keep their places.
        let run = ("run".to_owned(), self.run.as_ptr(), String::new());
        kit.chain(lanes).chain([run]).collect()
    }

    fn serialize_fields(&self) -> BTreeMap<String, String> {
        let bank = caught(|| state::field_of(&self.main.lock().bank_to_save()));
        self.has_saved_bank.store(bank.is_some(), Ordering::Relaxed);
        let bank = bank.map(|bank| (state::BANK_FIELD.to_owned(), bank));
        let look = self.window.to_field();
        let look = look.map(|look| (window::FIELD.to_owned(), look));
        let map = caught(|| self.midi_map_field()).flatten();
        let map = map.map(|map| (mapping::FIELD.to_owned(), map));
        bank.into_iter().chain(look).chain(map).collect()
    }

    fn deserialize_fields(&self, fields: &BTreeMap<String, String>) {
        if let Some(text) = fields.get(window::FIELD) {
            self.window.take_field(text);
        }
        caught(|| self.take_midi_map(fields.get(mapping::FIELD)));
        caught(|| {
            if let Some(bank) = self.arriving_bank(fields) {
                self.main.lock().load(bank);
            }
        });
    }
}

/// Counts the changes of all parameters together.
#[derive(Clone, Debug, Default)]
struct Changes(Arc<AtomicU64>);

impl Changes {
    fn note(&self) {
        self.0.fetch_add(1, Ordering::Release);
    }
}

fn switch(name: &str, changes: &Changes) -> BoolParam {
    switch_at(name, false, changes)
}

fn switch_at(name: &str, default: bool, changes: &Changes) -> BoolParam {
    let changes = changes.clone();
    BoolParam::new(name, default).with_callback(Arc::new(move |_| changes.note()))
}

fn choice<T>(name: &str, default: T, changes: &Changes) -> EnumParam<T>
where
    T: nice_plug::prelude::Enum + PartialEq + 'static,
{
    let changes = changes.clone();
    EnumParam::new(name, default).with_callback(Arc::new(move |_| changes.note()))
}

/// A percentage as a fraction of 1.
fn fraction(percent: &FloatParam) -> f64 {
    f64::from(percent.value()) / 100.0
}

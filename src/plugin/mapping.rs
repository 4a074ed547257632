//! What the player's keys, controllers and programs do to the parameters: the main side's table, and
//! the audio side's short form of it.
//!
//! In the plug-in everything that is mapped comes to a parameter's value, so that what MIDI does the
//! host sees, shows and records: Fill is *Fill Now* held, Play and Stop are *Run*, a reroll is another
//! *Seed*. The entry puts the value in the place of the note, on its frame.

mod board;

pub use board::Board;

use super::params::{Handle, Params};
use crate::midi_map::{Deed, MidiMap, Outcome, Target, Trigger, Used, Wanted};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The field of the saved state that holds it.
pub(super) const FIELD: &str = "midi_map";

/// What a trigger does, with parameters by their place in [`Params::list`]. **Thread:** any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Act {
    /// Nothing.
    #[default]
    Nothing,
    /// It moves a parameter.
    Follow(u8),
    /// It sets a parameter to one of its steps.
    Set(u8, u8),
    /// It holds a switch on.
    Hold(u8),
    /// It takes another seed for this one.
    Reroll(u8),
}

/// The table as both sides have it. **Thread:** any.
#[derive(Default)]
pub struct Mapping {
    /// Locked for a moment only, and never on the audio thread.
    map: Mutex<MidiMap>,
    board: Board,
    /// The table's own number, to be read without the lock.
    revision: AtomicU64,
    /// How often the user has changed it.
    edits: AtomicU64,
}

impl Mapping {
    /// What the audio thread reads of it.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Another number is another table.
    pub fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// Another number is work that the user may want to save.
    pub fn edits(&self) -> u64 {
        self.edits.load(Ordering::Acquire)
    }

    fn lock(&self) -> MutexGuard<'_, MidiMap> {
        self.map.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Params {
    /// What the player's keys and controllers do. **Thread:** main.
    pub fn midi_map(&self) -> MidiMap {
        self.mapping().lock().clone()
    }

    /// The triggers that do something, or are to be learnt. **Thread:** main.
    pub fn wanted_triggers(&self) -> Wanted {
        self.mapping().lock().wanted()
    }

    /// Changes what they do, or what is to be learnt. **Thread:** main.
    pub fn edit_midi_map<T>(&self, change: impl FnOnce(&mut MidiMap) -> T) -> T {
        let mapping = self.mapping();
        let mut map = mapping.lock();
        let before = map.revision();
        let done = change(&mut map);
        let is_edited = map.revision() != before;
        self.publish(&map);
        drop(map);
        if is_edited {
            mapping.edits.fetch_add(1, Ordering::Release);
            self.main().tell();
        }
        done
    }

    /// Takes note of what was used while something is to be learnt. Says what was learnt. **Thread:** main.
    pub fn tend_midi_map(&self) -> Option<(Trigger, Target)> {
        let used = self.mapping().board.heard()?;
        match self.edit_midi_map(|map| map.hear(used)) {
            Outcome::Learnt(trigger, target) => Some((trigger, target)),
            _ => None,
        }
    }

    /// The text of the state's field; `None` if nothing is mapped.
    pub(super) fn midi_map_field(&self) -> Option<String> {
        let map = self.mapping().lock();
        let is_any = map.rows().next().is_some();
        is_any.then(|| map.to_field()).flatten()
    }

    /// Takes back what a saved state says; one without the field has nothing mapped.
    pub(super) fn take_midi_map(&self, field: Option<&String>) {
        let mut map = self.mapping().lock();
        map.stop_learning();
        // A field that cannot be read was refused before; by any other way it changes nothing.
        if let Ok(table) = field.map_or(Ok(BTreeMap::new()), |text| MidiMap::table_of(text)) {
            map.replace(table);
        }
        self.publish(&map);
    }

    fn publish(&self, map: &MidiMap) {
        let mapping = self.mapping();
        if mapping.revision() != map.revision() {
            let params = self.list();
            let acts = map.rows().map(|(from, to)| (*from, act(to, &params)));
            mapping.board.publish(acts);
            mapping.revision.store(map.revision(), Ordering::Release);
        }
        mapping.board.learn(map.learning().is_some());
    }
}

/// What a target is in the plug-in.
fn act(target: &Target, params: &[Handle<'_>]) -> Act {
    let place = |id: &str| {
        let place = params.iter().position(|param| param.id() == id);
        place.and_then(|place| u8::try_from(place).ok())
    };
    let act = match target {
        Target::Param(id) => place(id).map(Act::Follow),
        Target::Line(line) => line.parse().ok().and_then(|deed| match deed {
            Deed::Pattern(pattern) => place("pattern").map(|at| Act::Set(at, pattern.get())),
            Deed::Fill => place("fill_now").map(Act::Hold),
            Deed::Mute { lane, mute } => {
                let at = place(&format!("lane{}_mute", lane.get() + 1));
                at.map(|at| Act::Set(at, u8::from(mute)))
            }
            Deed::Reroll => place("seed").map(Act::Reroll),
            Deed::Play => place("run").map(|at| Act::Set(at, 1)),
            Deed::Stop => place("run").map(|at| Act::Set(at, 0)),
        }),
    };
    act.unwrap_or_default()
}

/// A parameter that is moved: what it is, and where.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    /// Whether it is a switch.
    pub is_switch: bool,
    /// How many steps come after its first, if it has steps.
    pub steps: Option<usize>,
    /// Its value, 0 to 1.
    pub now: f32,
}

impl Moved {
    /// Where what was used moves it, 0 to 1: a key turns a switch round, a controller has it on from
    /// its middle up, and a program is the step that it names.
    pub fn by(self, used: Used) -> f32 {
        let part = f32::from(used.value) / 127.0;
        match (used.trigger, self.steps) {
            (Trigger::Note(_), _) if self.is_switch => 1.0 - self.now.round(),
            (Trigger::Program(_) | Trigger::Programs, Some(steps)) => {
                let last = u16::try_from(steps.max(1)).unwrap_or(u16::MAX);
                (f32::from(used.value) / f32::from(last)).min(1.0)
            }
            _ => part,
        }
    }
}

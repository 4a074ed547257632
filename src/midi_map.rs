//! What keys, controllers and programs of the player's do: a table that is learnt by using them.
//!
//! The plug-in and the standalone have the same table, saved in the same way. Both move parameters;
//! of the lines, the plug-in does those that are a [`Deed`], and the standalone all that can be typed.

mod deed;

pub use deed::{Deed, NoDeed};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a player has under his hands, on any channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trigger {
    /// A controller, 0 to 127.
    Control(u8),
    /// A key, 0 to 127.
    Note(u8),
    /// A program, 0 to 127.
    Program(u8),
    /// All programs: which one it is, is how far it was moved.
    Programs,
}

/// The controllers that only begin a message of several: the bank of a program to come, and data with
/// the number of what they are for.
const BEGINNINGS: u128 = 1 << 0 | 1 << 32 | 1 << 6 | 1 << 38 | 0b1111 << 98;

/// Whether a controller is the end of all notes of its channel: those that say so, and the changes of
/// mode that mean it too.
pub const fn ends_all_notes(controller: u8) -> bool {
    matches!(controller, 120 | 123..=127)
}

impl Trigger {
    /// Whether it can be learnt: a button that sends a program may send its bank first.
    pub const fn is_learnable(self) -> bool {
        match self {
            Self::Control(number) => BEGINNINGS >> (number & 127) & 1 == 0,
            _ => true,
        }
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Control(number) => write!(f, "control {number}"),
            Self::Note(key) => write!(f, "note {key}"),
            Self::Program(number) => write!(f, "program {}", number + 1),
            Self::Programs => f.write_str("programs"),
        }
    }
}

/// A trigger that was used, and how far: a controller's value, a key's velocity, a program's number.
/// **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// What.
    pub trigger: Trigger,
    /// How far, 0 to 127.
    pub value: u8,
}

impl Used {
    /// Whether it is a key that is struck, a controller past its middle, or a program.
    pub const fn is_press(self) -> bool {
        match self.trigger {
            Trigger::Note(_) => self.value > 0,
            Trigger::Control(_) => self.value >= 64,
            Trigger::Program(_) | Trigger::Programs => true,
        }
    }
}

/// What a trigger does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// It moves the parameter of this id.
    Param(String),
    /// It types this line.
    Line(String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Param(text) | Self::Line(text)) = self;
        f.write_str(text)
    }
}

/// What the use of a trigger comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing.
    Nothing,
    /// From now on it does this.
    Learnt(Trigger, Target),
    /// It moves a parameter to this value, 0 to 127; a key turns a switch round, and programs choose.
    Moves(String, Used),
    /// It types a line.
    Types(String),
}

/// Which triggers are wanted: the audio side passes these on, and no key among them sounds.
/// **Thread:** any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A bit for each controller.
    pub controls: u128,
    /// A bit for each key.
    pub keys: u128,
    /// A bit for each program.
    pub programs: u128,
}

impl Wanted {
    /// All that can be learnt: one is.
    pub const ALL: Self = Self {
        controls: !BEGINNINGS,
        keys: u128::MAX,
        programs: u128::MAX,
    };

    /// Whether it is among them.
    pub fn has(self, trigger: Trigger) -> bool {
        let (bits, number) = match trigger {
            Trigger::Control(number) => (self.controls, number),
            Trigger::Note(number) => (self.keys, number),
            Trigger::Program(number) => (self.programs, number),
            Trigger::Programs => return self.programs != 0,
        };
        bits >> (number & 127) & 1 == 1
    }
}

/// A line of the saved form.
#[derive(Serialize, Deserialize)]
struct Row {
    from: Trigger,
    to: Target,
}

/// The table. **Thread:** main.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MidiMap {
    table: BTreeMap<Trigger, Target>,
    learns: Option<Target>,
    /// The controllers that are past their middle, so that each line is typed once.
    up: u128,
    revision: u64,
}

impl MidiMap {
    /// The next trigger that is used is to do this.
    pub fn learn(&mut self, target: Target) {
        self.learns = Some(target);
    }

    /// What is to be learnt.
    pub fn learning(&self) -> Option<&Target> {
        self.learns.as_ref()
    }

    /// Nothing is to be learnt any more.
    pub fn stop_learning(&mut self) {
        self.learns = None;
    }

    /// Takes note of a trigger that was used, and says what that comes to.
    pub fn hear(&mut self, used: Used) -> Outcome {
        let was_up = self.turn(used);
        // A key that is let go has nothing to say.
        if matches!(used.trigger, Trigger::Note(_)) && used.value == 0 {
            return Outcome::Nothing;
        }
        if used.trigger.is_learnable()
            && let Some(target) = self.learns.take()
        {
            let trigger = learnt_as(used.trigger, &target);
            self.table.insert(trigger, target.clone());
            self.revision += 1;
            return Outcome::Learnt(trigger, target);
        }
        match self.table.get(&used.trigger) {
            Some(Target::Param(id)) => Outcome::Moves(id.clone(), used),
            Some(Target::Line(line)) if used.is_press() && !was_up => Outcome::Types(line.clone()),
            Some(Target::Line(_)) => Outcome::Nothing,
            None => self.choose(used),
        }
    }

    /// What a program does that does nothing by itself.
    fn choose(&self, used: Used) -> Outcome {
        let all = matches!(used.trigger, Trigger::Program(_));
        let target = all.then(|| self.table.get(&Trigger::Programs)).flatten();
        let trigger = Trigger::Programs;
        match target {
            Some(Target::Param(id)) => Outcome::Moves(id.clone(), Used { trigger, ..used }),
            _ => Outcome::Nothing,
        }
    }

    /// Has this trigger do nothing any more. False if it did nothing.
    pub fn free(&mut self, trigger: Trigger) -> bool {
        let is_freed = self.table.remove(&trigger).is_some();
        self.revision += u64::from(is_freed);
        is_freed
    }

    /// Puts another table in the place of this one, and gives the old.
    pub fn replace(&mut self, table: BTreeMap<Trigger, Target>) -> BTreeMap<Trigger, Target> {
        if table != self.table {
            self.revision += 1;
        }
        std::mem::replace(&mut self.table, table)
    }

    /// The table.
    pub fn table(&self) -> &BTreeMap<Trigger, Target> {
        &self.table
    }

    /// The first trigger that does this.
    pub fn trigger_of(&self, target: &Target) -> Option<Trigger> {
        let mut rows = self.table.iter();
        rows.find(|(_, to)| *to == target)
            .map(|(trigger, _)| *trigger)
    }

    /// Nothing moves or types this any more. False if nothing did.
    pub fn forget(&mut self, target: &Target) -> bool {
        let before = self.table.len();
        self.table.retain(|_, to| to != target);
        let is_forgotten = self.table.len() < before;
        self.revision += u64::from(is_forgotten);
        is_forgotten
    }

    /// What does what.
    pub fn rows(&self) -> impl Iterator<Item = (&Trigger, &Target)> {
        self.table.iter()
    }

    /// Which triggers are wanted.
    pub fn wanted(&self) -> Wanted {
        if self.learns.is_some() {
            return Wanted::ALL;
        }
        let mut wanted = Wanted::default();
        for trigger in self.table.keys() {
            match trigger {
                Trigger::Control(number) => wanted.controls |= 1 << (number & 127),
                Trigger::Note(key) => wanted.keys |= 1 << (key & 127),
                Trigger::Program(number) => wanted.programs |= 1 << (number & 127),
                Trigger::Programs => wanted.programs = u128::MAX,
            }
        }
        wanted
    }

    /// Another number is another table.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Remembers whether a controller is past its middle, and says whether it was.
    fn turn(&mut self, used: Used) -> bool {
        let Trigger::Control(number) = used.trigger else {
            return false;
        };
        let bit = 1 << (number & 127);
        let was_up = self.up & bit != 0;
        self.up = if used.is_press() {
            self.up | bit
        } else {
            self.up & !bit
        };
        was_up
    }

    /// The text of the state's field.
    pub fn to_field(&self) -> Option<String> {
        let rows = self.table.iter().map(|(from, to)| Row {
            from: *from,
            to: to.clone(),
        });
        serde_json::to_string(&rows.collect::<Vec<_>>()).ok()
    }

    /// The table that a field says.
    ///
    /// # Errors
    /// When it says none.
    pub fn table_of(text: &str) -> serde_json::Result<BTreeMap<Trigger, Target>> {
        let rows: Vec<Row> = serde_json::from_str(text)?;
        Ok(rows.into_iter().map(|row| (row.from, row.to)).collect())
    }
}

/// A parameter follows whichever program it is; each does a deed of its own.
fn learnt_as(trigger: Trigger, target: &Target) -> Trigger {
    match (trigger, target) {
        (Trigger::Program(_), Target::Param(_)) => Trigger::Programs,
        _ => trigger,
    }
}

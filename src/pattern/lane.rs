//! One drum of a pattern: where its notes go, how its steps run, and the steps.

use super::lfo::Lfo;
use super::quantity::{Channel, Key, Percent};
use super::step::{Step, StepIndex};
use crate::time::Rate;
use std::num::NonZeroU8;

/// A lane's name: at most 23 bytes of UTF-8, without control characters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LaneName {
    length: u8,
    bytes: [u8; Self::MAX_BYTES],
}

impl LaneName {
    /// The longest name, in bytes.
    pub const MAX_BYTES: usize = 23;
    /// No name.
    pub const EMPTY: Self = Self {
        length: 0,
        bytes: [0; Self::MAX_BYTES],
    };

    /// The name; `None` if it is longer than 23 bytes or has control characters.
    pub fn new(name: &str) -> Option<Self> {
        let mut bytes = [0; Self::MAX_BYTES];
        bytes
            .get_mut(..name.len())?
            .copy_from_slice(name.as_bytes());
        let length = u8::try_from(name.len()).ok()?;
        (!name.contains(char::is_control)).then_some(Self { length, bytes })
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        let bytes = self
            .bytes
            .get(..usize::from(self.length))
            .unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::fmt::Debug for LaneName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

/// How many steps a lane has, 1 to 256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepCount(u16);

impl StepCount {
    /// A bar of sixteenths.
    pub const BAR: Self = Self(16);
    /// The most.
    pub const MAX: Self = Self(256);

    /// `count` steps; `None` outside 1 to 256.
    pub const fn new(count: u16) -> Option<Self> {
        if count >= 1 && count <= 256 {
            Some(Self(count))
        } else {
            None
        }
    }

    /// The number of steps.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// The length class that holds this many: 16, 32, 64, 128 or 256 steps.
    pub fn class(self) -> usize {
        usize::from(self.0).next_power_of_two().max(16)
    }
}

/// When a lane starts again from its first step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reset {
    /// With its pattern, and cut at the pattern's end.
    #[default]
    Pattern,
    /// Every so many bars: 1, 2, 4, 8 or 16.
    Bars(ResetBars),
    /// Never: counted from the song's beginning, a free polymeter.
    Never,
}

/// The bars after which a lane starts again: 1, 2, 4, 8 or 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResetBars(u8);

impl Reset {
    /// Every `bars` bars; `None` unless 1, 2, 4, 8 or 16.
    pub fn every(bars: u8) -> Option<Self> {
        matches!(bars, 1 | 2 | 4 | 8 | 16).then_some(Self::Bars(ResetBars(bars)))
    }
}

impl ResetBars {
    /// The number of bars.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Which way a lane runs through its steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// First to last.
    #[default]
    Forward,
    /// Last to first.
    Backward,
    /// There and back, the ends once.
    PingPong,
    /// A step drawn anew each time.
    Random,
}

/// How long a lane's notes last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoteLength {
    /// By each step's gate; 100 % reaches the next step as it sounds.
    #[default]
    Step,
    /// To the next strike of its choke group, at most this many beats.
    Ring {
        /// Quarter notes.
        beats: NonZeroU8,
    },
    /// 30 ms.
    Short,
}

impl NoteLength {
    /// How long it rings on; nothing if it does not ring.
    pub fn longest(self) -> crate::time::Ticks {
        match self {
            Self::Ring { beats } => crate::time::Ticks::QUARTER * i64::from(beats.get()),
            Self::Step | Self::Short => crate::time::Ticks::ZERO,
        }
    }
}

/// Lanes of one choke group (1 to 8) silence each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChokeGroup(NonZeroU8);

impl ChokeGroup {
    /// The hi-hat's group.
    pub const HAT: Self = Self(NonZeroU8::MIN);

    /// The group with this number; `None` outside 1 to 8.
    pub const fn new(number: u8) -> Option<Self> {
        match NonZeroU8::new(number) {
            Some(number) if number.get() <= 8 => Some(Self(number)),
            _ => None,
        }
    }

    /// The group's number.
    pub const fn get(self) -> u8 {
        self.0.get()
    }
}

/// What a lane's written strikes do during a fill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum InFills {
    /// Play on.
    #[default]
    Play,
    /// Rest.
    Rest,
    /// Play in fills only.
    Only,
}

/// A drum's settings in one pattern. Mute, swing, delay and level are parameters and not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// What people call it.
    pub name: LaneName,
    /// The key it plays.
    pub key: Key,
    /// The channel it plays on.
    pub channel: Channel,
    /// How long its notes last.
    pub note_length: NoteLength,
    /// Which lanes silence it.
    pub choke: Option<ChokeGroup>,
    /// How much of Push moves it.
    pub push: Percent,
    /// How willingly it plays ghosts.
    pub ghosts: Percent,
    /// How willingly it plays in fills.
    pub fills: Percent,
    /// What it does in fills.
    pub in_fills: InFills,
}

/// One lane of a pattern.
#[derive(Debug)]
pub struct Lane {
    /// Where its notes go and how they sound.
    pub voice: Voice,
    /// How many steps it runs through.
    pub length: StepCount,
    /// How long a step is.
    pub rate: Rate,
    /// When it starts again.
    pub reset: Reset,
    /// Which way it runs.
    pub direction: Direction,
    /// How many steps later it starts, -128 to 127.
    pub rotate: i8,
    /// Whether it swings even where its rate does not fit the swing grid.
    pub swing_here: bool,
    /// The wave on its velocities.
    pub lfo: Lfo,
    /// Its own part of the seed.
    pub seed: u16,
    /// Whether a reroll leaves it alone.
    pub seed_locked: bool,
    steps: Box<[Step]>,
}

impl Lane {
    /// A lane of sixteen rests.
    pub fn new(voice: Voice) -> Self {
        Self::with_room(voice, StepCount::BAR)
    }

    /// A lane of these steps, otherwise as a new one; `None` unless they are 1 to 256. Allocates.
    pub fn with_steps(voice: Voice, steps: &[Step]) -> Option<Self> {
        let length = StepCount::new(u16::try_from(steps.len()).ok()?)?;
        let mut lane = Self::with_room(voice, length);
        lane.steps.get_mut(..steps.len())?.copy_from_slice(steps);
        Some(lane)
    }

    /// The same lane with these steps, and as long; `None` unless they are 1 to 256. Allocates.
    #[must_use]
    pub fn with_own_steps(&self, steps: &[Step]) -> Option<Self> {
        let other = Self::with_steps(self.voice, steps)?;
        Some(Self {
            length: other.length,
            steps: other.steps,
            ..self.clone()
        })
    }

    /// A lane of `length` rests.
    pub(super) fn with_room(voice: Voice, length: StepCount) -> Self {
        Self {
            voice,
            length,
            rate: Rate::SIXTEENTHS,
            reset: Reset::Pattern,
            direction: Direction::Forward,
            rotate: 0,
            swing_here: false,
            lfo: Lfo::OFF,
            seed: 0,
            seed_locked: false,
            steps: vec![Step::REST; length.class()].into(),
        }
    }

    /// The seed of its draws under the kit's seed. The lane's own is added to the kit's; a locked
    /// lane has its own alone, so that a reroll does not reach it.
    pub fn effective_seed(&self, kit: u16) -> u16 {
        if self.seed_locked {
            self.seed
        } else {
            self.seed.wrapping_add(kit)
        }
    }

    /// The seed that it must have to draw as it does now once it is locked, or no longer.
    pub fn seed_if_locked(&self, locked: bool, kit: u16) -> u16 {
        let now = self.effective_seed(kit);
        if locked { now } else { now.wrapping_sub(kit) }
    }

    /// How many steps the lane's box holds: its length class, or the greatest it has had.
    pub fn capacity(&self) -> usize {
        self.steps.len()
    }

    /// The step at `index`; a rest beyond the box.
    pub fn step(&self, index: StepIndex) -> Step {
        let index = usize::from(index.get());
        self.steps.get(index).copied().unwrap_or(Step::REST)
    }

    /// All steps of the box, those beyond the lane's length too: they come back if it grows.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step at `index`, to change it; `None` if the box does not reach so far.
    pub(super) fn step_mut(&mut self, index: StepIndex) -> Option<&mut Step> {
        self.steps.get_mut(usize::from(index.get()))
    }

    /// Puts `to` at `index` and gives what was there; `None` if the box does not reach so far.
    pub(super) fn put(&mut self, index: StepIndex, to: Step) -> Option<Step> {
        let step = self.step_mut(index)?;
        Some(std::mem::replace(step, to))
    }

    /// Makes room for `count` steps. Allocates. **Thread:** main.
    pub(super) fn make_room(&mut self, count: StepCount) {
        if count.class() > self.steps.len() {
            let mut steps = self.steps.to_vec();
            steps.resize(count.class(), Step::REST);
            self.steps = steps.into();
        }
    }

    /// The steps up to the last that is not a plain rest.
    fn written_steps(&self) -> &[Step] {
        let last = self.steps.iter().rposition(|step| *step != Step::REST);
        self.steps
            .get(..last.map_or(0, |last| last + 1))
            .unwrap_or_default()
    }
}

impl Clone for Lane {
    fn clone(&self) -> Self {
        let steps = self.steps.clone();
        Self { steps, ..*self }
    }

    /// In the same box, if it is as long.
    fn clone_from(&mut self, source: &Self) {
        let mut steps = std::mem::take(&mut self.steps);
        steps.clone_from(&source.steps);
        *self = Self { steps, ..*source };
    }
}

impl PartialEq for Lane {
    /// Lanes are equal if they mean the same; the size of the box does not count.
    fn eq(&self, other: &Self) -> bool {
        let head = |lane: &Self| {
            let shape = (
                lane.length,
                lane.rate,
                lane.reset,
                lane.direction,
                lane.rotate,
            );
            let rest = (lane.swing_here, lane.lfo, lane.seed, lane.seed_locked);
            (lane.voice, shape, rest)
        };
        head(self) == head(other) && self.written_steps() == other.written_steps()
    }
}

impl Eq for Lane {}

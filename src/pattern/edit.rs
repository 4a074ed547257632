//! The only verbs that change a bank. Editor, engine, undo and tests share them.

use super::bank::{Bank, Bars, Manner, Pattern, PatternIndex};
use super::chain::Chain;
use super::draw::SeedHistory;
use super::lane::{Direction, Lane, Reset, StepCount, Voice};
use super::lfo::Lfo;
use super::per_lane::{LaneIndex, LaneSet};
use super::setup::{BeforeSong, ChannelMap, KeyMap, PlayMode, Thru};
use super::step::{Step, StepIndex};
use crate::time::Rate;

/// A lane of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LaneAt {
    /// The pattern.
    pub pattern: PatternIndex,
    /// The lane.
    pub lane: LaneIndex,
}

/// A step of a lane of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CellAt {
    /// The lane.
    pub lane: LaneAt,
    /// The step.
    pub step: StepIndex,
}

/// One setting of a lane, with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneSetting {
    /// Where its notes go and how they sound.
    Voice(Voice),
    /// How many steps it runs through.
    Length(StepCount),
    /// How long a step is.
    Rate(Rate),
    /// When it starts again.
    Reset(Reset),
    /// Which way it runs.
    Direction(Direction),
    /// How many steps later it starts.
    Rotate(i8),
    /// Whether it swings off the swing grid.
    SwingHere(bool),
    /// The wave on its velocities.
    Lfo(Lfo),
    /// Its part of the seed.
    Seed(u16),
    /// Whether a reroll leaves it alone.
    SeedLocked(bool),
}

/// One setting of the instance, with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupChange {
    /// When it plays.
    Play(PlayMode),
    /// What passes through.
    Thru(Thru),
    /// Which channels it plays on.
    Channels(ChannelMap),
    /// The lanes that play alone.
    Solo(LaneSet),
    /// Which keys it plays.
    Keys(KeyMap),
    /// What it plays before the song begins.
    BeforeSong(BeforeSong),
    /// Whether the chain plays.
    RunsChain(bool),
    /// The seeds that were heard last.
    Seeds(SeedHistory),
    /// Whether the built-in drums are heard.
    Audition(bool),
}

/// A change to a bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Puts a step.
    Step {
        /// Where.
        at: CellAt,
        /// What.
        to: Step,
    },
    /// Changes one setting of a lane.
    Lane {
        /// Where.
        at: LaneAt,
        /// What.
        to: LaneSetting,
    },
    /// Changes a pattern's length.
    Bars {
        /// Which pattern.
        pattern: PatternIndex,
        /// How long.
        to: Bars,
    },
    /// Changes whose way a pattern's ghosts and fills are played.
    Manner {
        /// Which pattern.
        pattern: PatternIndex,
        /// Whose way.
        to: Manner,
    },
    /// Changes a setting of the instance.
    Setup(SetupChange),
    /// Puts a whole chain.
    ReplaceChain(Box<Chain>),
    /// Puts a whole lane.
    ReplaceLane {
        /// Where.
        at: LaneAt,
        /// What.
        to: Box<Lane>,
    },
    /// Puts a whole pattern, or takes it away.
    ReplacePattern {
        /// Where.
        pattern: PatternIndex,
        /// What.
        to: Option<Box<Pattern>>,
    },
}

/// Why an edit could not be made; the bank is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// There is no pattern at that place.
    #[error("there is no pattern {}", .0.get() + 1)]
    NoPattern(PatternIndex),
    /// The lane does not reach so far.
    #[error("lane {} of pattern {} has no step {}", .0.lane.lane.get() + 1, .0.lane.pattern.get() + 1, u16::from(.0.step.get()) + 1)]
    NoStep(CellAt),
}

impl Bank {
    /// Makes `edit` and gives the edit that undoes it.
    ///
    /// Allocates only where [`Bank::grows_by`] says so. On the audio thread the inverse must be
    /// sent away, not dropped: it may own the box that was replaced.
    ///
    /// # Errors
    /// What the edit names must exist; else the bank is as it was, and the edit is given back.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, (Edit, EditError)> {
        match edit {
            Edit::Step { at, to } => self
                .put_step(at, to)
                .map(|to| Edit::Step { at, to })
                .map_err(|error| (edit, error)),
            Edit::Lane { at, to } => match self.pattern_mut(at.pattern) {
                Some(pattern) => {
                    let to = pattern.lanes[at.lane].set(to);
                    Ok(Edit::Lane { at, to })
                }
                None => Err((edit, EditError::NoPattern(at.pattern))),
            },
            Edit::Bars { pattern, to } => match self.pattern_mut(pattern) {
                Some(place) => {
                    let to = std::mem::replace(&mut place.bars, to);
                    Ok(Edit::Bars { pattern, to })
                }
                None => Err((edit, EditError::NoPattern(pattern))),
            },
            Edit::Manner { pattern, to } => match self.pattern_mut(pattern) {
                Some(place) => {
                    let to = std::mem::replace(&mut place.manner, to);
                    Ok(Edit::Manner { pattern, to })
                }
                None => Err((edit, EditError::NoPattern(pattern))),
            },
            Edit::Setup(change) => Ok(Edit::Setup(self.set(change))),
            Edit::ReplaceChain(to) => {
                Ok(Edit::ReplaceChain(std::mem::replace(&mut self.chain, to)))
            }
            Edit::ReplaceLane { at, to } => match self.pattern_mut(at.pattern) {
                Some(pattern) => {
                    let to = std::mem::replace(&mut pattern.lanes[at.lane], to);
                    Ok(Edit::ReplaceLane { at, to })
                }
                None => Err((
                    Edit::ReplaceLane { at, to },
                    EditError::NoPattern(at.pattern),
                )),
            },
            Edit::ReplacePattern { pattern, to } => {
                let to = self.replace(pattern, to);
                Ok(Edit::ReplacePattern { pattern, to })
            }
        }
    }

    /// Whether making `edit` needs a longer box for a lane, and so allocates.
    pub fn grows_by(&self, edit: &Edit) -> bool {
        let Edit::Lane {
            at,
            to: LaneSetting::Length(count),
        } = edit
        else {
            return false;
        };
        self.lane(at.pattern, at.lane)
            .is_some_and(|lane| count.class() > lane.capacity())
    }

    fn put_step(&mut self, at: CellAt, to: Step) -> Result<Step, EditError> {
        let place = at.lane;
        self.pattern_mut(place.pattern)
            .ok_or(EditError::NoPattern(place.pattern))?
            .lanes[place.lane]
            .put(at.step, to)
            .ok_or(EditError::NoStep(at))
    }

    fn set(&mut self, change: SetupChange) -> SetupChange {
        use SetupChange as S;
        use std::mem::replace;
        let setup = &mut self.setup;
        match change {
            S::Play(to) => S::Play(replace(&mut setup.play, to)),
            S::Thru(to) => S::Thru(replace(&mut setup.thru, to)),
            S::Channels(to) => S::Channels(replace(&mut setup.channels, to)),
            S::Solo(to) => S::Solo(replace(&mut setup.solo, to)),
            S::Keys(to) => S::Keys(replace(&mut setup.keys, to)),
            S::BeforeSong(to) => S::BeforeSong(replace(&mut setup.before_song, to)),
            S::Audition(to) => S::Audition(replace(&mut setup.audition, to)),
            S::RunsChain(to) => S::RunsChain(replace(&mut setup.runs_chain, to)),
            S::Seeds(to) => S::Seeds(replace(&mut setup.seeds, to)),
        }
    }
}

impl Lane {
    /// Sets one setting and gives what it was.
    fn set(&mut self, setting: LaneSetting) -> LaneSetting {
        use LaneSetting as S;
        use std::mem::replace;
        match setting {
            S::Voice(to) => S::Voice(replace(&mut self.voice, to)),
            S::Length(to) => {
                self.make_room(to);
                S::Length(replace(&mut self.length, to))
            }
            S::Rate(to) => S::Rate(replace(&mut self.rate, to)),
            S::Reset(to) => S::Reset(replace(&mut self.reset, to)),
            S::Direction(to) => S::Direction(replace(&mut self.direction, to)),
            S::Rotate(to) => S::Rotate(replace(&mut self.rotate, to)),
            S::SwingHere(to) => S::SwingHere(replace(&mut self.swing_here, to)),
            S::Lfo(to) => S::Lfo(replace(&mut self.lfo, to)),
            S::Seed(to) => S::Seed(replace(&mut self.seed, to)),
            S::SeedLocked(to) => S::SeedLocked(replace(&mut self.seed_locked, to)),
        }
    }
}

//! Patterns: what the musician wrote, and the only verbs that change it.
//!
//! A [`Bank`] holds the patterns of an instance, a [`Pattern`] sixteen [`Lane`]s, a lane its
//! [`Step`]s. Everything is in range by its type. Both sides, the editor's and the engine's, hold a
//! bank of their own and change it by the same [`Edit`]s, whose inverse is the undo.
#![deny(clippy::indexing_slicing, clippy::expect_used, clippy::panic)]

mod bank;
mod chain;
pub mod density;
mod double;
mod draw;
pub mod drift;
mod edit;
pub mod fill;
pub mod ghost;
mod grace;
mod kit;
mod lane;
mod lfo;
mod per_lane;
mod quantity;
mod role;
mod saved;
mod setup;
mod step;
mod variation;

pub use bank::{Bank, Bars, Manner, Pattern, PatternIndex};
pub use chain::{Chain, ChainEntry, Repeats};
pub use draw::{Draw, Purpose, Seed, SeedHistory, rerolled};
pub use edit::{CellAt, Edit, EditError, LaneAt, LaneSetting, SetupChange};
pub use grace::Grace;
pub use kit::{Drum, kit};
pub use lane::{
    ChokeGroup, Direction, InFills, Lane, LaneName, NoteLength, Reset, ResetBars, StepCount, Voice,
};
pub use lfo::{Lfo, LfoDepth, LfoShape};
pub use per_lane::{LANES, LaneIndex, LaneSet, PerLane};
pub use quantity::{Channel, Key, Percent, Velocity};
pub use role::Role;
pub use saved::{Place, SavedError, from_bytes, to_bytes};
pub use setup::{BeforeSong, ChannelMap, KeyMap, PlayMode, Setup, Thru};
pub use step::{Condition, Gate, Nudge, Pass, Ratchet, Rule, Step, StepIndex};
pub use variation::{denser, lock, reroll};

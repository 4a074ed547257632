//! What the pages, the lanes' names and the patterns' buttons remember from frame to frame.

use super::form::Wheel;
use super::pattern::Pasting;
use crate::pattern::{LaneAt, LaneIndex, Pattern, PatternIndex};
use std::collections::BTreeMap;

/// How the window shows what there is; a change of it can be undone, and is not heard.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// In which order the lanes stand.
    Order(Order),
    /// Which of a pattern's two versions is heard, and what the other one is.
    Compare {
        /// The pattern.
        pattern: PatternIndex,
        /// Its versions.
        to: Compare,
    },
}

/// The lanes from top to bottom, each of them once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order([LaneIndex; 16]);

impl Order {
    /// The lanes, top to bottom.
    pub fn lanes(&self) -> impl DoubleEndedIterator<Item = LaneIndex> + Clone {
        self.0.into_iter()
    }

    /// The lane in this row, counted from 0 at the top; `None` below the last.
    pub fn lane(&self, row: u8) -> Option<LaneIndex> {
        self.0.get(usize::from(row)).copied()
    }

    /// The row of `lane`.
    pub fn row(&self, lane: LaneIndex) -> u8 {
        let mut rows = (0..).zip(self.0);
        let found = rows.find(|(_, other)| *other == lane);
        found.map_or(0, |(row, _)| row)
    }

    /// The same with `lane` where `place` stands, and those in between moved by one.
    #[must_use]
    pub fn moved(mut self, lane: LaneIndex, place: LaneIndex) -> Self {
        let row = |wanted| self.0.iter().position(|other| *other == wanted);
        if let (Some(from), Some(to)) = (row(lane), row(place)) {
            if from < to {
                self.0[from..=to].rotate_left(1);
            } else {
                self.0[to..=from].rotate_right(1);
            }
        }
        self
    }

    /// The order as a number, four bits a lane, the first lane lowest.
    pub fn bits(&self) -> u64 {
        let lanes = self.0.iter().rev();
        lanes.fold(0, |bits, lane| bits << 4 | u64::from(lane.get()))
    }

    /// The order that is this number; `None` if a lane is missing in it.
    pub fn from_bits(bits: u64) -> Option<Self> {
        let mut order = [LaneIndex::default(); 16];
        for (row, place) in (0_u32..).zip(&mut order) {
            *place = LaneIndex::new(u8::try_from(bits >> (4 * row) & 15).ok()?)?;
        }
        let is_whole = LaneIndex::all().all(|lane| order.contains(&lane));
        is_whole.then_some(Self(order))
    }
}

impl Default for Order {
    fn default() -> Self {
        let mut lanes = LaneIndex::all();
        Self(std::array::from_fn(|_| lanes.next().unwrap_or_default()))
    }
}

/// A pattern and the values of its feel at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The pattern, if there was one.
    pub pattern: Option<Box<Pattern>>,
    /// The parameters' ids and values, 0 to 1.
    pub values: Vec<(String, f32)>,
}

/// Two versions of a pattern, A and B, of which one is heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compare {
    /// Whether B is heard.
    pub is_b: bool,
    /// The other one; as long as there is none it is the same.
    pub other: Option<Box<Snapshot>>,
}

/// What is remembered.
#[derive(Default)]
pub struct Beside {
    /// In which order the lanes stand.
    pub order: Order,
    /// The two versions of the patterns that have two.
    pub compares: BTreeMap<PatternIndex, Compare>,
    /// The pattern that was copied.
    pub copied: Option<Box<Pattern>>,
    /// The lane whose name is being typed, and the name so far.
    pub naming: Option<(LaneAt, String)>,
    /// Whether a name is typed on the lane's strip, and not on its page.
    pub names_on_strip: bool,
    /// The lane that waits for the player's next note, and the number of the last one before.
    pub learning: Option<(LaneAt, u16)>,
    /// The lane that the hand moves up or down.
    pub moving: Option<LaneIndex>,
    /// Lanes as text, and what is wrong with it.
    pub pasting: Pasting,
    /// What the turning wheel belongs to.
    pub(super) wheel: Wheel,
}

impl Beside {
    /// Shows something another way; gives how it was shown.
    pub fn show(&mut self, view: View) -> View {
        match view {
            View::Order(order) => View::Order(std::mem::replace(&mut self.order, order)),
            View::Compare { pattern, to } => {
                let before = self.compares.insert(pattern, to).unwrap_or_default();
                View::Compare {
                    pattern,
                    to: before,
                }
            }
        }
    }

    /// Forgets what belongs to another bank.
    pub fn forget(&mut self) {
        self.compares.clear();
        self.naming = None;
        self.learning = None;
        self.moving = None;
    }
}

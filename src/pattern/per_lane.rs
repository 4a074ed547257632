//! Lanes are counted by a type, so that what there is one of per lane cannot be missed.

use std::ops::{Index, IndexMut};

/// How many lanes a pattern has.
pub const LANES: usize = 16;

/// Which lane, 0 to 15; people count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LaneIndex(u8);

impl LaneIndex {
    /// The lane counted from 0; `None` beyond 15.
    pub const fn new(index: u8) -> Option<Self> {
        if index < 16 { Some(Self(index)) } else { None }
    }

    /// The lane's place, counted from 0.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// All lanes, top to bottom.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
        (0u8..16).map(Self)
    }
}

/// One `T` for each lane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct PerLane<T>([T; LANES]);

impl<T> PerLane<T> {
    /// What `make` gives for each lane.
    pub fn from_fn(mut make: impl FnMut(LaneIndex) -> T) -> Self {
        let mut lanes = LaneIndex::all();
        Self(std::array::from_fn(|_| {
            make(lanes.next().unwrap_or_default())
        }))
    }

    /// Each lane with its item.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (LaneIndex, &T)> {
        LaneIndex::all().zip(&self.0)
    }

    /// Each lane with its item, to change it.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (LaneIndex, &mut T)> {
        LaneIndex::all().zip(&mut self.0)
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "a lane index is below 16 by its type"
)]
impl<T> Index<LaneIndex> for PerLane<T> {
    type Output = T;
    fn index(&self, lane: LaneIndex) -> &T {
        &self.0[usize::from(lane.0 & 15)]
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "a lane index is below 16 by its type"
)]
impl<T> IndexMut<LaneIndex> for PerLane<T> {
    fn index_mut(&mut self, lane: LaneIndex) -> &mut T {
        &mut self.0[usize::from(lane.0 & 15)]
    }
}

/// A set of lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct LaneSet(u16);

impl LaneSet {
    /// Every lane.
    pub const ALL: Self = Self(u16::MAX);

    /// The set whose lanes are the one bits, the first lane lowest.
    pub const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// The set as bits, the first lane lowest.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `lane` is in the set.
    pub const fn contains(self, lane: LaneIndex) -> bool {
        self.0 & (1 << lane.0) != 0
    }

    /// The lanes of the set, top to bottom.
    pub fn iter(self) -> impl Iterator<Item = LaneIndex> {
        let rest = |bits: &u16| Some(bits & bits.wrapping_sub(1));
        std::iter::successors(Some(self.0), rest)
            .take_while(|bits| *bits != 0)
            .filter_map(|bits| LaneIndex::new(u8::try_from(bits.trailing_zeros()).ok()?))
    }

    /// The set without the lanes of `other`.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The set with `lane` in it, or out of it.
    #[must_use]
    pub const fn with(self, lane: LaneIndex, member: bool) -> Self {
        let bit = 1 << lane.0;
        Self(if member { self.0 | bit } else { self.0 & !bit })
    }
}

#[cfg(test)]
mod tests {
    use super::{LaneIndex, LaneSet};

    #[test]
    fn a_set_gives_its_lanes_in_order() {
        for bits in 0..=u16::MAX {
            let set = LaneSet::from_bits(bits);
            assert!(
                set.iter()
                    .eq(LaneIndex::all().filter(|lane| set.contains(*lane)))
            );
        }
    }

    #[test]
    fn a_set_without_another_has_none_of_its_lanes() {
        let (a, b) = (LaneSet::from_bits(0b1110), LaneSet::from_bits(0b0110));
        assert_eq!(a.without(b), LaneSet::from_bits(0b1000));
    }
}

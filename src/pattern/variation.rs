//! The verbs of variation: another seed for the kit, and lanes that keep theirs.
//!
//! Each gives the edits of one gesture, to be made in order. They are for the side that owns the
//! bank; the kit's seed is a parameter and not in it.

use super::draw::rerolled;
use super::edit::{Edit, LaneAt, LaneSetting, SetupChange};
use super::lane::Lane;
use super::setup::Setup;

/// The seed that a reroll of `seed` brings, and the edit that remembers both: the new one is the
/// newest, before it comes the one that it takes the place of.
pub fn reroll(seed: u16, setup: &Setup) -> (u16, [Edit; 1]) {
    let next = rerolled(seed, &setup.seeds);
    let seeds = setup.seeds.with(seed).with(next);
    (next, [Edit::Setup(SetupChange::Seeds(seeds))])
}

/// Locks `lane`, which is at `at`, or unlocks it, so that it draws on as it does under the kit's
/// seed `kit`: locked it does so under any.
pub fn lock(at: LaneAt, lane: &Lane, is_locked: bool, kit: u16) -> [Edit; 2] {
    let seed = lane.seed_if_locked(is_locked, kit);
    [LaneSetting::Seed(seed), LaneSetting::SeedLocked(is_locked)].map(|to| Edit::Lane { at, to })
}

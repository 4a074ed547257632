//! The verbs of variation: another seed for the kit, and lanes that keep theirs.
//!
//! Each gives the edits of one gesture, to be made in order. They are for the side that owns the
//! bank; the kit's seed is a parameter and not in it.

use super::bank::Pattern;
use super::draw::{Purpose, Seed, rerolled};
use super::edit::{Edit, LaneAt, LaneSetting, SetupChange};
use super::ghost::snare_weight;
use super::lane::{Lane, StepCount};
use super::per_lane::LaneIndex;
use super::quantity::{Percent, Velocity};
use super::role::Role;
use super::setup::Setup;
use super::step::{Step, StepIndex};
use crate::time::{Ticks, round_i64, to_f64};

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

/// A variation of `pattern`: other draws on all lanes that are not locked, and the `share` denser.
///
/// What is written with a chance comes so much more often, and so many soft strikes are added as are
/// the share of those written: in the rests of lanes that take ghosts, where drummers play them. The
/// kit's seed is `kit`; the variation draws as if it were `seed`. Allocates.
pub fn denser(pattern: &Pattern, share: f64, (kit, seed): (u16, u16)) -> Pattern {
    let mut varied = pattern.clone();
    let mut written = 0_u16;
    for (_, lane) in varied.lanes.iter_mut() {
        if !lane.seed_locked {
            lane.seed = lane.seed.wrapping_add(seed.wrapping_sub(kit));
        }
        for cell in cells(lane.length) {
            let step = lane.step(cell);
            if step.velocity.is_some() {
                written = written.saturating_add(1);
                lane.put(cell, likelier(step, share));
            }
        }
    }
    let wanted = round_i64(f64::from(written) * share).max(i64::from(written.min(1)));
    let rests = rests(pattern, Seed::kit(seed));
    for rest in rests.iter().take(usize::try_from(wanted).unwrap_or(0)) {
        let velocity = Some(Velocity::clamped(40.0 + 8.0 * (rest.drawn - 0.5)));
        let soft = Step {
            velocity,
            ..Step::REST
        };
        varied.lanes[rest.lane].put(rest.cell, soft);
    }
    varied
}

fn cells(length: StepCount) -> impl Iterator<Item = StepIndex> {
    let cells = (0..=u8::MAX).map(StepIndex::new);
    cells.take(usize::from(length.get()))
}

/// The step, as much more often as `share` of what it fails.
fn likelier(step: Step, share: f64) -> Step {
    let chance = f64::from(step.chance.get());
    let more = round_i64(chance + (100.0 - chance) * share).clamp(0, 100);
    let chance = u8::try_from(more).ok().and_then(Percent::new);
    Step {
        chance: chance.unwrap_or(step.chance),
        ..step
    }
}

/// A rest that might be struck.
struct Rest {
    lane: LaneIndex,
    cell: StepIndex,
    drawn: f64,
    weight: f64,
}

/// The rests in which soft strikes may be added, the best first.
fn rests(pattern: &Pattern, seed: Seed) -> Vec<Rest> {
    let is_played = |lane: &Lane| cells(lane.length).any(|cell| lane.step(cell).velocity.is_some());
    let takes_ghosts = |lane: &Lane| lane.voice.ghosts > Percent::NONE;
    let mut rests: Vec<_> = (pattern.lanes.iter())
        .filter(|(_, lane)| is_played(lane) && takes_ghosts(lane))
        .flat_map(|(at, lane)| {
            let free = cells(lane.length).filter(move |cell| is_free(pattern, at, *cell));
            free.map(move |cell| rest((at, lane), cell, seed))
        })
        .collect();
    rests.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    rests
}

/// Whether it is a plain rest, and nothing that would choke it is written there.
fn is_free(pattern: &Pattern, at: LaneIndex, cell: StepIndex) -> bool {
    let lane = &pattern.lanes[at];
    let group = lane.voice.choke;
    let chokes = |other: &Lane| {
        let shares = group.is_some() && other.voice.choke == group && other.rate == lane.rate;
        shares && other.step(cell).velocity.is_some()
    };
    lane.step(cell) == Step::REST && !pattern.lanes.iter().any(|(_, other)| chokes(other))
}

fn rest((at, lane): (LaneIndex, &Lane), cell: StepIndex, seed: Seed) -> Rest {
    let place = i64::from(at.get()) << 8 | i64::from(cell.get());
    let drawn = seed.draw(Purpose::Ghost, place).fraction();
    let sixteenth = Ticks::QUARTER.get() / 4;
    let tick = lane.rate.step().place(i64::from(cell.get())).get();
    let suits = match Role::of(at) {
        Role::Snare => snare_weight(tick / sixteenth),
        _ => 1.0,
    };
    let weight = drawn * suits * to_f64(i64::from(lane.voice.ghosts.get()));
    Rest {
        lane: at,
        cell,
        drawn,
        weight,
    }
}

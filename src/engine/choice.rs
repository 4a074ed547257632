//! What is played on a step, in order: what is written, else a fill, else a ghost.

use super::band::Band;
use super::course::Spot;
use super::event::Source;
use super::loudness::written;
use crate::pattern::fill::Fill;
use crate::pattern::{InFills, LaneIndex, Manner, Role, Step};
use crate::time::{NoteValue, SwingGrid, Tick, Ticks};

/// What is played on a step, before anything makes it louder or softer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Choice {
    pub(super) source: Source,
    /// As written, with its accent, or as drawn.
    pub(super) velocity: f64,
}

/// The bass drum on the one after a fill is at least as loud.
const KICK_AFTER_FILL: f64 = 105.0;
const CRASH_AFTER_FILL: f64 = 110.0;

impl Band<'_> {
    /// Whether it matters where this step sounds: something is written there, or is drawn as things
    /// are. Most rests stay rests, and are not looked into any further.
    pub(super) fn may_play(&self, lane: LaneIndex, spot: Spot, step: &Step) -> bool {
        step.velocity.is_some() || self.choose(lane, spot, step).is_some()
    }

    /// Whether a strike can be drawn for the lane, where nothing is written.
    pub(super) fn is_drawn_for(&self, lane: LaneIndex) -> bool {
        self.may_fill(lane) || self.may_ghost(lane)
    }

    /// Whether nothing is written on the step at `spot`.
    pub(super) fn is_rest(&self, lane: LaneIndex, spot: Spot) -> bool {
        self.step(lane, spot).velocity.is_none()
    }

    /// Whether fills strike the lane at all.
    fn may_fill(&self, lane: LaneIndex) -> bool {
        let is_willing = self.scene.lane(lane).voice.fills.get() > 0;
        let is_ever = self.scene.controls.fill_every.is_some() || self.scene.held.is_any();
        is_willing && is_ever
    }

    /// What `lane` plays on the step at `spot`, if anything.
    pub(super) fn choose(&self, lane: LaneIndex, spot: Spot, step: &Step) -> Option<Choice> {
        let controls = self.scene.controls;
        let level = controls.lanes[lane].level;
        if !self.scene.is_audible(lane) || level <= 0.0 || controls.velocity <= 0.0 {
            return None;
        }
        let user = self.user(lane, spot, step);
        let fill = || Some((Source::Fill, self.fill(lane, spot)?));
        let ghost = || {
            // A decided rest stays a rest.
            let is_free = step.velocity.is_none() && controls.ghost_level > 0.0;
            let velocity = is_free.then(|| self.ghost(lane, spot)).flatten()?;
            // In a fill both hands are full.
            if self.drummers_fill_at(spot.tick).is_some() {
                return None;
            }
            Some((Source::Ghost, velocity))
        };
        let (source, velocity) = user.or_else(fill).or_else(ghost)?;
        Some(Choice { source, velocity })
    }

    fn user(&self, lane: LaneIndex, spot: Spot, step: &Step) -> Option<(Source, f64)> {
        let velocity = written(step, self.scene.controls.accent)?;
        let plays = self.plays_beside_fill(lane, spot.tick) && self.passes(lane, spot, step);
        let at_least = match Role::of(lane) {
            Role::Kick if plays && self.follows_fill(spot.tick) => KICK_AFTER_FILL,
            _ => 0.0,
        };
        plays.then_some((Source::User, velocity.max(at_least)))
    }

    /// Whether the lane's written strikes are heard at `tick`, as far as fills are concerned.
    fn plays_beside_fill(&self, lane: LaneIndex, tick: Tick) -> bool {
        let gives_way_to_crash = Role::of(lane) == Role::ClosedHat
            && self.scene.controls.fill_crash
            && self.follows_fill(tick);
        let fits = match self.scene.lane(lane).voice.in_fills {
            InFills::Play => true,
            InFills::Rest => self.drummers_fill_at(tick).is_none(),
            InFills::Only => self.fill_at(tick).is_some(),
        };
        fits && !gives_way_to_crash
    }

    /// The fill at `tick` that is a drummer's: beside the other kind everything goes on.
    fn drummers_fill_at(&self, tick: Tick) -> Option<Fill> {
        let is_drummers = self.scene.pattern.manner == Manner::Drummer;
        is_drummers.then(|| self.fill_at(tick)).flatten()
    }

    /// Whether `tick` is the last sixteenth of a beat whose eighths swing: it would fall between the
    /// thirds that a shuffle is made of.
    fn is_off_the_shuffle(&self, tick: Tick) -> bool {
        let in_beat = self.scene.bars.offset(tick).get() % Ticks::QUARTER.get();
        self.scene.controls.swing_grid == SwingGrid::Eighths
            && in_beat == 3 * NoteValue::SIXTEENTH.ticks().get()
    }

    /// The velocity with which a fill strikes `lane` at `spot`, or what follows it, if it does.
    pub(super) fn fill(&self, lane: LaneIndex, spot: Spot) -> Option<f64> {
        let role = Role::of(lane);
        if !self.may_fill(lane) {
            return None;
        }
        if !self.courses[lane].is_for_fills(spot) || self.is_off_the_shuffle(spot.tick) {
            return None;
        }
        if let Some(fill) = self.fill_at(spot.tick) {
            let willing = |role| self.willing(role, self.scene.pattern);
            return fill.strike(role, spot.tick, self.scene.bars, &willing);
        }
        match role {
            Role::Kick if self.follows_fill(spot.tick) => Some(KICK_AFTER_FILL),
            Role::Crash if self.scene.controls.fill_crash && self.follows_fill(spot.tick) => {
                Some(CRASH_AFTER_FILL)
            }
            _ => None,
        }
    }
}

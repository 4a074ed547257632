//! All hits of one strike: the grace notes before it, the strike, and the rest of its roll.
//!
//! Hits are worked out one by one as they come due, so a roll of thirty-two over eight steps takes
//! the same room as a plain strike.

use super::event::Source;
use super::scene::{Place, Scene};
use super::strike::{Length, Strike};
use crate::pattern::{Grace, LaneIndex, Ratchet, Velocity};
use crate::time::{SwingRatio, Tick, Ticks, round_i64};

/// A strike on its way, with what goes before and after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gesture {
    /// Where the strike itself sounds.
    pub(super) place: Place,
    strike: Strike,
    pub(super) roll: Roll,
}

/// The hits around a strike.
#[derive(Clone, Copy, Debug)]
pub(super) struct Roll {
    /// The hit that comes next: grace notes first, from 0.
    pub(super) next: u8,
    pub(super) grace: Grace,
    pub(super) ratchet: Ratchet,
    /// The straight place of the strike, and how long its roll is.
    pub(super) start: Tick,
    pub(super) span: Ticks,
    pub(super) ratio: Option<SwingRatio>,
    /// How long a hit's note is beside the way to the next, where the lane's notes last by steps.
    pub(super) gate: Option<f64>,
}

impl Gesture {
    pub(super) fn plain(place: Place, strike: Strike) -> Self {
        let roll = Roll {
            next: 0,
            grace: Grace::NONE,
            ratchet: Ratchet::SINGLE,
            start: place.tick,
            span: Ticks::ZERO,
            ratio: None,
            gate: None,
        };
        Self {
            place,
            strike,
            roll,
        }
    }

    pub(super) fn lane(&self) -> LaneIndex {
        self.strike.lane
    }

    /// Where the next hit sounds; `None` after the last.
    pub(super) fn next_place(&self, scene: &Scene<'_>) -> Option<Place> {
        let roll = &self.roll;
        let strokes = roll.grace.strokes();
        if roll.next < strokes {
            let ahead = roll.frames_ahead(scene, strokes - 1 - roll.next);
            return Some(self.place.later(-ahead));
        }
        match roll.next - strokes {
            0 => Some(self.place),
            hit if hit < roll.ratchet.hits() => Some(Place {
                tick: self.place.tick + roll.offset(scene, hit),
                frames: self.place.frames,
            }),
            _ => None,
        }
    }

    /// Whether the next hit is the strike itself or comes before it.
    pub(super) fn is_fresh(&self) -> bool {
        self.roll.next <= self.roll.grace.strokes()
    }

    /// Whether the next hit is a grace note.
    pub(super) fn is_at_grace(&self) -> bool {
        self.roll.next < self.roll.grace.strokes()
    }

    /// The next hit is done with.
    pub(super) fn advance(&mut self) {
        self.roll.next = self.roll.next.saturating_add(1);
    }

    /// The next hit; `None` if its lane is silent.
    pub(super) fn next_strike(&self, scene: &Scene<'_>) -> Option<Strike> {
        let roll = &self.roll;
        let strokes = roll.grace.strokes();
        if roll.next < strokes {
            return self.grace_note(scene);
        }
        if roll.ratchet.hits() == 1 {
            return Some(self.strike);
        }
        let hit = roll.next - strokes;
        let mut strike = self.strike;
        if hit > 0 {
            strike.source = Source::Ratchet;
        }
        strike.velocity = scaled(strike.velocity, roll.loudness(hit));
        if let Some(gate) = roll.gate {
            let way = roll.offset(scene, hit + 1) - roll.offset(scene, hit);
            strike.length = Length::Musical(way.scaled(gate));
        }
        Some(strike)
    }

    fn grace_note(&self, scene: &Scene<'_>) -> Option<Strike> {
        let grace = self.roll.grace;
        let lane = grace.lane.unwrap_or(self.strike.lane);
        let mut note = self.strike.beside(lane, scene);
        note.velocity = scaled(note.velocity, grace.level().fraction());
        scene.is_audible(lane).then_some(note)
    }
}

impl Roll {
    fn frames_ahead(&self, scene: &Scene<'_>, left: u8) -> i64 {
        round_i64(scene.rate.frames_in_ms(self.grace.ahead_ms(left)))
    }

    /// How much later than the strike a hit sounds.
    fn offset(&self, scene: &Scene<'_>, hit: u8) -> Ticks {
        let hits = f64::from(self.ratchet.hits());
        let part = bent(f64::from(hit) / hits, self.ratchet.timing());
        let sounds = |tick| scene.warped(tick, self.ratio);
        let start = sounds(self.start);
        if self.span.to_f64() / hits >= scene.swing_unit().to_f64() {
            return sounds(self.start + self.span.scaled(part)) - start;
        }
        (sounds(self.start + self.span) - start).scaled(part)
    }

    /// How loud a hit is beside the strike as written.
    fn loudness(&self, hit: u8) -> f64 {
        let last = f64::from(self.ratchet.hits() - 1);
        let part = f64::from(hit) / last.max(1.0);
        let curve = f64::from(self.ratchet.velocity()) / 100.0;
        if curve >= 0.0 {
            1.0 - curve * (1.0 - part)
        } else {
            1.0 + curve * part
        }
    }
}

/// `part`, 0 to 1, of a way that speeds up (`curve` below 0) or slows down, -100 to 100.
fn bent(part: f64, curve: i8) -> f64 {
    if curve == 0 {
        return part;
    }
    libm::pow(part, libm::exp2(f64::from(curve) / 100.0))
}

fn scaled(velocity: Velocity, by: f64) -> Velocity {
    Velocity::clamped(f64::from(velocity.get()) * by)
}

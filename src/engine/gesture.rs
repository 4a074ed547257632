//! All hits of one strike: the grace notes before it, the strike, and the rest of its roll.
//!
//! Hits are worked out one by one as they come due, so a roll of thirty-two over eight steps takes
//! the same room as a plain strike.

use super::event::Source;
use super::hit::{Hit, Length};
use super::piece::Piece;
use super::scene::{Place, Scene, Swung};
use super::strike::Strike;
use crate::pattern::{Grace, LaneIndex, Ratchet, Velocity};
use crate::time::{Frame, SwingRatio, Tick, Ticks, round_i64};

/// A strike on its way, with what goes before and after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gesture {
    /// Where the strike itself is meant to sound.
    place: Place,
    /// By how many frames it sounds later than that, since it was decided too late.
    delay: i64,
    strike: Strike,
    length: Length,
    roll: Roll,
}

/// The hits around a strike.
#[derive(Clone, Copy, Debug)]
pub(super) struct Roll {
    grace: Grace,
    ratchet: Ratchet,
    way: Way,
    /// How long a hit's note is beside the way to the next, where the lane's notes last by steps.
    gate: Option<f64>,
    cursor: Cursor,
}

/// How far the hits around a strike have come.
#[derive(Clone, Copy, Debug)]
struct Cursor {
    /// The hit that comes next: grace notes first, from 0.
    next: u8,
    /// How much later than the strike it sounds, and the one after it.
    here: Ticks,
    there: Ticks,
}

/// The time that a roll takes, and how it swings.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// Its straight start and length.
    start: Tick,
    span: Ticks,
    ratio: Option<SwingRatio>,
    /// Where its start sounds, and how many ticks it is long as it sounds.
    sounds: Tick,
    sounding: f64,
    /// Whether its hits are so far apart that each swings by itself.
    is_coarse: bool,
}

impl Gesture {
    pub(super) fn plain((place, delay): (Place, i64), strike: Strike, length: Length) -> Self {
        Self {
            place,
            delay,
            strike,
            length,
            roll: Roll::NONE,
        }
    }

    /// The same strike with hits around it.
    pub(super) fn with(self, roll: Roll) -> Self {
        Self { roll, ..self }
    }

    pub(super) fn lane(&self) -> LaneIndex {
        self.strike.lane
    }

    /// Where the next hit sounds; `None` after the last.
    pub(super) fn next_place(&self, scene: &Scene<'_>) -> Option<Place> {
        let roll = &self.roll;
        let strokes = roll.grace.strokes();
        let strike = self.place.later(self.delay);
        if roll.cursor.next < strokes {
            let ahead = roll.frames_ahead(scene, strokes - 1 - roll.cursor.next);
            return Some(strike.later(-ahead));
        }
        match roll.cursor.next - strokes {
            0 => Some(strike),
            hit if hit < roll.ratchet.hits() => {
                let place = self.place.after(roll.cursor.here);
                if self.delay == 0 {
                    return Some(place);
                }
                // The strike was decided late; the rest of its roll keeps its places, as far as they
                // do not lie before it.
                let before = strike.frame(scene.map) - place.frame(scene.map);
                Some(place.later(before.max(0)))
            }
            _ => None,
        }
    }

    /// Whether the next hit is the strike itself or comes before it.
    pub(super) fn is_fresh(&self) -> bool {
        self.roll.cursor.next <= self.roll.grace.strokes()
    }

    /// Whether the next hit is a grace note.
    pub(super) fn is_at_grace(&self) -> bool {
        self.roll.cursor.next < self.roll.grace.strokes()
    }

    /// The next hit is done with.
    pub(super) fn advance(&mut self, scene: &Scene<'_>) {
        if self.is_at_grace() || self.roll.ratchet.hits() == 1 {
            self.roll.cursor.next += 1;
        } else {
            self.roll.cursor = self.roll.after(self.roll.cursor, scene);
        }
    }

    /// The next hit, due on `due` but not played before `earliest`; `None` if its lane is silent.
    pub(super) fn next_hit(
        &self,
        scene: &Scene<'_>,
        (due, earliest): (Frame, Frame),
    ) -> Option<Hit> {
        let (strike, length) = if self.is_at_grace() {
            (self.grace_note(scene)?, Length::SHORTEST)
        } else {
            (self.main_note(), self.main_length())
        };
        Some(Hit::new(strike, length.frames(scene), due, earliest))
    }

    /// The next hit that is no grace note.
    fn main_note(&self) -> Strike {
        let hit = self.roll.cursor.next - self.roll.grace.strokes();
        Strike {
            source: if hit > 0 {
                Source::Ratchet
            } else {
                self.strike.source
            },
            velocity: self.roll.velocity(hit, self.strike.velocity),
            ..self.strike
        }
    }

    fn main_length(&self) -> Length {
        let roll = &self.roll;
        match roll.gate.filter(|_| roll.ratchet.hits() > 1) {
            Some(gate) => roll.cursor.length(gate),
            None => self.length,
        }
    }

    /// Plays the hits of the roll after its first that sound in `piece`, the next of them on `due`;
    /// gives the frame of the one that comes then.
    pub(super) fn roll_on(
        &mut self,
        scene: &Scene<'_>,
        mut due: Frame,
        struck: &mut Frame,
        piece: &mut Piece,
    ) -> Option<Frame> {
        let (a, b) = piece.span;
        // A strike that was decided late does not let its roll overtake it.
        let earliest = match self.delay {
            0 => Frame::MIN,
            _ => self.place.later(self.delay).frame(scene.map),
        };
        let (roll, full) = (&self.roll, self.strike.velocity);
        // Copies, which stay at hand for all the hits.
        let (place, map) = (self.place, *scene.map);
        let (before, hits) = (roll.grace.strokes(), roll.ratchet.hits());
        let mut cursor = roll.cursor;
        let mut note = self.main_note();
        // Notes that do not last by steps are all as long.
        let alike = self.length.frames(scene);
        while due < b {
            let frames = match roll.gate {
                None => alike,
                Some(gate) => cursor.length(gate).frames(scene),
            };
            let hit = Hit::new(note, frames, due, a);
            if !piece.push(hit) {
                break;
            }
            *struck = hit.note.on.max(*struck);
            cursor = roll.after(cursor, scene);
            let hit = cursor.next - before;
            if hit >= hits {
                return None;
            }
            note.velocity = roll.velocity(hit, full);
            due = place.after(cursor.here).frame(&map).max(earliest);
        }
        self.roll.cursor = cursor;
        Some(due)
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
    /// Nothing but the strike.
    const NONE: Self = Self {
        grace: Grace::NONE,
        ratchet: Ratchet::SINGLE,
        way: Way {
            start: Tick::ZERO,
            span: Ticks::ZERO,
            ratio: None,
            sounds: Tick::ZERO,
            sounding: 0.0,
            is_coarse: false,
        },
        gate: None,
        cursor: Cursor {
            next: 0,
            here: Ticks::ZERO,
            there: Ticks::ZERO,
        },
    };

    /// The grace notes and the ratchet of a step whose straight place is `start`, and whose ratchet
    /// lasts for `span`.
    pub(super) fn new(
        scene: &Scene<'_>,
        (grace, ratchet): (Grace, Ratchet),
        (start, span): (Tick, Ticks),
        swung: Swung,
        gate: Option<f64>,
    ) -> Self {
        let apart = span.to_f64() / f64::from(ratchet.hits());
        let way = Way {
            start,
            span,
            ratio: swung.ratio,
            sounds: swung.tick,
            sounding: (scene.warped(start + span, swung.ratio) - swung.tick).to_f64(),
            is_coarse: apart >= scene.swing_unit().to_f64(),
        };
        let mut roll = Self {
            grace,
            ratchet,
            way,
            gate,
            ..Self::NONE
        };
        roll.cursor.there = roll.offset(scene, 1);
        roll
    }

    fn frames_ahead(&self, scene: &Scene<'_>, left: u8) -> i64 {
        round_i64(scene.rate.frames_in_ms(self.grace.ahead_ms(left)))
    }

    /// How much later than the strike a hit sounds.
    fn offset(&self, scene: &Scene<'_>, hit: u8) -> Ticks {
        let part = f64::from(hit) / f64::from(self.ratchet.hits());
        let part = bent(part, self.ratchet.timing());
        let way = &self.way;
        if way.is_coarse {
            scene.warped(way.start + way.span.scaled(part), way.ratio) - way.sounds
        } else {
            Ticks::new(round_i64(way.sounding * part))
        }
    }

    /// `cursor` once the next hit, which is no grace note, is done with.
    fn after(&self, cursor: Cursor, scene: &Scene<'_>) -> Cursor {
        let next = cursor.next + 1;
        let hit = next - self.grace.strokes();
        Cursor {
            next,
            here: cursor.there,
            there: self.offset(scene, hit + 1),
        }
    }

    /// How hard a hit is struck if the strike is `full` as written.
    fn velocity(&self, hit: u8, full: Velocity) -> Velocity {
        // All hits of an even roll are as loud as that.
        if self.ratchet.velocity() == 0 || self.ratchet.hits() == 1 {
            return full;
        }
        scaled(full, self.loudness(hit))
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

impl Cursor {
    /// How long the note of the next hit is, as a part of the way to the one after it.
    fn length(self, gate: f64) -> Length {
        Length::Musical((self.there - self.here).scaled(gate))
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

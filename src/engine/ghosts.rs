//! Ghost notes: where they may sound among what is written, by straight places alone.
//!
//! Swing, and what happens to sound, are never asked: turning Swing must not make ghosts come and
//! go, and a ghost that has come as the Ghosts knob went up stays as it goes further.

use super::band::{Band, rings};
use super::course::Spot;
use crate::pattern::ghost::{Ring, likely, snare_weight, threshold};
use crate::pattern::{LaneIndex, Manner, Purpose, Role};
use crate::time::{NoteValue, SwingGrid, Tick, Ticks, over, round_i64, within};

/// No ghosts on lanes whose steps are faster.
const FASTEST_STEP_MS: f64 = 80.0;
/// No ghost is closer to a strike of its lane.
const CLOSEST_MS: f64 = 30.0;
/// How much louder or softer a ghost is than its drum's usual one, at most.
const SPREAD: f64 = 6.0;
/// No ghost is louder than this part of its lane's loudest strike.
const LOUDEST: f64 = 0.6;

/// The two bars of a lane in which a step's ghost is sought.
struct Window<'a, 'b> {
    band: &'a Band<'b>,
    lane: LaneIndex,
    ring: Ring,
    start: Tick,
    /// Where the next window begins: after two bars, or where the phrase ends.
    end: Tick,
    phrase: i64,
}

impl Band<'_> {
    /// The velocity of the ghost at `spot` of `lane`, where nothing is written, if there is one.
    pub(super) fn ghost(&self, lane: LaneIndex, spot: Spot) -> Option<f64> {
        let amount = self.ghost_amount(lane);
        if amount <= 0.0 || !self.has_room(lane, spot) {
            return None;
        }
        let window = Window::of(self, lane, spot.tick);
        let place = window.place(spot.tick);
        let own = window.threshold(place);
        let is_played = amount > own
            && !window.ends_a_run(spot, place, own)
            && !self.is_prevented(lane, spot, own);
        is_played.then(|| self.ghost_velocity(lane, spot))
    }

    /// Whether the lane has ghosts at all.
    pub(super) fn may_ghost(&self, lane: LaneIndex) -> bool {
        self.scene.controls.ghost_level > 0.0 && self.ghost_amount(lane) > 0.0
    }

    /// The intensity of the lane's ghosts.
    fn ghost_amount(&self, lane: LaneIndex) -> f64 {
        let controls = self.scene.controls;
        // Density's upper half brings more of them, once chance has risen.
        let more = (2.0 * self.density(lane) - 1.0).max(0.0);
        let intensity = controls.ghosts + (1.0 - controls.ghosts) * more;
        intensity * self.willing_to_ghost(lane)
    }

    fn willing_to_ghost(&self, lane: LaneIndex) -> f64 {
        self.scene.lane(lane).voice.ghosts.fraction() * self.scene.controls.lanes[lane].ghosts
    }

    /// Whether the time between steps, and the grid, leave room for ghosts here.
    fn has_room(&self, lane: LaneIndex, spot: Spot) -> bool {
        let scene = self.scene;
        if scene.milliseconds(self.courses[lane].step().ticks()) < FASTEST_STEP_MS {
            return false;
        }
        let in_beat = scene.bars.offset(spot.tick).get() % Ticks::QUARTER.get();
        scene.controls.swing_grid != SwingGrid::Eighths
            || in_beat == NoteValue::SIXTEENTH.ticks().get()
    }

    /// How likely a ghost is at `spot` of `lane`, 0 to 1, as far as it is not for other ghosts to
    /// say: none where something is written, or prevents it.
    pub(super) fn ghost_likelihood(&self, lane: LaneIndex, spot: Spot) -> f64 {
        let controls = self.scene.controls;
        let is_heard = self.scene.is_audible(lane)
            && controls.lanes[lane].level.min(controls.velocity) > 0.0
            && controls.ghost_level > 0.0;
        let amount = self.ghost_amount(lane);
        let is_possible = is_heard && amount > 0.0 && self.has_room(lane, spot);
        if !is_possible || self.is_no_place(lane, spot) {
            return 0.0;
        }
        let window = Window::of(self, lane, spot.tick);
        let at = (window.phrase, window.place(spot.tick));
        let seed = self.scene.seed(lane);
        let weight = window.weight(window.ring.wrapped(at.1));
        let manner = self.scene.pattern.manner;
        (amount * likely(&window.ring, manner, seed, at, weight)).min(1.0)
    }

    /// Whether something near prevents a ghost whose threshold is `own`.
    fn is_prevented(&self, lane: LaneIndex, spot: Spot, own: f64) -> bool {
        self.is_no_place(lane, spot)
            || self
                .choke_group(lane)
                .any(|other| self.ghosts_first(other, lane, spot, own))
    }

    /// Whether something that is written near, or a fill, prevents any ghost here.
    fn is_no_place(&self, lane: LaneIndex, spot: Spot) -> bool {
        self.is_under_a_roll(lane, spot)
            || self.is_before_a_grace(lane, spot)
            || self.choke_group(lane).any(|other| {
                self.strikes_at(other, spot.tick) || self.is_ringing(other, lane, spot.tick)
            })
    }

    /// Whether a roll that began on an earlier step of the lane goes on at `spot`.
    fn is_under_a_roll(&self, lane: LaneIndex, spot: Spot) -> bool {
        if self.habits[lane].longest_roll == Ticks::ZERO {
            return false;
        }
        let course = &self.courses[lane];
        let earlier = std::iter::successors(course.before(spot), |spot| course.before(*spot));
        earlier.zip(2..=8).any(|(spot, span)| {
            let step = self.step(lane, spot);
            let rolls_on = step.ratchet.hits() > 1 && step.ratchet.span() >= span;
            step.velocity.is_some() && rolls_on
        })
    }

    /// Whether grace notes of the lane's next strike come so early that they leave no room.
    fn is_before_a_grace(&self, lane: LaneIndex, spot: Spot) -> bool {
        if self.habits[lane].grace_ms <= 0.0 {
            return false;
        }
        let course = &self.courses[lane];
        let next = course.after(spot);
        let step = self.step(lane, next);
        let Some(left) = step.grace.strokes().checked_sub(1) else {
            return false;
        };
        let room = self.scene.milliseconds(next.tick - spot.tick) - step.grace.ahead_ms(left);
        step.velocity.is_some() && room < CLOSEST_MS
    }

    /// Whether `other` strikes, or is written to, at `tick`.
    fn strikes_at(&self, other: LaneIndex, tick: Tick) -> bool {
        let spot = self.courses[other].at(tick);
        spot.is_some_and(|spot| {
            self.step(other, spot).velocity.is_some() || self.fill(other, spot).is_some()
        })
    }

    /// Whether a ringing drum of the choke group was written shortly before and none since.
    fn is_ringing(&self, other: LaneIndex, lane: LaneIndex, tick: Tick) -> bool {
        let voice = &self.scene.lane(other).voice;
        if !rings(voice) {
            return false;
        }
        let since = tick - voice.note_length.longest();
        let rung = self.latest_written(other, tick, since);
        rung.is_some_and(|rung| {
            let group = self.choke_group(lane).chain([lane]);
            let mut others = group.filter(|drum| *drum != other);
            others.all(|drum| self.latest_written(drum, tick, rung).is_none())
        })
    }

    /// The last written step of the lane after `since` and before `tick`.
    fn latest_written(&self, lane: LaneIndex, tick: Tick, since: Tick) -> Option<Tick> {
        if self.habits[lane].loudest <= 0.0 {
            // Else every step there is would be looked at, and a drum can ring long.
            return None;
        }
        let course = &self.courses[lane];
        let last = course.last_until(tick - Ticks::new(1));
        std::iter::successors(last, |spot| course.before(*spot))
            .take_while(|spot| spot.tick > since)
            .find(|spot| self.step(lane, *spot).velocity.is_some())
            .map(|spot| spot.tick)
    }

    /// Whether `other`, of the same choke group, has a ghost here that comes at a lower intensity.
    fn ghosts_first(&self, other: LaneIndex, lane: LaneIndex, spot: Spot, own: f64) -> bool {
        let willing = self.willing_to_ghost(other);
        let there = self.courses[other].at(spot.tick);
        let Some(there) = there.filter(|_| willing > 0.0) else {
            return false;
        };
        let window = Window::of(self, other, there.tick);
        let theirs = window.threshold(window.place(there.tick)) / willing;
        let ours = own / self.willing_to_ghost(lane);
        theirs < ours || (theirs <= ours && other < lane)
    }

    /// How hard the ghost at `spot` is struck.
    pub(super) fn ghost_velocity(&self, lane: LaneIndex, spot: Spot) -> f64 {
        let scene = self.scene;
        let usual = match Role::of(lane) {
            Role::ClosedHat | Role::OpenHat => 48.0,
            Role::Snare | Role::HandDrum => 37.0,
            _ => 32.0,
        };
        let spread = match scene.pattern.manner {
            Manner::Classic => 0.0,
            Manner::Drummer => {
                let drawn = scene.draw(lane, Purpose::GhostVelocity, spot.tick);
                SPREAD * (2.0 * drawn.fraction() - 1.0)
            }
        };
        let louder = (usual + spread) * scene.controls.ghost_level;
        louder.min(LOUDEST * self.habits[lane].loudest)
    }
}

impl<'a, 'b> Window<'a, 'b> {
    fn of(band: &'a Band<'b>, lane: LaneIndex, tick: Tick) -> Self {
        let bars = band.scene.bars;
        let per_phrase = i64::from(band.scene.controls.phrase.get());
        let bar = bars.number_at(tick);
        let phrase = over(bar, per_phrase);
        let in_phrase = within(bar, per_phrase);
        let first = bar - in_phrase % 2;
        let (start, end) = (
            bars.line(first),
            bars.line((first + 2).min(bar - in_phrase + per_phrase)),
        );
        let cycle = band.scene.controls.variation_cycle;
        let phrase = cycle.map_or(phrase, |cycle| within(phrase, cycle.phrases()));
        let memo = &band.rings[lane];
        let ring = match memo.get() {
            Some((of, ring)) if of == start => ring,
            _ => {
                let ring = written(band, lane, start);
                memo.set(Some((start, ring)));
                ring
            }
        };
        Self {
            band,
            lane,
            ring,
            start,
            end,
            phrase,
        }
    }

    fn place(&self, tick: Tick) -> u16 {
        place(self.band, self.lane, tick - self.start)
    }

    /// The intensity above which a ghost sounds at `place`.
    fn threshold(&self, place: u16) -> f64 {
        let scene = self.band.scene;
        let seed = scene.seed(self.lane);
        let at = (self.phrase, self.ring.wrapped(place));
        threshold(
            &self.ring,
            scene.pattern.manner,
            seed,
            at,
            self.weight(at.1),
        )
    }

    /// How well a place suits a ghost.
    fn weight(&self, place: u16) -> f64 {
        if Role::of(self.lane) != Role::Snare {
            return 1.0;
        }
        let sixteenth = NoteValue::SIXTEENTH.ticks();
        let tick = self.start + self.band.courses[self.lane].step().place(i64::from(place));
        let in_bar = self.band.scene.bars.offset(tick);
        if within(in_bar.get(), sixteenth.get()) == 0 {
            snare_weight(over(in_bar.get(), sixteenth.get()))
        } else {
            1.0
        }
    }

    /// Whether a ghost at `place`, which is that of `spot`, would be the third in a row: of three
    /// places that follow each other, the one that comes last as the intensity rises stays empty.
    fn ends_a_run(&self, spot: Spot, place: u16, own: f64) -> bool {
        let length = self.ring.length();
        if length < 5 {
            return false;
        }
        let two_on = spot.tick + self.band.courses[self.lane].step().place(2);
        let around = if place >= 2 && two_on < self.end {
            [place - 2, place - 1, place + 1, place + 2].map(|place| self.threshold(place))
        } else {
            self.thresholds_around(spot)
        };
        let comes_before = around.map(|threshold| threshold < own);
        comes_before.windows(2).any(|pair| pair == [true, true])
    }

    /// The thresholds of the two steps before `spot` and the two after it. At a window's edge some
    /// are another window's, maybe of another phrase.
    fn thresholds_around(&self, spot: Spot) -> [f64; 4] {
        let course = &self.band.courses[self.lane];
        let before = course.before(spot);
        let after = course.after(spot);
        let steps = [
            before.and_then(|before| course.before(before)),
            before,
            Some(after),
            Some(course.after(after)),
        ];
        steps.map(|step| {
            step.map_or(f64::INFINITY, |step| {
                let window = Window::of(self.band, self.lane, step.tick);
                window.threshold(window.place(step.tick))
            })
        })
    }
}

/// The written strikes of the two bars from `start` on.
fn written(band: &Band<'_>, lane: LaneIndex, start: Tick) -> Ring {
    let length = place(band, lane, band.scene.bars.bar() * 2);
    let mut ring = Ring::new(length);
    let course = &band.courses[lane];
    let end = start + band.scene.bars.bar() * 2;
    let steps = std::iter::successors(Some(course.first_from(start)), |spot| {
        Some(course.after(*spot))
    });
    for spot in steps
        .take_while(|spot| spot.tick < end)
        .take(usize::from(Ring::MAX))
    {
        if band.step(lane, spot).velocity.is_some() {
            ring.strike(place(band, lane, spot.tick - start));
        }
    }
    ring
}

/// How many of the lane's steps `span` is long, at most as many as a ring has places.
fn place(band: &Band<'_>, lane: LaneIndex, span: Ticks) -> u16 {
    let steps = span.to_f64() / band.courses[lane].step().to_f64();
    u16::try_from(round_i64(steps).clamp(0, i64::from(Ring::MAX))).unwrap_or(Ring::MAX)
}

//! The lanes as they see each other: a decision on one may depend on what another plays.

use super::course::{Course, Spot};
use super::scene::Scene;
use crate::pattern::density::Thinning;
use crate::pattern::drift::{Wander, drift};
use crate::pattern::fill::{Fill, Style};
use crate::pattern::ghost::Ring;
use crate::pattern::{
    LaneIndex, LaneSet, Manner, NoteLength, Pattern, PerLane, Percent, Purpose, Role, Rule, Seed,
    Step, StepIndex, Voice,
};
use crate::time::{Tick, Ticks};
use std::cell::Cell;

/// The lanes during one stretch. **Thread:** audio.
#[derive(Clone, Copy)]
pub(super) struct Band<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) courses: &'a PerLane<Course>,
    pub(super) habits: &'a PerLane<Habits>,
    /// The ring of places that each lane's ghosts were sought in last, by its first tick.
    pub(super) rings: &'a PerLane<Cell<Option<(Tick, Ring)>>>,
    /// Where what plays now plays for the first time.
    pub(super) first: Option<Tick>,
    pub(super) thinning: &'a Thinning,
    /// Where the kit lay in the drift when it was asked for last: its seed, and the tick.
    pub(super) kit_drift: &'a Cell<Option<(u16, Tick, f64)>>,
    /// The fill that was asked for last, by its tick; forgotten whenever anything may be another.
    pub(super) fill: &'a Cell<Option<(Tick, Option<Fill>)>>,
}

/// What follows from a lane's settings, kept so that it is not worked out for each step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    pub(super) swings: bool,
    /// The most by which a nudge of the lane pulls a strike early.
    pub(super) early_nudge: Ticks,
    /// The most by which one pushes it late.
    pub(super) late_nudge: Ticks,
    /// The most by which a grace note of the lane precedes its strike.
    pub(super) grace_ms: f64,
    /// The longest roll of the lane.
    pub(super) longest_roll: Ticks,
    /// The lanes that share its choke group or its key.
    pub(super) rivals: LaneSet,
    /// The highest velocity that is written.
    pub(super) loudest: f64,
    /// Whether a step plays by chance or on a condition.
    pub(super) is_conditional: bool,
}

impl Habits {
    pub(super) const NEW: Self = Self {
        swings: true,
        early_nudge: Ticks::ZERO,
        late_nudge: Ticks::ZERO,
        grace_ms: 0.0,
        longest_roll: Ticks::ZERO,
        rivals: LaneSet::from_bits(0),
        loudest: 0.0,
        is_conditional: false,
    };

    pub(super) fn of(scene: &Scene<'_>, lane: LaneIndex, course: &Course) -> Self {
        let drum = scene.lane(lane);
        let length = course.step();
        let mut habits = Self {
            swings: drum.swing_here || length.is_binary_multiple_of(scene.swing_unit()),
            rivals: rivals(scene, lane),
            ..Self::NEW
        };
        let (mut sooner, mut later) = (0.0_f64, 0.0_f64);
        let mut roll = 0;
        for step in drum.steps() {
            let Some(velocity) = step.velocity else {
                continue;
            };
            sooner = sooner.max(-step.nudge.fraction());
            later = later.max(step.nudge.fraction());
            habits.loudest = habits.loudest.max(f64::from(velocity.get()));
            habits.is_conditional |= is_conditional(step);
            if step.grace.strokes() > 0 {
                let ahead = step.grace.ahead_ms(step.grace.strokes() - 1);
                habits.grace_ms = habits.grace_ms.max(ahead);
            }
            if step.ratchet.hits() > 1 {
                roll = roll.max(i64::from(step.ratchet.span()));
            }
        }
        habits.early_nudge = super::course::span_of(length, sooner) + Ticks::new(1);
        habits.late_nudge = super::course::span_of(length, later) + Ticks::new(1);
        habits.longest_roll = length.place(roll);
        habits
    }
}

/// Whether a step does not simply play.
pub(super) fn is_conditional(step: &Step) -> bool {
    let is_bound = step.condition.rule != Rule::Always;
    step.velocity.is_some() && (is_bound || step.chance < Percent::ALL)
}

/// The lanes that share the choke group or the key of `lane`.
fn rivals(scene: &Scene<'_>, lane: LaneIndex) -> LaneSet {
    let own = &scene.lane(lane).voice;
    LaneIndex::all()
        .filter(|other| *other != lane)
        .filter(|other| {
            let voice = &scene.lane(*other).voice;
            let shares_group = voice.choke.is_some() && voice.choke == own.choke;
            shares_group || shares_key(scene, *other, lane)
        })
        .fold(LaneSet::default(), |set, other| set.with(other, true))
}

/// Whether two lanes play the same key of the same channel.
pub(super) fn shares_key(scene: &Scene<'_>, a: LaneIndex, b: LaneIndex) -> bool {
    scene.key(a) == scene.key(b) && scene.channel(a) == scene.channel(b)
}

/// Whether a lane rings on until its group is struck again.
pub(super) fn rings(voice: &Voice) -> bool {
    matches!(voice.note_length, NoteLength::Ring { .. })
}

impl<'a> Band<'a> {
    /// The cell of `lane` that the step at `spot` plays.
    pub(super) fn cell(&self, lane: LaneIndex, spot: Spot) -> StepIndex {
        let drawn = || self.scene.draw(lane, Purpose::Cell, spot.tick);
        self.courses[lane].cell(self.scene.lane(lane), spot, drawn)
    }

    /// The step of `lane` at `spot`.
    pub(super) fn step(&self, lane: LaneIndex, spot: Spot) -> Step {
        self.scene.lane(lane).step(self.cell(lane, spot))
    }

    /// Where a strike of `lane` at `tick` lies in the drift. Lanes that strike together ask for the
    /// kit's part once.
    pub(super) fn wander(&self, lane: LaneIndex, tick: Tick) -> Wander {
        let controls = self.scene.controls;
        if controls.humanize_ms <= 0.0 {
            return Wander::default();
        }
        let seed = controls.seed;
        let shared = match self.kit_drift.get() {
            Some((of, at, drift)) if of == seed && at == tick => drift,
            _ => {
                let drift = drift(Seed::kit(seed), tick);
                self.kit_drift.set(Some((seed, tick, drift)));
                drift
            }
        };
        let own = drift(self.scene.seed(lane), tick);
        Wander { shared, own }
    }

    /// The lane's rivals that are in its choke group.
    pub(super) fn choke_group(&self, lane: LaneIndex) -> impl Iterator<Item = LaneIndex> + 'a {
        let scene = self.scene;
        let (own, rivals) = (scene.lane(lane).voice.choke, self.habits[lane].rivals);
        LaneIndex::all()
            .filter(move |other| own.is_some() && rivals.contains(*other))
            .filter(move |other| scene.lane(*other).voice.choke == own)
    }

    /// The fill that runs at `tick`: the player's, or the one that comes by itself. Lanes that step
    /// together ask for it once.
    pub(super) fn fill_at(&self, tick: Tick) -> Option<Fill> {
        match self.fill.get() {
            Some((of, fill)) if of == tick => fill,
            _ => {
                let fill = self.find_fill(tick);
                self.fill.set(Some((tick, fill)));
                fill
            }
        }
    }

    fn find_fill(&self, tick: Tick) -> Option<Fill> {
        let scene = self.scene;
        let style = self.fill_style(scene.pattern);
        scene.held.fill_at(tick, style, scene.bars).or_else(|| {
            let every = scene.controls.fill_every?.bars();
            let fill = Fill::before_line(style, every, scene.bars, tick);
            fill.contains(tick).then_some(fill)
        })
    }

    /// Whether `tick` is the one after a drummer's fill that struck something.
    pub(super) fn follows_fill(&self, tick: Tick) -> bool {
        let scene = self.scene;
        if !scene.is_line(tick) {
            return false;
        }
        if scene.held.is_carried_to(tick) {
            return true;
        }
        let played = scene.filled_up_to(tick);
        if played.manner != Manner::Drummer {
            return false;
        }
        let style = self.fill_style(played);
        let held = scene.held.fill_before(tick, style, scene.bars);
        let fill = held.or_else(|| {
            let every = scene.controls.fill_every?.bars();
            let before = tick - Ticks::new(1);
            let fill = Fill::before_line(style, every, scene.bars, before);
            (fill.end() == tick).then_some(fill)
        });
        fill.is_some_and(|fill| fill.has_strikes(scene.bars, &|role| self.willing(role, played)))
    }

    /// How willingly the lane of `role` plays in fills of `pattern`.
    pub(super) fn willing(&self, role: Role, pattern: &Pattern) -> f64 {
        let scene = self.scene;
        let lane = role.lane().filter(|lane| {
            let level = scene.controls.lanes[*lane].level;
            scene.is_audible(*lane) && level > 0.0
        });
        lane.map_or(0.0, |lane| pattern.lanes[lane].voice.fills.fraction())
    }

    fn fill_style(&self, pattern: &Pattern) -> Style {
        let controls = self.scene.controls;
        Style {
            manner: pattern.manner,
            size: controls.fills,
            seed: Seed::kit(controls.seed),
            cycle_bars: self.scene.cycle_bars(),
        }
    }
}

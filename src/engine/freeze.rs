//! A bar as it sounds, written down: chance, conditions, ghosts and fills become plain steps.

use super::course::Course;
use super::event::Source;
use super::loudness::written;
use super::preview::{Preview, preview};
use super::stand::{Rehearsal, Stand};
use crate::pattern::{
    Bars, Condition, InFills, Lane, LaneIndex, Nudge, Pattern, PerLane, Percent, Step, StepCount,
    Velocity,
};
use crate::time::{BarMap, Speed, Tick, Ticks, round_i64, to_f64};

/// A pattern in which all that sounds in the song's bar `bar`, counted from 0, is written plainly,
/// and nothing else: without Ghosts, Fills and Density it sounds like the bar, over and over.
///
/// Voices, rates, rolls, grace notes, nudges and accents are kept, and velocities are those before
/// the lanes' levels and waves, Velocity and humanise; what was drawn is rounded. A lane that plays
/// in fills only plays always. What does not lie on a lane's steps counted from the bar line is
/// nudged, as far as nudges reach. A lane has at most 256 steps; what is written beyond is gone.
///
/// The pattern is one bar long, at double speed two of its own. Allocates. **Thread:** any.
pub fn freeze(of: &Rehearsal<'_>, bar: i64) -> Pattern {
    let stand = Stand::new(*of);
    let (from, until) = (stand.bars().line(bar), stand.bars().line(bar + 1));
    let stretches = stand.stretches((from, until));
    let Some(stretch) = stretches.first() else {
        return Pattern::new();
    };
    let pattern = stand.pattern(stretch);
    let ends = stretch.leaves.unwrap_or(until).min(until);
    let played: Vec<Preview> = preview(of, bar..bar + 1)
        .into_iter()
        .filter(|hit| hit.velocity.is_some() && hit.tick < ends)
        .collect();
    let frozen = |at: LaneIndex| {
        let lane = &pattern.lanes[at];
        let paper = Paper {
            lane,
            course: Course::new(lane, pattern.bars, &stretch.seat, stand.bars()),
            bars: stand.bars(),
            shift: stretch.seat.shift,
            accent: of.controls.accent,
        };
        Box::new(paper.lane(played.iter().filter(|hit| hit.lane == at)))
    };
    Pattern {
        bars: length(stretch.seat.speed),
        manner: pattern.manner,
        lanes: PerLane::from_fn(frozen),
    }
}

/// How many bars of a pattern are a bar of the song; at half speed its bar is the song's twice.
fn length(speed: Speed) -> Bars {
    let bars = match speed {
        Speed::Half | Speed::Normal => 1,
        Speed::Double => 2,
    };
    Bars::new(bars).unwrap_or(Bars::ONE)
}

/// What a bar of one lane is written on.
struct Paper<'a> {
    lane: &'a Lane,
    course: Course,
    bars: &'a BarMap,
    shift: Ticks,
    accent: f64,
}

impl Paper<'_> {
    fn lane<'a>(&self, played: impl Iterator<Item = &'a Preview>) -> Lane {
        let most = i64::from(StepCount::MAX.get());
        let count = self.course.step().first_from(self.bars.bar());
        let count = count.clamp(1, most);
        let mut steps = vec![Step::REST; usize::try_from(count).unwrap_or(1)];
        for hit in played {
            let (index, off) = self.place(hit.tick, count);
            if let Some(step) = usize::try_from(index).ok().and_then(|at| steps.get_mut(at)) {
                *step = self.step(hit, off);
            }
        }
        let mut voice = self.lane.voice;
        if voice.in_fills == InFills::Only {
            voice.in_fills = InFills::Play;
        }
        let mut lane = Lane::with_steps(voice, &steps).unwrap_or_else(|| Lane::new(voice));
        lane.rate = self.lane.rate;
        lane.swing_here = self.lane.swing_here;
        lane.lfo = self.lane.lfo;
        lane.seed = self.lane.seed;
        lane.seed_locked = self.lane.seed_locked;
        lane
    }

    /// Which of the `count` steps from the pattern's bar line on is nearest to `tick`, and how far
    /// `tick` is from it, in steps.
    fn place(&self, tick: Tick, count: i64) -> (i64, f64) {
        let into = self.bars.offset(tick - self.shift);
        let length = self.course.step();
        let steps = into.to_f64() / length.to_f64();
        let nearest = round_i64(steps);
        // Beyond the most steps nothing is written; at the bar's end the last one is stretched.
        let is_beyond = length.place(count) < self.bars.bar();
        let index = if is_beyond {
            nearest
        } else {
            nearest.min(count - 1)
        };
        (index, steps - to_f64(index))
    }

    /// What sounds as a plain step, `off` steps later than it would be.
    fn step(&self, hit: &Preview, off: f64) -> Step {
        let meant = Velocity::clamped(hit.meant);
        let mut step = match hit.source {
            Source::User | Source::Ratchet => self.lane.step(hit.cell),
            Source::Ghost | Source::Fill | Source::Click => Step::strike(meant),
        };
        let is_louder = written(&step, self.accent).is_none_or(|velocity| velocity < hit.meant);
        if is_louder {
            (step.velocity, step.accent) = (Some(meant), false);
        }
        step.chance = Percent::ALL;
        step.condition = Condition::ALWAYS;
        let tenths = i64::from(step.nudge.tenths()) + round_i64(1000.0 * off);
        let tenths = i16::try_from(tenths.clamp(-500, 500)).unwrap_or(0);
        step.nudge = Nudge::new(tenths).unwrap_or(Nudge::NONE);
        step
    }
}

//! Whether a written strike passes: its condition, its chance, and the density.

use super::band::{Band, is_conditional};
use super::course::Spot;
use crate::pattern::{Condition, LaneIndex, Percent, Purpose, Rule, Step};
use crate::time::within;

/// A chain of steps that each ask about another is followed this far; beyond, none has played.
const HOPS: u8 = 64;

impl Band<'_> {
    /// Whether the strike that is written at `spot` plays.
    pub(super) fn passes(&self, lane: LaneIndex, spot: Spot, step: &Step) -> bool {
        self.is_dense_enough(lane, spot)
            && (is_certain(step) || self.result(lane, spot, step, HOPS))
    }

    /// Whether Density leaves the strike.
    fn is_dense_enough(&self, lane: LaneIndex, spot: Spot) -> bool {
        let density = self.density(lane);
        if density >= 0.0 {
            return true;
        }
        let cell = self.cell(lane, spot);
        let quantile = self.thinning.quantile(lane, self.scene.lane(lane), cell);
        quantile <= 1.0 + density
    }

    /// The density of one lane, -1 to 1.
    pub(super) fn density(&self, lane: LaneIndex) -> f64 {
        let controls = self.scene.controls;
        (controls.density + controls.lanes[lane].density).clamp(-1.0, 1.0)
    }

    /// What came of the condition and the chance of the step at `spot`.
    fn result(&self, lane: LaneIndex, spot: Spot, step: &Step, hops: u8) -> bool {
        let condition = step.condition;
        let holds = match condition.rule {
            Rule::Always => true,
            Rule::Pass(pass) => {
                let pass_now = within(self.courses[lane].cycle(spot), i64::from(pass.of()));
                pass_now + 1 == i64::from(pass.pass())
            }
            Rule::First => self.first.is_some_and(|first| {
                let course = &self.courses[lane];
                course.cycle_at(first) == course.cycle(spot)
            }),
            Rule::Previous => self.latest_before(lane, spot, hops),
            Rule::Neighbour => self.latest_above(lane, spot, hops),
            Rule::Fill => self.fill_at(spot.tick).is_some(),
        };
        holds != condition.negated && self.is_lucky(lane, spot, step)
    }

    /// Whether chance lets the strike play.
    fn is_lucky(&self, lane: LaneIndex, spot: Spot, step: &Step) -> bool {
        if step.chance == Percent::ALL {
            return true;
        }
        let drawn = self.scene.draw(lane, Purpose::Chance, spot.tick);
        drawn.fraction() < self.chance(lane, step)
    }

    /// How often the strike plays, 0 to 1, as far as chance is concerned: above 0, Density makes it
    /// likelier.
    pub(super) fn chance(&self, lane: LaneIndex, step: &Step) -> f64 {
        let chance = step.chance.fraction();
        chance + (1.0 - chance) * self.density(lane).max(0.0)
    }

    /// What came of the latest conditional step of the lane before `spot`.
    fn latest_before(&self, lane: LaneIndex, spot: Spot, hops: u8) -> bool {
        self.latest(lane, self.courses[lane].before(spot), hops)
    }

    /// What came of the latest conditional step of the lane above, on `spot` or before it.
    fn latest_above(&self, lane: LaneIndex, spot: Spot, hops: u8) -> bool {
        let above = lane.get().checked_sub(1).and_then(LaneIndex::new);
        above.is_some_and(|above| {
            let from = self.courses[above].last_until(spot.tick);
            self.latest(above, from, hops)
        })
    }

    /// What came of the latest conditional step of the lane, from `spot` back. It is found within a
    /// run through the lane if there is any.
    fn latest(&self, lane: LaneIndex, spot: Option<Spot>, hops: u8) -> bool {
        let Some(hops) = hops.checked_sub(1) else {
            return false;
        };
        if !self.habits[lane].is_conditional {
            return false;
        }
        let course = &self.courses[lane];
        let back = std::iter::successors(spot, |spot| course.before(*spot));
        let run = usize::try_from(course.period()).unwrap_or(usize::MAX);
        for spot in back.take(run.saturating_mul(2)) {
            let step = self.step(lane, spot);
            if is_conditional(&step) {
                return self.result(lane, spot, &step, hops);
            }
        }
        false
    }
}

/// Whether there is nothing to ask.
fn is_certain(step: &Step) -> bool {
    step.condition == Condition::ALWAYS && step.chance == Percent::ALL
}

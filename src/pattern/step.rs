//! One cell of a lane.

use super::grace::Grace;
use super::quantity::{Percent, Velocity};

/// Which step of a lane, 0 to 255; people count from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepIndex(u8);

impl StepIndex {
    /// The step counted from 0.
    pub const fn new(index: u8) -> Self {
        Self(index)
    }

    /// The step's place, counted from 0.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// How long a strike's note is, 1 to 1600 % of its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gate(u16);

impl Gate {
    /// Up to the next step.
    pub const FULL: Self = Self(100);

    /// `percent` of a step; `None` outside 1 to 1600.
    pub const fn new(percent: u16) -> Option<Self> {
        if percent >= 1 && percent <= 1600 {
            Some(Self(percent))
        } else {
            None
        }
    }

    /// The gate in percent of a step.
    pub const fn percent(self) -> u16 {
        self.0
    }
}

/// A strike's own offset, -50.0 to +50.0 % of a straight step; early is negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nudge(i16);

impl Nudge {
    /// On the step.
    pub const NONE: Self = Self(0);

    /// `tenths` of a percent of a step; `None` outside -500 to 500.
    pub const fn new(tenths: i16) -> Option<Self> {
        if tenths >= -500 && tenths <= 500 {
            Some(Self(tenths))
        } else {
            None
        }
    }

    /// The offset in tenths of a percent of a step.
    pub const fn tenths(self) -> i16 {
        self.0
    }

    /// The offset as a fraction of a step, -0.5 to 0.5.
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// A roll: several hits in the place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratchet {
    hits: u8,
    span: u8,
    timing: i8,
    velocity: i8,
}

impl Ratchet {
    /// One plain strike.
    pub const SINGLE: Self = Self {
        hits: 1,
        span: 1,
        timing: 0,
        velocity: 0,
    };

    /// `hits` (1 to 32) over `span` steps (1 to 8), with curves from -100 to 100: `timing` below 0
    /// speeds up, above 0 slows down; `velocity` below 0 falls, above 0 rises.
    pub fn new(hits: u8, span: u8, timing: i8, velocity: i8) -> Option<Self> {
        let is_curve = |curve| (-100..=100).contains(&curve);
        let in_range = (1..=32).contains(&hits)
            && (1..=8).contains(&span)
            && is_curve(timing)
            && is_curve(velocity);
        in_range.then_some(Self {
            hits,
            span,
            timing,
            velocity,
        })
    }

    /// How many hits, 1 to 32.
    pub const fn hits(self) -> u8 {
        self.hits
    }

    /// Over how many steps, 1 to 8.
    pub const fn span(self) -> u8 {
        self.span
    }

    /// The curve of time, -100 (speeds up) to 100 (slows down).
    pub const fn timing(self) -> i8 {
        self.timing
    }

    /// The curve of velocity, -100 (falls) to 100 (rises).
    pub const fn velocity(self) -> i8 {
        self.velocity
    }
}

/// One of every so many passes: which, and of how many, 1 to 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pass {
    pass: u8,
    of: u8,
}

impl Pass {
    /// The first of one: every pass.
    pub const EVERY: Self = Self { pass: 1, of: 1 };

    /// Pass `pass` of every `of`; `None` unless 1 <= pass <= of <= 16.
    pub fn new(pass: u8, of: u8) -> Option<Self> {
        ((1..=16).contains(&of) && (1..=of).contains(&pass)).then_some(Self { pass, of })
    }

    /// Which pass, from 1.
    pub const fn pass(self) -> u8 {
        self.pass
    }

    /// Of how many.
    pub const fn of(self) -> u8 {
        self.of
    }
}

/// What a condition asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Nothing: always.
    Always,
    /// One of every so many passes.
    Pass(Pass),
    /// The first pass since the pattern was entered or the transport started.
    First,
    /// The latest conditional step before this one on the lane played.
    Previous,
    /// The same on the lane above.
    Neighbour,
    /// A fill is running.
    Fill,
}

/// When a step may strike: a rule, or its negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Condition {
    /// What is asked.
    pub rule: Rule,
    /// Whether the answer is turned round.
    pub negated: bool,
}

impl Condition {
    /// No condition.
    pub const ALWAYS: Self = Self {
        rule: Rule::Always,
        negated: false,
    };

    /// Pass `pass` of every `of`; `None` unless 1 <= pass <= of <= 16.
    pub fn pass(pass: u8, of: u8) -> Option<Self> {
        Pass::new(pass, of).map(|pass| Self {
            rule: Rule::Pass(pass),
            negated: false,
        })
    }
}

/// One cell of a lane. A rest keeps its other fields, so a strike put back is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// How hard it is struck; `None` is a rest.
    pub velocity: Option<Velocity>,
    /// How often it plays.
    pub chance: Percent,
    /// How long its note is.
    pub gate: Gate,
    /// Its own offset.
    pub nudge: Nudge,
    /// Its hits.
    pub ratchet: Ratchet,
    /// The soft strokes before it.
    pub grace: Grace,
    /// When it may play.
    pub condition: Condition,
    /// Whether it is accented.
    pub accent: bool,
    /// Whether its note lasts until the lane's next written strike, whatever its gate says.
    pub tie: bool,
}

impl Step {
    /// A plain rest.
    pub const REST: Self = Self {
        velocity: None,
        chance: Percent::ALL,
        gate: Gate::FULL,
        nudge: Nudge::NONE,
        ratchet: Ratchet::SINGLE,
        grace: Grace::NONE,
        condition: Condition::ALWAYS,
        accent: false,
        tie: false,
    };

    /// A plain strike.
    pub const fn strike(velocity: Velocity) -> Self {
        Self {
            velocity: Some(velocity),
            ..Self::REST
        }
    }
}

impl Default for Step {
    fn default() -> Self {
        Self::REST
    }
}

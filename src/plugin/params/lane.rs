//! The parameters that each lane has.

use super::number::{Unit, number};
use super::{Changes, fraction, switch};
use crate::engine::LaneControls;
use nice_plug::prelude::{BoolParam, FloatParam, Param, ParamPtr};

/// One lane's parameters.
pub struct LaneParams {
    /// Whether it is silent.
    pub mute: BoolParam,
    /// Added to the swing, in percentage points.
    pub swing: FloatParam,
    /// How much later it sounds, in milliseconds.
    pub delay: FloatParam,
    /// Its level, in percent.
    pub level: FloatParam,
    /// Added to Density, in percent.
    pub density: FloatParam,
    /// The factor on its ghosts, in percent.
    pub ghosts: FloatParam,
}

impl LaneParams {
    /// The parameters of lane `n`, counted from 1.
    pub(super) fn new(n: u8, changes: &Changes) -> Self {
        use Unit::{Milliseconds, Percent, Points};
        let name = |what| format!("Lane {n} {what}");
        let own = |what, default, range, unit| number(&name(what), default, range, unit, changes);
        Self {
            mute: switch(&name("Mute"), changes),
            swing: own("Swing", 0.0, -25.0..=25.0, Points),
            delay: own("Delay", 0.0, -40.0..=40.0, Milliseconds),
            level: own("Level", 100.0, 0.0..=200.0, Percent),
            density: own("Density", 0.0, -100.0..=100.0, Percent),
            ghosts: own("Ghosts", 100.0, 0.0..=200.0, Percent),
        }
    }

    /// Each parameter with the end of its id, in the order that people see.
    pub(super) fn map(&self) -> [(&'static str, ParamPtr); 6] {
        [
            ("mute", self.mute.as_ptr()),
            ("swing", self.swing.as_ptr()),
            ("delay", self.delay.as_ptr()),
            ("level", self.level.as_ptr()),
            ("density", self.density.as_ptr()),
            ("ghosts", self.ghosts.as_ptr()),
        ]
    }

    /// Their values as the engine reads them, modulation included. **Thread:** any.
    pub(super) fn controls(&self) -> LaneControls {
        LaneControls {
            mute: self.mute.value(),
            swing: fraction(&self.swing),
            delay_ms: f64::from(self.delay.value()),
            level: fraction(&self.level),
            density: fraction(&self.density),
            ghosts: fraction(&self.ghosts),
        }
    }
}

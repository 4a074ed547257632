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
}

impl LaneParams {
    /// The parameters of lane `n`, counted from 1.
    pub(super) fn new(n: u8, changes: &Changes) -> Self {
        let name = |what| format!("Lane {n} {what}");
        Self {
            mute: switch(&name("Mute"), changes),
            swing: number(&name("Swing"), 0.0, -25.0..=25.0, Unit::Points, changes),
            delay: number(
                &name("Delay"),
                0.0,
                -40.0..=40.0,
                Unit::Milliseconds,
                changes,
            ),
            level: number(&name("Level"), 100.0, 0.0..=200.0, Unit::Percent, changes),
        }
    }

    /// Each parameter with the end of its id, in the order that people see.
    pub(super) fn map(&self) -> [(&'static str, ParamPtr); 4] {
        [
            ("mute", self.mute.as_ptr()),
            ("swing", self.swing.as_ptr()),
            ("delay", self.delay.as_ptr()),
            ("level", self.level.as_ptr()),
        ]
    }

    /// Their values as the engine reads them, modulation included. **Thread:** any.
    pub(super) fn controls(&self) -> LaneControls {
        LaneControls {
            mute: self.mute.value(),
            swing: fraction(&self.swing),
            delay_ms: f64::from(self.delay.value()),
            level: fraction(&self.level),
            ..LaneControls::default()
        }
    }
}

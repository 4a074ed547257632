//! The values of the parameters, as the engine reads them: constant within a call.

use crate::pattern::PerLane;
use crate::time::SwingGrid;

/// The period of the swing LFO in bars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LfoPeriod(f64);

impl LfoPeriod {
    /// `bars` bars; `None` unless finite and above 0.
    pub fn new(bars: f64) -> Option<Self> {
        (bars.is_finite() && bars > 0.0).then_some(Self(bars))
    }

    /// The period in bars.
    pub const fn bars(self) -> f64 {
        self.0
    }
}

/// One lane's parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LaneControls {
    /// Whether it is silent.
    pub mute: bool,
    /// Added to the swing, as a part of the pair, -0.25 to 0.25.
    pub swing: f64,
    /// How much later it sounds, in milliseconds, -40 to 40.
    pub delay_ms: f64,
    /// Its level, 0 to 2; 1 leaves velocities as they are.
    pub level: f64,
}

impl Default for LaneControls {
    fn default() -> Self {
        Self {
            mute: false,
            swing: 0.0,
            delay_ms: 0.0,
            level: 1.0,
        }
    }
}

/// All parameters that the engine reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Controls {
    /// The swing as a part of the pair, 0.25 to 0.75.
    pub swing: f64,
    /// Which pairs swing.
    pub swing_grid: SwingGrid,
    /// How far the swing's LFO goes up and down, 0 to 0.15.
    pub swing_lfo_depth: f64,
    /// How long a cycle of it is.
    pub swing_lfo_period: LfoPeriod,
    /// When the swing follows the ghosts: their intensity, 0 to 1.
    pub swing_follow: Option<f64>,
    /// Velocity of the whole, 0 to 2; 1 leaves velocities as they are.
    pub velocity: f64,
    /// How much louder an accented strike is, 0 to 1.
    pub accent: f64,
    /// How much of each lane's velocity LFO is heard, 0 to 1.
    pub velocity_lfo: f64,
    /// How much later the kit plays, in milliseconds, -30 to 30: each lane takes its share.
    pub push_ms: f64,
    /// The factor on the gates of lanes whose notes last by their step, 0.05 to 4.
    pub gate: f64,
    /// Whether nothing plays.
    pub bypass: bool,
    /// Each lane's own.
    pub lanes: PerLane<LaneControls>,
}

impl Default for Controls {
    /// Everything neutral: straight, as written. (The plug-in's defaults are its parameters'.)
    fn default() -> Self {
        Self {
            swing: 0.5,
            swing_grid: SwingGrid::default(),
            swing_lfo_depth: 0.0,
            swing_lfo_period: LfoPeriod(4.0),
            swing_follow: None,
            velocity: 1.0,
            accent: 0.25,
            velocity_lfo: 1.0,
            push_ms: 0.0,
            gate: 1.0,
            bypass: false,
            lanes: PerLane::default(),
        }
    }
}

//! The values of the parameters, as the engine reads them: constant within a call.

use crate::pattern::{Bars, PatternIndex, PerLane};
use crate::time::{Speed, SwingGrid};

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

/// How many bars lie between one fill's end and the next's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FillEvery(i64);

impl FillEvery {
    /// Every `bars` bars; `None` unless 1, 2, 4, 8 or 16.
    pub const fn new(bars: u8) -> Option<Self> {
        match bars {
            1 | 2 | 4 | 8 | 16 => Some(Self(bars as i64)),
            _ => None,
        }
    }

    /// The number of bars.
    pub const fn bars(self) -> i64 {
        self.0
    }
}

/// After how many phrases every draw comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct VariationCycle(i64);

impl VariationCycle {
    /// After `phrases` phrases; `None` unless 1, 2, 4, 8 or 16.
    pub const fn new(phrases: u8) -> Option<Self> {
        match phrases {
            1 | 2 | 4 | 8 | 16 => Some(Self(phrases as i64)),
            _ => None,
        }
    }

    /// The number of phrases.
    pub const fn phrases(self) -> i64 {
        self.0
    }
}

/// Where another pattern may begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PatternChange {
    /// On the frame on which it is asked for.
    Now,
    /// On the next sixteenth.
    Step,
    /// On the next beat.
    Beat,
    /// On the next bar line.
    Bar,
    /// On the next bar line at which the new pattern stands on its first bar.
    #[default]
    End,
}

/// Where in itself another pattern begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PatternEntry {
    /// Where it would stand had it always played.
    #[default]
    Song,
    /// At its first step.
    Top,
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
    /// Added to Density, -1 to 1.
    pub density: f64,
    /// The factor on its ghosts, 0 to 2.
    pub ghosts: f64,
}

impl Default for LaneControls {
    fn default() -> Self {
        Self {
            mute: false,
            swing: 0.0,
            delay_ms: 0.0,
            level: 1.0,
            density: 0.0,
            ghosts: 1.0,
        }
    }
}

/// All parameters that the engine reads.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own that the host sees"
)]
pub struct Controls {
    /// The swing as a part of the pair, 0.25 to 0.75.
    pub swing: f64,
    /// Which pairs swing.
    pub swing_grid: SwingGrid,
    /// How far the swing's LFO goes up and down, 0 to 0.15.
    pub swing_lfo_depth: f64,
    /// How long a cycle of it is.
    pub swing_lfo_period: LfoPeriod,
    /// Whether the swing follows the ghosts' intensity.
    pub swing_follow: bool,
    /// How many ghosts are played, 0 to 1.
    pub ghosts: f64,
    /// How loud they are, 0 to 2.
    pub ghost_level: f64,
    /// How long fills are, 0 to 1.
    pub fills: f64,
    /// How often a fill comes by itself; `None` is never.
    pub fill_every: Option<FillEvery>,
    /// Whether a fill plays for as long as this is held.
    pub fill_now: bool,
    /// Whether a crash follows each fill.
    pub fill_crash: bool,
    /// -1 leaves nothing of what is written, 0 all; above, chance and ghosts rise, up to 1.
    pub density: f64,
    /// Three standard deviations of the drift, in milliseconds, 0 to 30.
    pub humanize_ms: f64,
    /// Three standard deviations of the velocities around what is written, 0 to 1.
    pub humanize_velocity: f64,
    /// How fast the patterns run.
    pub speed: Speed,
    /// The pattern that is asked for.
    pub pattern: PatternIndex,
    /// Where it may begin.
    pub pattern_change: PatternChange,
    /// Where in itself it begins.
    pub pattern_entry: PatternEntry,
    /// How many quarter notes later the patterns' places in the song are, -16 to 16.
    pub shift: i8,
    /// How long ghosts keep their draw.
    pub phrase: Bars,
    /// The kit's seed, 0 to 9999.
    pub seed: u16,
    /// When all draws come again; `None` is never.
    pub variation_cycle: Option<VariationCycle>,
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

impl Controls {
    /// Whether `other` may find a lane's steps elsewhere, or other cells on them.
    pub(super) fn moves_cells(&self, other: &Self) -> bool {
        let draws = |of: &Self| (of.seed, of.variation_cycle, of.phrase);
        self.swing_grid != other.swing_grid || draws(self) != draws(other)
    }
}

impl Default for Controls {
    /// Everything neutral: straight, as written. (The plug-in's defaults are its parameters'.)
    fn default() -> Self {
        Self {
            swing: 0.5,
            swing_grid: SwingGrid::default(),
            swing_lfo_depth: 0.0,
            swing_lfo_period: LfoPeriod(4.0),
            swing_follow: false,
            ghosts: 0.0,
            ghost_level: 1.0,
            fills: 0.0,
            fill_every: None,
            fill_now: false,
            fill_crash: false,
            density: 0.0,
            humanize_ms: 0.0,
            humanize_velocity: 0.0,
            speed: Speed::Normal,
            pattern: PatternIndex::FIRST,
            pattern_change: PatternChange::End,
            pattern_entry: PatternEntry::Song,
            shift: 0,
            phrase: Bars::FOUR,
            seed: 1,
            variation_cycle: None,
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

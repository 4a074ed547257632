//! Random values of all parameters, for comparisons that hold for any.

use crate::support::rng::Rng;
use afterbeat::engine::{Controls, FillEvery, LaneControls, LfoPeriod, VariationCycle};
use afterbeat::pattern::{Bars, PatternIndex, PerLane};
use afterbeat::time::{Speed, SwingGrid};

/// Random controls; half of the time a parameter is as it mostly is.
pub fn random_controls(rng: &mut Rng) -> Controls {
    let neutral = Controls::default();
    let grids = [
        SwingGrid::Sixteenths,
        SwingGrid::Eighths,
        SwingGrid::ThirtySeconds,
    ];
    let speeds = [Speed::Normal, Speed::Normal, Speed::Half, Speed::Double];
    let cycle = *rng.pick(&[1, 2, 4, 8, 16]);
    Controls {
        swing: real(rng, 0.25, 0.75, neutral.swing),
        swing_grid: *rng.pick(&grids),
        swing_lfo_depth: real(rng, 0.0, 0.15, 0.0),
        swing_lfo_period: LfoPeriod::new(rng.real(0.5, 16.0)).expect("above 0"),
        swing_follow: rng.chance(20),
        ghosts: real(rng, 0.0, 1.0, 0.8),
        ghost_level: real(rng, 0.0, 2.0, 1.0),
        fills: real(rng, 0.0, 1.0, 0.5),
        fill_every: rng
            .pick(&[None, FillEvery::new(1), FillEvery::new(4)])
            .to_owned(),
        fill_crash: rng.chance(50),
        density: real(rng, -1.0, 1.0, 0.0),
        humanize_ms: real(rng, 0.0, 30.0, 0.0),
        humanize_velocity: real(rng, 0.0, 1.0, 0.0),
        speed: *rng.pick(&speeds),
        pattern: PatternIndex::new(byte(rng, 0, 2)).expect("below 128"),
        shift: *rng.pick(&[0, 0, 0, 1, -3, 16]),
        phrase: Bars::new(byte(rng, 1, 16)).expect("1 to 16"),
        seed: u16::from(byte(rng, 0, 255)),
        variation_cycle: VariationCycle::new(cycle).filter(|_| rng.chance(50)),
        velocity: real(rng, 0.0, 2.0, 1.0),
        accent: rng.real(0.0, 1.0),
        velocity_lfo: rng.real(0.0, 1.0),
        push_ms: real(rng, -30.0, 30.0, 0.0),
        gate: rng.real(0.05, 4.0),
        lanes: PerLane::from_fn(|_| lane(rng)),
        ..neutral
    }
}

fn lane(rng: &mut Rng) -> LaneControls {
    LaneControls {
        mute: rng.chance(5),
        swing: real(rng, -0.25, 0.25, 0.0),
        delay_ms: real(rng, -40.0, 40.0, 0.0),
        level: real(rng, 0.0, 2.0, 1.0),
        density: real(rng, -1.0, 1.0, 0.0),
        ghosts: real(rng, 0.0, 2.0, 1.0),
    }
}

fn real(rng: &mut Rng, low: f64, high: f64, mostly: f64) -> f64 {
    if rng.chance(50) {
        mostly
    } else {
        rng.real(low, high)
    }
}

fn byte(rng: &mut Rng, low: i64, high: i64) -> u8 {
    u8::try_from(rng.whole(low, high)).expect("a byte")
}

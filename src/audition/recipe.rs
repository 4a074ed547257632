//! What each drum is made of, in the units of those who build them: hertz, milliseconds, parts.

use super::filter::Shape::{self, Band, High, Low};
use super::sound::Sound;

/// A drum: up to three parts that sound together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recipe {
    /// How loud it is.
    pub(super) level: f64,
    /// Where it stands, -1 on the left to 1 on the right, as the drummer sees it.
    pub(super) pan: f64,
    /// The skin, or the wood, that rings.
    pub(super) body: Body,
    /// The wires, the stick, the hands.
    pub(super) noise: Noise,
    /// The cymbal.
    pub(super) metal: Metal,
}

/// A sine that falls to its pitch, with one overtone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Body {
    pub(super) level: f64,
    /// The pitch that it falls to.
    pub(super) hz: f64,
    /// How much higher it begins.
    pub(super) bend_hz: f64,
    /// How soon the bend has fallen to a third.
    pub(super) bend_ms: f64,
    /// How soon it has faded to a third.
    pub(super) decay_ms: f64,
    /// The overtone, as a multiple of the pitch, and how loud it is beside it.
    pub(super) overtone: (f64, f64),
}

/// Filtered noise, once or in bursts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noise {
    pub(super) level: f64,
    pub(super) shape: Shape,
    pub(super) hz: f64,
    /// How narrow the filter is.
    pub(super) q: f64,
    /// How soon it has faded to a third.
    pub(super) decay_ms: f64,
    /// How many bursts come before the last, how long each lasts, and how far apart they are.
    pub(super) bursts: (u32, f64, f64),
}

/// Six square waves that are in no tune with each other, high-passed: what a cymbal is to the ear.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metal {
    pub(super) level: f64,
    /// The lowest of the six.
    pub(super) hz: f64,
    /// What lies below is taken away.
    pub(super) above_hz: f64,
    /// How soon it has faded to a third.
    pub(super) decay_ms: f64,
}

const NO_BODY: Body = Body {
    level: 0.0,
    hz: 100.0,
    bend_hz: 0.0,
    bend_ms: 1.0,
    decay_ms: 1.0,
    overtone: (2.0, 0.0),
};

const NO_NOISE: Noise = Noise {
    level: 0.0,
    shape: High,
    hz: 1000.0,
    q: 0.7,
    decay_ms: 1.0,
    bursts: (0, 1.0, 1.0),
};

const NO_METAL: Metal = Metal {
    level: 0.0,
    hz: 300.0,
    above_hz: 6000.0,
    decay_ms: 1.0,
};

impl Body {
    const fn new(level: f64, hz: f64, (bend_hz, bend_ms): (f64, f64), decay_ms: f64) -> Self {
        Self {
            level,
            hz,
            bend_hz,
            bend_ms,
            decay_ms,
            ..NO_BODY
        }
    }

    const fn over(self, ratio: f64, level: f64) -> Self {
        Self {
            overtone: (ratio, level),
            ..self
        }
    }
}

impl Noise {
    const fn new(level: f64, shape: Shape, (hz, q): (f64, f64), decay_ms: f64) -> Self {
        Self {
            level,
            shape,
            hz,
            q,
            decay_ms,
            ..NO_NOISE
        }
    }

    const fn bursts(self, count: u32, each_ms: f64, apart_ms: f64) -> Self {
        Self {
            bursts: (count, each_ms, apart_ms),
            ..self
        }
    }
}

impl Metal {
    const fn new(level: f64, hz: f64, above_hz: f64, decay_ms: f64) -> Self {
        Self {
            level,
            hz,
            above_hz,
            decay_ms,
        }
    }
}

const fn drum(level: f64, pan: f64, body: Body, noise: Noise, metal: Metal) -> Recipe {
    Recipe {
        level,
        pan,
        body,
        noise,
        metal,
    }
}

const KICK: Recipe = drum(
    0.9,
    0.0,
    Body::new(0.9, 48.0, (150.0, 22.0), 150.0),
    Noise::new(0.35, Low, (3200.0, 0.7), 5.0),
    NO_METAL,
);

const SNARE: Recipe = drum(
    0.8,
    -0.05,
    Body::new(0.5, 182.0, (90.0, 12.0), 65.0).over(1.81, 0.45),
    Noise::new(0.6, High, (1500.0, 0.8), 75.0),
    NO_METAL,
);

const SIDE_STICK: Recipe = drum(
    0.55,
    -0.1,
    Body::new(0.6, 460.0, (0.0, 1.0), 14.0).over(3.72, 0.9),
    Noise::new(0.25, Band, (3000.0, 1.2), 9.0),
    NO_METAL,
);

const CLAP: Recipe = drum(
    1.3,
    0.12,
    NO_BODY,
    Noise::new(0.95, Band, (1150.0, 1.1), 70.0).bursts(3, 4.0, 10.0),
    NO_METAL,
);

const TOM: Recipe = drum(
    0.62,
    0.0,
    Body::new(0.85, 118.0, (60.0, 40.0), 170.0).over(1.62, 0.22),
    Noise::new(0.15, Low, (2400.0, 0.7), 12.0),
    NO_METAL,
);

const CLOSED_HAT: Recipe = drum(
    0.62,
    -0.28,
    NO_BODY,
    Noise::new(0.35, High, (8200.0, 0.8), 18.0),
    Metal::new(0.55, 317.0, 7200.0, 26.0),
);

const OPEN_HAT: Recipe = drum(
    0.56,
    -0.28,
    NO_BODY,
    Noise::new(0.3, High, (8000.0, 0.7), 190.0),
    Metal::new(0.55, 317.0, 6800.0, 240.0),
);

const CRASH: Recipe = drum(
    0.55,
    -0.4,
    NO_BODY,
    Noise::new(0.7, High, (4200.0, 0.6), 480.0),
    Metal::new(0.4, 251.0, 4800.0, 620.0),
);

const RIDE: Recipe = drum(
    0.62,
    0.35,
    Body::new(0.1, 3130.0, (0.0, 1.0), 90.0).over(1.47, 0.7),
    Noise::new(0.18, High, (7000.0, 0.7), 60.0),
    Metal::new(0.45, 386.0, 5600.0, 420.0),
);

const BELL: Recipe = drum(
    0.3,
    0.35,
    Body::new(0.5, 1046.0, (0.0, 1.0), 260.0).over(2.54, 0.8),
    NO_NOISE,
    Metal::new(0.25, 523.0, 4500.0, 300.0),
);

const TAMBOURINE: Recipe = drum(
    0.5,
    0.25,
    NO_BODY,
    Noise::new(0.5, High, (7600.0, 1.2), 60.0).bursts(1, 9.0, 18.0),
    Metal::new(0.4, 622.0, 8000.0, 90.0),
);

const COWBELL: Recipe = drum(
    0.4,
    0.2,
    Body::new(0.6, 562.0, (0.0, 1.0), 80.0).over(1.5, 0.9),
    Noise::new(0.1, Band, (2600.0, 1.5), 8.0),
    NO_METAL,
);

const RATTLE: Recipe = drum(
    1.0,
    0.3,
    NO_BODY,
    Noise::new(0.8, Band, (2900.0, 3.0), 60.0).bursts(14, 7.0, 21.0),
    NO_METAL,
);

const SKIN: Recipe = drum(
    0.5,
    0.22,
    Body::new(0.8, 208.0, (36.0, 14.0), 95.0).over(1.59, 0.25),
    Noise::new(0.2, Band, (1700.0, 0.9), 7.0),
    NO_METAL,
);

const AGOGO: Recipe = drum(
    0.4,
    0.3,
    Body::new(0.6, 838.0, (0.0, 1.0), 120.0).over(1.48, 0.55),
    NO_NOISE,
    NO_METAL,
);

const SHAKER: Recipe = drum(
    0.42,
    0.28,
    NO_BODY,
    Noise::new(0.7, High, (6000.0, 1.0), 30.0).bursts(1, 16.0, 12.0),
    NO_METAL,
);

const WOOD: Recipe = drum(
    0.6,
    0.15,
    Body::new(0.8, 1960.0, (0.0, 1.0), 22.0).over(1.51, 0.3),
    Noise::new(0.1, Band, (3000.0, 1.0), 4.0),
    NO_METAL,
);

const TRIANGLE: Recipe = drum(
    0.35,
    0.3,
    Body::new(0.4, 4186.0, (0.0, 1.0), 520.0).over(1.68, 0.7),
    NO_NOISE,
    NO_METAL,
);

/// What a drum is made of.
pub(super) const fn recipe(sound: Sound) -> Recipe {
    match sound {
        Sound::Kick => KICK,
        Sound::Snare => SNARE,
        Sound::SideStick => SIDE_STICK,
        Sound::Clap => CLAP,
        Sound::Tom => TOM,
        Sound::ClosedHat => CLOSED_HAT,
        Sound::OpenHat => OPEN_HAT,
        Sound::Crash => CRASH,
        Sound::Ride => RIDE,
        Sound::Bell => BELL,
        Sound::Tambourine => TAMBOURINE,
        Sound::Cowbell => COWBELL,
        Sound::Rattle => RATTLE,
        Sound::Skin => SKIN,
        Sound::Agogo => AGOGO,
        Sound::Shaker => SHAKER,
        Sound::Wood => WOOD,
        Sound::Triangle => TRIANGLE,
    }
}

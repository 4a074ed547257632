//! All recipes at a sample rate, so that a strike costs no more than a copy.

use super::body::Body;
use super::filter::decay;
use super::metal::Metal;
use super::noise::Noise;
use super::recipe::{Recipe, recipe};
use super::sound::Sound;
use crate::time::{SampleRate, floor_i64, to_f32};

/// How far a drum has faded when it is over, as a natural logarithm: 80 dB.
const OVER: f64 = 9.21;

/// A drum, ready to be struck.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ready {
    pub(super) body: Body,
    pub(super) noise: Noise,
    pub(super) metal: Metal,
    /// How loud it is on the left and on the right.
    pub(super) gains: (f32, f32),
    pub(super) level: f32,
    /// How many samples it lasts.
    pub(super) life: u32,
}

/// How something is made to fade.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fade {
    pub(super) decay: f32,
    /// How many samples that takes.
    pub(super) life: u32,
}

/// All drums at a sample rate.
pub(super) struct Bank {
    drums: [Ready; Sound::ALL.len()],
    /// A hat that is closed.
    pub(super) choke: Fade,
    /// A drum that is struck again: the old stroke gives way to the new.
    pub(super) again: Fade,
    /// Everything falls silent.
    pub(super) hush: Fade,
}

impl Bank {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self {
            drums: Sound::ALL.map(|sound| ready(&recipe(sound), rate)),
            choke: fade(12.0, rate),
            again: fade(45.0, rate),
            hush: fade(4.0, rate),
        }
    }

    pub(super) fn drum(&self, sound: Sound) -> &Ready {
        let [first, ..] = &self.drums;
        let place = Sound::ALL.iter().position(|other| *other == sound);
        place
            .and_then(|place| self.drums.get(place))
            .unwrap_or(first)
    }
}

fn fade(ms: f64, rate: SampleRate) -> Fade {
    Fade {
        decay: decay(ms, rate),
        life: samples(ms * OVER, rate),
    }
}

fn ready(of: &Recipe, rate: SampleRate) -> Ready {
    let (bursts, _, apart_ms) = of.noise.bursts;
    let noise_ms = f64::from(bursts) * apart_ms + of.noise.decay_ms * OVER;
    let parts = [
        (of.body.level, of.body.decay_ms * OVER),
        (of.noise.level, noise_ms),
        (of.metal.level, of.metal.decay_ms * OVER),
    ];
    let sounding = parts.iter().filter(|(level, _)| *level > 0.0);
    let longest = sounding.map(|(_, ms)| *ms).fold(0.0, f64::max);
    // A quarter turn from hard left to hard right, so that the power stays the same.
    let angle = (of.pan + 1.0) * std::f64::consts::FRAC_PI_4;
    Ready {
        body: Body::new(&of.body, rate),
        noise: Noise::new(&of.noise, rate),
        metal: Metal::new(&of.metal, rate),
        gains: (to_f32(libm::cos(angle)), to_f32(libm::sin(angle))),
        level: to_f32(of.level),
        life: samples(longest, rate),
    }
}

fn samples(ms: f64, rate: SampleRate) -> u32 {
    u32::try_from(floor_i64(rate.frames_in_ms(ms))).unwrap_or(u32::MAX)
}

//! All recipes at a sample rate, so that a strike costs no more than a copy.

use super::body::Body;
use super::decay::Decay;
use super::metal::Metal;
use super::noise::Noise;
use super::recipe::{Recipe, recipe};
use super::sound::Sound;
use crate::time::{SampleRate, to_f32};

/// A drum, ready to be struck.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ready {
    pub(super) body: Body,
    pub(super) noise: Noise,
    pub(super) metal: Metal,
    /// How loud it is on the left and on the right.
    pub(super) gains: (f32, f32),
    pub(super) level: f32,
}

/// All drums at a sample rate.
pub(super) struct Bank {
    drums: [Ready; Sound::ALL.len()],
    /// A hat that is closed.
    pub(super) choke: Decay,
    /// A drum that is struck again: the old stroke gives way to the new.
    pub(super) again: Decay,
    /// Everything falls silent.
    pub(super) hush: Decay,
}

impl Bank {
    pub(super) fn new(rate: SampleRate) -> Self {
        Self {
            drums: Sound::ALL.map(|sound| ready(&recipe(sound), rate)),
            choke: Decay::new(12.0, rate),
            again: Decay::new(16.0, rate),
            hush: Decay::new(4.0, rate),
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

fn ready(of: &Recipe, rate: SampleRate) -> Ready {
    // A quarter turn from hard left to hard right, so that the power stays the same.
    let angle = (of.pan + 1.0) * std::f64::consts::FRAC_PI_4;
    Ready {
        body: Body::new(&of.body, rate),
        noise: Noise::new(&of.noise, rate),
        metal: Metal::new(&of.metal, rate),
        gains: (to_f32(libm::cos(angle)), to_f32(libm::sin(angle))),
        level: to_f32(of.level),
    }
}

//! A small drum kit, so that a groove is heard at once: synthesised, without files, cheap.
//!
//! A [`Kit`] is struck with the engine's own events and renders stereo. What it renders does not
//! depend on how the time is cut into blocks, and it never allocates, locks or waits.

mod bank;
mod body;
mod decay;
mod filter;
mod metal;
mod noise;
mod recipe;
mod sound;
mod take;
mod voice;

pub use sound::{Reading, Sound};
pub use take::Take;

use crate::engine::{Event, Kind, Origin};
use crate::pattern::Velocity;
use crate::time::SampleRate;
use bank::Bank;
use sound::Struck;
use voice::Voice;

/// How many drums can sound at once: a lane's new stroke begins while its old one fades.
const VOICES: usize = 40;

/// The drums of one instance. **Thread:** audio; made on main.
pub struct Kit {
    bank: Bank,
    rate: SampleRate,
    voices: [Voice; VOICES],
    /// How many strikes there were, so that no two sound quite alike.
    strikes: u32,
}

impl Kit {
    /// A kit at rest. Allocates nothing.
    pub fn new(rate: SampleRate) -> Self {
        Self {
            bank: Bank::new(rate),
            rate,
            voices: [Voice::default(); VOICES],
            strikes: 0,
        }
    }

    /// Goes over to another sample rate; what sounded is cut.
    pub fn set_rate(&mut self, rate: SampleRate) {
        if self.rate != rate {
            *self = Self::new(rate);
        }
    }

    /// Lets everything that sounds fade within a few milliseconds.
    pub fn hush(&mut self) {
        for voice in &mut self.voices {
            voice.damp(self.bank.hush);
        }
    }

    /// Whether nothing sounds.
    pub fn is_silent(&self) -> bool {
        self.voices.iter().all(|voice| voice.sound().is_none())
    }

    /// Takes what the engine sends, now.
    fn hear(&mut self, event: &Event, reading: Reading) {
        let struck = Struck::by(event, reading);
        match event.kind {
            Kind::On(velocity) => self.strike(struck, velocity),
            // Whoever plays pads lets go of them at once; the drums ring on.
            Kind::Off if event.origin == Origin::Thru => {}
            Kind::Off if struck.sound.ends_with_note() => self.damp(struck.sound),
            Kind::Off => {}
        }
    }

    fn strike(&mut self, struck: Struck, velocity: Velocity) {
        for sound in struck.sound.silences() {
            self.damp(*sound);
        }
        let sounding = self.voices.iter_mut();
        for voice in sounding.filter(|voice| voice.is(struck)) {
            voice.damp(self.bank.again);
        }
        self.strikes = self.strikes.wrapping_add(1);
        let drum = self.bank.drum(struck.sound);
        // If all sound, the one that is nearest to its end has to go.
        let voice = self.voices.iter_mut().min_by_key(|voice| voice.left());
        if let Some(voice) = voice {
            voice.strike(drum, struck, (velocity, self.strikes));
        }
    }

    fn damp(&mut self, sound: Sound) {
        let sounding = self.voices.iter_mut();
        for voice in sounding.filter(|voice| voice.sound() == Some(sound)) {
            voice.damp(self.bank.choke);
        }
    }

    /// Fills both channels with what sounds.
    fn render(&mut self, left: &mut [f32], right: &mut [f32]) {
        left.fill(0.0);
        right.fill(0.0);
        let mut is_heard = false;
        for voice in &mut self.voices {
            if let Some(sound) = voice.sound() {
                is_heard = true;
                voice.add_to(self.bank.drum(sound), (left, right));
            }
        }
        if is_heard {
            for sample in left.iter_mut().chain(right) {
                *sample = soft(*sample);
            }
        }
    }
}

/// Bends what is loud so that it never leaves -1 to 1: a rational stand-in for the hyperbolic
/// tangent, exact at 0 and flat at 3.
fn soft(sample: f32) -> f32 {
    let x = sample.clamp(-3.0, 3.0);
    let bent = x * (27.0 + x * x) / (27.0 + 9.0 * x * x);
    // Rounding may carry it a hair beyond.
    bent.clamp(-1.0, 1.0)
}

//! One drum that sounds.

use super::bank::Ready;
use super::body::Ringing;
use super::decay::{Decay, heard};
use super::metal::Clang;
use super::noise::Hiss;
use super::sound::{Sound, Struck};
use crate::pattern::Velocity;

/// How many samples are worked out at a time.
const PIECE: usize = 64;

/// One drum that sounds, or none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Voice {
    struck: Option<Struck>,
    ringing: Ringing,
    hiss: Hiss,
    clang: Clang,
    /// How many samples it lasts yet.
    left: u32,
    fade: f32,
    fade_decay: f32,
}

impl Voice {
    /// Strikes `drum`; what sounded here is over.
    pub(super) fn strike(
        &mut self,
        drum: &Ready,
        struck: Struck,
        (velocity, number): (Velocity, u32),
    ) {
        let hardness = f32::from(velocity.get()) / 127.0;
        let level = drum.level * hardness * hardness.sqrt();
        // A soft stroke has less of the stick and of the wires in it.
        let bright = level * (0.5 + 0.5 * hardness);
        let ringing = Ringing::struck(&drum.body, (level, struck.tune));
        let hiss = Hiss::struck(&drum.noise, bright, number);
        let clang = Clang::struck(&drum.metal, (bright, struck.tune), number);
        *self = Self {
            struck: Some(struck),
            ringing,
            hiss,
            clang,
            left: ringing.left().max(hiss.left()).max(clang.left()),
            fade: 1.0,
            fade_decay: 1.0,
        };
    }

    /// The drum, while it sounds.
    pub(super) fn sound(&self) -> Option<Sound> {
        let sounding = self.struck.filter(|_| self.left > 0);
        sounding.map(|struck| struck.sound)
    }

    /// Whether it is this drum, at this pitch.
    pub(super) fn is(&self, struck: Struck) -> bool {
        self.struck == Some(struck) && self.left > 0
    }

    /// How many samples it lasts yet.
    pub(super) fn left(&self) -> u32 {
        self.left
    }

    /// Has it fade from now on.
    pub(super) fn damp(&mut self, fade: Decay) {
        self.fade_decay = self.fade_decay.min(fade.factor);
        self.left = self.left.min(fade.life);
    }

    /// Adds its next samples to both channels.
    pub(super) fn add_to(&mut self, drum: &Ready, (left, right): (&mut [f32], &mut [f32])) {
        let Some(Struck { tune, .. }) = self.struck else {
            return;
        };
        for (left, right) in left.chunks_mut(PIECE).zip(right.chunks_mut(PIECE)) {
            let mut piece = [0.0; PIECE];
            let (piece, _) = piece.split_at_mut(left.len());
            let mono = heard(&mut self.left, piece);
            self.ringing.add_to(mono, &drum.body, tune);
            self.hiss.add_to(mono, &drum.noise);
            self.clang.add_to(mono, &drum.metal);
            for ((sample, left), right) in mono.iter().zip(left).zip(right) {
                *left += self.fade * drum.gains.0 * sample;
                *right += self.fade * drum.gains.1 * sample;
                self.fade *= self.fade_decay;
            }
        }
    }
}

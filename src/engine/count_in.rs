//! Four side sticks before the song begins.

use super::hit::{Hit, Length};
use super::piece::Piece;
use super::scene::Scene;
use super::strike::Strike;
use crate::pattern::BeforeSong;
use crate::time::{Frame, Tick};

/// **Thread:** audio.
#[derive(Debug, Default)]
pub(super) struct CountIn {
    /// How many beats are to be counted still.
    left: i64,
}

impl CountIn {
    /// A stretch of song begins at `from`.
    pub(super) fn enter(&mut self, scene: &Scene<'_>, from: Tick) {
        let is_wanted = scene.setup.before_song == BeforeSong::CountIn;
        self.left = if is_wanted { 4 } else { 0 };
        while self.left > 0 && self.next(scene) < from {
            self.left -= 1;
        }
    }

    /// Nothing is counted any more.
    pub(super) fn stop(&mut self) {
        self.left = 0;
    }

    /// The frame of the next stick.
    pub(super) fn wake(&self, scene: &Scene<'_>) -> Frame {
        if self.left == 0 {
            return Frame::NEVER;
        }
        scene.map.frame(self.next(scene))
    }

    /// Gives to `piece` what sounds in it.
    pub(super) fn play(&mut self, scene: &Scene<'_>, piece: &mut Piece) {
        let (a, b) = piece.span;
        while self.left > 0 {
            let due = self.wake(scene);
            if due >= b {
                return;
            }
            let click = Strike::click(scene)
                .map(|strike| Hit::new(strike, Length::SHORT.frames(scene), due, a));
            if click.is_some_and(|hit| !piece.push(hit)) {
                return;
            }
            self.left -= 1;
        }
    }

    fn next(&self, scene: &Scene<'_>) -> Tick {
        Tick::ZERO - scene.bars.beat() * self.left
    }
}

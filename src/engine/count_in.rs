//! Four side sticks before the song begins.

use super::player::Hit;
use super::scene::Scene;
use super::strike::Strike;
use crate::pattern::BeforeSong;
use crate::time::{Frame, Tick};
use arrayvec::ArrayVec;

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

    /// Gives to `hits` what sounds in the frames from `a` up to `b`.
    pub(super) fn play<const N: usize>(
        &mut self,
        scene: &Scene<'_>,
        (a, b): (Frame, Frame),
        hits: &mut ArrayVec<Hit, N>,
    ) {
        while self.left > 0 && !hits.is_full() {
            let due = self.wake(scene);
            if due >= b {
                return;
            }
            if let Some(strike) = Strike::click(scene) {
                hits.push(Hit {
                    frame: due.max(a),
                    strike,
                    is_late: due < a,
                });
            }
            self.left -= 1;
        }
    }

    fn next(&self, scene: &Scene<'_>) -> Tick {
        Tick::ZERO - scene.bars.beat() * self.left
    }
}

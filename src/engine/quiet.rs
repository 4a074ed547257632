//! The calls in which nothing happens: most of them, so they end before any work begins.

use super::Engine;
use super::transport::Block;
use crate::pattern::PlayMode;
use crate::time::Frame;

impl Engine {
    /// Whether nothing happens in `block`, which ends on `end`: nobody plays, nothing changed, nothing
    /// is due, and the host goes on as it did. What it says has then been taken note of.
    #[inline]
    pub(super) fn is_quiet(&mut self, block: &Block<'_>, end: Frame) -> bool {
        let is_calm = block.notes.is_empty()
            && !self.is_changed
            && !self.releases_all
            && !self.has_auditions
            && self.sounding.next_off() >= end
            && self.bank.setup.play == PlayMode::FollowHost;
        if !is_calm {
            return false;
        }
        let (frames, transport) = (i64::from(block.frames), &block.transport);
        if !transport.playing || self.controls.bypass {
            let has_stopped = self.clock.map().is_none();
            if has_stopped {
                self.clock.listen(transport);
            }
            return has_stopped;
        }
        self.ensemble.wake() >= end
            && self.song.turn_tick().is_none()
            && self.clock.passes(self.now, (frames, block.rate), transport)
    }
}

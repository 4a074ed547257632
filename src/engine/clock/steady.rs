//! The call that brings nothing new, which most calls are.

use super::Clock;
use crate::engine::transport::Transport;
use crate::engine::word::{position_in_ticks, tolerance};
use crate::time::{Frame, SampleRate};

impl Clock {
    /// Whether the host just goes on where we do; if so, takes note of what it says. Only what has
    /// no loop is looked for here.
    #[inline]
    pub(in crate::engine) fn passes(
        &mut self,
        now: Frame,
        (frames, rate): (i64, SampleRate),
        transport: &Transport,
    ) -> bool {
        let heard = transport.position.and_then(position_in_ticks);
        let (Some(map), Some(at)) = (&self.map, heard) else {
            return false;
        };
        let is_plain = rate == self.rate
            && transport
                .tempo
                .is_none_or(|bpm| bpm.to_bits() == self.bpm.get().to_bits())
            && transport.loop_range.is_none()
            && self.looping.is_none()
            && now >= self.wrapped_until;
        let passes = is_plain
            && (at - map.position(now)).abs() <= tolerance(map)
            && self.bars.agree(transport, at);
        if passes {
            self.remember(heard, frames);
        }
        passes
    }
}

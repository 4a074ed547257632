//! The call that brings nothing new, which most calls are.

use super::Clock;
use crate::engine::transport::Transport;
use crate::engine::word::tolerance;
use crate::time::{Frame, SampleRate};

impl Clock {
    /// Whether the host just goes on where we do. Most calls are of this kind, and cost no more than
    /// to see that; of the others only what has no loop is looked for here.
    #[inline]
    pub(super) fn goes_on(
        &mut self,
        now: Frame,
        (heard, rate): (Option<f64>, SampleRate),
        transport: &Transport,
    ) -> bool {
        let (Some(map), Some(heard)) = (&self.map, heard) else {
            return false;
        };
        let is_plain = rate == self.rate
            && transport.tempo.is_none_or(|bpm| bpm == self.bpm.get())
            && transport.loop_range.is_none()
            && self.looping.is_none()
            && now >= self.wrapped_until;
        is_plain
            && (heard - map.position(now)).abs() <= tolerance(map)
            && self.bars.agree(transport, heard)
    }
}

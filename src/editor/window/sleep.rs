//! Whether the machine slept.

use std::time::{Duration, Instant, SystemTime};

/// How far two clocks may drift apart before it is sleep.
const MOST: Duration = Duration::from_secs(30);

/// A moment on two clocks: the one stands while the machine sleeps, the other goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    awake: Instant,
    wall: SystemTime,
}

impl Moment {
    /// This one.
    pub(super) fn now() -> Self {
        Self {
            awake: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    /// Whether the machine slept from this moment to `now`. Whoever sets the clock is taken for sleep.
    pub(super) fn slept_until(self, now: Self) -> bool {
        let awake = now.awake.saturating_duration_since(self.awake);
        let wall = now.wall.duration_since(self.wall);
        wall.map_or(true, |wall| wall.abs_diff(awake) > MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, SystemTime};
    use std::time::Duration;

    #[test]
    fn a_clock_that_went_on_while_the_other_stood_is_sleep() {
        let begin = Moment::now();
        let after = |awake: u64, wall: u64| Moment {
            awake: begin.awake + Duration::from_secs(awake),
            wall: begin.wall + Duration::from_secs(wall),
        };
        assert!(!begin.slept_until(after(0, 0)));
        assert!(!begin.slept_until(after(7200, 7195)));
        assert!(begin.slept_until(after(60, 3600)));
        let set_back = Moment {
            wall: SystemTime::UNIX_EPOCH,
            ..begin
        };
        assert!(begin.slept_until(set_back));
    }
}

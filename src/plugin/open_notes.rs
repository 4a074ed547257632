//! The notes that the host has been told to begin, and not yet to end.
//!
//! The engine keeps such a list too. This one lies outside of it, so that it is whole when the
//! engine is not.

use crate::engine::{Event, Kind};
use crate::pattern::{Channel, Key};

/// A bit for each channel and key. **Thread:** audio.
#[derive(Debug, Default)]
pub(super) struct OpenNotes {
    channels: [u128; 16],
    /// When the latest event of this call went out.
    latest: u32,
}

impl OpenNotes {
    /// A call of `process` begins; the times in it count from 0.
    pub(super) fn begin_call(&mut self) {
        self.latest = 0;
    }

    /// The time of the latest event of this call.
    pub(super) fn latest(&self) -> u32 {
        self.latest
    }

    /// Books an event that the host has taken.
    pub(super) fn book(&mut self, event: &Event) {
        self.latest = self.latest.max(event.at);
        if let Some(keys) = self.channels.get_mut(usize::from(event.channel.get())) {
            let key = 1 << event.key.get();
            match event.kind {
                Kind::On(_) => *keys |= key,
                Kind::Off => *keys &= !key,
            }
        }
    }

    /// Offers the end of every open note; those that `end` refuses stay open. True if none is.
    pub(super) fn release(&mut self, mut end: impl FnMut(Channel, Key) -> bool) -> bool {
        for (number, keys) in (0_u8..).zip(&mut self.channels) {
            let mut left = *keys;
            while left != 0 {
                let bit = left & left.wrapping_neg();
                left &= !bit;
                let key = u8::try_from(bit.trailing_zeros()).ok().and_then(Key::new);
                let (Some(channel), Some(key)) = (Channel::new(number), key) else {
                    continue;
                };
                // Taken off first: should `end` panic, then on each note only once.
                *keys &= !bit;
                if !end(channel, key) {
                    *keys |= bit;
                }
            }
        }
        self.channels == [0; 16]
    }
}

#[cfg(test)]
mod tests {
    use super::OpenNotes;
    use crate::engine::{Event, Kind, Origin};
    use crate::pattern::{Channel, Key, Velocity};

    fn event(at: u32, kind: Kind, channel: u8, key: u8) -> Event {
        Event {
            at,
            kind,
            channel: Channel::new(channel).unwrap(),
            key: Key::new(key).unwrap(),
            origin: Origin::Thru,
        }
    }

    fn ended(open: &mut OpenNotes) -> Vec<(u8, u8)> {
        let mut ended = Vec::new();
        open.release(|channel, key| {
            ended.push((channel.get(), key.get()));
            true
        });
        ended
    }

    #[test]
    fn what_began_and_did_not_end_is_open() {
        let mut open = OpenNotes::default();
        for (channel, key) in [(0, 0), (15, 127), (9, 36), (9, 38)] {
            open.book(&event(3, Kind::On(Velocity::MAX), channel, key));
        }
        open.book(&event(5, Kind::Off, 9, 36));
        assert_eq!(open.latest(), 5);
        assert_eq!(ended(&mut open), [(0, 0), (9, 38), (15, 127)]);
        assert_eq!(ended(&mut open), []);
    }

    #[test]
    fn what_is_refused_stays_open() {
        let mut open = OpenNotes::default();
        for key in [36, 38] {
            open.book(&event(0, Kind::On(Velocity::MAX), 9, key));
        }
        assert!(!open.release(|_, key| key.get() == 36));
        assert_eq!(ended(&mut open), [(9, 38)]);
        assert!(open.release(|_, _| false));
    }
}

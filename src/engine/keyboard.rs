//! Where the note of each channel and key is, found without looking through the notes.

use crate::pattern::{Channel, Key};

const CHANNELS: usize = 16;
const KEYS: usize = 128;

/// For each channel and key the place of its note in a list, if it has one. **Thread:** audio.
///
/// Whoever keeps the list says where each note is whenever that changes.
#[derive(Debug)]
pub(super) struct Keyboard(Box<[u16; CHANNELS * KEYS]>);

/// No list is so long.
const NOWHERE: u16 = u16::MAX;

impl Keyboard {
    /// All keys are free. Allocates.
    pub(super) fn new() -> Self {
        Self(Box::new([NOWHERE; CHANNELS * KEYS]))
    }

    /// The place of the note on this key.
    pub(super) fn place(&self, channel: Channel, key: Key) -> Option<usize> {
        let place = *self.0.get(index(channel, key))?;
        (place != NOWHERE).then_some(usize::from(place))
    }

    /// The note on this key is at `place` now, or there is none any more.
    pub(super) fn put(&mut self, channel: Channel, key: Key, place: Option<usize>) {
        if let Some(entry) = self.0.get_mut(index(channel, key)) {
            let place = place.and_then(|place| u16::try_from(place).ok());
            *entry = place.unwrap_or(NOWHERE);
        }
    }
}

fn index(channel: Channel, key: Key) -> usize {
    usize::from(channel.get()) * KEYS + usize::from(key.get())
}

#[cfg(test)]
mod tests {
    use super::Keyboard;
    use crate::pattern::{Channel, Key};

    #[test]
    fn every_channel_and_key_has_a_place_of_its_own() {
        let all = || {
            let keys = |channel| (0..128).map(move |key| (channel, Key::new(key).unwrap()));
            (0..16).flat_map(move |channel| keys(Channel::new(channel).unwrap()))
        };
        let mut board = Keyboard::new();
        for (number, (channel, key)) in all().enumerate() {
            assert_eq!(board.place(channel, key), None);
            board.put(channel, key, Some(number));
        }
        for (number, (channel, key)) in all().enumerate() {
            assert_eq!(board.place(channel, key), Some(number));
            board.put(channel, key, None);
            assert_eq!(board.place(channel, key), None);
        }
    }
}

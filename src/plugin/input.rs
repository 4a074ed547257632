//! The player's notes of a block, gathered in a list of fixed size.
//!
//! Every note-off it hands on ends a note-on that it handed on. Note-ons beyond the list's room are
//! lost and counted; there is always room for the note-offs.

use crate::engine::{InputNote, Kind};
use crate::pattern::{Channel, Key, Velocity};
use nice_plug::midi::{self, NoteEvent};

/// How many note-ons a block can bring.
const MOST_ONS: usize = 2048;
/// Each held key can end once, and so can each note that begins in the block.
const CAPACITY: usize = MOST_ONS + 16 * 128 + MOST_ONS;

/// The player's notes. **Thread:** audio.
pub(super) struct Input {
    notes: Vec<InputNote>,
    ons: usize,
    lost: u64,
    /// The keys that are down, a bit each, channel by channel.
    held: [u128; 16],
}

impl Input {
    /// Nothing held. Allocates all that it will ever need.
    pub(super) fn new() -> Self {
        Self {
            notes: Vec::with_capacity(CAPACITY),
            ons: 0,
            lost: 0,
            held: [0; 16],
        }
    }

    /// How many note-ons were lost so far.
    pub(super) fn lost(&self) -> u64 {
        self.lost
    }

    /// The notes of a block of `frames` frames, out of the events that `next` gives in order.
    ///
    /// The framework may give an event of the next sub-block's first frame with this one.
    pub(super) fn gather(
        &mut self,
        frames: u32,
        mut next: impl FnMut() -> Option<NoteEvent<()>>,
    ) -> &[InputNote] {
        self.notes.clear();
        self.ons = 0;
        let last = frames.saturating_sub(1);
        while let Some(event) = next() {
            self.take(&event, last);
        }
        &self.notes
    }

    /// The last note that began in the block.
    pub(super) fn last_on(&self) -> Option<&InputNote> {
        let mut notes = self.notes.iter().rev();
        notes.find(|note| note.kind != Kind::Off)
    }

    fn take(&mut self, event: &NoteEvent<()>, last: u32) {
        match *event {
            NoteEvent::NoteOn {
                timing,
                channel,
                key,
                velocity,
                ..
            } => {
                let velocity = Velocity::clamped(f64::from(velocity) * 127.0);
                self.begin(timing.min(last), channel, key, velocity);
            }
            NoteEvent::NoteOff {
                timing,
                channel,
                key,
                ..
            }
            | NoteEvent::Choke {
                timing,
                channel,
                key,
                ..
            } => self.end(timing.min(last), channel, key),
            _ => {}
        }
    }

    /// A note-on must name its channel and key; one that does not is no note.
    fn begin(&mut self, at: u32, channel: midi::Channel, key: midi::Key, velocity: Velocity) {
        let channel = channel.number().and_then(Channel::new);
        let (Some(channel), Some(key)) = (channel, key.number().and_then(Key::new)) else {
            return;
        };
        if self.ons == MOST_ONS {
            self.lost += 1;
            return;
        }
        self.ons += 1;
        if let Some(keys) = self.held.get_mut(usize::from(channel.get())) {
            *keys |= 1 << key.get();
        }
        self.notes.push(InputNote {
            at,
            kind: Kind::On(velocity),
            channel,
            key,
        });
    }

    /// Ends all held notes that the event names; a wildcard names any channel or key.
    fn end(&mut self, at: u32, channel: midi::Channel, key: midi::Key) {
        let named = key.number().map_or(u128::MAX, |key| 1 << (key & 127));
        for (number, held) in (0_u8..).zip(&mut self.held) {
            if channel.number().is_some_and(|channel| channel != number) {
                continue;
            }
            let mut ended = *held & named;
            *held &= !named;
            while ended != 0 {
                let key = u8::try_from(ended.trailing_zeros()).ok().and_then(Key::new);
                ended &= ended - 1;
                if let (Some(channel), Some(key)) = (Channel::new(number), key) {
                    let kind = Kind::Off;
                    self.notes.push(InputNote {
                        at,
                        kind,
                        channel,
                        key,
                    });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CAPACITY, Input, MOST_ONS};
    use crate::engine::{InputNote, Kind};
    use nice_plug::midi::{Channel, Key, NoteEvent, VoiceID};

    fn on(timing: u32, channel: u8, key: u8) -> NoteEvent<()> {
        NoteEvent::NoteOn {
            timing,
            voice_id: VoiceID::Wildcard,
            channel: Channel::Number(channel),
            key: Key::Number(key),
            velocity: 0.5,
        }
    }

    fn off(timing: u32, channel: Channel, key: Key) -> NoteEvent<()> {
        NoteEvent::NoteOff {
            timing,
            voice_id: VoiceID::Wildcard,
            channel,
            key,
            velocity: 0.0,
        }
    }

    fn gather(
        input: &mut Input,
        events: impl IntoIterator<Item = NoteEvent<()>>,
    ) -> Vec<InputNote> {
        let mut events = events.into_iter();
        input.gather(64, || events.next()).to_vec()
    }

    #[test]
    fn a_wildcard_ends_every_held_note_that_it_names() {
        let mut input = Input::new();
        gather(&mut input, [on(0, 0, 36), on(0, 0, 38), on(0, 9, 36)]);
        let ended = gather(&mut input, [off(5, Channel::Wildcard, Key::Number(36))]);
        assert_eq!(ended.len(), 2);
        assert!(
            ended
                .iter()
                .all(|note| note.kind == Kind::Off && note.at == 5)
        );
        let ended = gather(&mut input, [off(5, Channel::Wildcard, Key::Wildcard)]);
        assert_eq!(ended.len(), 1);
    }

    #[test]
    fn the_last_note_that_begins_in_a_block_is_known_until_the_next_block() {
        let mut input = Input::new();
        let end = off(6, Channel::Number(9), Key::Number(38));
        gather(&mut input, [on(0, 0, 36), on(5, 9, 38), end]);
        let last = input
            .last_on()
            .map(|note| (note.channel.get(), note.key.get()));
        assert_eq!(last, Some((9, 38)));
        gather(&mut input, [off(0, Channel::Number(0), Key::Number(36))]);
        assert_eq!(input.last_on(), None);
    }

    #[test]
    fn an_event_of_the_next_sub_block_sounds_on_the_last_frame() {
        let notes = gather(&mut Input::new(), [on(64, 0, 36)]);
        assert_eq!(notes.first().map(|note| note.at), Some(63));
    }

    #[test]
    fn too_many_notes_lose_ons_and_never_offs() {
        let mut input = Input::new();
        let keys = || (0..16).flat_map(|channel| (0..128).map(move |key| (channel, key)));
        gather(&mut input, keys().map(|(channel, key)| on(0, channel, key)));
        let all_off = || [off(1, Channel::Wildcard, Key::Wildcard)];
        let again = keys()
            .chain(keys())
            .map(|(channel, key)| on(2, channel, key));
        let notes = gather(
            &mut input,
            all_off().into_iter().chain(again).chain(all_off()),
        );
        assert_eq!(notes.len(), 3 * MOST_ONS);
        assert_eq!(input.lost(), 2048);
        assert_eq!(input.notes.capacity(), CAPACITY);
    }
}

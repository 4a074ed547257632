//! Whether the host, the instance itself or the player's keys make it play.

use super::event::{InputNote, Kind};
use super::stage::Hand;
use super::transport::Transport;
use crate::pattern::PlayMode;
use crate::time::Frame;

/// The player's keys that are down. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Keys {
    /// A bit for each key, channel by channel.
    down: [u128; 16],
}

impl Keys {
    /// Takes note of the keys that go down or up, and gives the frame up to which they stay as they
    /// are on `at`. Where they do not make it play, that is the whole block.
    #[inline]
    pub(super) fn hold(&mut self, hand: &Hand<'_>, at: Frame, play: PlayMode) -> Frame {
        if hand.is_empty() {
            return Frame::NEVER;
        }
        if play != PlayMode::WhileKeyHeld {
            self.note(hand.at_or_before(Frame::NEVER));
            return Frame::NEVER;
        }
        self.note(hand.at_or_before(at));
        hand.next_frame_after(at)
    }

    fn note<'a>(&mut self, notes: impl Iterator<Item = &'a InputNote>) {
        for note in notes {
            if let Some(keys) = self.down.get_mut(usize::from(note.channel.get())) {
                let bit = 1 << note.key.get();
                match note.kind {
                    Kind::On(_) => *keys |= bit,
                    Kind::Off => *keys &= !bit,
                }
            }
        }
    }

    /// The transport as the way of playing has it; `None` if that is the host's own.
    pub(super) fn own_way(&self, transport: &Transport, play: PlayMode) -> Option<Transport> {
        let is_held = || self.down.iter().any(|keys| *keys != 0);
        let playing = match play {
            PlayMode::FollowHost => return None,
            PlayMode::Run if transport.playing => return None,
            PlayMode::Run => true,
            PlayMode::WhileKeyHeld => is_held(),
        };
        Some(Transport {
            playing,
            position: None,
            loop_range: None,
            bar_start: None,
            ..*transport
        })
    }
}

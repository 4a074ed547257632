//! A strike that is asked for by hand, to hear a drum: it sounds at once, while nothing plays too.
//!
//! It sounds on the last frame of a block, behind all that the block brings, and ends like any other
//! note. So it never gets in the way of what is played, and nothing is ended before it begins.

use super::Engine;
use super::event::{Origin, Sink, Source};
use super::note::Note;
use super::outlet::Outlet;
use super::sounding::Fate;
use crate::pattern::{Channel, Key, LaneIndex, PerLane, Velocity};
use crate::time::{Frame, SampleRate, round_i64};

/// How long its note is.
const LENGTH_MS: f64 = 120.0;

/// A drum that is to be heard. **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audition {
    /// The channel of its note.
    pub channel: Channel,
    /// The key of its note.
    pub key: Key,
    /// How hard it is struck.
    pub velocity: Velocity,
}

/// What is still to be heard: the latest of each lane. **Thread:** audio.
pub(super) type Auditions = PerLane<Option<Audition>>;

impl Engine {
    /// Has a drum of `lane` sound at the end of the next block in which there is room for it.
    pub fn audition(&mut self, lane: LaneIndex, drum: Audition) {
        self.auditions[lane] = Some(drum);
        self.has_auditions = true;
    }

    /// Sounds what was asked for on `frame`, the block's last.
    pub(super) fn sound_auditions<S: Sink>(
        &mut self,
        frame: Frame,
        rate: SampleRate,
        out: &mut Outlet<'_, S>,
    ) {
        if !self.has_auditions {
            return;
        }
        // Ends come before beginnings: what sounds on their keys ends before any of them begins. Where
        // something has begun on this frame already, they wait for the next block.
        if !out.has_begun(frame) {
            let asked = &self.auditions;
            self.sounding.end_where(frame, out, |note| {
                let mut asked = asked.iter().filter_map(|(_, drum)| *drum);
                let is_own = note.origin != Origin::Thru;
                is_own && asked.any(|drum| note.channel == drum.channel && note.key == drum.key)
            });
        }
        let mut are_left = false;
        for lane in LaneIndex::all() {
            let Some(drum) = self.auditions[lane] else {
                continue;
            };
            let is_done = self.sound((lane, drum), frame, rate, out);
            self.auditions[lane] = Some(drum).filter(|_| !is_done);
            are_left |= !is_done;
        }
        self.has_auditions = are_left;
    }

    /// Says whether it has sounded, or need not any more.
    fn sound<S: Sink>(
        &mut self,
        (lane, drum): (LaneIndex, Audition),
        frame: Frame,
        rate: SampleRate,
        out: &mut Outlet<'_, S>,
    ) -> bool {
        let (channel, key) = (drum.channel, drum.key);
        if let Some(note) = self.sounding.at(channel, key) {
            // It is struck on this very frame, or it is the player's own note: that is heard.
            return note.on >= frame || note.origin == Origin::Thru;
        }
        if out.is_full() {
            return false;
        }
        let length = round_i64(rate.frames_in_ms(LENGTH_MS)).max(1);
        let note = Note {
            channel,
            key,
            origin: Origin::Strike {
                lane,
                source: Source::User,
            },
            choke: None,
            on: frame,
            off: frame + length,
        };
        match self.sounding.begin(&note, drum.velocity, out) {
            Fate::Refused => return false,
            Fate::NoSlot => self.counters.no_slot += 1,
            Fate::Sounds => self.counters.strikes += 1,
            Fate::SoundsInsteadOfAnother => {
                self.counters.strikes += 1;
                self.counters.stolen += 1;
            }
        }
        true
    }
}

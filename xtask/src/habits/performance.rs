//! What was heard, and what of the song it was.

use std::collections::BTreeMap;

use super::stage::Music;
use crate::host::Kind;
use crate::note::Note;

/// How far drift moves a strike of the song at most, in milliseconds.
const DRIFT_MS: u32 = 10;

/// A part of the song that was rolled through without a break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rolled {
    /// The host's count of frames where it began.
    pub at: u64,
    /// Its first frame in the song.
    pub from: u64,
    /// The song's frame before which it ended.
    pub to: u64,
    /// It ended with a loop that the host told of.
    pub is_pass: bool,
}

/// What came out.
#[derive(Clone, Debug, Default)]
pub struct Performance {
    /// All notes, at the host's count of frames.
    pub notes: Vec<Note>,
    /// What was rolled through.
    pub ranges: Vec<Rolled>,
    /// Events that the queue refused.
    pub refused: u32,
    /// Events out of order or outside of their block.
    pub disorderly: u32,
    /// Events that were no notes of the one dialect that the host reads.
    pub misread: usize,
    /// Notes that sounded when the host ceased to call.
    pub left_sounding: usize,
    /// A saved state came back as other bytes.
    pub is_state_changed: bool,
}

/// The notes that have begun and not ended.
#[must_use]
pub fn open(notes: &[Note]) -> usize {
    let mut open: BTreeMap<(u8, u8), i64> = BTreeMap::new();
    for note in notes {
        let count = open.entry((note.channel, note.key)).or_default();
        match note.kind {
            Kind::On => *count += 1,
            Kind::Off => *count = (*count - 1).max(0),
        }
    }
    open.values().filter(|count| **count > 0).count()
}

/// The ends of notes that had not begun, or had ended before.
#[must_use]
pub fn needless(notes: &[Note]) -> usize {
    let mut open: BTreeMap<(u8, u8), usize> = BTreeMap::new();
    let mut needless = 0;
    for note in notes {
        let count = open.entry((note.channel, note.key)).or_default();
        match (note.kind, *count) {
            (Kind::On, _) => *count += 1,
            (Kind::Off, 0) => needless += 1,
            (Kind::Off, _) => *count -= 1,
        }
    }
    needless
}

/// What has to be heard when these parts of a song are rolled through: every strike in them, each
/// ended with its part at the latest. `song` is its offline render, in order.
///
/// Drift pulls strikes a little over the line of their step, and there is no other step so near
/// before one. A part that begins at the line has them on its first frame, as long as they are; a
/// pass of a loop that is told of, and ends there, has them not. Where a host jumps and says nothing
/// of a loop, the line may have been played already: it is not played twice.
#[must_use]
pub fn expected(song: &[Note], ranges: &[Rolled], music: Music) -> Vec<Note> {
    let drift = music.frames_of(DRIFT_MS);
    let strikes = strikes(song);
    let mut notes = Vec::new();
    for range in ranges {
        let is_at_line = music.is_at_sixteenth(range.from);
        let first = range.from - if is_at_line { drift.min(range.from) } else { 0 };
        let last = range.to - if range.is_pass { drift } else { 0 };
        for strike in &strikes {
            let frame = u64::from(strike.note.frame);
            if (first..last).contains(&frame) {
                let begin = frame.max(range.from);
                let is_cut_behind = strike.is_cut && strike.end >= last;
                let end = if is_cut_behind { range.to } else { strike.end };
                let is_moved = begin > frame && !strike.is_cut;
                let end = (end + if is_moved { begin - frame } else { 0 }).min(range.to);
                let is_at_jump = begin == range.from && !range.is_pass;
                if is_at_jump && struck_before(&notes, strike.note, range.at, drift) {
                    continue;
                }
                let placed = [(Kind::On, begin), (Kind::Off, end)];
                notes.extend(placed.map(|(kind, frame)| Note {
                    frame: u32::try_from(range.at + frame - range.from).unwrap_or(u32::MAX),
                    kind,
                    ..strike.note
                }));
            }
        }
    }
    notes.sort_unstable();
    notes
}

/// Whether a key was struck at most `drift` frames before `at`.
fn struck_before(notes: &[Note], strike: Note, at: u64, drift: u64) -> bool {
    let just_before = at.saturating_sub(drift)..at;
    notes.iter().rev().take(8).any(|note| {
        let is_same = (note.channel, note.key) == (strike.channel, strike.key);
        note.kind == Kind::On && is_same && just_before.contains(&u64::from(note.frame))
    })
}

/// A strike of the song.
struct Strike {
    note: Note,
    /// The frame on which it ends.
    end: u64,
    /// The next strike of its key ends it.
    is_cut: bool,
}

fn strikes(song: &[Note]) -> Vec<Strike> {
    let mut sounding: BTreeMap<(u8, u8), Note> = BTreeMap::new();
    let mut strikes: Vec<Strike> = Vec::new();
    for note in song {
        let key = (note.channel, note.key);
        match note.kind {
            Kind::On => {
                sounding.insert(key, *note);
                let same_key = |strike: &&mut Strike| (strike.note.channel, strike.note.key) == key;
                let before = strikes.iter_mut().rev().find(same_key);
                if let Some(before) = before.filter(|strike| strike.end == u64::from(note.frame)) {
                    before.is_cut = true;
                }
            }
            Kind::Off => strikes.extend(sounding.remove(&key).map(|struck| Strike {
                note: struck,
                end: u64::from(note.frame),
                is_cut: false,
            })),
        }
    }
    strikes
}

#[cfg(test)]
mod tests {
    use super::{Music, Rolled, expected, open};
    use crate::host::Kind;
    use crate::note::Note;

    fn note(frame: u32, kind: Kind) -> Note {
        Note {
            frame,
            kind,
            channel: 9,
            key: 36,
            velocity: 0,
        }
    }

    #[test]
    fn a_part_ends_what_sounds_beyond_it() {
        let music = Music {
            rate: 48_000,
            tempo: 120,
        };
        let song = [
            note(10, Kind::On),
            note(50, Kind::Off),
            note(100, Kind::On),
            note(150, Kind::Off),
        ];
        let twice = [
            Rolled {
                at: 0,
                from: 0,
                to: 30,
                is_pass: false,
            },
            Rolled {
                at: 30,
                from: 90,
                to: 200,
                is_pass: false,
            },
        ];
        let frames: Vec<u32> = expected(&song, &twice, music)
            .iter()
            .map(|note| note.frame)
            .collect();
        assert_eq!(frames, [10, 30, 40, 90]);
    }

    #[test]
    fn a_note_without_an_end_is_open() {
        let notes = [note(1, Kind::On), note(2, Kind::Off), note(3, Kind::On)];
        assert_eq!((open(&notes[..2]), open(&notes)), (0, 1));
    }
}

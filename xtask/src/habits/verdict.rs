//! How what was heard compares with the render.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::habit::{Habit, Told};
use super::performance::{Performance, expected, needless, open};
use super::stage::Music;
use crate::host::Kind;
use crate::note::Note;

/// What was seen of one feature in one host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Strikes that were heard.
    pub strikes: usize,
    /// Notes without an end.
    pub open: usize,
    /// The greatest distance of a strike or an end from its place, in frames.
    pub worst_frames: u32,
    /// Strikes of the song that were not heard.
    pub lost: usize,
    /// Strikes that the song does not have.
    pub extra: usize,
    /// Whether the queue was too short, so that strikes may be lost and ends come late.
    pub is_narrow: bool,
    /// Notes that sounded when the host ceased to call; each was ended at its next call.
    pub left_sounding: usize,
    /// What else was wrong.
    pub faults: Vec<String>,
}

impl Verdict {
    /// Whether all was as it has to be, with nothing more than `tolerated` frames off its place.
    #[must_use]
    pub fn is_right(&self, tolerated: u32) -> bool {
        let is_complete = self.lost == 0 || self.is_narrow;
        self.faults.is_empty()
            && self.open == 0
            && self.extra == 0
            && is_complete
            && self.worst_frames <= tolerated
    }
}

impl Verdict {
    /// What was seen in both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.faults.extend(other.faults);
        Self {
            strikes: self.strikes + other.strikes,
            open: self.open + other.open,
            worst_frames: self.worst_frames.max(other.worst_frames),
            lost: self.lost + other.lost,
            extra: self.extra + other.extra,
            is_narrow: self.is_narrow || other.is_narrow,
            left_sounding: self.left_sounding + other.left_sounding,
            faults: self.faults,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.strikes == 0 && self.lost == 0 {
            return f.write_str("silent");
        }
        write!(f, "{} / {}", self.strikes, self.worst_frames)?;
        for (count, what) in [
            (self.lost, "lost"),
            (self.extra, "extra"),
            (self.open, "hang"),
            (self.left_sounding, "left"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        self.faults
            .iter()
            .try_for_each(|fault| write!(f, ", {fault}"))
    }
}

/// Compares a performance with the offline render of its song.
#[must_use]
pub fn judge(habit: &Habit, music: Music, heard: &Performance, song: &[Note]) -> Verdict {
    let mut wanted = expected(song, &heard.ranges, music);
    if habit.told == Told::Nothing {
        wanted.clear();
    }
    let is_narrow = habit.is_narrow();
    let (heard_by, wanted_by) = (by_voice(&heard.notes), by_voice(&wanted));
    let mut verdict = Verdict {
        strikes: strikes(&heard.notes),
        open: open(&heard.notes),
        is_narrow,
        left_sounding: heard.left_sounding,
        faults: faults(heard),
        ..Verdict::default()
    };
    for voice in heard_by
        .keys()
        .chain(wanted_by.keys())
        .collect::<BTreeSet<_>>()
    {
        let of = |notes: &BTreeMap<Voice, Vec<Note>>| notes.get(voice).cloned().unwrap_or_default();
        let (heard, wanted) = (of(&heard_by), of(&wanted_by));
        if heard.len() == wanted.len() && !is_narrow {
            let distances = heard.iter().zip(&wanted).map(distance);
            verdict.worst_frames = verdict.worst_frames.max(distances.max().unwrap_or(0));
        } else if voice.2 == Kind::On {
            verdict.lost += missing(&wanted, &heard);
            verdict.extra += missing(&heard, &wanted);
        }
    }
    verdict
}

/// What has to have its partners in the order in which they come.
type Voice = (u8, u8, Kind);

fn by_voice(notes: &[Note]) -> BTreeMap<Voice, Vec<Note>> {
    let mut voices: BTreeMap<Voice, Vec<Note>> = BTreeMap::new();
    for note in notes {
        let voice = (note.channel, note.key, note.kind);
        voices.entry(voice).or_default().push(*note);
    }
    voices
}

/// How far two partners are apart; a strike that is not as loud as its own is none.
fn distance((heard, wanted): (&Note, &Note)) -> u32 {
    if heard.kind == Kind::On && heard.velocity != wanted.velocity {
        return u32::MAX;
    }
    heard.frame.abs_diff(wanted.frame)
}

/// How many of `notes` are not among `others`.
fn missing(notes: &[Note], others: &[Note]) -> usize {
    let others: BTreeSet<&Note> = others.iter().collect();
    notes.iter().filter(|note| !others.contains(note)).count()
}

fn strikes(notes: &[Note]) -> usize {
    notes.iter().filter(|note| note.kind == Kind::On).count()
}

fn faults(heard: &Performance) -> Vec<String> {
    let mut faults = Vec::new();
    if heard.disorderly > 0 {
        faults.push(format!("{} out of order", heard.disorderly));
    }
    let needless = needless(&heard.notes);
    if needless > 0 {
        faults.push(format!("{needless} ended without beginning"));
    }
    if heard.misread > 0 {
        faults.push(format!("{} that the host cannot read", heard.misread));
    }
    if heard.is_state_changed {
        faults.push("another state".to_owned());
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::{Habit, Music, Note, Performance, judge};
    use crate::habits::Rolled;
    use crate::host::Kind;

    const MUSIC: Music = Music {
        rate: 48_000,
        tempo: 120,
    };

    fn note(frame: u32, kind: Kind, velocity: u8) -> Note {
        Note {
            frame,
            kind,
            channel: 9,
            key: 36,
            velocity,
        }
    }

    fn song() -> Vec<Note> {
        let strike = |frame| [note(frame, Kind::On, 90), note(frame + 50, Kind::Off, 0)];
        [100, 700].into_iter().flat_map(strike).collect()
    }

    fn said(notes: Vec<Note>) -> String {
        let range = Rolled {
            at: 0,
            from: 0,
            to: 1_000,
            is_pass: false,
        };
        let heard = Performance {
            notes,
            ranges: vec![range],
            ..Performance::default()
        };
        judge(&Habit::ALL[0], MUSIC, &heard, &song()).to_string()
    }

    #[test]
    fn the_song_itself_is_right() {
        assert_eq!(said(song()), "2 / 0");
    }

    #[test]
    fn what_is_late_lost_too_much_or_without_an_end_is_told() {
        let mut late = song();
        late[2].frame += 3;
        assert_eq!(said(late), "2 / 3");
        assert_eq!(said(song()[..2].to_vec()), "1 / 0, 1 lost");
        let mut softer = song();
        softer[0].velocity = 80;
        assert_eq!(said(softer), format!("2 / {}", u32::MAX));
        let mut more = song();
        more.push(note(900, Kind::On, 90));
        assert_eq!(said(more), "3 / 0, 1 extra, 1 hang");
        let mut twice = song();
        twice.push(note(900, Kind::Off, 0));
        assert_eq!(said(twice), "2 / 0, 1 ended without beginning");
    }
}

//! How far the host's notes are from the rendered ones.

use std::collections::BTreeMap;

use anyhow::bail;
use xtask::host::Kind;

use xtask::note::Note;

/// What was compared, and the result.
#[derive(Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Note-ons.
    pub strikes: usize,
    /// Note-offs.
    pub offs: usize,
    /// The greatest distance of a note from its partner.
    pub worst_frames: u32,
}

/// What has to have the same number of notes in both lists.
type Voice = (u8, u8, Kind);

/// Compares the notes before frame `end`. The n-th note of a key has the n-th as its partner; one
/// without a partner, and a strike that is not as loud as its own, are errors.
pub fn compare(played: &[Note], rendered: &[Note], end: u32) -> anyhow::Result<Comparison> {
    let (played, rendered) = (by_voice(played, end), by_voice(rendered, end));
    let mut comparison = Comparison {
        strikes: 0,
        offs: 0,
        worst_frames: 0,
    };
    if let Some(voice) = played.keys().chain(rendered.keys()).find(|voice| {
        let count = |notes: &BTreeMap<Voice, Vec<Note>>| notes.get(voice).map(Vec::len);
        count(&played) != count(&rendered)
    }) {
        let count = |notes: &BTreeMap<Voice, Vec<Note>>| notes.get(voice).map_or(0, Vec::len);
        let (channel, key, kind) = voice;
        bail!(
            "key {key} on channel {}: the host has {} events {kind:?}, the render {}",
            channel + 1,
            count(&played),
            count(&rendered)
        );
    }
    let partners = rendered.values().flatten();
    for (played, rendered) in played.values().flatten().zip(partners) {
        match played.kind {
            Kind::On => comparison.strikes += 1,
            Kind::Off => comparison.offs += 1,
        }
        if played.kind == Kind::On && played.velocity != rendered.velocity {
            bail!("not as loud: {played:?} in the host, {rendered:?} in the render");
        }
        let distance = played.frame.abs_diff(rendered.frame);
        comparison.worst_frames = comparison.worst_frames.max(distance);
    }
    Ok(comparison)
}

fn by_voice(notes: &[Note], end: u32) -> BTreeMap<Voice, Vec<Note>> {
    let mut voices: BTreeMap<Voice, Vec<Note>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.frame < end) {
        let voice = (note.channel, note.key, note.kind);
        voices.entry(voice).or_default().push(*note);
    }
    voices
}

#[cfg(test)]
mod tests {
    use super::{Comparison, compare};
    use xtask::host::Kind;
    use xtask::note::Note;

    fn note(frame: u32, kind: Kind, velocity: u8) -> Note {
        Note {
            frame,
            kind,
            channel: 9,
            key: 36,
            velocity,
        }
    }

    #[test]
    fn the_worst_distance_either_way_is_found() {
        let rendered = [note(100, Kind::On, 90), note(200, Kind::Off, 0)];
        let played = [note(101, Kind::On, 90), note(197, Kind::Off, 64)];
        let expected = Comparison {
            strikes: 1,
            offs: 1,
            worst_frames: 3,
        };
        assert_eq!(
            compare(&played, &rendered, 300).expect("partners"),
            expected
        );
    }

    #[test]
    fn a_lost_note_and_another_loudness_are_errors() {
        let rendered = [note(100, Kind::On, 90), note(200, Kind::On, 90)];
        for played in [
            vec![note(100, Kind::On, 90)],
            vec![note(100, Kind::On, 90), note(200, Kind::On, 89)],
        ] {
            assert!(compare(&played, &rendered, 300).is_err());
        }
        assert!(compare(&rendered[..1], &rendered, 200).is_ok());
    }
}

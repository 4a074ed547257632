//! The take as a standard MIDI file.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use midly::num::{u4, u7, u15, u24, u28};
use midly::{Format, Header, MetaMessage, MidiMessage, Smf, Timing, TrackEvent, TrackEventKind};
use xtask::host::Kind;

use super::take::Take;
use xtask::note::Note;

/// Ticks per quarter note.
const PPQ: u32 = 960;

/// Writes one track with tempo and time signature. Each place is rounded once, from its frame.
pub fn write(path: &Path, notes: &[Note], take: &Take) -> anyhow::Result<()> {
    let mut track = head(take);
    let mut before = 0;
    for (tick, note) in placed(notes, take) {
        track.push(TrackEvent {
            delta: u28::new(tick - before),
            kind: message(note),
        });
        before = tick;
    }
    let end = tick_of(take.frames(), take).saturating_sub(before);
    track.push(meta(end, MetaMessage::EndOfTrack));
    let mut file = Smf::new(Header::new(
        Format::SingleTrack,
        Timing::Metrical(u15::new(960)),
    ));
    file.tracks.push(track);
    file.save(path)
        .with_context(|| format!("cannot write {}", path.display()))
}

fn head(take: &Take) -> Vec<TrackEvent<'static>> {
    let microseconds = u24::new(60_000_000 / take.tempo);
    vec![
        meta(0, MetaMessage::TrackName(b"Afterbeat")),
        meta(0, MetaMessage::Tempo(microseconds)),
        // 4/4: the denominator is a power of two; 24 clocks a click, 8 32nds a quarter.
        meta(0, MetaMessage::TimeSignature(4, 2, 24, 8)),
    ]
}

fn meta(delta: u32, message: MetaMessage<'static>) -> TrackEvent<'static> {
    TrackEvent {
        delta: u28::new(delta),
        kind: TrackEventKind::Meta(message),
    }
}

fn message(note: Note) -> TrackEventKind<'static> {
    let (key, vel) = (u7::new(note.key), u7::new(note.velocity));
    TrackEventKind::Midi {
        channel: u4::new(note.channel),
        message: match note.kind {
            Kind::On => MidiMessage::NoteOn { key, vel },
            Kind::Off => MidiMessage::NoteOff { key, vel },
        },
    }
}

/// The nearest tick, halves up.
fn tick_of(frame: u32, take: &Take) -> u32 {
    let numerator = u64::from(frame) * u64::from(PPQ * take.tempo);
    let frames_per_minute = u64::from(take.rate) * 60;
    let tick = (numerator + frames_per_minute / 2) / frames_per_minute;
    u32::try_from(tick).unwrap_or(u32::MAX)
}

/// The notes by tick, offs before ons. A note too short for a tick gets one, else its
/// off would come before its on and the note would hang.
fn placed(notes: &[Note], take: &Take) -> Vec<(u32, Note)> {
    let mut struck = BTreeMap::new();
    let mut placed: Vec<(u32, Note)> = notes
        .iter()
        .map(|note| {
            let tick = tick_of(note.frame, take);
            let string = (note.channel, note.key);
            match note.kind {
                Kind::On => {
                    struck.insert(string, tick);
                    (tick, *note)
                }
                Kind::Off => {
                    let on = struck.remove(&string);
                    (on.map_or(tick, |on: u32| tick.max(on + 1)), *note)
                }
            }
        })
        .collect();
    placed.sort_by_key(|(tick, note)| (*tick, note.kind));
    placed
}

#[cfg(test)]
mod tests {
    use super::{Take, placed, tick_of};
    use xtask::host::Kind;
    use xtask::note::Note;

    fn note(frame: u32, kind: Kind) -> Note {
        Note {
            frame,
            kind,
            channel: 9,
            key: 36,
            velocity: 100,
        }
    }

    #[test]
    fn a_quarter_is_960_ticks_and_halves_round_up() {
        let take = Take::default();
        assert_eq!(tick_of(24_000, &take), 960);
        assert_eq!(
            [12, 13, 37, 38].map(|frame| tick_of(frame, &take)),
            [0, 1, 1, 2]
        );
    }

    #[test]
    fn an_off_comes_before_an_on_and_after_its_own() {
        let notes = [
            note(100, Kind::On),
            note(101, Kind::Off),
            note(125, Kind::On),
            note(500, Kind::Off),
        ];
        let order: Vec<(u32, Kind)> = placed(&notes, &Take::default())
            .into_iter()
            .map(|(tick, note)| (tick, note.kind))
            .collect();
        assert_eq!(
            order,
            [
                (4, Kind::On),
                (5, Kind::Off),
                (5, Kind::On),
                (20, Kind::Off)
            ]
        );
    }
}

//! What was rendered, as a standard MIDI file: one track, with its tempo and time signature.

use super::{Rendered, Timeline};
use crate::aside::{self, SaveError};
use crate::engine::{Event, Kind, Origin};
use crate::pattern::{LaneIndex, PerLane};
use crate::time::{Ticks, round_i64, to_f64};
use midly::num::{u4, u7, u15, u24, u28};
use midly::{Format, Header, MetaMessage, MidiMessage, Smf, Timing, TrackEvent, TrackEventKind};
use std::collections::BTreeMap;
use std::path::Path;

/// Ticks of the file in a quarter note: sequencers' own count, and finer than a millisecond.
const PPQ: u16 = 960;

/// Why there is no such MIDI file.
#[derive(Debug, thiserror::Error)]
pub enum MidiError {
    /// The file counts a quarter note in at most 16 777 215 microseconds.
    #[error("a MIDI file holds tempos from 3.58 BPM, and {0} is slower; write a .csv instead")]
    TooSlow(f64),
    /// Its ticks would pass what a file can count.
    #[error("a MIDI file cannot hold so many bars; render fewer, or write a .csv instead")]
    TooLong,
    /// It could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// How the events of a file are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracks<'a> {
    /// All in one: format 0.
    One,
    /// One for each lane that plays, after one with the tempo: format 1. The lanes' names.
    Lanes(&'a PerLane<String>),
}

/// The MIDI file of `events`: format 0, 960 ticks to the quarter, a track called `name`.
///
/// Each place is rounded once, from its frame, so nothing drifts. At one tick offs come before
/// ons, and a note that is shorter than a tick gets a whole one, as its off would else come first.
///
/// # Errors
/// When the tempo or the length is beyond what such a file can say.
pub fn to_midi(events: &[Rendered], song: &Timeline, name: &str) -> Result<Vec<u8>, MidiError> {
    to_midi_tracks(events, song, name, Tracks::One)
}

/// The same file with its events in one track or in several, at the same places.
///
/// # Errors
/// As for [`to_midi`].
pub fn to_midi_tracks(
    events: &[Rendered],
    song: &Timeline,
    name: &str,
    tracks: Tracks<'_>,
) -> Result<Vec<u8>, MidiError> {
    let head = head(song, name)?;
    let placed = placed(events, song);
    let last = placed.last().map_or(0, |(tick, _)| *tick);
    let end = tick_of(song.frames(), song).max(last);
    let (format, tracks) = match tracks {
        Tracks::One => (Format::SingleTrack, vec![track(head, placed.iter(), end)?]),
        Tracks::Lanes(names) => {
            let mut tracks = vec![track(head, [].iter(), end)?];
            for (lane, name) in names.iter() {
                let is_own = |(_, event): &&(i64, &Event)| lane_of(event) == Some(lane);
                if placed.iter().any(|placed| is_own(&placed)) {
                    let name = meta(u28::new(0), MetaMessage::TrackName(name.as_bytes()));
                    tracks.push(track(vec![name], placed.iter().filter(is_own), end)?);
                }
            }
            (Format::Parallel, tracks)
        }
    };
    let timing = Timing::Metrical(u15::new(PPQ));
    let mut file = Smf::new(Header::new(format, timing));
    file.tracks = tracks;
    let mut bytes = Vec::new();
    file.write_std(&mut bytes).map_err(|_| MidiError::TooLong)?;
    Ok(bytes)
}

/// A track of a head, these events, and its end.
fn track<'a, 'e>(
    mut track: Vec<TrackEvent<'a>>,
    placed: impl Iterator<Item = &'e (i64, &'e Event)>,
    end: i64,
) -> Result<Vec<TrackEvent<'a>>, MidiError> {
    let mut before = 0;
    for (tick, event) in placed {
        track.push(TrackEvent {
            delta: delta(before, *tick)?,
            kind: message(event),
        });
        before = *tick;
    }
    track.push(meta(delta(before, end)?, MetaMessage::EndOfTrack));
    Ok(track)
}

/// Whose note it is; `None` for the player's own.
fn lane_of(event: &Event) -> Option<LaneIndex> {
    match event.origin {
        Origin::Strike { lane, .. } => Some(lane),
        Origin::Thru => None,
    }
}

/// Writes the MIDI file of `events` to `path`, whole or not at all.
///
/// # Errors
/// As for [`to_midi`], and when it cannot be written; what was there before is then untouched.
pub fn save_midi(
    path: &Path,
    events: &[Rendered],
    song: &Timeline,
    name: &str,
) -> Result<(), MidiError> {
    Ok(aside::write(path, &to_midi(events, song, name)?)?)
}

fn head<'a>(song: &Timeline, name: &'a str) -> Result<Vec<TrackEvent<'a>>, MidiError> {
    let bpm = song.bpm.get();
    let microseconds = u32::try_from(round_i64(60e6 / bpm)).ok();
    let tempo = microseconds
        .and_then(u24::try_from)
        .ok_or(MidiError::TooSlow(bpm))?;
    let (beats, unit) = (song.meter.beats(), song.meter.unit());
    let beats = u8::try_from(beats).unwrap_or(u8::MAX);
    // Units are written as powers of two; 24 clocks a click, 8 32nds a quarter.
    let unit = u8::try_from(unit.ilog2()).unwrap_or_default();
    let messages = [
        MetaMessage::TrackName(name.as_bytes()),
        MetaMessage::Tempo(tempo),
        MetaMessage::TimeSignature(beats, unit, 24, 8),
    ];
    Ok(messages.map(|message| meta(u28::new(0), message)).into())
}

fn meta(delta: u28, message: MetaMessage<'_>) -> TrackEvent<'_> {
    let kind = TrackEventKind::Meta(message);
    TrackEvent { delta, kind }
}

fn message(event: &Event) -> TrackEventKind<'static> {
    let key = u7::new(event.key.get());
    TrackEventKind::Midi {
        channel: u4::new(event.channel.get()),
        message: match event.kind {
            Kind::On(velocity) => MidiMessage::NoteOn {
                key,
                vel: u7::new(velocity.get()),
            },
            Kind::Off => MidiMessage::NoteOff {
                key,
                vel: u7::new(0),
            },
        },
    }
}

fn delta(from: i64, to: i64) -> Result<u28, MidiError> {
    let ticks = u32::try_from(to - from).ok();
    ticks.and_then(u28::try_from).ok_or(MidiError::TooLong)
}

/// The tick nearest to a frame, halves up.
fn tick_of(frame: i64, song: &Timeline) -> i64 {
    let tick = to_f64(Ticks::QUARTER.get() / i64::from(PPQ));
    round_i64(song.position(frame) / tick)
}

/// The events by tick, offs before ons.
fn placed<'a>(events: &'a [Rendered], song: &Timeline) -> Vec<(i64, &'a Event)> {
    // For each channel and key, the first tick that its next event may have.
    let mut free = BTreeMap::new();
    let place = |Rendered { frame, event }: &'a Rendered| {
        let free = free.entry((event.channel, event.key)).or_insert(0);
        let tick = tick_of(*frame, song).max(*free);
        *free = match event.kind {
            Kind::On(_) => tick + 1,
            Kind::Off => tick,
        };
        (tick, event)
    };
    let mut placed: Vec<_> = events.iter().map(place).collect();
    placed.sort_by_key(|(tick, event)| (*tick, matches!(event.kind, Kind::On(_))));
    placed
}

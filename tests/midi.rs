//! MIDI files, read back by a library that knows nothing of Afterbeat.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::engine::{Controls, Event, Kind, Origin};
use afterbeat::grooves::find;
use afterbeat::offline::{MidiError, Render, Rendered, Timeline, save_midi, to_midi};
use afterbeat::pattern::{Bank, Channel, Key, Velocity};
use afterbeat::time::{Bpm, Meter, SampleRate};
use midly::{Format, MetaMessage, MidiMessage, Smf, Timing, TrackEventKind};
use std::num::NonZeroU32;
use std::path::PathBuf;

/// Tick, whether it begins, channel, key, velocity (0 for an end).
type Line = (i64, bool, u8, u8, u8);

fn song(bpm: f64, rate: f64, bars: u32) -> Timeline {
    Timeline {
        bars,
        bpm: Bpm::new(bpm).unwrap(),
        rate: SampleRate::new(rate).unwrap(),
        meter: Meter::COMMON,
    }
}

/// What a groove plays, swung.
fn play(groove: &str, song: &Timeline) -> Vec<Rendered> {
    let render = Render {
        bank: Bank::with_first(find(groove).unwrap().pattern.clone()),
        bars: song.bars,
        bpm: song.bpm,
        rate: song.rate,
        block: NonZeroU32::new(512).unwrap(),
        meter: song.meter,
        automated: false,
    };
    render.run(|_| Controls {
        swing: 0.617,
        ..Controls::default()
    })
}

/// The notes of a file, with absolute ticks.
fn notes(bytes: &[u8]) -> Vec<Line> {
    let file = Smf::parse(bytes).unwrap();
    let mut tick = 0;
    let mut notes = Vec::new();
    for event in &file.tracks[0] {
        tick += i64::from(event.delta.as_int());
        let TrackEventKind::Midi { channel, message } = event.kind else {
            continue;
        };
        let (begins, key, velocity) = match message {
            MidiMessage::NoteOn { key, vel } => (true, key, vel.as_int()),
            MidiMessage::NoteOff { key, .. } => (false, key, 0),
            other => panic!("{other:?} is no note"),
        };
        notes.push((tick, begins, channel.as_int(), key.as_int(), velocity));
    }
    notes
}

/// What the events are, with ticks from an exact fraction, halves up.
fn expected(events: &[Rendered], bpm: i64, rate: i64) -> Vec<Line> {
    let line = |Rendered { frame, event }: &Rendered| {
        let tick = (frame * bpm * 960 + rate * 30).div_euclid(rate * 60);
        let velocity = match event.kind {
            Kind::On(velocity) => velocity.get(),
            Kind::Off => 0,
        };
        (
            tick,
            velocity > 0,
            event.channel.get(),
            event.key.get(),
            velocity,
        )
    };
    events.iter().map(line).collect()
}

#[test]
fn notes_come_back_within_a_tick() {
    for (groove, bpm, rate) in [
        ("B1", 97, 44_100),
        ("A4", 84, 48_000),
        ("E5", 113, 96_000),
        ("Classic", 4, 22_050),
        ("A1", 2_000, 8_000),
    ] {
        let song = song(
            f64::from(i32::try_from(bpm).unwrap()),
            f64::from(i32::try_from(rate).unwrap()),
            9,
        );
        let events = play(groove, &song);
        assert!(!events.is_empty());
        let mut expected = expected(&events, bpm, rate);
        let mut found = notes(&to_midi(&events, &song, groove).unwrap());
        assert_eq!(found.len(), expected.len(), "{groove}");
        // A note keeps its place among those of its key, whatever else sounds at its tick.
        expected.sort_by_key(|line| (line.2, line.3));
        found.sort_by_key(|line| (line.2, line.3));
        for (found, expected) in found.iter().zip(&expected) {
            let (near, same) = (found.0 - expected.0, (found.1, found.2, found.3, found.4));
            assert!(near.abs() <= 1, "{groove}: {found:?} for {expected:?}");
            assert_eq!(same, (expected.1, expected.2, expected.3, expected.4));
        }
    }
}

#[test]
fn a_quarter_is_960_ticks_and_offs_come_first() {
    let song = song(120.0, 48_000.0, 1);
    let lines = notes(&to_midi(&play("B1", &song), &song, "B1").unwrap());
    let ons: Vec<_> = lines.iter().filter(|line| line.1).collect();
    // The kick and hat on one, then the hat at 61.7 % of a pair of 480 ticks.
    assert_eq!(*ons[0], (0, true, 9, 36, 127));
    assert_eq!(*ons[1], (0, true, 9, 42, 99));
    assert_eq!(*ons[2], (296, true, 9, 42, 57));
    assert!(lines.is_sorted_by_key(|line| (line.0, line.1)));
}

#[test]
fn the_head_tells_tempo_meter_and_name() {
    let song = song(97.0, 48_000.0, 3);
    let bytes = to_midi(&play("B1", &song), &song, "Späte \"Pocket\"").unwrap();
    let file = Smf::parse(&bytes).unwrap();
    assert_eq!(file.header.format, Format::SingleTrack);
    assert_eq!(file.header.timing, Timing::Metrical(960.into()));
    assert_eq!(file.tracks.len(), 1);
    let metas: Vec<_> = file.tracks[0]
        .iter()
        .filter_map(|event| match event.kind {
            TrackEventKind::Meta(message) => Some(message),
            _ => None,
        })
        .collect();
    let expected = [
        MetaMessage::TrackName("Späte \"Pocket\"".as_bytes()),
        MetaMessage::Tempo(618_557.into()),
        MetaMessage::TimeSignature(4, 2, 24, 8),
        MetaMessage::EndOfTrack,
    ];
    assert_eq!(metas, expected);
    let length: u32 = file.tracks[0]
        .iter()
        .map(|event| event.delta.as_int())
        .sum();
    assert_eq!(length, 3 * 4 * 960);
}

fn event(frame: i64, kind: Kind) -> Rendered {
    let event = Event {
        at: 0,
        kind,
        channel: Channel::DRUMS,
        key: Key::new(38).unwrap(),
        origin: Origin::Thru,
    };
    Rendered { frame, event }
}

#[test]
fn a_note_shorter_than_a_tick_still_ends_after_it_begins() {
    let song = song(120.0, 48_000.0, 1);
    let on = Kind::On(Velocity::MAX);
    // 25 frames are a tick.
    let events = [
        event(100, on),
        event(101, Kind::Off),
        event(102, on),
        event(500, Kind::Off),
    ];
    let lines = notes(&to_midi(&events, &song, "").unwrap());
    let places: Vec<_> = lines.iter().map(|line| (line.0, line.1)).collect();
    assert_eq!(places, [(4, true), (5, false), (5, true), (20, false)]);
}

#[test]
fn a_tempo_that_no_file_holds_is_refused_and_nothing_is_written() {
    let slow = song(3.5, 1_000.0, 1);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("slow.mid");
    std::fs::write(&path, "before").unwrap();
    let error = save_midi(&path, &[], &slow, "slow").unwrap_err();
    assert!(matches!(error, MidiError::TooSlow(_)));
    assert!(error.to_string().contains("from 3.58 BPM, and 3.5 is"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
}

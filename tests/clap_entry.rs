//! The plug-in behind its own CLAP entry, in hosts of several kinds.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::plugin::Params;
use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use clap_sys::factory::plugin_factory::{CLAP_PLUGIN_FACTORY_ID, clap_plugin_factory};
use clap_sys::host::clap_host;
use std::mem::MaybeUninit;
use std::ptr;
use xtask::host::{
    Block, Dialects, Form, HostError, HostEvent, Instance, Kind, NoteInput, ParamPoint, Plugin,
    Profile, Sink, Song, Transport,
};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE: f64 = 48_000.0;

fn plugin() -> Plugin {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    unsafe {
        Plugin::from_entry(&afterbeat::clap_entry).unwrap()
    }
}

fn playing(profile: Profile) -> Instance {
    let mut instance = plugin().instantiate(profile).unwrap();
    instance.activate(RATE, 8_192).unwrap();
    instance.start_processing().unwrap();
    instance
}

/// An instance that plays what is written and nothing else.
fn plainly_playing() -> Instance {
    let mut instance = plugin().instantiate(Profile::default()).unwrap();
    xtask::neutral::set(&mut instance).unwrap();
    instance.activate(RATE, 8_192).unwrap();
    instance.start_processing().unwrap();
    instance
}

/// The notes of `blocks` blocks of `frames` frames of a song at 120 BPM.
fn roll(instance: &mut Instance, frames: u32, blocks: u64) -> Vec<HostEvent> {
    let song = Song::new(RATE, 120.0);
    let mut sink = Sink::default();
    for start in (0..blocks).map(|block| block * u64::from(frames)) {
        let block = Block {
            frames,
            start,
            transport: Some(song.at(start)),
            ..Block::default()
        };
        instance.process_into(&block, &mut sink).unwrap();
    }
    assert!(sink.is_orderly());
    sink.events
}

fn id(instance: &mut Instance, name: &str) -> u32 {
    instance.param(name).unwrap().id
}

fn frame_and_key(events: &[HostEvent]) -> Vec<(u64, u8)> {
    let ons = events.iter().filter(|event| event.kind == Kind::On);
    ons.map(|event| (event.frame, event.key)).collect()
}

#[test]
fn a_fresh_instance_plays_its_groove_swung() {
    let events = roll(&mut plainly_playing(), 512, 188);
    let ons = frame_and_key(&events);
    assert_eq!(ons[..2], [(0, 36), (0, 42)]);
    // The second sixteenth at 58 % of a pair of 12 000 frames.
    assert_eq!(ons[2], (6_960, 42));
    assert!(events.iter().all(|event| event.form == Form::Note));
}

#[test]
fn every_kind_of_host_gets_the_same_notes() {
    let notes = |profile| frame_and_key(&roll(&mut playing(profile), 512, 188));
    let expected = notes(Profile::default());
    assert_eq!(notes(Profile::midi_only()), expected);
    assert_eq!(notes(Profile::unasked()), expected);
}

#[test]
fn a_host_without_the_clap_dialect_gets_raw_midi() {
    for profile in [Profile::midi_only(), Profile::unasked()] {
        let events = roll(&mut playing(profile), 512, 20);
        assert!(!events.is_empty());
        assert!(events.iter().all(|event| event.form == Form::Midi));
    }
}

#[test]
fn a_host_without_windows_is_offered_none() {
    let profile = Profile {
        dialects: Dialects::Unasked,
        ..Profile::default()
    };
    let mut instance = plugin().instantiate(profile).unwrap();
    assert!(matches!(
        instance.make_window(),
        Err(HostError::NoExtension("gui"))
    ));
}

#[test]
fn automation_inside_a_block_bites_on_its_frame() {
    let mut instance = plainly_playing();
    let swing = id(&mut instance, "Swing");
    let song = Song::new(RATE, 120.0);
    // The second sixteenth stands at 6 000: 75 % set there moves it to 9 000.
    let points = [ParamPoint {
        time: 6_000,
        id: swing,
        value: 1.0,
    }];
    let block = Block {
        frames: 8_192,
        transport: Some(song.at(0)),
        params: &points,
        ..Block::default()
    };
    let mut events = instance.process(&block).unwrap();
    let block = Block {
        frames: 8_192,
        start: 8_192,
        transport: Some(song.at(8_192)),
        ..Block::default()
    };
    events.extend(instance.process(&block).unwrap());
    assert_eq!(frame_and_key(&events)[2], (9_000, 42));
}

#[test]
fn a_transport_event_inside_a_block_is_no_jump() {
    let song = Song::new(RATE, 120.0);
    let steady = roll(&mut playing(Profile::default()), 4_096, 20);
    let mut instance = playing(Profile::default());
    let mut events = Vec::new();
    for start in (0..20).map(|block| block * 4_096) {
        let transports = [(700, song.at(start + 700)), (3_000, song.at(start + 3_000))];
        let block = Block {
            frames: 4_096,
            start,
            transport: Some(song.at(start)),
            transport_events: &transports,
            ..Block::default()
        };
        events.extend(instance.process(&block).unwrap());
    }
    assert_eq!(events, steady);
}

#[test]
fn a_block_in_pieces_has_the_hosts_own_bar_line_in_all_of_them() {
    // Bars of four beats after one of three, and the music begins within one.
    let song = Song::new(RATE, 120.0).from_beats(7.5);
    let at = |frame| Transport {
        bar_start: 7.0 + ((song.beats(frame) - 7.0) / 4.0 + 1e-9).floor() * 4.0,
        ..song.at(frame)
    };
    let play = |times: &[u32], transports: &[u32]| {
        let mut instance = plainly_playing();
        let swing = id(&mut instance, "Swing");
        let value = instance.value(swing).unwrap();
        let point = |time: &u32| ParamPoint {
            time: *time,
            id: swing,
            value,
        };
        let points: Vec<_> = times.iter().map(point).collect();
        let told = |time: &u32| (*time, at(u64::from(*time)));
        let transports: Vec<_> = transports.iter().map(told).collect();
        let mut events = Vec::new();
        for start in (0..400).map(|block| block * 512) {
            let is_first = start == 0;
            let block = Block {
                frames: 512,
                start,
                transport: Some(at(start)),
                params: if is_first { &points } else { &[] },
                transport_events: if is_first { &transports } else { &[] },
                ..Block::default()
            };
            events.extend(instance.process(&block).unwrap());
        }
        events.retain(|event| event.frame >= 512);
        frame_and_key(&events)
    };
    let whole = play(&[], &[]);
    assert!(!whole.is_empty());
    assert_eq!(play(&[100], &[]), whole, "a point");
    assert_eq!(play(&[], &[100]), whole, "a transport");
    assert_eq!(play(&[100, 300], &[200]), whole, "points and a transport");
}

#[test]
fn the_players_notes_pass_through() {
    let mut instance = playing(Profile::default());
    let note = |time, kind| NoteInput {
        time,
        kind,
        channel: 3,
        key: 100,
        velocity: 0.5,
        form: Form::Note,
    };
    let block = Block {
        frames: 512,
        transport: Some(Song::new(RATE, 120.0).stopped_at(0)),
        notes: &[note(10, Kind::On), note(500, Kind::Off)],
        ..Block::default()
    };
    let events = instance.process(&block).unwrap();
    let times: Vec<_> = events
        .iter()
        .map(|event| (event.frame, event.kind))
        .collect();
    assert_eq!(times, [(10, Kind::On), (500, Kind::Off)]);
}

#[test]
fn a_state_comes_back_and_a_bad_one_changes_nothing() {
    let mut instance = plugin().instantiate(Profile::default()).unwrap();
    let fresh = instance.save().unwrap();
    let swing = id(&mut instance, "Swing");
    let point = |value| ParamPoint {
        time: 0,
        id: swing,
        value,
    };
    instance.flush(&[point(0.25)]).unwrap();
    let changed = instance.save().unwrap();
    assert_ne!(fresh, changed);
    for end in [0, 7, 8, 100, changed.len() - 1] {
        assert!(!instance.load(&changed[..end]));
        assert_eq!(instance.save().unwrap(), changed);
    }
    assert!(instance.load(&fresh));
    assert_eq!(instance.save().unwrap(), fresh);
}

#[test]
fn a_state_that_lacks_a_parameter_puts_it_to_its_default() {
    let mut instance = plugin().instantiate(Profile::default()).unwrap();
    let fresh = instance.save().unwrap();
    let swing = id(&mut instance, "Swing");
    let json = String::from_utf8(fresh[8..].to_vec()).unwrap();
    let lacking = json.replace(r#""swing":{"f32":58.0},"#, "");
    assert_ne!(json, lacking);
    let length = u64::try_from(lacking.len()).unwrap().to_le_bytes();
    let point = ParamPoint {
        time: 0,
        id: swing,
        value: 1.0,
    };
    instance.flush(&[point]).unwrap();
    assert!(instance.load(&[&length, lacking.as_bytes()].concat()));
    assert_eq!(instance.save().unwrap(), fresh);
}

#[test]
fn a_state_loaded_while_it_plays_is_heard() {
    let mut instance = plainly_playing();
    roll(&mut instance, 512, 1);
    let params = Params::detached();
    let empty = nice_plug::prelude::Params::serialize_fields(&params);
    let fresh = instance.save().unwrap();
    let json = String::from_utf8(fresh[8..].to_vec()).unwrap();
    let mut state: serde_json::Value = serde_json::from_str(&json).unwrap();
    state["fields"]["bank"] = empty["bank"].clone().into();
    let silent = serde_json::to_vec(&state).unwrap();
    let length = u64::try_from(silent.len()).unwrap().to_le_bytes();
    assert!(instance.load(&[length.as_slice(), &silent].concat()));
    let events = roll(&mut instance, 512, 188);
    assert!(frame_and_key(&events).is_empty());
    assert!(instance.load(&fresh));
    assert!(!frame_and_key(&roll(&mut instance, 512, 188)).is_empty());
}

#[test]
fn only_the_exact_id_creates() {
    let factory = afterbeat::clap_entry.get_factory.unwrap();
    #[expect(unsafe_code, reason = "a table of foreign functions")]
    // SAFETY: ids and the factory are valid, and a null host is refused before it is used.
    unsafe {
        let factory = factory(CLAP_PLUGIN_FACTORY_ID.as_ptr()).cast::<clap_plugin_factory>();
        let create = (*factory).create_plugin.unwrap();
        let host = MaybeUninit::<clap_host>::zeroed();
        let longer = c"org.afterbeat.afterbeat and more";
        assert!(create(factory, host.as_ptr(), longer.as_ptr()).is_null());
        assert!(create(factory, host.as_ptr(), ptr::null()).is_null());
        assert!(create(factory, ptr::null(), c"org.afterbeat.afterbeat".as_ptr()).is_null());
        assert!((*factory).get_plugin_descriptor.unwrap()(factory, 1).is_null());
    }
    assert_eq!(plugin().descriptor().id, "org.afterbeat.afterbeat");
}

#[test]
fn every_text_comes_back_as_the_value_it_shows() {
    let mut instance = plugin().instantiate(Profile::default()).unwrap();
    for param in instance.params() {
        for n in 0..=100 {
            let value = param.min + (param.max - param.min) * f64::from(n) / 100.0;
            let text = instance.value_to_text(param.id, value).unwrap();
            let back = instance.text_to_value(param.id, &text).unwrap();
            let again = instance.value_to_text(param.id, back).unwrap();
            assert_eq!(text, again, "{}", param.name);
            let last = instance.text_to_value(param.id, &again).unwrap();
            assert_eq!(back.to_bits(), last.to_bits(), "{}", param.name);
        }
    }
}

#[test]
fn a_process_call_allocates_nothing() {
    let mut instance = playing(Profile::unasked());
    let swing = id(&mut instance, "Swing");
    let song = Song::new(RATE, 120.0);
    let fresh = instance.save().unwrap();
    let mut sink = Sink::with_capacity(10_000);
    for round in 0..100_u32 {
        // Every so often a whole bank crosses.
        if round % 10 == 0 {
            assert!(instance.load(&fresh));
        }
        let start = u64::from(round) * 2_048;
        let value = f64::from(round) / 100.0;
        let params = [300, 900].map(|time| ParamPoint {
            time,
            id: swing,
            value: value * f64::from(time) / 900.0,
        });
        let transports = [(1_000, song.at(start + 1_000))];
        let block = Block {
            frames: 2_048,
            start,
            transport: Some(song.at(start)),
            params: &params,
            transport_events: &transports,
            ..Block::default()
        };
        assert_no_alloc(|| instance.process_into(&block, &mut sink)).unwrap();
    }
    assert!(sink.is_orderly());
    assert!(!sink.events.is_empty());
}

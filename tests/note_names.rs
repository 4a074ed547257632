//! What the host is told the keys are called: the drums of the pattern that is chosen.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::pattern::{
    Channel, ChannelMap, Edit, Key, KeyMap, LaneAt, LaneIndex, LaneName, LaneSetting, Pattern,
    PatternIndex, SetupChange,
};
use afterbeat::plugin::{Inside, clap_entry};
use xtask::host::{Block, HostCalls, Instance, NoteName, ParamPoint, Plugin, Profile, Song};

const RATE: f64 = 48_000.0;

fn instance(profile: Profile) -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    plugin.instantiate(profile).unwrap()
}

fn inside(instance: &mut Instance) -> Inside {
    #[expect(unsafe_code, reason = "the plug-in is behind a pointer")]
    // SAFETY: the pointer is the living instance's.
    unsafe {
        clap_entry::inside(instance.raw()).unwrap()
    }
}

fn lane(index: u8) -> LaneAt {
    LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(index).unwrap(),
    }
}

/// The edit that changes the name and the key of a lane.
fn voice(inside: &Inside, index: u8, name: &str, key: u8) -> Edit {
    let at = lane(index);
    let side = inside.params.main().lock();
    let mut voice = side.bank().lane(at.pattern, at.lane).unwrap().voice;
    voice.name = LaneName::new(name).unwrap();
    voice.key = Key::new(key).unwrap();
    Edit::Lane {
        at,
        to: LaneSetting::Voice(voice),
    }
}

fn edit(inside: &Inside, edit: Edit) {
    inside.params.main().lock().edit(edit).unwrap();
}

/// How often the host heard that there is something to save, and that drums are renamed.
fn heard(calls: &HostCalls) -> (u32, u32) {
    (calls.dirty(), calls.names_changed())
}

fn name(name: &str, channel: u16, key: u16) -> NoteName {
    NoteName {
        name: name.to_owned(),
        channel: Some(channel),
        key: Some(key),
    }
}

#[test]
fn the_drums_have_names() {
    let mut instance = instance(Profile::default());
    let names = instance.note_names();
    assert_eq!(names.len(), 16);
    assert!(names.contains(&name("Kick", 9, 36)));
    assert!(names.contains(&name("Closed hat", 9, 42)));
}

#[test]
fn lanes_on_one_key_have_one_name() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    edit(&inside, voice(&inside, 3, "Thud", 36));
    edit(&inside, voice(&inside, 4, "", 90));
    instance.idle();
    let names = instance.note_names();
    assert_eq!(names.len(), 14);
    assert!(names.contains(&name("Kick", 9, 36)));
    assert!(!names.iter().any(|name| name.name == "Thud"));
}

#[test]
fn names_are_on_the_channels_that_are_played() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    let map = |map| Edit::Setup(SetupChange::Channels(map));
    edit(&inside, map(ChannelMap::LaneNumber));
    assert!(instance.note_names().contains(&name("Closed hat", 2, 42)));
    edit(&inside, map(ChannelMap::AllOn(Channel::new(4).unwrap())));
    assert!(instance.note_names().contains(&name("Closed hat", 4, 42)));
}

#[test]
fn names_are_on_the_keys_that_are_played() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    edit(&inside, Edit::Setup(SetupChange::Keys(KeyMap::Chromatic)));
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 1));
    let names = instance.note_names();
    assert!(names.contains(&name("Kick", 9, 36)) && names.contains(&name("Closed hat", 9, 38)));
}

#[test]
fn names_are_those_of_the_chosen_pattern_and_the_host_hears_of_another() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    let mut other = Pattern::new();
    other.lanes[lane(0).lane].voice.name = LaneName::new("Gong").unwrap();
    let (pattern, to) = (PatternIndex::new(2).unwrap(), Some(Box::new(other)));
    edit(&inside, Edit::ReplacePattern { pattern, to });
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 0));
    let id = instance.param("Pattern").unwrap().id;
    // The host counts the parameter's steps from 0.
    let point = |value| ParamPoint { time: 0, id, value };
    instance.flush(&[point(2.0)]).unwrap();
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 1));
    assert!(instance.note_names().contains(&name("Gong", 9, 36)));
    instance.activate(RATE, 64).unwrap();
    instance.start_processing().unwrap();
    let points = [point(0.0)];
    let block = Block {
        frames: 64,
        transport: Some(Song::new(RATE, 120.0).at(0)),
        params: &points,
        ..Block::default()
    };
    instance.process(&block).unwrap();
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 2));
    assert!(instance.note_names().contains(&name("Kick", 9, 36)));
    // The same once more is no news.
    instance.process(&block).unwrap();
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 2));
}

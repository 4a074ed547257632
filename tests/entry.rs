//! What the entry adds to the framework: names, news, pages, and parameters without a block.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::link::Displaced;
use afterbeat::pattern::{
    CellAt, Edit, Key, LaneAt, LaneIndex, LaneName, LaneSetting, PatternIndex, Step, StepIndex,
    Velocity,
};
use afterbeat::plugin::{Inside, clap_entry};
use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_MIDI, CLAP_EVENT_NOTE_ON, CLAP_EVENT_PARAM_VALUE,
    clap_event_header, clap_event_param_value, clap_input_events, clap_output_events,
};
use clap_sys::ext::params::{CLAP_EXT_PARAMS, clap_plugin_params};
use std::ptr;
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

/// The edit that puts a strike on a step of the first lane.
fn strike(step: u8) -> Edit {
    Edit::Step {
        at: CellAt {
            lane: lane(0),
            step: StepIndex::new(step),
        },
        to: Step::strike(Velocity::MAX),
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
fn the_host_hears_once_of_many_edits() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    instance.idle();
    assert_eq!(heard(instance.calls()), (0, 0));
    for step in 0..8 {
        edit(&inside, strike(step));
    }
    assert_eq!(heard(instance.calls()), (0, 0));
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 0));
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 0));
    edit(&inside, voice(&inside, 0, "Boom", 35));
    instance.idle();
    assert_eq!(heard(instance.calls()), (2, 1));
    assert!(instance.note_names().contains(&name("Boom", 9, 35)));
}

#[test]
fn the_instance_knows_what_the_host_calls_itself() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    let name = inside.host_name.get().map(String::as_str);
    assert_eq!(name, Some("Afterbeat test host"));
}

#[test]
fn an_edit_on_another_thread_is_heard_on_the_main_thread() {
    let mut instance = instance(Profile::default());
    let shared = inside(&mut instance);
    std::thread::spawn(move || edit(&shared, strike(3)))
        .join()
        .unwrap();
    assert_eq!(heard(instance.calls()), (0, 0));
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 0));
}

#[test]
fn a_host_without_the_extensions_is_left_alone() {
    let mut instance = instance(Profile::unasked());
    let inside = inside(&mut instance);
    edit(&inside, voice(&inside, 0, "Boom", 35));
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 0));
    assert!(instance.note_names().contains(&name("Boom", 9, 35)));
}

#[test]
fn what_the_host_does_itself_is_nothing_to_save() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    let fresh = instance.save().unwrap();
    edit(&inside, voice(&inside, 0, "Boom", 35));
    instance.idle();
    let renamed = instance.save().unwrap();
    assert_eq!(heard(instance.calls()), (1, 1));
    assert!(instance.load(&fresh));
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 2));
    assert!(instance.load(&fresh));
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 2));
    let id = instance.param("Swing").unwrap().id;
    let points = [0.1, 0.9].map(|value| ParamPoint { time: 0, id, value });
    instance.flush(&points).unwrap();
    instance.activate(RATE, 64).unwrap();
    instance.start_processing().unwrap();
    let block = Block {
        frames: 64,
        transport: Some(Song::new(RATE, 120.0).at(0)),
        params: &points,
        ..Block::default()
    };
    instance.process(&block).unwrap();
    instance.idle();
    assert_eq!(heard(instance.calls()), (1, 2));
    assert_ne!(renamed, fresh);
}

#[test]
fn an_edit_after_the_end_calls_nobody() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    drop(instance);
    edit(&inside, strike(5));
}

#[test]
fn a_stranger_has_nothing_inside() {
    #[expect(unsafe_code, reason = "the plug-in is behind a pointer")]
    // SAFETY: null is allowed.
    let inside = unsafe { clap_entry::inside(ptr::null()) };
    assert!(inside.is_none());
}

#[test]
fn the_pages_name_the_parameters() {
    let mut instance = instance(Profile::default());
    let params = instance.params();
    let pages = instance.pages();
    let texts: Vec<_> = pages
        .iter()
        .map(|page| {
            let name = |id: &Option<u32>| {
                let param = params.iter().find(|param| Some(param.id) == *id);
                param.map_or("-", |param| &param.name).to_owned()
            };
            let names: Vec<_> = page.params.iter().map(name).collect();
            format!("{} / {}: {}", page.section, page.name, names.join(", "))
        })
        .collect();
    assert_eq!(
        texts[..5],
        [
            "Groove / Feel: Swing, Ghosts, Fills, Density, Velocity, Accent, Humanize Time, Push",
            "Groove / Swing: Swing Grid, Swing LFO Depth, Swing LFO Period, Swing Follows Ghosts, \
             Velocity LFO, Humanize Velocity, Gate, Bypass",
            "Groove / Ghosts and Fills: Ghost Level, Fill Every, Fill Now, Fill Crash, Phrase, \
             Seed, Variation Cycle, -",
            "Song / Pattern: Pattern, Pattern Change, Pattern Entry, Speed, Shift, Run, -, -",
            "Lanes / Mute 1-8: Lane 1 Mute, Lane 2 Mute, Lane 3 Mute, Lane 4 Mute, Lane 5 Mute, \
             Lane 6 Mute, Lane 7 Mute, Lane 8 Mute",
        ]
    );
    assert_eq!(pages.len(), 4 + 2 * 6);
    let ids: Vec<_> = pages
        .iter()
        .flat_map(|page| page.params)
        .flatten()
        .collect();
    assert!(params.iter().all(|param| ids.contains(&param.id)));
    assert_eq!(ids.len(), params.len());
}

/// A list of bare headers and one value, for `flush`.
struct Events {
    value: clap_event_param_value,
    others: [clap_event_header; 3],
}

impl Events {
    fn of(param_id: u32, value: f64) -> Self {
        let header = |type_, size| clap_event_header {
            size: u32::try_from(size).unwrap(),
            time: u32::MAX,
            space_id: CLAP_CORE_EVENT_SPACE_ID,
            type_,
            flags: 0,
        };
        Self {
            value: clap_event_param_value {
                header: header(CLAP_EVENT_PARAM_VALUE, size_of::<clap_event_param_value>()),
                param_id,
                cookie: ptr::null_mut(),
                note_id: -1,
                port_index: -1,
                channel: -1,
                key: -1,
                value,
            },
            // Shorter than their kind, or of a kind that is nobody's.
            others: [CLAP_EVENT_NOTE_ON, CLAP_EVENT_MIDI, 9_999].map(|kind| header(kind, 16)),
        }
    }

    fn list(&self) -> clap_input_events {
        clap_input_events {
            ctx: ptr::from_ref(self).cast_mut().cast(),
            size: Some(size),
            get: Some(get),
        }
    }
}

extern "C" fn size(_list: *const clap_input_events) -> u32 {
    5
}

#[expect(unsafe_code, reason = "a list of C's")]
unsafe extern "C" fn get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: the context is the events of `Events::list`.
    let events = unsafe { &*(*list).ctx.cast::<Events>() };
    match index {
        0..3 => &raw const events.others[usize::try_from(index).unwrap()],
        3 => ptr::from_ref(&events.value).cast(),
        _ => ptr::null(),
    }
}

#[test]
fn a_flush_bears_any_list() {
    let mut instance = instance(Profile::default());
    let swing = instance.param("Swing").unwrap().id;
    let plugin = instance.raw();
    let events = Events::of(swing, 0.25);
    let list = events.list();
    let empty = clap_input_events {
        ctx: ptr::null_mut(),
        size: None,
        get: None,
    };
    let nowhere = clap_output_events {
        ctx: ptr::null_mut(),
        try_push: None,
    };
    #[expect(unsafe_code, reason = "the host library cannot be so rude")]
    // SAFETY: the plug-in is not active, and what is not null lives until the call returns.
    unsafe {
        let params = (*plugin).get_extension.unwrap()(plugin, CLAP_EXT_PARAMS.as_ptr());
        let flush = (*params.cast::<clap_plugin_params>()).flush.unwrap();
        flush(plugin, ptr::null(), ptr::null());
        flush(plugin, &raw const empty, &raw const nowhere);
        flush(plugin, &raw const list, ptr::null());
        flush(ptr::null(), &raw const list, ptr::null());
    }
    assert_eq!(instance.value(swing), Some(0.25));
}

/// The values that the host reads after each block, of a parameter that it sets and modulates.
fn values_after(blocks: &[(Option<f64>, Option<f64>)]) -> Vec<f64> {
    let mut instance = instance(Profile::default());
    let id = instance.param("Swing").unwrap().id;
    instance.activate(RATE, 64).unwrap();
    instance.start_processing().unwrap();
    let mut values = Vec::new();
    for (value, amount) in blocks {
        let point = |value: &f64| ParamPoint {
            time: 9,
            id,
            value: *value,
        };
        let (params, modulation) = (value.as_ref().map(point), amount.as_ref().map(point));
        let block = Block {
            frames: 64,
            params: params.as_slice(),
            modulation: modulation.as_slice(),
            ..Block::default()
        };
        instance.process(&block).unwrap();
        values.push(instance.value(id).unwrap());
    }
    values
}

#[test]
fn a_value_set_while_modulation_holds_it_at_its_limit_is_kept() {
    let values = values_after(&[
        (Some(0.5), None),
        (None, Some(1.0)),
        (Some(0.75), None),
        (None, Some(0.0)),
        (None, Some(-1.0)),
        (Some(0.125), None),
        (Some(0.25), Some(0.0)),
    ]);
    // A value is the host's own; what modulation makes of it the host knows itself.
    assert_eq!(values, [0.5, 0.5, 0.75, 0.75, 0.75, 0.125, 0.25]);
}

#[test]
fn modulation_is_heard_after_a_value_was_set_under_it() {
    let mut instance = instance(Profile::default());
    let inside = inside(&mut instance);
    let id = instance.param("Swing").unwrap().id;
    instance.activate(RATE, 64).unwrap();
    instance.start_processing().unwrap();
    let point = |time, value| ParamPoint { time, id, value };
    let block = Block {
        frames: 64,
        params: &[point(0, 0.5), point(20, 0.75)],
        modulation: &[point(10, -0.25)],
        ..Block::default()
    };
    instance.process(&block).unwrap();
    // Half way from 25 to 75 %.
    assert!((inside.params.controls().swing - 0.5).abs() < 1e-6);
    let block = Block {
        frames: 64,
        modulation: &[point(0, 0.0)],
        ..Block::default()
    };
    instance.process(&block).unwrap();
    assert_eq!(instance.value(id), Some(0.75));
}

#[test]
fn a_state_that_is_saved_during_a_trial_is_the_one_before_it() {
    let mut instance = instance(Profile::default());
    let fresh = instance.save().unwrap();
    let inside = inside(&mut instance);
    let index = PatternIndex::FIRST;
    let swing = inside.params.by_id("swing").unwrap();
    let mut main = inside.params.main().lock();
    let pattern = main.bank().pattern(index).cloned().map(Box::new);
    let values = vec![("swing".to_owned(), swing.normalized())];
    main.displace(Some(Displaced {
        index,
        pattern,
        values,
    }));
    let nothing = Edit::ReplacePattern {
        pattern: index,
        to: None,
    };
    main.edit(nothing).unwrap();
    drop(main);
    swing.set_normalized(1.0).unwrap();
    assert!(instance.save().unwrap() == fresh);
    inside.params.main().lock().displace(None);
    assert!(instance.save().unwrap() != fresh, "it is on trial no more");
}

//! A panic in what plays: the host lives, the notes end, and what went before stands.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/faulty.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod faulty;

use afterbeat::pattern::{Edit, SetupChange, Thru};
use afterbeat::plugin::{Inside, clap_entry};
use faulty::{fail_after, fail_times};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::collections::BTreeSet;
use xtask::host::{
    AudioOut, Block, Form, HostEvent, Instance, Kind, NoteInput, ParamPoint, Plugin, ProcessStatus,
    Processed, Profile, Queue, Sink, Song,
};

thread_local! {
    /// The bytes that this thread took and has not given back.
    static HELD: Cell<i64> = const { Cell::new(0) };
}

/// The system's allocator, with a count for each thread.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

#[expect(unsafe_code, reason = "an allocator cannot be written without it")]
// SAFETY: every call is handed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        HELD.set(HELD.get() + i64::try_from(layout.size()).unwrap_or(0));
        // SAFETY: the caller's promise is the system's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.set(HELD.get() - i64::try_from(layout.size()).unwrap_or(0));
        // SAFETY: the caller's promise is the system's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

const RATE: f64 = 48_000.0;
const FRAMES: u32 = 512;

/// An active instance of the faulty plug-in.
fn playing(profile: Profile) -> Instance {
    faulty::keep_quiet();
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the tests' own entry.
    let plugin = unsafe { Plugin::from_entry(&faulty::ENTRY).unwrap() };
    let mut instance = plugin.instantiate(profile).unwrap();
    start(&mut instance);
    instance
}

fn start(instance: &mut Instance) {
    instance.activate(RATE, 8_192).unwrap();
    instance.start_processing().unwrap();
}

fn inside(instance: &mut Instance) -> Inside {
    #[expect(unsafe_code, reason = "the plug-in is behind a pointer")]
    // SAFETY: the pointer is the living instance's.
    unsafe {
        clap_entry::inside(instance.raw()).unwrap()
    }
}

fn block(number: u64) -> Block<'static> {
    let start = number * u64::from(FRAMES);
    Block {
        frames: FRAMES,
        start,
        transport: Some(Song::new(RATE, 120.0).at(start)),
        ..Block::default()
    }
}

/// Blocks from `first` on, checked as a strict host would.
fn roll(instance: &mut Instance, first: u64, blocks: u64, sink: &mut Sink) -> Option<Processed> {
    let mut last = None;
    for number in first..first + blocks {
        let processed = instance.process_into(&block(number), sink).unwrap();
        assert_eq!(processed.audio, AudioOut::Silent);
        last = Some(processed);
    }
    assert!(sink.is_orderly());
    last
}

/// Has the player hold `keys`, one block each.
fn hold(instance: &mut Instance, keys: &[u8], sink: &mut Sink) {
    fail_after(None);
    for key in keys {
        let note = NoteInput {
            time: 0,
            kind: Kind::On,
            channel: 0,
            key: *key,
            velocity: 0.5,
            form: Form::Note,
        };
        let block = Block {
            frames: 1,
            notes: &[note],
            ..Block::default()
        };
        instance.process_into(&block, sink).unwrap();
    }
    assert_eq!(open(&sink.events).len(), keys.len());
}

/// The notes that began and did not end.
fn open(events: &[HostEvent]) -> BTreeSet<(u8, u8)> {
    let mut open = BTreeSet::new();
    for event in events {
        let note = (event.channel, event.key);
        let did_change = match event.kind {
            Kind::On => open.insert(note),
            Kind::Off => open.remove(&note),
        };
        assert!(did_change, "{event:?} begins or ends a note twice");
    }
    open
}

#[test]
fn notes_end_in_the_same_block_and_what_went_before_stands() {
    fail_after(None);
    let mut whole = Sink::default();
    roll(&mut playing(Profile::default()), 0, 400, &mut whole);
    for events in 0..60 {
        let mut instance = playing(Profile::default());
        let inside = inside(&mut instance);
        let mut sink = Sink::default();
        fail_after(Some(events));
        let mut number = 0;
        while !inside.health.is_tripped() {
            roll(&mut instance, number, 1, &mut sink);
            number += 1;
        }
        let sent = usize::try_from(events).unwrap();
        assert_eq!(sink.events[..sent], whole.events[..sent]);
        let offs = &sink.events[sent..];
        assert_eq!(offs.len(), open(&sink.events[..sent]).len());
        assert!(offs.iter().all(|event| event.kind == Kind::Off));
        let first_frame = (number - 1) * u64::from(FRAMES);
        assert!(offs.iter().all(|event| event.frame >= first_frame));
        assert!(open(&sink.events).is_empty());
        assert_eq!(inside.health.vitals().sounding, 0);
    }
}

#[test]
fn a_tripped_instance_is_silent_and_kept_alive() {
    let mut instance = playing(Profile::default());
    let mut sink = Sink::default();
    fail_after(Some(7));
    roll(&mut instance, 0, 100, &mut sink);
    let sent = sink.order.len();
    let mut note = NoteInput {
        time: 3,
        kind: Kind::On,
        channel: 0,
        key: 60,
        velocity: 0.5,
        form: Form::Note,
    };
    for kind in [Kind::On, Kind::Off] {
        note.kind = kind;
        let block = Block {
            notes: &[note],
            ..block(100)
        };
        instance.process_into(&block, &mut sink).unwrap();
    }
    instance.reset().unwrap();
    instance.stop_processing().unwrap();
    instance.start_processing().unwrap();
    let processed = roll(&mut instance, 101, 100, &mut sink).unwrap();
    assert_eq!(processed.status, ProcessStatus::Continue);
    assert_eq!(sink.order.len(), sent);
    assert!(inside(&mut instance).health.is_tripped());
}

#[test]
fn raw_midi_notes_end_too() {
    for profile in [Profile::midi_only(), Profile::unasked()] {
        let mut instance = playing(profile);
        let mut sink = Sink::default();
        fail_after(Some(9));
        roll(&mut instance, 0, 100, &mut sink);
        assert!(inside(&mut instance).health.is_tripped());
        assert!(open(&sink.events).is_empty());
        assert!(sink.events.iter().all(|event| event.form == Form::Midi));
    }
}

#[test]
fn a_panic_between_two_points_of_automation_ends_there() {
    for events in 0..20 {
        let mut instance = playing(Profile::default());
        let id = instance.param("Swing").unwrap().id;
        let points: Vec<_> = (1..80)
            .map(|n| ParamPoint {
                time: n * 100,
                id,
                value: f64::from(n) / 80.0,
            })
            .collect();
        let block = Block {
            frames: 8_192,
            params: &points,
            ..block(0)
        };
        let mut sink = Sink::default();
        fail_after(Some(events));
        for _ in 0..4 {
            instance.process_into(&block, &mut sink).unwrap();
        }
        assert!(inside(&mut instance).health.is_tripped());
        assert!(sink.is_orderly());
        assert!(open(&sink.events).is_empty());
    }
}

#[test]
fn a_panic_while_notes_end_costs_that_end_only() {
    let mut instance = playing(Profile::default());
    let mut sink = Sink::default();
    hold(&mut instance, &[60, 62, 64, 65], &mut sink);
    fail_times(3, Some(0));
    // One in a lane, and two in what ends the notes.
    roll(&mut instance, 0, 1, &mut sink);
    assert_eq!(open(&sink.events).len(), 2);
    roll(&mut instance, 1, 10, &mut sink);
    assert_eq!(sink.events.len(), 4 + 2);
}

#[test]
fn ends_that_a_full_queue_refuses_are_sent_later() {
    let profile = Profile {
        queue: Queue::Capacity(1),
        ..Profile::default()
    };
    let mut instance = playing(profile);
    let mut sink = Sink::default();
    hold(&mut instance, &[60, 62, 64, 65], &mut sink);
    fail_after(Some(0));
    let mut left = Vec::new();
    for number in 0..6 {
        roll(&mut instance, number, 1, &mut sink);
        left.push(open(&sink.events).len());
    }
    assert_eq!(left, [3, 2, 1, 0, 0, 0]);
}

#[test]
fn it_can_still_be_edited_and_saved() {
    let mut instance = playing(Profile::default());
    let inside = inside(&mut instance);
    let fresh = instance.save().unwrap();
    fail_after(Some(3));
    roll(&mut instance, 0, 100, &mut Sink::default());
    assert!(inside.health.is_tripped());
    assert_eq!(instance.save().unwrap(), fresh);
    // More edits than the queue holds: nobody takes them any more.
    for n in 0..2_000 {
        let to = if n % 2 == 0 {
            Thru::Off
        } else {
            Thru::NotMapped
        };
        let edit = Edit::Setup(SetupChange::Thru(to));
        inside.params.main().lock().edit(edit).unwrap();
    }
    let edited = instance.save().unwrap();
    assert_ne!(edited, fresh);
    assert!(instance.load(&fresh));
    assert!(instance.load(&edited));
    assert_eq!(instance.save().unwrap(), edited);
    // And what is activated again plays the edited bank: nothing passes through.
    instance.deactivate();
    start(&mut instance);
    let note = NoteInput {
        time: 0,
        kind: Kind::On,
        channel: 3,
        key: 60,
        velocity: 0.5,
        form: Form::Note,
    };
    let block = Block {
        notes: &[note],
        ..block(0)
    };
    let events = instance.process(&block).unwrap();
    assert!(!events.is_empty());
    assert!(events.iter().all(|event| event.channel == 9));
    // It hears what is edited from here on, too.
    let empty = Edit::ReplacePattern {
        pattern: afterbeat::pattern::PatternIndex::FIRST,
        to: None,
    };
    inside.params.main().lock().edit(empty).unwrap();
    let mut sink = Sink::default();
    roll(&mut instance, 1, 100, &mut sink);
    assert!(sink.events.iter().all(|event| event.kind == Kind::Off));
}

#[test]
fn activated_again_it_starts_afresh() {
    fail_after(None);
    let mut whole = Sink::default();
    roll(&mut playing(Profile::default()), 0, 100, &mut whole);
    let mut instance = playing(Profile::default());
    fail_after(Some(5));
    roll(&mut instance, 0, 100, &mut Sink::default());
    instance.deactivate();
    start(&mut instance);
    assert!(!inside(&mut instance).health.is_tripped());
    let mut again = Sink::default();
    roll(&mut instance, 0, 100, &mut again);
    assert_eq!(again.events, whole.events);
}

#[test]
fn ten_thousand_panics_leave_nothing_behind() {
    let mut healthy = playing(Profile::default());
    let mut instance = playing(Profile::default());
    let mut sink = Sink::with_capacity(1 << 12);
    let mut round = |events| {
        sink.clear();
        fail_after(Some(events));
        roll(&mut instance, 0, 30, &mut sink);
        fail_after(None);
        assert!(open(&sink.events).is_empty());
        assert!(inside(&mut instance).health.is_tripped());
        instance.deactivate();
        start(&mut instance);
    };
    (0..100).for_each(|n| round(n % 5));
    let held = HELD.get();
    (0..10_000).for_each(|n| round(n % 5));
    assert_eq!(HELD.get(), held);
    let mut sink = Sink::default();
    roll(&mut healthy, 0, 30, &mut sink);
    assert!(!sink.events.is_empty());
}

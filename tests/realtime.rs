//! The audio thread never allocates and never frees, whatever crosses to it.
//!
//! A binary of its own: its global allocator ends the program at the first violation.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/everything.rs"]
mod everything;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::grooves;
use afterbeat::pattern::{
    CellAt, Edit, LaneAt, LaneIndex, LaneSetting, PatternIndex, SetupChange, Step, StepCount,
    StepIndex, Velocity,
};
use afterbeat::plugin::clap_entry;
use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use xtask::host::{AudioSide, Block, Instance, ParamPoint, Plugin, Profile, Sink, Song};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const CALLS: u64 = 1_000_000;
const FRAMES: u32 = 64;

fn playing() -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    instance.activate(48_000.0, FRAMES).unwrap();
    instance.start_processing().unwrap();
    instance
}

/// What a hand moves while it plays: parameters with their least and greatest values.
const MOVED: [&str; 18] = [
    "Swing",
    "Ghosts",
    "Fills",
    "Fill Every",
    "Fill Now",
    "Fill Crash",
    "Density",
    "Humanize Time",
    "Humanize Velocity",
    "Swing LFO Depth",
    "Swing Follows Ghosts",
    "Seed",
    "Pattern",
    "Pattern Change",
    "Pattern Entry",
    "Speed",
    "Shift",
    "Phrase",
];

/// The parameters that are moved: id, least and greatest value.
fn moved(instance: &mut Instance) -> [(u32, f64, f64); 18] {
    MOVED.map(|name| {
        let info = instance.param(name).unwrap();
        // Three of the patterns are there, and one is not.
        let max = if name == "Pattern" {
            info.min + 3.0
        } else {
            info.max
        };
        (info.id, info.min, max)
    })
}

/// The audio thread: a million blocks with everything automated, the transport stopping, jumping and
/// looping, each under the check.
fn perform(mut audio: AudioSide, moved: &[(u32, f64, f64)]) -> (AudioSide, usize) {
    let mut rng = support::rng::Rng::new(5);
    let steady = Song::new(48_000.0, 120.0);
    let looping = Song {
        loop_beats: Some((0.0, 4.0)),
        ..steady
    };
    let mut sink = Sink::with_capacity(1 << 12);
    let mut heard = 0;
    for call in 0..CALLS {
        let place = (call % 6_000) * u64::from(FRAMES);
        let transport = match call / 6_000 % 3 {
            0 => steady.at(place),
            1 => looping.at(place % 96_000),
            _ if call % 100 < 10 => steady.stopped_at(place),
            _ => steady.at(place * 7),
        };
        let (id, min, max) = *rng.pick(moved);
        let value = rng.real(min, max + 0.001).clamp(min, max);
        let is_whole = max - min > 1.0 || rng.chance(50);
        let points = [ParamPoint {
            time: 13,
            id,
            value: if is_whole { value.round() } else { value },
        }];
        let block = Block {
            frames: FRAMES,
            start: call * u64::from(FRAMES),
            transport: Some(transport),
            params: if call % 30 == 0 { &points } else { &[] },
            ..Block::default()
        };
        sink.clear();
        assert_no_alloc(|| audio.process_into(&block, &mut sink)).unwrap();
        heard += sink.events.len();
    }
    (audio, heard)
}

/// What an editor does meanwhile: steps, a lane that outgrows its box and one that goes back, whole
/// patterns.
fn edits() -> Vec<Edit> {
    let pattern = PatternIndex::FIRST;
    let at = LaneAt {
        pattern,
        lane: LaneIndex::default(),
    };
    let step = |index| Edit::Step {
        at: CellAt {
            lane: at,
            step: StepIndex::new(index),
        },
        to: Step::strike(Velocity::MAX),
    };
    let length = |count| Edit::Lane {
        at,
        to: LaneSetting::Length(StepCount::new(count).unwrap()),
    };
    let whole = |groove| Edit::ReplacePattern {
        pattern,
        to: Some(Box::new(grooves::find(groove).unwrap().pattern.clone())),
    };
    let lane = |groove: &str| Edit::ReplaceLane {
        at,
        to: grooves::find(groove).unwrap().pattern.lanes[at.lane].clone(),
    };
    let mut edits = vec![
        step(1),
        step(2),
        length(200),
        whole("Classic"),
        length(40),
        whole("B1"),
        lane("A4"),
    ];
    let full = everything::bank(7, everything::Kind::Whole);
    for index in 0..everything::PATTERNS {
        let pattern = everything::pattern_index(index);
        let to = full.pattern(pattern).cloned().map(Box::new);
        edits.push(Edit::ReplacePattern { pattern, to });
    }
    for chains in [true, false] {
        edits.push(Edit::ReplaceChain(full.chain.clone()));
        edits.push(Edit::Setup(SetupChange::RunsChain(chains)));
        edits.push(Edit::Setup(SetupChange::Audition(chains)));
    }
    edits
}

#[test]
fn a_million_calls_touch_no_memory_while_states_are_loaded_and_patterns_swapped() {
    let mut instance = playing();
    let moved = moved(&mut instance);
    let state = instance.save().unwrap();
    #[expect(unsafe_code, reason = "the instance is known by its pointer")]
    // SAFETY: the instance is alive.
    let inside = unsafe { clap_entry::inside(instance.raw()).unwrap() };
    let audio = instance.split_audio().unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let is_done = Arc::clone(&done);
    let performer = std::thread::spawn(move || {
        let performed = perform(audio, &moved);
        is_done.store(true, Ordering::Release);
        performed
    });
    let (mut loads, mut swaps) = (0_u32, 0_u32);
    while !done.load(Ordering::Acquire) {
        for edit in edits() {
            inside.params.main().lock().edit(edit).unwrap();
            swaps += 1;
        }
        assert!(instance.load(&state));
        loads += 1;
    }
    let (audio, heard) = performer.join().unwrap();
    instance.join_audio(audio);
    assert!(loads > 100, "{loads} states were loaded meanwhile");
    assert!(swaps > 1_000, "{swaps} edits were made meanwhile");
    assert!(heard > 20_000, "{heard} events were heard");
}

/// Set in the child process that is to be ended by the check.
const OFFENDS: &str = "AFTERBEAT_TEST_OFFENDS";

#[test]
fn an_allocation_on_the_audio_thread_would_end_the_program() {
    if std::env::var_os(OFFENDS).is_some() {
        let offence = assert_no_alloc(|| vec![1_u8; 10]);
        drop(offence);
        return;
    }
    let this_test = "an_allocation_on_the_audio_thread_would_end_the_program";
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([this_test, "--exact"])
        .env(OFFENDS, "1")
        .output()
        .unwrap();
    assert!(!child.status.success(), "the child went on");
    assert_eq!(child.status.code(), None, "it was ended by a signal");
}

//! A call in which nothing happens ends before the framework, and nobody can tell.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/faulty.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod faulty;

use afterbeat::plugin::{Inside, clap_entry};
use faulty::framework_calls;
use xtask::host::{AudioOut, Block, Instance, Plugin, Profile, Sink, Song, Transport};

const RATE: f64 = 48_000.0;
/// A message that is none of the plug-in's business. A call that brings it cannot pass.
const SENSING: [(u32, [u8; 3]); 1] = [(0, [0xfe, 0, 0])];

/// An active instance of a plug-in that counts its calls.
fn playing() -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the tests' own entry.
    let plugin = unsafe { Plugin::from_entry(&faulty::ENTRY).unwrap() };
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    instance.activate(RATE, 8_192).unwrap();
    instance.start_processing().unwrap();
    instance
}

fn inside(instance: &mut Instance) -> Inside {
    #[expect(unsafe_code, reason = "the plug-in is behind a pointer")]
    // SAFETY: the pointer is the living instance's.
    unsafe {
        clap_entry::inside(instance.raw()).unwrap()
    }
}

/// The frames from `start` on, with nothing in them or with a message.
fn call(
    instance: &mut Instance,
    (start, frames): (u64, u32),
    transport: Transport,
    messages: &[(u32, [u8; 3])],
    sink: &mut Sink,
) {
    let block = Block {
        frames,
        start,
        transport: Some(transport),
        messages,
        ..Block::default()
    };
    let processed = instance.process_into(&block, sink).unwrap();
    assert_eq!(processed.audio, AudioOut::Silent);
}

#[test]
fn the_framework_gets_a_call_every_so_often_and_each_that_brings_something() {
    let mut instance = playing();
    let (song, mut sink) = (Song::new(RATE, 120.0), Sink::default());
    let mut stand = |messages: &[_], calls: u64| {
        let before = framework_calls();
        for _ in 0..calls {
            call(
                &mut instance,
                (0, 64),
                song.stopped_at(0),
                messages,
                &mut sink,
            );
        }
        framework_calls() - before
    };
    let reached = stand(&[], 650);
    assert!((10..20).contains(&reached), "{reached}");
    assert_eq!(stand(&SENSING, 100), 100);
}

/// Where the host's song is in call number `n`, of which this is the frame: it rolls, loops, jumps,
/// changes its tempo and its meter, and stops.
fn transport(n: u32, frame: u64) -> Transport {
    let tempo = [131.7, 88.0][usize::from(n % 2_000 >= 1_000)];
    let mut song = Song::new(RATE, tempo);
    match n / 2_000 {
        1 => song.meter = (7, 8),
        2 => song.loop_beats = Some((0.0, 4_096.0)),
        3 => song = song.from_beats(-50.0),
        _ => {}
    }
    if n % 700 > 600 {
        song.stopped_at(frame)
    } else {
        song.at(frame)
    }
}

#[test]
fn calls_that_pass_and_calls_that_do_not_sound_alike() {
    let mut instances = [playing(), playing()];
    let [fast, slow] = &mut instances;
    let boards = [inside(fast).health, inside(slow).health];
    let mut sinks = [Sink::default(), Sink::default()];
    let [fast_sink, slow_sink] = &mut sinks;
    let (mut frame, mut passed) = (0, 0);
    for n in 0..10_000_u32 {
        let frames = 32 + n * 7 % 97;
        let (span, transport) = ((frame, frames), transport(n, frame));
        let before = framework_calls();
        call(fast, span, transport, &[], fast_sink);
        passed += u32::from(framework_calls() == before);
        call(slow, span, transport, &SENSING, slow_sink);
        assert_eq!(boards[0].whereabouts(), boards[1].whereabouts(), "call {n}");
        assert_eq!(boards[0].vitals(), boards[1].vitals(), "call {n}");
        frame += u64::from(frames);
    }
    assert!(passed > 5_000, "only {passed} calls passed");
    assert!(fast_sink.events.len() > 100);
    assert_eq!(fast_sink.events, slow_sink.events);
}

//! Many instances and many threads at once, as rude as hosts come.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/random_edits.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod random_edits;

use afterbeat::plugin::{Inside, clap_entry};
use random_edits::{Dice, random_edit};
use std::sync::atomic::{AtomicUsize, Ordering};
use xtask::host::{
    AudioOut, AudioSide, Block, HostEvent, Instance, ParamPoint, Plugin, Profile, Sink, Song,
};

const RATE: f64 = 48_000.0;
const FRAMES: u32 = 256;
/// How many instances and threads.
const CROWD: u64 = 100;

fn instance() -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    plugin.instantiate(Profile::default()).unwrap()
}

fn inside(instance: &mut Instance) -> Inside {
    #[expect(unsafe_code, reason = "the plug-in is behind a pointer")]
    // SAFETY: the pointer is the living instance's.
    unsafe {
        clap_entry::inside(instance.raw()).unwrap()
    }
}

/// The ids of what is automated. The pattern is not: which one plays depends on when it was asked
/// for.
fn knobs(instance: &mut Instance) -> Vec<u32> {
    let names = ["Swing", "Ghosts", "Fills", "Density", "Lane 3 Delay"];
    names.map(|name| instance.param(name).unwrap().id).to_vec()
}

/// Some edits, of which some do not fit.
fn edit(inside: &Inside, dice: &mut Dice, count: u32) {
    for _ in 0..count {
        let mut main = inside.params.main().lock();
        let edit = random_edit(dice, main.bank());
        let _ = main.edit(edit);
    }
}

/// One block of a rolling song, automated.
fn play(audio: &mut AudioSide, number: u64, ids: &[u32], dice: &mut Dice, sink: &mut Sink) {
    let start = number * u64::from(FRAMES);
    let points: Vec<_> = [0, 100, 255].map(|time| point(time, ids, dice)).to_vec();
    let block = Block {
        frames: FRAMES,
        start,
        transport: Some(Song::new(RATE, 180.0).at(start)),
        params: &points,
        ..Block::default()
    };
    let processed = audio.process_into(&block, sink).unwrap();
    assert_ne!(processed.audio, AudioOut::Unwritten);
}

fn point(time: u32, ids: &[u32], dice: &mut Dice) -> ParamPoint {
    let most = u64::try_from(ids.len()).unwrap();
    let id = ids[usize::try_from(dice.below(most)).unwrap()];
    let value = f64::from(u32::try_from(dice.below(101)).unwrap()) / 100.0;
    ParamPoint { time, id, value }
}

/// A song on an audio thread, with edits from there, too. Gives how many events it brought.
fn perform(audio: &mut AudioSide, inside: &Inside, ids: &[u32], seed: u64) -> usize {
    let (mut dice, mut sink) = (Dice::new(seed), Sink::default());
    audio.start_processing().unwrap();
    for number in 0..400 {
        play(audio, number, ids, &mut dice, &mut sink);
        if number % 8 == 0 {
            edit(inside, &mut dice, 3);
        }
    }
    audio.stop_processing();
    assert!(sink.is_orderly());
    sink.events.len()
}

/// Whatever was done, the instance plays what a fresh one does that gets its state.
fn agrees_with_its_state(instance: &mut Instance) {
    let inside = inside(instance);
    assert!(!inside.health.is_tripped());
    let state = instance.save().unwrap();
    let mut fresh = self::instance();
    assert!(fresh.load(&state));
    let (played, expected) = (eight_bars(instance), eight_bars(&mut fresh));
    let differing = played.iter().zip(&expected).find(|(a, b)| a != b);
    assert_eq!(differing, None);
    assert_eq!(played.len(), expected.len());
    let bank = inside.params.main().lock().bank().clone();
    let other = self::inside(&mut fresh);
    assert!(*other.params.main().lock().bank() == bank);
}

/// Plays from the top after a stop.
fn eight_bars(instance: &mut Instance) -> Vec<HostEvent> {
    instance.deactivate();
    instance.activate(RATE, 4_096).unwrap();
    instance.start_processing().unwrap();
    let song = Song::new(RATE, 240.0);
    let mut sink = Sink::default();
    // As many blocks of rest as the longest queue needs to be heard.
    let resting = (0..40).map(|_| (0, song.stopped_at(0)));
    let rolling = (0..94_u64).map(|number| (number * 4_096, song.at(number * 4_096)));
    for (number, (start, transport)) in resting.chain(rolling).enumerate() {
        if number == 40 {
            // What sounded before has ended in that rest.
            sink.clear();
        }
        let block = Block {
            frames: 4_096,
            start,
            transport: Some(transport),
            ..Block::default()
        };
        instance.process_into(&block, &mut sink).unwrap();
    }
    sink.events
}

/// Counts a thread that ends, also one that panics.
struct Ended<'a>(&'a AtomicUsize);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_hundred_instances_play_on_a_hundred_threads_while_the_main_thread_keeps_busy() {
    let mut instances: Vec<_> = (0..CROWD).map(|_| instance()).collect();
    let done = AtomicUsize::new(0);
    let mut sides = Vec::new();
    for instance in &mut instances {
        instance.activate(RATE, FRAMES).unwrap();
        let ids = knobs(instance);
        sides.push((instance.split_audio().unwrap(), inside(instance), ids));
    }
    let sides: Vec<_> = std::thread::scope(|scope| {
        let done = &done;
        let threads: Vec<_> = (0..)
            .zip(sides)
            .map(|(seed, (mut audio, inside, ids))| {
                scope.spawn(move || {
                    let _ended = Ended(done);
                    let events = perform(&mut audio, &inside, &ids, seed);
                    (audio, events)
                })
            })
            .collect();
        let mut state = instances[0].save().unwrap();
        while done.load(Ordering::Relaxed) < instances.len() {
            for instance in &mut instances {
                instance.idle();
                assert!(instance.load(&state));
                state = instance.save().unwrap();
            }
        }
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    // The states go round, so that a solo of lanes without strikes can silence many.
    assert!(
        sides.iter().any(|(_, events)| *events > 0),
        "nothing is heard"
    );
    for (instance, (audio, _)) in instances.iter_mut().zip(sides) {
        instance.join_audio(audio);
    }
    for instance in instances.iter_mut().step_by(10) {
        agrees_with_its_state(instance);
    }
}

/// A host must not, but some make plug-ins on whatever thread they are on.
#[test]
fn a_hundred_threads_make_play_edit_and_destroy_instances_of_their_own() {
    std::thread::scope(|scope| {
        for seed in 0..CROWD {
            scope.spawn(move || {
                for life in 0..3 {
                    let mut instance = instance();
                    instance.activate(RATE, FRAMES).unwrap();
                    let (ids, inside) = (knobs(&mut instance), inside(&mut instance));
                    let audio = instance.audio().unwrap();
                    let events = perform(audio, &inside, &ids, seed * 10 + life);
                    assert!(events > 0, "instance {seed} played nothing");
                    let state = instance.save().unwrap();
                    assert!(instance.load(&state));
                }
            });
        }
    });
}

#[test]
fn a_host_that_calls_everything_at_once_is_borne() {
    let mut instance = instance();
    instance.activate(RATE, FRAMES).unwrap();
    let (ids, shared) = (knobs(&mut instance), inside(&mut instance));
    let mut audio = instance.split_audio().unwrap();
    let done = AtomicUsize::new(0);
    let audio = std::thread::scope(|scope| {
        let (done, ids, shared) = (&done, &ids, &shared);
        for seed in 0..4 {
            scope.spawn(move || {
                let mut dice = Dice::new(seed);
                while done.load(Ordering::Relaxed) == 0 {
                    edit(shared, &mut dice, 5);
                    std::thread::yield_now();
                }
            });
        }
        let player = scope.spawn(move || {
            let (mut dice, mut sink) = (Dice::new(9), Sink::default());
            audio.start_processing().unwrap();
            for number in 0..20_000 {
                play(&mut audio, number, ids, &mut dice, &mut sink);
                audio.flush(&[point(0, ids, &mut dice)]).unwrap();
                assert!(sink.is_orderly());
                sink.clear();
            }
            audio.stop_processing();
            done.fetch_add(1, Ordering::Relaxed);
            audio
        });
        while done.load(Ordering::Relaxed) == 0 {
            ask_everything(&mut instance, ids);
        }
        player.join().unwrap()
    });
    instance.join_audio(audio);
    agrees_with_its_state(&mut instance);
}

/// What a host may ask on its main thread.
fn ask_everything(instance: &mut Instance, ids: &[u32]) {
    let state = instance.save().unwrap();
    assert!(instance.load(&state));
    for id in ids {
        let value = instance.value(*id).unwrap();
        let text = instance.value_to_text(*id, value).unwrap();
        assert!(instance.text_to_value(*id, &text).is_some());
    }
    assert_eq!(instance.pages().len(), 16);
    let _ = instance.note_names();
    // Where there is no screen it is refused.
    if let Ok((width, height)) = instance.make_window() {
        assert!(width >= 860 && height >= 560);
        instance.resize_window(1_000, 700).unwrap();
        instance.close_window().unwrap();
    }
    instance.idle();
}

#[test]
fn a_host_that_never_calls_its_main_thread_loses_nothing() {
    let mut instance = instance();
    instance.activate(RATE, FRAMES).unwrap();
    instance.start_processing().unwrap();
    let (ids, inside) = (knobs(&mut instance), inside(&mut instance));
    let (mut dice, mut sink) = (Dice::new(5), Sink::default());
    for number in 0..4_000 {
        edit(&inside, &mut dice, 25);
        let audio = instance.audio().unwrap();
        play(audio, number, &ids, &mut dice, &mut sink);
        sink.clear();
    }
    assert_eq!(instance.calls().dirty(), 0, "it was called");
    agrees_with_its_state(&mut instance);
}

//! States that the main thread loads beside the audio thread.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use xtask::host::{AudioSide, Block, Kind, Plugin, Profile, Sink, Song};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE: f64 = 48_000.0;

/// What an audio thread has done so far.
#[derive(Default)]
struct Done {
    blocks: AtomicU64,
    strikes: AtomicU64,
    /// It is to end.
    is_over: AtomicBool,
}

impl Done {
    fn strikes(&self) -> u64 {
        self.strikes.load(Ordering::Acquire)
    }

    /// Waits until so many blocks more are done.
    fn wait<T>(&self, blocks: u64, player: &JoinHandle<T>) {
        let goal = self.blocks.load(Ordering::Acquire) + blocks;
        // In a minute without an end the thread has stopped for good.
        for _ in 0..600_000 {
            if self.blocks.load(Ordering::Acquire) >= goal {
                return;
            }
            assert!(!player.is_finished(), "the audio thread has ended");
            std::thread::sleep(Duration::from_micros(100));
        }
        panic!("the audio thread stands still");
    }
}

/// Plays blocks of 64 frames one after the other until it is over.
fn play_on(audio: &mut AudioSide, done: &Done) {
    let song = Song::new(RATE, 120.0);
    let mut sink = Sink::with_capacity(1 << 10);
    for start in (0..).map(|number| number * 64) {
        if done.is_over.load(Ordering::Acquire) {
            return;
        }
        let block = Block {
            frames: 64,
            start,
            transport: Some(song.at(start)),
            ..Block::default()
        };
        sink.clear();
        assert_no_alloc(|| audio.process_into(&block, &mut sink)).unwrap();
        assert!(sink.is_orderly());
        let ons = sink.events.iter().filter(|event| event.kind == Kind::On);
        let strikes = u64::try_from(ons.count()).unwrap();
        done.strikes.fetch_add(strikes, Ordering::AcqRel);
        done.blocks.fetch_add(1, Ordering::AcqRel);
    }
}

#[test]
fn states_loaded_on_the_main_thread_never_stop_the_audio_thread() {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry) }.unwrap();
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    instance.activate(RATE, 8_192).unwrap();
    instance.start_processing().unwrap();
    let fresh = instance.save().unwrap();
    let mut audio = instance.split_audio().unwrap();
    let done = Arc::new(Done::default());
    let shared = Arc::clone(&done);
    let player = std::thread::spawn(move || {
        play_on(&mut audio, &shared);
        audio
    });
    // A bar is 1500 blocks.
    done.wait(1_500, &player);
    let before = done.strikes();
    for _ in 0..300 {
        assert!(instance.load(&fresh));
        done.wait(5, &player);
    }
    let meanwhile = done.strikes();
    done.wait(1_500, &player);
    let after = done.strikes();
    assert!(0 < before && before < meanwhile && meanwhile < after);
    done.is_over.store(true, Ordering::Release);
    instance.join_audio(player.join().unwrap());
    assert_eq!(instance.save().unwrap(), fresh);
}

//! Instances that are made and destroyed again and again: what is held stays the same.
//!
//! `cargo xtask valgrind` runs it under valgrind, with fewer of them.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "windows/heap.rs"]
mod heap;
#[path = "support/random_edits.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod random_edits;

use afterbeat::plugin::clap_entry;
use heap::Holding;
use random_edits::{Dice, random_edit};
use xtask::host::{Block, ParamPoint, Plugin, Profile, Sink, Song};

/// How many instances, unless the variable says another number.
const LIVES: u32 = 1_000;
const VARIABLE: &str = "AFTERBEAT_TEST_LIVES";
/// After how many everything is there that is kept for good.
const WARM: u32 = 50;
/// The greatest growth after that, in KiB.
const MOST: usize = 1_024;
const RATE: f64 = 48_000.0;
const FRAMES: u32 = 512;

/// A whole life: made, activated twice, automated, edited, saved, loaded, destroyed.
fn live(seed: u64) {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    #[expect(unsafe_code, reason = "the plug-in is behind a pointer")]
    // SAFETY: the pointer is the living instance's.
    let inside = unsafe { clap_entry::inside(instance.raw()).unwrap() };
    let id = instance.param("Swing").unwrap().id;
    let (mut dice, mut sink) = (Dice::new(seed), Sink::default());
    for _ in 0..2 {
        instance.activate(RATE, FRAMES).unwrap();
        instance.start_processing().unwrap();
        for number in 0..20 {
            let mut main = inside.params.main().lock();
            let edit = random_edit(&mut dice, main.bank());
            let _ = main.edit(edit);
            drop(main);
            let start = number * u64::from(FRAMES);
            let block = Block {
                frames: FRAMES,
                start,
                transport: Some(Song::new(RATE, 140.0).at(start)),
                params: &[ParamPoint {
                    time: 7,
                    id,
                    value: 0.5,
                }],
                ..Block::default()
            };
            instance.process_into(&block, &mut sink).unwrap();
            instance.idle();
        }
        let state = instance.save().unwrap();
        assert!(instance.load(&state));
        instance.deactivate();
    }
}

#[test]
fn what_is_held_after_a_thousand_lives_is_what_was_held_after_fifty() {
    let lives = std::env::var(VARIABLE).ok();
    let lives = lives.map_or(LIVES, |text| text.parse().unwrap());
    let mut warm = Holding::now();
    for life in 1..=lives {
        live(life.into());
        if life == WARM.min(lives) {
            warm = Holding::now();
        }
    }
    let end = Holding::now();
    println!(
        "from life {} to {lives} Rust holds {} -> {} KiB, C {} -> {} KiB, resident {} -> {} KiB, \
         threads {} -> {}",
        WARM.min(lives),
        warm.rust,
        end.rust,
        warm.c,
        end.c,
        warm.resident,
        end.resident,
        warm.threads,
        end.threads
    );
    for (what, before, after) in [
        ("Rust", warm.rust, end.rust),
        ("C", warm.c, end.c),
        ("the process", warm.resident, end.resident),
    ] {
        let growth = after.saturating_sub(before);
        assert!(growth <= MOST, "{what} holds {growth} KiB more");
    }
    assert_eq!(end.threads, warm.threads);
}

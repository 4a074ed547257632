//! Tripped instances and memory: in a program of its own, as the framework's worker is shared.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/counting.rs"]
mod counting;
#[path = "support/faulty.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod faulty;

use counting::held;
use faulty::fail_after;
use xtask::host::{Block, Instance, Plugin, Profile, Sink, Song};

fn playing() -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the tests' own entry.
    let plugin = unsafe { Plugin::from_entry(&faulty::ENTRY).unwrap() };
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    instance.activate(48_000.0, 512).unwrap();
    instance.start_processing().unwrap();
    instance
}

/// Plays 60 blocks; true if notes came out of the last 30.
fn roll(instance: &mut Instance) -> bool {
    let mut sink = Sink::default();
    for number in 0..60 {
        if number == 30 {
            sink.clear();
        }
        let start = number * 512;
        let block = Block {
            frames: 512,
            start,
            transport: Some(Song::new(48_000.0, 120.0).at(start)),
            ..Block::default()
        };
        instance.process_into(&block, &mut sink).unwrap();
    }
    !sink.events.is_empty()
}

/// What is held after `lives` instances, of which none lives any more.
fn held_after(lives: u32) -> usize {
    for n in 0..lives {
        let mut instance = playing();
        fail_after(Some(5));
        assert!(!roll(&mut instance), "it has not tripped");
        if n % 2 == 0 {
            instance.deactivate();
        }
    }
    held()
}

#[test]
fn tripped_instances_give_all_back() {
    faulty::keep_quiet();
    // Keeps the framework's worker alive, and shows that no other instance is touched.
    let mut healthy = playing();
    assert!(roll(&mut healthy));
    let before = held_after(10);
    let grown = held_after(200).saturating_sub(before);
    // Another thread of the test runner may make something small, once. A life leaves nothing.
    assert!(grown < 200, "{grown} bytes after 200 lives");
    assert!(roll(&mut healthy));
}

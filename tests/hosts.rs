//! Every habit of hosts that is known, with all that a musician does there: what is heard is the
//! offline render, note for note, and nothing allocates or frees on the way.
//!
//! A binary of its own: its global allocator ends the program at the first violation.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/command.rs"]
mod command;

use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use command::Folder;
use xtask::habits::{Feature, Habit, Music, Told, judge};
use xtask::host::Plugin;
use xtask::note::Note;
use xtask::rendered;

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

/// Bars of a whole number of frames, and of no such number.
const SONGS: [Music; 2] = [
    Music {
        rate: 48_000,
        tempo: 120,
    },
    Music {
        rate: 44_100,
        tempo: 137,
    },
];

fn without_allocating(call: &mut dyn FnMut()) {
    assert_no_alloc(call);
}

fn song(folder: &Folder, feature: Feature, music: Music) -> Vec<Note> {
    let typed = feature.typed(music);
    let mut line = vec!["render", "B1", "-o", "song.csv"];
    line.extend(typed.iter().map(String::as_str));
    let said = folder.run(&line);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let table = String::from_utf8(folder.read("song.csv")).unwrap();
    let rows = rendered::read(&table).unwrap();
    rows.into_iter().map(|row| row.note).collect()
}

fn assert_right(feature: Feature) {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    let folder = Folder::new(feature.name());
    for music in SONGS {
        let song = song(&folder, feature, music);
        for habit in Habit::ALL {
            let heard = feature.perform(&plugin, &habit, music, without_allocating);
            let verdict = judge(&habit, music, &heard.unwrap(), &song);
            let what = format!("{}, {}: {verdict}", habit.name, feature.name());
            println!("{what}");
            assert!(verdict.is_right(habit.tolerated(music)), "{what}");
            assert_eq!(verdict.strikes == 0, habit.told == Told::Nothing, "{what}");
        }
    }
}

#[test]
fn a_song_is_the_render_in_every_host() {
    assert_right(Feature::Plays);
}

#[test]
fn automated_swing_is_the_render_in_every_host() {
    assert_right(Feature::RidesSwing);
}

#[test]
fn a_hundred_passes_of_a_loop_are_the_render_in_every_host() {
    assert_right(Feature::Loops);
}

#[test]
fn what_follows_a_locate_is_the_render_in_every_host() {
    assert_right(Feature::Locates);
}

#[test]
fn what_follows_a_stop_is_the_render_in_every_host() {
    assert_right(Feature::Stops);
}

#[test]
fn a_saved_song_is_the_render_in_every_host() {
    assert_right(Feature::Reopens);
}

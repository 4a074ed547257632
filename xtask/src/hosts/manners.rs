//! The built plug-in in hosts that cannot be had here: their habits, one by one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use xtask::habits::{Around, Feature, Habit, Music, Verdict, judge};
use xtask::host::Plugin;
use xtask::note::Note;
use xtask::rendered;

use crate::bundle::Bundle;
use crate::run::Program;

/// Bars of a whole number of frames, and of no such number.
pub const SONGS: [Music; 2] = [
    Music {
        rate: 48_000,
        tempo: 120,
    },
    Music {
        rate: 44_100,
        tempo: 137,
    },
];

/// Does everything in every host, with every call inside of `around`, and gives the table. Fails if
/// anything is not as it has to be.
pub fn table(bundle: &Bundle, folder: &Path, around: Around) -> anyhow::Result<String> {
    let plugin = open(&bundle.clap())?;
    let mut table = heading();
    let mut wrong = Vec::new();
    let songs = songs(&bundle.command(), folder)?;
    for habit in Habit::ALL {
        write!(table, "| {} | {} |", habit.name, habit.known_from)?;
        for feature in Feature::ALL {
            let mut sum = Verdict::default();
            for (at, music) in SONGS.into_iter().enumerate() {
                let heard = feature.perform(&plugin, &habit, music, around)?;
                let song = songs
                    .get(&(feature.name(), at))
                    .context("a song is missing")?;
                let verdict = judge(&habit, music, &heard, song);
                if !verdict.is_right(habit.tolerated(music)) {
                    wrong.push(format!("{}, {}: {verdict}", habit.name, feature.name()));
                }
                sum = sum.and(verdict);
            }
            write!(table, " {sum} |")?;
        }
        table.push('\n');
    }
    ensure!(
        wrong.is_empty(),
        "{table}\nnot right:\n{}",
        wrong.join("\n")
    );
    Ok(table)
}

fn heading() -> String {
    let features: Vec<&str> = Feature::ALL.into_iter().map(Feature::name).collect();
    let rule = "|---".repeat(features.len() + 2);
    format!(
        "| habit | known from | {} |\n{rule}|\n",
        features.join(" | ")
    )
}

/// What is to be heard, by the feature's name and the song's place.
type Songs = BTreeMap<(&'static str, usize), Vec<Note>>;

fn songs(command: &Path, folder: &Path) -> anyhow::Result<Songs> {
    let csv = folder.join("song.csv");
    let mut songs = Songs::new();
    for feature in Feature::ALL {
        for (at, music) in SONGS.into_iter().enumerate() {
            Program::new(command)
                .args(["render", "B1", "-o"])
                .args([&csv])
                .args(feature.typed(music))
                .run_unannounced()?;
            let rows = rendered::read(&fs::read_to_string(&csv)?)?;
            let notes = rows.into_iter().map(|row| row.note).collect();
            songs.insert((feature.name(), at), notes);
        }
    }
    Ok(songs)
}

/// Runs the built file's code.
#[expect(unsafe_code, reason = "loading a plug-in runs foreign code")]
fn open(clap: &Path) -> anyhow::Result<Plugin> {
    // SAFETY: the file was just built from this workspace.
    Ok(unsafe { Plugin::load(clap) }?)
}

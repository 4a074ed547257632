//! The factory's grooves as scores: what sounds, with ghosts and fills, to be read like prose.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/command.rs"]
mod command;

use afterbeat::grooves::{Groove, factory};
use command::Folder;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Frames of a bar at 60 BPM and 48 kHz.
const BAR: i64 = 192_000;

/// Steps of a bar: sixteenths, or triplet eighths where the groove is written in them.
fn steps(groove: &Groove) -> i64 {
    if groove.id == "E5" { 12 } else { 16 }
}

/// Four bars before the first fill's bar line, and the bar that it leads into: with a fill every
/// four bars 1 to 5, with one every eight 5 to 9.
fn bars(groove: &Groove) -> std::ops::RangeInclusive<i64> {
    let every = groove.feel.iter().find(|(id, _)| id == "fill_every");
    let is_long = every.is_some_and(|(_, choice)| *choice > 3.0);
    if is_long { 4..=8 } else { 0..=4 }
}

/// One strike: its loudness from 1 to 9, as grooves are written, and a letter before it if nobody
/// wrote it: `g` for a ghost, `f` for a fill, `r` for a roll's further hits, which are counted.
fn cell(hits: &[(&str, i64)]) -> String {
    let [(source, velocity), rest @ ..] = hits else {
        return "  .".to_owned();
    };
    let mark = match *source {
        "user" if rest.is_empty() => " ",
        "ghost" => "g",
        "fill" => "f",
        _ => "r",
    };
    let shown = if mark == "r" {
        i64::try_from(hits.len()).unwrap()
    } else {
        (velocity + 6) / 14
    };
    format!(" {mark}{shown}")
}

/// A line a lane and bar, as the command renders them with the groove's own feel, but straight and
/// without humanising, so that each strike stands on its step.
fn score(folder: &Folder, groove: &Groove) -> String {
    let plain = ["humanize_time=0", "humanize_velocity=0", "swing=50"].map(|set| ["--set", set]);
    let last = (bars(groove).end() + 1).to_string();
    let fixed = ["--tempo", "60", "--rate", "48000", "-o", "take.csv"];
    let line = [
        &["render", &groove.id, "--bars", &last][..],
        &plain.concat(),
        &fixed,
    ]
    .concat();
    assert_eq!(folder.run(&line).code, 0);
    let table = String::from_utf8(folder.read("take.csv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').collect()).collect();
    let step = BAR / steps(groove);
    let mut cells: BTreeMap<(&str, i64), Vec<(&str, i64)>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row[1] == "on") {
        // A strike that a lane's delay pulls early belongs to the step after it.
        let at = (row[0].parse::<i64>().unwrap() + step / 5) / step;
        let hit = (row[6], row[4].parse().unwrap());
        cells.entry((row[5], at)).or_default().push(hit);
    }
    let mut score = String::new();
    for (_, lane) in groove.pattern.lanes.iter() {
        let name = lane.voice.name.as_str();
        for bar in bars(groove) {
            let places = bar * steps(groove)..(bar + 1) * steps(groove);
            let row: String = places
                .map(|at| cell(cells.get(&(name, at)).map_or(&[], Vec::as_slice)))
                .collect();
            if row.contains(|mark: char| mark.is_ascii_digit()) {
                writeln!(score, "{name:<13} {}:{row}", bar + 1).unwrap();
            }
        }
    }
    score
}

#[test]
fn the_factory_sounds_as_a_drummer_would_play_it() {
    let folder = Folder::new("factory");
    for groove in factory() {
        insta::assert_snapshot!(groove.id.as_str(), score(&folder, groove));
    }
}

//! What is done in Ardour's session, and what has to be heard of it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::ensure;
use xtask::habits::{Habit, Music, Performance, Rolled, Verdict, judge};
use xtask::note::Note;
use xtask::rendered;

use super::ardour::{Ardour, Tour};
use super::jack::{Recorder, Server};
use super::recording::{self, Recording, Word};
use crate::bundle::Bundle;
use crate::play::take::Take;
use crate::run::Program;

/// The passes of the loop, each of a second.
const PASSES: u64 = 100;
/// Where it goes to while it plays: the start of the fifth bar.
const GOAL_BAR: u32 = 4;
/// What is set before the session is saved.
const SET: [&str; 2] = ["--set=ghosts=80", "--set=seed=77"];

/// What was seen.
pub struct Seen {
    recording: Recording,
    /// The values before it was closed and after it was opened again were the same.
    is_reopened: bool,
}

fn tour_of() -> Tour {
    let take = Take::default();
    Tour {
        goal: u64::from(take.frames() / take.bars * GOAL_BAR),
        take,
        passes: PASSES,
    }
}

/// Goes through all of it. Whatever happens, nothing that was started goes on.
pub fn tour(ardour: &Ardour, folder: &Path, bundle: &Bundle) -> anyhow::Result<Seen> {
    let tour = tour_of();
    ardour.scan(&bundle.vst3())?;
    let mut server = Server::start(folder, &tour.take)?;
    let saved = ardour.make(&server, &tour)?;
    let recorder = Recorder::start(&mut server, folder)?;
    let opened = ardour.play(&server, &tour)?;
    Ok(Seen {
        recording: recording::read(&recorder.finish()?),
        is_reopened: saved == opened,
    })
}

/// Holds it against renders of the same, and gives the table. Fails if anything is not as it has to
/// be: a host may round a position either way, so a frame is allowed.
pub fn table(host: &str, seen: &Seen, bundle: &Bundle, folder: &Path) -> anyhow::Result<String> {
    ensure!(seen.is_reopened, "the reopened session has other values");
    let tour = tour_of();
    let take = &tour.take;
    let points = format!("--points={}", take.block);
    let ride = format!("--auto=swing={}:{}", take.swing.0, take.swing.1);
    let automated = render(bundle, folder, take, &[points, ride])?;
    let still = render(bundle, folder, take, &[])?;
    let recording = &seen.recording;
    let (start, stop) = ends(recording, Word::Start, 0)?;
    let (again, halt) = ends(recording, Word::Continue, stop)?;
    let (looped, _) = ends(recording, Word::Start, halt)?;
    let played = span(start, 0, u64::from(stop - start));
    let located = span(again, tour.goal, tour.goal + u64::from(halt - again));
    let rows = [
        ("saves, reopens, automates Swing", vec![played], &automated),
        ("locates while it plays", vec![located], &automated),
        ("loops 100 times", passes(take, looped), &still),
    ];
    let mut table =
        String::from("| host | format | what it did | strikes / frames |\n|---|---|---|---|\n");
    for (what, ranges, song) in rows {
        let verdict = compare(recording, ranges, song, take);
        ensure!(verdict.is_right(1), "{host} {what}: {verdict}");
        writeln!(table, "| {host} | VST3 | {what} | {verdict} |")?;
    }
    Ok(table)
}

/// The frames of such a word from `from` on, and of the stop that comes next.
fn ends(recording: &Recording, word: Word, from: u32) -> anyhow::Result<(u32, u32)> {
    let begin = recording.next(word, from)?;
    Ok((begin, recording.next(Word::Stop, begin)?))
}

fn span(at: u32, from: u64, to: u64) -> Rolled {
    Rolled {
        at: u64::from(at),
        from,
        to,
        is_pass: false,
    }
}

/// All passes of the loop of a second.
fn passes(take: &Take, first: u32) -> Vec<Rolled> {
    let second = u64::from(take.rate);
    let pass = |number| Rolled {
        at: u64::from(first) + number * second,
        from: 0,
        to: second,
        is_pass: true,
    };
    (0..PASSES).map(pass).collect()
}

fn compare(recording: &Recording, ranges: Vec<Rolled>, song: &[Note], take: &Take) -> Verdict {
    let music = Music {
        rate: take.rate,
        tempo: take.tempo,
    };
    let frame = |frame: u64| u32::try_from(frame).unwrap_or(u32::MAX);
    let first = ranges.first().map_or(0, |range| frame(range.at));
    let last = ranges
        .last()
        .map_or(0, |range| frame(range.at + range.to - range.from));
    let heard = Performance {
        notes: recording.between(first, last),
        ranges,
        ..Performance::default()
    };
    judge(&Habit::ALL[0], music, &heard, song)
}

fn render(
    bundle: &Bundle,
    folder: &Path,
    take: &Take,
    typed: &[String],
) -> anyhow::Result<Vec<Note>> {
    let csv = folder.join("render.csv");
    Program::new(bundle.command())
        .args(["render", "B1", "-o"])
        .args([&csv])
        .args([
            format!("--bars={}", take.bars),
            format!("--rate={}", take.rate),
            format!("--tempo={}", take.tempo),
        ])
        .args(SET)
        .args(typed)
        .run_unannounced()?;
    let rows = rendered::read(&fs::read_to_string(&csv)?)?;
    Ok(rows.into_iter().map(|row| row.note).collect())
}

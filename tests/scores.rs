//! The factory's grooves as scores: where each strike sounds, to be read like prose.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/command.rs"]
mod command;
#[path = "support/number.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod number;

use afterbeat::grooves::factory;
use command::Folder;
use number::float;
use std::fmt::Write as _;

/// A groove's bars as they are written, as the command renders them at 60 BPM: a line a lane and bar, with the beat
/// and the velocity of each strike.
fn score(folder: &Folder, id: &str, bars: u8) -> String {
    let bars_text = bars.to_string();
    let fixed = ["--tempo", "60", "--rate", "48000", "-o", "take.csv"];
    let plain: Vec<String> = xtask::neutral::typed().collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let line = [&["render", id, "--bars", &bars_text][..], &plain, &fixed].concat();
    assert_eq!(folder.run(&line).code, 0);
    let table = String::from_utf8(folder.read("take.csv")).unwrap();
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split(',').collect()).collect();
    let mut names: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| row[1] == "on") {
        if !names.contains(&row[5]) {
            names.push(row[5]);
        }
    }
    let mut score = String::new();
    for name in names {
        for bar in 0..i64::from(bars) {
            write!(score, "{name:<12} bar {}", bar + 1).unwrap();
            let is_mine = |row: &&Vec<&str>| row[1] == "on" && row[5] == name;
            for row in rows.iter().filter(is_mine) {
                let frame = row[0].parse::<i64>().unwrap() - bar * 192_000;
                if (0..192_000).contains(&frame) {
                    let beat = float(frame) / 48_000.0 + 1.0;
                    write!(score, "  {beat:.3} {}", row[4]).unwrap();
                }
            }
            score.push('\n');
        }
    }
    score
}

#[test]
fn the_factory_sounds_as_it_is_written_down() {
    let folder = Folder::new("factory");
    for groove in factory() {
        let score = score(&folder, &groove.id, groove.pattern.bars.get());
        insta::assert_snapshot!(groove.id.as_str(), score);
    }
}

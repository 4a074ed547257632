//! Rows for several lanes: by their names, by drummers' letters, or without.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::grooves;
use afterbeat::pattern::{LaneIndex, LaneName, Pattern, Step};
use afterbeat::text::{RowsError, format_row, looks_like_rows, parse_row, parse_rows};
use afterbeat::time::Meter;
use proptest::prelude::*;

fn lane(index: u8) -> LaneIndex {
    LaneIndex::new(index).unwrap()
}

/// A lane, if one is named, and steps.
type Read = (Option<u8>, Vec<Step>);

/// The lanes and the steps that a text means for the default kit, the snare selected.
fn read(text: &str) -> Result<Vec<Read>, RowsError> {
    let rows = parse_rows(text, &Pattern::new(), Meter::COMMON, lane(1))?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|row| (row.lane.map(LaneIndex::get), row.steps))
        .collect())
}

fn steps(row: &str) -> Vec<Step> {
    parse_row(row, 1, None).unwrap()
}

#[test]
fn names_and_rows_stand_on_one_line_or_on_many() {
    let rows = [
        (Some(0), steps("9...")),
        (Some(1), steps("..9.")),
        (Some(14), steps("x.x.")),
    ];
    let one = "K 9...  S ..9. x x.x.";
    let many = "# a beat\n\nKick: 9...\n  snare ..9.\nSide stick x.x.\n";
    assert_eq!(read(one).unwrap(), rows);
    assert_eq!(read(many).unwrap(), rows);
    assert_eq!(read("9...").unwrap(), [(None, steps("9..."))]);
}

#[test]
fn a_lanes_own_name_is_whole_whatever_its_words_look_like() {
    let mut pattern = Pattern::new();
    for (index, name) in [(0, "Snare"), (1, "Snare 2"), (2, "Tom 12"), (3, "99 clap")] {
        pattern.lanes[lane(index)].voice.name = LaneName::new(name).unwrap();
    }
    let text = "Snare 2 x...x...\nSnare 29..\ntom 12 7464\n99 clap 9... snare ..9. 99 Clap: x.";
    let rows = parse_rows(text, &pattern, Meter::COMMON, lane(1)).unwrap();
    let read: Vec<_> = (rows.into_iter())
        .map(|row| (row.lane.map(LaneIndex::get), row.steps))
        .collect();
    let expected = [
        (Some(1), steps("x...x...")),
        (Some(0), steps("29..")),
        (Some(2), steps("7464")),
        (Some(3), steps("9...")),
        (Some(0), steps("..9.")),
        (Some(3), steps("x.")),
    ];
    assert_eq!(read, expected);
}

#[test]
fn a_row_without_rests_is_a_row() {
    assert_eq!(read("H 7464").unwrap(), [(Some(2), steps("7464"))]);
    assert_eq!(read("7464").unwrap(), [(None, steps("7464"))]);
}

#[test]
fn a_row_in_groups_is_one_row() {
    let groups = "K 9... .... 9... 7  S .... 9... x x.x. x.";
    let rows = [
        (Some(0), steps("9.......9...7")),
        (Some(1), steps("....9...")),
        (Some(14), steps("x.x.x.")),
    ];
    assert_eq!(read(groups).unwrap(), rows);
    assert_eq!(read("9... .7..").unwrap(), [(None, steps("9....7.."))]);
    let below = [(None, steps("9....7..")), (None, steps("..9."))];
    assert_eq!(read("9... .7..\n..9.").unwrap(), below);
    let bars = read("K 9... .... .... .... | 8... .... .... ....").unwrap();
    assert_eq!(bars, [(Some(0), steps("9...............8..............."))]);
    let error = read("K 9...  ..|. .... .... ...").unwrap_err().to_string();
    assert!(error.starts_with("line 1, column 11: "), "{error}");
}

#[test]
fn bar_lines_stand_after_whole_bars() {
    let text = "K 9...............|8...............";
    let rows = [(Some(0), steps(&text.replace('|', "")[2..]))];
    assert_eq!(read(text).unwrap(), rows);
    let error = read("K 9...|9...").unwrap_err().to_string();
    assert!(
        error.starts_with("line 1, column 7: expected step 5"),
        "{error}"
    );
}

#[test]
fn a_mistake_is_named_with_its_place() {
    for (text, expected) in [
        ("", "expected a row of steps"),
        ("K 9...\n  S 9.y.", "line 2, column 7: expected a step"),
        ("K 9... Q 9...", "line 1, column 8: expected a lane's name"),
        ("Kick", "line 1, column 1: expected a step"),
    ] {
        let error = read(text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{text:?}: {error}");
    }
}

#[test]
fn what_people_write_to_each_other_is_not_taken_for_rows() {
    for text in ["x..x..x.", "K 9...7...", "\n7464746474647464\n", "x..x..y."] {
        assert!(looks_like_rows(text), "{text:?}");
    }
    for text in [
        "",
        "Hello",
        "see you at 9",
        "https://example.org/x.html",
        "3.14",
        "and so on...",
    ] {
        assert!(!looks_like_rows(text), "{text:?}");
    }
}

#[test]
fn every_plain_lane_of_the_factory_comes_back_by_its_name() {
    let mut count = 0;
    for groove in grooves::factory() {
        for (at, lane) in groove.pattern.lanes.iter() {
            let length = usize::from(lane.length.get());
            let name = lane.voice.name;
            let others = groove.pattern.lanes.iter();
            let is_first = others
                .take_while(|(other, _)| *other != at)
                .all(|(_, other)| other.voice.name != name);
            let Some(row) = (lane.steps().get(..length)).and_then(|own| format_row(own, None).ok())
            else {
                continue;
            };
            if !is_first {
                continue;
            }
            let text = format!("{} {row}", name.as_str());
            let read = parse_rows(&text, &groove.pattern, Meter::COMMON, at).unwrap();
            let [read] = read.as_slice() else {
                panic!("{text}");
            };
            assert_eq!(read.lane, Some(at), "{text}");
            assert_eq!(Some(read.steps.as_slice()), lane.steps().get(..length));
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_line_of_it(text in "[KSx9.| \n#a-c]{0,40}") {
        match read(&text) {
            Ok(rows) => prop_assert!(!rows.is_empty()),
            Err(error) => {
                let lines = text.lines().count();
                let words = error.to_string();
                let line = words.strip_prefix("line ").map_or(0, |rest| {
                    let end = rest.find([',', ':']).unwrap_or(0);
                    rest[..end].parse().unwrap_or(usize::MAX)
                });
                prop_assert!(line <= lines, "{}", words);
            }
        }
    }
}

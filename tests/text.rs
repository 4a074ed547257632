//! Groove notation: what a row means, where it goes wrong, and that it comes back as it was.

use afterbeat::pattern::{Nudge, Step, StepCount, Velocity};
use afterbeat::text::{Unwritable, format_rate, format_row, parse_rate, parse_row, steps_per_bar};
use afterbeat::time::{Division, Meter, NoteValue, Rate};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

const BAR: Option<StepCount> = Some(StepCount::BAR);

fn velocities(row: &str) -> Vec<u8> {
    let steps = parse_row(row, 1, None).expect("a row");
    let velocity = |step: &Step| step.velocity.map_or(0, Velocity::get);
    steps.iter().map(velocity).collect()
}

fn error(row: &str, bar: Option<StepCount>) -> String {
    let error = parse_row(row, 7, bar).expect_err("no row");
    error.to_string()
}

fn rate(note: NoteValue, division: Division) -> Rate {
    Rate { note, division }
}

#[test]
fn each_character_is_a_velocity() {
    let digits = [127, 113, 99, 85, 71, 57, 43, 29, 15];
    assert_eq!(velocities("987654321"), digits);
    assert_eq!(velocities(".oxc"), [0, 96, 92, 108]);
}

#[test]
fn bars_are_run_together() {
    let steps = parse_row("9.......8.7.....|9.......8.....7.", 1, BAR).expect("two bars");
    let struck: Vec<_> = (0..)
        .zip(&steps)
        .filter(|(_, step)| step.velocity.is_some())
        .collect();
    let places: Vec<i32> = struck.iter().map(|(at, _)| *at).collect();
    assert_eq!(steps.len(), 32);
    assert_eq!(places, [0, 8, 10, 16, 24, 30]);
}

/// Rows, and where they go wrong: what was expected, and what was found.
const MISTAKES: [(&str, Option<StepCount>, usize, &str, &str); 11] = [
    ("9..0", None, 4, "a step", "'0'"),
    ("", None, 1, "a step", "the end"),
    ("9..|9..", None, 4, "a step", "'|'"),
    ("9. .", None, 3, "a step", "' '"),
    ("9é", None, 2, "a step", "'é'"),
    ("", BAR, 1, "step 1 of the bar's 16", "the end"),
    ("9...", BAR, 5, "step 5 of the bar's 16", "the end"),
    ("9...|", BAR, 5, "step 5 of the bar's 16", "'|'"),
    (
        "9...............|",
        BAR,
        18,
        "step 1 of the bar's 16",
        "the end",
    ),
    ("9................", BAR, 17, "| or the end", "'.'"),
    ("9...............O", BAR, 17, "| or the end", "'O'"),
];

#[test]
fn a_mistake_is_named_with_its_place() {
    for (row, bar, column, expected, found) in MISTAKES {
        let hint = if expected.contains("step") {
            "(9 to 1, ., o, x or c)"
        } else {
            "after the bar's 16 steps"
        };
        let message = format!("line 7, column {column}: expected {expected} {hint}, found {found}");
        assert_eq!(error(row, bar), message, "{row:?}");
    }
}

#[test]
fn a_row_has_at_most_256_steps() {
    let longest = ".".repeat(256);
    assert_eq!(velocities(&longest).len(), 256);
    let message = "line 7, column 257: expected the end after 256 steps, found '.'";
    assert_eq!(error(&".".repeat(257), None), message);
}

#[test]
fn a_step_with_more_to_say_is_not_written() {
    let mut steps = [Step::strike(Velocity::MAX); 3];
    steps[1].nudge = Nudge::new(1).expect("in range");
    assert_eq!(format_row(&steps, None), Err(Unwritable::Step(1)));
    steps[1] = Step::strike(Velocity::new(126).expect("in range"));
    assert_eq!(format_row(&steps, None), Err(Unwritable::Step(1)));
    assert_eq!(format_row(&steps, BAR), Err(Unwritable::Length(3)));
    assert_eq!(format_row(&[], None), Err(Unwritable::Length(0)));
}

#[test]
fn a_bar_has_as_many_steps_as_fit() {
    let eighth = NoteValue::EIGHTH;
    let waltz = Meter::new(3, 4).expect("a meter");
    let count = |rate, meter| steps_per_bar(rate, meter).map(StepCount::get);
    assert_eq!(count(Rate::SIXTEENTHS, Meter::COMMON), Some(16));
    assert_eq!(count(Rate::SIXTEENTHS, waltz), Some(12));
    assert_eq!(
        count(rate(eighth, Division::Triplet), Meter::COMMON),
        Some(12)
    );
    assert_eq!(count(rate(eighth, Division::Dotted), Meter::COMMON), None);
    assert_eq!(count(rate(eighth, Division::Dotted), waltz), Some(4));
    let seven = Division::tuplet(7, 4).expect("in range");
    assert_eq!(count(rate(eighth, seven), Meter::COMMON), Some(14));
    assert_eq!(
        count(rate(NoteValue::LONGEST, Division::Straight), Meter::COMMON),
        None
    );
}

#[test]
fn rates_are_named_as_musicians_name_them() {
    let five = Division::tuplet(5, 4).expect("in range");
    let cases = [
        ("1/16", Rate::SIXTEENTHS),
        ("4/1", rate(NoteValue::LONGEST, Division::Straight)),
        ("1/64", rate(NoteValue::SHORTEST, Division::Straight)),
        ("1/8t", rate(NoteValue::EIGHTH, Division::Triplet)),
        ("1/4d", rate(NoteValue::QUARTER, Division::Dotted)),
        ("1/16 5:4", rate(NoteValue::SIXTEENTH, five)),
    ];
    for (name, rate) in cases {
        assert_eq!(parse_rate(name), Some(rate), "{name}");
        assert_eq!(format_rate(rate), name);
    }
    for name in [
        "", "1/3", "1/128", "8/1", "1/16x", "1/8 t", "1/8 0:4", "1/8 17:4", "1/8 05:4",
    ] {
        assert_eq!(parse_rate(name), None, "{name}");
    }
}

proptest! {
    #[test]
    fn a_row_comes_back_as_it_was(row in "[1-9oxc.]{1,256}") {
        let steps = parse_row(&row, 1, None).expect("a row");
        prop_assert_eq!(format_row(&steps, None), Ok(row));
    }

    #[test]
    fn bars_come_back_as_they_were(row in "[1-9oxc.]{16}(\\|[1-9oxc.]{16}){0,15}") {
        let steps = parse_row(&row, 1, BAR).expect("whole bars");
        prop_assert_eq!(format_row(&steps, BAR), Ok(row));
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_column_of_it(row: String) {
        if let Err(error) = parse_row(&row, 1, BAR) {
            prop_assert!((1..=row.chars().count() + 1).contains(&error.column));
        }
    }

    #[test]
    fn every_rate_comes_back(halvings in 0u8..=8, notes in 1u8..=16, of in 1u8..=16) {
        let note = NoteValue::from_halvings(halvings).expect("at most 8");
        let rate = rate(note, Division::tuplet(notes, of).expect("in range"));
        prop_assert_eq!(parse_rate(&format_rate(rate)), Some(rate));
    }
}

//! How grooves are found, what their files say, and what is said of files that are none.

use afterbeat::grooves::{Groove, factory, find, read};
use afterbeat::pattern::{
    Channel, ChokeGroup, Lane, LaneIndex, LfoShape, NoteLength, Pattern, Reset, Step,
};
use afterbeat::text::parse_rate;
use std::num::NonZeroU8;

fn lane(pattern: &Pattern, at: usize) -> &Lane {
    let at = LaneIndex::all().nth(at).expect("below 16");
    &pattern.lanes[at]
}

#[test]
fn grooves_are_found_by_id_or_name_in_capitals_or_not() {
    let id = |wanted| find(wanted).map(|groove| groove.id.as_str());
    assert_eq!(id("b1"), Some("B1"));
    assert_eq!(id("sixteenth POCKET"), Some("B1"));
    assert_eq!(id(" classic "), Some("Classic"));
    assert_eq!(id("B6"), None);
    assert_eq!(id(""), None);
}

#[test]
fn no_two_factory_grooves_share_a_name() {
    let mut names: Vec<_> = factory()
        .iter()
        .flat_map(|groove| {
            let (id, name) = (groove.id.to_lowercase(), groove.name.to_lowercase());
            // A groove may be called by its id.
            if id == name { vec![id] } else { vec![id, name] }
        })
        .collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

const HEAD: &str = "id = \"T\"\nname = \"Test\"\nstyle = \"None\"\ntempo = [90, 100]\nbars = 1\n";

/// A file of one lane, whose first line is line 7.
fn with_lane(lane: &str) -> String {
    format!("{HEAD}[[lane]]\n{lane}\n")
}

fn groove(lane: &str) -> Groove {
    read("test.toml", &with_lane(lane)).expect("a groove")
}

#[test]
fn a_lane_says_all_it_is() {
    let groove = groove(concat!(
        "drum = \"vibraslap\"\nkey = 44\nname = \"Pedal hat\"\nchannel = 2\n",
        "note_length = { ring = 2 }\nchoke = 1\nsteps = \"9..5..9..5..9\"\n",
        "rate = \"1/8t\"\nlength = 13\nreset = 8\nswing_here = true\n",
        "lfo = { shape = \"saw\", cycles = 0.5, bars = 2, base = 90, depth = 10 }\n",
        "gate = 50\nnudge = -12.5\nswing = 4\ndelay = 14.5\nlevel = 80",
    ));
    let lane = lane(&groove.pattern, 9);
    let voice = lane.voice;
    assert_eq!((voice.name.as_str(), voice.key.get()), ("Pedal hat", 44));
    assert_eq!(voice.channel, Channel::new(1).expect("below 16"));
    let beats = NonZeroU8::new(2).expect("some");
    assert_eq!(voice.note_length, NoteLength::Ring { beats });
    assert_eq!(voice.choke.map(ChokeGroup::get), Some(1));
    assert_eq!(Some(lane.rate), parse_rate("1/8t"));
    assert_eq!(lane.length.get(), 13);
    assert_eq!(Some(lane.reset), Reset::every(8));
    assert!(lane.swing_here);
    assert_eq!((lane.lfo.shape, lane.lfo.cycles), (LfoShape::Saw, 50));
    let strike = lane.steps()[0];
    assert_eq!(strike.gate.percent(), 50);
    assert_eq!(strike.nudge.tenths(), -125);
    assert_eq!(lane.steps()[1], Step::REST);
    let feel: Vec<_> = groove
        .feel
        .iter()
        .map(|(id, value)| (id.as_str(), *value))
        .collect();
    let expected = [
        ("lane10_delay", 14.5),
        ("lane10_level", 80.0),
        ("lane10_swing", 4.0),
    ];
    assert_eq!(feel, expected);
}

/// A lane that is good as it stands: two lines.
const KICK_LANE: &str = "drum = \"kick\"\nsteps = \"9...............\"\n";

/// Lanes (KICK is a good one), and where and how they are bad.
const BAD_LANES: [(&str, usize, usize, &str); 24] = [
    (
        "drum = \"gong\"\nsteps = \"9\"",
        7,
        8,
        "expected a drum (kick, snare, closed hat,",
    ),
    ("drum = \"Kick\"\nsteps = \"9\"", 7, 8, "found `Kick`"),
    ("drum = \"kick\"", 6, 1, "missing field `steps`"),
    (
        "drum = \"kick\"\nsteps = \"9..0............\"",
        8,
        13,
        "expected step 4 of the bar's 16",
    ),
    (
        "drum = \"kick\"\nsteps = \"9..\"",
        8,
        13,
        "expected step 4 of the bar's 16 (9 to 1, ., o, x or c), found the end",
    ),
    (
        "drum = \"kick\"\nsteps = \"9................\"",
        8,
        26,
        "expected | or the end after the bar's 16 steps",
    ),
    (
        "drum = \"kick\"\nsteps = \"9...............|9...............\"",
        8,
        9,
        "expected at most the groove's bars, 1",
    ),
    (
        "drum = \"kick\"\nlength = 4\nsteps = \"9..\"",
        9,
        9,
        "expected 4 steps, as `length` says, found 3",
    ),
    (
        "drum = \"kick\"\nrate = \"1/8d\"\nsteps = \"9..\"",
        9,
        9,
        "expected `length`",
    ),
    (
        "drum = \"kick\"\nrate = \"16th\"\nsteps = \"9..\"",
        8,
        8,
        "expected a rate (1/16, 1/8t, 1/4d, 1/16 5:4)",
    ),
    ("KICKvolume = 3", 9, 1, "unknown field `volume`"),
    (
        "KICKkey = 200\nname = \"High\"",
        9,
        7,
        "expected a key from 0 to 127, found 200",
    ),
    ("KICKkey = 37", 9, 7, "expected a `name` with another key"),
    (
        "KICKname = \"a name that is much too long\"",
        9,
        8,
        "expected a name of at most 23 bytes",
    ),
    (
        "KICKchannel = 0",
        9,
        11,
        "expected a channel from 1 to 16, found 0",
    ),
    (
        "KICKchoke = 9",
        9,
        9,
        "expected a choke group from 1 to 8, or 0, found 9",
    ),
    (
        "KICKreset = 3",
        9,
        9,
        "expected \"pattern\", \"never\" or 1, 2, 4, 8 or 16 (bars)",
    ),
    (
        "KICKreset = []",
        9,
        9,
        "expected \"pattern\", \"never\" or 1, 2, 4, 8 or 16 (bars)",
    ),
    (
        "KICKnote_length = \"long\"",
        9,
        15,
        "unknown variant `long`, expected one of `step`, `short`, `ring`",
    ),
    (
        "KICKgate = 1601",
        9,
        8,
        "expected a gate from 1 to 1600, found 1601",
    ),
    (
        "KICKnudge = 0.25",
        9,
        9,
        "expected a nudge from -50 to 50 in tenths, found 0.25",
    ),
    (
        "KICKdelay = 41",
        9,
        9,
        "expected a value from -40 to 40 for `lane1_delay`, found 41",
    ),
    (
        "KICKlfo = { cycles = 1, bars = 4, base = 0, depth = 5 }",
        9,
        38,
        "expected a base from 1 to 127, found 0",
    ),
    (
        "KICK[[lane]]\nKICK",
        10,
        8,
        "expected a drum once, found `kick` again",
    ),
];

#[test]
fn a_bad_lane_is_named_with_its_place() {
    for (lane, line, column, problem) in BAD_LANES {
        let text = with_lane(&lane.replace("KICK", KICK_LANE));
        let error = read("test.toml", &text).expect_err(lane).to_string();
        let start = format!("test.toml, line {line}, column {column}: ");
        assert!(error.starts_with(&start), "{lane}\n{error}");
        assert!(error.contains(problem), "{lane}\n{error}");
    }
}

/// What is put for what in a good head, and where and how it is bad.
const BAD_HEADS: [(&str, &str, usize, usize, &str); 12] = [
    ("id = \"T\"", "", 1, 1, "missing field `id`"),
    ("id = \"T\"", "id = \" \"", 1, 6, "expected an id"),
    ("id = \"T\"", "id = 7", 1, 6, "expected a string"),
    (
        "[90, 100]",
        "[100, 90]",
        4,
        9,
        "expected [slowest, fastest] from 1 to 2000",
    ),
    ("[90, 100]", "120", 4, 9, "invalid type: integer `120`"),
    (
        "bars = 1",
        "bars = 17",
        5,
        8,
        "expected 1 to 16 bars, found 17",
    ),
    (
        "bars = 1",
        "bars = 1\nbeats = 3",
        6,
        1,
        "unknown field `beats`",
    ),
    (
        "bars = 1",
        "bars = 1\n[feel]\nswung = 58",
        7,
        1,
        "expected a parameter (swing, swing_grid,",
    ),
    (
        "bars = 1",
        "bars = 1\n[feel]\nswing = 80",
        7,
        9,
        "expected a value from 25 to 75 for `swing`, found 80",
    ),
    (
        "bars = 1",
        "bars = 1\n[feel]\nswing_grid = 0.5",
        7,
        14,
        "expected a whole number from 0 to 2",
    ),
    (
        "bars = 1",
        "bars = 1\n[feel]\nlane17_swing = 5",
        7,
        1,
        "found `lane17_swing`",
    ),
    (
        "bars = 1",
        "bars = 1\n[feel]\nswing = nan",
        7,
        9,
        "found NaN",
    ),
];

#[test]
fn a_bad_head_is_named_with_its_place() {
    for (from, to, line, column, problem) in BAD_HEADS {
        let error = read("test.toml", &HEAD.replace(from, to))
            .expect_err(to)
            .to_string();
        let start = format!("test.toml, line {line}, column {column}: ");
        assert!(error.starts_with(&start), "{to}\n{error}");
        assert!(error.contains(problem), "{to}\n{error}");
    }
}

#[test]
fn a_feel_that_says_a_thing_twice_is_refused() {
    let text = format!(
        "{HEAD}[feel]\nlane1_delay = 3\n[[lane]]\ndrum = \"kick\"\nsteps = \"................\"\ndelay = 5\n"
    );
    let error = read("test.toml", &text).expect_err("twice").to_string();
    let expected = "test.toml, line 11, column 9: expected `lane1_delay` once: the feel has it too";
    assert_eq!(error, expected);
}

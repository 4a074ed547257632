//! What a groove's file says of how its lanes and its single strikes are played.

use afterbeat::grooves::{Groove, read};
use afterbeat::pattern::{
    Condition, Direction, Grace, InFills, Lane, LaneIndex, Manner, Percent, Ratchet, Rule, Step,
    kit,
};

const HEAD: &str = "id = \"T\"\nname = \"Test\"\nstyle = \"None\"\ntempo = [90, 100]\nbars = 1\n";

/// A kick on each beat, whose row is line 8, and what follows it, from line 9 on.
fn with_kick(rest: &str) -> String {
    format!("{HEAD}[[lane]]\ndrum = \"kick\"\nsteps = \"9...9...9...9...\"\n{rest}\n")
}

fn groove(rest: &str) -> Groove {
    read("test.toml", &with_kick(rest)).expect("a groove")
}

fn kick(rest: &str) -> Lane {
    let groove = groove(rest);
    let (_, lane) = groove.pattern.lanes.iter().next().expect("16 lanes");
    (**lane).clone()
}

/// The first strike of a kick whose `[[lane.step]]` is for it.
fn first(words: &str) -> Step {
    kick(&format!("[[lane.step]]\nat = 1\n{words}")).steps()[0]
}

#[test]
fn a_groove_is_a_drummers_unless_it_is_classic() {
    let manner = |word| {
        let text = format!("{HEAD}{word}\n");
        read("test.toml", &text).expect("a groove").pattern.manner
    };
    assert_eq!(manner(""), Manner::Drummer);
    assert_eq!(manner("manner = \"drummer\""), Manner::Drummer);
    assert_eq!(manner("manner = \"classic\""), Manner::Classic);
}

#[test]
fn a_lane_says_how_willingly_it_ghosts_and_fills() {
    let voice = kick("ghosts = 20\nfills = 0\npush = 75").voice;
    let shares = [voice.ghosts, voice.fills, voice.push];
    assert_eq!(shares.map(Percent::get), [20, 0, 75]);
    assert_eq!(kick("").voice, kit()[LaneIndex::default()].voice());
    for (word, meaning) in [
        ("play", InFills::Play),
        ("rest", InFills::Rest),
        ("only", InFills::Only),
    ] {
        let lane = kick(&format!("in_fills = \"{word}\""));
        assert_eq!(lane.voice.in_fills, meaning);
    }
}

#[test]
fn a_lane_says_which_way_it_runs_and_from_where() {
    for (word, meaning) in [
        ("forward", Direction::Forward),
        ("backward", Direction::Backward),
        ("ping-pong", Direction::PingPong),
        ("random", Direction::Random),
    ] {
        let lane = kick(&format!("direction = \"{word}\""));
        assert_eq!(lane.direction, meaning);
    }
    assert_eq!(kick("").direction, Direction::Forward);
    assert_eq!(kick("rotate = -3").rotate, -3);
}

#[test]
fn a_lanes_density_and_ghost_scale_are_its_parameters() {
    let feel = groove("density = -25.5\nghost_scale = 150").feel;
    let expected = [("lane1_density", -25.5), ("lane1_ghosts", 150.0)];
    assert_eq!(feel, expected.map(|(id, value)| (id.to_owned(), value)));
}

#[test]
fn a_lanes_chance_is_all_its_strikes_and_a_steps_own_is_the_last_word() {
    let lane = kick("chance = 70\ngate = 50\n[[lane.step]]\nat = [5, 13]\nchance = 10");
    let strikes = [0, 4, 8, 12].map(|at| lane.steps()[at]);
    assert_eq!(strikes.map(|step| step.chance.get()), [70, 10, 70, 10]);
    assert_eq!(strikes.map(|step| step.gate.percent()), [50; 4]);
    assert_eq!(lane.steps()[1], Step::REST);
}

#[test]
fn a_step_says_all_it_is() {
    assert_eq!(first("chance = 35").chance.get(), 35);
    assert_eq!(first("gate = 250").gate.percent(), 250);
    assert_eq!(first("nudge = -12.5").nudge.tenths(), -125);
    assert_eq!(first("grace = \"flam\"").grace, Grace::FLAM);
    assert_eq!(first("grace = \"drag\"").grace, Grace::DRAG);
    let marks = |words| (first(words).accent, first(words).tie);
    assert_eq!(marks("accent = true"), (true, false));
    assert_eq!(marks("tie = true"), (false, true));
    let ratchet = first("ratchet = { hits = 3, over = 2, timing = -20, velocity = 50 }").ratchet;
    assert_eq!(Some(ratchet), Ratchet::new(3, 2, -20, 50));
    let ratchet = first("ratchet = { hits = 4 }").ratchet;
    assert_eq!(Some(ratchet), Ratchet::new(4, 1, 0, 0));
    // Nothing else is touched, and no other strike.
    let lane = kick("[[lane.step]]\nat = 1\naccent = true");
    let plain = kick("");
    let expected = Step {
        accent: true,
        ..plain.steps()[0]
    };
    assert_eq!(lane.steps()[0], expected);
    assert_eq!(lane.steps()[1..], plain.steps()[1..]);
}

#[test]
fn a_condition_is_a_pass_or_a_word_and_can_be_turned_round() {
    let pass = |pass, of| Condition::pass(pass, of).expect("a pass").rule;
    for (text, rule) in [
        ("2/4", pass(2, 4)),
        ("16/16", pass(16, 16)),
        ("first", Rule::First),
        ("previous", Rule::Previous),
        ("neighbour", Rule::Neighbour),
        ("fill", Rule::Fill),
    ] {
        let condition = |text: &str| first(&format!("condition = \"{text}\"")).condition;
        let expected = |negated| Condition { rule, negated };
        assert_eq!(condition(text), expected(false));
        assert_eq!(condition(&format!("!{text}")), expected(true));
        assert_eq!(condition(&format!("not {text}")), expected(true));
    }
}

/// What follows a good kick; where and how it is bad. Line 9 is the first. STEP is a table for the
/// first strike, of two lines.
const BAD: [(&str, usize, usize, &str); 36] = [
    (
        "ghosts = 101",
        9,
        10,
        "expected 0 to 100 (percent), found 101",
    ),
    ("fills = -1", 9, 9, "expected 0 to 100 (percent), found -1"),
    ("push = 200", 9, 8, "expected 0 to 100 (percent), found 200"),
    ("ghosts = \"some\"", 9, 10, "invalid type: string"),
    (
        "in_fills = \"sing\"",
        9,
        12,
        "unknown variant `sing`, expected one of `play`, `rest`, `only`",
    ),
    (
        "direction = \"up\"",
        9,
        13,
        "unknown variant `up`, expected one of `forward`, `backward`,",
    ),
    (
        "rotate = 128",
        9,
        10,
        "expected -128 to 127 steps, found 128",
    ),
    (
        "chance = 101",
        9,
        10,
        "expected a chance from 0 to 100, found 101",
    ),
    (
        "density = 101",
        9,
        11,
        "expected a value from -100 to 100 for `lane1_density`, found 101",
    ),
    (
        "ghost_scale = 201",
        9,
        15,
        "expected a value from 0 to 200 for `lane1_ghosts`, found 201",
    ),
    ("[[lane.step]]\nchance = 50", 9, 1, "missing field `at`"),
    (
        "[[lane.step]]\nat = 0",
        10,
        6,
        "expected a step from 1 to 16, found 0",
    ),
    (
        "[[lane.step]]\nat = 17",
        10,
        6,
        "expected a step from 1 to 16, found 17",
    ),
    (
        "[[lane.step]]\nat = 2",
        10,
        6,
        "expected a strike at step 2, found a rest",
    ),
    (
        "[[lane.step]]\nat = [1, 6]",
        10,
        6,
        "expected a strike at step 6, found a rest",
    ),
    (
        "[[lane.step]]\nat = [5, 5]",
        10,
        6,
        "expected step 5 in one table, found it in two",
    ),
    (
        "STEPaccent = true\n[[lane.step]]\nat = 1",
        13,
        6,
        "expected step 1 in one table",
    ),
    (
        "[[lane.step]]\nat = []",
        10,
        6,
        "expected a step's number, or a list of them",
    ),
    (
        "[[lane.step]]\nat = \"1\"",
        10,
        6,
        "expected a step's number, or a list of them",
    ),
    ("STEPloud = true", 11, 1, "unknown field `loud`"),
    (
        "STEPchance = -1",
        11,
        10,
        "expected a chance from 0 to 100, found -1",
    ),
    (
        "STEPgate = 0",
        11,
        8,
        "expected a gate from 1 to 1600, found 0",
    ),
    (
        "STEPnudge = 50.1",
        11,
        9,
        "expected a nudge from -50 to 50 in tenths, found 50.1",
    ),
    (
        "STEPaccent = 1",
        11,
        10,
        "invalid type: integer `1`, expected a boolean",
    ),
    ("STEPtie = \"yes\"", 11, 7, "expected a boolean"),
    (
        "STEPgrace = \"ruff\"",
        11,
        9,
        "unknown variant `ruff`, expected `flam` or `drag`",
    ),
    ("STEPratchet = 3", 11, 11, "invalid type: integer `3`"),
    ("STEPratchet = { over = 2 }", 11, 11, "missing field `hits`"),
    (
        "STEPratchet = { hits = 33 }",
        11,
        20,
        "expected 1 to 32 hits, found 33",
    ),
    (
        "STEPratchet = { hits = 2, over = 9 }",
        11,
        30,
        "expected over 1 to 8 steps, found 9",
    ),
    (
        "STEPratchet = { hits = 2, timing = 101 }",
        11,
        32,
        "expected a curve from -100 to 100, found 101",
    ),
    (
        "STEPratchet = { hits = 2, velocity = -101 }",
        11,
        34,
        "expected a curve from -100 to 100, found -101",
    ),
    (
        "STEPcondition = \"5/4\"",
        11,
        13,
        "expected a condition: 2/4 (pass 2 of 4, at most 16), first,",
    ),
    (
        "STEPcondition = \"1/17\"",
        11,
        13,
        "expected a condition: 2/4",
    ),
    (
        "STEPcondition = \"+1/2\"",
        11,
        13,
        "neighbour or fill, or `not` and one of these",
    ),
    (
        "STEPcondition = \"!!fill\"",
        11,
        13,
        "expected a condition: 2/4",
    ),
];

#[test]
fn what_is_bad_is_named_with_its_place() {
    for (rest, line, column, problem) in BAD {
        let text = with_kick(&rest.replace("STEP", "[[lane.step]]\nat = 1\n"));
        let error = read("test.toml", &text).expect_err(rest).to_string();
        let start = format!("test.toml, line {line}, column {column}: ");
        assert!(error.starts_with(&start), "{rest}\n{error}");
        assert!(error.contains(problem), "{rest}\n{error}");
    }
    let text = format!("{HEAD}manner = \"new\"\n");
    let error = read("test.toml", &text).expect_err("no manner").to_string();
    assert!(
        error.starts_with("test.toml, line 6, column 10: "),
        "{error}"
    );
    assert!(error.contains("`drummer` or `classic`"), "{error}");
}

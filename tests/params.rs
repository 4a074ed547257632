//! The parameters: a contract of ids, names, ranges and defaults, and how they reach the engine.

use afterbeat::engine::{
    Controls, FillEvery, LfoPeriod, PatternChange, PatternEntry, VariationCycle,
};
use afterbeat::grooves;
use afterbeat::pattern::{LaneIndex, PatternIndex, PerLane};
use afterbeat::plugin::Params;
use afterbeat::plugin::params::{Handle, Kind, NoValue};
use afterbeat::time::{Speed, SwingGrid};
use std::collections::HashSet;

/// Id, name, range and default, as a host shows them.
fn line(parameter: &Handle<'_>) -> String {
    let range = match parameter.kind() {
        Kind::Number { min, max } => format!("{min}..{max}"),
        Kind::Whole { min, max } => format!("{min}, {} .. {max}", min + 1.0),
        Kind::Switch => "off/on".to_owned(),
        Kind::Choice(texts) => texts.join(" "),
    };
    let (id, name, default) = (parameter.id(), parameter.name(), parameter.default_text());
    format!("{id} | {name} | {range} | {default}")
}

/// The whole kit's parameters.
const KIT: [&str; 28] = [
    "swing | Swing | 25..75 | 58.0 %",
    "swing_grid | Swing Grid | 1/8 1/16 1/32 | 1/16",
    "swing_lfo_depth | Swing LFO Depth | 0..15 | 0.0 % points",
    "swing_lfo_period | Swing LFO Period | 1/4 1/2 1 2 4 8 16 | 4",
    "swing_follow | Swing Follows Ghosts | off/on | Off",
    "ghosts | Ghosts | 0..100 | 40.0 %",
    "ghost_level | Ghost Level | 0..200 | 100.0 %",
    "fills | Fills | 0..100 | 35.0 %",
    "fill_every | Fill Every | Off 1 2 4 8 16 | 4",
    "fill_now | Fill Now | off/on | Off",
    "fill_crash | Fill Crash | off/on | Off",
    "density | Density | -100..100 | 0.0 %",
    "velocity | Velocity | 0..200 | 100.0 %",
    "accent | Accent | 0..100 | 25.0 %",
    "velocity_lfo | Velocity LFO | 0..100 | 100.0 %",
    "humanize_time | Humanize Time | 0..30 | 9.0 ms",
    "humanize_velocity | Humanize Velocity | 0..100 | 12.0 %",
    "push | Push | -30..30 | 0.0 ms",
    "gate | Gate | 5..400 | 100.0 %",
    "speed | Speed | 1/2 1 2 | 1",
    "pattern | Pattern | 1, 2 .. 128 | 1",
    "pattern_change | Pattern Change | Now Step Beat Bar End | End",
    "pattern_entry | Pattern Entry | Song Top | Song",
    "shift | Shift | -16, -15 .. 16 | 0 beats",
    "phrase | Phrase | 1, 2 .. 16 | 4 bars",
    "seed | Seed | 0, 1 .. 9999 | 1",
    "variation_cycle | Variation Cycle | 1 2 4 8 16 Endless | Endless",
    "bypass | Bypass | off/on | Off",
];

/// One lane's.
const FIRST_LANE: [&str; 6] = [
    "lane1_mute | Lane 1 Mute | off/on | Off",
    "lane1_swing | Lane 1 Swing | -25..25 | 0.0 % points",
    "lane1_delay | Lane 1 Delay | -40..40 | 0.0 ms",
    "lane1_level | Lane 1 Level | 0..200 | 100.0 %",
    "lane1_density | Lane 1 Density | -100..100 | 0.0 %",
    "lane1_ghosts | Lane 1 Ghosts | 0..200 | 100.0 %",
];

#[test]
fn the_contract_holds() {
    let params = Params::detached();
    let lines: Vec<_> = params.list().iter().map(line).collect();
    assert_eq!(lines[..KIT.len()], KIT);
    assert_eq!(lines[KIT.len()..][..FIRST_LANE.len()], FIRST_LANE);
    assert_eq!(lines.len(), 28 + 16 * 6 + 1);
    assert_eq!(
        lines[28 + 16 * 6 - 1],
        "lane16_ghosts | Lane 16 Ghosts | 0..200 | 100.0 %"
    );
    assert_eq!(lines.last().unwrap(), "run | Run | off/on | On");
    let unique: HashSet<_> = params.list().iter().map(|p| p.id().to_owned()).collect();
    assert_eq!(unique.len(), lines.len());
    assert_eq!(params.by_id("lane3_delay").unwrap().group(), "Lane 3");
}

#[test]
fn the_defaults_reach_the_engine() {
    let controls = Params::detached().controls();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} is not {b}");
    near(controls.swing, 0.58);
    near(controls.ghosts, 0.4);
    near(controls.fills, 0.35);
    near(controls.humanize_ms, 9.0);
    near(controls.humanize_velocity, 0.12);
    // All else is neutral, but for a fill before every fourth bar line.
    let expected = Controls {
        swing: controls.swing,
        swing_grid: SwingGrid::Sixteenths,
        swing_lfo_period: LfoPeriod::new(4.0).unwrap(),
        ghosts: controls.ghosts,
        fills: controls.fills,
        fill_every: FillEvery::new(4),
        humanize_ms: controls.humanize_ms,
        humanize_velocity: controls.humanize_velocity,
        ..Controls::default()
    };
    assert_eq!(controls, expected);
}

#[test]
fn what_is_set_reaches_the_engine_and_is_noticed() {
    let params = Params::detached();
    let set = |id: &str, text: &str| {
        let before = params.generation();
        params.by_id(id).unwrap().set_text(text).unwrap();
        assert_ne!(params.generation(), before, "{id}");
    };
    set("swing", "66.7 %");
    set("swing_grid", "1/8");
    set("swing_lfo_period", "1/4");
    set("push", "-12.5 ms");
    set("gate", "50");
    set("bypass", "on");
    set("lane3_mute", "On");
    set("lane3_swing", "-5 % points");
    set("lane3_delay", "7");
    set("lane3_level", "150 %");
    let controls = params.controls();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-5, "{a} is not {b}");
    near(controls.swing, 0.667);
    near(controls.swing_lfo_period.bars(), 0.25);
    near(controls.push_ms, -12.5);
    near(controls.gate, 0.5);
    assert_eq!(controls.swing_grid, SwingGrid::Eighths);
    assert!(controls.bypass);
    let third = LaneIndex::new(2).unwrap();
    let lane = controls.lanes[third];
    assert!(lane.mute);
    near(lane.swing, -0.05);
    near(lane.delay_ms, 7.0);
    near(lane.level, 1.5);
    let mut others = controls.lanes;
    others[third] = afterbeat::engine::LaneControls::default();
    assert_eq!(others, PerLane::default());
}

#[test]
fn what_ghosts_fills_and_draws_are_set_to_reaches_the_engine() {
    let params = Params::detached();
    let set = |id: &str, text: &str| {
        let before = params.generation();
        params.by_id(id).unwrap().set_text(text).unwrap();
        assert_ne!(params.generation(), before, "{id}");
    };
    set("swing_follow", "on");
    set("ghosts", "75 %");
    set("ghost_level", "150");
    set("fills", "100 %");
    set("fill_every", "16");
    set("fill_now", "on");
    set("fill_crash", "on");
    set("density", "-25 %");
    set("humanize_time", "30 ms");
    set("humanize_velocity", "50");
    set("phrase", "1 bar");
    set("seed", "9999");
    set("variation_cycle", "8");
    set("lane3_density", "100 %");
    set("lane3_ghosts", "50");
    let controls = params.controls();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-5, "{a} is not {b}");
    near(controls.ghosts, 0.75);
    near(controls.ghost_level, 1.5);
    near(controls.fills, 1.0);
    near(controls.density, -0.25);
    near(controls.humanize_ms, 30.0);
    near(controls.humanize_velocity, 0.5);
    assert!(controls.swing_follow && controls.fill_now && controls.fill_crash);
    assert_eq!(controls.fill_every, FillEvery::new(16));
    assert_eq!((controls.phrase.get(), controls.seed), (1, 9_999));
    assert_eq!(controls.variation_cycle, VariationCycle::new(8));
    let lane = controls.lanes[LaneIndex::new(2).unwrap()];
    near(lane.density, 1.0);
    near(lane.ghosts, 0.5);
    set("fill_every", "Off");
    set("variation_cycle", "Endless");
    let controls = params.controls();
    assert_eq!(
        (controls.fill_every, controls.variation_cycle),
        (None, None)
    );
}

#[test]
fn which_pattern_plays_and_where_reaches_the_engine() {
    let params = Params::detached();
    let set = |id: &str, text: &str| params.by_id(id).unwrap().set_text(text).unwrap();
    set("pattern", "128");
    set("pattern_change", "Beat");
    set("pattern_entry", "Top");
    set("shift", "-16 beats");
    set("speed", "1/2");
    let controls = params.controls();
    assert_eq!(Some(controls.pattern), PatternIndex::new(127));
    assert_eq!(controls.pattern_change, PatternChange::Beat);
    assert_eq!(controls.pattern_entry, PatternEntry::Top);
    assert_eq!(controls.shift, -16);
    assert_eq!(controls.speed, Speed::Half);
    set("shift", "+4 beats");
    set("speed", "2");
    let controls = params.controls();
    assert_eq!((controls.shift, controls.speed), (4, Speed::Double));
}

#[test]
fn each_value_of_a_choice_and_each_whole_number_is_its_own() {
    use PatternChange::{Bar, Beat, End, Now, Step};
    let params = Params::detached();
    let controls_of = |id: &str, text: &str| {
        params.by_id(id).unwrap().set_text(text).unwrap();
        params.controls()
    };
    let changes = ["Now", "Step", "Beat", "Bar", "End"];
    let changes = changes.map(|text| controls_of("pattern_change", text).pattern_change);
    assert_eq!(changes, [Now, Step, Beat, Bar, End]);
    for bars in [1, 2, 4, 8, 16] {
        let text = bars.to_string();
        let controls = controls_of("fill_every", &text);
        assert_eq!(controls.fill_every, FillEvery::new(bars));
        let controls = controls_of("variation_cycle", &text);
        assert_eq!(controls.variation_cycle, VariationCycle::new(bars));
    }
    for seed in 0..=9_999 {
        assert_eq!(controls_of("seed", &seed.to_string()).seed, seed);
    }
    for number in 1..=128 {
        let pattern = controls_of("pattern", &number.to_string()).pattern;
        assert_eq!(pattern.get(), number - 1);
    }
}

/// What a groove's file says of a feel of one value.
fn feel(id: &str, value: f32) -> Result<(), String> {
    let text = format!(
        "id = \"T\"\nname = \"T\"\nstyle = \"T\"\ntempo = [90, 100]\nbars = 1\n[feel]\n{id} = \
         {value:?}\n"
    );
    let groove = grooves::read("feel.toml", &text);
    groove.map(drop).map_err(|error| error.to_string())
}

#[test]
fn a_grooves_feel_has_the_ranges_of_the_parameters() {
    // What plays, where, and from which seed is the player's, and so are bypass and mutes.
    let others = [
        "fill_now",
        "pattern",
        "pattern_change",
        "pattern_entry",
        "shift",
        "seed",
        "bypass",
        "run",
    ];
    for parameter in Params::detached().list() {
        let id = parameter.id();
        let (min, max, is_whole) = match parameter.kind() {
            Kind::Number { min, max } => (min, max, false),
            Kind::Whole { min, max } => (min, max, true),
            Kind::Switch => (0.0, 1.0, true),
            Kind::Choice(texts) => (0.0, f32::from(u8::try_from(texts.len() - 1).unwrap()), true),
        };
        if others.contains(&id) || id.ends_with("_mute") {
            assert!(feel(id, min).is_err(), "{id}");
            continue;
        }
        for value in [min, max] {
            assert_eq!(feel(id, value), Ok(()), "{id} = {value}");
        }
        for value in [min - 1.0, max + 1.0] {
            assert!(feel(id, value).is_err(), "{id} = {value}");
        }
        assert_eq!(feel(id, min + 0.5).is_err(), is_whole, "{id}");
    }
}

#[test]
fn modulation_is_noticed_and_heard_but_is_not_the_value() {
    use nice_plug::params::InternalParamMut as _;
    let params = Params::detached();
    let before = params.generation();
    #[expect(unsafe_code, reason = "this is how the framework modulates")]
    // SAFETY: nothing else uses the parameter.
    unsafe {
        params.swing._internal_modulate_value(0.1)
    };
    assert_ne!(params.generation(), before);
    assert!((params.controls().swing - 0.63).abs() < 1e-6);
    assert!((params.by_id("swing").unwrap().value() - 58.0).abs() < 1e-5);
}

#[test]
fn what_is_no_value_changes_nothing() {
    let params = Params::detached();
    let swing = params.by_id("swing").unwrap();
    assert_eq!(swing.set_text("fast"), Err(NoValue));
    assert_eq!(swing.set_plain(f32::NAN), Err(NoValue));
    assert_eq!(
        params.by_id("swing_grid").unwrap().set_text("1/7"),
        Err(NoValue)
    );
    let shift = params.by_id("shift").unwrap();
    assert_eq!(shift.set_text("late"), Err(NoValue));
    assert_eq!(shift.set_text("2.5 beats"), Err(NoValue));
    assert_eq!(params.generation(), 0);
    shift.set_text("99 beats").unwrap();
    assert_eq!(shift.text(), "+16 beats");
    swing.set_plain(1_000.0).unwrap();
    assert_eq!(swing.text(), "75.0 %");
    assert!(params.by_id("lane17_mute").is_none());
}

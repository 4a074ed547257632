//! The parameters: a contract of ids, names, ranges and defaults, and how they reach the engine.

use afterbeat::engine::{Controls, LfoPeriod};
use afterbeat::pattern::{LaneIndex, PerLane};
use afterbeat::plugin::Params;
use afterbeat::plugin::params::{Handle, Kind, NoValue};
use afterbeat::time::SwingGrid;
use std::collections::HashSet;

/// Id, name, range and default, as a host shows them.
fn line(parameter: &Handle<'_>) -> String {
    let range = match parameter.kind() {
        Kind::Number { min, max } => format!("{min}..{max}"),
        Kind::Switch => "off/on".to_owned(),
        Kind::Choice(texts) => texts.join(" "),
    };
    let (id, name, default) = (parameter.id(), parameter.name(), parameter.default_text());
    format!("{id} | {name} | {range} | {default}")
}

#[test]
fn the_contract_holds() {
    let params = Params::detached();
    let lines: Vec<_> = params.list().iter().map(line).collect();
    assert_eq!(
        lines[..14],
        [
            "swing | Swing | 25..75 | 58.0 %",
            "swing_grid | Swing Grid | 1/8 1/16 1/32 | 1/16",
            "swing_lfo_depth | Swing LFO Depth | 0..15 | 0.0 % points",
            "swing_lfo_period | Swing LFO Period | 1/4 1/2 1 2 4 8 16 | 4",
            "velocity | Velocity | 0..200 | 100.0 %",
            "accent | Accent | 0..100 | 25.0 %",
            "velocity_lfo | Velocity LFO | 0..100 | 100.0 %",
            "push | Push | -30..30 | 0.0 ms",
            "gate | Gate | 5..400 | 100.0 %",
            "bypass | Bypass | off/on | Off",
            "lane1_mute | Lane 1 Mute | off/on | Off",
            "lane1_swing | Lane 1 Swing | -25..25 | 0.0 % points",
            "lane1_delay | Lane 1 Delay | -40..40 | 0.0 ms",
            "lane1_level | Lane 1 Level | 0..200 | 100.0 %",
        ]
    );
    assert_eq!(lines.len(), 10 + 16 * 4);
    assert_eq!(
        lines.last().unwrap(),
        "lane16_level | Lane 16 Level | 0..200 | 100.0 %"
    );
    let unique: HashSet<_> = params.list().iter().map(|p| p.id().to_owned()).collect();
    assert_eq!(unique.len(), lines.len());
    assert_eq!(params.by_id("lane3_delay").unwrap().group(), "Lane 3");
}

#[test]
fn the_defaults_reach_the_engine() {
    let controls = Params::detached().controls();
    let expected = Controls {
        swing: 0.58,
        swing_grid: SwingGrid::Sixteenths,
        swing_lfo_period: LfoPeriod::new(4.0).unwrap(),
        ..Controls::default()
    };
    assert!((controls.swing - expected.swing).abs() < 1e-6);
    let controls = Controls {
        swing: expected.swing,
        ..controls
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
    assert_eq!(params.generation(), 0);
    swing.set_plain(1_000.0).unwrap();
    assert_eq!(swing.text(), "75.0 %");
    assert!(params.by_id("lane17_mute").is_none());
}

//! The events do not depend on how the host cuts time into blocks: not by a frame, not by a byte.

#[path = "support/cases.rs"]
mod cases;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, LfoPeriod};
use afterbeat::pattern::{
    Bank, CellAt, Edit, Gate, LaneIndex, LaneSet, LaneSetting, Lfo, LfoDepth, Nudge, PatternIndex,
    Reset, SetupChange, Step, StepCount, StepIndex, Velocity,
};
use afterbeat::time::{Division, SwingGrid};
use cases::cases;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::check::{check_same, check_wire};
use support::cuts::{Cuts, NAMED_CUTS};
use support::groove::{Groove, lane_at, rate_of, tuplet};
use support::number::floor;
use support::rng::Rng;
use support::score::score;
use support::script::{Act, Script};

const RATES: [f64; 4] = [44_100.0, 48_000.0, 96_000.0, 192_000.0];
const TEMPOS: [f64; 3] = [97.3, 120.0, 133.337];

/// Compares every named cut with one long block (an automation point still cuts it).
fn check_cuts(claim: &str, bank: &Bank, script: &Script) {
    let whole = script.play(bank, &Cuts::Steady(1 << 20));
    check_wire(&whole);
    assert!(!whole.is_empty(), "{claim}: nothing sounds");
    for (name, cuts) in &NAMED_CUTS {
        let events = script.play(bank, cuts);
        if events != whole {
            println!(
                "{claim}, {name}:\n{}",
                score(&events[..events.len().min(40)])
            );
        }
        check_same(&format!("{claim}, cut: {name}"), &events, &whole);
    }
}

/// Lanes of many kinds: nudges both ways, gates, ties, accents, delays of a few rates and lengths.
fn motley() -> Bank {
    let nudge = |tenths| Nudge::new(tenths).expect("within half a step");
    let gate = |percent| Gate::new(percent).expect("from 1 to 1600");
    Groove::new(2)
        .lane(0, "9..7..6...8..6.9")
        .lane(1, "....9.2.2..")
        .lane(2, "7475747574757")
        .lane(5, "......x.")
        .lane(8, "9.5")
        .lane(10, "x.xx.")
        .lane(12, "x7x")
        .rate(8, 5, Division::Triplet)
        .rate(10, 6, tuplet(7, 8))
        .rate(12, 5, Division::Dotted)
        .reset(10, Reset::Never)
        .reset(12, Reset::every(4).expect("every four bars"))
        .swing_here(8)
        .put(0, 0, |step| step.nudge = nudge(-213))
        .put(0, 3, |step| step.nudge = nudge(500))
        .put(1, 4, |step| step.accent = true)
        .put(1, 6, |step| step.gate = gate(730))
        .put(2, 1, |step| step.nudge = nudge(-500))
        .put(2, 5, |step| step.gate = gate(13))
        .put(8, 2, |step| step.tie = true)
        .lfo(2, hat_wave())
        .bank()
}

fn hat_wave() -> Lfo {
    Lfo {
        cycles: 200,
        base: Velocity::new(107).expect("a velocity"),
        depth: LfoDepth::new(20).expect("a depth"),
        ..Lfo::OFF
    }
}

fn moved() -> Controls {
    let mut controls = Controls {
        swing: 0.62,
        push_ms: -7.3,
        swing_lfo_depth: 0.11,
        swing_lfo_period: LfoPeriod::new(0.5).expect("half a bar"),
        ..Controls::default()
    };
    controls.lanes[lane(1)].delay_ms = 13.7;
    controls.lanes[lane(2)].delay_ms = -31.1;
    controls.lanes[lane(2)].swing = -0.2;
    controls.lanes[lane(8)].level = 1.6;
    controls
}

fn lane(index: u8) -> LaneIndex {
    LaneIndex::new(index).expect("a lane below 16")
}

/// Swing between 25 and 75 % at points that every cut shares.
fn automated(mut script: Script, base: &Controls, rng: &mut Rng) -> Script {
    let mut frame = 0;
    while frame < script.end {
        let controls = Controls {
            swing: rng.real(0.25, 0.75),
            ..base.clone()
        };
        script = script.with(frame, &controls);
        frame += rng.whole(1, 3000);
    }
    script
}

fn beats(rate: f64, tempo: f64, count: f64) -> i64 {
    floor(count * 60.0 / tempo * rate)
}

#[test]
fn every_cut_gives_the_same_events_at_every_rate_and_tempo() {
    let bank = motley();
    for rate in RATES {
        for tempo in TEMPOS {
            let script = Script::steady(rate, tempo, 0.0, beats(rate, tempo, 4.5));
            let plain = script.clone().with(0, &Controls::default());
            check_cuts(&format!("plain {rate} Hz {tempo} BPM"), &bank, &plain);
            let moved = script.with(0, &moved());
            check_cuts(&format!("moved {rate} Hz {tempo} BPM"), &bank, &moved);
        }
    }
}

#[test]
fn every_cut_gives_the_same_events_under_swing_automation() {
    let bank = motley();
    let mut rng = Rng::new(41);
    for rate in RATES {
        for tempo in TEMPOS {
            for base in [Controls::default(), moved()] {
                let script = Script::steady(rate, tempo, 7.25, beats(rate, tempo, 3.0));
                let script = automated(script, &base, &mut rng);
                check_cuts(&format!("automated {rate} Hz {tempo} BPM"), &bank, &script);
            }
        }
    }
}

#[test]
fn tempo_changes_on_frames_that_every_cut_shares_keep_the_events() {
    let bank = motley();
    let mut rng = Rng::new(42);
    for rate in [44_100.0, 96_000.0] {
        let mut script = Script::steady(rate, 97.3, 1.0, beats(rate, 97.3, 8.0));
        let mut frame = 0;
        while frame < script.end {
            frame += rng.whole(500, 30_000);
            script = script.tempo_from(frame, *rng.pick(&[61.0, 97.3, 120.0, 133.337, 199.9]));
        }
        let script = automated(script, &moved(), &mut rng);
        check_cuts(&format!("tempo changes {rate} Hz"), &bank, &script);
    }
}

#[test]
fn stops_locates_bypass_and_resets_keep_the_events() {
    let bank = motley();
    let mut script = Script::steady(48_000.0, 133.337, 3.9, 150_000);
    let quiet = Controls {
        bypass: true,
        ..moved()
    };
    script.acts.extend([
        (9_001, Act::Play(32.0)),
        (30_000, Act::Stop),
        (31_234, Act::Play(-0.5)),
        (60_000, Act::Controls(Box::new(quiet))),
        (64_100, Act::Controls(Box::new(moved()))),
        (80_000, Act::Reset),
        (99_999, Act::Play(15.999)),
    ]);
    check_cuts("acts", &bank, &script);
}

/// What is edited while [`motley`] plays: of each kind something that is heard at once.
fn edits() -> [Edit; 7] {
    let step = CellAt {
        lane: lane_at(2),
        step: StepIndex::new(9),
    };
    let set = |lane, to| Edit::Lane {
        at: lane_at(lane),
        to,
    };
    let other = Groove::new(1)
        .lane(0, "x..x..x.")
        .lane(2, "xxxx")
        .lane(5, "9.9");
    let to = other.bank().pattern(PatternIndex::FIRST).cloned();
    [
        Edit::Step {
            at: step,
            to: Step::strike(Velocity::MAX),
        },
        set(0, LaneSetting::Length(StepCount::new(5).expect("a length"))),
        set(1, LaneSetting::Rate(rate_of(7, Division::Straight))),
        set(2, LaneSetting::Rotate(-2)),
        Edit::Setup(SetupChange::Solo(LaneSet::from_bits(0x0027))),
        Edit::ReplacePattern {
            pattern: PatternIndex::FIRST,
            to: to.map(Box::new),
        },
        Edit::Setup(SetupChange::Solo(LaneSet::default())),
    ]
}

#[test]
fn edits_keep_the_events() {
    let bank = motley();
    let script = Script::steady(48_000.0, 133.337, 3.9, 150_000).with(0, &moved());
    let plain = script.play(&bank, &Cuts::Steady(512));
    for gap in [20_000, 17_003, 4_097, 600] {
        let mut edited = script.clone();
        let frames = (1..).map(|n| n * gap + 5_000);
        edited.acts.extend(frames.zip(edits().map(Act::Edit)));
        let heard = edited.play(&bank, &Cuts::Steady(512));
        assert_ne!(heard, plain, "the edits are not heard");
        check_cuts(&format!("an edit every {gap} frames"), &bank, &edited);
    }
}

/// One lane, as proptest draws it.
#[derive(Clone, Debug)]
struct Plan {
    rate: (u8, usize),
    cells: Vec<(bool, u8, i16, u16)>,
    reset: usize,
    wave: (u16, u8),
    delay_ms: f64,
    swing: f64,
}

fn plan() -> impl Strategy<Value = Plan> {
    let cell = (any::<bool>(), 1u8..=127, -500i16..=500, 1u16..=400);
    let cells = prop::collection::vec(cell, 1..24);
    let rate = (4u8..=7, 0usize..5);
    let wave = (0u16..400, 0u8..60);
    (rate, cells, 0usize..3, wave, -40.0..40.0, -0.25..0.25).prop_map(
        |(rate, cells, reset, wave, delay_ms, swing)| Plan {
            rate,
            cells,
            reset,
            wave,
            delay_ms,
            swing,
        },
    )
}

fn write(groove: Groove, lane: u8, plan: &Plan) -> Groove {
    let divisions = [
        Division::Straight,
        Division::Triplet,
        Division::Dotted,
        tuplet(5, 4),
        tuplet(7, 8),
    ];
    let resets = [
        Reset::Pattern,
        Reset::Never,
        Reset::every(2).expect("every two bars"),
    ];
    let count = u16::try_from(plan.cells.len()).expect("few cells");
    let mut groove = groove
        .length(lane, count)
        .rate(lane, plan.rate.0, divisions[plan.rate.1])
        .reset(lane, resets[plan.reset])
        .lfo(
            lane,
            Lfo {
                cycles: plan.wave.0,
                depth: LfoDepth::new(plan.wave.1).expect("a depth"),
                ..Lfo::OFF
            },
        );
    for (index, &(struck, velocity, nudge, gate)) in plan.cells.iter().enumerate() {
        let index = u8::try_from(index).expect("few cells");
        groove = groove.put(lane, index, |step| {
            step.velocity = Velocity::new(velocity).filter(|_| struck);
            step.nudge = Nudge::new(nudge).expect("within half a step");
            step.gate = Gate::new(gate).expect("from 1 to 1600");
        });
    }
    groove
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(150),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_pattern_gives_the_same_events_in_any_cut(
        plans in prop::collection::vec(plan(), 1..6),
        rate in prop::sample::select(&RATES[..2]),
        tempo in prop::sample::select(&TEMPOS[..]),
        start in -2.0..70.0f64,
        seed in any::<u64>(),
        grid in prop::sample::select(vec![
            SwingGrid::Eighths,
            SwingGrid::Sixteenths,
            SwingGrid::ThirtySeconds,
        ]),
    ) {
        let mut groove = Groove::new(1);
        let mut controls = Controls { swing_grid: grid, push_ms: 4.4, ..Controls::default() };
        for (index, plan) in (0u8..).zip(&plans) {
            groove = write(groove, index, plan);
            controls.lanes[lane(index)].delay_ms = plan.delay_ms;
            controls.lanes[lane(index)].swing = plan.swing;
        }
        let mut rng = Rng::new(seed);
        let script = Script::steady(rate, tempo, start, beats(rate, tempo, 6.0));
        let script = automated(script, &controls, &mut rng);
        let whole = script.play(&groove.bank(), &Cuts::Steady(1 << 20));
        check_wire(&whole);
        for cuts in [Cuts::Steady(1), Cuts::Steady(64), Cuts::Steady(441), Cuts::Random(seed)] {
            let events = script.play(&groove.bank(), &cuts);
            check_same(&format!("{cuts:?} against one block"), &events, &whole);
        }
    }
}

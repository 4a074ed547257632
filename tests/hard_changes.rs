//! Edits, settings and rates that change in the middle of a note, and lanes that want one key.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, FillEvery, InputNote, Kind, Transport};
use afterbeat::pattern::{
    CellAt, Channel, Condition, Direction, Edit, Key, LaneSetting, Nudge, Percent, PlayMode, Rule,
    SetupChange, Step, StepCount, StepIndex, Velocity,
};
use afterbeat::time::{SampleRate, SwingGrid};
use support::check::{strike_frames, strikes};
use support::groove::{Groove, lane_at};
use support::number::float;
use support::rig::{Rig, rolling, stopped};

fn key(key: u8) -> Key {
    Key::new(key).expect("a key")
}

fn play(rig: &mut Rig, mode: PlayMode) {
    let edit = Edit::Setup(SetupChange::Play(mode));
    rig.engine.apply(edit).expect("a setting");
}

#[test]
fn a_key_let_go_in_another_play_mode_is_not_held() {
    // The musician holds a key, looks at another play mode, lets go there, and comes back.
    let groove = Groove::new(1).plain().lane(0, "xxxx xxxx xxxx xxxx");
    let groove = groove.setup(SetupChange::Play(PlayMode::WhileKeyHeld));
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    let note = |kind| InputNote {
        at: 0,
        kind,
        channel: Channel::DRUMS,
        key: key(60),
    };
    rig.call_with(512, stopped(), &[note(Kind::On(Velocity::MAX))]);
    play(&mut rig, PlayMode::FollowHost);
    rig.call_with(512, stopped(), &[note(Kind::Off)]);
    play(&mut rig, PlayMode::WhileKeyHeld);
    let before = strikes(&rig.events).len();
    assert_eq!(before, 1, "the key was held for a block");
    for _ in 0..200 {
        rig.call(512, stopped());
    }
    assert_eq!(strikes(&rig.events).len(), before, "no key is down");
}

#[test]
fn an_edit_between_an_early_strike_and_the_one_it_overtook_loses_neither() {
    // Swung to 25 % and nudged apart, step 3 sounds before step 2; the musician edits another
    // step of the lane between the two.
    let half = |tenths| Nudge::new(tenths).expect("half a step");
    let groove = Groove::new(1)
        .plain()
        .lane(0, ".x9.............")
        .put(0, 1, |step| step.nudge = half(500))
        .put(0, 2, |step| step.nudge = half(-500));
    let controls = Controls {
        swing: 0.25,
        swing_grid: SwingGrid::Eighths,
        ..Controls::default()
    };
    for edits in [false, true] {
        let mut rig = Rig::with(groove.bank(), 48_000.0, &controls);
        while rig.now < 24_000 {
            if edits && rig.now == 4000 {
                let at = CellAt {
                    lane: lane_at(0),
                    step: StepIndex::new(9),
                };
                let to = Step::strike(Velocity::MAX);
                let edit = Edit::Step { at, to };
                rig.engine.apply(edit).expect("the step is there");
            }
            rig.call(500, rolling(120.0, float(rig.now) / 24_000.0));
        }
        assert_eq!(strike_frames(&rig.events), [3000, 6000], "edited: {edits}");
    }
}

#[test]
fn a_new_sample_rate_without_a_position_is_no_new_start() {
    // A host that changes its rate while it rolls and has no position for that block.
    let groove = Groove::new(1).plain().lane(0, "x...............");
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(24_000, 500, 120.0, 4.0);
    rig.rate = SampleRate::new(44_100.0).expect("a rate");
    let unplaced = Transport {
        position: None,
        ..rolling(120.0, 0.0)
    };
    rig.call(500, unplaced);
    assert_eq!(strike_frames(&rig.events), [0], "beat 5 is no downbeat");
}

#[test]
fn a_ringing_drum_and_a_louder_one_on_its_key_do_not_silence_each_other() {
    // The open hat moved to the closed hat's key: it wins by ringing, though it is quieter.
    let groove = Groove::new(1)
        .lane(2, "9...")
        .lane(5, "x...")
        .voice(5, |voice| voice.key = key(42));
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(96_000, 512, 120.0, 0.0);
    assert_eq!(strike_frames(&rig.events), [0, 24_000, 48_000, 72_000]);
}

#[test]
fn a_strike_that_makes_way_takes_no_third_one_with_it() {
    // The closed hat yields to the open one, so the vibraslap on its key has no rival.
    let groove = Groove::new(1)
        .lane(2, "9...")
        .lane(5, "x...")
        .lane(9, "x...")
        .voice(9, |voice| voice.key = key(42));
    let mut rig = Rig::new(groove.bank(), 48_000.0);
    rig.roll(1000, 500, 120.0, 0.0);
    let lanes: Vec<u8> = strikes(&rig.events).iter().map(|s| s.lane).collect();
    assert_eq!(lanes, [5, 9]);
}

#[test]
fn a_ghost_on_a_rest_that_was_passed_over_is_as_if_it_had_always_been_wanted() {
    // The drift makes every step be looked at long before its place, and then the knob is turned.
    let bank = Groove::new(1).lane(1, "....9.......9...").bank();
    let with = |ghosts| Controls {
        ghosts,
        humanize_ms: 20.0,
        ..Controls::default()
    };
    let reach = 960;
    let mut always = Rig::with(bank.clone(), 48_000.0, &with(1.0));
    always.roll(192_000, 512, 120.0, 0.0);
    let mut near = 0;
    for turned in (512..96_000).step_by(512) {
        let mut rig = Rig::with(bank.clone(), 48_000.0, &with(0.0));
        rig.roll(turned, 512, 120.0, 0.0);
        rig.engine.set_controls(&with(1.0));
        rig.roll(96_000, 512, 120.0, float(turned) / 24_000.0);
        let after = |rig: &Rig| -> Vec<i64> {
            let frames = strike_frames(&rig.events).into_iter();
            let within = turned + reach..turned + 90_000;
            frames.filter(|frame| within.contains(frame)).collect()
        };
        assert_eq!(after(&rig), after(&always), "turned up on frame {turned}");
        // Those whose steps had been looked at when the knob was turned.
        let heard = |frame: &i64| (turned..turned + reach).contains(frame);
        near += strike_frames(&rig.events)
            .iter()
            .filter(|at| heard(at))
            .count();
    }
    assert!(near > 8, "only {near} ghosts came at once");
}

#[test]
fn a_lane_that_was_silent_fills_as_if_fills_had_always_been_on() {
    // Nothing is written on the tom and fills are off: its steps are not even looked at.
    let bank = Groove::new(1)
        .lane(0, "x...x...x...x...")
        .voice(6, |voice| voice.fills = Percent::ALL)
        .bank();
    let with = |every| Controls {
        fills: 1.0,
        fill_every: FillEvery::new(every),
        ..Controls::default()
    };
    let of_tom = |rig: &Rig| -> Vec<i64> {
        let struck = strikes(&rig.events).into_iter();
        struck.filter(|s| s.lane == 6).map(|s| s.frame).collect()
    };
    let mut always = Rig::with(bank.clone(), 48_000.0, &with(1));
    always.roll(1_152_000, 512, 120.0, 0.0);
    let always = of_tom(&always);
    for turned in (512..960_000).step_by(25_088) {
        let mut rig = Rig::with(bank.clone(), 48_000.0, &with(0));
        rig.roll(turned, 512, 120.0, 0.0);
        assert!(of_tom(&rig).is_empty(), "fills are off");
        rig.engine.set_controls(&with(1));
        rig.roll(192_000, 512, 120.0, float(turned) / 24_000.0);
        let later = |frames: &[i64]| -> Vec<i64> {
            let within = turned..turned + 192_000;
            let frames = frames.iter().copied();
            frames.filter(|at| within.contains(at)).collect()
        };
        assert!(!later(&always).is_empty(), "the tom has no fill");
        assert_eq!(
            of_tom(&rig),
            later(&always),
            "fills turned on at frame {turned}"
        );
    }
}

#[test]
fn ghosts_of_a_lane_that_runs_at_random_follow_a_new_seed_at_once() {
    let bank = Groove::new(1)
        .lane(1, "x...5.......x...")
        .edit(Edit::Lane {
            at: lane_at(1),
            to: LaneSetting::Direction(Direction::Random),
        })
        .bank();
    let with = |seed| Controls {
        ghosts: 1.0,
        seed,
        ..Controls::default()
    };
    let mut differ = 0;
    for seed in 2..12 {
        let mut always = Rig::with(bank.clone(), 48_000.0, &with(seed));
        always.roll(192_000, 500, 120.0, 0.0);
        let mut rig = Rig::with(bank.clone(), 48_000.0, &with(1));
        rig.roll(48_000, 500, 120.0, 0.0);
        rig.engine.set_controls(&with(seed));
        rig.roll(144_000, 500, 120.0, 2.0);
        let later = |rig: &Rig| -> Vec<i64> {
            let frames = strike_frames(&rig.events).into_iter();
            frames.filter(|frame| *frame > 50_000).collect()
        };
        assert_eq!(later(&rig), later(&always), "seed {seed}");
        differ += usize::from(strike_frames(&rig.events) != strike_frames(&always.events));
    }
    assert!(differ > 5, "the seed draws nothing");
}

#[test]
fn an_edit_of_a_lanes_length_begins_no_other_first_pass() {
    // Fresh from bar 5 on; the lane grows from half a bar to a whole one within its second pass.
    let bank = Groove::new(1)
        .plain()
        .lane(0, "x.......")
        .put(0, 0, |step| {
            step.condition = Condition {
                rule: Rule::First,
                negated: false,
            }
        })
        .bank();
    let mut rig = Rig::new(bank, 48_000.0);
    rig.roll(60_000, 500, 120.0, 16.0);
    let longer = Edit::Lane {
        at: lane_at(0),
        to: LaneSetting::Length(StepCount::new(16).expect("up to 256")),
    };
    rig.engine.apply(longer).expect("the lane is there");
    rig.roll(960_000, 500, 120.0, 16.0 + 2.5);
    assert_eq!(strike_frames(&rig.events), [0]);
}

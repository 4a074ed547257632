//! Another pattern begins on its boundary, whole and at once, whatever the host's blocks are.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

#[path = "support/changes.rs"]
mod changes;
#[expect(dead_code, reason = "each test binary uses its part of the model")]
#[path = "support/oracle.rs"]
mod oracle;

use afterbeat::engine::{Controls, PatternChange, PatternEntry};
use afterbeat::pattern::{Bank, Edit, Gate, Nudge, Pattern, PatternIndex, Velocity};
use changes::Case;
use support::check::{check_same, notes, strikes};
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::float;
use support::rig::{At, Rig, rolling};
use support::rng::Rng;

/// Frame, key and velocity of each strike, sorted.
fn sounded(events: &[At]) -> Vec<(i64, u8, u8)> {
    let mut sounded: Vec<_> = notes(events)
        .iter()
        .map(|note| (note.on, note.key, note.velocity))
        .collect();
    sounded.sort_unstable();
    sounded
}

/// Compares random cases with the reference, and half of them with another way to cut blocks.
fn compare(seed: u64, count: u64) {
    let mut switches = 0;
    for seed in seed..seed + count {
        let mut rng = Rng::new(seed);
        let case = Case::new(&mut rng);
        let cuts = [
            Cuts::Steady(64),
            Cuts::Steady(441),
            Cuts::Steady(4096),
            Cuts::Turns(&[511, 1]),
            Cuts::Random(seed),
        ];
        let events = case.play(rng.pick(&cuts));
        let claim = format!("case {seed}: {case}");
        check_same(&claim, &sounded(&events), &case.expected());
        let boundaries = case.boundaries();
        for note in notes(&events) {
            let next = boundaries.iter().find(|frame| **frame > note.on);
            let is_released = next.is_none_or(|next| note.off <= *next);
            assert!(is_released, "{claim}: {note:?} sounds on past {next:?}");
        }
        if seed % 2 == 0 {
            let again = case.play(rng.pick(&cuts));
            check_same(&format!("cut otherwise, {claim}"), &again, &events);
        }
        switches += boundaries.len();
    }
    assert!(switches > 500, "only {switches} changes");
}

#[test]
fn random_changes_happen_on_the_first_boundary_at_or_after_the_request() {
    compare(0, 5000);
}

#[test]
fn more_random_changes_happen_on_their_boundaries() {
    compare(1_000_000, 5000);
}

/// A sixteenth at 240 BPM and 48 kHz.
const SIXTEENTH: i64 = 3000;
const BAR: i64 = 16 * SIXTEENTH;

fn index(pattern: u8) -> PatternIndex {
    PatternIndex::new(pattern).expect("below 128")
}

/// These grooves as the bank's first patterns.
fn bank(grooves: &[Groove]) -> Bank {
    let mut bank = Bank::empty();
    for (at, groove) in (0u8..).zip(grooves) {
        let written = groove.bank();
        let pattern: Option<&Pattern> = written.pattern(PatternIndex::FIRST);
        let to = pattern.cloned().map(Box::new);
        let pattern = index(at);
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    bank
}

/// A kick on each of the first pattern's sixteenths; the second has its velocities count upwards.
fn two_patterns() -> Bank {
    let first = Groove::new(1).plain().lane(0, "xxxx xxxx xxxx xxxx");
    let second = (0u8..32).fold(Groove::new(2).plain(), |groove, at| match at {
        0 => groove
            .length(1, 32)
            .put(1, 0, |step| step.velocity = Velocity::new(1)),
        _ => groove.put(1, at, |step| step.velocity = Velocity::new(1 + at)),
    });
    bank(&[first, second])
}

fn asking(pattern: u8, change: PatternChange, entry: PatternEntry) -> Controls {
    Controls {
        pattern: index(pattern),
        pattern_change: change,
        pattern_entry: entry,
        ..Controls::default()
    }
}

/// Asks for the second pattern on a frame; gives where its first strike lies and its velocity,
/// which is the number of its step.
fn first_of_second(request: i64, change: PatternChange, entry: PatternEntry) -> (i64, u8) {
    let mut rig = Rig::new(two_patterns(), 48_000.0);
    rig.roll(request, 512, 240.0, 0.0);
    rig.engine.set_controls(&asking(1, change, entry));
    let position = float(request) / float(4 * SIXTEENTH);
    rig.roll(4 * BAR, 512, 240.0, position);
    let struck = strikes(&rig.events);
    let first = struck.iter().position(|strike| strike.lane == 1);
    let first = first.expect("the second pattern plays");
    let (old, new) = struck.split_at(first);
    let last = old.last().map_or(-1, |strike| strike.frame);
    assert_eq!(last, (new[0].frame - 1).div_euclid(SIXTEENTH) * SIXTEENTH);
    assert!(new.iter().all(|strike| strike.lane == 1), "a mixture");
    (new[0].frame / SIXTEENTH, new[0].velocity)
}

#[test]
fn each_quantum_has_its_boundary() {
    use PatternChange as C;
    let at = |request, change| first_of_second(request, change, PatternEntry::Song);
    // Between the sixteenths 21 and 22, in the second bar: steps are counted from 1.
    let between = 21 * SIXTEENTH + 1;
    assert_eq!(at(between, C::Now), (22, 23));
    assert_eq!(at(between, C::Step), (22, 23));
    assert_eq!(at(between, C::Beat), (24, 25));
    assert_eq!(at(between, C::Bar), (32, 1));
    assert_eq!(at(between, C::End), (32, 1));
    // In the first bar, the next bar line is the new pattern's second bar.
    assert_eq!(at(5, C::Bar), (16, 17));
    assert_eq!(at(5, C::End), (32, 1));
    // On the boundary it happens there.
    assert_eq!(at(22 * SIXTEENTH, C::Step), (22, 23));
    assert_eq!(at(24 * SIXTEENTH, C::Beat), (24, 25));
    assert_eq!(at(BAR, C::Bar), (16, 17));
    assert_eq!(at(2 * BAR, C::End), (32, 1));
}

#[test]
fn entered_at_its_top_a_pattern_begins_with_its_first_step() {
    use PatternChange as C;
    let at = |request, change| first_of_second(request, change, PatternEntry::Top);
    let between = 21 * SIXTEENTH + 1;
    assert_eq!(at(between, C::Step), (22, 1));
    assert_eq!(at(between, C::Beat), (24, 1));
    assert_eq!(at(5, C::Bar), (16, 1));
    assert_eq!(at(21 * SIXTEENTH, C::Now), (21, 1));
}

#[test]
fn now_and_top_begins_between_steps_on_the_frame_of_the_request() {
    let mut rig = Rig::new(two_patterns(), 48_000.0);
    rig.roll(3500, 512, 240.0, 0.0);
    let controls = asking(1, PatternChange::Now, PatternEntry::Top);
    rig.engine.set_controls(&controls);
    rig.roll(7000, 512, 240.0, 3500.0 / 12_000.0);
    let struck = strikes(&rig.events);
    let frames: Vec<_> = struck
        .iter()
        .map(|strike| (strike.frame, strike.lane))
        .collect();
    let expected = [(0, 0), (3000, 0), (3500, 1), (6500, 1), (9500, 1)];
    assert_eq!(frames, expected);
}

#[test]
fn the_top_holds_until_a_locate() {
    let mut rig = Rig::new(two_patterns(), 48_000.0);
    rig.roll(100, 512, 240.0, 0.0);
    let controls = asking(1, PatternChange::Beat, PatternEntry::Top);
    rig.engine.set_controls(&controls);
    rig.roll(5 * BAR - 100, 500, 240.0, 100.0 / 12_000.0);
    let struck = strikes(&rig.events);
    // The second beat is its top, and the end of its two bars too.
    let tops: Vec<_> = struck
        .iter()
        .filter(|strike| strike.velocity == 1)
        .collect();
    let tops: Vec<_> = tops.iter().map(|strike| strike.frame / SIXTEENTH).collect();
    assert_eq!(tops, [4, 36, 68]);
    let from = strikes(&rig.events).len();
    rig.roll(BAR, 500, 240.0, 44.0);
    // Beat 44 is bar 12 by the host, the second pattern's second bar of two.
    let after = strikes(&rig.events);
    assert_eq!((after[from].lane, after[from].velocity), (1, 17));
}

#[test]
fn a_sounding_note_ends_on_the_boundary() {
    let long = Groove::new(4).plain().lane(0, "x...............");
    let long = long.put(0, 0, |step| step.gate = Gate::new(1600).expect("a gate"));
    let other = Groove::new(1).plain().lane(1, "....x...........");
    let mut rig = Rig::new(bank(&[long, other]), 48_000.0);
    rig.roll(100, 512, 240.0, 0.0);
    let controls = asking(1, PatternChange::Beat, PatternEntry::Song);
    rig.engine.set_controls(&controls);
    rig.roll(BAR / 2, 512, 240.0, 100.0 / 12_000.0);
    rig.stop();
    let notes = notes(&rig.events);
    assert_eq!((notes[0].on, notes[0].off), (0, 4 * SIXTEENTH));
    assert_eq!((notes[1].on, notes[1].lane), (4 * SIXTEENTH, 1));
}

#[test]
fn what_the_old_pattern_still_owed_is_dropped_and_the_new_ones_first_strike_is_whole() {
    let nudged = |tenths| Nudge::new(tenths).expect("half a step");
    // The old strike before the boundary would sound half a step late, after it; the new one on
    // the boundary half a step early, before it.
    let old = Groove::new(1)
        .plain()
        .lane(0, "...x............")
        .put(0, 3, |step| step.nudge = nudged(500));
    let new = Groove::new(1)
        .plain()
        .lane(1, "...xx...........")
        .put(1, 4, |step| step.nudge = nudged(-500));
    let mut rig = Rig::new(bank(&[old, new]), 48_000.0);
    // Half a step is 1500 frames: on 10 500 the old strike is due, and the boundary on 10 200.
    rig.roll(10_200, 500, 240.0, 0.0);
    let controls = asking(1, PatternChange::Now, PatternEntry::Song);
    rig.engine.set_controls(&controls);
    rig.roll(6000, 500, 240.0, 10_200.0 / 12_000.0);
    let struck = strikes(&rig.events);
    let frames: Vec<_> = struck
        .iter()
        .map(|strike| (strike.frame, strike.lane))
        .collect();
    assert_eq!(frames, [(10_500, 1)], "from inside the step");

    let mut rig = Rig::new(rig.engine.bank().clone(), 48_000.0);
    rig.roll(9000, 500, 240.0, 0.0);
    let controls = asking(1, PatternChange::Beat, PatternEntry::Song);
    rig.engine.set_controls(&controls);
    rig.roll(6000, 500, 240.0, 0.75);
    let struck = strikes(&rig.events);
    let frames: Vec<_> = struck
        .iter()
        .map(|strike| (strike.frame, strike.lane))
        .collect();
    let expected = [(10_500, 0), (12_000, 1)];
    assert_eq!(
        frames, expected,
        "an early first strike sounds on the boundary"
    );
}

#[test]
fn a_later_request_replaces_the_queued_one_and_asking_for_the_old_one_takes_it_back() {
    let kicks = |lane| Groove::new(1).plain().lane(lane, "xxxx xxxx xxxx xxxx");
    let bank = bank(&[kicks(0), kicks(1), kicks(2)]);
    let lanes = |requests: &[u8]| {
        let mut rig = Rig::new(bank.clone(), 48_000.0);
        for (at, request) in (0i64..).zip(requests) {
            let position = float(at) / 12_000.0 * 500.0;
            rig.roll(500, 500, 240.0, position);
            let controls = asking(*request, PatternChange::Bar, PatternEntry::Song);
            rig.engine.set_controls(&controls);
        }
        let position = float(rig.now) / 12_000.0;
        rig.roll(2 * BAR - rig.now, 500, 240.0, position);
        let lanes = strikes(&rig.events);
        let lanes: Vec<_> = lanes.iter().map(|strike| strike.lane).collect();
        [0, 15, 16, 31].map(|at| lanes[at])
    };
    assert_eq!(lanes(&[1]), [0, 0, 1, 1]);
    assert_eq!(lanes(&[1, 2]), [0, 0, 2, 2]);
    assert_eq!(lanes(&[1, 2, 0]), [0, 0, 0, 0]);
}

#[test]
fn a_start_plays_at_once_what_is_asked_for() {
    let mut rig = Rig::new(two_patterns(), 48_000.0);
    rig.stop();
    let controls = asking(1, PatternChange::End, PatternEntry::Song);
    rig.engine.set_controls(&controls);
    rig.stop();
    rig.roll(BAR, 500, 240.0, 4.0);
    let struck = strikes(&rig.events);
    assert!(struck.iter().all(|strike| strike.lane == 1), "the second");
    assert_eq!(struck[0].velocity, 17, "on its second bar");

    // Queued while rolling, a stop comes first.
    let mut rig = Rig::new(two_patterns(), 48_000.0);
    rig.roll(BAR / 2, 500, 240.0, 0.0);
    rig.engine.set_controls(&controls);
    rig.stop();
    let from = strikes(&rig.events).len();
    rig.roll(BAR, 500, 240.0, 0.0);
    let after = strikes(&rig.events);
    assert!(after[from..].iter().all(|strike| strike.lane == 1));
    assert_eq!(after[from].velocity, 1);
}

#[test]
fn other_parameters_may_move_while_a_pattern_is_queued() {
    let mut rig = Rig::new(two_patterns(), 48_000.0);
    let controls = asking(1, PatternChange::Bar, PatternEntry::Song);
    for block in 0..96 {
        let at = float(block) * 1000.0;
        let moved = Controls {
            gate: 0.5 + float(block) / 100.0,
            ..controls.clone()
        };
        if block > 0 {
            rig.engine.set_controls(&moved);
        }
        rig.call(1000, rolling(240.0, at / 12_000.0));
    }
    let lanes: Vec<_> = strikes(&rig.events)
        .iter()
        .map(|strike| strike.lane)
        .collect();
    assert_eq!(lanes, [vec![0; 16], vec![1; 16]].concat());
}

#[test]
fn a_step_on_the_boundary_is_the_new_patterns_though_the_old_one_has_seen_it_already() {
    let nudged = |tenths| Nudge::new(tenths).expect("half a step");
    // The old pattern looks half a step ahead, and would strike a tenth of one before the boundary.
    let old = Groove::new(1)
        .plain()
        .lane(0, "....x...x.......")
        .put(0, 4, |step| step.nudge = nudged(-100))
        .put(0, 8, |step| step.nudge = nudged(-500));
    let new = Groove::new(1).plain().lane(1, "....x...........");
    let mut rig = Rig::new(bank(&[old, new]), 48_000.0);
    let asked = 4 * SIXTEENTH - 700;
    rig.roll(asked, 100, 240.0, 0.0);
    let controls = asking(1, PatternChange::Beat, PatternEntry::Song);
    rig.engine.set_controls(&controls);
    rig.roll(6000, 100, 240.0, float(asked) / 12_000.0);
    let struck = strikes(&rig.events);
    let frames: Vec<_> = struck
        .iter()
        .map(|strike| (strike.frame, strike.lane))
        .collect();
    assert_eq!(frames, [(4 * SIXTEENTH, 1)]);
}

#[test]
fn a_host_that_moves_a_little_over_the_boundary_changes_the_pattern_once_and_there() {
    // The bar line is on frame 96 000. Four frames before it the host is just past it; or four frames
    // after it the host is not there yet.
    for (frames, tempo, position) in [(95_996, 121.0, 4.000_1), (96_004, 119.0, 3.999_9)] {
        let mut rig = Rig::new(two_patterns(), 48_000.0);
        let change = asking(1, PatternChange::Bar, PatternEntry::Top);
        rig.roll(48_000, 512, 120.0, 0.0);
        rig.engine.set_controls(&change);
        rig.roll(frames - 48_000, 512, 120.0, 2.0);
        rig.roll(25_000, 500, tempo, position);
        let struck = strikes(&rig.events);
        let count = |lane| struck.iter().filter(|strike| strike.lane == lane).count();
        assert_eq!(count(0), 16, "the first pattern's bar, at {position}");
        let second = struck.iter().filter(|strike| strike.lane == 1);
        let velocities: Vec<_> = second.map(|strike| strike.velocity).collect();
        assert_eq!(velocities, [1, 2, 3, 4, 5], "at {position}");
    }
}

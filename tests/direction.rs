//! Which cell lies on which sixteenth: direction, rotation, reset, shift and speed, by hand.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Controls;
use afterbeat::pattern::{Bank, Direction, Edit, LaneSetting, Reset, Velocity};
use afterbeat::time::Speed;
use support::check::strikes;
use support::groove::{Groove, lane_at};
use support::number::float;
use support::rig::Rig;

/// A sixteenth at 240 BPM and 48 kHz.
const SIXTEENTH: i64 = 3000;
const BAR: i64 = 16 * SIXTEENTH;

/// A lane of sixteenths whose velocities are the numbers of its steps, from 1.
fn numbered(bars: u8, steps: u8) -> Groove {
    let empty = Groove::new(bars).plain().length(0, u16::from(steps));
    (0..steps).fold(empty, |groove, at| {
        groove.put(0, at, |step| step.velocity = Velocity::new(at + 1))
    })
}

trait Set {
    fn set(self, to: LaneSetting) -> Self;
    fn runs(self, direction: Direction) -> Self;
    fn rotated(self, by: i8) -> Self;
}

impl Set for Groove {
    fn set(self, to: LaneSetting) -> Self {
        self.edit(Edit::Lane { at: lane_at(0), to })
    }

    fn runs(self, direction: Direction) -> Self {
        self.set(LaneSetting::Direction(direction))
    }

    fn rotated(self, by: i8) -> Self {
        self.set(LaneSetting::Rotate(by))
    }
}

/// The frames and numbers of the steps that play from a bar up to another.
fn frames(bank: Bank, (from, until): (i64, i64), controls: &Controls) -> Vec<(i64, u8)> {
    let mut rig = Rig::with(bank, 48_000.0, controls);
    rig.roll((until - from) * BAR, 512, 240.0, float(4 * from));
    let strikes = strikes(&rig.events);
    let strikes = strikes.iter();
    strikes
        .map(|strike| (strike.frame, strike.velocity))
        .collect()
}

/// The numbers of the steps on all sixteenths of these bars.
fn steps(groove: &Groove, range: (i64, i64), controls: &Controls) -> Vec<u8> {
    let played = frames(groove.bank(), range, controls);
    for (at, (frame, _)) in (0..).zip(&played) {
        assert_eq!(*frame, at * SIXTEENTH, "a step on each sixteenth");
    }
    played.iter().map(|(_, step)| *step).collect()
}

/// Two bars from the song's beginning.
fn two_bars(groove: &Groove) -> Vec<u8> {
    steps(groove, (0, 2), &Controls::default())
}

/// The digits of `text`, each a step's number; blanks and bars are nothing.
fn table(text: &str) -> Vec<u8> {
    let digits = text.chars().filter_map(|cell| cell.to_digit(10));
    digits
        .map(|digit| u8::try_from(digit).expect("a digit"))
        .collect()
}

#[test]
fn forward_starts_again_with_the_pattern() {
    let groove = numbered(1, 5);
    let expected = table("1234 5123 4512 3451 | 1234 5123 4512 3451");
    assert_eq!(two_bars(&groove), expected);
}

#[test]
fn backward_begins_with_the_last_step() {
    let groove = numbered(1, 5).runs(Direction::Backward);
    let expected = table("5432 1543 2154 3215 | 5432 1543 2154 3215");
    assert_eq!(two_bars(&groove), expected);
}

#[test]
fn ping_pong_plays_its_ends_once() {
    let groove = numbered(1, 5).runs(Direction::PingPong);
    let expected = table("1234 5432 1234 5432 | 1234 5432 1234 5432");
    assert_eq!(two_bars(&groove), expected);
    let groove = numbered(1, 4).runs(Direction::PingPong);
    let expected = table("1234 3212 3432 1234 | 1234 3212 3432 1234");
    assert_eq!(two_bars(&groove), expected);
}

#[test]
fn ping_pong_of_one_and_of_two_steps() {
    let groove = numbered(1, 1).runs(Direction::PingPong);
    assert_eq!(two_bars(&groove), [1; 32]);
    let groove = numbered(1, 2).runs(Direction::PingPong);
    assert_eq!(two_bars(&groove), [1, 2].repeat(16));
}

#[test]
fn ping_pong_goes_on_in_a_free_lane() {
    let groove = numbered(1, 4)
        .runs(Direction::PingPong)
        .reset(0, Reset::Never);
    let expected = table("1234 3212 3432 1234 | 3212 3432 1234 3212");
    assert_eq!(two_bars(&groove), expected);
}

#[test]
fn rotated_a_lane_starts_later_and_the_end_comes_round() {
    let bar = |by: i8| two_bars(&numbered(1, 5).rotated(by))[..5].to_vec();
    assert_eq!(bar(0), [1, 2, 3, 4, 5]);
    assert_eq!(bar(1), [5, 1, 2, 3, 4]);
    assert_eq!(bar(-1), [2, 3, 4, 5, 1]);
    assert_eq!(bar(7), [4, 5, 1, 2, 3]);
    assert_eq!(bar(127), [4, 5, 1, 2, 3]);
    assert_eq!(bar(-128), [4, 5, 1, 2, 3]);
}

#[test]
fn rotation_turns_what_the_direction_gives() {
    let bar = |direction, steps, by: i8| {
        let groove = numbered(1, steps).runs(direction).rotated(by);
        two_bars(&groove)[..6].to_vec()
    };
    assert_eq!(bar(Direction::Backward, 5, 1), [4, 3, 2, 1, 5, 4]);
    assert_eq!(bar(Direction::PingPong, 3, 1), [3, 1, 2, 1, 3, 1]);
}

#[test]
fn a_lane_starts_again_after_so_many_bars() {
    let groove = numbered(1, 5).reset(0, Reset::every(2).expect("a power of two"));
    let played = steps(&groove, (0, 3), &Controls::default());
    let expected = table("1234 5123 4512 3451 | 2345 1234 5123 4512 | 1234 5123 4512 3451");
    assert_eq!(played, expected);
    assert_eq!(
        steps(&groove, (7, 8), &Controls::default()),
        expected[16..32]
    );
}

#[test]
fn a_lane_starts_again_with_a_pattern_of_three_bars_wherever_play_begins() {
    let groove = numbered(3, 5);
    let expected = table("2345 1234 5123 4512 | 3451 2345 1234 5123 | 1234 5123 4512 3451");
    assert_eq!(steps(&groove, (4, 7), &Controls::default()), expected);
}

#[test]
fn a_free_lane_is_counted_from_the_songs_beginning() {
    let groove = numbered(1, 5).reset(0, Reset::Never);
    // Bar 3 begins with sixteenth 48, and 48 is 3 more than nine fives.
    let expected = table("4512 3451 2345 1234");
    assert_eq!(steps(&groove, (3, 4), &Controls::default()), expected);
}

#[test]
fn shift_moves_the_laps_by_quarter_notes() {
    let shifted = |shift, range| {
        let controls = Controls {
            shift,
            ..Controls::default()
        };
        steps(&numbered(1, 5), range, &controls)
    };
    // A beat later: the last four of the lap before, then a lap.
    let expected = table("3451 1234 5123 4512 | 3451 1234 5123 4512");
    assert_eq!(shifted(1, (4, 6)), expected);
    // A beat earlier: a lap ends on the last beat.
    let expected = table("5123 4512 3451 1234 | 5123 4512 3451 1234");
    assert_eq!(shifted(-1, (4, 6)), expected);
    assert_eq!(shifted(4, (4, 5)), table("1234 5123 4512 3451"));
}

#[test]
fn shift_moves_a_free_lane_too() {
    let controls = Controls {
        shift: 2,
        ..Controls::default()
    };
    let groove = numbered(1, 5).reset(0, Reset::Never);
    // Sixteenth 64 is the lane's 56th, and 56 is one more than eleven fives.
    let expected = table("2345 1234 5123 4512");
    assert_eq!(steps(&groove, (4, 5), &controls), expected);
}

fn at(speed: Speed) -> Controls {
    Controls {
        speed,
        ..Controls::default()
    }
}

#[test]
fn at_half_speed_steps_and_laps_are_twice_as_long() {
    let played = frames(numbered(1, 5).bank(), (0, 3), &at(Speed::Half));
    let numbers = table("1234 5123 4512 3451 | 1234 5123");
    let expected: Vec<_> = (0..).map(|at| at * 2 * SIXTEENTH).zip(numbers).collect();
    assert_eq!(played, expected);
    // From the second bar on: the second half of the lap.
    let late = frames(numbered(1, 5).bank(), (1, 2), &at(Speed::Half));
    let expected: Vec<_> = (0..)
        .map(|at| at * 2 * SIXTEENTH)
        .zip(table("4512 3451"))
        .collect();
    assert_eq!(late, expected);
}

#[test]
fn at_double_speed_steps_and_laps_are_half_as_long() {
    let played = frames(numbered(1, 5).bank(), (0, 1), &at(Speed::Double));
    let numbers = table("1234 5123 4512 3451 | 1234 5123 4512 3451");
    let expected: Vec<_> = (0..).map(|at| at * SIXTEENTH / 2).zip(numbers).collect();
    assert_eq!(played, expected);
}

#[test]
fn another_speed_waits_for_the_bar_line() {
    let mut rig = Rig::new(numbered(1, 5).bank(), 48_000.0);
    rig.roll(BAR / 2, 512, 240.0, 0.0);
    rig.engine.set_controls(&at(Speed::Double));
    rig.roll(BAR, 512, 240.0, 2.0);
    let played = strikes(&rig.events);
    let played: Vec<_> = played
        .iter()
        .map(|strike| (strike.frame, strike.velocity))
        .collect();
    let first = (0..)
        .map(|at| at * SIXTEENTH)
        .zip(table("1234 5123 4512 3451"));
    let second = (0..).map(|at| BAR + at * SIXTEENTH / 2);
    let second = second.zip(table("1234 5123 4512 3451"));
    let expected: Vec<_> = first.chain(second).collect();
    assert_eq!(played, expected);
}

#[test]
fn at_random_every_cell_is_as_likely_and_the_same_from_anywhere() {
    let groove = numbered(1, 5)
        .runs(Direction::Random)
        .reset(0, Reset::Never);
    let all = steps(&groove, (0, 400), &Controls::default());
    for cell in 1..=5 {
        // 6400 draws of a fifth: the deviation is 32, and four of them are 128.
        let count = all.iter().filter(|step| **step == cell).count();
        assert!(
            count.abs_diff(1280) <= 128,
            "cell {cell} on {count} of 6400"
        );
    }
    // A cell follows itself as often as any other: no order is kept.
    let twice = all.windows(2).filter(|pair| pair[0] == pair[1]).count();
    assert!(
        twice.abs_diff(1280) <= 128,
        "{twice} of 6400 follow themselves"
    );
    let late = steps(&groove, (300, 400), &Controls::default());
    assert_eq!(late, all[300 * 16..]);
    let other = Controls {
        seed: 2,
        ..Controls::default()
    };
    assert_ne!(steps(&groove, (300, 400), &other), late, "another seed");
}

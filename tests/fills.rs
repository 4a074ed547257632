//! Fills: Classic against the original's counts, a drummer's against those of drummers.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::pattern::fill::{Fill, Style};
use afterbeat::pattern::{Manner, Role, Seed};
use afterbeat::time::{BarMap, Meter, Tick, Ticks};
use support::number::float;

const SIXTEENTH: i64 = Ticks::QUARTER.get() / 4;

const ROLES: [Role; 13] = [
    Role::Kick,
    Role::Snare,
    Role::ClosedHat,
    Role::OpenHat,
    Role::HighTom,
    Role::LowTom,
    Role::FloorTom,
    Role::Crash,
    Role::Ride,
    Role::SideStick,
    Role::Clap,
    Role::HandDrum,
    Role::Percussion,
];

fn common_time() -> BarMap {
    BarMap::from_song_start(Meter::COMMON)
}

fn style(manner: Manner, size: f64, seed: u16) -> Style {
    Style {
        manner,
        size,
        seed: Seed::kit(seed),
        cycle_bars: None,
    }
}

fn all(_: Role) -> f64 {
    1.0
}

/// The toms stay out.
fn without_toms(role: Role) -> f64 {
    f64::from(u8::from(matches!(role, Role::Kick | Role::Snare)))
}

/// What strikes in a fill on straight sixteenths: the sixteenth from the end, who, how loud.
fn strikes(fill: &Fill, bars: &BarMap, willing: &dyn Fn(Role) -> f64) -> Vec<(i64, Role, f64)> {
    let sixteenths = (1..=64).rev();
    let at = |back| fill.end() - Ticks::new(back * SIXTEENTH);
    sixteenths
        .flat_map(|back| ROLES.map(|role| (back, role)))
        .filter_map(|(back, role)| {
            let velocity = fill.strike(role, at(back), bars, willing)?;
            Some((back, role, velocity))
        })
        .collect()
}

fn length(fill: &Fill) -> i64 {
    (fill.end() - fill.start()).get() / SIXTEENTH
}

/// The fill that leads into bar `line`.
fn into(line: i64, style: Style, every: i64) -> Fill {
    let bars = common_time();
    Fill::before_line(style, every, &bars, bars.line(line - 1))
}

/// The chances of kick and snare at each step of the original's loop of two bars.
fn curve() -> Vec<[f64; 2]> {
    let rows = include_str!("data/fill_stats.csv").lines().skip(1);
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim().split(',').collect();
        [1, 2].map(|column| cells[column].parse().expect("a chance"))
    };
    rows.map(row).collect()
}

#[test]
fn classic_fills_are_as_frequent_as_the_originals_at_every_step() {
    const CYCLES: i64 = 20_000;
    let bars = common_time();
    let mut counts = [[0_i64; 2]; 64];
    for cycle in 1..=CYCLES {
        let fill = into(4 * cycle, style(Manner::Classic, 0.843, 7), 4);
        for (back, role, velocity) in strikes(&fill, &bars, &all) {
            let drum = usize::from(role == Role::Snare);
            assert!(matches!(role, Role::Kick | Role::Snare), "{role:?}");
            assert_eq!(velocity.to_bits(), 127.0_f64.to_bits());
            counts[usize::try_from(64 - back).expect("below 64")][drum] += 1;
        }
    }
    let share = |count: i64| float(count) / float(CYCLES);
    for drum in [0, 1] {
        let total: i64 = counts.iter().map(|step| step[drum]).sum();
        let last_bar: i64 = counts[48..].iter().map(|step| step[drum]).sum();
        assert!((share(total) - 4.89).abs() < 0.06, "{}", share(total));
        assert!(float(last_bar) / float(total) > 0.97);
        for (step, expected) in curve().iter().enumerate() {
            let rate = share(counts[32 + step][drum]);
            assert!((rate - expected[drum]).abs() < 0.015, "step {step}: {rate}");
        }
    }
    assert_eq!(counts[..32], [[0; 2]; 32], "two bars at most");
}

#[test]
fn every_interval_has_exactly_one_fill_at_its_end() {
    let bars = common_time();
    for manner in [Manner::Classic, Manner::Drummer] {
        for every in [1, 2, 3, 4, 8, 16] {
            let style = style(manner, 0.8, 3);
            for interval in 0..200 {
                let line = (interval + 1) * every;
                let fill = into(line, style, every);
                assert_eq!(fill.end(), bars.line(line));
                assert!(fill.start() >= bars.line(line - every) && fill.start() < fill.end());
                // Wherever in the interval it is asked about, it is the same.
                for bar in line - every..line {
                    let tick = bars.line(bar) + Ticks::new(SIXTEENTH * 5);
                    assert_eq!(Fill::before_line(style, every, &bars, tick), fill);
                }
            }
        }
    }
}

#[test]
fn nothing_leads_into_the_songs_beginning_or_begins_before_it() {
    let bars = common_time();
    for seed in 0..500 {
        for manner in [Manner::Classic, Manner::Drummer] {
            let style = style(manner, 1.0, seed);
            for line in -3..=0 {
                let fill = into(line, style, 1);
                assert_eq!(fill.start(), fill.end());
                assert!(!fill.contains(fill.end()) && !fill.has_strikes(&bars, &all));
            }
            assert!(into(1, style, 1).start() >= Tick::ZERO);
        }
    }
}

#[test]
fn size_is_the_mean_length_and_most_fills_begin_on_a_beat_or_an_off_eighth() {
    for (size, expected) in [(0.25, 5.0), (0.5, 8.0), (0.75, 11.0)] {
        let fills = (1..=20_000).map(|line| into(line, style(Manner::Drummer, size, 1), 1));
        let lengths: Vec<i64> = fills.map(|fill| length(&fill)).collect();
        let mean = float(lengths.iter().sum()) / 20_000.0;
        assert!((mean - expected).abs() < 0.25, "{size}: {mean}");
        assert!(lengths.iter().all(|length| (2..=16).contains(length)));
        let even = lengths.iter().filter(|length| *length % 2 == 0).count();
        // Half of all lengths are even as drawn, seven tenths of the others made so.
        assert!((16_600..17_400).contains(&even), "{even}");
    }
}

#[test]
fn the_smallest_fills_are_short_and_strike_all_the_same() {
    let bars = common_time();
    let fills: Vec<Fill> = (1..=5_000)
        .map(|line| into(line, style(Manner::Drummer, 0.0, 1), 1))
        .collect();
    let mean = float(fills.iter().map(length).sum()) / 5_000.0;
    assert!((2.0..3.2).contains(&mean), "{mean}");
    let heard = fills.iter().filter(|fill| fill.has_strikes(&bars, &all));
    assert!(heard.count() > 3_500);
}

#[test]
fn a_fill_is_struck_as_drummers_do() {
    let bars = common_time();
    for tenths in [35, 50, 65, 80, 100] {
        let style = style(Manner::Drummer, float(tenths) / 100.0, 11);
        let (mut drums, mut total) = ([0_i64; 3], 0_i64);
        let mut thirds = [(0.0, 0_i64); 3];
        let mut sixteenths = 0;
        for line in 1..=5_000 {
            let fill = into(line, style, 1);
            sixteenths += length(&fill);
            for (back, role, velocity) in strikes(&fill, &bars, &all) {
                let drum = match role {
                    Role::Snare => 0,
                    Role::HighTom | Role::LowTom | Role::FloorTom => 1,
                    Role::Kick => 2,
                    _ => panic!("{role:?} in a fill"),
                };
                drums[drum] += 1;
                total += 1;
                let third = 3 * (length(&fill) - back) / length(&fill);
                let third = &mut thirds[usize::try_from(third).expect("a third")];
                *third = (third.0 + velocity, third.1 + 1);
            }
        }
        let share = drums.map(|count| float(count) / float(total));
        let per_bar = 16.0 * float(total) / float(sixteenths);
        assert!((0.35..0.55).contains(&share[0]), "{share:?}");
        assert!((0.20..0.40).contains(&share[1]), "{share:?}");
        assert!((0.08..0.20).contains(&share[2]), "{share:?}");
        assert!((11.0..16.0).contains(&per_bar), "{per_bar}");
        let mean = thirds.map(|(sum, count)| sum / float(count));
        assert!(mean[0] + 10.0 < mean[2] && mean[0] < mean[1], "{mean:?}");
    }
}

#[test]
fn one_hand_strikes_one_drum_and_the_foot_the_eighths() {
    let bars = common_time();
    for line in 1..2_000 {
        let fill = into(line, style(Manner::Drummer, 0.8, 2), 1);
        let strikes = strikes(&fill, &bars, &all);
        for back in 1..=16 {
            let hands = strikes
                .iter()
                .filter(|strike| strike.0 == back && strike.1 != Role::Kick);
            assert!(hands.count() <= 1);
        }
        for (back, role, velocity) in strikes {
            if role == Role::Kick {
                assert_eq!(back % 2, 0);
                assert!((95.0..=110.0).contains(&velocity));
            } else {
                assert!((58.0..=118.0).contains(&velocity));
            }
        }
    }
}

#[test]
fn one_fill_in_seven_leaves_its_last_eighth_empty() {
    let bars = common_time();
    // Every sixteenth is asked a hundred times, a tick apart, so that chance alone is never silent.
    let is_empty = |fill: &Fill| {
        let near = (1..=100).map(|tick| fill.end() - Ticks::new(SIXTEENTH * 2 - 100 + tick));
        let mut heard = near.filter(|tick| fill.strike(Role::Snare, *tick, &bars, &all).is_some());
        heard.next().is_none()
    };
    let fills = (1..=14_000).map(|line| into(line, style(Manner::Drummer, 0.8, 4), 1));
    let empty = fills.filter(is_empty).count();
    // Five standard deviations of a count of 2000.
    assert!((1_790..2_210).contains(&empty), "{empty}");
}

#[test]
fn without_toms_the_snare_takes_their_turns() {
    let bars = common_time();
    let (mut with, mut without) = (0, 0);
    for line in 1..2_000 {
        let fill = into(line, style(Manner::Drummer, 0.8, 2), 1);
        let by_hand = |willing: &dyn Fn(Role) -> f64| -> Vec<Role> {
            let roles = strikes(&fill, &bars, willing)
                .into_iter()
                .map(|strike| strike.1);
            roles.filter(|role| *role != Role::Kick).collect()
        };
        with += by_hand(&all).len();
        let alone = by_hand(&without_toms);
        assert!(alone.iter().all(|role| *role == Role::Snare));
        without += alone.len();
    }
    assert_eq!(with, without);
}

#[test]
fn an_unwilling_kit_plays_no_fill() {
    let bars = common_time();
    for manner in [Manner::Classic, Manner::Drummer] {
        let mut heard = 0;
        for line in 1..500 {
            let fill = into(line, style(manner, 1.0, 5), 1);
            assert!(!fill.has_strikes(&bars, &|_| 0.0));
            assert!(strikes(&fill, &bars, &|_| 0.0).is_empty());
            let any = !strikes(&fill, &bars, &all).is_empty();
            assert_eq!(fill.has_strikes(&bars, &all), any);
            heard += usize::from(any);
        }
        assert!(heard > 490);
    }
}

#[test]
fn a_lane_that_is_half_willing_plays_half_as_often() {
    let bars = common_time();
    let half = |role| if role == Role::Snare { 0.5 } else { 0.0 };
    let (mut whole, mut halved) = (0, 0);
    for line in 1..5_000 {
        let fill = into(line, style(Manner::Drummer, 1.0, 6), 1);
        whole += strikes(&fill, &bars, &without_toms)
            .iter()
            .filter(|strike| strike.1 == Role::Snare)
            .count();
        halved += strikes(&fill, &bars, &half).len();
    }
    let (whole, halved) = (i64::try_from(whole), i64::try_from(halved));
    let ratio = float(halved.expect("a count")) / float(whole.expect("a count"));
    assert!((ratio - 0.5).abs() < 0.02, "{ratio}");
}

#[test]
fn fills_come_again_after_the_cycle_and_only_then() {
    let bars = common_time();
    let folded = Style {
        cycle_bars: Some(16),
        ..style(Manner::Drummer, 0.7, 8)
    };
    let heard = |line, style| strikes(&into(line, style, 4), &bars, &all);
    for line in (4..64).step_by(4) {
        assert_eq!(heard(line, folded), heard(line + 16, folded));
        assert_eq!(heard(line, folded), heard(line + 1_600, folded));
        assert_ne!(heard(line, folded), heard(line + 4, folded));
    }
    let free = style(Manner::Drummer, 0.7, 8);
    assert!(
        (4..64)
            .step_by(4)
            .any(|line| heard(line, free) != heard(line + 16, free))
    );
}

#[test]
fn a_fill_asked_for_runs_from_where_it_is_asked_to_the_bar_line() {
    let bars = common_time();
    let start = bars.line(2) + Ticks::new(SIXTEENTH * 3 + 77);
    let (mut heard, mut at_the_end) = (0, 0);
    for seed in 0..200 {
        let style = style(Manner::Drummer, 0.2, seed);
        let fill = Fill::asked_for(style, &bars, start, bars.line(4));
        assert_eq!((fill.start(), fill.end()), (start, bars.line(4)));
        assert!(fill.contains(start) && !fill.contains(bars.line(4)));
        let strikes = strikes(&fill, &bars, &all);
        assert!(strikes.iter().all(|strike| (1..=28).contains(&strike.0)));
        heard += usize::from(fill.has_strikes(&bars, &all));
        at_the_end += strikes.iter().filter(|strike| strike.0 == 1).count();
    }
    assert_eq!(heard, 200);
    // Nearly nine in ten: it never leaves its last eighth empty.
    assert!(at_the_end > 160, "{at_the_end}");
}

#[test]
fn fills_end_at_the_bar_lines_of_any_meter() {
    for (beats, unit) in [(3, 4), (7, 8), (5, 16), (1, 64), (12, 8)] {
        let meter = Meter::new(beats, unit).expect("a meter");
        let bars = BarMap::from_song_start(meter);
        for line in 1..200 {
            let style = style(Manner::Drummer, 1.0, 9);
            let fill = Fill::before_line(style, 1, &bars, bars.line(line - 1));
            assert_eq!(fill.end(), bars.line(line));
            assert!(fill.start() >= bars.line(line - 1));
            assert!(length(&fill) <= 16);
        }
    }
}

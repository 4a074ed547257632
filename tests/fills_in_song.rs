//! Fills as they are heard in a song: where they are, and the one that they lead into.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, FillEvery, Kind, Origin, Source};
use afterbeat::pattern::fill::{Fill, Style};
use afterbeat::pattern::{InFills, Manner, Role, Seed, kit};
use afterbeat::time::{BarMap, Meter, Tick, Ticks};
use support::check::{check_wire, strikes};
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::{float, round};
use support::rig::At;
use support::script::{Act, Loop, Script};

const RATE: f64 = 48_000.0;
/// Frames of a beat and of a bar at 120 bpm.
const BEAT: i64 = 24_000;
const BAR: i64 = 4 * BEAT;
const SIXTEENTH: i64 = BEAT / 4;
/// Lanes of the kit.
const KICK: u8 = 0;
const HAT: u8 = 2;
const CRASH: u8 = 7;

fn controls(every: u8) -> Controls {
    Controls {
        fills: 0.6,
        fill_every: FillEvery::new(every),
        fill_crash: true,
        ..Controls::default()
    }
}

/// A soft kick, which is on every second one, hats all the time, a cowbell that plays on.
fn groove() -> Groove {
    Groove::new(2)
        .lane(KICK, "2... .... 2... .... .... .... 2... ....")
        .lane(1, ".... 7...")
        .lane(HAT, "6666")
        .lane(9, "6666")
}

fn style(controls: &Controls) -> Style {
    Style {
        manner: Manner::Drummer,
        size: controls.fills,
        seed: Seed::kit(controls.seed),
        cycle_bars: None,
    }
}

fn willing(role: Role) -> f64 {
    let lane = role.lane().map(|lane| kit()[lane].voice().fills);
    lane.map_or(0.0, |fills| f64::from(fills.get()) / 100.0)
}

fn frame(tick: Tick) -> i64 {
    round(tick.to_f64() / Ticks::QUARTER.to_f64() * float(BEAT))
}

/// The fill before each line that is due, first and last frame, and whether it strikes anything.
fn fills(controls: &Controls, bars: i64) -> Vec<(i64, i64, bool)> {
    let map = BarMap::from_song_start(Meter::COMMON);
    let every = controls.fill_every.map_or(1, FillEvery::bars);
    let lines = (1..=bars / every).map(|interval| interval * every);
    lines
        .map(|line| {
            let fill = Fill::before_line(style(controls), every, &map, map.line(line - 1));
            let strikes = fill.has_strikes(&map, &willing);
            (frame(fill.start()), frame(fill.end()), strikes)
        })
        .collect()
}

fn played(groove: &Groove, controls: &Controls, bars: i64) -> Vec<At> {
    let script = Script::steady(RATE, 120.0, 0.0, bars * BAR + 1).with(0, controls);
    let events = script.play(&groove.bank(), &Cuts::Steady(777));
    check_wire(&events);
    events
}

/// The velocity with which a lane is struck on a frame.
fn struck(events: &[At], lane: u8, frame: i64) -> Option<u8> {
    let strikes = strikes(events);
    let strike = strikes
        .iter()
        .find(|strike| (strike.lane, strike.frame) == (lane, frame));
    strike.map(|strike| strike.velocity)
}

/// The frames on which fills strike.
fn filled(events: &[At]) -> Vec<i64> {
    let is_fill = |at: &&At| {
        let is_on = at.1.kind != Kind::Off;
        is_on
            && matches!(
                at.1.origin,
                Origin::Strike {
                    source: Source::Fill,
                    ..
                }
            )
    };
    events.iter().filter(is_fill).map(|at| at.0).collect()
}

#[test]
fn every_interval_has_one_fill_and_nothing_outside_it() {
    for every in [1, 2, 4, 8, 16] {
        let controls = controls(every);
        let events = played(&groove(), &controls, 64);
        let heard = filled(&events);
        let fills = fills(&controls, 64);
        for frame in &heard {
            let is_expected = fills.iter().any(|fill| (fill.0..=fill.1).contains(frame));
            assert!(is_expected, "every {every}: {frame}");
        }
        for (start, end, strikes) in fills {
            let is_heard = heard.iter().any(|frame| (start..end).contains(frame));
            assert_eq!(is_heard, strikes, "every {every}: {start} to {end}");
        }
    }
    let events = played(&groove(), &controls(0), 64);
    assert_eq!(filled(&events), [0; 0]);
}

#[test]
fn a_fill_ends_on_the_one_with_kick_and_crash_and_without_the_hat() {
    let mut landings = 0;
    for seed in 1..=20 {
        let controls = Controls {
            seed,
            ..controls(1)
        };
        let events = played(&groove(), &controls, 32);
        for (_, end, strikes) in fills(&controls, 31) {
            let (kick, crash) = (struck(&events, KICK, end), struck(&events, CRASH, end));
            if strikes {
                assert!(kick >= Some(105), "seed {seed}, {end}: {kick:?}");
                assert_eq!(crash, Some(110), "seed {seed}, {end}");
                assert_eq!(struck(&events, HAT, end), None, "seed {seed}, {end}");
                landings += 1;
            } else {
                assert_eq!(crash, None, "seed {seed}, {end}");
                assert!(struck(&events, HAT, end).is_some(), "seed {seed}, {end}");
            }
        }
        let plain = Controls {
            fill_crash: false,
            ..controls
        };
        let events = played(&groove(), &plain, 32);
        assert!(strikes(&events).iter().all(|strike| strike.lane != CRASH));
    }
    assert!(landings > 400, "{landings}");
}

#[test]
fn in_fills_lanes_rest_or_play_only_there() {
    let groove = groove()
        .lane(10, "6666")
        .voice(10, |voice| voice.in_fills = InFills::Only);
    let controls = controls(2);
    let events = played(&groove, &controls, 64);
    let fills = fills(&controls, 64);
    for sixteenth in 0..64 * 16 {
        let at = sixteenth * SIXTEENTH;
        let runs = fills.iter().any(|fill| (fill.0..fill.1).contains(&at));
        let lands = fills.iter().any(|fill| fill.1 == at && fill.2);
        let plays = |lane| struck(&events, lane, at).is_some();
        assert_eq!(plays(HAT), !runs && !lands, "sixteenth {sixteenth}");
        assert_eq!(plays(10), runs, "sixteenth {sixteenth}");
        assert!(plays(9), "sixteenth {sixteenth}");
    }
}

/// Presses Fill Now for a time and gives the sixteenths on which the hat was not struck.
fn pressed(from: i64, until: i64) -> (Vec<At>, Vec<i64>) {
    let idle = controls(0);
    let held = Controls {
        fill_now: true,
        ..idle.clone()
    };
    let script = Script::steady(RATE, 120.0, 0.0, 8 * BAR).with(0, &idle);
    let script = script.with(from, &held).with(until, &idle);
    let events = script.play(&groove().bank(), &Cuts::Steady(512));
    check_wire(&events);
    let silent = |sixteenth: &i64| struck(&events, HAT, sixteenth * SIXTEENTH).is_none();
    let silence = (0..128).filter(silent).collect();
    (events, silence)
}

#[test]
fn fill_now_fills_up_to_the_bar_line_and_on_while_it_is_held() {
    // (pressed, released, the sixteenths of the fill), in sixteenths and halves of them.
    let cases = [
        // Tapped: to the bar line.
        ((20.0, 20.5), 20..32),
        // Held over two lines: to the one after the release.
        ((20.0, 50.0), 20..64),
        // Between two steps.
        ((20.5, 24.5), 21..32),
        // With just a beat left, and with less.
        ((28.0, 28.5), 28..32),
        ((28.5, 29.0), 29..48),
        ((31.5, 40.0), 32..48),
    ];
    for ((from, until), expected) in cases {
        let frames = |sixteenths: f64| round(sixteenths * float(SIXTEENTH));
        let (events, mut silence) = pressed(frames(from), frames(until));
        let end = expected.end;
        let heard = filled(&events);
        let range = expected.start * SIXTEENTH..=end * SIXTEENTH;
        assert!(!heard.is_empty(), "{from} to {until}");
        assert!(
            heard.iter().all(|frame| range.contains(frame)),
            "{from} to {until}: {heard:?}"
        );
        // The hat is left out on the one as well, under the crash.
        let landed = struck(&events, CRASH, end * SIXTEENTH) == Some(110);
        assert_eq!(silence.contains(&end), landed, "{from} to {until}");
        silence.retain(|sixteenth| *sixteenth != end);
        assert_eq!(silence, expected.collect::<Vec<_>>(), "{from} to {until}");
    }
}

/// A loop of two bars with a fill at its end, and what happens to the transport in between.
fn looped(act: Option<(i64, Act)>) -> Vec<At> {
    let idle = controls(0);
    let held = Controls {
        fill_now: true,
        ..idle.clone()
    };
    let looping = Loop {
        range: (0.0, 8.0),
        tells: true,
        splits: true,
    };
    let mut script = Script::steady(RATE, 120.0, 0.0, 4 * BAR).with(0, &idle);
    script.acts.insert(0, (0, Act::Loop(Some(looping))));
    let mut script = script.with(BAR + BEAT, &held).with(BAR + 2 * BEAT, &idle);
    if let Some((at, act)) = act {
        script.acts.push((at, act));
        script.acts.sort_by_key(|act| act.0);
    }
    let events = script.play(&groove().bank(), &Cuts::Steady(512));
    check_wire(&events);
    events
}

fn crashes(events: &[At]) -> Vec<i64> {
    let strikes = strikes(events);
    let crashes = strikes.iter().filter(|strike| strike.lane == CRASH);
    crashes.map(|strike| strike.frame).collect()
}

#[test]
fn a_loop_carries_the_crash_over_and_locate_and_stop_drop_it() {
    assert_eq!(crashes(&looped(None)), [2 * BAR]);
    let before_end = 2 * BAR - SIXTEENTH / 2;
    assert_eq!(crashes(&looped(Some((before_end, Act::Play(0.0))))), [0; 0]);
    assert_eq!(crashes(&looped(Some((before_end, Act::Play(4.0))))), [0; 0]);
    assert_eq!(crashes(&looped(Some((before_end, Act::Stop)))), [0; 0]);
    let mut stops = looped(Some((before_end, Act::Stop)));
    stops.retain(|at| at.0 >= before_end + 512);
    assert!(stops.is_empty());
}

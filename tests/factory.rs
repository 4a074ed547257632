//! What the factory's grooves are, written out by hand, and where their strikes sound.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::engine::{Controls, Kind};
use afterbeat::grooves::{Groove, factory, find};
use afterbeat::offline::Render;
use afterbeat::pattern::{Bank, Lane};
use afterbeat::plugin::Params;
use afterbeat::text::format_rate;
use afterbeat::time::{Bpm, Meter, SampleRate};
use std::num::NonZeroU32;
use xtask::neutral::NEUTRAL;

/// The lanes that have strikes: name, key, rate, and each strike's place and velocity.
type Lanes = Vec<(String, u8, String, Vec<(usize, u8)>)>;

fn lanes(groove: &Groove) -> Lanes {
    let strikes = |lane: &Lane| -> Vec<_> {
        let steps = lane.steps().iter().enumerate();
        steps
            .filter_map(|(at, step)| Some((at, step.velocity?.get())))
            .collect()
    };
    let lanes = groove.pattern.lanes.iter().map(|(_, lane)| {
        let name = lane.voice.name.as_str().to_owned();
        let rate = format_rate(lane.rate);
        (name, lane.voice.key.get(), rate, strikes(lane))
    });
    lanes.filter(|(.., strikes)| !strikes.is_empty()).collect()
}

fn lane(
    name: &str,
    key: u8,
    rate: &str,
    strikes: &[(usize, u8)],
) -> (String, u8, String, Vec<(usize, u8)>) {
    (name.to_owned(), key, rate.to_owned(), strikes.to_vec())
}

/// Frame, key and velocity of each written strike, by a player who does not waver, at 120 BPM and
/// 48 kHz: a quarter is 24 000 frames.
fn sound(groove: &Groove, bars: u32) -> Vec<(i64, u8, u8)> {
    let params = Params::detached();
    let only_written = ["humanize_time", "humanize_velocity", "ghosts", "fill_every"];
    let only_written = only_written.map(|id| (id.to_owned(), 0.0));
    for (id, value) in groove.feel.iter().chain(&only_written) {
        let value = value.to_string().parse().unwrap();
        params.by_id(id).unwrap().set_plain(value).unwrap();
    }
    for (id, _, text) in NEUTRAL {
        params.by_id(id).unwrap().set_text(text).unwrap();
    }
    let controls: Controls = params.controls();
    let render = Render {
        bank: Bank::with_first(groove.pattern.clone()),
        bars,
        bpm: Bpm::new(120.0).unwrap(),
        rate: SampleRate::new(48_000.0).unwrap(),
        block: NonZeroU32::new(512).unwrap(),
        meter: Meter::COMMON,
        automated: false,
    };
    let on = |rendered: afterbeat::offline::Rendered| match rendered.event.kind {
        Kind::On(velocity) => Some((rendered.frame, rendered.event.key.get(), velocity.get())),
        Kind::Off => None,
    };
    let events = render.run(|_| controls.clone());
    events.into_iter().filter_map(on).collect()
}

fn of_key(sound: &[(i64, u8, u8)], key: u8) -> Vec<(i64, u8)> {
    let mine = sound.iter().filter(|(_, other, _)| *other == key);
    mine.map(|(frame, _, velocity)| (*frame, *velocity))
        .collect()
}

#[test]
fn every_groove_is_heard_and_its_feel_is_a_feel() {
    for groove in factory() {
        assert!(!sound(groove, 2).is_empty(), "{}", groove.id);
    }
}

#[test]
fn a1_is_straight_eights() {
    let groove = find("A1").unwrap();
    assert_eq!(groove.name, "Straight Eights");
    assert_eq!(groove.tempo, (96.0, 140.0));
    assert_eq!(groove.pattern.bars.get(), 2);
    let hat = [99, 71].repeat(4);
    let hat: Vec<_> = hat
        .into_iter()
        .enumerate()
        .map(|(n, v)| (2 * n, v))
        .collect();
    let expected = [
        lane(
            "Kick",
            36,
            "1/16",
            &[(0, 127), (8, 113), (10, 99), (16, 127), (24, 113), (30, 99)],
        ),
        lane("Snare", 38, "1/16", &[(4, 127), (12, 127)]),
        lane("Closed hat", 42, "1/16", &hat),
        lane("Crash", 49, "1/16", &[(0, 113)]),
    ];
    assert_eq!(lanes(groove), expected);
    // The second bar's snare and hat are the first's again; the kick answers at its end.
    let sound = sound(groove, 2);
    assert_eq!(of_key(&sound, 38).len(), 4);
    assert_eq!(of_key(&sound, 42).len(), 16);
    assert_eq!(of_key(&sound, 36).last(), Some(&(30 * 6_000, 99)));
}

#[test]
fn a4_shuffles_in_eighths() {
    let groove = find("A4").unwrap();
    assert_eq!(groove.name, "Texas Shuffle");
    assert_eq!(groove.tempo, (84.0, 120.0));
    let expected = [
        lane("Kick", 36, "1/16", &[(0, 113), (4, 99), (8, 113), (12, 99)]),
        lane(
            "Snare",
            38,
            "1/16",
            &[
                (0, 43),
                (2, 43),
                (4, 127),
                (6, 43),
                (8, 43),
                (10, 43),
                (12, 127),
                (14, 43),
            ],
        ),
        lane(
            "Closed hat",
            42,
            "1/16",
            &[
                (0, 99),
                (2, 85),
                (4, 113),
                (6, 85),
                (8, 99),
                (10, 85),
                (12, 113),
                (14, 85),
            ],
        ),
    ];
    assert_eq!(lanes(groove), expected);
    // A quarter of 24 000 frames, its second eighth at 66.7 % of it.
    let sound = sound(groove, 1);
    let shuffled: Vec<i64> = (0..4)
        .flat_map(|n| [24_000 * n, 24_000 * n + 16_008])
        .collect();
    let frames = |key| {
        of_key(&sound, key)
            .iter()
            .map(|on| on.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(frames(42), shuffled);
    assert_eq!(frames(38), shuffled);
    assert_eq!(frames(36), [0, 24_000, 48_000, 72_000]);
}

#[test]
fn e5_is_twelve_triplet_eighths_that_do_not_swing() {
    let groove = find("E5").unwrap();
    assert_eq!(groove.name, "Bembe");
    assert_eq!(groove.tempo, (100.0, 120.0));
    assert_eq!(groove.pattern.bars.get(), 1);
    let bell = [
        (0, 113),
        (2, 99),
        (4, 99),
        (5, 113),
        (7, 99),
        (9, 99),
        (11, 99),
    ];
    let pedal = [(0, 71), (3, 71), (6, 71), (9, 71)];
    let conga = [(4, 71), (5, 85), (10, 71), (11, 85)];
    let stick = [(0, 113), (2, 85), (5, 85), (7, 85), (9, 99)];
    let expected = [
        lane("Kick", 36, "1/8t", &[(0, 113), (3, 71), (6, 99), (9, 71)]),
        lane("Ride bell", 53, "1/8t", &bell),
        lane("Pedal hat", 44, "1/8t", &pedal),
        lane("Low conga", 64, "1/8t", &conga),
        lane("Side stick", 37, "1/8t", &stick),
    ];
    assert_eq!(lanes(groove), expected);
    // Twelve to a bar of 96 000 frames, bar after bar, whatever the swing.
    let mut swung = groove.clone();
    swung.feel = vec![("swing".to_owned(), 70.0)];
    for groove in [groove, &swung] {
        let sound = sound(groove, 2);
        let places = (0..2).flat_map(|bar| bell.map(|(at, _)| (bar, at)));
        let frame = |(bar, at): (i64, usize)| bar * 96_000 + i64::try_from(at).unwrap() * 8_000;
        let expected: Vec<_> = places.map(frame).collect();
        let frames: Vec<_> = of_key(&sound, 53).iter().map(|on| on.0).collect();
        assert_eq!(frames, expected);
    }
}

//! What holds for all of the factory's grooves together, and what makes some of them what they are.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::grooves::{FRESH, Groove, factory, find};
use afterbeat::pattern::{
    Bank, Condition, InFills, Lane, Lfo, LfoDepth, LfoShape, Manner, Pattern, Step, Velocity,
    from_bytes, kit, to_bytes,
};
use afterbeat::plugin::Params;
use afterbeat::time::{Meter, Ticks};
use std::collections::BTreeSet;

/// Id, slowest and fastest tempo, swing.
const STYLES: [(&str, f64, f64, f64); 26] = [
    ("A1", 96.0, 140.0, 50.0),
    ("A2", 110.0, 132.0, 50.0),
    ("A3", 130.0, 160.0, 52.0),
    ("A4", 84.0, 120.0, 66.7),
    ("A5", 120.0, 150.0, 50.0),
    ("B1", 88.0, 108.0, 58.0),
    ("B2", 92.0, 112.0, 53.0),
    ("B3", 104.0, 128.0, 50.0),
    ("B4", 90.0, 108.0, 60.0),
    ("B5", 60.0, 76.0, 57.0),
    ("C1", 84.0, 96.0, 60.0),
    ("C2", 76.0, 90.0, 56.0),
    ("C3", 130.0, 150.0, 50.0),
    ("C4", 70.0, 84.0, 62.0),
    ("C5", 94.0, 104.0, 55.0),
    ("D1", 120.0, 128.0, 56.0),
    ("D2", 128.0, 140.0, 50.0),
    ("D3", 126.0, 136.0, 62.0),
    ("D4", 168.0, 178.0, 52.0),
    ("D5", 104.0, 130.0, 50.0),
    ("E1", 116.0, 140.0, 50.0),
    ("E2", 96.0, 116.0, 54.0),
    ("E3", 92.0, 112.0, 50.0),
    ("E4", 68.0, 84.0, 62.0),
    ("E5", 100.0, 120.0, 50.0),
    ("Classic", 96.0, 96.0, 50.0),
];

/// The cells of two bars in which a drum is struck: its key, and the place in the bars.
type Cells = BTreeSet<(u8, i64)>;

fn bars(count: i64) -> Ticks {
    Ticks::new(Meter::COMMON.bar().get() * count)
}

/// How many of a lane's steps fill so many bars.
fn steps_of(lane: &Lane, count: i64) -> i64 {
    lane.rate.step().first_from(bars(count))
}

fn cells(pattern: &Pattern) -> Cells {
    let mut cells = Cells::new();
    for (_, lane) in pattern.lanes.iter() {
        for n in 0..steps_of(lane, 2) {
            let at = usize::try_from(n).unwrap() % usize::from(lane.length.get());
            if lane.steps()[at].velocity.is_some() {
                cells.insert((lane.voice.key.get(), lane.rate.step().place(n).get()));
            }
        }
    }
    cells
}

fn value(groove: &Groove, id: &str) -> Option<f64> {
    let found = groove.feel.iter().find(|(other, _)| other == id);
    found.map(|(_, value)| *value)
}

/// The lane of this name.
fn lane<'a>(groove: &'a Groove, name: &str) -> &'a Lane {
    let mut lanes = groove.pattern.lanes.iter().map(|(_, lane)| lane);
    lanes.find(|lane| lane.voice.name.as_str() == name).unwrap()
}

/// The steps, counted from 0, on which a lane is struck.
fn struck(lane: &Lane) -> Vec<usize> {
    let steps = lane.steps().iter().enumerate();
    let struck = steps.filter(|(_, step)| step.velocity.is_some());
    struck.map(|(at, _)| at).collect()
}

#[test]
fn there_are_five_of_five_styles_and_the_old_machine_each_in_its_tempo_and_swing() {
    let found: Vec<_> = factory()
        .iter()
        .map(|groove| {
            let (slow, fast) = groove.tempo;
            (
                groove.id.as_str(),
                slow,
                fast,
                value(groove, "swing").unwrap(),
            )
        })
        .collect();
    assert_eq!(found, STYLES);
    for five in factory()[..25].chunks(5) {
        let letter = &five[0].id[..1];
        for (n, groove) in five.iter().enumerate() {
            assert_eq!(groove.id, format!("{letter}{}", n + 1));
            assert_eq!(groove.style, five[0].style);
        }
    }
    let styles: BTreeSet<_> = factory().iter().map(|groove| &groove.style).collect();
    assert_eq!(styles.len(), 5);
}

#[test]
fn any_two_differ_in_at_least_four_cells() {
    // The old machine plays A1's notes and is not one of the twenty-five.
    let grooves = &factory()[..25];
    let all: Vec<_> = grooves
        .iter()
        .map(|groove| cells(&groove.pattern))
        .collect();
    for (n, one) in all.iter().enumerate() {
        assert!(!one.is_empty());
        for (m, other) in all.iter().enumerate().skip(n + 1) {
            let count = one.symmetric_difference(other).count();
            let (one, other) = (&grooves[n].id, &grooves[m].id);
            assert!(count >= 4, "{one} and {other} differ in {count}");
        }
    }
}

#[test]
fn every_lane_is_whole_bars_that_fit_the_groove() {
    for groove in factory() {
        let whole = i64::from(groove.pattern.bars.get());
        assert!(whole <= 2, "{}", groove.id);
        for (_, lane) in groove.pattern.lanes.iter() {
            let length = i64::from(lane.length.get());
            let fits = [1, whole].map(|count| steps_of(lane, count));
            let name = lane.voice.name;
            assert!(fits.contains(&length), "{} {name:?}: {length}", groove.id);
        }
    }
}

#[test]
fn no_two_lanes_of_a_groove_play_one_key() {
    for groove in factory() {
        let mut keys = BTreeSet::new();
        for (_, lane) in groove.pattern.lanes.iter() {
            let (channel, key) = (lane.voice.channel.get(), lane.voice.key.get());
            assert!(keys.insert((channel, key)), "{}: {key}", groove.id);
        }
    }
}

#[test]
fn closed_pedal_and_open_hat_choke_each_other() {
    for groove in factory() {
        for (_, lane) in groove.pattern.lanes.iter() {
            let is_hat = [42, 44, 46].contains(&lane.voice.key.get());
            let name = lane.voice.name;
            assert_eq!(lane.voice.choke.is_some(), is_hat, "{} {name:?}", groove.id);
        }
    }
}

#[test]
fn every_feel_is_values_of_parameters_and_the_fresh_ones_are_the_defaults() {
    for groove in factory() {
        let params = Params::detached();
        for (id, value) in &groove.feel {
            let param = params.by_id(id);
            let param = param.unwrap_or_else(|| panic!("{id} of {} is none", groove.id));
            let fresh = param.value();
            let single: f32 = value.to_string().parse().unwrap();
            param.set_plain(single).unwrap();
            let is_same = (param.value() - single).abs() < 1e-4;
            assert!(is_same, "{}: {id} is {}", groove.id, param.value());
            let is_default = (fresh - single).abs() < 1e-4;
            assert!(is_default || groove.id != FRESH, "{id} is {value}");
        }
    }
}

#[test]
fn every_groove_says_how_much_it_ghosts_and_fills() {
    for groove in factory() {
        for id in ["ghosts", "fills", "fill_every", "fill_crash"] {
            assert!(value(groove, id).is_some(), "{}: {id}", groove.id);
        }
    }
}

#[test]
fn every_groove_comes_back_from_its_saved_form() {
    for groove in factory() {
        let bank = Bank::with_first(groove.pattern.clone());
        let read = from_bytes(&to_bytes(&bank)).unwrap();
        assert!(read == bank, "{}", groove.id);
    }
}

#[test]
fn claves_and_bells_never_ghost_nor_fill_nor_thin() {
    for (id, name, number) in [
        ("E1", "Side stick", 15),
        ("E3", "Side stick", 15),
        ("E3", "Cascara", 9),
        ("E5", "Ride bell", 9),
        ("E5", "Side stick", 15),
    ] {
        let groove = find(id).unwrap();
        let voice = lane(groove, name).voice;
        let willing = [voice.ghosts.get(), voice.fills.get()];
        assert_eq!((willing, voice.in_fills), ([0, 0], InFills::Play), "{id}");
        // What the kit's Density takes away down to -80 %, the lane's own gives back.
        let density = value(groove, &format!("lane{number}_density"));
        assert_eq!(density, Some(80.0), "{id}");
    }
}

#[test]
fn the_linear_groove_plays_one_drum_on_every_sixteenth() {
    let pattern = &find("B2").unwrap().pattern;
    let lanes = pattern.lanes.iter();
    let mut all: Vec<_> = lanes.flat_map(|(_, lane)| struck(lane)).collect();
    all.sort_unstable();
    assert_eq!(all, (0..16).collect::<Vec<_>>());
}

#[test]
fn claps_double_the_snare_where_both_play() {
    for id in ["C3", "D5"] {
        let groove = find(id).unwrap();
        assert_eq!(struck(lane(groove, "Clap")), struck(lane(groove, "Snare")));
    }
}

#[test]
fn rolls_are_where_the_style_has_them() {
    let rolls = |lane: &Lane| -> Vec<_> {
        let steps = lane.steps().iter().enumerate();
        let rolls = steps.filter(|(_, step)| step.ratchet.hits() > 1);
        rolls
            .map(|(at, step)| {
                let (ratchet, chance) = (step.ratchet, step.chance.get());
                let rises = ratchet.velocity() > 0;
                (at, ratchet.hits(), ratchet.span(), rises, chance)
            })
            .collect()
    };
    let snare = rolls(lane(find("B4").unwrap(), "Snare"));
    assert_eq!(snare, [(14, 3, 1, false, 100), (15, 3, 1, false, 100)]);
    let hat = rolls(lane(find("C3").unwrap(), "Closed hat"));
    let bar = |bar: usize| {
        [
            (16 * bar + 6, 3, 2, true, 60),
            (16 * bar + 10, 4, 2, true, 60),
        ]
    };
    let expected = [&bar(0)[..], &bar(1), &[(30, 6, 2, true, 60)]].concat();
    assert_eq!(hat, expected);
}

#[test]
fn the_crash_of_straight_eights_is_on_the_one_of_each_phrase() {
    let crash = lane(find("A1").unwrap(), "Crash");
    assert_eq!(struck(crash), [0]);
    // Every other pass of its two bars, of which a phrase of four has two.
    let condition = crash.steps()[0].condition;
    assert_eq!(Some(condition), Condition::pass(1, 2));
    assert_eq!(crash.length.get(), 32);
}

/// Place and velocity of each strike of a lane.
fn strikes(lane: &Lane) -> Vec<(usize, u8)> {
    let velocity = |at: usize| lane.steps()[at].velocity.unwrap().get();
    let strikes = struck(lane).into_iter();
    strikes.map(|at| (at, velocity(at))).collect()
}

/// How willingly a lane ghosts and fills, in percent.
fn willing(lane: &Lane) -> (u8, u8) {
    (lane.voice.ghosts.get(), lane.voice.fills.get())
}

/// That all lanes but kick, snare and closed hat are the default kit's drums, and silent.
fn assert_three_drums(pattern: &Pattern) {
    for (at, lane) in pattern.lanes.iter().skip(3) {
        let drum = kit()[at].voice();
        assert_eq!((lane.voice.name, lane.voice.key), (drum.name, drum.key));
        assert!(lane.steps().iter().all(|step| *step == Step::REST));
    }
}

#[test]
fn b1_is_the_sixteenth_pocket() {
    let groove = find("B1").unwrap();
    assert_eq!((groove.id.as_str(), FRESH), ("B1", "B1"));
    assert_eq!(groove.name, "Sixteenth Pocket");
    assert_eq!(groove.style, "Funk and soul");
    assert_eq!(groove.pattern.bars.get(), 1);
    let [kick, snare, hat] = ["Kick", "Snare", "Closed hat"].map(|name| lane(groove, name));
    assert_eq!(strikes(kick), [(0, 127), (3, 99), (10, 113), (13, 99)]);
    let expected = [(4, 127), (7, 29), (9, 29), (12, 127), (15, 29)];
    assert_eq!(strikes(snare), expected);
    let expected = [99, 57, 85, 57].repeat(4);
    assert_eq!(
        strikes(hat),
        expected.into_iter().enumerate().collect::<Vec<_>>()
    );
    assert_three_drums(&groove.pattern);
    let kit = [kick, snare, hat].map(willing);
    assert_eq!(kit, [(15, 100), (100, 100), (20, 0)]);
}

#[test]
fn classic_is_the_old_machine_at_full_velocity() {
    let groove = find("Classic").unwrap();
    for (id, expected) in [
        ("swing_follow", 1.0),
        ("ghosts", 84.3),
        ("fills", 84.3),
        ("fill_every", 3.0),
        ("humanize_time", 0.0),
        ("humanize_velocity", 0.0),
    ] {
        assert_eq!(value(groove, id), Some(expected), "{id}");
    }
    let pattern = &groove.pattern;
    assert_eq!((pattern.bars.get(), pattern.manner), (2, Manner::Classic));
    // A1's notes, all alike.
    let a1 = find("A1").unwrap();
    let wave = |cycles, base, depth| Lfo {
        shape: LfoShape::Sine,
        cycles,
        bars: std::num::NonZeroU8::new(4).unwrap(),
        base: Velocity::new(base).unwrap(),
        depth: LfoDepth::new(depth).unwrap(),
    };
    for (name, lfo) in [
        ("Kick", wave(125, 100, 25)),
        ("Snare", Lfo::OFF),
        ("Closed hat", wave(200, 107, 20)),
    ] {
        let lane_here = lane(groove, name);
        let full: Vec<_> = struck(lane(a1, name)).iter().map(|at| (*at, 127)).collect();
        assert_eq!(strikes(lane_here), full, "{name}");
        assert_eq!(lane_here.lfo, lfo, "{name}");
    }
    assert_three_drums(pattern);
    // All the machine's lanes ghost alike; kick and snare alone fill, and nobody rests for it.
    for (at, lane) in pattern.lanes.iter().take(14) {
        let fills = if at.get() < 2 { 100 } else { 0 };
        assert_eq!(willing(lane), (100, fills), "{at:?}");
        assert_eq!(lane.voice.in_fills, InFills::Play, "{at:?}");
    }
}

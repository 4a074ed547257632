//! Conditions: which written steps play on which pass, held against a model of its own.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

#[path = "support/oracle.rs"]
mod oracle;
#[path = "support/random_songs.rs"]
mod random_songs;
#[path = "support/song.rs"]
mod song;

use afterbeat::engine::{Controls, Origin, Source, Transport};
use afterbeat::pattern::{
    Bank, Chain, ChainEntry, Condition, Edit, Pattern, PatternIndex, Percent, Repeats, Rule,
    SetupChange, Velocity,
};
use afterbeat::time::Speed;
use oracle::{Law, Pace, Reading, TPQ};
use random_songs::Case;
use song::Song;
use support::check::{check_same, notes, strike_frames, strikes};
use support::groove::Groove;
use support::number::float;
use support::rig::{At, Rig, rolling};
use support::rng::Rng;

/// Beyond this many answers that hang on each other the engine may give up.
const HOPS: usize = 48;

fn condition(rule: Rule, negated: bool) -> Condition {
    Condition { rule, negated }
}

fn pass(pass: u8, of: u8) -> Condition {
    Condition::pass(pass, of).expect("1 to 16")
}

/// Plays what a case says and gives all events.
fn play(case: &Case) -> Vec<At> {
    let controls = Controls {
        pattern: case.chosen,
        speed: case.law.speed,
        seed: case.law.seed,
        shift: case.shift,
        fill_now: case.law.fill,
        variation_cycle: case.variation,
        phrase: case.phrase,
        ..Controls::default()
    };
    let mut rig = Rig::with(case.bank.clone(), float(case.pace.rate), &controls);
    let (start, end) = (case.bars.0 * case.law.bar, case.bars.1 * case.law.bar);
    let frames = case.pace.frame(end - start);
    while rig.now < frames {
        let length = (frames - rig.now).min(i64::from(case.cut));
        let beats = float(rig.now * case.pace.bpm) / float(60 * case.pace.rate);
        let transport = Transport {
            meter: Some(case.meter),
            ..rolling(float(case.pace.bpm), float(start) / float(TPQ) + beats)
        };
        rig.call(u32::try_from(length).expect("a block"), transport);
    }
    rig.stop();
    rig.events
}

/// Plays `count` random songs from `seed` on, and compares each with the model.
fn compare(seed: u64, count: u64, in_chain: bool) {
    let (mut compared, mut open, mut heard) = (0, 0, 0);
    for seed in seed.. {
        if compared == count {
            break;
        }
        let case = Case::new(&mut Rng::new(seed), in_chain);
        let song = case.song(Reading::PLAIN);
        if case.is_open() || song.verdicts().hops > HOPS {
            open += 1;
            continue;
        }
        let expected = song.strikes(case.pace);
        let events = play(&case);
        let claim = format!("song {seed}, {:?}, {:?}", case.law, case.bars);
        check_same(&claim, &strikes(&events), &expected);
        let is_written = |at: &At| matches!(at.1.origin, Origin::Strike { source, .. } if source == Source::User);
        let strange = events.iter().find(|at| !is_written(at));
        assert_eq!(strange, None, "{claim}: nobody wrote it");
        notes(&events);
        heard += expected.len();
        compared += 1;
    }
    assert!(open * 3 < count, "{open} songs prove nothing");
    assert!(heard > 100_000, "only {heard} strikes");
}

#[test]
fn random_patterns_play_as_the_model_says() {
    compare(0, 3500, false);
}

#[test]
fn more_random_patterns_play_as_the_model_says() {
    compare(1_000_000, 3500, false);
}

#[test]
fn random_chains_play_as_the_model_says() {
    compare(2_000_000, 3000, true);
}

/// A sixteenth at 240 BPM and 48 kHz.
const SIXTEENTH: i64 = 3000;
const BAR: i64 = 16 * SIXTEENTH;

/// The sixteenths from a bar on, counted from it, on which a bank strikes: what the engine plays,
/// and that the model says the same.
fn played(bank: &Bank, (from, until): (i64, i64), fill: bool) -> Vec<i64> {
    let controls = Controls {
        fill_now: fill,
        ..Controls::default()
    };
    let mut rig = Rig::with(bank.clone(), 48_000.0, &controls);
    rig.roll((until - from) * BAR, 512, 240.0, float(4 * from));
    let played: Vec<i64> = strike_frames(&rig.events);
    let song = Song {
        bank,
        law: Law {
            bar: 4 * TPQ,
            speed: Speed::Normal,
            seed: 1,
            fold_bars: None,
            fill,
            reading: Reading::PLAIN,
        },
        chosen: PatternIndex::FIRST,
        shift: 0,
        bars: (from, until),
    };
    let pace = Pace {
        rate: 48_000,
        bpm: 240,
    };
    let model = song.strikes(pace);
    let model: Vec<i64> = model.iter().map(|strike| strike.frame).collect();
    assert_eq!(played, model, "engine and model");
    played.iter().map(|frame| frame / SIXTEENTH).collect()
}

/// A bar of sixteenths on the kick, these steps written with these conditions.
fn kick(bars: u8, steps: &[(u8, Condition)]) -> Groove {
    let empty = Groove::new(bars).plain().lane(0, "................");
    steps.iter().fold(empty, |groove, &(at, condition)| {
        groove.put(0, at, |step| {
            step.velocity = Velocity::new(100);
            step.condition = condition;
        })
    })
}

#[test]
fn pass_two_of_four_plays_every_fourth_bar() {
    let bank = kick(1, &[(0, pass(2, 4))]).bank();
    assert_eq!(played(&bank, (0, 12), false), [16, 80, 144]);
    // From bar 5 on: 16 x 4 sixteenths fewer.
    assert_eq!(played(&bank, (4, 12), false), [16, 80]);
}

#[test]
fn all_passes_but_one_of_three() {
    let not = Condition {
        negated: true,
        ..pass(1, 3)
    };
    let bank = kick(1, &[(4, not)]).bank();
    assert_eq!(played(&bank, (0, 6), false), [20, 36, 68, 84]);
}

#[test]
fn sixteen_passes_are_counted() {
    let bank = kick(1, &[(0, pass(16, 16))]).bank();
    assert_eq!(played(&bank, (0, 40), false), [15 * 16, 31 * 16]);
}

#[test]
fn a_cycle_that_is_cut_short_counts_too() {
    // Six steps in a bar of sixteen: cycles begin on steps 0, 6 and 12, three a bar.
    let bank = kick(1, &[(0, pass(1, 2))]).length(0, 6).bank();
    assert_eq!(played(&bank, (0, 3), false), [0, 12, 16 + 6, 32, 32 + 12]);
}

#[test]
fn previous_is_the_last_conditional_step_whether_it_played_or_not() {
    let steps = [
        (0, pass(1, 2)),
        (3, Condition::ALWAYS),
        (4, condition(Rule::Previous, false)),
        (8, condition(Rule::Previous, true)),
        (12, condition(Rule::Previous, false)),
    ];
    let bank = kick(1, &steps).bank();
    // First bar: 0 plays, so 4 does, so 8 does not, so 12 does not. Second: the other way round.
    assert_eq!(played(&bank, (0, 2), false), [0, 3, 4, 19, 24, 28]);
    assert_eq!(played(&bank, (1, 2), false), [3, 8, 12]);
}

#[test]
fn previous_reaches_back_over_the_bar_line_and_is_false_at_first() {
    let steps = [(0, condition(Rule::Previous, false)), (8, pass(1, 2))];
    let bank = kick(1, &steps).bank();
    assert_eq!(played(&bank, (0, 4), false), [8, 16, 40, 48]);
    // What was not heard counts as if it had been.
    assert_eq!(played(&bank, (1, 2), false), [0]);
}

#[test]
fn a_chance_makes_a_step_conditional() {
    let steps = [
        (0, Condition::ALWAYS),
        (4, condition(Rule::Previous, false)),
        (8, Condition::ALWAYS),
        (12, condition(Rule::Previous, true)),
    ];
    let groove = kick(1, &steps).put(0, 0, |step| step.chance = Percent::NONE);
    assert_eq!(played(&groove.bank(), (0, 1), false), [8, 12]);
}

#[test]
fn a_neighbour_is_asked_at_or_before_the_tick() {
    let groove = kick(1, &[(0, pass(1, 2)), (8, pass(2, 2))])
        .lane(1, "................")
        .put(1, 0, |step| {
            step.velocity = Velocity::new(50);
            step.condition = condition(Rule::Neighbour, false);
        })
        .put(1, 7, |step| {
            step.velocity = Velocity::new(50);
            step.condition = condition(Rule::Neighbour, true);
        })
        .put(1, 8, |step| {
            step.velocity = Velocity::new(50);
            step.condition = condition(Rule::Neighbour, false);
        });
    // First bar: kick on 0, snare on 0; not on 7, for 0 played; not on 8, for 8 does not play.
    // Second bar: kick on 8; snare on 7, for 0 did not play, and on 8.
    assert_eq!(played(&groove.bank(), (0, 2), false), [0, 0, 23, 24, 24]);
}

#[test]
fn the_first_lane_has_no_neighbour() {
    let steps = [
        (0, condition(Rule::Neighbour, false)),
        (4, condition(Rule::Neighbour, true)),
    ];
    let bank = kick(1, &steps).bank();
    assert_eq!(played(&bank, (0, 2), false), [4, 20]);
}

#[test]
fn fill_and_no_fill() {
    let steps = [
        (0, condition(Rule::Fill, false)),
        (4, condition(Rule::Fill, true)),
    ];
    let groove = kick(1, &steps).voice(0, |voice| voice.fills = Percent::NONE);
    // No lane is willing, so the fill plays nothing of its own.
    let bank = (0..16).fold(groove, |groove, lane| {
        groove.voice(lane, |voice| voice.fills = Percent::NONE)
    });
    assert_eq!(played(&bank.bank(), (0, 2), false), [4, 20]);
    assert_eq!(played(&bank.bank(), (0, 2), true), [0, 16]);
}

#[test]
fn first_is_the_cycle_in_which_the_transport_started() {
    let steps = [
        (0, condition(Rule::First, false)),
        (8, condition(Rule::First, true)),
    ];
    let bank = kick(1, &steps).bank();
    assert_eq!(played(&bank, (0, 3), false), [0, 24, 40]);
    assert_eq!(played(&bank, (5, 8), false), [0, 24, 40]);
}

#[test]
fn a_start_in_mid_cycle_is_in_its_first_pass_until_the_cycle_ends() {
    let first = condition(Rule::First, false);
    let bank = kick(1, &[(0, first), (4, first), (12, first)]).bank();
    let mut rig = Rig::new(bank, 48_000.0);
    rig.roll(2 * BAR, 512, 240.0, 2.0);
    assert_eq!(strike_frames(&rig.events), [4 * SIXTEENTH]);
}

/// A kick on the one in its first pass only.
fn first_only() -> Rig {
    let bank = kick(1, &[(0, condition(Rule::First, false))]).bank();
    Rig::new(bank, 48_000.0)
}

#[test]
fn a_stop_begins_a_new_first_pass() {
    let mut rig = first_only();
    rig.roll(BAR, 512, 240.0, 0.0);
    rig.stop();
    let from = rig.now;
    rig.roll(2 * BAR, 512, 240.0, 0.0);
    assert_eq!(strike_frames(&rig.events), [0, from]);
}

#[test]
fn a_locate_ends_the_first_pass() {
    let mut rig = first_only();
    rig.roll(BAR / 2, 512, 240.0, 0.0);
    rig.roll(2 * BAR, 512, 240.0, 16.0);
    assert_eq!(strike_frames(&rig.events), [0]);
}

#[test]
fn a_wrap_ends_the_first_pass() {
    let mut rig = first_only();
    for block in 0..3 * 96 {
        let transport = Transport {
            loop_range: Some((0.0, 4.0)),
            ..rolling(240.0, float(block % 96) * 4.0 / 96.0)
        };
        rig.call(500, transport);
    }
    assert_eq!(strike_frames(&rig.events), [0]);
}

/// A chain of these patterns of one bar, each `kick` of its conditions.
fn chain(patterns: &[&[(u8, Condition)]], entries: &[(u8, u8)]) -> Bank {
    let mut bank = Bank::empty();
    let index = |at| PatternIndex::new(at).expect("below 128");
    for (at, steps) in (0u8..).zip(patterns) {
        let written = kick(1, steps).bank();
        let pattern: Option<&Pattern> = written.pattern(PatternIndex::FIRST);
        let to = pattern.cloned().map(Box::new);
        let pattern = index(at);
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    let entry = |&(at, repeats): &(u8, u8)| ChainEntry {
        pattern: index(at),
        repeats: Repeats::new(repeats).expect("1 to 64"),
    };
    let entries: Vec<_> = entries.iter().map(entry).collect();
    let chain = Chain::new(&entries).expect("a chain");
    bank.apply(Edit::ReplaceChain(Box::new(chain)))
        .expect("a chain");
    bank.apply(Edit::Setup(SetupChange::RunsChain(true)))
        .expect("a setting");
    bank
}

#[test]
fn in_a_chain_passes_are_counted_from_the_entrys_start() {
    let always = Condition::ALWAYS;
    let bank = chain(&[&[(0, always)], &[(1, pass(2, 3))]], &[(0, 1), (1, 4)]);
    // Bars 0, 5 and 10 are the first pattern; of four passes of the other the second plays.
    assert_eq!(played(&bank, (0, 11), false), [0, 33, 80, 7 * 16 + 1, 160]);
    assert_eq!(played(&bank, (2, 6), false), [1, 48]);
}

#[test]
fn in_a_chain_the_first_pass_and_the_look_back_begin_with_the_entry() {
    let steps = [
        (0, condition(Rule::Previous, false)),
        (4, condition(Rule::First, false)),
    ];
    let bank = chain(&[&steps, &[(8, Condition::ALWAYS)]], &[(0, 2), (1, 1)]);
    // Bars 0 and 1, then 3 and 4: First in the one, so Previous in the other.
    let expected = [4, 16, 40, 3 * 16 + 4, 64];
    assert_eq!(played(&bank, (0, 5), false), expected);
}

#[test]
fn a_pattern_that_is_not_there_is_a_silent_bar_of_the_chain() {
    let bank = chain(&[&[(0, Condition::ALWAYS)]], &[(0, 1), (77, 2), (0, 2)]);
    assert_eq!(played(&bank, (0, 6), false), [0, 48, 64, 80]);
}

#[test]
fn a_chance_of_a_half_plays_half_of_the_time_and_the_same_from_anywhere() {
    let groove = (0..16).fold(kick(1, &[]), |groove, at| {
        groove.put(0, at, |step| {
            step.velocity = Velocity::new(100);
            step.chance = Percent::new(50).expect("at most 100");
        })
    });
    let bank = groove.bank();
    let all = played(&bank, (0, 400), false);
    // 6400 draws of a half: the deviation is 40, and four of them are 160.
    let off = 3200_usize.abs_diff(all.len());
    assert!(off <= 160, "{} of 6400", all.len());
    let late: Vec<i64> = all
        .iter()
        .map(|at| at - 16 * 300)
        .filter(|at| *at >= 0)
        .collect();
    assert_eq!(played(&bank, (300, 400), false), late);
}

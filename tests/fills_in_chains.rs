//! Fills at the end of a chain's entry: what they lead into is the first beat of the next.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, FillEvery, preview_at};
use afterbeat::pattern::{
    Bank, Chain, ChainEntry, Edit, Manner, Pattern, PatternIndex, Percent, Repeats, SetupChange,
};
use afterbeat::time::{Tick, Ticks};
use support::check::{check_wire, strikes};
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::float;
use support::rig::{Rig, rehearsal};
use support::script::Script;

/// The frames of a bar: all is at 120 BPM and 48 kHz.
const BAR: i64 = 96_000;
const CRASH: u8 = 7;

fn pattern(change: impl FnOnce(&mut Pattern)) -> Pattern {
    let bank = Groove::new(1).lane(0, "9... .... 9... ....").bank();
    let mut pattern = bank.pattern(PatternIndex::FIRST).expect("one").clone();
    change(&mut pattern);
    pattern
}

/// A pattern that is filled, and one in which no drum plays in fills but the crash that ends them.
fn filled_and_not() -> [Pattern; 2] {
    let unwilling = pattern(|pattern| {
        for (lane, drum) in pattern.lanes.iter_mut() {
            if lane.get() != CRASH {
                drum.voice.fills = Percent::NONE;
            }
        }
    });
    [pattern(|_| ()), unwilling]
}

/// The patterns in turns, a bar each.
fn chain(patterns: &[Pattern]) -> Bank {
    let mut bank = Bank::empty();
    let mut entries = Vec::new();
    for (number, pattern) in (0..).zip(patterns) {
        let at = PatternIndex::new(number).expect("below 128");
        let to = Some(Box::new(pattern.clone()));
        bank.apply(Edit::ReplacePattern { pattern: at, to })
            .expect("it fits");
        entries.push(ChainEntry {
            pattern: at,
            repeats: Repeats::new(1).expect("one"),
        });
    }
    let chain = Chain::new(&entries).expect("few");
    bank.apply(Edit::ReplaceChain(Box::new(chain)))
        .expect("it fits");
    bank.apply(Edit::Setup(SetupChange::RunsChain(true)))
        .expect("it fits");
    bank
}

fn controls(every: u8) -> Controls {
    Controls {
        fills: 0.3,
        fill_every: FillEvery::new(every),
        fill_crash: true,
        ..Controls::default()
    }
}

/// The bar lines on which the crash sounds, if there is a fill every so many bars and the music begins
/// with a bar and goes on up to the ninth.
fn landings(bank: &Bank, every: u8, from: i64) -> Vec<i64> {
    let script = Script::steady(48_000.0, 120.0, float(from) * 4.0, (8 - from) * BAR + 1);
    let script = script.with(0, &controls(every));
    let events = script.play(bank, &Cuts::Steady(777));
    check_wire(&events);
    let strikes = strikes(&events);
    let crashes = strikes.iter().filter(|strike| strike.lane == CRASH);
    crashes.map(|strike| from + strike.frame / BAR).collect()
}

#[test]
fn a_fill_lands_in_the_next_entry_whether_that_is_filled_or_not() {
    let patterns = filled_and_not();
    assert_eq!(landings(&chain(&patterns), 1, 0), [1, 3, 5, 7]);
    let [filled, unfilled] = patterns;
    assert_eq!(landings(&chain(&[unfilled, filled]), 1, 0), [2, 4, 6, 8]);
}

#[test]
fn a_drummers_fill_lands_in_a_pattern_with_classic_ones_and_not_the_other_way_round() {
    let drummers = || pattern(|_| ());
    let classic = || pattern(|pattern| pattern.manner = Manner::Classic);
    assert_eq!(
        landings(&chain(&[classic(), drummers()]), 2, 0),
        [2, 4, 6, 8]
    );
    assert_eq!(landings(&chain(&[drummers(), classic()]), 2, 0), [0; 0]);
}

#[test]
fn what_a_fill_leads_into_is_heard_from_wherever_the_music_begins() {
    let bank = chain(&filled_and_not());
    for from in 1..8 {
        let through = landings(&bank, 1, 0);
        let expected: Vec<_> = through.into_iter().filter(|line| *line >= from).collect();
        assert_eq!(landings(&bank, 1, from), expected, "from bar {from}");
    }
}

#[test]
fn what_a_fill_leads_into_is_foretold_at_the_start_of_the_entry_that_plays() {
    let [filled, unfilled] = filled_and_not();
    for (patterns, expected) in [
        ([filled.clone(), unfilled.clone()], vec![1, 3]),
        ([unfilled, filled], vec![2]),
    ] {
        let (bank, controls) = (chain(&patterns), controls(1));
        let mut rig = Rig::with(bank.clone(), 48_000.0, &controls);
        let foretold = |bar: &i64| {
            rig.roll(BAR, 500, 120.0, float(*bar) * 4.0);
            let line = Tick::ZERO + Ticks::WHOLE * *bar;
            let rehearsal = rehearsal(&bank, &controls);
            let hits = preview_at(
                &rehearsal,
                &rig.engine.whereabouts(),
                line..line + Ticks::new(1),
            );
            let mut crashes = hits.iter().filter(|hit| hit.drum.get() == CRASH);
            crashes.any(|hit| hit.velocity.is_some())
        };
        let bars: Vec<i64> = (0..4).filter(foretold).collect();
        assert_eq!(bars, expected);
    }
}

//! Slots: with all of them nothing is lost, with few the lowest class gives way and all is counted.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Counters, Engine, FillEvery, InputNote, Kind, Origin, Source};
use afterbeat::pattern::{Bank, Channel, Gate, Key, LaneIndex, Percent, Velocity};
use std::collections::{BTreeMap, BTreeSet};
use support::check::check_wire;
use support::groove::{Groove, lane_at};
use support::number::float;
use support::rig::{At, Rig, rolling};

const RATE: f64 = 48_000.0;
const TEMPO: f64 = 240.0;
/// Four bars at this tempo and rate.
const FOUR_BARS: i64 = 192_000;

/// Every lane plays ghosts, fills and every second eighth or every sixteenth, over four steps.
fn bank(every_step: bool) -> Bank {
    let mut groove = Groove::new(1).plain();
    for lane in 0..16 {
        let odd = lane % 2 == 1;
        groove = match (every_step, odd) {
            (true, _) => groove.lane(lane, "xxxx xxxx xxxx xxxx"),
            (false, false) => groove.lane(lane, "x..x ..x.").rate(lane, 5, eighths()),
            (false, true) => groove.lane(lane, ".x.. x..x").rate(lane, 5, eighths()),
        };
        groove = groove.voice(lane, |voice| {
            voice.ghosts = Percent::ALL;
            voice.fills = Percent::ALL;
        });
        let steps = groove.bank();
        let at = lane_at(lane);
        let length = steps
            .lane(at.pattern, at.lane)
            .map_or(16, |lane| lane.length.get());
        for step in 0..u8::try_from(length).unwrap_or(0) {
            groove = groove.put(lane, step, |step| {
                step.gate = Gate::new(400).unwrap_or(Gate::FULL);
            });
        }
    }
    groove.bank()
}

fn eighths() -> afterbeat::time::Division {
    afterbeat::time::Division::Straight
}

fn controls() -> Controls {
    let mut controls = Controls {
        ghosts: 1.0,
        fills: 1.0,
        fill_every: FillEvery::new(2),
        fill_crash: true,
        humanize_ms: 9.0,
        ..Controls::default()
    };
    for lane in LaneIndex::all() {
        controls.lanes[lane].ghosts = 2.0;
    }
    controls
}

/// Plays with so many slots, and with that many notes of the player's held all the time.
fn play(bank: &Bank, slots: usize, held: u8, frames: i64) -> (Vec<At>, Counters) {
    let mut rig = Rig::new(bank.clone(), RATE);
    rig.engine = Engine::with_slots(Box::new(bank.clone()), slots);
    rig.engine.set_controls(&controls());
    let input = |kind| {
        move |key: u8| InputNote {
            at: 0,
            kind,
            channel: Channel::new(0).expect("a channel"),
            key: Key::new(key).expect("a key"),
        }
    };
    let ons: Vec<_> = (0..held).map(input(Kind::On(Velocity::MAX))).collect();
    let offs: Vec<_> = (0..held).map(input(Kind::Off)).collect();
    rig.call_with(1, support::rig::stopped(), &ons);
    while rig.now < frames {
        let beats = float(rig.now - 1) * TEMPO / (60.0 * RATE);
        rig.call(2_000, rolling(TEMPO, beats));
    }
    rig.call_with(64, support::rig::stopped(), &offs);
    rig.stop();
    check_wire(&rig.events);
    let counters = rig.engine.counters();
    (rig.events, counters)
}

fn sources(events: &[At]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (_, event) in events {
        if let (Kind::On(_), Origin::Strike { source, .. }) = (event.kind, event.origin) {
            *counts.entry(source.name()).or_insert(0) += 1;
        }
    }
    counts
}

#[test]
fn ten_minutes_of_everything_lose_nothing() {
    for every_step in [true, false] {
        let (events, counters) = play(&bank(every_step), 256, 0, 150 * FOUR_BARS);
        let heard = sources(&events);
        let all: usize = heard.values().sum();
        assert_eq!(u64::try_from(all), Ok(counters.strikes));
        let lost = (
            counters.no_slot,
            counters.refused,
            counters.stolen,
            counters.late,
        );
        assert_eq!(lost, (0, 0, 0, 0), "{heard:?}");
        assert!(all > 35_000, "{heard:?}");
        let mut balance = BTreeMap::new();
        for (_, event) in &events {
            let by = if event.kind == Kind::Off { -1 } else { 1 };
            *balance.entry((event.channel, event.key)).or_insert(0) += by;
        }
        assert!(balance.values().all(|open| *open == 0), "{balance:?}");
    }
}

#[test]
fn what_is_lost_is_offered_less_accepted_and_counted() {
    let bank = bank(false);
    for (slots, held) in [
        (24, 0),
        (24, 12),
        (24, 18),
        (24, 23),
        (24, 24),
        (8, 0),
        (1, 0),
        (0, 0),
    ] {
        let frames = 30 * FOUR_BARS;
        let (_, offered) = play(&bank, 256, 0, frames);
        let (events, counters) = play(&bank, slots, held, frames);
        let accepted: usize = sources(&events).values().sum();
        assert_eq!(u64::try_from(accepted), Ok(counters.strikes));
        assert_eq!(
            counters.strikes + counters.no_slot,
            offered.strikes,
            "{slots} slots, {held} held: {counters:?}"
        );
        let room = slots - usize::from(held).min(slots);
        assert_eq!(
            counters.no_slot > 0,
            room < 16,
            "{room} slots: {counters:?}"
        );
        if (2..12).contains(&room) {
            assert!(counters.stolen > 0, "{room} slots: {counters:?}");
        }
    }
}

#[test]
fn written_strikes_are_lost_only_when_no_ghost_and_no_fill_sounds() {
    let bank = bank(false);
    let frames = 30 * FOUR_BARS;
    let of_users = |events: &[At]| -> BTreeSet<(i64, u8)> {
        let user = |at: &At| match (at.1.kind, at.1.origin) {
            (
                Kind::On(_),
                Origin::Strike {
                    lane,
                    source: Source::User,
                },
            ) => Some((at.0, lane.get())),
            _ => None,
        };
        events.iter().filter_map(user).collect()
    };
    let (all, _) = play(&bank, 256, 12, frames);
    for held in [18, 21, 23] {
        let (events, _) = play(&bank, 24, held, frames);
        let lost: BTreeSet<i64> = of_users(&all)
            .difference(&of_users(&events))
            .map(|(frame, _)| *frame)
            .collect();
        assert!(!lost.is_empty(), "{held} held");
        let mut sounding = BTreeMap::new();
        let mut events = events.iter().peekable();
        while let Some((frame, event)) = events.next() {
            match event.kind {
                Kind::On(_) => drop(sounding.insert((event.channel, event.key), event.origin)),
                Kind::Off => drop(sounding.remove(&(event.channel, event.key))),
            }
            let is_last = events.peek().is_none_or(|next| next.0 != *frame);
            let gives_way = |origin: &Origin| {
                matches!(
                    origin,
                    Origin::Strike {
                        source: Source::Ghost | Source::Fill,
                        ..
                    }
                )
            };
            if is_last && lost.contains(frame) {
                let low = sounding.values().filter(|origin| gives_way(origin)).count();
                assert_eq!(low, 0, "frame {frame}: {sounding:?}");
            }
        }
    }
}

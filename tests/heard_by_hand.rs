//! A drum that is to be heard by itself sounds at once, ends, and disturbs nothing.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Audition, Event, Kind};
use afterbeat::link;
use afterbeat::pattern::{Bank, Channel, Key, LaneIndex, Pattern, PatternIndex, Velocity};
use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
use std::collections::BTreeMap;
use support::groove::Groove;
use support::rig::{At, Rig, rolling, stopped};

const SNARE: u8 = 38;

fn lane(index: u8) -> LaneIndex {
    LaneIndex::new(index).unwrap()
}

fn drum(key: u8, velocity: u8) -> Audition {
    Audition {
        channel: Channel::DRUMS,
        key: Key::new(key).unwrap(),
        velocity: Velocity::new(velocity).unwrap(),
    }
}

fn is_on(event: &Event) -> bool {
    matches!(event.kind, Kind::On(_))
}

/// Every note that began has ended, and none begins while it sounds.
fn is_paired(events: &[At]) -> bool {
    let mut sounding = BTreeMap::new();
    let mut is_well = true;
    for (frame, event) in events {
        let key = (event.channel, event.key);
        match event.kind {
            Kind::On(_) => is_well &= sounding.insert(key, *frame).is_none(),
            Kind::Off => is_well &= sounding.remove(&key).is_some_and(|began| began < *frame),
        }
    }
    is_well && sounding.is_empty()
}

#[test]
fn it_sounds_while_nothing_plays_and_ends() {
    let mut rig = Rig::new(Bank::with_first(Pattern::new()), 48_000.0);
    rig.call(64, stopped());
    rig.engine.audition(lane(1), drum(SNARE, 90));
    for _ in 0..200 {
        rig.call(64, stopped());
    }
    let [(on, began), (off, ended)] = rig.events[..] else {
        panic!("{:?}", rig.events);
    };
    assert_eq!(began.kind, Kind::On(Velocity::new(90).unwrap()));
    assert_eq!((began.key.get(), ended.kind), (SNARE, Kind::Off));
    assert_eq!((on, off - on), (127, 5_760));
}

#[test]
fn the_last_of_several_in_one_block_is_heard_once() {
    let mut rig = Rig::new(Bank::with_first(Pattern::new()), 48_000.0);
    for velocity in [20, 60, 110] {
        rig.engine.audition(lane(1), drum(SNARE, velocity));
    }
    rig.engine.audition(lane(0), drum(36, 50));
    for _ in 0..200 {
        rig.call(64, stopped());
    }
    let heard = rig.events.iter().filter(|(_, event)| is_on(event));
    let velocities: Vec<_> = heard.map(|(_, event)| event.kind).collect();
    let on = |velocity| Kind::On(Velocity::new(velocity).unwrap());
    assert_eq!(velocities, [on(50), on(110)]);
    assert!(is_paired(&rig.events));
}

#[test]
fn a_host_that_takes_nothing_hears_it_later() {
    let mut rig = Rig::new(Bank::with_first(Pattern::new()), 48_000.0);
    rig.engine.audition(lane(1), drum(SNARE, 90));
    rig.room = 0;
    for _ in 0..10 {
        rig.call(64, stopped());
    }
    assert!(rig.events.is_empty());
    rig.room = usize::MAX;
    for _ in 0..200 {
        rig.call(64, stopped());
    }
    assert_eq!(rig.events.len(), 2);
}

#[test]
fn it_plays_the_lanes_own_note_through_the_maps_of_the_instance() {
    let (main, mut audio, engine) = link::new(Bank::with_first(Pattern::new()));
    let mut rig = Rig::new(Bank::empty(), 48_000.0);
    rig.engine = engine;
    let velocity = Velocity::new(77).unwrap();
    main.audition(PatternIndex::FIRST, lane(1), velocity);
    // Of a pattern that there is not, the usual kit is heard.
    main.audition(PatternIndex::new(5).unwrap(), lane(0), velocity);
    audio.drain(&mut rig.engine);
    rig.call(64, stopped());
    audio.drain(&mut rig.engine);
    rig.call(64, stopped());
    let keys: Vec<_> = rig
        .events
        .iter()
        .map(|(_, event)| event.key.get())
        .collect();
    let channels = rig
        .events
        .iter()
        .all(|(_, event)| event.channel == Channel::DRUMS);
    assert_eq!(keys, [36, SNARE]);
    assert!(
        channels
            && rig
                .events
                .iter()
                .all(|(_, event)| event.kind == Kind::On(velocity))
    );
}

#[test]
fn it_is_struck_anew_in_its_own_block_though_another_note_ends_there() {
    let mut rig = Rig::new(Bank::with_first(Pattern::new()), 48_000.0);
    for block in 0..40 {
        match block {
            1 => rig.engine.audition(lane(0), drum(36, 90)),
            // 120 ms after it: the last frame of this block is its end.
            2 | 13 => rig.engine.audition(lane(1), drum(SNARE, 90)),
            _ => {}
        }
        rig.call(480, stopped());
    }
    let snares = rig.events.iter();
    let snares = snares.filter(|(_, event)| is_on(event) && event.key.get() == SNARE);
    let frames: Vec<i64> = snares.map(|(frame, _)| *frame).collect();
    assert_eq!(frames, [1_439, 6_719]);
    assert!(is_paired(&rig.events));
}

proptest! {
    #[test]
    fn every_note_ends_and_the_groove_goes_on_whatever_is_heard_by_hand(
        asked in proptest::collection::vec((0_u8..40, 0_u8..3, 1_u8..128), 0..24),
        cut in 1_u32..3000,
    ) {
        let bank = Groove::new(1)
            .lane(0, "9.......9.......")
            .lane(1, "....9.......9.9.")
            .bank();
        let play = |asked: &[(u8, u8, u8)]| {
            let mut rig = Rig::new(bank.clone(), 48_000.0);
            for block in 0..40_u8 {
                for (_, at, velocity) in asked.iter().filter(|(at, ..)| *at == block) {
                    // The third plays a key that no lane of the groove does.
                    let key = [36, SNARE, 51][usize::from(*at)];
                    rig.engine.audition(lane(*at), drum(key, *velocity));
                }
                let beats = f64::from(block) * f64::from(cut) / 24_000.0;
                rig.call(cut, rolling(120.0, beats));
            }
            for _ in 0..400 {
                rig.stop();
            }
            rig
        };
        let (with, without) = (play(&asked), play(&[]));
        prop_assert!(is_paired(&with.events));
        let written = |rig: &Rig| -> Vec<i64> {
            let ons = rig.events.iter().filter(|(_, event)| is_on(event));
            let own = ons.filter(|(_, event)| event.kind == Kind::On(Velocity::MAX));
            own.map(|(frame, _)| *frame).collect()
        };
        let is_quiet = asked.iter().all(|(.., velocity)| *velocity < 127);
        if is_quiet {
            prop_assert_eq!(written(&with), written(&without));
        }
        // What was asked for on the key of no lane is heard in its own block.
        let blocks = asked.iter().filter(|(_, at, _)| *at == 2).map(|(block, ..)| *block);
        let mut wanted: Vec<i64> = blocks.map(|block| (i64::from(block) + 1) * i64::from(cut) - 1).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let heard: Vec<i64> = with.events.iter()
            .filter(|(_, event)| is_on(event) && event.key.get() == 51)
            .map(|(frame, _)| *frame)
            .collect();
        // Where a strike of the groove is on a block's last frame, it may have to wait for the next.
        let last = |frame: &i64| (frame + 1) % i64::from(cut) == 0;
        if !without.events.iter().any(|(frame, event)| is_on(event) && last(frame)) {
            prop_assert_eq!(heard, wanted);
        }
    }
}

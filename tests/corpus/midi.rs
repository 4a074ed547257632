//! MIDI that comes in, whatever its bytes: notes, a clock, controllers that were learnt, nonsense.

use crate::cycle::{FakeCycle, Rig, open};
use crate::feed::Feed;
use afterbeat::midi_map::{MidiMap, Outcome, Target, Wanted};
use afterbeat::standalone::{Bbt, Follows, Order, Steer};
use afterbeat::time::{Bpm, Meter};

const MOST_CYCLES: u32 = 48;

/// Each byte or two is a message, something that JACK says, or a cycle.
pub fn run(bytes: &[u8]) {
    let mut feed = Feed(bytes);
    let follows = feed.pick(&[Follows::Jack, Follows::Own, Follows::Clock]);
    let mut rig = Rig::with_clock(feed.flip(), follows, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    cycle.heard.rolling = true;
    let mut map = MidiMap::default();
    for number in 0..MOST_CYCLES {
        if feed.is_empty() {
            break;
        }
        // To work the drums' sound out takes longer than all the rest, and no message changes it.
        cycle.has_audio = number % 8 == 0;
        match feed.below(8) {
            0 => hear_jack(&mut cycle, &mut feed),
            1 => order(&mut rig, &mut map, &mut feed),
            _ => play(&mut rig, &mut cycle, &mut map, &mut feed),
        }
    }
    rig.order(Order::Finish);
    cycle.room = usize::MAX;
    cycle.incoming.clear();
    for _ in 0..2 {
        cycle.play(&mut rig.performer);
    }
    let notes: Vec<_> = cycle.sent.iter().filter(|sent| sent.1 < 0xf0).collect();
    let notes: Vec<_> = notes.into_iter().copied().collect();
    assert_eq!(open(&notes), [], "a note is left sounding");
}

fn hear_jack(cycle: &mut FakeCycle, feed: &mut Feed<'_>) {
    match feed.below(4) {
        0 => cycle.heard.rolling = feed.flip(),
        1 => cycle.heard.frame = u32::from(feed.word()) << feed.below(17),
        2 => cycle.heard.bbt = None,
        _ => {
            cycle.heard.bbt = Some(Bbt {
                bar: u32::from(feed.byte()),
                beat: u32::from(feed.byte()),
                tick: u32::from(feed.word()),
                ticks_per_beat: feed.any_number(),
                bar_start_tick: feed.any_number(),
                beats_per_bar: feed.any_number(),
                beat_unit: feed.any_number(),
                bpm: feed.any_number(),
                offset: u32::from(feed.word()),
            });
        }
    }
}

fn order(rig: &mut Rig, map: &mut MidiMap, feed: &mut Feed<'_>) {
    let follows = [Follows::Jack, Follows::Own, Follows::Clock];
    let order = match feed.below(10) {
        0 => Order::Steer(Steer::Play),
        1 => Order::Steer(Steer::Stop),
        2 => Order::Steer(Steer::Locate(feed.any_number())),
        3 => match Bpm::new(feed.any_number()) {
            Some(bpm) => Order::Tempo(bpm),
            None => return,
        },
        4 => match Meter::new(i32::from(feed.byte()), i32::from(feed.byte())) {
            Some(meter) => Order::Meter(meter),
            None => return,
        },
        5 => Order::Fill,
        6 => Order::Follow(feed.pick(&follows)),
        7 => Order::Click(feed.flip()),
        8 => Order::Record(feed.flip()),
        _ => {
            map.learn(Target::Param("swing".to_owned()));
            Order::Want(if feed.flip() {
                map.wanted()
            } else {
                Wanted::default()
            })
        }
    };
    rig.order(order);
}

fn play(rig: &mut Rig, cycle: &mut FakeCycle, map: &mut MidiMap, feed: &mut Feed<'_>) {
    cycle.frames = feed.pick(&[64, 1, 1_024, 333, 4_096]);
    cycle.room = if feed.below(8) == 7 { 2 } else { usize::MAX };
    let mut incoming = Vec::new();
    for _ in 0..feed.below(9) {
        let at = u32::from(feed.word()) % cycle.frames;
        let common = [0x90, 0x80, 0xf8, 0xf8, 0xfa, 0xfb, 0xfc, 0xf2, 0xb0];
        let status = match feed.below(4) {
            0 => feed.byte(),
            _ => feed.pick(&common),
        };
        incoming.push((at, [status, feed.byte(), feed.byte()]));
    }
    incoming.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    cycle.incoming = incoming;
    cycle.play(&mut rig.performer);
    while let Ok(used) = rig.used.pop() {
        assert!(used.value < 128, "{used:?}");
        if let Outcome::Learnt(trigger, _) = map.hear(used) {
            assert!(map.wanted().has(trigger));
        }
    }
    while rig.played.pop().is_ok() {}
}

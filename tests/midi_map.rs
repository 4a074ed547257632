//! What keys and controllers do: learnt by using them, kept with the state, and heard no more.

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::link::{self, Main};
use afterbeat::pattern::Bank;
use afterbeat::plugin::Params;
use afterbeat::standalone::{
    Follows, MidiMap, Order, Outcome, Song, Target, Trigger, Used, Wanted, keep, load,
};
use afterbeat::time::{Bpm, Meter};
use cycle::{FakeCycle, Rig};
use std::fs;
use std::path::Path;

fn control(number: u8, value: u8) -> Used {
    let trigger = Trigger::Control(number);
    Used { trigger, value }
}

fn note(key: u8, value: u8) -> Used {
    let trigger = Trigger::Note(key);
    Used { trigger, value }
}

fn param(id: &str) -> Target {
    Target::Param(id.to_owned())
}

fn line(line: &str) -> Target {
    Target::Line(line.to_owned())
}

#[test]
fn what_is_used_next_is_learnt_and_then_does_it() {
    let mut map = MidiMap::default();
    assert_eq!(map.hear(control(70, 9)), Outcome::Nothing);
    map.learn(param("swing"));
    assert_eq!(map.wanted(), Wanted::ALL);
    let learnt = Outcome::Learnt(Trigger::Control(70), param("swing"));
    assert_eq!(map.hear(control(70, 9)), learnt);
    let moves = Outcome::Moves("swing".to_owned(), control(70, 100));
    assert_eq!(map.hear(control(70, 100)), moves);
    assert_eq!(map.hear(control(71, 100)), Outcome::Nothing);
    let wanted = Wanted {
        controls: 1 << 70,
        keys: 0,
    };
    assert_eq!(map.wanted(), wanted);
    // Learnt anew, the trigger does the other thing.
    map.learn(line("fill"));
    map.hear(control(70, 0));
    assert_eq!(map.hear(control(70, 64)), Outcome::Types("fill".to_owned()));
}

#[test]
fn a_controller_types_its_line_once_on_its_way_up() {
    let mut map = MidiMap::default();
    map.learn(line("fill"));
    map.hear(control(20, 127));
    let values = [127, 100, 63, 64, 65, 127, 0, 10, 90];
    let typed: Vec<u8> = values
        .into_iter()
        .filter(|value| map.hear(control(20, *value)) != Outcome::Nothing)
        .collect();
    assert_eq!(typed, [64, 90]);
}

#[test]
fn a_key_types_its_line_each_time_it_is_struck() {
    let mut map = MidiMap::default();
    map.learn(line("pattern 3"));
    assert_eq!(
        map.hear(note(36, 0)),
        Outcome::Nothing,
        "an end is not learnt"
    );
    map.hear(note(36, 1));
    for _ in 0..3 {
        let typed = Outcome::Types("pattern 3".to_owned());
        assert_eq!(map.hear(note(36, 5)), typed);
        assert_eq!(map.hear(note(36, 0)), Outcome::Nothing);
    }
    assert!(map.forget(&line("pattern 3")));
    assert!(!map.forget(&line("pattern 3")));
    assert_eq!(map.wanted(), Wanted::default());
}

#[test]
fn what_is_learnt_is_kept_with_the_state() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("midi_map");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("state.json");
    let params = || {
        let (main, _, _) = link::new(Bank::empty());
        Params::new(Main::new(main))
    };
    let mut song = Song {
        bpm: Bpm::DEFAULT,
        meter: Meter::COMMON,
    };
    let mut map = MidiMap::default();
    for (used, target) in [
        (note(1, 1), line("mute 2 off")),
        (control(1, 1), param("ghosts")),
        (note(127, 1), param("bypass")),
    ] {
        map.learn(target);
        map.hear(used);
    }
    keep(&path, &params(), (&song, &map)).unwrap();
    let mut loaded = MidiMap::default();
    assert!(load(&path, &params(), (&mut song, &mut loaded)).unwrap());
    assert!(loaded.rows().eq(map.rows()));
    assert_eq!(loaded.rows().count(), 3);
}

#[test]
fn a_key_that_does_something_does_not_sound_and_neither_does_its_end() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    let mut play = |rig: &mut Rig, messages: &[[u8; 3]]| -> Vec<(u8, u8, u8)> {
        cycle.incoming = messages.iter().rev().map(|message| (3, *message)).collect();
        cycle.play(&mut rig.performer);
        let sent = cycle.sent.drain(..);
        sent.map(|(_, status, key, velocity)| (status, key, velocity))
            .collect()
    };
    // It sounds when it is struck, so its end is heard whatever is learnt meanwhile.
    assert_eq!(play(&mut rig, &[[0x90, 60, 9]]), [(0x90, 60, 9)]);
    let wanted = Wanted {
        controls: 1 << 7,
        keys: 1 << 60 | 1 << 61,
    };
    rig.order(Order::Want(wanted));
    assert_eq!(play(&mut rig, &[[0x80, 60, 0]]), [(0x80, 60, 0)]);
    let on = [[0x95, 60, 9], [0x90, 62, 9], [0xb0, 7, 3], [0xb0, 8, 3]];
    assert_eq!(play(&mut rig, &on), [(0x90, 62, 9)]);
    let used: Vec<Used> = std::iter::from_fn(|| rig.used.pop().ok()).collect();
    assert_eq!(used, [note(60, 9), control(7, 3)]);
    rig.order(Order::Want(Wanted::default()));
    assert_eq!(
        play(&mut rig, &[[0x90, 60, 0], [0x80, 62, 0]]),
        [(0x80, 62, 0)]
    );
}

#[test]
fn bytes_that_are_no_message_are_nothing() {
    for wanted in [Wanted::ALL, Wanted::default()] {
        let mut rig = Rig::new(Follows::Own, 120.0, Meter::COMMON);
        let mut cycle = FakeCycle::default();
        rig.order(Order::Want(wanted));
        cycle.incoming = vec![
            (9, [0xb0, 7, 0xff]),
            (5, [0x90, 200, 100]),
            (3, [0x90, 60, 170]),
        ];
        cycle.play(&mut rig.performer);
        assert!(rig.used.pop().is_err(), "{wanted:?}");
        assert_eq!(cycle.sent, [], "{wanted:?}");
    }
}

//! What keys and controllers do: learnt by using them, kept with the state, and heard no more.

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::link::{self, Main};
use afterbeat::midi_map::{Deed, MidiMap, Outcome, Target, Trigger, Used, Wanted};
use afterbeat::pattern::Bank;
use afterbeat::pattern::{LaneIndex, PatternIndex};
use afterbeat::plugin::Params;
use afterbeat::standalone::{Command, Follows, Order, Song, keep, load};
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

fn program(number: u8) -> Used {
    let trigger = Trigger::Program(number);
    Used {
        trigger,
        value: number,
    }
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
        ..Wanted::default()
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
fn a_program_does_a_deed_of_its_own_and_all_together_choose_a_value() {
    let mut map = MidiMap::default();
    map.learn(line("fill"));
    let learnt = Outcome::Learnt(Trigger::Program(9), line("fill"));
    assert_eq!(map.hear(program(9)), learnt);
    assert_eq!(map.wanted().programs, 1 << 9);
    assert_eq!(map.hear(program(8)), Outcome::Nothing);
    map.learn(param("pattern"));
    let learnt = Outcome::Learnt(Trigger::Programs, param("pattern"));
    assert_eq!(map.hear(program(20)), learnt);
    assert_eq!(map.wanted().programs, u128::MAX);
    let moves = Outcome::Moves(
        "pattern".to_owned(),
        Used {
            trigger: Trigger::Programs,
            value: 8,
        },
    );
    assert_eq!(map.hear(program(8)), moves);
    assert_eq!(map.hear(program(9)), Outcome::Types("fill".to_owned()));
    assert!(map.free(Trigger::Programs));
    assert!(!map.free(Trigger::Programs));
    assert_eq!(map.hear(program(8)), Outcome::Nothing);
}

#[test]
fn every_deed_is_a_command_and_reads_as_it_is_written() {
    let lane = LaneIndex::new(15).unwrap();
    let pattern = PatternIndex::new(127).unwrap();
    for deed in [
        Deed::Pattern(pattern),
        Deed::Fill,
        Deed::Mute { lane, mute: true },
        Deed::Mute { lane, mute: false },
        Deed::Reroll,
        Deed::Play,
        Deed::Stop,
    ] {
        let text = deed.to_string();
        assert_eq!(text.parse(), Ok(deed));
        text.parse::<Command>().unwrap();
    }
    for text in [
        "",
        "fills",
        "pattern 0",
        "pattern 129",
        "mute 17",
        "mute 1 x",
    ] {
        text.parse::<Deed>().unwrap_err();
    }
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
    let kept = params();
    for (used, target) in [
        (note(1, 1), line("mute 2 off")),
        (control(1, 1), param("ghosts")),
        (note(127, 1), param("bypass")),
        (program(3), line("fill")),
        (program(4), param("pattern")),
    ] {
        kept.edit_midi_map(|map| map.learn(target));
        kept.edit_midi_map(|map| map.hear(used));
    }
    keep(&path, &kept, &song).unwrap();
    let loaded = params();
    assert!(load(&path, &loaded, &mut song).unwrap());
    assert_eq!(loaded.midi_map().table(), kept.midi_map().table());
    assert_eq!(loaded.midi_map().rows().count(), 5);
    // A state in which nothing is mapped leaves nothing mapped.
    keep(&path, &params(), &song).unwrap();
    assert!(load(&path, &loaded, &mut song).unwrap());
    assert_eq!(loaded.midi_map().rows().count(), 0);
}

/// The standalone, and what is played into it.
struct Studio {
    rig: Rig,
    cycle: FakeCycle,
}

impl Default for Studio {
    fn default() -> Self {
        Self {
            rig: Rig::new(Follows::Jack, 120.0, Meter::COMMON),
            cycle: FakeCycle::default(),
        }
    }
}

impl Studio {
    fn want(&mut self, wanted: Wanted) {
        self.rig.order(Order::Want(wanted));
    }

    /// Plays these in a cycle, and gives what came out.
    fn play(&mut self, messages: &[[u8; 3]]) -> Vec<(u8, u8, u8)> {
        self.cycle.incoming = messages.iter().rev().map(|message| (3, *message)).collect();
        self.cycle.play(&mut self.rig.performer);
        let sent = self.cycle.sent.drain(..);
        sent.map(|(_, status, key, velocity)| (status, key, velocity))
            .collect()
    }
}

#[test]
fn a_key_that_does_something_does_not_sound_and_neither_does_its_end() {
    let mut studio = Studio::default();
    // It sounds when it is struck, so its end is heard whatever is learnt meanwhile.
    assert_eq!(studio.play(&[[0x90, 60, 9]]), [(0x90, 60, 9)]);
    let wanted = Wanted {
        controls: 1 << 7,
        keys: 1 << 60 | 1 << 61,
        programs: 1 << 4,
    };
    studio.want(wanted);
    assert_eq!(studio.play(&[[0x80, 60, 0]]), [(0x80, 60, 0)]);
    let on = [
        [0x95, 60, 9],
        [0x90, 62, 9],
        [0xb0, 7, 3],
        [0xb0, 8, 3],
        [0xc3, 4, 0],
        [0xc3, 5, 0],
    ];
    assert_eq!(studio.play(&on), [(0x90, 62, 9)]);
    let used: Vec<Used> = std::iter::from_fn(|| studio.rig.used.pop().ok()).collect();
    assert_eq!(used, [note(60, 9), control(7, 3), program(4)]);
    studio.want(Wanted::default());
    assert_eq!(
        studio.play(&[[0x90, 60, 0], [0x80, 62, 0]]),
        [(0x80, 62, 0)]
    );
}

#[test]
fn a_key_that_does_something_is_told_of_until_no_channel_holds_it() {
    let mut studio = Studio::default();
    studio.want(Wanted {
        keys: 1 << 60 | 1 << 61,
        ..Wanted::default()
    });
    studio.play(&[[0x90, 60, 9], [0x91, 60, 8], [0x90, 61, 7]]);
    // What it does may be another by then.
    studio.want(Wanted::default());
    studio.play(&[[0x80, 60, 5], [0x82, 60, 5], [0x91, 60, 0], [0xb0, 123, 0]]);
    studio.play(&[[0x80, 61, 0]]);
    let used: Vec<Used> = std::iter::from_fn(|| studio.rig.used.pop().ok()).collect();
    let expected = [(60, 9), (60, 8), (61, 7), (60, 0), (61, 0)];
    assert_eq!(used, expected.map(|(key, value)| note(key, value)));
}

#[test]
fn an_end_on_another_channel_is_anothers() {
    let mut studio = Studio::default();
    assert_eq!(studio.play(&[[0x99, 36, 100]]), [(0x99, 36, 100)]);
    studio.want(Wanted {
        keys: 1 << 36,
        ..Wanted::default()
    });
    assert_eq!(studio.play(&[[0x90, 36, 100]]), []);
    assert_eq!(studio.play(&[[0x89, 36, 0]]), [(0x89, 36, 0)]);
    assert_eq!(studio.play(&[[0x80, 36, 0]]), []);
}

#[test]
fn the_end_of_all_notes_of_a_channel_ends_those_that_pass_through() {
    for word in [120, 123, 124, 125, 126, 127] {
        let mut studio = Studio::default();
        studio.play(&[[0x90, 60, 9], [0x91, 61, 9]]);
        assert_eq!(studio.play(&[[0xb0, word, 0]]), [(0x80, 60, 0)], "{word}");
        assert_eq!(studio.play(&[[0xb1, word, 0]]), [(0x81, 61, 0)], "{word}");
    }
    // Of a key that was taken the end has come, too.
    let mut studio = Studio::default();
    let keys = Wanted {
        keys: 1 << 60,
        ..Wanted::default()
    };
    studio.want(keys);
    assert_eq!(studio.play(&[[0x90, 60, 9], [0xb0, 123, 0]]), []);
    studio.want(Wanted::default());
    let on_and_off = [[0x90, 60, 9], [0x80, 60, 0]];
    assert_eq!(studio.play(&on_and_off[..1]), [(0x90, 60, 9)]);
    assert_eq!(studio.play(&on_and_off[1..]), [(0x80, 60, 0)]);
}

#[test]
fn what_a_bank_or_a_data_message_begins_with_is_not_learnt() {
    let mut map = MidiMap::default();
    map.learn(param("pattern"));
    for begins in [0, 32, 6, 38, 98, 99, 100, 101] {
        assert!(!map.wanted().has(Trigger::Control(begins)), "{begins}");
        assert_eq!(map.hear(control(begins, 0)), Outcome::Nothing, "{begins}");
    }
    assert!(map.wanted().has(Trigger::Control(1)));
    let learnt = Outcome::Learnt(Trigger::Programs, param("pattern"));
    assert_eq!(map.hear(program(5)), learnt);
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

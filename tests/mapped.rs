//! Keys, controllers and programs that move the plug-in's parameters: on their frame, told to the
//! host, and heard by nobody else.

#[path = "support/mapped.rs"]
mod rig;

use afterbeat::midi_map::Trigger;
use assert_no_alloc::AllocDisabler;
use rig::{FRAMES, RATE, Rig, line, param, told};
use std::collections::{BTreeMap, BTreeSet};
use xtask::host::{Block, Form, HostEvent, Kind, NoteInput, Profile, Song, Transport};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

#[test]
fn a_controller_moves_its_parameter_over_the_whole_range_and_the_host_is_told() {
    let mut rig = Rig::new(&[
        (Trigger::Control(20), param("swing")),
        (Trigger::Control(21), param("fill_every")),
        (Trigger::Control(22), param("lane3_mute")),
    ]);
    let sent = rig.play(&[
        (9, [0xb3, 20, 127]),
        (40, [0xb0, 21, 0]),
        (40, [0xb0, 22, 64]),
    ]);
    assert_eq!(sent, []);
    let heard = [
        told(9, "Swing", "75.0 %"),
        told(40, "Fill Every", "Off"),
        told(40, "Lane 3 Mute", "On"),
    ];
    assert_eq!(rig.told(), heard);
    let controls = rig.params().controls();
    assert!((controls.swing - 0.75).abs() < 1e-6);
    // Of many values in a block the host is told the last.
    rig.play(&[
        (0, [0xb0, 20, 0]),
        (7, [0xb0, 20, 64]),
        (99, [0xb0, 20, 0]),
        (99, [0xb0, 22, 63]),
    ]);
    let heard = [told(99, "Swing", "25.0 %"), told(99, "Lane 3 Mute", "Off")];
    assert_eq!(rig.told(), heard);
    assert!((rig.params().controls().swing - 0.25).abs() < 1e-6);
}

#[test]
fn it_bites_on_its_frame() {
    // The second sixteenth stands at 6 000: 75 % set there moves it to 9 000.
    let mut rig = Rig::new(&[(Trigger::Control(20), param("swing"))]);
    rig.rolls = true;
    let mut events = Vec::new();
    for _ in 0..20 {
        let at = u32::try_from(6_000_u64.wrapping_sub(rig.start)).ok();
        let message = at.filter(|at| *at < FRAMES).map(|at| (at, [0xb0, 20, 127]));
        events.extend(rig.play(message.as_slice()));
    }
    let ons = events.iter().filter(|event| event.kind == Kind::On);
    let ons: Vec<_> = ons.map(|event| (event.frame, event.key)).collect();
    assert_eq!(ons[2], (9_000, 42));
}

#[test]
fn a_mapped_key_neither_sounds_nor_passes_and_turns_a_switch_round() {
    let mut rig = Rig::new(&[(Trigger::Note(60), param("lane2_mute"))]);
    let key = |time, kind, key, form| NoteInput {
        time,
        kind,
        channel: 4,
        key,
        velocity: 0.5,
        form,
    };
    for form in [Form::Note, Form::Midi] {
        for (n, expected) in [(0, "On"), (1, "Off")] {
            let notes = [
                key(5, Kind::On, 60, form),
                key(8, Kind::On, 61, form),
                key(20, Kind::Off, 60, form),
                key(30, Kind::Off, 61, form),
            ];
            let block = Block {
                frames: FRAMES,
                notes: &notes,
                ..Block::default()
            };
            let sent = rig.take(&block);
            let sent: Vec<_> = sent.iter().map(|e| (e.frame, e.kind, e.key)).collect();
            assert_eq!(
                sent,
                [(8, Kind::On, 61), (30, Kind::Off, 61)],
                "{form:?} {n}"
            );
            assert_eq!(rig.told(), [told(5, "Lane 2 Mute", expected)]);
        }
    }
    // Struck twice in a block it is where it was.
    rig.play(&[(1, [0x90, 60, 1]), (2, [0x80, 60, 0]), (3, [0x90, 60, 1])]);
    assert_eq!(rig.told(), [told(3, "Lane 2 Mute", "Off")]);
}

#[test]
fn a_key_that_is_let_go_after_it_was_mapped_still_ends() {
    let mut rig = Rig::new(&[]);
    let sent = rig.play(&[(3, [0x99, 70, 90])]);
    assert_eq!(sent.len(), 1);
    rig.params()
        .edit_midi_map(|map| map.replace(BTreeMap::from([(Trigger::Note(70), param("swing"))])));
    let sent = rig.play(&[(4, [0x89, 70, 0])]);
    assert_eq!(sent.iter().map(|e| e.kind).collect::<Vec<_>>(), [Kind::Off]);
    // And one that is forgotten while it is down has nothing to end.
    assert_eq!(rig.play(&[(3, [0x99, 70, 90])]), []);
    rig.params()
        .edit_midi_map(|map| map.replace(BTreeMap::new()));
    assert_eq!(rig.play(&[(4, [0x89, 70, 0])]), []);
}

#[test]
fn a_key_holds_the_fill_for_as_long_as_it_is_down() {
    let rows = [
        (Trigger::Note(61), line("fill")),
        (Trigger::Note(62), line("fill")),
        (Trigger::Control(1), line("fill")),
    ];
    let mut rig = Rig::new(&rows);
    rig.play(&[(5, [0x90, 61, 100])]);
    assert_eq!(rig.told(), [told(5, "Fill Now", "On")]);
    rig.play(&[(6, [0x90, 62, 100]), (9, [0x80, 61, 0])]);
    assert!(rig.value("Fill Now") > 0.5);
    rig.play(&[(7, [0x80, 62, 0])]);
    assert_eq!(rig.told(), [told(7, "Fill Now", "Off")]);
    rig.play(&[(7, [0xb0, 1, 80]), (8, [0xb0, 1, 127])]);
    assert_eq!(rig.told(), [told(7, "Fill Now", "On")]);
    rig.play(&[(7, [0xb0, 1, 64])]);
    assert_eq!(rig.told(), []);
    rig.play(&[(7, [0xb0, 1, 63])]);
    assert_eq!(rig.told(), [told(7, "Fill Now", "Off")]);
}

#[test]
fn a_fill_struck_and_let_go_of_on_one_frame_is_asked_for_all_the_same() {
    let mut rig = Rig::new(&[(Trigger::Note(61), line("fill"))]);
    rig.play(&[(511, [0x90, 61, 100]), (511, [0x80, 61, 0])]);
    assert_eq!(rig.told(), [told(511, "Fill Now", "On")]);
    rig.play(&[]);
    assert_eq!(rig.told(), [told(0, "Fill Now", "Off")]);
    rig.play(&[]);
    assert_eq!(rig.told(), []);
}

#[test]
fn patterns_mutes_play_and_stop_are_deeds() {
    let rows = [
        (Trigger::Note(1), line("pattern 7")),
        (Trigger::Note(2), line("mute 4 on")),
        (Trigger::Note(3), line("stop")),
        (Trigger::Note(4), line("play")),
        (Trigger::Note(5), line("locate 3")),
        (Trigger::Program(9), line("mute 4 off")),
        (Trigger::Programs, param("pattern")),
    ];
    let mut rig = Rig::new(&rows);
    let strike = |key| [(3, [0x90, key, 1]), (4, [0x80, key, 0])];
    for (key, name, text) in [
        (1, "Pattern", "7"),
        (2, "Lane 4 Mute", "On"),
        (3, "Run", "Off"),
        (4, "Run", "On"),
    ] {
        assert_eq!(rig.play(&strike(key)), []);
        assert_eq!(rig.told(), [told(3, name, text)]);
    }
    // What only the standalone can do is a note here like any other.
    assert_eq!(rig.play(&strike(5)).len(), 2);
    rig.play(&[(3, [0xc5, 9, 0])]);
    assert_eq!(rig.told(), [told(3, "Lane 4 Mute", "Off")]);
    rig.play(&[(3, [0xc5, 127, 0])]);
    assert_eq!(rig.told(), [told(3, "Pattern", "128")]);
}

#[test]
fn stopped_by_a_key_it_is_silent_at_once_and_comes_back_in_its_place() {
    let rows = [
        (Trigger::Note(3), line("stop")),
        (Trigger::Note(4), line("play")),
    ];
    let play = |keys: &[(usize, u8)]| {
        let mut rig = Rig::new(&rows);
        rig.rolls = true;
        let mut events = Vec::new();
        for block in 0..400 {
            let struck = keys.iter().find(|(at, _)| *at == block);
            let message = struck.map(|(_, key)| (100, [0x90, *key, 99]));
            events.extend(rig.play(message.as_slice()));
        }
        events
    };
    let through = play(&[]);
    let held = play(&[(100, 3), (200, 4)]);
    let from = |block: u64| block * u64::from(FRAMES) + 100;
    let within = |frame: u64| frame < from(100) || frame > from(201);
    let ons = |events: &[HostEvent], is_kept: &dyn Fn(u64) -> bool| -> Vec<(u64, u8)> {
        let ons = events
            .iter()
            .filter(|e| e.kind == Kind::On && is_kept(e.frame));
        ons.map(|e| (e.frame, e.key)).collect()
    };
    assert_eq!(ons(&held, &within), ons(&through, &within));
    let silent = |frame: u64| frame >= from(100) && frame < from(200);
    assert_eq!(ons(&held, &silent), []);
    assert!(!ons(&through, &silent).is_empty());
    let before = held.iter().filter(|e| e.frame < from(100)).count();
    let open = open_keys(&held[..before]);
    assert!(!open.is_empty(), "nothing sounds when it is stopped");
    let rest = held[before..].iter().take_while(|e| e.frame < from(200));
    let mut ends: Vec<_> = rest.map(|e| (e.frame, e.kind, e.key)).collect();
    ends.sort_unstable();
    let expected = open.iter().map(|key| (from(100), Kind::Off, *key));
    assert_eq!(ends, expected.collect::<Vec<_>>());
    assert!(
        open_keys(&held).len() <= 3,
        "more than the last strikes sound"
    );
}

/// The keys that sound after these events, of which each sounds once at a time.
fn open_keys(events: &[HostEvent]) -> BTreeSet<u8> {
    let mut open = BTreeSet::new();
    for event in events {
        let is_right = match event.kind {
            Kind::On => open.insert(event.key),
            Kind::Off => open.remove(&event.key),
        };
        assert!(is_right, "begun or ended twice: {event:?}");
    }
    open
}

#[test]
fn begun_by_a_key_it_counts_from_the_songs_own_bar_lines() {
    let rows = [
        (Trigger::Note(3), line("stop")),
        (Trigger::Note(4), line("play")),
    ];
    // A first bar of three beats: the lines after it are no whole bars from the song's start.
    let song = Song::new(RATE, 120.0).from_beats(3.0);
    let play = |keys: &[(usize, u8)]| {
        let mut rig = Rig::new(&rows);
        rig.rolls = true;
        let mut events = Vec::new();
        for block in 0..600 {
            let struck = keys.iter().find(|(at, _)| *at == block);
            let message = struck.map(|(_, key)| (100, [0x90, *key, 99]));
            let bar = ((song.beats(rig.start) - 3.0) / 4.0 + 1e-9).floor();
            let transport = Transport {
                bar_start: 3.0 + bar * 4.0,
                ..song.at(rig.start)
            };
            events.extend(rig.take(&Block {
                frames: FRAMES,
                start: rig.start,
                transport: Some(transport),
                messages: message.as_slice(),
                ..Block::default()
            }));
        }
        let later = |event: &HostEvent| event.frame >= 201 * u64::from(FRAMES);
        let ons = events.iter().filter(|e| e.kind == Kind::On && later(e));
        ons.map(|e| (e.frame, e.key)).collect::<Vec<_>>()
    };
    let through = play(&[]);
    assert!(!through.is_empty());
    assert_eq!(play(&[(100, 3), (200, 4)]), through);
}

#[test]
fn a_reroll_is_another_seed_and_is_remembered() {
    let mut rig = Rig::new(&[(Trigger::Note(3), line("reroll"))]);
    let mut before = vec![1_u16];
    for _ in 0..5 {
        rig.play(&[(3, [0x90, 3, 9]), (5, [0x80, 3, 0])]);
        let seed = rig.params().controls().seed;
        assert_eq!(rig.told(), [told(3, "Seed", &seed.to_string())]);
        assert!(!before.contains(&seed));
        before.push(seed);
    }
    rig.instance.idle();
    before.reverse();
    let params = rig.params();
    let main = params.main().lock();
    assert_eq!(main.bank().setup.seeds.seeds(), before);
}

#[test]
fn what_is_used_while_learning_is_learnt_and_does_nothing_yet() {
    let mut rig = Rig::new(&[(Trigger::Note(9), param("lane1_mute"))]);
    rig.params().edit_midi_map(|map| map.learn(param("ghosts")));
    assert_eq!(rig.params().tend_midi_map(), None);
    let sent = rig.play(&[(1, [0xb0, 70, 5]), (2, [0x90, 9, 5]), (3, [0x80, 9, 0])]);
    assert_eq!((sent, rig.told()), (vec![], vec![]));
    let learnt = (Trigger::Control(70), param("ghosts"));
    assert_eq!(rig.params().tend_midi_map(), Some(learnt));
    assert_eq!(rig.params().tend_midi_map(), None);
    rig.play(&[(1, [0xb0, 70, 127]), (2, [0x90, 9, 5])]);
    let heard = [told(1, "Ghosts", "100.0 %"), told(2, "Lane 1 Mute", "On")];
    assert_eq!(rig.told(), heard);
}

#[test]
fn the_map_is_saved_and_a_change_of_it_is_work_to_be_saved() {
    let mut rig = Rig::new(&[]);
    rig.instance.idle();
    let dirty = |rig: &Rig| rig.instance.calls().dirty();
    let before = dirty(&rig);
    let plain = rig.instance.save().unwrap();
    rig.params().edit_midi_map(|map| map.learn(param("ghosts")));
    rig.play(&[(1, [0xb0, 70, 5])]);
    rig.params().tend_midi_map().unwrap();
    rig.instance.idle();
    assert_eq!(dirty(&rig), before + 1);
    let mapped = rig.instance.save().unwrap();
    let mut other = Rig::new(&[(Trigger::Note(1), param("push"))]);
    assert!(other.instance.load(&mapped));
    assert_eq!(
        other.params().midi_map().table(),
        rig.params().midi_map().table()
    );
    other.play(&[(1, [0xb0, 70, 127])]);
    assert_eq!(other.told(), [told(1, "Ghosts", "100.0 %")]);
    assert!(other.instance.load(&plain));
    assert_eq!(other.params().midi_map().rows().count(), 0);
    assert_eq!(other.instance.save().unwrap(), plain);
}

#[test]
fn a_host_that_has_no_room_is_told_to_look_again() {
    let mut rig = Rig::in_host(
        Profile::full_at(2),
        &[(Trigger::Control(20), param("swing"))],
    );
    rig.play(&[(1, [0xb0, 20, 127])]);
    let rescans = |rig: &Rig| rig.instance.calls().rescans();
    assert_eq!(rescans(&rig), 0);
    rig.instance.idle();
    assert_eq!(rescans(&rig), 1);
    assert!((rig.value("Swing") - 1.0).abs() < 1e-6);
}

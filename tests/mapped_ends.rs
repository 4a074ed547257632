//! What ends: keys and controllers that are let go of late, elsewhere or all at once.

#[path = "support/mapped.rs"]
mod rig;

use afterbeat::midi_map::{Target, Trigger};
use afterbeat::pattern::{Edit, PlayMode, SetupChange};
use assert_no_alloc::AllocDisabler;
use rig::{RATE, Rig, line, param, told};
use std::collections::BTreeMap;
use xtask::host::{HostEvent, Kind};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

fn kinds(events: &[HostEvent]) -> Vec<(Kind, u8)> {
    events.iter().map(|event| (event.kind, event.key)).collect()
}

#[test]
fn the_end_of_all_notes_ends_those_that_pass_through() {
    for word in [120, 123, 124, 125, 126, 127] {
        let mut rig = Rig::new(&[]);
        rig.play(&[(1, [0x90, 60, 90]), (2, [0x91, 62, 90])]);
        let sent = rig.play(&[(7, [0xb0, word, 0])]);
        assert_eq!(kinds(&sent), [(Kind::Off, 60)], "controller {word}");
        assert_eq!(sent[0].frame, 7);
        let sent = rig.play(&[(0, [0xb1, word, 0])]);
        assert_eq!(kinds(&sent), [(Kind::Off, 62)], "controller {word}");
    }
}

#[test]
fn the_end_of_all_notes_lets_go_of_a_held_fill_and_of_the_key_that_plays() {
    let mut rig = Rig::new(&[(Trigger::Note(61), line("fill"))]);
    rig.play(&[(1, [0x93, 61, 90])]);
    assert!(rig.value("Fill Now") > 0.5);
    rig.play(&[(9, [0xb3, 123, 0])]);
    rig.play(&[]);
    assert!(rig.value("Fill Now") < 0.5);

    let mut rig = Rig::new(&[]);
    let params = rig.params();
    let held = Edit::Setup(SetupChange::Play(PlayMode::WhileKeyHeld));
    params.main().lock().edit(held).unwrap();
    rig.play(&[(0, [0x90, 24, 90])]);
    let plays = |rig: &mut Rig| (0..200).any(|_| rig.play(&[]).iter().any(|e| e.kind == Kind::On));
    assert!(plays(&mut rig), "while the key is held");
    rig.play(&[(0, [0xb0, 123, 0])]);
    assert!(!plays(&mut rig), "after the end of all");
}

#[test]
fn a_reset_lets_go_of_a_held_fill() {
    let ends: [fn(&mut Rig); 3] = [
        |rig| rig.instance.reset().unwrap(),
        |rig| {
            rig.instance.stop_processing().unwrap();
            rig.instance.start_processing().unwrap();
        },
        |rig| {
            rig.instance.stop_processing().unwrap();
            rig.instance.deactivate();
            rig.instance.activate(RATE, 8_192).unwrap();
            rig.instance.start_processing().unwrap();
        },
    ];
    for end in ends {
        for (on, off) in [
            ([0x90, 61, 90], [0x80, 61, 0]),
            ([0xb0, 64, 127], [0xb0, 64, 0]),
        ] {
            let rows = [
                (Trigger::Note(61), line("fill")),
                (Trigger::Control(64), line("fill")),
            ];
            let mut rig = Rig::new(&rows);
            rig.play(&[(1, on)]);
            assert!(rig.value("Fill Now") > 0.5);
            end(&mut rig);
            rig.play(&[]);
            assert_eq!(rig.told(), [told(0, "Fill Now", "Off")]);
            assert!(rig.value("Fill Now") < 0.5);
            // What comes late ends nothing, and it can be held again.
            rig.play(&[(2, off)]);
            assert_eq!(rig.told(), []);
            rig.play(&[(3, on)]);
            assert!(rig.value("Fill Now") > 0.5);
            rig.play(&[(4, off)]);
            assert_eq!(rig.told(), [told(4, "Fill Now", "Off")]);
        }
    }
}

/// A rig whose sustain pedal holds the fill, and is down.
fn pedal_down() -> Rig {
    let mut rig = Rig::new(&[(Trigger::Control(64), line("fill"))]);
    rig.play(&[(1, [0xb0, 64, 127])]);
    assert!(rig.value("Fill Now") > 0.5);
    rig
}

#[test]
fn a_controller_that_is_let_go_lets_go_whatever_it_does_by_then() {
    let changes: [fn(&mut Rig); 3] = [
        |rig| {
            let other: BTreeMap<Trigger, Target> = [(Trigger::Note(61), line("fill"))].into();
            rig.params().edit_midi_map(|map| map.replace(other));
        },
        |rig| {
            let other: BTreeMap<Trigger, Target> = [(Trigger::Control(64), param("swing"))].into();
            rig.params().edit_midi_map(|map| map.replace(other));
        },
        |rig| rig.params().edit_midi_map(|map| map.learn(param("ghosts"))),
    ];
    for change in changes {
        let mut rig = pedal_down();
        change(&mut rig);
        rig.play(&[(4, [0xb0, 64, 0])]);
        rig.play(&[]);
        assert!(rig.value("Fill Now") < 0.5);
    }
    // And a key holds it as ever after that.
    let mut rig = pedal_down();
    changes[0](&mut rig);
    rig.play(&[(4, [0xb0, 64, 0])]);
    rig.play(&[(5, [0x90, 61, 90])]);
    assert!(rig.value("Fill Now") > 0.5);
    rig.play(&[(6, [0x80, 61, 0])]);
    assert_eq!(rig.told(), [told(6, "Fill Now", "Off")]);
}

#[test]
fn a_fill_that_is_held_again_is_not_cut_short_by_the_one_before() {
    let mut rig = Rig::new(&[(Trigger::Note(61), line("fill"))]);
    let (on, off) = ([0x90, 61, 90], [0x80, 61, 0]);
    rig.play(&[(10, on), (10, off), (50, on)]);
    assert_eq!(rig.play(&[]), []);
    assert_eq!(rig.told(), []);
    assert!(rig.value("Fill Now") > 0.5);
    rig.play(&[(3, off)]);
    assert_eq!(rig.told(), [told(3, "Fill Now", "Off")]);
}

#[test]
fn a_key_that_two_channels_hold_is_held_until_both_have_let_go() {
    let mut rig = Rig::new(&[(Trigger::Note(61), line("fill"))]);
    rig.play(&[(1, [0x90, 61, 90]), (2, [0x91, 61, 90])]);
    rig.play(&[(3, [0x80, 61, 0])]);
    assert!(rig.value("Fill Now") > 0.5);
    rig.play(&[(4, [0x81, 61, 0])]);
    assert_eq!(rig.told(), [told(4, "Fill Now", "Off")]);
}

#[test]
fn what_a_bank_or_a_data_message_begins_with_is_not_learnt() {
    for begins in [0, 32, 6, 38, 98, 99, 100, 101] {
        let mut rig = Rig::new(&[]);
        let params = rig.params();
        params.edit_midi_map(|map| map.learn(param("pattern")));
        rig.play(&[(0, [0xb0, begins, 0]), (1, [0xc0, 5, 0])]);
        let learnt = params.tend_midi_map();
        assert_eq!(
            learnt,
            Some((Trigger::Programs, param("pattern"))),
            "{begins}"
        );
    }
}

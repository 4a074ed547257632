//! Who owns a key, what releases a note, and what a full host does not lose.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, InputNote, Kind, Origin};
use afterbeat::pattern::{
    Channel, ChannelMap, Edit, Gate, Key, LaneIndex, LaneSet, SetupChange, Thru, Velocity,
};
use support::check::{Note, check_wire, notes, strikes};
use support::groove::Groove;
use support::number::float;
use support::rig::{Rig, rolling, stopped};

const BLOCK: u32 = 256;

/// A kick on every quarter whose note lasts two sixteenths: 12 000 frames of 24 000.
fn quarters() -> Groove {
    let gate = Gate::new(200).expect("from 1 to 1600");
    let groove = Groove::new(1).plain().lane(0, "x...");
    groove.put(0, 0, |step| step.gate = gate)
}

fn rig(groove: &Groove) -> Rig {
    Rig::new(groove.bank(), 48_000.0)
}

/// Rolls on at 120 BPM from where the rig stands, up to `frame`, which cuts the last block.
fn roll_to(rig: &mut Rig, frame: i64) {
    while rig.now < frame {
        let left = u32::try_from(frame - rig.now).expect("ahead");
        let position = float(rig.now) / 24_000.0;
        rig.call(left.min(BLOCK), rolling(120.0, position));
    }
}

fn closed(mut rig: Rig) -> Vec<Note> {
    rig.stop();
    notes(&rig.events)
}

fn spans(notes: &[Note]) -> Vec<(i64, i64)> {
    notes.iter().map(|note| (note.on, note.off)).collect()
}

fn key(number: u8) -> Key {
    Key::new(number).expect("a key")
}

/// A note of the player's on the drum channel; velocity 0 is its off.
fn input(at: u32, number: u8, velocity: u8) -> InputNote {
    InputNote {
        at,
        kind: Velocity::new(velocity).map_or(Kind::Off, Kind::On),
        channel: Channel::DRUMS,
        key: key(number),
    }
}

fn bypassed() -> Controls {
    Controls {
        bypass: true,
        ..Controls::default()
    }
}

fn muted() -> Controls {
    let mut controls = Controls::default();
    controls.lanes[LaneIndex::default()].mute = true;
    controls
}

#[test]
fn stop_releases_at_its_first_frame_and_sends_nothing_else() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 7000);
    assert_eq!(rig.engine.sounding(), 1);
    for _ in 0..10 {
        rig.stop();
    }
    assert_eq!(rig.engine.sounding(), 0);
    assert_eq!(spans(&notes(&rig.events)), [(0, 7000)]);
}

#[test]
fn a_locate_releases_and_plays_on_from_its_target() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 7000);
    rig.call(BLOCK, rolling(120.0, 16.0));
    assert_eq!(spans(&closed(rig)), [(0, 7000), (7000, 7256)]);
}

#[test]
fn reset_releases_at_the_next_blocks_first_frame() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 7000);
    rig.engine.reset();
    roll_to(&mut rig, 30_000);
    assert_eq!(spans(&closed(rig)), [(0, 7000), (24_000, 30_000)]);
}

#[test]
fn muting_releases_the_lane_and_keeps_it_silent_until_unmuted() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 7000);
    rig.engine.set_controls(&muted());
    roll_to(&mut rig, 40_000);
    rig.engine.set_controls(&Controls::default());
    roll_to(&mut rig, 50_000);
    assert_eq!(spans(&closed(rig)), [(0, 7000), (48_000, 50_000)]);
}

#[test]
fn muting_leaves_the_other_lanes_alone() {
    let mut rig = rig(&quarters().lane(1, "x").length(1, 16));
    roll_to(&mut rig, 3000);
    rig.engine.set_controls(&muted());
    roll_to(&mut rig, 20_000);
    assert_eq!(spans(&closed(rig)), [(0, 3000), (0, 6000)]);
}

#[test]
fn bypass_releases_stays_silent_and_resumes_in_place() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 7000);
    rig.engine.set_controls(&bypassed());
    roll_to(&mut rig, 55_000);
    rig.engine.set_controls(&Controls::default());
    roll_to(&mut rig, 73_000);
    assert_eq!(spans(&closed(rig)), [(0, 7000), (72_000, 73_000)]);
}

#[test]
fn a_new_bank_releases_what_the_old_one_played() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 7000);
    let other = Groove::new(1).plain().lane(1, "....x...").length(1, 16);
    let old = rig.engine.swap_bank(Box::new(other.bank()));
    assert_eq!(*old, quarters().bank());
    roll_to(&mut rig, 40_000);
    let played = closed(rig);
    assert_eq!(
        played.last().map(|note| (note.on, note.off)),
        Some((24_000, 30_000))
    );
    assert!(
        played[0].off <= 12_000,
        "the old note is closed in time: {played:?}"
    );
    assert_eq!(played.len(), 2);
}

#[test]
fn solo_plays_alone() {
    let solo = LaneSet::default().with(LaneIndex::new(1).expect("a lane"), true);
    let groove = quarters().lane(1, "x...").lane(2, "x...");
    let mut rig = rig(&groove.setup(SetupChange::Solo(solo)));
    roll_to(&mut rig, 30_000);
    let lanes: Vec<u8> = strikes(&rig.events).iter().map(|s| s.lane).collect();
    assert_eq!(lanes, [1, 1]);
}

/// Four lanes that are struck at once; the bits say which of them are muted and which play alone.
fn heard_of_four(silenced: u16, solos: u16) -> LaneSet {
    let groove = (0..4).fold(Groove::new(1).plain(), |groove, lane| {
        groove.lane(lane, "x...")
    });
    let solo = SetupChange::Solo(LaneSet::from_bits(solos));
    let mut controls = Controls::default();
    let muted = LaneSet::from_bits(silenced);
    for (lane, of_lane) in controls.lanes.iter_mut() {
        of_lane.mute = muted.contains(lane);
    }
    let mut rig = Rig::with(groove.setup(solo).bank(), 48_000.0, &controls);
    roll_to(&mut rig, 1000);
    let struck = strikes(&rig.events);
    let lane = |index| LaneIndex::new(index).expect("a lane");
    struck.iter().fold(LaneSet::default(), |heard, strike| {
        heard.with(lane(strike.lane), true)
    })
}

#[test]
fn solo_wins_over_mute() {
    for mutes in 0..16 {
        for solos in 0..16 {
            let expected = if solos == 0 { 15 & !mutes } else { solos };
            let heard = heard_of_four(mutes, solos);
            let expected = LaneSet::from_bits(expected);
            assert_eq!(heard, expected, "muted {mutes:04b}, solo {solos:04b}");
        }
    }
}

#[test]
fn solo_releases_the_other_lanes_on_its_frame_and_leaves_its_own_alone() {
    let mut rig = rig(&quarters().lane(1, "x").length(1, 16));
    roll_to(&mut rig, 3000);
    let solo = |lane| LaneSet::default().with(LaneIndex::new(lane).expect("a lane"), true);
    let edit = Edit::Setup(SetupChange::Solo(solo(1)));
    rig.engine.apply(edit).expect("it always fits");
    roll_to(&mut rig, 30_000);
    let edit = Edit::Setup(SetupChange::Solo(solo(0)));
    rig.engine.apply(edit).expect("it always fits");
    roll_to(&mut rig, 50_000);
    assert_eq!(
        spans(&closed(rig)),
        [(0, 3000), (0, 6000), (48_000, 50_000)]
    );
}

#[test]
fn channels_follow_the_setting() {
    let channel = |number| Channel::new(number).expect("a channel");
    let channels = |map| {
        let groove = quarters().lane(4, "x...").setup(SetupChange::Channels(map));
        let mut rig = rig(&groove);
        roll_to(&mut rig, 1000);
        let played = closed(rig);
        played.iter().map(|note| note.channel).collect::<Vec<_>>()
    };
    assert_eq!(channels(ChannelMap::PerLane), [9, 9]);
    assert_eq!(channels(ChannelMap::AllOn(channel(3))), [3, 3]);
    assert_eq!(channels(ChannelMap::LaneNumber), [0, 4]);
}

#[test]
fn an_off_that_the_host_refuses_is_sent_in_the_next_block() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 11_776);
    rig.room = 0;
    roll_to(&mut rig, 12_288);
    rig.room = usize::MAX;
    roll_to(&mut rig, 20_000);
    assert_eq!(rig.engine.counters().refused, 0, "no strike was refused");
    assert_eq!(spans(&closed(rig)), [(0, 12_288)]);
}

#[test]
fn a_strike_that_the_host_refuses_is_counted_and_leaves_no_off() {
    let mut rig = rig(&quarters());
    rig.room = 0;
    roll_to(&mut rig, 256);
    rig.room = usize::MAX;
    roll_to(&mut rig, 23_000);
    assert!(rig.events.is_empty(), "no off without an on");
    assert_eq!(rig.engine.counters().refused, 1);
    assert_eq!(rig.engine.counters().strikes, 0);
    assert_eq!(rig.engine.sounding(), 0);
}

#[test]
fn an_off_takes_the_last_room_before_an_on() {
    let gate = Gate::new(400).expect("from 1 to 1600");
    let mut rig = rig(&quarters().put(0, 0, |step| step.gate = gate));
    roll_to(&mut rig, 24_000);
    rig.room = 1;
    roll_to(&mut rig, 24_100);
    rig.room = usize::MAX;
    assert_eq!(rig.engine.counters().refused, 1);
    assert_eq!(spans(&closed(rig)), [(0, 24_000)]);
}

#[test]
fn a_refused_release_at_stop_comes_while_stopped() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 5000);
    rig.room = 0;
    rig.stop();
    rig.room = usize::MAX;
    rig.stop();
    assert_eq!(spans(&notes(&rig.events)), [(0, 5064)]);
}

#[test]
fn counters_count_what_sounded() {
    let mut rig = rig(&quarters().lane(1, "xx"));
    roll_to(&mut rig, 96_000);
    let counters = rig.engine.counters();
    assert_eq!((counters.strikes, counters.late), (4 + 16, 0));
    assert_eq!(
        (counters.no_slot, counters.refused, counters.stolen),
        (0, 0, 0)
    );
}

/// What comes out of a stopped engine for two notes: the kick's key and one that no lane plays.
fn passed(thru: Thru) -> Vec<(i64, i64, u8)> {
    let groove = quarters();
    let groove = (1..16).fold(groove, |groove, lane| {
        groove.voice(lane, |voice| voice.key = key(36))
    });
    let mut rig = rig(&groove.setup(SetupChange::Thru(thru)));
    let notes_in = [
        input(10, 36, 90),
        input(20, 100, 80),
        input(30, 36, 0),
        input(40, 100, 0),
    ];
    rig.call_with(BLOCK, stopped(), &notes_in);
    let played = notes(&rig.events);
    assert!(rig.events.iter().all(|at| at.1.origin == Origin::Thru));
    played
        .iter()
        .map(|note| (note.on, note.off, note.key))
        .collect()
}

#[test]
fn the_players_notes_pass_as_the_setting_says() {
    assert_eq!(passed(Thru::All), [(10, 30, 36), (20, 40, 100)]);
    assert_eq!(passed(Thru::NotMapped), [(20, 40, 100)]);
    assert_eq!(passed(Thru::Off), []);
}

#[test]
fn a_strike_takes_the_key_from_the_player_whose_off_is_then_swallowed() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 20_000);
    rig.call_with(4100, rolling(120.0, 20.0 / 24.0), &[input(500, 36, 90)]);
    roll_to(&mut rig, 30_000);
    rig.call_with(BLOCK, rolling(120.0, 1.25), &[input(9, 36, 0)]);
    roll_to(&mut rig, 40_000);
    let expected = [(0, 12_000), (20_500, 24_000), (24_000, 36_000)];
    assert_eq!(spans(&closed(rig)), expected);
}

#[test]
fn the_player_takes_the_key_from_a_lane_whose_off_is_then_swallowed() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 6000);
    rig.call_with(BLOCK, rolling(120.0, 0.25), &[input(100, 36, 90)]);
    roll_to(&mut rig, 18_000);
    rig.call_with(BLOCK, rolling(120.0, 0.75), &[input(50, 36, 0)]);
    roll_to(&mut rig, 20_000);
    assert_eq!(spans(&closed(rig)), [(0, 6100), (6100, 18_050)]);
}

#[test]
fn stop_leaves_the_player_s_held_notes_alone() {
    let mut rig = rig(&quarters());
    rig.call_with(BLOCK, rolling(120.0, 0.0), &[input(3, 100, 90)]);
    rig.stop();
    rig.call_with(64, stopped(), &[input(8, 100, 0)]);
    check_wire(&rig.events);
    assert_eq!(spans(&notes(&rig.events)), [(0, 256), (3, 256 + 64 + 8)]);
}

#[test]
fn an_off_that_nobody_played_is_not_passed_on_to_end_a_lanes_note() {
    let mut rig = rig(&quarters());
    roll_to(&mut rig, 6000);
    rig.call_with(BLOCK, rolling(120.0, 0.25), &[input(100, 36, 0)]);
    roll_to(&mut rig, 20_000);
    assert_eq!(spans(&closed(rig)), [(0, 12_000)]);
}

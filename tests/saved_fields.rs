//! Every field of a saved bank that is out of range is refused by its name and its place.

#[path = "support/saved.rs"]
mod saved;

use afterbeat::pattern::{
    Bank, BeforeSong, CellAt, Chain, ChainEntry, Channel, ChannelMap, Condition, Direction, Edit,
    Gate, Grace, Key, KeyMap, Lane, LaneIndex, LaneName, LfoDepth, Manner, NoteLength,
    PatternIndex, PerLane, PlayMode, Ratchet, Repeats, Reset, Step, StepCount, StepIndex, Thru,
    from_bytes, to_bytes,
};
use afterbeat::time::NoteValue;
use saved::{SNARE, graced_step, percent, sealed, velocity, version_3};
use std::num::NonZeroU8;

/// A bank saved by version 3.
const VERSION_3: &[u8] = include_bytes!("data/bank-v3.bin");

/// The error when the one byte that `change` changes in the third version's bank is `bad`.
fn error_with(change: impl FnOnce(&mut Bank), bad: u8) -> String {
    let mut changed = version_3();
    change(&mut changed);
    let mut bytes = to_bytes(&changed);
    let payload = 0..VERSION_3.len() - 4;
    assert_eq!(bytes.len(), VERSION_3.len());
    let differs: Vec<_> = payload.filter(|&at| bytes[at] != VERSION_3[at]).collect();
    let [at] = differs[..] else {
        panic!("{differs:?} differ, not one byte");
    };
    bytes[at] = bad;
    from_bytes(&sealed(bytes))
        .expect_err("out of range")
        .to_string()
}

/// The same for the snare's lane, which has every field.
fn snare_error(change: impl FnOnce(&mut Lane), bad: u8) -> String {
    let put = |bank: &mut Bank| {
        let at = SNARE;
        let mut lane = bank.lane(at.pattern, at.lane).expect("it is there").clone();
        change(&mut lane);
        let to = Box::new(lane);
        bank.apply(Edit::ReplaceLane { at, to })
            .expect("it is there");
    };
    error_with(put, bad)
}

/// The same for the snare's first step.
fn step_error(change: impl FnOnce(&mut Step), bad: u8) -> String {
    let put = |bank: &mut Bank| {
        let at = CellAt {
            lane: SNARE,
            step: StepIndex::new(0),
        };
        let mut to = graced_step();
        change(&mut to);
        bank.apply(Edit::Step { at, to }).expect("it is there");
    };
    error_with(put, bad)
}

#[test]
fn a_setting_out_of_range_is_named() {
    let error = error_with(|bank| bank.setup.play = PlayMode::Run, 3);
    assert_eq!(error, "bank: the play mode cannot be 3");
    let error = error_with(|bank| bank.setup.thru = Thru::All, 9);
    assert_eq!(error, "bank: thru cannot be 9");
    let other = ChannelMap::AllOn(Channel::new(0).expect("below 16"));
    let error = error_with(|bank| bank.setup.channels = other, 16);
    assert_eq!(error, "bank: the channel of all cannot be 16");
}

#[test]
fn what_came_later_is_named_too() {
    let groove = BeforeSong::Groove;
    let error = error_with(|bank| bank.setup.before_song = groove, 3);
    assert_eq!(error, "bank: before the song cannot be 3");
    let error = error_with(|bank| bank.setup.runs_chain = false, 2);
    assert_eq!(error, "bank: whether the chain plays cannot be 2");
    let error = error_with(|bank| bank.setup.audition = false, 2);
    assert_eq!(error, "bank: whether the drums are heard cannot be 2");
    let keys = |first| {
        KeyMap::Own(PerLane::from_fn(|at| {
            let number = if at == LaneIndex::default() {
                first
            } else {
                127 - at.get()
            };
            Key::new(number).expect("below 128")
        }))
    };
    let error = error_with(|bank| bank.setup.keys = keys(0), 128);
    assert_eq!(error, "bank: a key of the key map cannot be 128");
}

#[test]
fn a_chain_out_of_range_is_named() {
    let chain = |pattern, repeats| {
        let entry = |pattern, repeats| ChainEntry {
            pattern: PatternIndex::new(pattern).expect("below 128"),
            repeats: Repeats::new(repeats).expect("in range"),
        };
        Box::new(Chain::new(&[entry(0, 64), entry(pattern, repeats)]).expect("few"))
    };
    let error = error_with(|bank| bank.chain = chain(1, 1), 128);
    assert_eq!(error, "bank: the chain's pattern cannot be 128");
    for bad in [0, 65] {
        let error = error_with(|bank| bank.chain = chain(127, 2), bad);
        assert_eq!(error, format!("bank: the chain's repeats cannot be {bad}"));
    }
}

/// The error when the payload's byte `at` of the third version's file is `bad`.
fn error_at(at: usize, bad: &[u8]) -> String {
    let mut bytes = VERSION_3.to_vec();
    bytes[10 + at..][..bad.len()].copy_from_slice(bad);
    from_bytes(&sealed(bytes))
        .expect_err("out of range")
        .to_string()
}

#[test]
fn counts_and_kinds_out_of_range_are_named() {
    // Play, thru, channels of one channel, solo, and keys are 6 + 1 + 16 bytes.
    assert_eq!(error_at(6, &[3]), "bank: the key map cannot be 3");
    assert_eq!(
        error_at(25, &[33]),
        "bank: the number of seeds cannot be 33"
    );
    let again = "bank: a seed that is there already cannot be 40000";
    assert_eq!(error_at(28, &40_000u16.to_le_bytes()), again);
    assert_eq!(error_at(31, &[65]), "bank: the chain's length cannot be 65");
}

#[test]
fn a_manner_out_of_range_is_named() {
    let put = |bank: &mut Bank| {
        let pattern = PatternIndex::FIRST;
        let to = Manner::Drummer;
        bank.apply(Edit::Manner { pattern, to })
            .expect("it is there");
    };
    assert_eq!(error_with(put, 2), "pattern 1: the manner cannot be 2");
}

#[test]
fn a_lane_out_of_range_is_named_with_its_place() {
    let at = "pattern 1, lane 2: ";
    let error = snare_error(|lane| lane.voice.key = Key::LOWEST, 128);
    assert_eq!(error, format!("{at}the key cannot be 128"));
    let error = snare_error(|lane| lane.voice.channel = Channel::DRUMS, 16);
    assert_eq!(error, format!("{at}the channel cannot be 16"));
    let ring = NoteLength::Ring {
        beats: NonZeroU8::MIN,
    };
    let error = snare_error(|lane| lane.voice.note_length = ring, 0);
    assert_eq!(error, format!("{at}the beats of a ring cannot be 0"));
    let error = snare_error(|lane| lane.voice.push = percent(1), 101);
    assert_eq!(error, format!("{at}push cannot be 101"));
    let error = snare_error(|lane| lane.voice.fills = percent(1), 101);
    assert_eq!(error, format!("{at}fills cannot be 101"));
    let error = snare_error(|lane| lane.length = StepCount::BAR, 0);
    assert_eq!(error, format!("{at}the length cannot be 0"));
    let error = snare_error(|lane| lane.rate.note = NoteValue::LONGEST, 9);
    assert_eq!(error, format!("{at}the note value cannot be 9"));
    let error = snare_error(|lane| lane.reset = Reset::Never, 3);
    assert_eq!(error, format!("{at}the reset cannot be 3"));
    let error = snare_error(|lane| lane.direction = Direction::Random, 4);
    assert_eq!(error, format!("{at}the direction cannot be 4"));
    let error = snare_error(|lane| lane.seed_locked = false, 4);
    assert_eq!(error, format!("{at}the flags cannot be 4"));
    let error = snare_error(|lane| lane.lfo.depth = LfoDepth::NONE, 128);
    assert_eq!(error, format!("{at}the wave's depth cannot be 128"));
    let other = LaneName::new("Große Trommex").expect("short");
    let error = snare_error(|lane| lane.voice.name = other, 0xff);
    assert_eq!(error, format!("{at}the name is no lane's name"));
}

#[test]
fn a_step_out_of_range_is_named_with_its_place() {
    let at = "pattern 1, lane 2, step 1: ";
    let error = step_error(|step| step.velocity = Some(velocity(1)), 128);
    assert_eq!(error, format!("{at}velocity cannot be 128"));
    let error = step_error(|step| step.chance = percent(1), 100);
    // A chance of 100 is a rest's own and never stored.
    assert_eq!(error, format!("{at}the list of fields cannot be 255"));
    let error = step_error(|step| step.chance = percent(1), 101);
    assert_eq!(error, format!("{at}chance cannot be 101"));
    let gate = Gate::new(1599).expect("in range");
    let error = step_error(|step| step.gate = gate, 0x41);
    assert_eq!(error, format!("{at}gate cannot be 1601"));
    let hits = Ratchet::new(5, 2, -100, 50).expect("in range");
    let error = step_error(|step| step.ratchet = hits, 33);
    assert_eq!(error, format!("{at}ratchet hits cannot be 33"));
    let timing = Ratchet::new(6, 2, 0, 50).expect("in range");
    let error = step_error(|step| step.ratchet = timing, 0x80);
    assert_eq!(error, format!("{at}ratchet timing cannot be -128"));
    let pass = Condition::pass(1, 4).expect("in range").rule;
    let error = step_error(|step| step.condition.rule = pass, 5);
    assert_eq!(error, format!("{at}the pass cannot be 5"));
}

#[test]
fn grace_notes_out_of_range_are_named_with_their_place() {
    let at = "pattern 1, lane 2, step 1: ";
    let graced = |strokes, apart_ms, level, lane| {
        let mut grace = Grace::new(strokes, apart_ms, percent(level)).expect("in range");
        grace.lane = LaneIndex::new(lane);
        move |step: &mut Step| step.grace = grace
    };
    let error = step_error(graced(1, 35, 60, 3), 3);
    assert_eq!(error, format!("{at}grace strokes cannot be 3"));
    for bad in [11, 36] {
        let error = step_error(graced(2, 12, 60, 3), bad);
        assert_eq!(error, format!("{at}grace distance cannot be {bad}"));
    }
    for bad in [0, 101] {
        let error = step_error(graced(2, 35, 1, 3), bad);
        assert_eq!(error, format!("{at}grace level cannot be {bad}"));
    }
    let error = step_error(graced(2, 35, 60, 0), 17);
    assert_eq!(
        error,
        format!("{at}the lane of the grace notes cannot be 17")
    );
}

#[test]
fn grace_notes_that_are_none_are_never_stored() {
    let grace = Grace::NONE;
    let stored = |strokes| [strokes, grace.apart_ms(), grace.level().get(), 0];
    let find = |bytes: &[u8]| {
        let mut places = VERSION_3.windows(bytes.len());
        places
            .position(|place| place == bytes)
            .expect("it is there")
    };
    let at = find(&[2, 35, 60, 4]) - 10;
    let error = error_at(at, &stored(0));
    assert_eq!(
        error,
        "pattern 1, lane 2, step 1: grace strokes cannot be 0"
    );
}

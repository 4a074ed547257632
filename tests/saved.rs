//! The saved form of a bank: exact, canonical, and closed to everything it does not understand.

#[path = "support/banks.rs"]
mod banks;

use afterbeat::pattern::{
    Bank, Bars, CellAt, Channel, ChannelMap, ChokeGroup, Condition, Direction, Edit, Gate, Grace,
    InFills, Key, Lane, LaneAt, LaneIndex, LaneName, LaneSet, LaneSetting, Lfo, LfoShape, Manner,
    NoteLength, Nudge, Pattern, PatternIndex, PerLane, Percent, PlayMode, Ratchet, Reset, Rule,
    SavedError, Step, StepCount, StepIndex, Thru, Velocity, Voice, from_bytes, to_bytes,
};
use afterbeat::time::{Division, NoteValue, Rate};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

/// A bank saved by version 1, which must load for ever.
const VERSION_1: &[u8] = include_bytes!("data/bank-v1.bin");

fn velocity(value: u8) -> Velocity {
    Velocity::new(value).expect("1 to 127")
}

fn percent(value: u8) -> Percent {
    Percent::new(value).expect("at most 100")
}

/// A step with nothing left as a rest has it.
fn full_step() -> Step {
    Step {
        velocity: Some(velocity(99)),
        chance: percent(60),
        gate: Gate::new(1600).expect("in range"),
        nudge: Nudge::new(-125).expect("in range"),
        ratchet: Ratchet::new(6, 2, -100, 50).expect("in range"),
        grace: Grace::NONE,
        condition: Condition {
            negated: true,
            ..Condition::pass(2, 4).expect("in range")
        },
        accent: true,
        tie: true,
    }
}

/// A lane with nothing left as a new one has it.
fn full_lane(lane: &Lane) -> Lane {
    let mut steps = vec![Step::REST; 33];
    steps[0] = full_step();
    steps[31] = Step::strike(velocity(1));
    steps[32] = Step {
        velocity: None,
        ..full_step()
    };
    let mut full = Lane::with_steps(lane.voice, &steps).expect("33 steps");
    full.voice.name = LaneName::new("Große Trommel").expect("short");
    full.voice.key = Key::new(127).expect("below 128");
    full.voice.channel = Channel::new(15).expect("below 16");
    full.voice.note_length = NoteLength::Ring { beats: 4 };
    full.voice.choke = Some(ChokeGroup::HAT);
    full.voice.push = percent(50);
    full.voice.ghosts = percent(70);
    full.voice.in_fills = InFills::Only;
    full.length = StepCount::new(12).expect("in range");
    full.rate = Rate {
        note: NoteValue::EIGHTH,
        division: Division::tuplet(7, 4).expect("in range"),
    };
    full.reset = Reset::every(16).expect("a power of two");
    full.direction = Direction::PingPong;
    full.rotate = -3;
    full.swing_here = true;
    full.lfo = Lfo {
        shape: LfoShape::Steps,
        cycles: 125,
        bars: 8,
        base: velocity(100),
        depth: 25,
    };
    full.seed = 40_000;
    full.seed_locked = true;
    full
}

/// A pattern of plain lanes. Not the default kit's: that may change, this file may not.
fn plain_pattern() -> Pattern {
    let voice = Voice {
        name: LaneName::EMPTY,
        key: Key::LOWEST,
        channel: Channel::DRUMS,
        note_length: NoteLength::Step,
        choke: None,
        push: Percent::NONE,
        ghosts: Percent::NONE,
        fills: Percent::NONE,
        in_fills: InFills::Play,
    };
    Pattern {
        bars: Bars::ONE,
        manner: Manner::Drummer,
        lanes: PerLane::from_fn(|_| Box::new(Lane::new(voice))),
    }
}

/// The bank in `bank-v1.bin`: a first and a last pattern, and every field changed somewhere.
fn version_1() -> Bank {
    let mut pattern = plain_pattern();
    let (_, snare) = pattern.lanes.iter_mut().nth(1).expect("16 lanes");
    **snare = full_lane(snare);
    let mut bank = Bank::with_first(pattern);
    let last = Pattern {
        bars: Bars::new(16).expect("in range"),
        ..plain_pattern()
    };
    let edit = Edit::ReplacePattern {
        pattern: PatternIndex::new(127).expect("below 128"),
        to: Some(Box::new(last)),
    };
    bank.apply(edit).expect("a pattern can be put anywhere");
    bank.setup.play = PlayMode::WhileKeyHeld;
    bank.setup.thru = Thru::Off;
    bank.setup.channels = ChannelMap::AllOn(Channel::DRUMS);
    bank.setup.solo = LaneSet::from_bits(0x8001);
    bank
}

/// The bytes with a checksum that fits them.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 4;
    let checksum = crc32fast::hash(&bytes[..end]).to_le_bytes();
    bytes[end..].copy_from_slice(&checksum);
    bytes
}

/// A whole saved form around `payload`.
fn framed(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("short").to_le_bytes();
    let head = [b"AFBK".as_slice(), &[1, 0], &length];
    sealed([&head.concat(), payload, &[0; 4]].concat())
}

proptest! {
    #[test]
    fn a_bank_comes_back_as_it_was(bank in banks::bank()) {
        let bytes = to_bytes(&bank);
        let back = from_bytes(&bytes).expect("what was saved loads");
        prop_assert!(back == bank);
        prop_assert_eq!(to_bytes(&back), bytes);
    }

    #[test]
    fn other_banks_have_other_bytes(one in banks::bank(), other in banks::bank()) {
        prop_assert_eq!(one == other, to_bytes(&one) == to_bytes(&other));
    }

    #[test]
    fn random_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(from_bytes(&bytes).is_err());
    }

    /// With the right frame around it, too: read only if it would be written so.
    #[test]
    fn a_random_payload_is_refused(payload: Vec<u8>) {
        if let Ok(bank) = from_bytes(&framed(&payload)) {
            prop_assert_eq!(to_bytes(&bank), framed(&payload));
        }
    }

    /// A writer with a mistake, whose checksum is right: refused, or a bank that is written so.
    #[test]
    fn one_bank_has_one_form(bank in banks::bank(), at: usize, to in any::<u8>()) {
        let mut bytes = to_bytes(&bank);
        let payload = 10..bytes.len() - 4;
        bytes[payload.start + at % payload.len()] = to;
        let bytes = sealed(bytes);
        if let Ok(bank) = from_bytes(&bytes) {
            prop_assert_eq!(to_bytes(&bank), bytes);
        }
    }
}

#[test]
fn a_file_of_version_1_still_loads() {
    assert!(from_bytes(VERSION_1).expect("it was good once") == version_1());
}

#[test]
fn version_1_is_written_as_it_was() {
    assert_eq!(to_bytes(&version_1()), VERSION_1);
}

#[test]
fn the_size_of_the_box_does_not_count() {
    let small = version_1();
    let mut grown = small.clone();
    let pattern = PatternIndex::FIRST;
    for length in [256, 16] {
        let at = LaneAt {
            pattern,
            lane: LaneIndex::default(),
        };
        let count = StepCount::new(length).expect("in range");
        let to = LaneSetting::Length(count);
        grown.apply(Edit::Lane { at, to }).expect("it is there");
    }
    let capacity = |bank: &Bank| bank.lane(pattern, LaneIndex::default()).map(Lane::capacity);
    assert_ne!(capacity(&small), capacity(&grown));
    assert_eq!(to_bytes(&small), to_bytes(&grown));
}

#[test]
fn every_truncation_is_refused() {
    for end in 0..VERSION_1.len() {
        assert!(from_bytes(&VERSION_1[..end]).is_err(), "{end} bytes");
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    for at in 0..VERSION_1.len() {
        for bit in 0..8 {
            let mut bytes = VERSION_1.to_vec();
            bytes[at] ^= 1 << bit;
            assert!(from_bytes(&bytes).is_err(), "bit {bit} of byte {at}");
        }
    }
}

#[test]
fn a_future_version_is_refused_by_its_name() {
    let mut bytes = VERSION_1.to_vec();
    bytes[4..6].copy_from_slice(&[2, 1]);
    let error = from_bytes(&sealed(bytes)).expect_err("not understood");
    assert_eq!(error, SavedError::Version(258));
    let message = "the patterns are saved in version 258; this Afterbeat understands version 1";
    assert_eq!(error.to_string(), message);
}

#[test]
fn an_absurd_length_is_refused_before_anything_is_made() {
    let mut bytes = VERSION_1.to_vec();
    bytes[6..10].copy_from_slice(&u32::MAX.to_le_bytes());
    let expected = u64::from(u32::MAX) + 14;
    let found = u64::try_from(VERSION_1.len()).expect("small");
    let error = SavedError::Length { found, expected };
    assert_eq!(from_bytes(&sealed(bytes)).expect_err("too long"), error);
}

#[test]
fn each_damage_has_its_own_error() {
    let error = |bytes: &[u8]| from_bytes(bytes).expect_err("damaged");
    assert_eq!(error(b""), SavedError::TooShort(0));
    assert_eq!(error(b"AFBK\x01"), SavedError::TooShort(5));
    assert_eq!(error(b"MThd\0\0\0\x06"), SavedError::NotABank);
    let longer = [VERSION_1, &[0]].concat();
    assert!(matches!(error(&longer), SavedError::Length { .. }));
    let payload = &VERSION_1[10..VERSION_1.len() - 4];
    let trailing = [payload, &[0, 0]].concat();
    assert_eq!(error(&framed(&trailing)), SavedError::Trailing(2));
    let short = error(&framed(&payload[..payload.len() - 1]));
    let message = "pattern 128, lane 16: the saved patterns end too early";
    assert_eq!(short.to_string(), message);
    let mut changed = VERSION_1.to_vec();
    changed[20] ^= 1;
    assert_eq!(error(&changed), SavedError::Checksum);
}

/// The error when the one byte that `change` changes in the first version's bank is `bad`.
fn error_with(change: impl FnOnce(&mut Bank), bad: u8) -> String {
    let mut changed = version_1();
    change(&mut changed);
    let mut bytes = to_bytes(&changed);
    let payload = 0..VERSION_1.len() - 4;
    assert_eq!(bytes.len(), VERSION_1.len());
    let differs: Vec<_> = payload.filter(|&at| bytes[at] != VERSION_1[at]).collect();
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
        let at = LaneAt {
            pattern: PatternIndex::FIRST,
            lane: LaneIndex::new(1).expect("below 16"),
        };
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
        let lane = LaneAt {
            pattern: PatternIndex::FIRST,
            lane: LaneIndex::new(1).expect("below 16"),
        };
        let step = StepIndex::new(0);
        let at = CellAt { lane, step };
        let mut to = full_step();
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
fn a_lane_out_of_range_is_named_with_its_place() {
    let at = "pattern 1, lane 2: ";
    let error = snare_error(|lane| lane.voice.key = Key::LOWEST, 128);
    assert_eq!(error, format!("{at}the key cannot be 128"));
    let error = snare_error(|lane| lane.voice.channel = Channel::DRUMS, 16);
    assert_eq!(error, format!("{at}the channel cannot be 16"));
    let ring = NoteLength::Ring { beats: 1 };
    let error = snare_error(|lane| lane.voice.note_length = ring, 0);
    assert_eq!(error, format!("{at}the beats of a ring cannot be 0"));
    let error = snare_error(|lane| lane.voice.push = percent(1), 101);
    assert_eq!(error, format!("{at}push cannot be 101"));
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
    let error = snare_error(|lane| lane.lfo.depth = 0, 128);
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
    let pass = Rule::Pass { pass: 1, of: 4 };
    let error = step_error(|step| step.condition.rule = pass, 5);
    assert_eq!(error, format!("{at}the pass cannot be 5"));
}

#[test]
fn what_a_type_lets_through_is_clamped_so_that_it_loads() {
    let mut bank = version_1();
    let at = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::default(),
    };
    let mut lane = bank.lane(at.pattern, at.lane).expect("it is there").clone();
    lane.lfo.bars = 0;
    lane.lfo.depth = 255;
    lane.voice.note_length = NoteLength::Ring { beats: 0 };
    lane.rate.division = Division::Tuplet { notes: 0, of: 17 };
    let to = Box::new(lane);
    bank.apply(Edit::ReplaceLane { at, to })
        .expect("it is there");
    let loaded = from_bytes(&to_bytes(&bank)).expect("it loads");
    let lane = loaded.lane(at.pattern, at.lane).expect("it is there");
    assert_eq!((lane.lfo.bars, lane.lfo.depth), (1, 127));
    assert_eq!(lane.voice.note_length, NoteLength::Ring { beats: 1 });
    assert_eq!(lane.rate.division, Division::Tuplet { notes: 1, of: 16 });
}

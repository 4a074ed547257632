//! The banks in the files that released versions saved, written anew.

use afterbeat::pattern::{
    Bank, Bars, BeforeSong, CellAt, Chain, ChainEntry, Channel, ChannelMap, ChokeGroup, Condition,
    Direction, Edit, Gate, Grace, InFills, Key, KeyMap, Lane, LaneAt, LaneIndex, LaneName, LaneSet,
    Lfo, LfoDepth, LfoShape, Manner, NoteLength, Nudge, Pattern, PatternIndex, PerLane, Percent,
    PlayMode, Ratchet, Repeats, Reset, SeedHistory, Step, StepCount, StepIndex, Thru, Velocity,
    Voice, kit,
};
use afterbeat::time::{Division, NoteValue, Rate};
use std::num::NonZeroU8;

/// The lane that has every field.
pub const SNARE: LaneAt = LaneAt {
    pattern: PatternIndex::FIRST,
    lane: LaneIndex::new(1).unwrap(),
};

/// A velocity.
pub fn velocity(value: u8) -> Velocity {
    Velocity::new(value).expect("1 to 127")
}

/// A share.
pub fn percent(value: u8) -> Percent {
    Percent::new(value).expect("at most 100")
}

/// A step with nothing left as a rest has it, but for what came with version 2.
pub fn full_step() -> Step {
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
    full.voice.note_length = NoteLength::Ring {
        beats: NonZeroU8::new(4).expect("some"),
    };
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
        bars: NonZeroU8::new(8).expect("some"),
        base: velocity(100),
        depth: LfoDepth::new(25).expect("in range"),
    };
    full.seed = 40_000;
    full.seed_locked = true;
    full
}

/// A pattern of plain lanes. Not the default kit's: that may change, the files may not. Only how
/// willingly they play in fills is the kit's, as version 1 does not say.
fn plain_pattern() -> Pattern {
    let voice = |at: LaneIndex| Voice {
        name: LaneName::EMPTY,
        key: Key::LOWEST,
        channel: Channel::DRUMS,
        note_length: NoteLength::Step,
        choke: None,
        push: Percent::NONE,
        ghosts: Percent::NONE,
        fills: kit()[at].voice().fills,
        in_fills: InFills::Play,
    };
    Pattern {
        bars: Bars::ONE,
        manner: Manner::Drummer,
        lanes: PerLane::from_fn(|at| Box::new(Lane::new(voice(at)))),
    }
}

/// The bank in `bank-v1.bin`: a first and a last pattern, and every field that version 1 has changed
/// somewhere.
pub fn version_1() -> Bank {
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

/// A step with nothing left as a rest has it.
pub fn graced_step() -> Step {
    let mut grace = Grace::new(2, 35, percent(60)).expect("in range");
    grace.lane = LaneIndex::new(3);
    Step {
        grace,
        ..full_step()
    }
}

/// The bank in `bank-v2.bin`: that of version 1, with what came with version 2 changed too.
pub fn version_2() -> Bank {
    let mut bank = version_1();
    for pattern in PatternIndex::all() {
        let Some(to) = bank.pattern(pattern) else {
            continue;
        };
        let mut to = to.clone();
        to.manner = Manner::Classic;
        to.lanes
            .iter_mut()
            .for_each(|(_, lane)| lane.voice.fills = Percent::NONE);
        let to = Some(Box::new(to));
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    let mut snare = bank
        .lane(SNARE.pattern, SNARE.lane)
        .expect("it is there")
        .clone();
    snare.voice.fills = percent(55);
    let to = Box::new(snare);
    bank.apply(Edit::ReplaceLane { at: SNARE, to })
        .expect("it is there");
    let at = CellAt {
        lane: SNARE,
        step: StepIndex::new(0),
    };
    bank.apply(Edit::Step {
        at,
        to: graced_step(),
    })
    .expect("it is there");
    let entry = |pattern, repeats| ChainEntry {
        pattern: PatternIndex::new(pattern).expect("below 128"),
        repeats: Repeats::new(repeats).expect("in range"),
    };
    bank.chain = Box::new(Chain::new(&[entry(0, 64), entry(127, 1)]).expect("few"));
    let key = |at: LaneIndex| Key::new(127 - at.get()).expect("below 128");
    bank.setup.keys = KeyMap::Own(PerLane::from_fn(key));
    bank.setup.before_song = BeforeSong::CountIn;
    bank.setup.runs_chain = true;
    bank.setup.seeds = SeedHistory::default().with(7).with(40_000);
    bank
}

/// The bank in `bank-v3.bin`: that of version 2, with the drums on.
pub fn version_3() -> Bank {
    let mut bank = version_2();
    bank.setup.audition = true;
    bank
}

/// The bytes with a checksum that fits them.
pub fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 4;
    let checksum = crc32fast::hash(&bytes[..end]).to_le_bytes();
    bytes[end..].copy_from_slice(&checksum);
    bytes
}

//! Random edits and banks, the same from the same seed.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::pattern::{
    Bank, Bars, BeforeSong, CellAt, Chain, ChainEntry, Channel, ChannelMap, Direction, Edit, Grace,
    Key, KeyMap, Lane, LaneAt, LaneIndex, LaneSet, LaneSetting, Lfo, LfoDepth, LfoShape, Manner,
    Pattern, PatternIndex, PerLane, Percent, PlayMode, Repeats, Reset, SetupChange, Step,
    StepCount, StepIndex, Thru, Velocity, kit,
};
use afterbeat::time::{Division, NoteValue, Rate};

/// A small generator of numbers (xorshift64*).
pub struct Dice {
    state: u64,
    /// Numbers that come before all others, the last first.
    written: Vec<u8>,
}

impl Dice {
    /// The dice of `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            written: Vec::new(),
        }
    }

    /// Dice that fall as `bytes` say, and when those are used up as any do.
    pub fn reading(bytes: &[u8]) -> Self {
        Self {
            written: bytes.iter().rev().copied().collect(),
            ..Self::new(1)
        }
    }

    /// Whether nothing is left of what they were to say.
    pub fn is_empty(&self) -> bool {
        self.written.is_empty()
    }

    /// A number below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        if let Some(byte) = self.written.pop() {
            return u64::from(byte) % n;
        }
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % n
    }

    fn byte(&mut self, below: u64) -> u8 {
        u8::try_from(self.below(below)).unwrap()
    }

    fn flip(&mut self) -> bool {
        self.below(2) == 0
    }

    /// One of the first four patterns, so that edits meet.
    fn pattern(&mut self) -> PatternIndex {
        PatternIndex::new(self.byte(4)).unwrap()
    }

    fn lane(&mut self) -> LaneAt {
        LaneAt {
            pattern: self.pattern(),
            lane: LaneIndex::new(self.byte(16)).unwrap(),
        }
    }

    fn length(&mut self) -> StepCount {
        let longest = if self.below(8) == 0 { 256 } else { 40 };
        StepCount::new(u16::try_from(1 + self.below(longest)).unwrap()).unwrap()
    }

    fn step(&mut self) -> Step {
        match Velocity::new(self.byte(128)) {
            Some(velocity) => Step {
                accent: self.flip(),
                grace: self.grace(),
                ..Step::strike(velocity)
            },
            None => Step::REST,
        }
    }

    fn grace(&mut self) -> Grace {
        let kinds = [Grace::NONE, Grace::NONE, Grace::FLAM, Grace::DRAG];
        kinds[usize::from(self.byte(4))]
    }
}

/// An edit that `bank` takes most of the time.
pub fn random_edit(dice: &mut Dice, bank: &Bank) -> Edit {
    match dice.below(100) {
        0..50 => {
            let lane = dice.lane();
            let reach = bank
                .lane(lane.pattern, lane.lane)
                .map_or(16, Lane::capacity);
            let step = StepIndex::new(dice.byte(u64::try_from(reach).unwrap()));
            let at = CellAt { lane, step };
            let to = dice.step();
            Edit::Step { at, to }
        }
        50..80 => Edit::Lane {
            at: dice.lane(),
            to: random_setting(dice),
        },
        80..84 => Edit::Bars {
            pattern: dice.pattern(),
            to: Bars::new(1 + dice.byte(16)).unwrap(),
        },
        84..86 => Edit::Manner {
            pattern: dice.pattern(),
            to: random_manner(dice),
        },
        86..89 => Edit::Setup(random_setup(dice, bank)),
        89..90 => Edit::ReplaceChain(Box::new(random_chain(dice))),
        90..95 => Edit::ReplaceLane {
            at: dice.lane(),
            to: Box::new(random_lane(dice)),
        },
        _ => Edit::ReplacePattern {
            pattern: dice.pattern(),
            to: (dice.below(4) != 0).then(|| Box::new(random_pattern(dice))),
        },
    }
}

fn random_setting(dice: &mut Dice) -> LaneSetting {
    let note = NoteValue::from_halvings(dice.byte(9)).unwrap();
    let mut voice = kit()[LaneIndex::new(dice.byte(16)).unwrap()].voice();
    match dice.below(13) {
        0..4 => LaneSetting::Length(dice.length()),
        4 => LaneSetting::Rate(Rate {
            note,
            division: Division::Triplet,
        }),
        5 => LaneSetting::Direction(Direction::PingPong),
        6 => LaneSetting::Reset(Reset::every(4).unwrap()),
        7 => LaneSetting::Seed(u16::from(dice.byte(200))),
        8 => LaneSetting::Rotate(i8::try_from(dice.below(100)).unwrap() - 50),
        9 => LaneSetting::SwingHere(dice.flip()),
        10 => LaneSetting::Lfo(random_lfo(dice)),
        11 => LaneSetting::SeedLocked(dice.flip()),
        _ => {
            voice.key = Key::new(dice.byte(128)).unwrap();
            voice.fills = Percent::new(dice.byte(101)).unwrap();
            LaneSetting::Voice(voice)
        }
    }
}

fn random_lfo(dice: &mut Dice) -> Lfo {
    Lfo {
        shape: [LfoShape::Sine, LfoShape::Random][usize::from(dice.byte(2))],
        cycles: u16::from(dice.byte(200)),
        depth: LfoDepth::new(dice.byte(128)).unwrap(),
        ..Lfo::OFF
    }
}

fn random_setup(dice: &mut Dice, bank: &Bank) -> SetupChange {
    match dice.below(9) {
        0 => SetupChange::Solo(LaneSet::from_bits(u16::from(dice.byte(256)))),
        1 => {
            let channel = Channel::new(dice.byte(16)).unwrap();
            SetupChange::Channels(ChannelMap::AllOn(channel))
        }
        2 => {
            let keys = PerLane::from_fn(|_| Key::new(dice.byte(128)).unwrap());
            SetupChange::Keys(KeyMap::Own(keys))
        }
        3 => SetupChange::BeforeSong(BeforeSong::CountIn),
        4 => SetupChange::RunsChain(dice.flip()),
        5 => SetupChange::Audition(dice.flip()),
        6 => {
            let modes = [PlayMode::FollowHost, PlayMode::Run, PlayMode::WhileKeyHeld];
            SetupChange::Play(modes[usize::from(dice.byte(3))])
        }
        7 => SetupChange::Thru([Thru::All, Thru::NotMapped, Thru::Off][usize::from(dice.byte(3))]),
        _ => SetupChange::Seeds(bank.setup.seeds.with(u16::from(dice.byte(200)))),
    }
}

fn random_manner(dice: &mut Dice) -> Manner {
    if dice.flip() {
        Manner::Classic
    } else {
        Manner::Drummer
    }
}

fn random_chain(dice: &mut Dice) -> Chain {
    let count = dice.below(65);
    let entry = |_| ChainEntry {
        pattern: dice.pattern(),
        repeats: Repeats::new(1 + dice.byte(64)).unwrap(),
    };
    let entries: Vec<_> = (0..count).map(entry).collect();
    Chain::new(&entries).unwrap()
}

fn random_lane(dice: &mut Dice) -> Lane {
    let mut lane = Lane::new(kit()[LaneIndex::default()].voice());
    lane.rotate = i8::try_from(dice.below(100)).unwrap();
    lane
}

fn random_pattern(dice: &mut Dice) -> Pattern {
    let mut pattern = Pattern::new();
    pattern.bars = Bars::new(1 + dice.byte(16)).unwrap();
    pattern.manner = random_manner(dice);
    pattern
}

/// A bank of a few patterns with something in them.
pub fn random_bank(dice: &mut Dice) -> Bank {
    let mut bank = Bank::with_first(random_pattern(dice));
    for _ in 0..20 {
        let edit = random_edit(dice, &bank);
        let _ = bank.apply(edit);
    }
    bank
}

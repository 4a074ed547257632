//! Random patterns full of conditions, alone and in chains.

use crate::oracle::{Law, Pace, Reading, TPQ};
use crate::song::Song;
use crate::support::groove::{rate_of, tuplet};
use crate::support::rng::Rng;
use afterbeat::engine::VariationCycle;
use afterbeat::pattern::{
    Bank, Bars, Chain, ChainEntry, Condition, Direction, Edit, InFills, Lane, NoteLength, Pass,
    Pattern, PatternIndex, Percent, Repeats, Reset, Rule, SetupChange, Step, Velocity, Voice, kit,
};
use afterbeat::time::{Division, Meter, Rate, Speed};

/// A song and everything that a host has to say of it.
pub struct Case {
    pub bank: Bank,
    pub law: Law,
    pub chosen: PatternIndex,
    pub shift: i8,
    pub bars: (i64, i64),
    pub pace: Pace,
    pub meter: Meter,
    pub variation: Option<VariationCycle>,
    pub phrase: Bars,
    /// Frames in a block.
    pub cut: u32,
}

impl Case {
    pub fn song(&self, reading: Reading) -> Song<'_> {
        Song {
            bank: &self.bank,
            law: Law {
                reading,
                ..self.law
            },
            chosen: self.chosen,
            shift: self.shift,
            bars: self.bars,
        }
    }

    /// Whether anything that the contract leaves open may matter.
    pub fn is_open(&self) -> bool {
        let may_be = self.shift != 0 || self.law.fill && self.bars.0 > 0;
        may_be && {
            let plain = self.song(Reading::PLAIN).verdicts();
            Reading::all().any(|reading| self.song(reading).verdicts() != plain)
        }
    }

    /// A random case, of a pattern alone or of a chain.
    pub fn new(rng: &mut Rng, in_chain: bool) -> Self {
        let (beats, unit) = *rng.pick(&[(4, 4), (4, 4), (3, 4), (7, 8)]);
        let meter = Meter::new(beats, unit).expect("a meter");
        let phrase = Bars::new(byte(rng, 1, 6)).expect("1 to 16 bars");
        let phrases = *rng.pick(&[None, None, Some(1), Some(2), Some(4)]);
        let (bank, chosen) = random_bank(rng, in_chain);
        let from = if rng.chance(40) { 0 } else { rng.whole(1, 24) };
        let law = Law {
            bar: 4 * TPQ * i64::from(beats) / i64::from(unit),
            speed: *rng.pick(&[Speed::Normal, Speed::Normal, Speed::Half, Speed::Double]),
            seed: u16::try_from(rng.whole(0, 9999)).expect("a seed"),
            fold_bars: phrases.map(|phrases: u8| i64::from(phrases) * i64::from(phrase.get())),
            fill: rng.chance(50),
            reading: Reading::PLAIN,
        };
        let moved = !in_chain && rng.chance(35);
        Self {
            bank,
            law,
            chosen,
            shift: if moved { signed(rng, -16, 16) } else { 0 },
            bars: (from, from + *rng.pick(&[4, 6, 8, 10])),
            pace: Pace {
                rate: *rng.pick(&[8000, 11_025, 16_000, 48_000]),
                bpm: rng.whole(90, 300),
            },
            meter,
            variation: phrases.and_then(VariationCycle::new),
            phrase,
            cut: *rng.pick(&[128, 441, 512, 4096, 16_384]),
        }
    }
}

fn byte(rng: &mut Rng, low: i64, high: i64) -> u8 {
    u8::try_from(rng.whole(low, high)).expect("a byte")
}

fn signed(rng: &mut Rng, low: i64, high: i64) -> i8 {
    i8::try_from(rng.whole(low, high)).expect("a small number")
}

/// A bank, and the pattern of it that is asked for.
fn random_bank(rng: &mut Rng, in_chain: bool) -> (Bank, PatternIndex) {
    let mut bank = Bank::empty();
    let places: Vec<_> = (0..3)
        .map(|_| PatternIndex::new(byte(rng, 0, 127)).expect("below 128"))
        .collect();
    let used = if in_chain { places.len() } else { 1 };
    for &pattern in &places[..used] {
        let to = Some(Box::new(random_pattern(rng, in_chain)));
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    if in_chain {
        let chain = random_chain(rng, &places);
        bank.apply(Edit::ReplaceChain(Box::new(chain)))
            .expect("a chain");
        bank.apply(Edit::Setup(SetupChange::RunsChain(true)))
            .expect("a setting");
    }
    (bank, places[0])
}

fn random_chain(rng: &mut Rng, places: &[PatternIndex]) -> Chain {
    let entries: Vec<_> = (0..rng.whole(1, 6))
        .map(|_| ChainEntry {
            // Now and then a pattern that is not there.
            pattern: if rng.chance(8) {
                PatternIndex::new(byte(rng, 0, 127)).expect("below 128")
            } else {
                *rng.pick(places)
            },
            repeats: Repeats::new(byte(rng, 1, 3)).expect("1 to 64"),
        })
        .collect();
    Chain::new(&entries).expect("at most 64 entries")
}

fn random_pattern(rng: &mut Rng, in_chain: bool) -> Pattern {
    let mut pattern = Pattern {
        bars: Bars::new(*rng.pick(&[1, 1, 2, 2, 3, 4])).expect("1 to 16 bars"),
        ..Pattern::new()
    };
    // A fill is asked for in some songs, for the conditions: nobody plays it.
    for (_, lane) in pattern.lanes.iter_mut() {
        lane.voice.fills = Percent::NONE;
    }
    let first = usize::from(byte(rng, 0, 11));
    let count = usize::from(byte(rng, 1, 5));
    for (at, lane) in pattern.lanes.iter_mut().skip(first).take(count) {
        **lane = random_lane(rng, kit()[at].voice(), in_chain);
    }
    pattern
}

/// A lane that neither chokes another nor is touched by fills.
fn random_lane(rng: &mut Rng, drum: Voice, in_chain: bool) -> Lane {
    let voice = Voice {
        note_length: NoteLength::Step,
        choke: None,
        fills: Percent::NONE,
        in_fills: InFills::Play,
        ..drum
    };
    let most = *rng.pick(&[4, 8, 16, 32, 48]);
    let steps: Vec<_> = (0..rng.whole(1, most)).map(|_| random_step(rng)).collect();
    let mut lane = Lane::with_steps(voice, &steps).expect("1 to 256 steps");
    let directions = [Direction::Forward, Direction::Backward, Direction::PingPong];
    lane.direction = *rng.pick(&directions);
    lane.rate = random_rate(rng);
    lane.reset = random_reset(rng, in_chain);
    lane.rotate = if rng.chance(50) {
        0
    } else {
        signed(rng, -128, 127)
    };
    lane.seed = u16::try_from(rng.whole(0, 65_535)).expect("a seed");
    lane.seed_locked = rng.chance(20);
    lane
}

fn random_rate(rng: &mut Rng) -> Rate {
    let ratio = (byte(rng, 1, 16), byte(rng, 1, 16));
    let straight = Division::Straight;
    let tuplet = tuplet(ratio.0, ratio.1);
    let division = *rng.pick(&[
        straight,
        straight,
        Division::Triplet,
        Division::Dotted,
        tuplet,
    ]);
    let halvings = *rng.pick(&[4, 5, 6, 6, 6, 7]);
    rate_of(halvings, division)
}

/// Free lanes are counted from the song's beginning; what that means in a chain is not written.
fn random_reset(rng: &mut Rng, in_chain: bool) -> Reset {
    let every = Reset::every(*rng.pick(&[1, 2, 4, 8])).expect("a power of two");
    let free = if in_chain {
        Reset::Pattern
    } else {
        Reset::Never
    };
    *rng.pick(&[Reset::Pattern, Reset::Pattern, every, free])
}

fn random_step(rng: &mut Rng) -> Step {
    if rng.chance(35) {
        return Step::REST;
    }
    let mut step = Step::strike(Velocity::new(byte(rng, 1, 127)).expect("1 to 127"));
    if rng.chance(60) {
        step.condition = random_condition(rng);
    }
    if rng.chance(30) {
        step.chance = Percent::new(byte(rng, 0, 100)).expect("at most 100");
    }
    step
}

fn random_condition(rng: &mut Rng) -> Condition {
    let most = *rng.pick(&[2, 4, 16]);
    let of = byte(rng, 1, most);
    let pass = Pass::new(byte(rng, 1, i64::from(of)), of)
        .map(Rule::Pass)
        .expect("in range");
    let rule = *rng.pick(&[
        Rule::Always,
        pass,
        pass,
        Rule::First,
        Rule::Previous,
        Rule::Neighbour,
        Rule::Fill,
    ]);
    Condition {
        rule,
        // Never is no condition that can be chosen.
        negated: rule != Rule::Always && rng.chance(40),
    }
}

//! Banks and controls with everything switched on, for tests that ask whether it all holds together.

use crate::support::groove::{rate_of, tuplet};
use crate::support::rng::Rng;
use afterbeat::engine::{
    Controls, FillEvery, LfoPeriod, PatternChange, PatternEntry, VariationCycle,
};
use afterbeat::pattern::{
    Bank, Bars, Chain, ChainEntry, Condition, Direction, Edit, Gate, Grace, InFills, Lane,
    LaneIndex, Lfo, LfoDepth, LfoShape, NoteLength, Nudge, Pass, Pattern, PatternIndex, Percent,
    Ratchet, Repeats, Reset, Rule, Step, Velocity, Voice, kit,
};
use afterbeat::time::{Division, Rate, Speed, SwingGrid};
use std::num::NonZeroU8;

/// How many patterns a bank has.
pub const PATTERNS: u8 = 3;

/// What a bank may have in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything.
    Whole,
    /// All that is a function of the place in the song: no condition *first*.
    Repeatable,
    /// The same without rolls, which a start may move as a whole.
    Unrolled,
}

pub fn lane(index: u8) -> LaneIndex {
    LaneIndex::new(index).expect("a lane below 16")
}

pub fn pattern_index(index: u8) -> PatternIndex {
    PatternIndex::new(index).expect("below 128")
}

fn byte(rng: &mut Rng, low: i64, high: i64) -> u8 {
    u8::try_from(rng.whole(low, high)).expect("a byte")
}

fn signed(rng: &mut Rng, low: i64, high: i64) -> i8 {
    i8::try_from(rng.whole(low, high)).expect("a small number")
}

fn percent(rng: &mut Rng, low: i64) -> Percent {
    Percent::new(byte(rng, low, 100)).expect("at most 100")
}

/// Three full patterns and a chain of them, which waits to be switched on.
pub fn bank(seed: u64, kind: Kind) -> Bank {
    let mut rng = Rng::new(seed);
    let mut bank = Bank::empty();
    for index in 0..PATTERNS {
        let pattern = pattern_index(index);
        let to = Some(Box::new(self::pattern(&mut rng, kind)));
        bank.apply(Edit::ReplacePattern { pattern, to })
            .expect("a pattern can be put anywhere");
    }
    let entries: Vec<_> = (0..rng.whole(2, 5))
        .map(|_| ChainEntry {
            pattern: pattern_index(byte(&mut rng, 0, i64::from(PATTERNS))),
            repeats: Repeats::new(byte(&mut rng, 1, 2)).expect("1 to 64"),
        })
        .collect();
    let chain = Chain::new(&entries).expect("at most 64 entries");
    bank.apply(Edit::ReplaceChain(Box::new(chain)))
        .expect("a chain");
    bank
}

/// A pattern all of whose lanes are in use.
pub fn pattern(rng: &mut Rng, kind: Kind) -> Pattern {
    let mut pattern = Pattern {
        bars: Bars::new(*rng.pick(&[1, 2, 2, 3, 4])).expect("1 to 16 bars"),
        ..Pattern::new()
    };
    for (at, place) in pattern.lanes.iter_mut() {
        **place = random_lane(rng, kit()[at].voice(), kind);
    }
    // Two pairs of lanes share a key, one of them a choke group too.
    let keys = [1, 5].map(|index| pattern.lanes[lane(index)].voice.key);
    pattern.lanes[lane(15)].voice.key = keys[0];
    pattern.lanes[lane(9)].voice.key = keys[1];
    pattern
}

/// A lane with all settings in use.
pub fn random_lane(rng: &mut Rng, drum: Voice, kind: Kind) -> Lane {
    let most = *rng.pick(&[5, 12, 16, 16, 32, 48]);
    let steps: Vec<_> = (0..rng.whole(3, most)).map(|_| step(rng, kind)).collect();
    let mut lane = Lane::with_steps(voice(rng, drum), &steps).expect("1 to 256 steps");
    lane.rate = rate(rng);
    lane.reset = match rng.whole(0, 4) {
        0 => Reset::Never,
        1 => Reset::every(*rng.pick(&[1, 2, 4, 8])).expect("a power of two"),
        _ => Reset::Pattern,
    };
    lane.direction = *rng.pick(&[
        Direction::Forward,
        Direction::Forward,
        Direction::Backward,
        Direction::PingPong,
        Direction::Random,
    ]);
    lane.rotate = signed(rng, -3, 3);
    lane.swing_here = rng.chance(30);
    lane.lfo = lfo(rng);
    lane.seed = u16::try_from(rng.whole(0, 9999)).expect("a seed");
    lane.seed_locked = rng.chance(20);
    lane
}

fn voice(rng: &mut Rng, drum: Voice) -> Voice {
    let note_length = match rng.whole(0, 5) {
        0 => NoteLength::Short,
        1 => NoteLength::Ring {
            beats: NonZeroU8::new(byte(rng, 1, 4)).expect("above 0"),
        },
        _ => drum.note_length,
    };
    Voice {
        note_length,
        push: percent(rng, 0),
        ghosts: percent(rng, 20),
        fills: percent(rng, 0),
        in_fills: *rng.pick(&[drum.in_fills, InFills::Play, InFills::Rest, InFills::Only]),
        ..drum
    }
}

fn rate(rng: &mut Rng) -> Rate {
    let n = byte(rng, 2, 7);
    match rng.whole(0, 9) {
        0 => rate_of(5, Division::Triplet),
        1 => rate_of(6, Division::Triplet),
        2 => rate_of(5, Division::Dotted),
        3 => rate_of(5, tuplet(n, 4)),
        4 => rate_of(7, Division::Straight),
        5 | 6 => rate_of(5, Division::Straight),
        _ => rate_of(6, Division::Straight),
    }
}

fn lfo(rng: &mut Rng) -> Lfo {
    if rng.chance(40) {
        return Lfo::OFF;
    }
    Lfo {
        shape: *rng.pick(&[
            LfoShape::Sine,
            LfoShape::Triangle,
            LfoShape::Saw,
            LfoShape::Square,
            LfoShape::Random,
            LfoShape::Steps,
        ]),
        cycles: u16::try_from(rng.whole(25, 700)).expect("small"),
        bars: NonZeroU8::new(byte(rng, 1, 4)).expect("above 0"),
        base: Velocity::new(byte(rng, 90, 127)).expect("1 to 127"),
        depth: LfoDepth::new(byte(rng, 0, 40)).expect("at most 127"),
    }
}

fn step(rng: &mut Rng, kind: Kind) -> Step {
    if rng.chance(55) {
        return Step::REST;
    }
    let mut step = Step::strike(Velocity::new(byte(rng, 20, 127)).expect("1 to 127"));
    if rng.chance(35) {
        step.chance = percent(rng, 10);
    }
    if rng.chance(40) {
        step.condition = condition(rng, kind);
    }
    if rng.chance(15) && kind != Kind::Unrolled {
        step.ratchet = Ratchet::new(
            byte(rng, 2, 7),
            byte(rng, 1, 3),
            signed(rng, -100, 100),
            signed(rng, -100, 100),
        )
        .expect("in range");
    }
    if rng.chance(15) {
        step.grace =
            Grace::new(byte(rng, 1, 2), byte(rng, 12, 35), percent(rng, 20)).expect("in range");
        step.grace.lane = rng.chance(40).then(|| lane(byte(rng, 0, 15)));
    }
    if rng.chance(40) {
        let tenths = i16::try_from(rng.whole(-500, 500)).expect("small");
        step.nudge = Nudge::new(tenths).expect("-500 to 500");
    }
    let gate = *rng.pick(&[1, 20, 50, 100, 100, 350, 1600]);
    step.gate = Gate::new(gate).expect("1 to 1600");
    step.accent = rng.chance(20);
    step.tie = rng.chance(10);
    step
}

fn condition(rng: &mut Rng, kind: Kind) -> Condition {
    let of = byte(rng, 1, 4);
    let pass = Pass::new(byte(rng, 1, i64::from(of)), of).expect("in range");
    let rule = match rng.whole(0, 4) {
        0 if kind == Kind::Whole => Rule::First,
        1 => Rule::Previous,
        2 => Rule::Neighbour,
        3 => Rule::Fill,
        _ => Rule::Pass(pass),
    };
    let negated = rng.chance(35);
    Condition { rule, negated }
}

/// Controls with nothing at rest.
pub fn controls(rng: &mut Rng) -> Controls {
    let mut controls = Controls {
        swing: rng.real(0.25, 0.75),
        swing_grid: SwingGrid::Sixteenths,
        swing_lfo_depth: rng.real(0.0, 0.15),
        swing_lfo_period: LfoPeriod::new(*rng.pick(&[0.5, 1.0, 4.0])).expect("above 0"),
        swing_follow: true,
        ghosts: 0.6,
        ghost_level: rng.real(0.6, 1.6),
        fills: 0.6,
        fill_every: FillEvery::new(2),
        fill_crash: true,
        density: rng.real(-0.3, 0.3),
        humanize_ms: 20.0,
        humanize_velocity: 0.2,
        phrase: Bars::new(byte(rng, 1, 5)).expect("1 to 16 bars"),
        seed: u16::try_from(rng.whole(0, 9999)).expect("a seed"),
        variation_cycle: VariationCycle::new(*rng.pick(&[1, 2, 3, 4])),
        velocity: rng.real(0.7, 1.3),
        accent: rng.real(0.1, 0.9),
        velocity_lfo: rng.real(0.4, 1.0),
        push_ms: rng.real(-30.0, 30.0),
        gate: rng.real(0.3, 2.0),
        ..Controls::default()
    };
    for (_, lane) in controls.lanes.iter_mut() {
        lane.swing = rng.real(-0.1, 0.1);
        lane.delay_ms = rng.real(-40.0, 40.0);
        lane.level = rng.real(0.6, 1.4);
        lane.density = rng.real(-0.2, 0.2);
        lane.ghosts = rng.real(0.0, 2.0);
    }
    controls
}

/// Moves what a hand moves while it plays, a few things at a time.
pub fn perform(rng: &mut Rng, controls: &mut Controls) {
    let hurries = *rng.pick(&[
        PatternChange::Now,
        PatternChange::Step,
        PatternChange::Beat,
        PatternChange::Bar,
        PatternChange::End,
    ]);
    for _ in 0..rng.whole(1, 3) {
        let at = lane(byte(rng, 0, 15));
        match rng.whole(0, 15) {
            0 | 1 => controls.swing = rng.real(0.25, 0.75),
            2 => controls.ghosts = rng.real(0.0, 1.0),
            3 => controls.density = rng.real(-1.0, 1.0),
            4 => controls.humanize_ms = rng.real(0.0, 30.0),
            5 => controls.fills = rng.real(0.0, 1.0),
            6 => controls.fill_every = FillEvery::new(*rng.pick(&[0, 1, 2, 4])),
            7 | 8 => controls.fill_now = !controls.fill_now,
            9 => {
                controls.pattern = pattern_index(byte(rng, 0, i64::from(PATTERNS)));
                controls.pattern_change = hurries;
                controls.pattern_entry = *rng.pick(&[PatternEntry::Song, PatternEntry::Top]);
            }
            10 => controls.speed = *rng.pick(&[Speed::Half, Speed::Normal, Speed::Double]),
            11 => controls.lanes[at].mute = !controls.lanes[at].mute,
            12 => controls.lanes[at].delay_ms = rng.real(-40.0, 40.0),
            13 => controls.shift = signed(rng, -16, 16),
            14 => controls.seed = u16::try_from(rng.whole(0, 9999)).expect("a seed"),
            _ => controls.swing_grid = *rng.pick(&[SwingGrid::Eighths, SwingGrid::Sixteenths]),
        }
    }
}

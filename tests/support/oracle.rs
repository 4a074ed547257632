//! Which written steps play, by another road: every step of a stretch of song is written down,
//! then each is asked in the order of the lanes and of time.
//!
//! It knows nothing of blocks, of ranges or of what was played before, and shares with the engine
//! only the pattern's types and its draws. Everything is straight and as written.

use afterbeat::pattern::{
    Direction, Lane, Pattern, Percent, Purpose, Reset, Rule, Seed, Step, StepIndex,
};
use afterbeat::time::{Division, Speed};

/// Ticks in a quarter note.
pub const TPQ: i64 = 5_765_760;

/// A tempo and a sample rate, both whole.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub rate: i64,
    pub bpm: i64,
}

impl Pace {
    /// How many frames after its beginning a span of ticks ends: half up, with 1/4096 as a guard.
    pub fn frame(self, ticks: i64) -> i64 {
        let below = i128::from(self.bpm * TPQ);
        let above = i128::from(ticks) * i128::from(self.rate * 60);
        let whole = (above * 4096 + 2049 * below).div_euclid(below * 4096);
        i64::try_from(whole).expect("a frame")
    }
}

/// What holds for the whole song.
#[derive(Clone, Copy, Debug)]
pub struct Law {
    /// Ticks in a bar.
    pub bar: i64,
    pub speed: Speed,
    pub seed: u16,
    /// After how many bars all draws come again.
    pub fold_bars: Option<i64>,
    /// Whether a fill runs from the start of play on.
    pub fill: bool,
    /// How what the contract leaves open is read.
    pub reading: Reading,
}

/// What the contract leaves open; a case on which readings differ proves nothing.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub struct Reading {
    /// Whether steps before the patterns' origin are looked back on.
    pub sees_before_origin: bool,
    /// Whether steps before the song are looked back on.
    pub sees_before_song: bool,
    /// Whether a free lane has steps before its origin.
    pub has_early_steps: bool,
    /// Whether a fill that is held from the start of play on ran before it, too.
    pub fill_ran_before: bool,
}

impl Reading {
    /// The nearest to the words of the contract.
    pub const PLAIN: Self = Self {
        sees_before_origin: true,
        sees_before_song: false,
        has_early_steps: true,
        fill_ran_before: true,
    };

    /// All of them, the plain one first.
    pub fn all() -> impl Iterator<Item = Self> {
        let reading = |bits: u8| Self {
            sees_before_origin: bits & 1 == 0,
            sees_before_song: bits & 2 != 0,
            has_early_steps: bits & 4 == 0,
            fill_ran_before: bits & 8 == 0,
        };
        (0..16).map(reading)
    }
}

/// A stretch of song in which one pattern plays.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    pub pattern: &'a Pattern,
    /// The tick from which its laps and cycles are counted.
    pub origin: i64,
    /// The tick from which on its steps are looked back on.
    pub seen: i64,
    /// The tick on which the pattern was entered or the transport started.
    pub entered: i64,
    /// The ticks that are played: from the first, up to but without the second.
    pub played: (i64, i64),
}

/// What a stretch comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Tick, lane and velocity of each strike.
    pub strikes: Vec<(i64, u8, u8)>,
    /// The longest chain of answers that each depend on another step's.
    pub hops: usize,
}

/// One written step at one place in the song.
#[derive(Clone, Copy)]
struct Place {
    tick: i64,
    cell: i64,
    cycle: i64,
}

/// A conditional step's tick, whether it played, and on how many others that hung.
type Answer = (i64, bool, usize);

/// Where a lane's steps lie under a law.
struct Course<'a> {
    lane: &'a Lane,
    /// A step's length in ticks, as a fraction.
    step: (i64, i64),
    /// A lap in ticks; `None` if it never ends.
    lap: Option<i64>,
    origin: i64,
    /// The first step of a lane that never starts again.
    first: i64,
}

impl<'a> Course<'a> {
    fn new(lane: &'a Lane, stretch: &Stretch<'_>, law: &Law) -> Self {
        let (notes, of) = match lane.rate.division {
            Division::Straight => (1, 1),
            Division::Triplet => (3, 2),
            Division::Dotted => (2, 3),
            Division::Tuplet(tuplet) => (i64::from(tuplet.notes()), i64::from(tuplet.of())),
        };
        let (slower, faster) = match law.speed {
            Speed::Half => (2, 1),
            Speed::Normal => (1, 1),
            Speed::Double => (1, 2),
        };
        let bars = match lane.reset {
            Reset::Pattern => Some(i64::from(stretch.pattern.bars.get())),
            Reset::Bars(bars) => Some(i64::from(bars.get())),
            Reset::Never => None,
        };
        let note = 16 * TPQ / (1 << lane.rate.note.halvings());
        Self {
            lane,
            step: (note * of * slower, notes * faster),
            lap: bars.map(|bars| bars * law.bar * slower / faster),
            origin: stretch.origin,
            first: if law.reading.has_early_steps {
                i64::MIN
            } else {
                0
            },
        }
    }

    fn length(&self) -> i64 {
        i64::from(self.lane.length.get())
    }

    /// Where step `k` lies after its lap's beginning: rounded once, halves up.
    fn place(&self, k: i64) -> i64 {
        let (ticks, per) = self.step;
        (2 * k * ticks + per).div_euclid(2 * per)
    }

    /// The last step at or before `ticks` after a lap's beginning.
    fn last_until(&self, ticks: i64) -> i64 {
        let (length, per) = self.step;
        let mut k = ticks * per / length - 2;
        while self.place(k + 1) <= ticks {
            k += 1;
        }
        k
    }

    /// How many steps a cycle has.
    fn period(&self) -> i64 {
        match self.lane.direction {
            Direction::PingPong => (2 * self.length() - 2).max(1),
            _ => self.length(),
        }
    }

    fn cell(&self, k: i64) -> i64 {
        let length = self.length();
        let in_cycle = k.rem_euclid(self.period());
        let straight = match self.lane.direction {
            Direction::Forward => in_cycle,
            Direction::Backward => length - 1 - in_cycle,
            Direction::PingPong if in_cycle < length => in_cycle,
            Direction::PingPong => self.period() - in_cycle,
            Direction::Random => panic!("the model draws no cells"),
        };
        (straight - i64::from(self.lane.rotate)).rem_euclid(length)
    }

    /// How many cycles begin in a lap.
    fn cycles_in_lap(&self) -> i64 {
        self.lap.map_or(0, |length| {
            let steps = self.last_until(length - 1) + 1;
            (steps + self.period() - 1) / self.period()
        })
    }

    /// The lap that `tick` lies in, and where it begins.
    fn lap_at(&self, tick: i64) -> (i64, i64) {
        let Some(length) = self.lap else {
            return (0, self.origin);
        };
        let lap = (tick - self.origin).div_euclid(length);
        (lap, self.origin + lap * length)
    }

    /// The number of the cycle that `tick` lies in.
    fn cycle_at(&self, tick: i64) -> i64 {
        let (lap, start) = self.lap_at(tick);
        let k = self.last_until(tick - start);
        lap * self.cycles_in_lap() + k.div_euclid(self.period())
    }

    /// Every written step from one tick up to another.
    fn places(&self, from: i64, until: i64) -> Vec<Place> {
        let in_lap = self.cycles_in_lap();
        let mut places = Vec::new();
        let (mut lap, mut start) = self.lap_at(from);
        while start < until || self.lap.is_none() {
            let end = self.lap.map_or(until, |length| start + length);
            let free = || self.last_until(from - start).max(self.first);
            let first = self.lap.map_or_else(free, |_| 0);
            for k in first.. {
                let tick = start + self.place(k);
                if tick >= end.min(until) {
                    break;
                }
                let cell = self.cell(k);
                if tick >= from && self.step(cell).velocity.is_some() {
                    let cycle = lap * in_lap + k.div_euclid(self.period());
                    places.push(Place { tick, cell, cycle });
                }
            }
            if self.lap.is_none() {
                break;
            }
            (lap, start) = (lap + 1, end);
        }
        places
    }

    fn step(&self, cell: i64) -> Step {
        let index = u8::try_from(cell).expect("a cell below 256");
        self.lane.step(StepIndex::new(index))
    }
}

/// The latest answer in `answers`, which are sorted by time, that `is_before` lets count.
fn latest(answers: &[Answer], is_before: impl Fn(i64) -> bool) -> (bool, usize) {
    let known = answers.partition_point(|answer| is_before(answer.0));
    let last = known.checked_sub(1).map(|last| answers[last]);
    last.map_or((false, 0), |(_, played, hops)| (played, hops + 1))
}

/// Which steps of a stretch play.
pub fn verdicts(stretch: &Stretch<'_>, law: &Law) -> Verdicts {
    let mut said = Verdicts::default();
    let mut above: Vec<Answer> = Vec::new();
    for (at, lane) in stretch.pattern.lanes.iter() {
        let course = Course::new(lane, stretch, law);
        let seed = Seed::lane(law.seed, at, lane);
        let entered = course.cycle_at(stretch.entered);
        let mut own: Vec<Answer> = Vec::new();
        let from = stretch.seen.min(stretch.played.0);
        for place in course.places(from, stretch.played.1) {
            let step = course.step(place.cell);
            let (answer, hops) = match step.condition.rule {
                Rule::Always => (true, 0),
                Rule::Pass(pass) => {
                    let turn = place.cycle.rem_euclid(i64::from(pass.of()));
                    (turn == i64::from(pass.pass()) - 1, 0)
                }
                Rule::First => (place.cycle == entered, 0),
                Rule::Previous => latest(&own, |tick| tick < place.tick),
                Rule::Neighbour => latest(&above, |tick| tick <= place.tick),
                Rule::Fill => {
                    let runs = place.tick >= stretch.entered || law.reading.fill_ran_before;
                    (law.fill && runs, 0)
                }
            };
            let drawn_at = law
                .fold_bars
                .map_or(place.tick, |bars| place.tick.rem_euclid(bars * law.bar));
            let draw = seed.draw(Purpose::Chance, drawn_at).fraction();
            let plays = (answer != step.condition.negated) && draw < step.chance.fraction();
            if step.condition.rule != Rule::Always || step.chance != Percent::ALL {
                own.push((place.tick, plays, hops));
            }
            said.hops = said.hops.max(hops);
            let velocity = step.velocity.filter(|_| plays);
            if let Some(velocity) = velocity.filter(|_| place.tick >= stretch.played.0) {
                said.strikes.push((place.tick, at.get(), velocity.get()));
            }
        }
        above = own;
    }
    said
}

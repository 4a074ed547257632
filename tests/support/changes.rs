//! Random requests for other patterns, and the reference for what they come to.

use crate::oracle::{Law, Pace, Reading, Stretch, TPQ, verdicts};
use crate::support::cuts::Cuts;
use crate::support::groove::rate_of;
use crate::support::number::float;
use crate::support::rig::{At, Rig, rolling};
use crate::support::rng::Rng;
use afterbeat::engine::{Controls, PatternChange, PatternEntry, Transport};
use afterbeat::pattern::{
    Bank, Bars, Condition, Edit, Gate, Key, Lane, NoteLength, Pattern, PatternIndex, Rule, Step,
    Velocity, Voice, kit,
};
use afterbeat::time::{Division, Meter, Speed};
use std::fmt;

/// A pattern that is asked for on a frame.
#[derive(Clone, Copy, Debug)]
struct Request {
    frame: i64,
    pattern: PatternIndex,
    change: PatternChange,
    entry: PatternEntry,
}

/// From when on a pattern plays, and from where its laps count.
#[derive(Clone, Copy, Debug)]
struct Entered {
    tick: i64,
    frame: i64,
    pattern: PatternIndex,
    origin: i64,
}

/// Play from a place in the song on, with requests.
pub struct Case {
    bank: Bank,
    pace: Pace,
    meter: (i32, i32),
    start: i64,
    frames: i64,
    first: PatternIndex,
    requests: Vec<Request>,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Pace { rate, bpm }, (beats, unit)) = (self.pace, self.meter);
        write!(f, "{rate} Hz, {bpm} BPM, {beats}/{unit}, ")?;
        write!(f, "from tick {}, first {:?}: ", self.start, self.first)?;
        write!(f, "{:?}, so {:?}", self.requests, self.entered())
    }
}

fn byte(rng: &mut Rng, low: i64, high: i64) -> u8 {
    u8::try_from(rng.whole(low, high)).expect("a byte")
}

/// The patterns' places in the bank.
fn index(pattern: u8) -> PatternIndex {
    PatternIndex::new(31 * pattern).expect("below 128")
}

/// A pattern whose keys no other has.
fn random_pattern(rng: &mut Rng, number: u8) -> Pattern {
    let mut pattern = Pattern {
        bars: Bars::new(*rng.pick(&[1, 1, 2, 3, 4])).expect("1 to 16 bars"),
        ..Pattern::new()
    };
    let count = usize::from(byte(rng, 1, 3));
    for (at, lane) in pattern.lanes.iter_mut().take(count) {
        let voice = Voice {
            key: Key::new(30 + 4 * number + at.get()).expect("a key"),
            note_length: NoteLength::Step,
            choke: None,
            ..kit()[at].voice()
        };
        let steps: Vec<_> = (0..rng.whole(1, 32)).map(|_| random_step(rng)).collect();
        let mut written = Lane::with_steps(voice, &steps).expect("1 to 256 steps");
        written.rate = rate_of(
            *rng.pick(&[5, 6, 6]),
            *rng.pick(&[Division::Straight, Division::Straight, Division::Triplet]),
        );
        **lane = written;
    }
    pattern
}

fn random_step(rng: &mut Rng) -> Step {
    if rng.chance(30) {
        return Step::REST;
    }
    let mut step = Step::strike(Velocity::new(byte(rng, 1, 127)).expect("1 to 127"));
    step.gate = Gate::new(*rng.pick(&[20, 100, 100, 400, 1600])).expect("1 to 1600");
    if rng.chance(20) {
        let first = Condition {
            rule: Rule::First,
            negated: rng.chance(50),
        };
        let pass = Condition::pass(byte(rng, 1, 2), 2).expect("1 to 16");
        step.condition = *rng.pick(&[first, pass]);
    }
    step
}

impl Case {
    pub fn new(rng: &mut Rng) -> Self {
        let mut bank = Bank::empty();
        for number in 0..4 {
            let to = Some(Box::new(random_pattern(rng, number)));
            let pattern = index(number);
            bank.apply(Edit::ReplacePattern { pattern, to })
                .expect("a pattern can be put anywhere");
        }
        let meter = *rng.pick(&[(4, 4), (4, 4), (3, 4), (7, 8), (9, 32)]);
        // A request for now falls between the ticks: there all steps are whole frames.
        let has_now = rng.chance(30);
        let pace = if has_now {
            let bpm = *rng.pick(&[100, 120, 150, 160, 200, 240]);
            Pace { rate: 48_000, bpm }
        } else {
            let rate = *rng.pick(&[16_000, 44_100, 48_000]);
            let bpm = rng.whole(60, 300);
            Pace { rate, bpm }
        };
        let bar = i64::from(meter.0) * 4 * TPQ / i64::from(meter.1);
        let start = rng.whole(0, 9) * bar + rng.whole(0, 1) * rng.whole(0, 7) * TPQ / 8;
        let frames = pace.frame(6 * 4 * TPQ);
        let mut case = Self {
            bank,
            pace,
            meter,
            start,
            frames,
            first: index(byte(rng, 0, 3)),
            requests: Vec::new(),
        };
        case.ask(rng, has_now);
        case
    }

    /// Adds one to four requests, each for another pattern than the one before.
    fn ask(&mut self, rng: &mut Rng, has_now: bool) {
        use PatternChange as C;
        let quanta = [C::Step, C::Beat, C::Bar, C::End, C::End, C::Now];
        let quanta = &quanta[..if has_now { 6 } else { 5 }];
        let count = rng.whole(1, 4);
        let mut frames: Vec<_> = (0..count).map(|_| self.random_frame(rng)).collect();
        frames.sort_unstable();
        frames.dedup();
        let mut last = self.first;
        for frame in frames {
            let mut pattern = index(byte(rng, 0, 3));
            while pattern == last {
                pattern = index(byte(rng, 0, 3));
            }
            last = pattern;
            self.requests.push(Request {
                frame,
                pattern,
                change: *rng.pick(quanta),
                entry: *rng.pick(&[PatternEntry::Song, PatternEntry::Top]),
            });
        }
    }

    /// Anywhere, or just around a line of the song's sixteenths or bars.
    fn random_frame(&self, rng: &mut Rng) -> i64 {
        let any = rng.whole(1, self.frames * 3 / 4);
        let unit = *rng.pick(&[TPQ / 4, TPQ / 4, self.bar(), 2 * self.bar()]);
        let ticks = self.tick_at(any);
        let line = self.frame(ticks - ticks.rem_euclid(unit));
        let near = line + *rng.pick(&[-1, 0, 0, 1]);
        if rng.chance(50) { any } else { near.max(1) }
    }

    fn bar(&self) -> i64 {
        i64::from(self.meter.0) * 4 * TPQ / i64::from(self.meter.1)
    }

    fn frame(&self, tick: i64) -> i64 {
        self.pace.frame(tick - self.start)
    }

    /// The nearest tick to a frame.
    fn tick_at(&self, frame: i64) -> i64 {
        let per = 60 * self.pace.rate;
        self.start + (2 * frame * self.pace.bpm * TPQ + per).div_euclid(2 * per)
    }

    /// The tick on which a request happens.
    fn boundary(&self, request: &Request) -> i64 {
        let bar = self.bar();
        let pattern = self.bank.pattern(request.pattern).expect("it is there");
        let unit = match request.change {
            PatternChange::Now => return self.tick_at(request.frame),
            PatternChange::Step => TPQ / 4,
            PatternChange::Beat => 4 * TPQ / i64::from(self.meter.1),
            PatternChange::Bar => bar,
            PatternChange::End => i64::from(pattern.bars.get()) * bar,
        };
        // Lines of its own are counted from each bar line, or from the song's.
        let count = unit.max(bar);
        let first = self.tick_at(request.frame).div_euclid(count) - 1;
        let lines = (first * count..).step_by(usize::try_from(count).expect("a bar"));
        let in_bar =
            |line: i64| (line..line + count).step_by(usize::try_from(unit).expect("a unit"));
        let mut all = lines.flat_map(in_bar);
        all.find(|tick| self.frame(*tick) >= request.frame)
            .expect("there is a next line")
    }

    /// What plays from when on.
    fn entered(&self) -> Vec<Entered> {
        let mut entered = vec![Entered {
            tick: self.start,
            frame: 0,
            pattern: self.first,
            origin: 0,
        }];
        for (at, request) in self.requests.iter().enumerate() {
            let tick = self.boundary(request);
            let frame = self.frame(tick);
            let next = self
                .requests
                .get(at + 1)
                .map_or(self.frames, |next| next.frame);
            let is_playing = entered
                .last()
                .is_some_and(|last| last.pattern == request.pattern);
            // The next request comes first, or what is asked for plays already.
            if frame < next && !is_playing {
                let is_top = request.entry == PatternEntry::Top;
                let pattern = request.pattern;
                let origin = if is_top { tick } else { 0 };
                entered.push(Entered {
                    tick,
                    frame,
                    pattern,
                    origin,
                });
            }
        }
        entered
    }

    /// The frames on which another pattern begins.
    pub fn boundaries(&self) -> Vec<i64> {
        let entered = self.entered();
        entered
            .iter()
            .skip(1)
            .map(|entered| entered.frame)
            .collect()
    }

    /// Frame, key and velocity of each strike, sorted.
    pub fn expected(&self) -> Vec<(i64, u8, u8)> {
        let law = Law {
            bar: self.bar(),
            speed: Speed::Normal,
            seed: 1,
            fold_bars: None,
            fill: false,
            reading: Reading::PLAIN,
        };
        let entered = self.entered();
        let mut all = Vec::new();
        for (at, one) in entered.iter().enumerate() {
            let pattern = self.bank.pattern(one.pattern).expect("it is there");
            let end = entered.get(at + 1).map(|next| next.tick);
            let stretch = Stretch {
                pattern,
                origin: one.origin,
                seen: one.origin,
                entered: one.tick,
                played: (one.tick, end.unwrap_or(self.tick_at(self.frames) + 1)),
            };
            for (tick, lane, velocity) in verdicts(&stretch, &law).strikes {
                let lane = pattern.lanes.iter().nth(usize::from(lane));
                let key = lane.expect("a lane").1.voice.key.get();
                all.push((self.frame(tick), key, velocity));
            }
        }
        all.retain(|strike| strike.0 < self.frames);
        all.sort_unstable();
        all
    }

    /// Plays it in blocks that are cut so, and where something is asked for.
    pub fn play(&self, cuts: &Cuts) -> Vec<At> {
        let mut controls = Controls {
            pattern: self.first,
            ..Controls::default()
        };
        let mut rig = Rig::with(self.bank.clone(), float(self.pace.rate), &controls);
        let mut requests = self.requests.iter().peekable();
        let mut lengths = cuts.lengths();
        while rig.now < self.frames {
            if let Some(request) = requests.next_if(|request| request.frame == rig.now) {
                controls.pattern = request.pattern;
                controls.pattern_change = request.change;
                controls.pattern_entry = request.entry;
                rig.engine.set_controls(&controls);
            }
            let next = requests.peek().map_or(self.frames, |request| request.frame);
            let cut = i64::from(lengths.next().expect("no end of lengths"));
            let length = cut.min(next.min(self.frames) - rig.now);
            self.call(&mut rig, length);
        }
        rig.stop();
        rig.events
    }

    fn call(&self, rig: &mut Rig, length: i64) {
        let beats = float(rig.now * self.pace.bpm) / float(60 * self.pace.rate);
        let transport = Transport {
            meter: Meter::new(self.meter.0, self.meter.1),
            ..rolling(float(self.pace.bpm), float(self.start) / float(TPQ) + beats)
        };
        rig.call(u32::try_from(length).expect("a block"), transport);
    }
}

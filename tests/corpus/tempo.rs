//! A host whose tempo moves while it rolls, and whose positions are as good as a host's are: it is one
//! song all the same, so each of its strikes sounds, and sounds once.
//!
//! What should sound is found by the same engine at a steady tempo in long blocks, where nothing ever
//! falls on another frame than was thought.

use crate::feed::Feed;
use crate::support::check::check_wire;
use crate::support::number::float;
use crate::support::rig::{Rig, rolling};
use afterbeat::engine::{Controls, FillEvery, Kind, LfoPeriod, Origin, Source};
use afterbeat::grooves::factory;
use afterbeat::pattern::{
    Bank, Chain, ChainEntry, Edit, Lane, LaneIndex, Pattern, PatternIndex, Percent, Repeats,
    SetupChange, Step,
};
use afterbeat::time::{Rate, Speed};
use std::collections::BTreeMap;

const RATE: f64 = 48_000.0;
const BLOCKS: [u32; 8] = [64, 1_024, 32, 441, 512, 1_000, 128, 2_048];

/// How far the tempo goes, in BPM.
#[derive(Clone, Copy)]
struct Limits {
    fastest: f64,
    /// How far it leaps at once.
    leap: f64,
}

impl Limits {
    const WIDEST: Self = Self {
        fastest: 300.0,
        leap: 270.0,
    };
    /// Nobody ghosts between steps that are shorter than the hand's.
    const GHOSTS: Self = Self {
        fastest: 140.0,
        ..Self::WIDEST
    };
    /// What is early by milliseconds is early by more steps at a faster tempo; two that are due at once
    /// are one strike.
    const LATE: Self = Self {
        fastest: 240.0,
        leap: 30.0,
    };
    const SLOWEST: f64 = 30.0;
}

/// How a host's positions are written.
#[derive(Clone, Copy)]
enum Precision {
    Exact,
    Ticks960,
    Single,
}

/// What a lane has played: how often each velocity.
type Strikes = BTreeMap<(LaneIndex, &'static str, u8), u32>;

/// The first bytes say what is played, the rest how.
pub fn run(bytes: &[u8]) {
    let mut feed = Feed(bytes);
    let is_late = feed.flip();
    let (bank, bars) = song(&mut feed, is_late);
    let controls = if is_late {
        late_controls(&mut feed)
    } else {
        controls(&mut feed)
    };
    let beats = f64::from(bars) * 4.0;
    let steady = steady(&bank, &controls, beats);
    let limits = if is_late {
        Limits::LATE
    } else if controls.ghosts > 0.0 {
        Limits::GHOSTS
    } else {
        Limits::WIDEST
    };
    let moving = Host::new(&mut feed, limits).play(&bank, &controls, beats);
    let (Some(steady), Some(moving)) = (steady, moving) else {
        return;
    };
    assert_eq!(moving, steady, "{bars} bars");
}

/// Grooves one after the other, and then silence: so nothing sounds where one stops listening. Gives
/// the bars that it takes.
///
/// A strike that sounds only after its pattern's end is not heard, and milliseconds reach over it at
/// some tempos: where strikes are late the grooves end in rests.
fn song(feed: &mut Feed<'_>, ends_in_rests: bool) -> (Bank, u32) {
    let grooves = factory();
    let mut bank = Bank::empty();
    let (mut entries, mut bars) = (Vec::new(), 0);
    for number in 0..=feed.below(3) {
        let mut pattern = grooves[usize::from(feed.byte()) % grooves.len()]
            .pattern
            .clone();
        bars += u32::from(pattern.bars.get());
        stand_alone(&mut pattern);
        if ends_in_rests {
            pattern
                .lanes
                .iter_mut()
                .for_each(|(_, lane)| rest_at_end(lane));
        }
        entries.push(put(&mut bank, number, pattern));
    }
    let mut silence = Pattern::new();
    for (_, lane) in silence.lanes.iter_mut() {
        lane.voice.ghosts = Percent::NONE;
        lane.voice.fills = Percent::NONE;
    }
    let rest = put(&mut bank, 3, silence);
    entries.push(ChainEntry {
        repeats: Repeats::new(64).expect("1 to 64"),
        ..rest
    });
    let chain = Box::new(Chain::new(&entries).expect("few"));
    for edit in [
        Edit::ReplaceChain(chain),
        Edit::Setup(SetupChange::RunsChain(true)),
    ] {
        assert!(bank.apply(edit).is_ok(), "a song can be put together");
    }
    (bank, bars)
}

fn put(bank: &mut Bank, number: u16, to: Pattern) -> ChainEntry {
    let pattern = u8::try_from(number).ok().and_then(PatternIndex::new);
    let pattern = pattern.expect("below 128");
    let to = Some(Box::new(to));
    let edit = Edit::ReplacePattern { pattern, to };
    assert!(bank.apply(edit).is_ok(), "a pattern can be put anywhere");
    ChainEntry {
        pattern,
        repeats: Repeats::new(1).expect("1 to 64"),
    }
}

/// Takes away what is another matter at each tempo: which strikes meet on a frame and choke each other,
/// and whether short steps have room for ghosts.
fn stand_alone(pattern: &mut Pattern) {
    for (_, lane) in pattern.lanes.iter_mut() {
        lane.voice.choke = None;
        if lane.rate.step().ticks() < Rate::SIXTEENTHS.step().ticks() {
            lane.voice.ghosts = Percent::NONE;
        }
    }
}

/// Empties the half of a lane's steps.
fn rest_at_end(lane: &mut Lane) {
    let count = lane.steps().len();
    let mut steps = lane.steps().to_vec();
    steps[count / 2..].fill(Step::REST);
    let length = lane.length;
    let (rate, direction) = (lane.rate, lane.direction);
    *lane = Lane::with_steps(lane.voice, &steps).expect("as many as before");
    lane.length = length;
    lane.rate = rate;
    lane.direction = direction;
}

/// Parameters that move strikes by milliseconds: nothing is drawn but that.
fn late_controls(feed: &mut Feed<'_>) -> Controls {
    let mut controls = Controls {
        swing: feed.between(0.5, 0.75),
        ghosts: 0.0,
        push_ms: feed.between(-10.0, 30.0),
        humanize_ms: feed.between(0.0, 10.0),
        seed: feed.word(),
        ..Controls::default()
    };
    for (_, lane) in controls.lanes.iter_mut() {
        lane.delay_ms = feed.pick(&[0.0, 15.0, -10.0, 40.0]);
    }
    controls
}

/// Parameters of all kinds; nothing is late by milliseconds.
fn controls(feed: &mut Feed<'_>) -> Controls {
    let mut controls = Controls {
        swing: feed.between(0.3, 0.75),
        ghosts: feed.pick(&[0.0, 0.4, 1.0]),
        fills: feed.between(0.0, 1.0),
        fill_every: FillEvery::new(feed.pick(&[0, 1, 2, 4])),
        swing_lfo_depth: feed.pick(&[0.0, 0.1]),
        swing_lfo_period: LfoPeriod::new(1.0).expect("above 0"),
        seed: feed.word(),
        ..Controls::default()
    };
    if controls.ghosts > 0.0 {
        controls.density = feed.between(-1.0, 1.0);
        controls.speed = feed.pick(&[Speed::Normal, Speed::Half]);
    } else {
        // Above this density there are ghosts.
        controls.density = feed.between(-1.0, 0.5);
        controls.speed = feed.pick(&[Speed::Normal, Speed::Half, Speed::Double]);
    }
    for (_, lane) in controls.lanes.iter_mut() {
        lane.delay_ms = feed.pick(&[0.0, -12.0]);
    }
    controls
}

/// What sounds at one tempo; `None` if slots were too few.
fn steady(bank: &Bank, controls: &Controls, beats: f64) -> Option<Strikes> {
    let mut rig = Rig::with(bank.clone(), RATE, controls);
    let mut at = 0.0;
    while at < beats + 2.0 {
        rig.call(2_048, rolling(120.0, at));
        at = float(rig.now) * 120.0 / 60.0 / RATE;
    }
    heard(rig)
}

/// A host whose tempo moves.
struct Host<'a, 'b> {
    feed: &'a mut Feed<'b>,
    precision: Precision,
    limits: Limits,
    bpm: f64,
    block: u32,
}

impl<'a, 'b> Host<'a, 'b> {
    fn new(feed: &'a mut Feed<'b>, limits: Limits) -> Self {
        let precision = feed.pick(&[Precision::Exact, Precision::Ticks960, Precision::Single]);
        Self {
            feed,
            precision,
            limits,
            bpm: 120.0,
            block: 64,
        }
    }

    fn play(mut self, bank: &Bank, controls: &Controls, beats: f64) -> Option<Strikes> {
        let mut rig = Rig::with(bank.clone(), RATE, controls);
        let mut at = 0.0;
        while at < beats + 2.0 {
            let before = self.bpm;
            let is_ramp = self.turn();
            // A ramp is told by its tempo where the block begins.
            let (said, mean) = if is_ramp {
                (before, f64::midpoint(before, self.bpm))
            } else {
                (self.bpm, self.bpm)
            };
            rig.call(self.block, rolling(said, self.write(at)));
            at += f64::from(self.block) * mean / 60.0 / RATE;
        }
        heard(rig)
    }

    /// Goes on to another tempo or to other blocks, and says whether the tempo slides there.
    fn turn(&mut self) -> bool {
        match self.feed.below(8) {
            0 => {
                let Limits { fastest, leap } = self.limits;
                let next = self.feed.between(Limits::SLOWEST, fastest);
                self.bpm = next.clamp(self.bpm - leap, self.bpm + leap);
            }
            1 => self.block = self.feed.pick(&BLOCKS),
            2 => {
                let slide = self.feed.between(-4.0, 4.0);
                self.bpm = (self.bpm + slide).clamp(Limits::SLOWEST, self.limits.fastest);
                return true;
            }
            _ => {}
        }
        false
    }

    fn write(&self, beats: f64) -> f64 {
        match self.precision {
            Precision::Exact => beats,
            Precision::Ticks960 => (beats * 960.0).round() / 960.0,
            #[expect(clippy::cast_possible_truncation, reason = "as hosts do it")]
            Precision::Single => f64::from(beats as f32),
        }
    }
}

/// All strikes but the grace notes and rolls, which are places on the wire and not in the song.
fn heard(mut rig: Rig) -> Option<Strikes> {
    rig.stop();
    check_wire(&rig.events);
    let counters = rig.engine.counters();
    if counters.no_slot + counters.stolen > 0 {
        return None;
    }
    let mut strikes = Strikes::new();
    for (_, event) in &rig.events {
        if let (Kind::On(velocity), Origin::Strike { lane, source }) = (event.kind, event.origin)
            && source != Source::Ratchet
        {
            let name = (lane, source.name(), velocity.get());
            *strikes.entry(name).or_default() += 1;
        }
    }
    Some(strikes)
}

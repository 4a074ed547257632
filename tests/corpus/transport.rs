//! A host that calls with whatever it likes: positions, tempos, lengths, loops, meters, knobs.

use crate::feed::Feed;
use crate::support::check::check_wire;
use crate::support::rig::Rig;
use afterbeat::engine::{Controls, FillEvery, InputNote, Kind, LfoPeriod, Transport};
use afterbeat::grooves::factory;
use afterbeat::pattern::{
    Bank, Bars, BeforeSong, Channel, Edit, Key, LaneSet, PatternIndex, PlayMode, SetupChange, Thru,
    Velocity,
};
use afterbeat::time::{Meter, Speed};
use std::collections::BTreeSet;

/// More calls than this tell nothing new.
const MOST_CALLS: u32 = 48;

/// Each byte or two is something that the host does before it calls again.
pub fn run(bytes: &[u8]) {
    let mut feed = Feed(bytes);
    let rate = feed.pick(&[8_000.0, 44_100.0, 48_000.0, 1_000.0, 768_000.0]);
    let mut host = Host::new(bank(&mut feed), rate);
    for _ in 0..MOST_CALLS {
        if feed.is_empty() {
            break;
        }
        host.act(&mut feed);
    }
    host.rig.room = usize::MAX;
    host.let_go();
    // Else it may play on while the host stands still.
    let follows = Edit::Setup(SetupChange::Play(PlayMode::FollowHost));
    assert!(host.rig.engine.apply(follows).is_ok());
    host.rig.stop();
    check_wire(&host.rig.events);
}

/// Two grooves, so that there is one to change to.
fn bank(feed: &mut Feed<'_>) -> Bank {
    let grooves = factory();
    let groove = |feed: &mut Feed<'_>| &grooves[usize::from(feed.byte()) % grooves.len()];
    let mut bank = Bank::with_first(groove(feed).pattern.clone());
    let second = Edit::ReplacePattern {
        pattern: PatternIndex::new(1).expect("below 128"),
        to: Some(Box::new(groove(feed).pattern.clone())),
    };
    bank.apply(second).expect("a pattern can be put anywhere");
    bank
}

struct Host {
    rig: Rig,
    transport: Transport,
    controls: Controls,
    /// Whether the host moves the position on as its tempo says.
    is_steady: bool,
    /// What the player holds: nobody ends that but he.
    held: BTreeSet<(u8, u8)>,
}

impl Host {
    fn new(bank: Bank, rate: f64) -> Self {
        let transport = Transport {
            playing: true,
            tempo: Some(120.0),
            position: Some(0.0),
            ..Transport::default()
        };
        Self {
            rig: Rig::new(bank, rate),
            transport,
            controls: Controls::default(),
            is_steady: true,
            held: BTreeSet::new(),
        }
    }

    /// Lets go of all that is held.
    fn let_go(&mut self) {
        let off = |(channel, key)| note(channel, key, 0);
        let notes: Vec<_> = std::mem::take(&mut self.held)
            .into_iter()
            .map(off)
            .collect();
        self.rig.call_with(64, self.transport, &notes);
    }

    fn act(&mut self, feed: &mut Feed<'_>) {
        match feed.below(16) {
            0 => self.transport.playing = !self.transport.playing,
            1 => self.transport.tempo = maybe(feed),
            2 => self.transport.position = maybe(feed),
            3 => self.transport.bar_start = maybe(feed),
            4 => self.transport.loop_range = maybe(feed).zip(Some(feed.any_number())),
            5 => {
                let (beats, unit) = (i32::from(feed.byte()), i32::from(feed.byte()));
                self.transport.meter = Meter::new(beats, unit);
            }
            6 => self.is_steady = feed.flip(),
            7 => self.rig.engine.reset(),
            8 => self.rig.room = if feed.flip() { usize::MAX } else { 3 },
            9 => {
                let change = setup(feed);
                let applied = self.rig.engine.apply(Edit::Setup(change));
                assert!(applied.is_ok(), "a setting fits always");
            }
            10 => {
                turn(&mut self.controls, feed);
                self.rig.engine.set_controls(&self.controls);
            }
            _ => self.call(feed),
        }
    }

    fn call(&mut self, feed: &mut Feed<'_>) {
        let frames = feed.pick(&[64, 1, 0, 7, 441, 512, 4_096, 1_000, 8_192]);
        let mut notes = Vec::new();
        if frames > 0 && feed.below(4) == 0 {
            let (channel, key) = (feed.byte() % 16, feed.byte() % 128);
            let velocity = feed.byte() % 128;
            if velocity > 0 {
                self.held.insert((channel, key));
            } else {
                self.held.remove(&(channel, key));
            }
            notes.push(note(channel, key, velocity));
        }
        self.rig.call_with(frames, self.transport, &notes);
        if self.is_steady && self.transport.playing {
            let tempo = self.transport.tempo.unwrap_or(120.0);
            let beats = f64::from(frames) * tempo / 60.0 / self.rig.rate.hz();
            self.transport.position = self.transport.position.map(|at| at + beats);
        }
    }
}

/// A note on the first frame; velocity 0 is its end.
fn note(channel: u8, key: u8, velocity: u8) -> InputNote {
    InputNote {
        at: 0,
        kind: Velocity::new(velocity).map_or(Kind::Off, Kind::On),
        channel: Channel::new(channel).expect("below 16"),
        key: Key::new(key).expect("below 128"),
    }
}

fn maybe(feed: &mut Feed<'_>) -> Option<f64> {
    (feed.below(8) != 0).then(|| feed.any_number())
}

fn setup(feed: &mut Feed<'_>) -> SetupChange {
    match feed.below(5) {
        0 => SetupChange::Solo(LaneSet::from_bits(feed.word())),
        1 => SetupChange::BeforeSong(feed.pick(&[
            BeforeSong::Silence,
            BeforeSong::CountIn,
            BeforeSong::Groove,
        ])),
        2 => SetupChange::Play(feed.pick(&[
            PlayMode::FollowHost,
            PlayMode::Run,
            PlayMode::WhileKeyHeld,
        ])),
        3 => SetupChange::Thru(feed.pick(&[Thru::All, Thru::NotMapped, Thru::Off])),
        _ => SetupChange::RunsChain(feed.flip()),
    }
}

/// Turns one knob to somewhere in its range.
fn turn(controls: &mut Controls, feed: &mut Feed<'_>) {
    match feed.below(16) {
        0 => controls.swing = feed.between(0.25, 0.75),
        1 => controls.ghosts = feed.between(0.0, 1.0),
        2 => controls.fills = feed.between(0.0, 1.0),
        3 => controls.fill_every = FillEvery::new(feed.pick(&[0, 1, 2, 4, 8, 16])),
        4 => controls.fill_now = feed.flip(),
        5 => controls.density = feed.between(-1.0, 1.0),
        6 => controls.humanize_ms = feed.between(0.0, 30.0),
        7 => controls.push_ms = feed.between(-30.0, 30.0),
        8 => controls.gate = feed.between(0.05, 4.0),
        9 => controls.speed = feed.pick(&[Speed::Half, Speed::Normal, Speed::Double]),
        10 => {
            let pattern = PatternIndex::new(feed.byte() % 3).expect("below 128");
            controls.pattern = pattern;
            controls.pattern_change = feed.pick(&CHANGES);
            controls.pattern_entry = feed.pick(&ENTRIES);
        }
        11 => controls.shift = i8::try_from(feed.below(33)).expect("small") - 16,
        12 => controls.phrase = Bars::new(feed.byte() % 16 + 1).expect("1 to 16"),
        13 => {
            controls.swing_lfo_depth = feed.between(0.0, 0.15);
            let period = LfoPeriod::new(feed.pick(&[0.25, 1.0, 16.0]));
            controls.swing_lfo_period = period.expect("above 0");
        }
        14 => controls.bypass = feed.flip(),
        _ => lane(controls, feed),
    }
}

fn lane(controls: &mut Controls, feed: &mut Feed<'_>) {
    let at = afterbeat::pattern::LaneIndex::new(feed.byte() % 16).expect("below 16");
    let lane = &mut controls.lanes[at];
    match feed.below(4) {
        0 => lane.mute = feed.flip(),
        1 => lane.delay_ms = feed.between(-40.0, 40.0),
        2 => lane.swing = feed.between(-0.25, 0.25),
        _ => lane.density = feed.between(-1.0, 1.0),
    }
}

const CHANGES: [afterbeat::engine::PatternChange; 5] = {
    use afterbeat::engine::PatternChange as Change;
    [
        Change::Now,
        Change::Step,
        Change::Beat,
        Change::Bar,
        Change::End,
    ]
};

const ENTRIES: [afterbeat::engine::PatternEntry; 2] = {
    use afterbeat::engine::PatternEntry as Entry;
    [Entry::Song, Entry::Top]
};

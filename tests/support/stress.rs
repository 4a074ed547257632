//! A hard session: everything moves, the transport jumps and loops, and meanwhile states are loaded,
//! patterns are edited and swapped.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use super::everything;
use super::support::rng::Rng;
use afterbeat::grooves;
use afterbeat::pattern::{
    CellAt, Edit, LaneAt, LaneIndex, LaneSetting, PatternIndex, SetupChange, Step, StepCount,
    StepIndex, Velocity,
};
use xtask::host::{AudioSide, Block, Instance, ParamPoint, Plugin, Profile, Sink, Song, Transport};

/// How often the plug-in is called.
pub const CALLS: u64 = 1_000_000;
const FRAMES: u32 = 64;

/// An active instance.
pub fn playing(plugin: &Plugin) -> Instance {
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    instance.activate(48_000.0, FRAMES).unwrap();
    instance
}

/// What a hand moves while it plays: parameters with their least and greatest values.
const MOVED: [&str; 18] = [
    "Swing",
    "Ghosts",
    "Fills",
    "Fill Every",
    "Fill Now",
    "Fill Crash",
    "Density",
    "Humanize Time",
    "Humanize Velocity",
    "Swing LFO Depth",
    "Swing Follows Ghosts",
    "Seed",
    "Pattern",
    "Pattern Change",
    "Pattern Entry",
    "Speed",
    "Shift",
    "Phrase",
];

/// The parameters that are moved: id, least and greatest value.
pub fn moved(instance: &mut Instance) -> [(u32, f64, f64); 18] {
    MOVED.map(|name| {
        let info = instance.param(name).unwrap();
        // Three of the patterns are there, and one is not.
        let max = if name == "Pattern" {
            info.min + 3.0
        } else {
            info.max
        };
        (info.id, info.min, max)
    })
}

/// What the audio thread has in its hands; making it allocates, and nothing after that.
pub struct Performer {
    audio: AudioSide,
    moved: Vec<(u32, f64, f64)>,
    rng: Rng,
    sink: Sink,
    /// How many events were heard.
    pub heard: usize,
}

impl Performer {
    pub fn new(audio: AudioSide, moved: &[(u32, f64, f64)]) -> Self {
        Self {
            audio,
            moved: moved.to_vec(),
            rng: Rng::new(5),
            sink: Sink::with_capacity(1 << 12),
            heard: 0,
        }
    }

    /// Starts, on the thread that will play: there it may allocate for the last time.
    pub fn start(&mut self) {
        self.audio.start_processing().unwrap();
    }

    /// So many blocks with everything automated, the transport stopping, jumping and looping, each
    /// call of the plug-in inside of `around`.
    pub fn perform(&mut self, calls: u64, around: fn(&mut dyn FnMut())) {
        for call in 0..calls {
            let points = self.points();
            let block = Block {
                frames: FRAMES,
                start: call * u64::from(FRAMES),
                transport: Some(transport(call)),
                params: if call % 30 == 0 { &points } else { &[] },
                ..Block::default()
            };
            let (audio, sink) = (&mut self.audio, &mut self.sink);
            sink.clear();
            around(&mut || {
                audio.process_into(&block, sink).unwrap();
            });
            self.heard += self.sink.events.len();
        }
    }

    pub fn into_audio(self) -> AudioSide {
        self.audio
    }

    fn points(&mut self) -> [ParamPoint; 1] {
        let (id, min, max) = *self.rng.pick(&self.moved);
        let value = self.rng.real(min, max + 0.001).clamp(min, max);
        let is_whole = max - min > 1.0 || self.rng.chance(50);
        let value = if is_whole { value.round() } else { value };
        [ParamPoint {
            time: 13,
            id,
            value,
        }]
    }
}

fn transport(call: u64) -> Transport {
    let steady = Song::new(48_000.0, 120.0);
    let looping = Song {
        loop_beats: Some((0.0, 4.0)),
        ..steady
    };
    let place = (call % 6_000) * u64::from(FRAMES);
    match call / 6_000 % 3 {
        0 => steady.at(place),
        1 => looping.at(place % 96_000),
        _ if call % 100 < 10 => steady.stopped_at(place),
        _ => steady.at(place * 7),
    }
}

/// What an editor does meanwhile: steps, a lane that outgrows its box and one that goes back, whole
/// patterns.
pub fn edits() -> Vec<Edit> {
    let pattern = PatternIndex::FIRST;
    let at = LaneAt {
        pattern,
        lane: LaneIndex::default(),
    };
    let step = |index| Edit::Step {
        at: CellAt {
            lane: at,
            step: StepIndex::new(index),
        },
        to: Step::strike(Velocity::MAX),
    };
    let length = |count| Edit::Lane {
        at,
        to: LaneSetting::Length(StepCount::new(count).unwrap()),
    };
    let whole = |groove| Edit::ReplacePattern {
        pattern,
        to: Some(Box::new(grooves::find(groove).unwrap().pattern.clone())),
    };
    let lane = |groove: &str| Edit::ReplaceLane {
        at,
        to: grooves::find(groove).unwrap().pattern.lanes[at.lane].clone(),
    };
    let mut edits = vec![
        step(1),
        step(2),
        length(200),
        whole("Classic"),
        length(40),
        whole("B1"),
        lane("A4"),
    ];
    let full = everything::bank(7, everything::Kind::Whole);
    for index in 0..everything::PATTERNS {
        let pattern = everything::pattern_index(index);
        let to = full.pattern(pattern).cloned().map(Box::new);
        edits.push(Edit::ReplacePattern { pattern, to });
    }
    for chains in [true, false] {
        edits.push(Edit::ReplaceChain(full.chain.clone()));
        edits.push(Edit::Setup(SetupChange::RunsChain(chains)));
        edits.push(Edit::Setup(SetupChange::Audition(chains)));
    }
    edits
}

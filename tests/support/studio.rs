//! What is played into a take, and what comes of it.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::engine::{Controls, Whereabouts};
use afterbeat::link::{self, MainSide};
use afterbeat::pattern::{Bank, Key, LaneIndex, Pattern, PatternIndex, Percent, Velocity};
use afterbeat::standalone::{Over, Played, Recorder};
use afterbeat::time::{Meter, SampleRate, Tick};
use std::fmt::Write as _;

const SNARE: u8 = 38;

/// A recorder over a bar of rests, straight.
pub struct Studio {
    pub main: MainSide,
    pub recorder: Recorder,
}

impl Studio {
    pub fn new() -> Self {
        let mut pattern = Pattern::new();
        for (_, lane) in pattern.lanes.iter_mut() {
            lane.voice.fills = Percent::NONE;
            lane.voice.ghosts = Percent::NONE;
        }
        let (main, _, _) = link::new(Bank::with_first(pattern));
        Self {
            main,
            recorder: Recorder::default(),
        }
    }

    /// Plays the snare at places of the song, in quarter notes.
    pub fn play(&mut self, places: &[f64]) {
        for position in places {
            let whereabouts = Whereabouts {
                playing: true,
                position: Tick::nearest(position * 5_765_760.0),
                ..Whereabouts::default()
            };
            let controls = Controls::default();
            let over = Over {
                controls: &controls,
                meter: Meter::COMMON,
                rate: SampleRate::new(48_000.0).unwrap(),
            };
            let played = Played {
                position: *position,
                tempo: 120.0,
                key: Key::new(SNARE).unwrap(),
                velocity: Velocity::new(100).unwrap(),
                form: whereabouts.into(),
            };
            self.recorder.hear(&played, &over, &mut self.main);
        }
    }

    /// The snare's bar: `x` is struck, and the nudge of each strike after it.
    pub fn score(&mut self) -> String {
        self.recorder.end(&mut self.main);
        let lane = LaneIndex::new(1).unwrap();
        let lane = self.main.bank().lane(PatternIndex::FIRST, lane).unwrap();
        let mut score = String::new();
        for step in &lane.steps()[..16] {
            score.push(if step.velocity.is_some() { 'x' } else { '.' });
        }
        for step in lane.steps().iter().filter(|step| step.velocity.is_some()) {
            write!(score, " {}", step.nudge.tenths()).unwrap();
        }
        score
    }
}

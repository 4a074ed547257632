//! What is played where another pattern takes over is written into the one to which it belongs.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;

use afterbeat::pattern::{
    Chain, ChainEntry, Edit, LaneIndex, Pattern, PatternIndex, Percent, Repeats, SetupChange,
};
use afterbeat::standalone::{Follows, Heard, Order, Over, Recorder};
use afterbeat::time::{Meter, SampleRate};
use cycle::{FakeCycle, RATE, Rig};

const SNARE: u8 = 38;
const LANE: LaneIndex = LaneIndex::new(1).unwrap();

/// A performer under JACK's transport at some tempo, and a recorder of what it tells.
struct Studio {
    rig: Rig,
    cycle: FakeCycle,
    recorder: Recorder,
    bpm: f64,
}

/// A pattern of rests that nobody ghosts or fills, of one bar.
fn rests() -> Pattern {
    let mut pattern = Pattern::new();
    for (_, lane) in pattern.lanes.iter_mut() {
        lane.voice.fills = Percent::NONE;
        lane.voice.ghosts = Percent::NONE;
    }
    pattern
}

fn index(number: u8) -> PatternIndex {
    PatternIndex::new(number).unwrap()
}

impl Studio {
    /// With so many patterns of rests.
    fn new(patterns: u8, bpm: f64) -> Self {
        let mut rig = Rig::new(Follows::Jack, bpm, Meter::COMMON);
        rig.order(Order::Record(true));
        let mut studio = Self {
            rig,
            cycle: FakeCycle::default(),
            recorder: Recorder::default(),
            bpm,
        };
        for number in 0..patterns {
            let (pattern, to) = (index(number), Some(Box::new(rests())));
            studio.edit(Edit::ReplacePattern { pattern, to });
        }
        studio.recorder.begin();
        studio
    }

    fn edit(&mut self, edit: Edit) {
        self.rig.params.main().lock().edit(edit).unwrap();
    }

    /// Each of these patterns for one bar.
    fn chain(&mut self, patterns: &[u8]) {
        let entry = |number: &u8| ChainEntry {
            pattern: index(*number),
            repeats: Repeats::new(1).unwrap(),
        };
        let entries: Vec<_> = patterns.iter().map(entry).collect();
        self.edit(Edit::ReplaceChain(Box::new(Chain::new(&entries).unwrap())));
        self.edit(Edit::Setup(SetupChange::RunsChain(true)));
    }

    fn set(&self, id: &str, text: &str) {
        self.rig.params.by_id(id).unwrap().set_text(text).unwrap();
    }

    fn frame(&self, quarters: f64) -> u32 {
        let frames = quarters * 60.0 / self.bpm * f64::from(RATE);
        format!("{frames:.0}").parse().unwrap()
    }

    /// Rolls up to a place, in quarter notes.
    fn roll_to(&mut self, quarters: f64) {
        let until = self.frame(quarters);
        self.cycle.heard.rolling = true;
        while self.cycle.heard.frame < until {
            let frames = (until - self.cycle.heard.frame).min(256);
            self.cycle.frames = frames;
            self.cycle.play(&mut self.rig.performer);
        }
    }

    /// Rolls on and plays the snare at a place, `later` after which it is taken down.
    fn play(&mut self, quarters: f64, later: f64) {
        self.roll_to(quarters);
        self.cycle.incoming = vec![(0, [0x90, SNARE, 99])];
        self.roll_to(quarters + later);
        let controls = self.rig.params.controls();
        let over = Over {
            controls: &controls,
            meter: Meter::COMMON,
            rate: SampleRate::new(f64::from(RATE)).unwrap(),
        };
        let played = self.rig.played.pop().unwrap();
        let mut main = self.rig.params.main().lock();
        assert!(self.recorder.hear(&played, &over, &mut main));
    }

    /// Ends the take: the snare's steps that are struck, with their patterns and nudges.
    fn written(&mut self) -> Vec<(u8, usize, i16)> {
        let mut main = self.rig.params.main().lock();
        self.recorder.end(&mut main);
        let mut written = Vec::new();
        for number in 0..4 {
            let Some(pattern) = main.bank().pattern(index(number)) else {
                continue;
            };
            for (at, step) in pattern.lanes[LANE].steps().iter().enumerate() {
                if step.velocity.is_some() {
                    written.push((number, at, step.nudge.tenths()));
                }
            }
        }
        written
    }
}

/// Where a note goes that is played over a chain of two bars, and taken down so much later.
fn in_a_chain(quarters: f64, later: f64) -> Vec<(u8, usize, i16)> {
    let mut studio = Studio::new(2, 120.0);
    studio.chain(&[0, 1]);
    studio.set("humanize_time", "0");
    studio.set("swing", "50");
    studio.recorder.quantizes = false;
    studio.play(quarters, later);
    studio.written()
}

#[test]
fn a_note_belongs_to_the_pattern_of_its_step_however_late_it_is_taken_down() {
    for later in [0.02, 0.1, 0.5] {
        // A sixteenth is a quarter of a quarter note, so half of one is the border.
        assert_eq!(in_a_chain(3.5, later), [(0, 14, 0)], "{later}");
        assert_eq!(in_a_chain(3.85, later), [(0, 15, 400)], "{later}");
        assert_eq!(in_a_chain(3.9, later), [(1, 0, -400)], "{later}");
        assert_eq!(in_a_chain(3.99, later), [(1, 0, -40)], "{later}");
        assert_eq!(in_a_chain(4.0, later), [(1, 0, 0)], "{later}");
        assert_eq!(in_a_chain(4.02, later), [(1, 0, 80)], "{later}");
        // And the chain begins again.
        assert_eq!(in_a_chain(7.75, later), [(1, 15, 0)], "{later}");
        assert_eq!(in_a_chain(7.99, later), [(0, 0, -40)], "{later}");
    }
}

#[test]
fn after_the_change_a_note_may_still_belong_to_what_played_before() {
    // At 300 BPM 40 ms are a fifth of a quarter note: the last step sounds at 3.95, the next at 4.2.
    for (place, expected) in [(4.05, (0, 15)), (4.1, (1, 0))] {
        let mut studio = Studio::new(2, 300.0);
        studio.chain(&[0, 1]);
        studio.set("lane2_delay", "40");
        studio.play(place, 0.05);
        let written = studio.written();
        let places: Vec<_> = written.iter().map(|(at, step, _)| (*at, *step)).collect();
        assert_eq!(places, [expected], "{place}");
    }
}

#[test]
fn a_note_that_anticipates_the_pattern_that_waits_belongs_to_it() {
    let mut studio = Studio::new(3, 120.0);
    studio.set("pattern_change", "Bar");
    studio.roll_to(1.0);
    studio.set("pattern", "3");
    studio.play(3.25, 0.01);
    studio.play(3.95, 0.01);
    studio.play(4.5, 0.01);
    assert_eq!(studio.written(), [(0, 13, 0), (2, 0, 0), (2, 2, 0)]);
}

#[test]
fn a_pattern_that_is_none_yet_is_made_by_the_first_note_that_belongs_to_it() {
    let mut studio = Studio::new(1, 120.0);
    studio.chain(&[0, 3]);
    studio.play(3.5, 0.01);
    let is_there = |studio: &Studio| {
        studio
            .rig
            .params
            .main()
            .lock()
            .bank()
            .pattern(index(3))
            .is_some()
    };
    assert!(!is_there(&studio));
    studio.play(3.95, 0.01);
    assert!(is_there(&studio));
    assert_eq!(studio.written(), [(0, 14, 0), (3, 0, 0)]);
}

#[test]
fn after_a_jump_what_played_before_it_is_nothing_to_a_note() {
    let mut studio = Studio::new(2, 120.0);
    studio.chain(&[0, 1]);
    studio.roll_to(4.5);
    studio.cycle.heard = Heard {
        rolling: true,
        frame: studio.frame(1.0),
        bbt: None,
    };
    studio.play(1.5, 0.01);
    assert_eq!(studio.written(), [(0, 6, 0)]);
}

//! What is played is written where it is heard again, and a take is taken back to the bit.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Kind, Origin, Whereabouts};
use afterbeat::link::{self, MainSide};
use afterbeat::offline::Render;
use afterbeat::pattern::{
    Bank, Bars, CellAt, Direction, Edit, Key, Lane, LaneAt, LaneIndex, Nudge, Pattern,
    PatternIndex, Percent, Reset, Step, StepCount, StepIndex, Velocity, kit,
};
use afterbeat::standalone::{Follows, Heard, Manner, Order, Over, Played, Recorder};
use afterbeat::time::{Bpm, Division, Meter, NoteValue, Rate, SampleRate, SwingGrid, Tick, Ticks};
use cycle::{FakeCycle, RATE, Rig};
use std::num::NonZeroU32;
use support::rng::Rng;

const SNARE: u8 = 38;
const LANE: LaneIndex = LaneIndex::new(1).unwrap();

fn rate() -> SampleRate {
    SampleRate::new(f64::from(RATE)).unwrap()
}

/// A bank of rests in which nobody ghosts or fills.
fn rests(bars: u8) -> Bank {
    let mut pattern = Pattern::new();
    pattern.bars = Bars::new(bars).unwrap();
    for (_, lane) in pattern.lanes.iter_mut() {
        lane.voice.fills = Percent::NONE;
        lane.voice.ghosts = Percent::NONE;
    }
    assert_eq!(kit()[LANE].voice().key.get(), SNARE);
    Bank::with_first(pattern)
}

/// A recorder at work.
struct Studio {
    main: MainSide,
    recorder: Recorder,
    controls: Controls,
    bpm: f64,
}

impl Studio {
    fn new(bank: Bank, controls: Controls, bpm: f64) -> Self {
        let (main, _, _) = link::new(bank);
        let mut recorder = Recorder::default();
        recorder.begin();
        Self {
            main,
            recorder,
            controls,
            bpm,
        }
    }

    /// Plays the key of a lane at a place of the song, in quarter notes.
    fn play(&mut self, position: f64, key: u8, velocity: u8) -> bool {
        self.play_over(PatternIndex::FIRST, (position, key, velocity))
    }

    /// The same while some pattern plays.
    fn play_over(
        &mut self,
        pattern: PatternIndex,
        (position, key, velocity): (f64, u8, u8),
    ) -> bool {
        let whereabouts = Whereabouts {
            playing: true,
            pattern,
            position: Tick::nearest(position * 5_765_760.0),
            shift: Ticks::QUARTER * i64::from(self.controls.shift),
            ..Whereabouts::default()
        };
        let over = Over {
            controls: &self.controls,
            meter: Meter::COMMON,
            rate: rate(),
        };
        let played = Played {
            position,
            tempo: self.bpm,
            key: Key::new(key).unwrap(),
            velocity: Velocity::new(velocity).unwrap(),
            form: whereabouts.into(),
        };
        self.recorder.hear(&played, &over, &mut self.main)
    }

    fn end(&mut self) {
        self.recorder.end(&mut self.main);
    }

    fn lane(&self) -> &Lane {
        self.main.bank().lane(PatternIndex::FIRST, LANE).unwrap()
    }

    /// The steps of the lane that are struck.
    fn struck(&self) -> Vec<(usize, Step)> {
        let steps = self.lane().steps().iter().copied().enumerate();
        steps.filter(|(_, step)| step.velocity.is_some()).collect()
    }

    /// The frames on which the lane sounds in the first bars.
    fn replay(&self) -> Vec<i64> {
        sounds(self.main.bank(), &self.controls, self.bpm)
    }
}

/// The frames on which the lane sounds.
fn sounds(bank: &Bank, controls: &Controls, bpm: f64) -> Vec<i64> {
    let render = Render {
        bank: bank.clone(),
        bars: 4,
        bpm: Bpm::new(bpm).unwrap(),
        rate: rate(),
        block: NonZeroU32::new(512).unwrap(),
        meter: Meter::COMMON,
        automated: false,
    };
    let events = render.run(|_| controls.clone()).into_iter();
    let is_ours = |kind, origin| {
        let is_lane = matches!(origin, Origin::Strike { lane, .. } if lane == LANE);
        matches!(kind, Kind::On(_)) && is_lane
    };
    let ours = events.filter(|sent| is_ours(sent.event.kind, sent.event.origin));
    ours.map(|sent| sent.frame).collect()
}

fn quarters(frame: i64, bpm: f64) -> f64 {
    f64::from(i32::try_from(frame).unwrap()) / f64::from(RATE) / 60.0 * bpm
}

#[test]
fn presses_go_to_the_steps_of_the_old_machine() {
    let table = include_str!("data/quantise.csv");
    let mut rows = 0;
    for row in table.lines().skip(1) {
        let (offset, step) = row.split_once(',').unwrap();
        let (offset, step): (f64, usize) = (offset.parse().unwrap(), step.parse().unwrap());
        let mut studio = Studio::new(rests(1), Controls::default(), 120.0);
        // A sixteenth at 120 BPM lasts 125 ms, and the eighth of them is two quarters in.
        assert!(studio.play(2.0 + offset / 500.0, SNARE, 99));
        studio.end();
        let velocity = Velocity::new(99).unwrap();
        assert_eq!(
            studio.struck(),
            [(step, Step::strike(velocity))],
            "{offset} ms"
        );
        rows += 1;
    }
    assert_eq!(rows, 76);
}

/// A lane and parameters that move its steps in every way.
fn swung(rng: &mut Rng) -> (Bank, Controls) {
    let mut bank = rests(u8::try_from(rng.whole(1, 2)).unwrap());
    let at = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LANE,
    };
    let mut lane = bank.lane(at.pattern, at.lane).unwrap().clone();
    let division = *rng.pick(&[Division::Straight, Division::Straight, Division::Triplet]);
    let note = *rng.pick(&[NoteValue::SIXTEENTH, NoteValue::EIGHTH]);
    lane.rate = Rate { note, division };
    lane.direction = *rng.pick(&[Direction::Forward, Direction::Backward, Direction::PingPong]);
    lane.reset = *rng.pick(&[Reset::Pattern, Reset::Never, Reset::every(2).unwrap()]);
    lane.rotate = i8::try_from(rng.whole(-3, 3)).unwrap();
    lane.swing_here = rng.chance(50);
    lane.length = StepCount::new(u16::try_from(rng.whole(5, 16)).unwrap()).unwrap();
    let to = Box::new(lane);
    bank.apply(Edit::ReplaceLane { at, to }).unwrap();
    let mut controls = Controls {
        swing: rng.real(0.3, 0.75),
        swing_grid: *rng.pick(&[SwingGrid::Eighths, SwingGrid::Sixteenths]),
        swing_lfo_depth: rng.real(0.0, 0.05),
        push_ms: rng.real(-10.0, 10.0),
        shift: i8::try_from(rng.whole(0, 4)).unwrap(),
        ..Controls::default()
    };
    controls.lanes[LANE].delay_ms = rng.real(0.0, 15.0);
    controls.lanes[LANE].swing = rng.real(-0.05, 0.05);
    (bank, controls)
}

/// The bank with every step of the lane struck.
fn all_struck(bank: &Bank) -> Bank {
    let mut bank = bank.clone();
    let lane = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LANE,
    };
    let steps = bank.lane(lane.pattern, LANE).unwrap().length.get();
    for step in 0..steps {
        let step = StepIndex::new(u8::try_from(step).unwrap());
        let at = CellAt { lane, step };
        let to = Step::strike(Velocity::MAX);
        bank.apply(Edit::Step { at, to }).unwrap();
    }
    bank
}

#[test]
fn what_is_played_on_a_swung_step_is_heard_there_again() {
    let mut rng = Rng::new(21);
    for _ in 0..150 {
        let (bank, controls) = swung(&mut rng);
        let bpm = rng.real(60.0, 180.0);
        let heard = sounds(&all_struck(&bank), &controls, bpm);
        let frame = *rng.pick(&heard[8..heard.len() - 8]);
        let mut studio = Studio::new(bank, controls, bpm);
        assert!(studio.play(quarters(frame, bpm), SNARE, 88));
        studio.end();
        let struck = studio.struck();
        assert_eq!(struck.len(), 1);
        assert_eq!(struck[0].1.nudge, Nudge::NONE);
        let again = studio.replay();
        let nearest = again.iter().map(|again| (again - frame).abs()).min();
        assert!(nearest.unwrap() <= 1, "{frame} and {again:?}");
    }
}

#[test]
fn what_is_played_freely_is_heard_again_within_its_nudges_fineness() {
    let mut rng = Rng::new(22);
    let mut count = 0;
    for _ in 0..150 {
        let (bank, controls) = swung(&mut rng);
        let bpm = rng.real(60.0, 180.0);
        let heard = sounds(&all_struck(&bank), &controls, bpm);
        let (from, to) = (heard[8], heard[heard.len() - 8]);
        let frame = rng.whole(from, to);
        let mut studio = Studio::new(bank, controls, bpm);
        studio.recorder.quantizes = false;
        assert!(studio.play(quarters(frame, bpm), SNARE, 88));
        studio.end();
        let struck = studio.struck();
        let nudge = struck[0].1.nudge;
        if nudge.tenths().abs() == 500 {
            // In the widest gap between swung steps no nudge reaches the middle.
            continue;
        }
        count += 1;
        let step = studio.lane().rate.step().to_f64() / 5_765_760.0;
        let frames = step * 60.0 / bpm * f64::from(RATE);
        let again = studio.replay();
        let nearest = again.iter().map(|again| (again - frame).abs()).min();
        let off = f64::from(i32::try_from(nearest.unwrap()).unwrap());
        assert!(off <= frames * 0.0005 + 1.0, "{off} frames");
    }
    assert!(count > 120, "{count}");
}

#[test]
fn overdub_keeps_what_is_written_and_replace_empties_what_is_played() {
    for (manner, expected) in [
        (Manner::Overdub, vec![0, 4, 8]),
        (Manner::Replace, vec![4, 8]),
    ] {
        let mut studio = Studio::new(rests(1), Controls::default(), 120.0);
        studio.play(0.0, SNARE, 100);
        studio.end();
        studio.recorder.manner = manner;
        studio.recorder.begin();
        studio.play(1.0, SNARE, 100);
        studio.play(2.0, SNARE, 100);
        studio.end();
        let steps: Vec<_> = studio.struck().iter().map(|(step, _)| *step).collect();
        assert_eq!(steps, expected);
    }
}

#[test]
fn replace_empties_a_lane_once_in_a_take_whatever_plays_in_between() {
    let second = PatternIndex::new(1).unwrap();
    let mut bank = rests(1);
    let to = bank.pattern(PatternIndex::FIRST).cloned().map(Box::new);
    let pattern = second;
    bank.apply(Edit::ReplacePattern { pattern, to }).unwrap();
    let mut studio = Studio::new(bank, Controls::default(), 120.0);
    studio.recorder.manner = Manner::Replace;
    for (pattern, position) in [
        (PatternIndex::FIRST, 1.0),
        (second, 5.0),
        (PatternIndex::FIRST, 10.0),
    ] {
        assert!(studio.play_over(pattern, (position, SNARE, 100)));
        studio.recorder.tend(Some(position + 0.1), &mut studio.main);
    }
    studio.end();
    let steps: Vec<_> = studio.struck().iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [4, 8]);
}

#[test]
fn a_note_ahead_of_its_step_is_written_once_the_song_has_passed_it() {
    let mut studio = Studio::new(rests(1), Controls::default(), 120.0);
    studio.play(0.95, SNARE, 100);
    studio.recorder.tend(Some(0.98), &mut studio.main);
    assert_eq!(studio.struck(), []);
    studio.recorder.tend(Some(1.01), &mut studio.main);
    assert_eq!(studio.struck().len(), 1);
    // Early for the one, and then the song jumps back.
    studio.play(3.95, SNARE, 100);
    studio.recorder.tend(Some(0.02), &mut studio.main);
    assert_eq!(studio.struck().len(), 2);
    assert_eq!(studio.struck()[0].0, 0);
}

#[test]
fn a_hundred_takes_are_taken_back_to_the_bit_and_written_again() {
    let mut rng = Rng::new(9);
    let (bank, controls) = swung(&mut rng);
    let mut studio = Studio::new(bank, controls, 100.0);
    let mut states = vec![studio.main.bank().clone()];
    for number in 0..100 {
        studio.recorder.begin();
        studio.recorder.manner = *rng.pick(&[Manner::Overdub, Manner::Replace]);
        studio.recorder.quantizes = rng.chance(50);
        for _ in 0..rng.whole(1, 9) {
            let key = *rng.pick(&[36, 38, 42]);
            let velocity = u8::try_from(rng.whole(1, 127)).unwrap();
            assert!(studio.play(rng.real(8.0, 16.0), key, velocity), "{number}");
        }
        studio.end();
        states.push(studio.main.bank().clone());
    }
    for before in states.iter().rev().skip(1) {
        assert!(studio.recorder.undo(&mut studio.main));
        assert!(studio.main.bank() == before);
    }
    assert!(!studio.recorder.undo(&mut studio.main));
    for after in &states[1..] {
        assert!(studio.recorder.redo(&mut studio.main));
        assert!(studio.main.bank() == after);
    }
}

#[test]
fn a_key_that_no_lane_plays_is_written_nowhere() {
    let mut studio = Studio::new(rests(1), Controls::default(), 120.0);
    assert!(!studio.play(1.0, 3, 100));
    studio.end();
    assert!(!studio.recorder.undo(&mut studio.main));
}

#[test]
fn the_audio_side_tells_each_note_with_its_place_while_it_rolls_and_records() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        frames: 1_024,
        ..FakeCycle::default()
    };
    let mut play = |rig: &mut Rig, heard: Heard| {
        cycle.heard = heard;
        cycle.incoming = vec![(900, [0x80, 38, 0]), (500, [0x93, 38, 77])];
        cycle.play(&mut rig.performer);
    };
    let at = |rolling, frame| Heard {
        rolling,
        frame,
        bbt: None,
    };
    play(&mut rig, at(true, 48_000));
    assert!(rig.played.pop().is_err(), "it does not record");
    rig.order(Order::Record(true));
    play(&mut rig, at(false, 48_000));
    assert!(rig.played.pop().is_err(), "it does not roll");
    play(&mut rig, at(true, 48_000));
    let played = rig.played.pop().unwrap();
    assert!((played.position - 48_500.0 / 24_000.0).abs() < 1e-9);
    assert_eq!((played.key.get(), played.velocity.get()), (38, 77));
    assert!(rig.played.pop().is_err(), "an end is no note");
}

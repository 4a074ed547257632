//! The MIDI clock that is followed: tempo, place, and what happens when it falls silent.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/clock.rs"]
mod clock;
#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Block, Controls, Engine, Event, Kind, Refused, Sink, Transport};
use afterbeat::pattern::{Bank, Lane, LaneIndex, Pattern, Percent, Step, Velocity, kit};
use afterbeat::plugin::params::typed;
use afterbeat::standalone::{ClockIn, ClockWord, Follows, Order};
use afterbeat::time::Meter;
use clock::{follow, follow_with, rate, steady, tick_frame};
use cycle::{FakeCycle, Rig};
use support::rng::Rng;

#[test]
fn its_tempo_is_known_to_a_twentieth_after_a_bar() {
    for bpm in [30.0, 60.0, 119.9, 120.5, 137.3, 240.0, 299.7] {
        for block in [64, 1024] {
            let end = tick_frame(bpm, 97);
            let (_, last) = *follow(&steady(bpm, 97), block, end).last().unwrap();
            let off = last.tempo - bpm;
            assert!(off.abs() <= 0.05, "{bpm} BPM by {off}");
        }
    }
}

#[test]
fn on_tick_6k_the_song_is_on_its_sixteenth_k() {
    for bpm in [119.9, 120.5, 137.3] {
        let parts = follow(&steady(bpm, 2_400), 64, tick_frame(bpm, 2_399));
        // The tempo is known from the second tick on.
        let known = tick_frame(bpm, 1);
        for (start, part) in parts.into_iter().filter(|(start, _)| *start >= known) {
            assert!(part.playing);
            let frame = f64::from(i32::try_from(start).unwrap());
            let off = part.position * 60.0 * clock::HZ / bpm - frame;
            assert!(off.abs() <= 1.0, "{bpm} BPM on {start} by {off} frames");
        }
    }
}

/// Keeps the frames of the strikes.
struct Strikes(i64, Vec<i64>);

impl Sink for Strikes {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        if let Kind::On(_) = event.kind {
            self.1.push(self.0 + i64::from(event.at));
        }
        Ok(())
    }
}

/// Sixteenths on one lane, without swing or humanise.
fn sixteenths() -> (Box<Bank>, Controls) {
    let lane = LaneIndex::new(0).unwrap();
    let mut pattern = Pattern::new();
    let step = Step::strike(Velocity::new(100).unwrap());
    *pattern.lanes[lane] = Lane::with_steps(kit()[lane].voice(), &[step; 16]).unwrap();
    for (_, lane) in pattern.lanes.iter_mut() {
        lane.voice.fills = Percent::NONE;
        lane.voice.ghosts = Percent::NONE;
    }
    (Box::new(Bank::with_first(pattern)), Controls::default())
}

/// The frames on which sixteenths sound while the engine follows the words.
fn strikes(words: &[(i64, ClockWord)], block: i64, end: i64) -> Vec<i64> {
    let (bank, controls) = sixteenths();
    let mut engine = Engine::new(bank);
    engine.set_controls(&controls);
    let mut sink = Strikes(0, Vec::new());
    for (start, part) in follow(words, block, end) {
        let transport = Transport {
            playing: part.playing,
            tempo: Some(part.tempo),
            position: Some(part.position),
            loop_range: None,
            meter: Some(Meter::COMMON),
            bar_start: None,
        };
        let block = Block {
            frames: u32::try_from(part.until - start).unwrap(),
            rate: rate(),
            transport,
            notes: &[],
        };
        sink.0 = start;
        engine.process(&block, &mut sink);
    }
    sink.1
}

#[test]
fn sixteenths_sound_within_a_frame_of_every_sixth_tick() {
    for bpm in [40.0, 119.9, 120.5, 137.3, 250.0] {
        for block in [64, 441, 2048] {
            let end = tick_frame(bpm, 6 * 400);
            let mut heard = strikes(&steady(bpm, 2_401), block, end);
            heard.retain(|frame| *frame < end - 100);
            assert_eq!(heard.len(), 400, "{bpm} BPM in cycles of {block}");
            for (step, frame) in heard.into_iter().enumerate() {
                let tick = tick_frame(bpm, 6 * u32::try_from(step).unwrap());
                let off = frame - tick;
                assert!(off.abs() <= 1, "{bpm} BPM, step {step}: {off}");
            }
        }
    }
}

#[test]
fn an_uneven_start_loses_no_strike() {
    let mut rng = Rng::new(8);
    for _ in 0..50 {
        let mut words = steady(120.5, 241);
        for (at, _) in words.iter_mut().skip(1) {
            *at = (*at + rng.whole(0, 96) - 48).max(0);
        }
        let heard = strikes(&words, 512, tick_frame(120.5, 240) - 2_000);
        assert_eq!(heard.len(), 40, "{heard:?}");
    }
}

#[test]
fn another_tempo_is_followed_at_its_second_tick() {
    let mut words = steady(100.0, 240);
    let turn = tick_frame(100.0, 239);
    words.extend((1..240).map(|n| (turn + tick_frame(140.0, n), ClockWord::Tick)));
    let end = turn + tick_frame(140.0, 200);
    for (start, part) in follow(&words, 64, end) {
        assert!(part.playing);
        let tempo = if start <= turn { 100.0 } else { 140.0 };
        let soon = turn..turn + tick_frame(140.0, 3);
        if !soon.contains(&start) {
            let off = part.tempo - tempo;
            assert!(start < 4_800 || off.abs() < 0.5, "on {start} by {off}");
        }
    }
}

#[test]
fn a_clock_before_the_start_gives_the_tempo_and_rolls_nothing() {
    let mut words: Vec<_> = (0..100)
        .map(|n| (tick_frame(137.3, n), ClockWord::Tick))
        .collect();
    let start = tick_frame(137.3, 99) + 17;
    words.push((start, ClockWord::Start));
    words.extend((100..200).map(|n| (tick_frame(137.3, n), ClockWord::Tick)));
    let first = tick_frame(137.3, 100);
    for (at, part) in follow(&words, 64, tick_frame(137.3, 190)) {
        assert_eq!(part.playing, at >= first, "on {at}");
        if at == first {
            assert_eq!(part.position.to_bits(), 0.0_f64.to_bits());
            assert!((part.tempo - 137.3).abs() < 0.05);
        }
    }
}

#[test]
fn stop_continue_and_song_position_are_obeyed_on_their_frames() {
    let mut words = steady(120.0, 49);
    // After 49 ticks the next is the 49th.
    let stop = tick_frame(120.0, 48) + 100;
    words.push((stop, ClockWord::Stop));
    let again = stop + 9_000;
    words.push((again, ClockWord::Continue));
    words.push((again + 500, ClockWord::Tick));
    let jump = again + 1_000;
    words.push((jump, ClockWord::Stop));
    words.push((jump, ClockWord::Position(32)));
    words.push((jump, ClockWord::Continue));
    words.push((jump + 300, ClockWord::Tick));
    let parts = follow(&words, 1_024, jump + 1_024);
    let turns: Vec<_> = parts
        .chunk_by(|a, b| a.1.playing == b.1.playing)
        .map(|chunk| (chunk[0].0, chunk[0].1.playing, chunk[0].1.position * 24.0))
        .collect();
    let expected = [
        (0, true, 0.0),
        (stop, false, 49.0),
        (again + 500, true, 49.0),
        (jump, false, 192.0),
        (jump + 300, true, 192.0),
    ];
    assert_eq!(turns.len(), expected.len(), "{turns:?}");
    for (turn, expected) in turns.iter().zip(expected) {
        assert_eq!((turn.0, turn.1), (expected.0, expected.1));
        assert!((turn.2 - expected.2).abs() < 1e-9, "{turn:?}");
    }
}

#[test]
fn silence_stops_the_song_after_a_quarter_of_a_second() {
    for (bpm, longest) in [(120.0, 12_000), (60.0, 12_000), (8.0, 22_500)] {
        // So slow a clock has to be known before it is believed.
        let mut words = steady(bpm, 97);
        let last = tick_frame(bpm, 96);
        let start = tick_frame(bpm, 48) + 1;
        words.retain(|(_, word)| *word == ClockWord::Tick);
        words.insert(49, (start, ClockWord::Start));
        let mut clock = ClockIn::default();
        let parts = follow_with(&mut clock, &words, 256, last + 60_000);
        let stopped = parts
            .iter()
            .rfind(|(_, part)| part.playing)
            .unwrap()
            .1
            .until;
        assert!(
            (stopped - last - longest).abs() <= 1,
            "{bpm} BPM: {}",
            stopped - last
        );
        assert_eq!(clock.losses(), 1);
        assert!(!clock.is_alive());
    }
}

#[test]
fn a_slow_clock_is_no_lost_one() {
    let mut clock = ClockIn::default();
    let parts = follow_with(&mut clock, &steady(11.0, 200), 256, tick_frame(11.0, 199));
    assert!(parts.iter().all(|(_, part)| part.playing));
    assert_eq!(clock.losses(), 0);
}

#[test]
fn the_first_tick_after_an_idle_hour_is_like_any_first() {
    let hour = 3_600 * 48_000;
    let mut words = steady(120.0, 97);
    words.push((tick_frame(120.0, 96) + 10, ClockWord::Stop));
    words.push((hour, ClockWord::Start));
    words.extend((0..97).map(|n| (hour + tick_frame(90.0, n), ClockWord::Tick)));
    let parts = follow(&words, 1_024, hour + tick_frame(90.0, 96));
    let (at, first) = parts.iter().find(|(at, _)| *at >= hour).unwrap();
    assert_eq!((*at, first.playing), (hour, true));
    assert!((first.tempo - 120.0).abs() < 0.05, "it is the last known");
    let (_, last) = parts.last().unwrap();
    assert!((last.tempo - 90.0).abs() < 0.05);
}

#[test]
fn words_are_messages_and_back() {
    for position in [0, 1, 127, 128, 16_383] {
        let word = ClockWord::Position(position);
        assert_eq!(ClockWord::read(word.message()), Some(word));
    }
    assert_eq!(ClockWord::Position(129).message(), [0xf2, 1, 1]);
    assert_eq!(ClockWord::read([0x90, 60, 1]), None);
}

#[test]
fn the_groove_starts_on_the_frame_of_the_first_tick() {
    let mut rig = Rig::new(Follows::Clock, 90.0, Meter::COMMON);
    for id in ["humanize_time", "push"] {
        typed::set(&typed::find(&rig.params, id).unwrap(), "0").unwrap();
    }
    let mut cycle = FakeCycle {
        frames: 1_024,
        ..FakeCycle::default()
    };
    let mut play = |cycle: &mut FakeCycle, incoming: &[(u32, [u8; 3])]| {
        cycle.incoming = incoming.iter().rev().copied().collect();
        cycle.sent.clear();
        cycle.play(&mut rig.performer);
        rig.board.rolls()
    };
    assert!(!play(&mut cycle, &[(5, [0xfa, 0, 0])]));
    assert_eq!(cycle.sent, []);
    // The player's own note passes through on its frame too.
    let note = [0x90, 100, 77];
    assert!(play(
        &mut cycle,
        &[(100, note), (333, [0xf8, 0, 0]), (700, [0x80, 100, 0])]
    ));
    let ons = |cycle: &FakeCycle, key: u8| -> Vec<i64> {
        let on = cycle
            .sent
            .iter()
            .filter(|event| event.1 & 0xf0 == 0x90 && event.2 == key);
        on.map(|event| event.0).collect()
    };
    assert_eq!(ons(&cycle, 100), [100]);
    assert_eq!(ons(&cycle, 36), [333]);
    assert!(!play(&mut cycle, &[(200, [0xfc, 0, 0])]));
    assert!(rig.board.is_clocked());
    rig.orders.push(Order::Follow(Follows::Own)).unwrap();
    assert!(!play(&mut cycle, &[]));
}

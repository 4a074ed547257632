//! The MIDI clock that is sent: every tick on its frame, and whoever follows it stays in place.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Transport;
use afterbeat::standalone::{ClockIn, ClockOut, ClockWord, Follows, Heard, Order};
use afterbeat::time::{Bpm, Meter, SampleRate};
use cycle::{FakeCycle, RATE, Rig};
use support::rng::Rng;

const HZ: f64 = 48_000.0;

fn rate() -> SampleRate {
    SampleRate::new(HZ).unwrap()
}

fn transport(playing: bool, position: f64, bpm: f64) -> Transport {
    Transport {
        playing,
        tempo: Some(bpm),
        position: Some(position),
        ..Transport::default()
    }
}

/// Adds the words of a stretch of frames.
fn send(
    clock: &mut ClockOut,
    (start, frames): (i64, u32),
    transport: &Transport,
    words: &mut Vec<(i64, ClockWord)>,
) {
    clock.begin(transport, (frames, rate()));
    while let Some((at, word)) = clock.next() {
        assert!(at < frames);
        words.push((start + i64::from(at), word));
        clock.advance();
    }
    assert!(words.is_sorted_by_key(|(at, _)| *at));
}

/// The words of a song that rolls from `position` on for so many frames.
fn roll(position: f64, bpm: f64, frames: u32) -> Vec<(i64, ClockWord)> {
    let mut clock = ClockOut::default();
    let mut words = Vec::new();
    let mut rng = Rng::new(2);
    let mut start = 0;
    while start < frames {
        let block = u32::try_from(rng.whole(1, 1_500)).unwrap();
        let at = position + f64::from(start) / HZ / 60.0 * bpm;
        let span = (i64::from(start), block);
        send(&mut clock, span, &transport(true, at, bpm), &mut words);
        start += block;
    }
    words
}

fn whole(x: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a frame of a short song")]
    let whole = (x + 0.5).floor() as i64;
    whole
}

#[test]
fn ticks_are_sent_on_their_exact_frames() {
    for bpm in [20.0, 119.9, 120.0, 137.3, 999.0] {
        let words = roll(0.0, bpm, 480_000);
        assert_eq!(words[0], (0, ClockWord::Start));
        let ticks = words.iter().filter(|(_, word)| *word == ClockWord::Tick);
        let mut count = 0;
        for (n, (frame, _)) in ticks.enumerate() {
            let n = f64::from(u32::try_from(n).unwrap());
            assert_eq!(
                *frame,
                whole(n * 60.0 * HZ / bpm / 24.0),
                "{bpm} BPM, tick {n}"
            );
            count += 1;
        }
        assert_eq!(words.len(), count + 1);
    }
}

#[test]
fn a_start_elsewhere_names_the_next_sixteenth() {
    // On a sixteenth, between two, and before the song.
    assert_eq!(
        roll(3.25, 120.0, 10)[..3],
        [
            (0, ClockWord::Position(13)),
            (0, ClockWord::Continue),
            (0, ClockWord::Tick)
        ]
    );
    let words = roll(3.3, 120.0, 24_000);
    assert_eq!(words[0], (0, ClockWord::Position(14)));
    let go = words
        .iter()
        .position(|(_, word)| *word == ClockWord::Continue);
    let (before, after) = words.split_at(go.unwrap());
    // 3.3 quarters are 79.2 ticks, so 80 to 83 go before; the tick after is the 84th.
    assert_eq!(before.len(), 5);
    assert_eq!(after[1].0, whole(0.2 * 24_000.0));
    let words = roll(-0.1, 120.0, 24_000);
    let go = words
        .iter()
        .position(|(_, word)| *word == ClockWord::Start)
        .unwrap();
    assert_eq!(words[go + 1], (2_400, ClockWord::Tick));
}

#[test]
fn a_stop_and_a_jump_are_told() {
    let (mut clock, mut words) = (ClockOut::default(), Vec::new());
    send(
        &mut clock,
        (0, 100),
        &transport(true, 0.0, 120.0),
        &mut words,
    );
    send(
        &mut clock,
        (100, 100),
        &transport(true, 8.0, 120.0),
        &mut words,
    );
    send(
        &mut clock,
        (200, 100),
        &transport(false, 8.0, 120.0),
        &mut words,
    );
    send(
        &mut clock,
        (300, 100),
        &transport(false, 8.0, 120.0),
        &mut words,
    );
    let expected = [
        (0, ClockWord::Start),
        (0, ClockWord::Tick),
        (100, ClockWord::Stop),
        (100, ClockWord::Position(32)),
        (100, ClockWord::Continue),
        (100, ClockWord::Tick),
        (200, ClockWord::Stop),
    ];
    assert_eq!(words, expected);
}

#[test]
fn who_follows_is_in_the_same_place_ten_minutes_later() {
    let (mut leads, mut follows) = (ClockOut::default(), ClockIn::default());
    let (bpm, frames) = (119.9, 512_u32);
    let mut ticks = 0;
    let mut words = Vec::new();
    for cycle in 0..(600 * RATE / frames) {
        let start = i64::from(cycle * frames);
        let at = f64::from(cycle * frames) / HZ / 60.0 * bpm;
        words.clear();
        let span = (start, frames);
        send(&mut leads, span, &transport(true, at, bpm), &mut words);
        ticks += words
            .iter()
            .filter(|(_, word)| *word == ClockWord::Tick)
            .count();
        let until = start + i64::from(frames);
        let part = follows.part((start, until), &mut &words[..], (rate(), Bpm::DEFAULT));
        assert!(part.playing);
        let off = (part.position - at) * 60.0 / bpm * HZ;
        assert!(
            cycle < 10 || off.abs() <= 1.0,
            "{off} frames off on {start}"
        );
        assert!(cycle < 200 || (part.tempo - bpm).abs() < 0.05);
    }
    // The ticks from 0 up to the last one before the end.
    assert_eq!(ticks, 28_776);
    assert_eq!(follows.losses(), 0);
}

#[test]
fn it_goes_out_sorted_with_the_notes_and_before_them() {
    for (block, bpm) in [(64, 137.3), (1_024, 93.0)] {
        let mut rig = Rig::with_clock(true, Follows::Jack, bpm, Meter::COMMON);
        let mut cycle = FakeCycle {
            frames: block,
            heard: Heard {
                rolling: true,
                frame: 0,
                bbt: None,
            },
            ..FakeCycle::default()
        };
        // The fake cycle holds that they are sorted.
        while cycle.heard.frame < 400_000 {
            cycle.play(&mut rig.performer);
        }
        let is_clock = |event: &&cycle::Event| event.1 >= 0xf0;
        assert_eq!((cycle.sent[0].1, cycle.sent[1].1), (0xfa, 0xf8));
        let ticks: Vec<i64> = cycle
            .sent
            .iter()
            .filter(is_clock)
            .skip(1)
            .map(|e| e.0)
            .collect();
        for (n, frame) in ticks.iter().enumerate() {
            let n = f64::from(u32::try_from(n).unwrap());
            assert_eq!(*frame, whole(n * 60.0 * HZ / bpm / 24.0));
        }
        for pair in cycle.sent.windows(2) {
            let is_before = pair[0].1 < 0xf0 && pair[1].1 >= 0xf0;
            assert!(!is_before || pair[0].0 < pair[1].0, "{pair:?}");
        }
        cycle.sent.clear();
        rig.order(Order::Finish);
        cycle.play(&mut rig.performer);
        assert_eq!(cycle.sent[0].1, 0xfc);
    }
}

#[test]
fn no_tick_is_lost_for_want_of_room() {
    let mut rig = Rig::with_clock(true, Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        frames: 256,
        heard: Heard {
            rolling: true,
            frame: 0,
            bbt: None,
        },
        ..FakeCycle::default()
    };
    let mut rng = Rng::new(4);
    while cycle.heard.frame < 240_000 {
        cycle.room = usize::try_from(rng.whole(0, 2)).unwrap();
        cycle.play(&mut rig.performer);
    }
    cycle.room = usize::MAX;
    cycle.play(&mut rig.performer);
    let ticks = cycle.sent.iter().filter(|event| event.1 == 0xf8).count();
    assert_eq!(ticks, 241);
}

#[test]
fn a_stop_takes_the_place_of_what_there_was_no_room_for() {
    let mut clock = ClockOut::default();
    // From between two sixteenths on: with the next, those who follow are to go on.
    clock.begin(&transport(true, 6.5 / 24.0, 120.0), (8_192, rate()));
    for _ in 0..6 {
        clock.advance();
    }
    assert_eq!(clock.next(), Some((4_500, ClockWord::Continue)));
    clock.stop();
    assert_eq!(clock.next(), Some((0, ClockWord::Stop)));
    clock.advance();
    assert_eq!(clock.next(), None);
}

#[test]
fn of_jumps_for_which_there_was_no_room_the_last_is_told() {
    let mut clock = ClockOut::default();
    for jump in 0..20 {
        let at = transport(true, f64::from(jump) * 40.0, 120.0);
        clock.begin(&at, (64, rate()));
    }
    let mut words = Vec::new();
    while let Some((_, word)) = clock.next() {
        words.push(word);
        clock.advance();
    }
    let expected = [
        ClockWord::Stop,
        ClockWord::Position(19 * 40 * 4),
        ClockWord::Continue,
        ClockWord::Tick,
    ];
    assert_eq!(words, expected);
}

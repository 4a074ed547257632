//! The audio side of the standalone, cycle by cycle: where it is in the song, and what it sends.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/cycle.rs"]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::standalone::{Bbt, Follows, Heard, JackSteer, Order, Steer, hear_drums};
use afterbeat::time::{Bpm, Meter};
use cycle::{Event, FakeCycle, FakeMaster, RATE, Rig, open, render};
use support::rng::Rng;

/// Up to which frame is compared.
const END: i64 = 400_000;

fn rolling(frame: u32) -> Heard {
    Heard {
        rolling: true,
        frame,
        bbt: None,
    }
}

fn before(events: &[Event], end: i64) -> Vec<Event> {
    events
        .iter()
        .copied()
        .filter(|event| event.0 < end)
        .collect()
}

/// The notes' beginnings from `start` up to `end`.
fn ons(events: &[Event], start: i64, end: i64) -> Vec<Event> {
    let is_in = |event: &&Event| (start..end).contains(&event.0) && event.1 & 0xf0 == 0x90;
    events.iter().filter(is_in).copied().collect()
}

#[test]
fn cycles_of_any_length_send_what_is_rendered() {
    for block in [1, 64, 1024, 8192] {
        let mut rig = Rig::new(Follows::Jack, 137.0, Meter::COMMON);
        let expected = before(&render(&rig.params, 137.0, Meter::COMMON), END);
        let mut cycle = FakeCycle {
            frames: block,
            heard: rolling(0),
            ..FakeCycle::default()
        };
        while i64::from(cycle.heard.frame) < END {
            cycle.play(&mut rig.performer);
        }
        assert_eq!(before(&cycle.sent, END), expected, "{block}");
    }
}

#[test]
fn its_own_transport_plays_what_is_rendered_whatever_jacks_does() {
    let meter = Meter::new(5, 4).unwrap();
    let mut rig = Rig::new(Follows::Own, 150.0, meter);
    let expected = before(&render(&rig.params, 150.0, meter), END);
    let mut cycle = FakeCycle::default();
    cycle.play(&mut rig.performer);
    assert_eq!(cycle.sent, []);
    rig.order(Order::Steer(Steer::Play));
    let mut sent = Vec::new();
    for number in 0..=END / 64 {
        // The fake counts by JACK's frame, which stands still.
        cycle.play(&mut rig.performer);
        let at = |event: &Event| (event.0 + number * 64, event.1, event.2, event.3);
        sent.extend(cycle.sent.drain(..).map(|event| at(&event)));
    }
    assert_eq!(before(&sent, END), expected);
    rig.order(Order::Steer(Steer::Stop));
    cycle.play(&mut rig.performer);
    sent.append(&mut cycle.sent);
    assert_eq!(open(&sent), []);
    assert_eq!(cycle.steered, []);
}

#[test]
fn a_master_in_any_meter_leads_to_the_exact_frame() {
    let mut rng = Rng::new(3);
    let meters = [
        (4, 4),
        (3, 4),
        (7, 8),
        (5, 4),
        (6, 8),
        (2, 2),
        (12, 8),
        (1, 4),
        (15, 16),
    ];
    for (number, (beats, unit)) in meters.into_iter().cycle().take(36).enumerate() {
        let meter = Meter::new(beats, unit).unwrap();
        let quarters = rng.real(40.0, 260.0);
        let beats_a_minute = quarters * f64::from(unit) / 4.0;
        let master = FakeMaster {
            beats: meter.beats(),
            unit: meter.unit(),
            bpm: beats_a_minute,
            beats_a_minute,
            ticks_per_beat: *rng.pick(&[48.0, 960.0, 1920.0]),
            counts_ticks: number % 2 == 0,
        };
        let mut rig = Rig::new(Follows::Jack, 111.0, Meter::COMMON);
        let expected = render(&rig.params, quarters, meter);
        let start = if number < 9 {
            0
        } else {
            u32::try_from(rng.whole(0, 300_000)).unwrap()
        };
        let mut cycle = FakeCycle {
            frames: u32::try_from(rng.whole(16, 2_048)).unwrap(),
            heard: rolling(start),
            ..FakeCycle::default()
        };
        while i64::from(cycle.heard.frame) < END {
            cycle.heard.bbt = Some(master.at(cycle.heard.frame));
            cycle.play(&mut rig.performer);
        }
        // Past the first moment playing from anywhere is playing through.
        let from = i64::from(start) + if start == 0 { 0 } else { 4_800 };
        let heard = ons(&cycle.sent, from, END);
        assert_eq!(heard, ons(&expected, from, END), "{master:?} from {start}");
        assert!(rig.board.is_led());
        assert!((rig.board.tempo() - quarters).abs() < 1e-9);
        assert_eq!(rig.board.meter(), meter);
    }
}

#[test]
fn a_master_that_counts_quarters_is_found_out() {
    let meter = Meter::new(7, 8).unwrap();
    let master = FakeMaster {
        beats: 7,
        unit: 8,
        bpm: 120.0,
        beats_a_minute: 240.0,
        ticks_per_beat: 1920.0,
        counts_ticks: false,
    };
    let mut rig = Rig::new(Follows::Jack, 111.0, Meter::COMMON);
    let expected = render(&rig.params, 120.0, meter);
    let mut cycle = FakeCycle {
        frames: 128,
        heard: rolling(0),
        ..FakeCycle::default()
    };
    while i64::from(cycle.heard.frame) < END {
        cycle.heard.bbt = Some(master.at(cycle.heard.frame));
        cycle.play(&mut rig.performer);
    }
    assert!((rig.board.tempo() - 120.0).abs() < 1e-9);
    let heard = ons(&cycle.sent, 4_800, END);
    assert_eq!(heard, ons(&expected, 4_800, END));
}

/// What the board says after a cycle in which JACK says this.
fn position(heard: Heard) -> f64 {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        heard,
        ..FakeCycle::default()
    };
    cycle.play(&mut rig.performer);
    rig.board.position()
}

const BBT: Bbt = Bbt {
    bar: 1,
    beat: 1,
    tick: 0,
    ticks_per_beat: 1920.0,
    bar_start_tick: 0.0,
    beats_per_bar: 4.0,
    beat_unit: 4.0,
    bpm: 120.0,
    offset: 0,
};

/// Bar and beat in a meter.
fn bbt(bar: u32, beat: u32, (beats_per_bar, beat_unit): (f64, f64)) -> Bbt {
    Bbt {
        bar,
        beat,
        beats_per_bar,
        beat_unit,
        ..BBT
    }
}

#[test]
fn bars_and_beats_count_from_one() {
    let common = (4.0, 4.0);
    let tick = 960;
    let after_another_meter = Bbt {
        bar_start_tick: 19.0 * 1920.0,
        ..bbt(6, 1, (3.0, 4.0))
    };
    let half_a_second_old = Bbt {
        offset: RATE / 2,
        ..bbt(2, 1, common)
    };
    let cases = [
        (BBT, 0.0),
        (bbt(5, 1, common), 16.0),
        (
            Bbt {
                tick,
                ..bbt(2, 3, common)
            },
            6.5,
        ),
        (bbt(5, 1, (3.0, 4.0)), 12.0),
        (bbt(3, 7, (7.0, 8.0)), 10.0),
        (bbt(2, 2, (2.0, 2.0)), 6.0),
        (after_another_meter, 19.0),
        (half_a_second_old, 5.0),
    ];
    for (bbt, quarters) in cases {
        // A frame that says something else: this master's song has had other tempos.
        let at = position(Heard {
            rolling: false,
            frame: 10_000_000,
            bbt: Some(bbt),
        });
        assert!((at - quarters).abs() < 1e-9, "{bbt:?} at {at}");
    }
}

#[test]
fn a_master_that_makes_no_sense_is_not_believed() {
    let nonsense = [
        Bbt { bar: 0, ..BBT },
        Bbt { beat: 0, ..BBT },
        Bbt {
            ticks_per_beat: 0.0,
            ..BBT
        },
        Bbt {
            beats_per_bar: f64::NAN,
            ..BBT
        },
        Bbt {
            beat_unit: -4.0,
            ..BBT
        },
        Bbt {
            beat_unit: 1e-320,
            ..BBT
        },
        Bbt { bpm: 0.0, ..BBT },
        Bbt {
            bpm: f64::INFINITY,
            ..BBT
        },
    ];
    for bbt in nonsense {
        let heard = Heard {
            rolling: true,
            frame: RATE,
            bbt: Some(bbt),
        };
        assert!((position(heard) - 2.0).abs() < 1e-9, "{bbt:?}");
    }
}

#[test]
fn another_tempo_goes_on_where_the_song_is() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        frames: 480,
        heard: rolling(0),
        ..FakeCycle::default()
    };
    for _ in 0..200 {
        cycle.play(&mut rig.performer);
    }
    // 200 cycles of 10 ms at 120 BPM, of which the last began 10 ms before its end.
    assert!((rig.board.position() - 3.98).abs() < 1e-9);
    rig.order(Order::Tempo(Bpm::new(60.0).unwrap()));
    cycle.play(&mut rig.performer);
    assert!((rig.board.position() - 4.0).abs() < 1e-9);
    cycle.play(&mut rig.performer);
    assert!((rig.board.position() - 4.01).abs() < 1e-9);
    // Where it is asked to go, it is at the tempo of now.
    rig.order(Order::Steer(Steer::Locate(8.0)));
    cycle.play(&mut rig.performer);
    assert_eq!(cycle.steered, [JackSteer::Locate(8 * RATE)]);
    cycle.heard.frame = 8 * RATE;
    cycle.play(&mut rig.performer);
    assert!((rig.board.position() - 8.0).abs() < 1e-9);
}

#[test]
fn orders_are_obeyed_in_their_order() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    let steers = [Steer::Play, Steer::Locate(4.0), Steer::Stop, Steer::Play];
    for steer in steers {
        rig.order(Order::Steer(steer));
    }
    cycle.play(&mut rig.performer);
    let expected = [
        JackSteer::Start,
        JackSteer::Locate(2 * RATE),
        JackSteer::Stop,
        JackSteer::Start,
    ];
    assert_eq!(cycle.steered, expected);
}

#[test]
fn the_last_cycle_ends_every_note_and_begins_none() {
    for room in [usize::MAX, 1] {
        let mut rig = Rig::new(Follows::Jack, 180.0, Meter::COMMON);
        let mut cycle = FakeCycle {
            heard: rolling(0),
            ..FakeCycle::default()
        };
        for _ in 0..40 {
            cycle.play(&mut rig.performer);
        }
        cycle.incoming.push((3, [0x90, 60, 100]));
        cycle.play(&mut rig.performer);
        let held = open(&cycle.sent);
        assert!(held.len() > 2, "{held:?}");
        rig.order(Order::Finish);
        cycle.room = room;
        // What is played now does not begin any more.
        cycle.incoming.push((3, [0x90, 61, 100]));
        cycle.play(&mut rig.performer);
        assert_eq!(rig.board.is_finished(), room > 1);
        for _ in 0..held.len() {
            cycle.play(&mut rig.performer);
        }
        assert!(rig.board.is_finished());
        assert_eq!(open(&cycle.sent), []);
        let count = cycle.sent.len();
        for _ in 0..1_000 {
            cycle.play(&mut rig.performer);
        }
        assert_eq!(cycle.sent.len(), count);
    }
}

#[test]
fn what_is_played_passes_through() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        // A controller is no note.
        incoming: vec![(60, [0x83, 61, 0]), (9, [0xb3, 7, 1]), (5, [0x93, 61, 99])],
        ..FakeCycle::default()
    };
    cycle.play(&mut rig.performer);
    assert_eq!(cycle.sent, [(5, 0x93, 61, 99), (60, 0x83, 61, 0)]);
}

#[test]
fn a_fill_is_pressed_until_it_is_heard() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle::default();
    let plain = render(&rig.params, 120.0, Meter::COMMON);
    rig.order(Order::Fill);
    cycle.play(&mut rig.performer);
    assert!(
        !rig.params.fill_now.value(),
        "the parameter is the musician's"
    );
    cycle.heard = rolling(0);
    // The first bar is a fill, the second is not.
    while cycle.heard.frame < 4 * RATE {
        cycle.play(&mut rig.performer);
    }
    let bar = i64::from(2 * RATE);
    assert_ne!(ons(&cycle.sent, 0, bar), ons(&plain, 0, bar));
    let second = (bar + 4_800, 2 * bar - 4_800);
    let heard = ons(&cycle.sent, second.0, second.1);
    assert_eq!(heard, ons(&plain, second.0, second.1));
}

#[test]
fn the_drums_are_heard_when_they_are_switched_on() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        heard: rolling(0),
        ..FakeCycle::default()
    };
    let is_silent = |cycle: &FakeCycle| cycle.audio.iter().flatten().take(64).all(|x| *x == 0.0);
    cycle.play(&mut rig.performer);
    assert!(is_silent(&cycle), "what was there before is not heard");
    hear_drums(&rig.params, true);
    cycle.heard = rolling(0);
    cycle.play(&mut rig.performer);
    assert!(!is_silent(&cycle));
    rig.order(Order::Finish);
    cycle.play(&mut rig.performer);
    assert!(is_silent(&cycle));
}

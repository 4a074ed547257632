//! The click: heard on the exact frame of every beat, louder on the bar line, and never sent.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::audition::{Kit, Reading, Take};
use afterbeat::engine::{Event, Kind, Origin};
use afterbeat::pattern::{Channel, Key, KeyMap, Velocity};
use afterbeat::standalone::{Follows, Heard, Order};
use afterbeat::time::{Meter, SampleRate};
use cycle::{FakeCycle, RATE, Rig, render};

/// What is heard of a rig with a click in cycles of `block` frames, and what is sent.
fn hear(block: u32, meter: Meter, frames: u32) -> (Vec<f32>, Vec<cycle::Event>) {
    let mut rig = Rig::new(Follows::Jack, 97.3, meter);
    rig.order(Order::Click(true));
    let mut cycle = FakeCycle {
        frames: block,
        heard: Heard {
            rolling: true,
            frame: 0,
            bbt: None,
        },
        ..FakeCycle::default()
    };
    let mut heard = Vec::new();
    while cycle.heard.frame < frames {
        cycle.play(&mut rig.performer);
        let [left, _] = &cycle.audio;
        heard.extend_from_slice(&left[..usize::try_from(block).unwrap()]);
    }
    heard.truncate(usize::try_from(frames).unwrap());
    (heard, cycle.sent)
}

/// The built-in cowbell on bar lines and the side stick on other beats, struck at these frames.
fn expected(frames: u32, beats: &[(u32, bool)]) -> Vec<f32> {
    let rate = SampleRate::new(f64::from(RATE)).unwrap();
    let mut kit = Kit::new(rate);
    let [mut left, mut right] = [(); 2].map(|()| vec![0.0; usize::try_from(frames).unwrap()]);
    let reading = Reading::of(&KeyMap::PerLane);
    let mut take = Take::new(&mut kit, reading, (&mut left, &mut right));
    for (at, is_line) in beats {
        let (key, velocity) = if *is_line { (56, 110) } else { (37, 100) };
        take.hear(&Event {
            at: *at,
            kind: Kind::On(Velocity::new(velocity).unwrap()),
            channel: Channel::DRUMS,
            key: Key::new(key).unwrap(),
            origin: Origin::Thru,
        });
    }
    drop(take);
    left
}

#[test]
fn it_is_heard_on_the_exact_frame_of_every_beat() {
    let frames = 10 * RATE;
    for (beats, unit) in [(4, 4), (7, 8), (3, 4)] {
        let meter = Meter::new(beats, unit).unwrap();
        let beat = 4.0 / f64::from(unit) * 60.0 / 97.3 * f64::from(RATE);
        let mut places = Vec::new();
        for n in 0..100_i32 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a frame"
            )]
            let at = (f64::from(n) * beat).round() as u32;
            if at < frames {
                places.push((at, n % beats == 0));
            }
        }
        let expected = expected(frames, &places);
        for block in [64, 441, 4_096] {
            let (heard, sent) = hear(block, meter, frames);
            assert!(heard == expected, "{meter} in cycles of {block}");
            let plain = Rig::new(Follows::Jack, 97.3, meter);
            let rendered = render(&plain.params, 97.3, meter);
            let end = i64::from(frames) - 4_096;
            let before = |events: Vec<cycle::Event>| -> Vec<_> {
                events.into_iter().filter(|event| event.0 < end).collect()
            };
            assert_eq!(before(sent), before(rendered), "it is not on the wire");
        }
    }
}

#[test]
fn it_is_silent_when_it_is_off_and_when_nothing_rolls() {
    let mut rig = Rig::new(Follows::Jack, 120.0, Meter::COMMON);
    let mut cycle = FakeCycle {
        frames: 4_096,
        ..FakeCycle::default()
    };
    let is_silent = |cycle: &FakeCycle| cycle.audio[0][..4_096].iter().all(|x| *x == 0.0);
    rig.order(Order::Click(true));
    cycle.play(&mut rig.performer);
    assert!(is_silent(&cycle));
    cycle.heard.rolling = true;
    cycle.play(&mut rig.performer);
    assert!(!is_silent(&cycle));
    rig.order(Order::Click(false));
    for _ in 0..12 {
        cycle.play(&mut rig.performer);
    }
    assert!(is_silent(&cycle));
}

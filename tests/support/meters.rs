//! The bars of a song whose meter changes, as a host that tells the truth names them.

use crate::support::number::float;
use crate::support::rig::rolling;
use afterbeat::engine::Transport;
use afterbeat::time::Meter;

/// The frames of a beat: these songs are at 120 BPM and 48 kHz.
pub const BEAT: i64 = 24_000;

/// A place so few beats before a line, two frames, is on it: sums of beats are rounded.
pub const ROUNDED: f64 = 1e-4;

/// Changes of meter: where each is in the song, and how many quarters a bar has from there on.
pub type Meters<'a> = &'a [(f64, i32)];

pub fn beats(frames: i64) -> f64 {
    float(frames) / float(BEAT)
}

/// Where the bar of a place begins, and how many quarters it has.
pub fn bar(meters: Meters, place: f64) -> (f64, i32) {
    let place = place + ROUNDED;
    let change = meters.iter().rfind(|(at, _)| *at <= place);
    let (at, quarters) = *change.expect("one from the song's beginning on");
    let length = f64::from(quarters);
    (at + ((place - at) / length).floor() * length, quarters)
}

/// What is said at a place that the song plays from.
pub fn told(meters: Meters, place: f64) -> Transport {
    let (line, quarters) = bar(meters, place);
    // Six quarters are said as people write them.
    let meter = if quarters == 6 {
        Meter::new(12, 8)
    } else {
        Meter::new(quarters, 4)
    };
    Transport {
        meter,
        bar_start: Some(line),
        ..rolling(120.0, place)
    }
}

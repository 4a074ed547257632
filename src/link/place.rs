//! The part of the board that says where the music is.

use crate::engine::{HeldFill, Whereabouts};
use crate::pattern::PatternIndex;
use crate::time::{Speed, Tick, Ticks};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, AtomicU64, Ordering};

/// Each value is written for itself, so a reader may see the newer one of two.
///
/// **Thread:** audio writes; any reads.
#[derive(Debug)]
pub(super) struct Place {
    playing: AtomicBool,
    position: AtomicI64,
    bpm_bits: AtomicU64,
    first_line: AtomicI64,
    bar: AtomicI64,
    beat: AtomicI64,
    pattern: AtomicU8,
    origin: AtomicI64,
    shift: AtomicI64,
    speed: AtomicU8,
    fill_start: AtomicI64,
    fill_line: AtomicI64,
    fill_is_held: AtomicBool,
}

/// No position reaches it.
const NO_ORIGIN: i64 = i64::MIN;

impl Default for Place {
    fn default() -> Self {
        let start = Whereabouts::default();
        let place = Self {
            playing: AtomicBool::default(),
            position: AtomicI64::default(),
            bpm_bits: AtomicU64::default(),
            first_line: AtomicI64::default(),
            bar: AtomicI64::default(),
            beat: AtomicI64::default(),
            pattern: AtomicU8::default(),
            origin: AtomicI64::default(),
            shift: AtomicI64::default(),
            speed: AtomicU8::default(),
            fill_start: AtomicI64::new(NO_ORIGIN),
            fill_line: AtomicI64::default(),
            fill_is_held: AtomicBool::default(),
        };
        place.publish(&start);
        place.origin.store(NO_ORIGIN, Ordering::Relaxed);
        place
    }
}

impl Place {
    /// Writes new values; while nothing plays only that. **Thread:** audio.
    pub(super) fn publish(&self, at: &Whereabouts) {
        let order = Ordering::Relaxed;
        self.playing.store(at.playing, order);
        self.first_line.store(at.first_line.get(), order);
        self.bar.store(at.bar.get(), order);
        self.beat.store(at.beat.get(), order);
        self.bpm_bits.store(at.bpm.to_bits(), order);
        if !at.playing {
            return;
        }
        self.publish_position(at.position);
        self.pattern.store(at.pattern.get(), order);
        let origin = at.origin.map_or(NO_ORIGIN, Tick::get);
        self.origin.store(origin, order);
        self.shift.store(at.shift.get(), order);
        self.speed.store(number(at.speed), order);
        let start = at.fill.map_or(NO_ORIGIN, |fill| fill.start.get());
        self.fill_start.store(start, order);
        if let Some(fill) = at.fill {
            self.fill_line.store(fill.line.get(), order);
            self.fill_is_held.store(fill.is_held, order);
        }
    }

    /// Writes the position alone. **Thread:** audio.
    pub(super) fn publish_position(&self, position: Tick) {
        self.position.store(position.get(), Ordering::Relaxed);
    }

    /// Whether the music plays. **Thread:** any.
    pub(super) fn is_playing(&self) -> bool {
        self.playing.load(Ordering::Relaxed)
    }

    /// Reads the latest values. **Thread:** any.
    pub(super) fn read(&self) -> Whereabouts {
        let ticks = |place: &AtomicI64| Ticks::new(place.load(Ordering::Relaxed));
        let tick = |place: &AtomicI64| Tick::new(place.load(Ordering::Relaxed));
        let pattern = PatternIndex::new(self.pattern.load(Ordering::Relaxed));
        let origin = Some(tick(&self.origin));
        Whereabouts {
            playing: self.playing.load(Ordering::Relaxed),
            position: tick(&self.position),
            bpm: f64::from_bits(self.bpm_bits.load(Ordering::Relaxed)),
            first_line: tick(&self.first_line),
            bar: ticks(&self.bar),
            beat: ticks(&self.beat),
            pattern: pattern.unwrap_or_default(),
            origin: origin.filter(|origin| origin.get() != NO_ORIGIN),
            shift: ticks(&self.shift),
            speed: speed(self.speed.load(Ordering::Relaxed)),
            fill: Some(tick(&self.fill_start))
                .filter(|start| start.get() != NO_ORIGIN)
                .map(|start| HeldFill {
                    start,
                    line: tick(&self.fill_line),
                    is_held: self.fill_is_held.load(Ordering::Relaxed),
                }),
        }
    }
}

fn number(speed: Speed) -> u8 {
    match speed {
        Speed::Half => 1,
        Speed::Normal => 0,
        Speed::Double => 2,
    }
}

fn speed(number: u8) -> Speed {
    match number {
        1 => Speed::Half,
        2 => Speed::Double,
        _ => Speed::Normal,
    }
}

//! Afterbeat as JACK's timebase master: bar, beat and tick for everybody, out of its own tempo and meter.
//!
//! JACK asks on its audio thread, after each cycle, for the place of the next one's first frame. What it
//! is told is counted in whole ticks from the song's start; so it is the same wherever the transport was
//! put to, and every client reads of the very places on which Afterbeat strikes.

use super::tempo_line::TempoLine;
use crate::time::{Bpm, Meter, SampleRate, floor_i64, to_f64};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, Ordering};

/// How many ticks a beat has for JACK's clients.
pub const TICKS_PER_BEAT: u32 = 1_920;
/// Without being asked for so many cycles in which the transport rolls, another is the master.
const MISSES: u32 = 8;

/// A place, as JACK's clients read it: bars and beats count from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    /// The bar.
    pub bar: i32,
    /// The beat in the bar, which is a note of the meter's unit.
    pub beat: i32,
    /// The tick in the beat.
    pub tick: i32,
    /// The ticks from the song's start to the bar's.
    pub bar_start_tick: f64,
    /// The meter.
    pub meter: Meter,
    /// Beats a minute.
    pub beats_a_minute: f64,
}

/// What the master says, and whether Afterbeat is it. **Thread:** audio, unless said otherwise.
#[derive(Debug, Default)]
pub struct Timebase {
    /// **Thread:** main sets it; audio takes it back.
    leads: AtomicBool,
    was_lost: AtomicBool,
    /// How often JACK has asked, and had in the last cycle; and in how many it had not.
    asked: AtomicU64,
    known: AtomicU64,
    misses: AtomicU32,
    /// A frame and where it is in the song, and the frame that JACK was asked to go to.
    frame: AtomicI64,
    beats_bits: AtomicU64,
    awaited: AtomicI64,
    bpm_bits: AtomicU64,
    rate_bits: AtomicU64,
    /// The meter's beats above its unit.
    meter: AtomicU32,
}

impl Timebase {
    /// Says that Afterbeat is the master, or is it no more. **Thread:** main.
    pub fn lead(&self, leads: bool) {
        self.misses.store(0, Ordering::Relaxed);
        self.leads.store(leads, Ordering::Release);
    }

    /// Whether Afterbeat is the master. **Thread:** any.
    pub fn leads(&self) -> bool {
        self.leads.load(Ordering::Acquire)
    }

    /// Whether another has taken the place since this was asked last. **Thread:** main.
    pub fn take_loss(&self) -> bool {
        self.was_lost.swap(false, Ordering::AcqRel)
    }

    /// Whether JACK was asked to go where it is not yet. **Thread:** any.
    pub(super) fn awaits(&self) -> bool {
        self.awaited.load(Ordering::Relaxed) >= 0
    }

    /// Writes where the song is by `line`; `awaited` is where JACK was asked to go.
    pub(super) fn publish(&self, line: &TempoLine, awaited: Option<u32>, rate: SampleRate) {
        let order = Ordering::Relaxed;
        let (frame, beats) = line.anchor();
        self.frame.store(frame, order);
        self.beats_bits.store(beats.to_bits(), order);
        self.awaited.store(awaited.map_or(-1, i64::from), order);
        self.rate_bits.store(rate.hz().to_bits(), order);
        let both = u32::from(line.meter.beats()) << 16 | u32::from(line.meter.unit());
        self.meter.store(both, order);
        self.bpm_bits.store(line.bpm.get().to_bits(), order);
    }

    /// Takes note of a cycle. In one that rolls JACK asks its master; one that is never asked is none.
    pub(super) fn watch(&self, rolls: bool) {
        let asked = self.asked.load(Ordering::Relaxed);
        let is_asked = self.known.swap(asked, Ordering::Relaxed) != asked;
        if !rolls || is_asked || !self.leads() {
            self.misses.store(0, Ordering::Relaxed);
            return;
        }
        let misses = self.misses.load(Ordering::Relaxed) + 1;
        self.misses.store(misses, Ordering::Relaxed);
        if misses >= MISSES {
            self.leads.store(false, Ordering::Release);
            self.was_lost.store(true, Ordering::Release);
        }
    }

    /// The place of a frame; `None` before the song's start, or before anything was written.
    pub fn say(&self, frame: u32) -> Option<Said> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let order = Ordering::Relaxed;
        let float = |bits: &AtomicU64| f64::from_bits(bits.load(order));
        let both = self.meter.load(order);
        let part = |part| i32::try_from(part).unwrap_or(0);
        let meter = Meter::new(part(both >> 16), part(both & 0xffff))?;
        let mut line = TempoLine::new(Bpm::new(float(&self.bpm_bits))?, meter);
        let rate = SampleRate::new(float(&self.rate_bits))?;
        let frame = i64::from(frame);
        line.tie(self.frame.load(order), float(&self.beats_bits));
        // Put back to before the tempo's last change, or where it was asked to go: as the song is there.
        if line.begins_after(frame) || frame == self.awaited.load(order) {
            line.tie(0, 0.0);
        }
        said(line.position(frame, rate), &line)
    }
}

/// The place at `position`, in quarter notes.
fn said(position: f64, line: &TempoLine) -> Option<Said> {
    let meter = line.meter;
    let (beats, unit) = (i64::from(meter.beats()), f64::from(meter.unit()));
    let a_beat = i64::from(TICKS_PER_BEAT);
    // A tick that floats leave out by a thousandth has begun.
    let ticks = floor_i64(position * unit / 4.0 * to_f64(a_beat) + 1e-3);
    let (bar, into) = (
        ticks.div_euclid(beats * a_beat),
        ticks.rem_euclid(beats * a_beat),
    );
    let number = |number: i64| i32::try_from(number).ok();
    (bar >= 0).then_some(())?;
    Some(Said {
        bar: number(bar + 1)?,
        beat: number(into / a_beat + 1)?,
        tick: number(into % a_beat)?,
        bar_start_tick: to_f64(bar * beats * a_beat),
        meter,
        beats_a_minute: line.bpm.get() * unit / 4.0,
    })
}

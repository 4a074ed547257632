//! What the audio side tells the main side about its cycles: latest values, not a log.

use super::tempo_line::quarters;
use super::timebase::Timebase;
use crate::engine::Transport;
use crate::time::{Meter, round_i64};
use nice_plug_egui::RepaintNotifier;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// **Thread:** audio and JACK's own threads write; any reads.
#[derive(Debug, Default)]
pub struct Board {
    cycles: AtomicU64,
    frames: AtomicU32,
    rolls: AtomicBool,
    position_bits: AtomicU64,
    began_bits: AtomicU64,
    tempo_bits: AtomicU64,
    /// The meter's beats above its unit.
    meter: AtomicU32,
    bar_start_bits: AtomicU64,
    is_led: AtomicBool,
    /// The number of the bar by the timebase master, from 1.
    bar: AtomicU32,
    /// Whether ticks of a MIDI clock come, and how often they ceased while the song played.
    is_clocked: AtomicBool,
    clock_losses: AtomicU32,
    is_finished: AtomicBool,
    is_gone: AtomicBool,
    xruns: AtomicU64,
    unrecorded: AtomicU64,
    /// Has the window drawn, if there is one.
    notifier: RepaintNotifier,
    /// What Afterbeat says as JACK's timebase master.
    pub timebase: Timebase,
}

impl Board {
    /// A board whose news `notifier` tells to the window.
    pub(super) fn new(notifier: RepaintNotifier) -> Self {
        Self {
            notifier,
            ..Self::default()
        }
    }

    /// Says how a cycle began, and in which bar if a timebase master counts them. **Thread:** audio.
    pub(super) fn note_cycle(&self, frames: u32, transport: &Transport, led_bar: Option<u32>) {
        let order = Ordering::Relaxed;
        self.frames.store(frames, order);
        let rolled = self.rolls.load(order);
        // While it plays there is something new to see, and once more when it stops.
        self.notifier
            .request_repaint_with(transport.playing || rolled);
        let bits = |number: Option<f64>| number.unwrap_or_default().to_bits();
        self.position_bits.store(bits(transport.position), order);
        if transport.playing && !rolled {
            self.began_bits.store(bits(transport.position), order);
        }
        // Whoever sees that it rolls sees where it began.
        self.rolls.store(transport.playing, Ordering::Release);
        self.tempo_bits.store(bits(transport.tempo), order);
        if let Some(meter) = transport.meter {
            let both = u32::from(meter.beats()) << 16 | u32::from(meter.unit());
            self.meter.store(both, order);
        }
        self.bar_start_bits.store(bits(transport.bar_start), order);
        self.is_led.store(led_bar.is_some(), order);
        self.bar.store(led_bar.unwrap_or_default(), order);
        self.cycles.fetch_add(1, Ordering::Release);
    }

    /// Says how the MIDI clock fares. **Thread:** audio.
    pub(super) fn note_clock(&self, is_alive: bool, losses: u32) {
        self.is_clocked.store(is_alive, Ordering::Relaxed);
        self.clock_losses.store(losses, Ordering::Relaxed);
    }

    /// Says that every note has been ended. **Thread:** audio.
    pub(super) fn note_finished(&self) {
        self.is_finished.store(true, Ordering::Release);
    }

    /// Says that the server has gone. Only a flag: it is set in a place like a signal's.
    pub(super) fn note_gone(&self) {
        self.is_gone.store(true, Ordering::Release);
    }

    /// Says that the server missed a cycle's end.
    pub(super) fn note_xrun(&self) {
        self.xruns.fetch_add(1, Ordering::Relaxed);
    }

    /// Says that a note was not recorded, as nobody took those before. **Thread:** audio.
    pub(super) fn note_unrecorded(&self, count: u32) {
        if count > 0 {
            self.unrecorded
                .fetch_add(u64::from(count), Ordering::Relaxed);
        }
    }

    /// How many notes were not recorded, as nobody took those before.
    pub fn unrecorded(&self) -> u64 {
        self.unrecorded.load(Ordering::Relaxed)
    }

    /// How many cycles there were.
    pub fn cycles(&self) -> u64 {
        self.cycles.load(Ordering::Acquire)
    }

    /// Frames in the last cycle.
    pub fn frames(&self) -> u32 {
        self.frames.load(Ordering::Relaxed)
    }

    /// Where in the song the last cycle began, in quarter notes.
    pub fn position(&self) -> f64 {
        f64::from_bits(self.position_bits.load(Ordering::Relaxed))
    }

    /// Where in the song it began to roll last, in quarter notes.
    pub fn began(&self) -> f64 {
        f64::from_bits(self.began_bits.load(Ordering::Relaxed))
    }

    /// The tempo of the last cycle, in quarter notes a minute.
    pub fn tempo(&self) -> f64 {
        f64::from_bits(self.tempo_bits.load(Ordering::Relaxed))
    }

    /// The meter of the last cycle.
    pub fn meter(&self) -> Meter {
        let both = self.meter.load(Ordering::Relaxed);
        let part = |part| i32::try_from(part).unwrap_or(0);
        Meter::new(part(both >> 16), part(both & 0xffff)).unwrap_or(Meter::COMMON)
    }

    /// The bar that the last cycle began in: where in the song it begins, in quarter notes, and its
    /// number from 1.
    pub fn bar(&self) -> (f64, i64) {
        let start = f64::from_bits(self.bar_start_bits.load(Ordering::Relaxed));
        let number = match self.bar.load(Ordering::Relaxed) {
            0 => round_i64(start / quarters(self.meter().bar())) + 1,
            number => number.into(),
        };
        (start, number)
    }

    /// Whether the transport rolled in the last cycle.
    pub fn rolls(&self) -> bool {
        self.rolls.load(Ordering::Acquire)
    }

    /// Whether a timebase master led in the last cycle.
    pub fn is_led(&self) -> bool {
        self.is_led.load(Ordering::Relaxed)
    }

    /// Whether ticks of a MIDI clock come.
    pub fn is_clocked(&self) -> bool {
        self.is_clocked.load(Ordering::Relaxed)
    }

    /// How often the ticks ceased while the song played.
    pub fn clock_losses(&self) -> u32 {
        self.clock_losses.load(Ordering::Relaxed)
    }

    /// Whether every note has been ended, for good.
    pub fn is_finished(&self) -> bool {
        self.is_finished.load(Ordering::Acquire)
    }

    /// Whether the server has gone.
    pub fn is_gone(&self) -> bool {
        self.is_gone.load(Ordering::Acquire)
    }

    /// How often the server missed a cycle's end, by its own account.
    pub fn xruns(&self) -> u64 {
        self.xruns.load(Ordering::Relaxed)
    }
}

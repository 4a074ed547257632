//! What JACK says of its transport, as it says it, and where in the song that is.

use crate::engine::Transport;
use crate::time::{Bpm, Meter, SampleRate};

/// JACK's transport at the first frame of a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Heard {
    /// Whether it rolls; while it waits for slow clients it does not yet.
    pub rolling: bool,
    /// Its frame.
    pub frame: u32,
    /// What the timebase master adds, if there is one.
    pub bbt: Option<Bbt>,
}

/// Bar, beat and tick as a timebase master writes them: bars and beats count from 1, and a beat is
/// a note of the meter's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bbt {
    /// The bar, from 1.
    pub bar: u32,
    /// The beat in the bar, from 1.
    pub beat: u32,
    /// The tick in the beat, from 0. The master cuts off what is left, so the true place is up to a
    /// tick later.
    pub tick: u32,
    /// How many ticks a beat has.
    pub ticks_per_beat: f64,
    /// The ticks from the song's first frame to the bar's; 0 where the master does not count them.
    pub bar_start_tick: f64,
    /// How many beats a bar has.
    pub beats_per_bar: f64,
    /// Which note a beat is: 4 for a quarter.
    pub beat_unit: f64,
    /// Beats a minute. Most masters mean the meter's beats, some mean quarters.
    pub bpm: f64,
    /// By how many frames the place is older than the cycle's first frame.
    pub offset: u32,
}

/// What a master's beats a minute are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Counts {
    /// Notes of the meter's unit, as JACK's documentation has it.
    #[default]
    Beats,
    Quarters,
}

/// Reads a timebase master's places. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MasterReader {
    counts: Counts,
    /// The frame and the beat of the cycle before, while it rolled.
    before: Option<(u32, f64)>,
}

impl MasterReader {
    /// Where the song is by what the master says. It is believed within its ticks: where its frames
    /// say the same at a steady tempo they say it exactly, and are taken.
    pub(super) fn read(&mut self, heard: &Heard, bbt: &Bbt, rate: SampleRate) -> Option<Transport> {
        if !bbt.is_sound() {
            self.before = None;
            return None;
        }
        let (line, beat) = (bbt.bar_line(), bbt.place());
        self.learn(heard, bbt, rate);
        self.before = heard.rolling.then_some((heard.frame, beat));
        let to_quarters = 4.0 / bbt.beat_unit;
        let tempo = bbt.quarters_a_minute(self.counts);
        let by_frames = f64::from(heard.frame) * tempo / 60.0 / rate.hz();
        let since = f64::from(bbt.offset) * tempo / 60.0 / rate.hz();
        let by_master = beat * to_quarters + since;
        let near = bbt.tick_length() * to_quarters;
        let position = if (by_frames - by_master).abs() <= near {
            by_frames
        } else {
            by_master
        };
        Some(Transport {
            playing: heard.rolling,
            tempo: Some(tempo),
            position: Some(position),
            loop_range: None,
            meter: bbt.meter(),
            bar_start: Some(line * to_quarters),
        })
    }

    /// Finds out what the master's beats a minute are, if its own places tell.
    fn learn(&mut self, heard: &Heard, bbt: &Bbt, rate: SampleRate) {
        let Some((frame, beat)) = self.before.filter(|_| heard.rolling) else {
            return;
        };
        let Some(frames) = heard.frame.checked_sub(frame).filter(|n| *n > 0) else {
            return;
        };
        let went = bbt.place() - beat;
        let would_go = |counts| {
            let quarters = bbt.quarters_a_minute(counts) / 60.0 * f64::from(frames) / rate.hz();
            quarters * bbt.beat_unit / 4.0
        };
        let off = |counts: Counts| (went - would_go(counts)).abs();
        // Both places were cut off to a tick, so the way between them is known to a tick.
        let fits = |counts| off(counts) <= bbt.tick_length();
        match (fits(Counts::Beats), fits(Counts::Quarters)) {
            (true, false) => self.counts = Counts::Beats,
            (false, true) => self.counts = Counts::Quarters,
            _ => {}
        }
    }
}

impl Bbt {
    /// Whether all of it can be counted with.
    fn is_sound(&self) -> bool {
        let is_sane = |x: f64, most: f64| x.is_finite() && x > 0.0 && x <= most;
        self.bar >= 1
            && self.beat >= 1
            && is_sane(self.ticks_per_beat, 1e9)
            && is_sane(self.beats_per_bar, 64.0)
            && is_sane(self.beat_unit, 64.0)
            && is_sane(self.bpm, 1e5)
    }

    /// The bar's line, in beats from the song's first frame.
    ///
    /// Where ticks are counted they know of changes of the meter before; else this one has always
    /// been.
    fn bar_line(&self) -> f64 {
        let counted = self.bar_start_tick / self.ticks_per_beat;
        if counted.is_finite() && counted > 0.0 {
            counted
        } else {
            f64::from(self.bar - 1) * self.beats_per_bar
        }
    }

    /// The place in beats from the song's first frame.
    fn place(&self) -> f64 {
        let tick = f64::from(self.tick) / self.ticks_per_beat;
        self.bar_line() + f64::from(self.beat - 1) + tick
    }

    /// A tick in beats, and a little more for what floats leave over.
    fn tick_length(&self) -> f64 {
        1.001 / self.ticks_per_beat
    }

    fn quarters_a_minute(&self, counts: Counts) -> f64 {
        let bpm = match counts {
            Counts::Beats => self.bpm * 4.0 / self.beat_unit,
            Counts::Quarters => self.bpm,
        };
        Bpm::new(bpm).unwrap_or(Bpm::DEFAULT).get()
    }

    fn meter(&self) -> Option<Meter> {
        let whole = |x: f64| {
            let near = crate::time::round_i64(x);
            i32::try_from(near).ok().filter(|_| x.fract() == 0.0)
        };
        Meter::new(whole(self.beats_per_bar)?, whole(self.beat_unit)?)
    }
}

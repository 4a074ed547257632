//! What JACK says of its transport, as it says it, and where in the song that is.

use super::tempo_line::TempoLine;
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

/// What any number of a master's is at least; one by less of it would be beyond all numbers.
const LEAST: f64 = 1e-6;
/// The finest step that a master is asked for where its own are coarser, in beats.
const FINE: f64 = 1.0 / 960.0;
/// A tempo that is off by so much of itself is another, and tells nothing of what the one before counts.
const OTHER_TEMPO: f64 = 0.1;

/// A frame and the master's place on it, since when it has gone on evenly.
#[derive(Clone, Copy, Debug)]
struct Since {
    frame: u32,
    beat: f64,
    bpm: f64,
}

/// Reads a timebase master's places. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct MasterReader {
    counts: Counts,
    since: Option<Since>,
    /// What its places came to so far: where the song goes if it just goes on.
    line: Option<TempoLine>,
}

impl MasterReader {
    /// Where the song is by what the master says.
    pub(super) fn read(&mut self, heard: &Heard, bbt: &Bbt, rate: SampleRate) -> Option<Transport> {
        if !bbt.is_sound() {
            (self.since, self.line) = (None, None);
            return None;
        }
        self.learn(heard, bbt, rate);
        let to_quarters = 4.0 / bbt.beat_unit;
        let bpm = bbt.quarters_a_minute(self.counts);
        Some(Transport {
            playing: heard.rolling,
            tempo: Some(bpm.get()),
            position: Some(self.position(heard, bbt, bpm, rate)),
            loop_range: None,
            meter: bbt.meter(),
            bar_start: Some(bbt.bar_line() * to_quarters),
        })
    }

    /// The place in quarter notes. The master is believed within its ticks, and what they leave open is
    /// taken from where the song was going, or, to begin with, from the frames at a steady tempo.
    ///
    /// Coarse ticks would else have it jump to and fro by a hundredth of a second.
    fn position(&mut self, heard: &Heard, bbt: &Bbt, bpm: Bpm, rate: SampleRate) -> f64 {
        let frame = i64::from(heard.frame);
        let to_quarters = 4.0 / bbt.beat_unit;
        let since = f64::from(bbt.offset) * bpm.get() / 60.0 / rate.hz();
        let by_master = bbt.place() * to_quarters + since;
        let tick = bbt.tick_length() * to_quarters;
        // Some masters round where others cut off, which only fine ticks leave room for.
        let first = by_master - tick.min(FINE * to_quarters);
        let last = by_master + tick;
        let mut steady = TempoLine::new(bpm, Meter::COMMON);
        if let Some(line) = &mut self.line {
            line.change_tempo(bpm, frame, rate);
        }
        let near = |line: &TempoLine| {
            let position = line.position(frame, rate);
            (first - tick..=last + tick).contains(&position)
        };
        let fits = |line: &TempoLine| (first..=last).contains(&line.position(frame, rate));
        let mut line = match self.line.filter(near) {
            Some(line) => line,
            None if fits(&steady) => steady,
            None => {
                steady.tie(frame, by_master);
                steady
            }
        };
        if !fits(&line) {
            line.tie(frame, line.position(frame, rate).clamp(first, last));
        }
        self.line = Some(line);
        line.position(frame, rate)
    }

    /// Finds out what the master's beats a minute are, if its own places tell. What they could be is
    /// compared once it makes a difference of more than the ticks hide.
    fn learn(&mut self, heard: &Heard, bbt: &Bbt, rate: SampleRate) {
        let now = heard.rolling.then(|| Since {
            frame: heard.frame,
            beat: bbt.place(),
            bpm: bbt.bpm,
        });
        let is_same = |since: &Since| (bbt.bpm - since.bpm).abs() <= OTHER_TEMPO * bbt.bpm;
        let went = self.since.filter(is_same).and_then(|since| {
            let frames = heard.frame.checked_sub(since.frame)?;
            Some((f64::from(frames), bbt.place() - since.beat))
        });
        let Some((frames, went)) = went.filter(|_| heard.rolling) else {
            self.since = now;
            return;
        };
        let would_go = |counts| {
            let quarters = bbt.quarters_a_minute(counts).get() / 60.0 * frames / rate.hz();
            quarters * bbt.beat_unit / 4.0
        };
        let (beats, quarters) = (would_go(Counts::Beats), would_go(Counts::Quarters));
        // Both places were cut off to a tick, so the way between them is known to a tick.
        if (beats - quarters).abs() <= 2.0 * bbt.tick_length() {
            return;
        }
        self.since = now;
        let fits = |would_go: f64| (went - would_go).abs() <= bbt.tick_length();
        let counts = match (fits(beats), fits(quarters)) {
            (true, false) => Counts::Beats,
            (false, true) => Counts::Quarters,
            _ => return,
        };
        if counts != self.counts {
            // It was going wrong up to now.
            (self.counts, self.line) = (counts, None);
        }
    }
}

impl Bbt {
    /// Whether all of it can be counted with.
    fn is_sound(&self) -> bool {
        let is_sane = |x: f64, most: f64| (LEAST..=most).contains(&x);
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

    fn quarters_a_minute(&self, counts: Counts) -> Bpm {
        let bpm = match counts {
            Counts::Beats => self.bpm * 4.0 / self.beat_unit,
            Counts::Quarters => self.bpm,
        };
        Bpm::new(bpm).unwrap_or(Bpm::DEFAULT)
    }

    fn meter(&self) -> Option<Meter> {
        let whole = |x: f64| {
            let near = crate::time::round_i64(x);
            i32::try_from(near).ok().filter(|_| x.fract() == 0.0)
        };
        Meter::new(whole(self.beats_per_bar)?, whole(self.beat_unit)?)
    }
}

//! MIDI's clock followed: when the song plays, how fast, and where it is.
//!
//! On tick 6k the song is on its sixteenth k. Between ticks it is where an even row through the
//! ticks of the last four bars has it, so that neither the rounding of ticks to frames nor a wire's
//! unevenness is heard. Where the ticks cease for longer than a slow tempo explains, the song stops.

mod fit;

use super::clock_word::{ClockWord, PER_QUARTER, PER_SIXTEENTH};
use crate::time::{Bpm, SampleRate, round_i64, to_f64};
use fit::Fit;

/// Without ticks for so long, or for one and a half, the clock is lost.
const SILENCE_MS: f64 = 250.0;
const SILENT_TICKS: f64 = 1.5;
/// The song goes on by its own row of ticks until that is off by so many frames.
const NEAR: f64 = 0.25;

/// Whether the song plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Roll {
    #[default]
    Stopped,
    /// From the next tick on.
    Waits,
    Rolls,
}

/// Where the song's ticks fall.
#[derive(Clone, Copy, Debug)]
struct Line {
    tick: f64,
    frame: f64,
    per_tick: f64,
}

impl Line {
    fn frame_of(&self, tick: f64) -> f64 {
        self.frame + (tick - self.tick) * self.per_tick
    }

    fn tick_at(&self, frame: f64) -> f64 {
        self.tick + (frame - self.frame) / self.per_tick
    }
}

/// A stretch of frames in which the song does one thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockPart {
    /// The frame that it ends before.
    pub until: i64,
    /// Whether the song plays.
    pub playing: bool,
    /// Where it is on the first frame, in quarter notes.
    pub position: f64,
    /// Its tempo in quarter notes a minute.
    pub tempo: f64,
}

/// Follows a clock. **Thread:** audio.
#[derive(Clone, Debug, Default)]
pub struct ClockIn {
    fit: Fit,
    line: Option<Line>,
    roll: Roll,
    /// The song's tick that comes next.
    next: i64,
    /// Where the song is to go with the next tick.
    jump: Option<i64>,
    /// The frame on which it went there.
    landed: Option<i64>,
    /// The frame of the latest tick, while ticks come.
    heard: Option<i64>,
    losses: u32,
}

impl ClockIn {
    /// What the song does from the frame `from` on, for as long as that is one thing, and up to
    /// `until` at the most. Of the words, which are sorted and not before `from`, those that lie in it
    /// are taken off. `bpm` is the tempo before any is heard.
    pub fn part(
        &mut self,
        (from, until): (i64, i64),
        words: &mut &[(i64, ClockWord)],
        (rate, bpm): (SampleRate, Bpm),
    ) -> ClockPart {
        loop {
            let word = words.first().copied().filter(|(at, _)| *at < until);
            let next = word.map_or(until, |(at, _)| at);
            if let Some(silent) = self.silent_from(rate).filter(|at| *at < next) {
                if self.roll == Roll::Rolls && silent > from {
                    return self.part_until(silent, from, (rate, bpm));
                }
                self.lose();
                continue;
            }
            let Some((at, word)) = word else {
                return self.part_until(until, from, (rate, bpm));
            };
            if at > from && self.turns(word) {
                return self.part_until(at, from, (rate, bpm));
            }
            self.take(at, word, (rate, bpm));
            *words = words.split_first().map_or(&[], |(_, rest)| rest);
        }
    }

    /// Whether ticks come.
    pub fn is_alive(&self) -> bool {
        self.heard.is_some()
    }

    /// How often the ticks ceased while the song played.
    pub fn losses(&self) -> u32 {
        self.losses
    }

    /// Whether the song does something else from this word on.
    fn turns(&self, word: ClockWord) -> bool {
        match word {
            ClockWord::Tick => self.roll == Roll::Waits || self.jump.is_some(),
            ClockWord::Stop => self.roll == Roll::Rolls,
            _ => false,
        }
    }

    fn take(&mut self, at: i64, word: ClockWord, tempo: (SampleRate, Bpm)) {
        match word {
            ClockWord::Tick => self.tick(at, tempo),
            ClockWord::Start => {
                self.jump = Some(0);
                self.wait();
            }
            ClockWord::Continue => self.wait(),
            ClockWord::Stop => self.stop(),
            ClockWord::Position(sixteenths) => {
                let to = i64::from(sixteenths) * PER_SIXTEENTH;
                if self.roll == Roll::Stopped {
                    self.next = to;
                } else {
                    self.jump = Some(to);
                }
            }
        }
    }

    fn wait(&mut self) {
        if self.roll == Roll::Stopped {
            self.roll = Roll::Waits;
        }
    }

    fn stop(&mut self) {
        self.next = self.jump.take().unwrap_or(self.next);
        self.roll = Roll::Stopped;
    }

    fn tick(&mut self, at: i64, (rate, bpm): (SampleRate, Bpm)) {
        self.fit.hear(at, rate);
        self.heard = Some(at);
        if self.roll == Roll::Waits || self.jump.is_some() {
            self.next = self.jump.take().unwrap_or(self.next);
            let is_playing = self.roll != Roll::Stopped;
            self.landed = is_playing.then_some(at);
            if is_playing {
                self.roll = Roll::Rolls;
            }
            let heard = self.fit.row_now().map(|row| row.per_tick);
            let before = self.line.map(|line| line.per_tick);
            self.line = Some(Line {
                tick: to_f64(self.next),
                frame: to_f64(at),
                per_tick: heard
                    .or(before)
                    .unwrap_or_else(|| frames_in_tick(rate, bpm)),
            });
        } else {
            self.straighten();
        }
        if self.roll == Roll::Rolls {
            self.next += 1;
        }
    }

    /// Takes the row through the ticks for the song's, once they are different.
    fn straighten(&mut self) {
        let Some(row) = self.fit.row_now() else {
            return;
        };
        let tick = to_f64(self.next);
        let new = Line {
            tick,
            frame: row.latest,
            per_tick: row.per_tick,
        };
        let off = |line: Line, tick| (line.frame_of(tick) - new.frame_of(tick)).abs();
        let is_near = |line: Line| {
            let bound = tick + to_f64(PER_QUARTER);
            off(line, tick) <= NEAR && off(line, bound) <= NEAR
        };
        if self.roll != Roll::Rolls || !self.line.is_some_and(is_near) {
            self.line = Some(new);
        }
    }

    /// The frame on which the silence has become too long.
    fn silent_from(&self, rate: SampleRate) -> Option<i64> {
        let ticks = self.line.map_or(0.0, |line| SILENT_TICKS * line.per_tick);
        let longest = rate.frames_in_ms(SILENCE_MS).max(ticks);
        self.heard.map(|at| at + round_i64(longest))
    }

    fn lose(&mut self) {
        self.heard = None;
        if self.roll == Roll::Rolls {
            self.losses = self.losses.wrapping_add(1);
            self.stop();
        }
    }

    fn part_until(&self, until: i64, from: i64, (rate, bpm): (SampleRate, Bpm)) -> ClockPart {
        let playing = self.roll == Roll::Rolls;
        let per_tick = self
            .line
            .map_or_else(|| frames_in_tick(rate, bpm), |line| line.per_tick);
        let line = self.line.filter(|_| playing);
        let tick = match line {
            Some(line) if self.landed == Some(from) => landing(line, from),
            Some(line) => line.tick_at(to_f64(from)),
            None => to_f64(self.next),
        };
        ClockPart {
            until,
            playing,
            position: tick / to_f64(PER_QUARTER),
            tempo: 60.0 * rate.hz() / to_f64(PER_QUARTER) / per_tick,
        }
    }
}

/// The song's tick on the frame on which it began: exactly one, however uneven the ticks are, so that
/// what is on it is not lost.
fn landing(line: Line, from: i64) -> f64 {
    to_f64(round_i64(line.tick_at(to_f64(from))))
}

fn frames_in_tick(rate: SampleRate, bpm: Bpm) -> f64 {
    60.0 * rate.hz() / bpm.get() / to_f64(PER_QUARTER)
}

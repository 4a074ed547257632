//! The model for a whole song: which pattern plays from which bar on, alone or in a chain.

use crate::oracle::{Law, Pace, Stretch, TPQ, Verdicts, verdicts};
use crate::support::check::Strike;
use afterbeat::pattern::{Bank, PatternIndex};

/// A bank played from one bar line to another, with what decides which pattern plays.
#[derive(Clone, Copy, Debug)]
pub struct Song<'a> {
    pub bank: &'a Bank,
    pub law: Law,
    /// The pattern that is asked for.
    pub chosen: PatternIndex,
    /// Quarter notes by which its place in the song is moved.
    pub shift: i8,
    /// From which bar up to which.
    pub bars: (i64, i64),
}

impl Song<'_> {
    /// What it comes to: strikes by their tick, and hops.
    pub fn verdicts(&self) -> Verdicts {
        let (start, end) = (self.line(self.bars.0), self.line(self.bars.1));
        if self.bank.setup.runs_chain && !self.bank.chain.entries().is_empty() {
            return self.chained(start, end);
        }
        let origin = i64::from(self.shift) * TPQ;
        let reading = self.law.reading;
        let far = origin.min(0) - 64 * TPQ;
        let song = if reading.sees_before_song { far } else { 0 };
        let seen = if reading.sees_before_origin {
            far
        } else {
            origin
        };
        let pattern = self.bank.pattern(self.chosen);
        pattern.map_or_else(Verdicts::default, |pattern| {
            let stretch = Stretch {
                pattern,
                origin,
                seen: song.max(seen),
                entered: start,
                played: (start, end),
            };
            verdicts(&stretch, &self.law)
        })
    }

    /// The same as strikes on frames, the first of which is that of the first bar.
    pub fn strikes(&self, pace: Pace) -> Vec<Strike> {
        let start = self.line(self.bars.0);
        let strike = |&(tick, lane, velocity): &(i64, u8, u8)| Strike {
            frame: pace.frame(tick - start),
            lane,
            velocity,
        };
        let mut strikes: Vec<_> = self.verdicts().strikes.iter().map(strike).collect();
        strikes.sort_unstable();
        strikes
    }

    fn line(&self, bar: i64) -> i64 {
        bar * self.law.bar
    }

    /// Every entry from the song's beginning on, of which only those that are played count.
    fn chained(&self, start: i64, end: i64) -> Verdicts {
        let mut all = Verdicts::default();
        let mut origin = 0;
        for entry in self.bank.chain.entries().iter().cycle() {
            let pattern = self.bank.pattern(entry.pattern);
            let bars = pattern.map_or(1, |pattern| i64::from(pattern.bars.get()));
            let next = origin + self.line(bars * i64::from(entry.repeats.get()));
            if let Some(pattern) = pattern.filter(|_| next > start) {
                let stretch = Stretch {
                    pattern,
                    origin,
                    seen: origin,
                    entered: origin.max(start),
                    played: (origin.max(start), next.min(end)),
                };
                let entry = verdicts(&stretch, &self.law);
                all.strikes.extend(entry.strikes);
                all.hops = all.hops.max(entry.hops);
            }
            origin = next;
            if origin >= end {
                break;
            }
        }
        all
    }
}

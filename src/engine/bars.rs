//! Which bar lines to count from, and when to believe the host about them.
//!
//! Hosts get this wrong in many ways: some send the position itself as the bar's start, some count
//! every bar as four quarters, some leave it zero. So a line is believed only if two calls in a row
//! name the same one, or lines that are whole bars apart; else bars are counted from song start.

use super::transport::Transport;
use crate::time::{BarMap, Meter, Tick, Ticks};

/// The bar lines in force. **Thread:** audio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bars {
    map: BarMap,
    meter: Meter,
    /// The line that the call before this one named, while rolling.
    named: Option<Tick>,
    asks: Asks,
}

/// How far the question, which line to count from, has been answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    Settled,
    ThisCall,
    NextCall,
}

impl Bars {
    pub(super) fn new() -> Self {
        Self {
            map: BarMap::from_song_start(Meter::COMMON),
            meter: Meter::COMMON,
            named: None,
            asks: Asks::ThisCall,
        }
    }

    pub(super) fn map(&self) -> &BarMap {
        &self.map
    }

    /// Forgets what the host named: it stands still.
    pub(super) fn stop(&mut self) {
        self.named = None;
    }

    /// Asks again from this call on: the position was anchored anew.
    pub(super) fn ask(&mut self) {
        self.asks = Asks::ThisCall;
    }

    /// Reads the host's line at `position` ticks and says whether the bar lines are others now.
    pub(super) fn read(&mut self, transport: &Transport, position: f64) -> bool {
        let before = self.map;
        let meter = transport.meter.unwrap_or(self.meter);
        if meter != self.meter {
            self.meter = meter;
            self.asks = Asks::ThisCall;
        }
        let line = transport
            .bar_start
            .and_then(|start| plausible_line(start, position, meter.bar()));
        self.answer(line);
        self.named = line;
        self.map != before
    }

    fn answer(&mut self, line: Option<Tick>) {
        if self.asks == Asks::Settled {
            return;
        }
        let confirmed = line.filter(|line| {
            self.named
                .is_some_and(|named| is_whole_bars(*line - named, self.meter.bar()))
        });
        if let Some(line) = confirmed {
            self.map = BarMap::through(line, self.meter);
            self.asks = Asks::Settled;
            return;
        }
        self.map = BarMap::from_song_start(self.meter);
        self.asks = match self.asks {
            Asks::ThisCall => Asks::NextCall,
            Asks::NextCall | Asks::Settled => Asks::Settled,
        };
    }
}

fn is_whole_bars(span: Ticks, bar: Ticks) -> bool {
    span.get().rem_euclid(bar.get()) == 0
}

/// The tick of a bar start that the position can lie in.
fn plausible_line(start_beats: f64, position: f64, bar: Ticks) -> Option<Tick> {
    if !start_beats.is_finite() {
        return None;
    }
    let line = Tick::nearest(start_beats * Ticks::QUARTER.to_f64());
    let into = position - line.to_f64();
    (-1.0..bar.to_f64()).contains(&into).then_some(line)
}

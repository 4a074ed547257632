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
    /// What the call before this one said, while rolling.
    said: Option<Said>,
    asks: Asks,
}

/// Where a host says that the bar starts, in quarter notes, at a position in ticks. It is only
/// looked into when it is asked about: most calls are not.
#[derive(Clone, Copy, Debug)]
struct Said {
    bar_start: f64,
    position: f64,
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
            said: None,
            asks: Asks::ThisCall,
        }
    }

    pub(super) fn map(&self) -> &BarMap {
        &self.map
    }

    /// Forgets what the host said: it stands still.
    pub(super) fn stop(&mut self) {
        self.said = None;
    }

    /// Asks again from this call on: the position was anchored anew.
    pub(super) fn ask(&mut self) {
        self.asks = Asks::ThisCall;
    }

    /// Reads the host's line at `position` ticks and says whether the bar lines are others now.
    pub(super) fn read(&mut self, transport: &Transport, position: f64) -> bool {
        let meter = transport.meter.unwrap_or(self.meter);
        if meter != self.meter {
            self.meter = meter;
            self.asks = Asks::ThisCall;
        }
        let says = transport.bar_start.map(|bar_start| Said {
            bar_start,
            position,
        });
        let before = std::mem::replace(&mut self.said, says);
        if self.asks == Asks::Settled {
            return false;
        }
        let answer = self.answer(before);
        std::mem::replace(&mut self.map, answer) != answer
    }

    /// The lines to count from, after what was said `before` this call and in it.
    fn answer(&mut self, before: Option<Said>) -> BarMap {
        let bar = self.meter.bar();
        let line = |said: Option<Said>| said.and_then(|said| plausible_line(said, bar));
        let confirmed = line(self.said)
            .zip(line(before))
            .filter(|(line, named)| is_whole_bars(*line - *named, bar));
        let is_last_try = self.asks == Asks::NextCall;
        self.asks = if confirmed.is_some() || is_last_try {
            Asks::Settled
        } else {
            Asks::NextCall
        };
        match confirmed {
            Some((line, _)) => BarMap::through(line, self.meter),
            None => BarMap::from_song_start(self.meter),
        }
    }
}

fn is_whole_bars(span: Ticks, bar: Ticks) -> bool {
    span.get().rem_euclid(bar.get()) == 0
}

/// The tick of a bar start that the position can lie in.
fn plausible_line(said: Said, bar: Ticks) -> Option<Tick> {
    if !said.bar_start.is_finite() {
        return None;
    }
    let line = Tick::nearest(said.bar_start * Ticks::QUARTER.to_f64());
    let into = said.position - line.to_f64();
    (-1.0..bar.to_f64()).contains(&into).then_some(line)
}

//! Which bar lines to count from, and when to believe the host about them.
//!
//! Hosts get this wrong in many ways: some send the position itself as the bar's start, some count
//! every bar as four quarters, some leave it zero. So a line is believed only if two calls in a row
//! name the same one, or lines that are whole bars apart; else bars are counted from song start.
//! What two calls at one place agree on, the next call elsewhere has to confirm. A loop that begins
//! again has the lines that it had there before.

use super::transport::Transport;
use crate::time::{BarMap, Meter, Tick, Ticks, within};

/// The bar lines in force. **Thread:** audio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bars {
    lines: Lines,
    /// What the call before this one said.
    said: Option<Said>,
    asks: Asks,
}

/// Bar lines, with the meter that they are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lines {
    map: BarMap,
    meter: Meter,
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
        let meter = Meter::COMMON;
        let map = BarMap::from_song_start(meter);
        Self {
            lines: Lines { map, meter },
            said: None,
            asks: Asks::ThisCall,
        }
    }

    pub(super) fn map(&self) -> &BarMap {
        &self.lines.map
    }

    /// The lines in force, to come back to; `None` while they are in question.
    pub(super) fn settled(&self) -> Option<Lines> {
        (self.asks == Asks::Settled).then_some(self.lines)
    }

    /// A loop begins again: comes back to the lines that were in force at its start, and says whether
    /// they are others than now.
    ///
    /// Words from the loop's end and from its start cannot confirm each other, so lines that are known
    /// are kept until the host names another meter, or the music begins anew.
    pub(super) fn begin_again(&mut self, lines: Option<Lines>) -> bool {
        let Some(lines) = lines else {
            self.ask();
            return false;
        };
        self.asks = Asks::Settled;
        std::mem::replace(&mut self.lines, lines) != lines
    }

    /// Asks again from this call on: the position was anchored anew.
    pub(super) fn ask(&mut self) {
        self.asks = Asks::ThisCall;
    }

    /// Takes note of what a host says at `position` ticks while it stands still.
    pub(super) fn listen(&mut self, transport: &Transport, position: f64) {
        self.said = said(transport, position);
    }

    /// Whether what a host says at its `position` in ticks cannot make the bar lines others; if so,
    /// takes note of it.
    #[inline]
    pub(super) fn agree(&mut self, transport: &Transport, position: f64) -> bool {
        let is_same = transport
            .meter
            .is_none_or(|meter| meter == self.lines.meter);
        let agrees = is_same && self.asks == Asks::Settled;
        if agrees {
            self.said = said(transport, position);
        }
        agrees
    }

    /// Reads the host's line at its `position` in ticks, which is right within `near`, and says
    /// whether the bar lines are others now.
    pub(super) fn read(&mut self, transport: &Transport, position: f64, near: f64) -> bool {
        let meter = transport.meter.unwrap_or(self.lines.meter);
        let old_meter = std::mem::replace(&mut self.lines.meter, meter);
        if meter != old_meter {
            self.asks = Asks::ThisCall;
        }
        let before = std::mem::replace(&mut self.said, said(transport, position));
        if self.asks == Asks::Settled {
            return false;
        }
        let map = self.answer(before, old_meter.bar(), near);
        std::mem::replace(&mut self.lines.map, map) != map
    }

    /// The lines to count from, after what was said `before` this call and in it.
    fn answer(&mut self, before: Option<Said>, old_bar: Ticks, near: f64) -> BarMap {
        let (meter, bar) = (self.lines.meter, self.lines.meter.bar());
        let line = |said: Option<Said>, bar| said.and_then(|said| said.line(bar, near));
        let named = line(self.said, bar);
        let old = line(before, bar).or(line(before, old_bar));
        let agrees = |named: Tick, old: Tick| {
            // At a change of meter the line before is a bar of the old meter away.
            is_whole_bars(named - old, bar) || is_whole_bars(named - old, old_bar)
        };
        let confirmed = named.zip(old).filter(|(named, old)| agrees(*named, *old));
        let stood_still = before
            .zip(self.said)
            .is_some_and(|(a, b)| (a.position - b.position).abs() < 1.0);
        self.asks = match (self.asks, confirmed) {
            (_, Some(_)) if !stood_still => Asks::Settled,
            // A line that cannot be is no word: the next call is asked.
            (Asks::NextCall, None) if named.is_some() && old.is_some() => Asks::Settled,
            _ => Asks::NextCall,
        };
        match confirmed {
            Some((line, _)) => BarMap::through(line, meter),
            None => BarMap::from_song_start(meter),
        }
    }
}

impl Said {
    /// The tick of the bar's start, if the position can lie in such a bar.
    fn line(self, bar: Ticks, near: f64) -> Option<Tick> {
        if !self.bar_start.is_finite() {
            return None;
        }
        let line = Tick::nearest(self.bar_start * Ticks::QUARTER.to_f64());
        let into = self.position - line.to_f64();
        (-near..bar.to_f64() + near).contains(&into).then_some(line)
    }
}

fn said(transport: &Transport, position: f64) -> Option<Said> {
    transport.bar_start.map(|bar_start| Said {
        bar_start,
        position,
    })
}

fn is_whole_bars(span: Ticks, bar: Ticks) -> bool {
    within(span.get(), bar.get()) == 0
}

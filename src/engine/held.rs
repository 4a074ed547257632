//! The fill that the player asks for: it runs for as long as it is held, and to the bar line.

use crate::pattern::fill::{Fill, Style};
use crate::time::{BarMap, Tick, Ticks};

/// A fill on demand, and what a loop carries over from its end to its start. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    run: Option<HeldFill>,
    /// The bar lines that the fill's end was counted on.
    bars: Option<BarMap>,
    /// A tick on which a fill ended that was played elsewhere in the song.
    carried: Option<Tick>,
}

/// A fill that the player has asked for. **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldFill {
    /// Where it began.
    pub start: Tick,
    /// The bar line that it goes on to at least.
    pub line: Tick,
    /// Whether it is held still: then it goes on.
    pub is_held: bool,
}

impl Held {
    /// A fill that is let go of on `tick`, if it has not been before: it ends with its bar.
    pub(super) fn let_go(fill: Option<HeldFill>, tick: Tick, bars: &BarMap) -> Self {
        let is_past = |fill: &HeldFill| fill.is_held && fill.line <= tick;
        let run = fill.map(|fill| match fill {
            // Held past its line, each bar is a fill of its own.
            fill if is_past(&fill) => HeldFill {
                start: tick - bars.offset(tick),
                line: line_from(tick + Ticks::new(1), bars),
                is_held: false,
            },
            fill => HeldFill {
                is_held: false,
                ..fill
            },
        });
        Self {
            run,
            ..Self::default()
        }
    }

    /// The fill that runs, or that has run.
    pub(super) fn run(&self) -> Option<HeldFill> {
        self.run
    }

    /// Takes note at `tick` of whether a fill is asked for now.
    pub(super) fn hear(&mut self, is_asked: bool, tick: Tick, bars: &BarMap) {
        if self.bars.replace(*bars) != Some(*bars) {
            self.count_again(tick, bars);
        }
        match &mut self.run {
            None if is_asked => {
                self.run = Some(HeldFill {
                    start: tick,
                    line: first_line(tick, bars),
                    is_held: true,
                });
            }
            Some(run) if !is_asked && run.is_held => {
                if run.line < tick {
                    // Held past its line, each bar is a fill of its own.
                    let last = tick - Ticks::new(1);
                    run.start = last - bars.offset(last);
                }
                run.is_held = false;
                run.line = run.line.max(line_from(tick, bars));
            }
            Some(run) if is_asked && !run.is_held => {
                let is_over = run.line <= tick;
                if is_over {
                    run.start = tick;
                }
                run.is_held = true;
                run.line = run.line.max(first_line(tick, bars));
            }
            _ => {}
        }
    }

    /// Bar lines are others from `tick` on: a fill that runs ends on one of them.
    fn count_again(&mut self, tick: Tick, bars: &BarMap) {
        let Some(run) = self.run.as_mut().filter(|run| run.line > tick) else {
            return;
        };
        let into = bars.offset(run.line);
        if into == Ticks::ZERO {
            return;
        }
        let last = run.line - into;
        let is_enough = last > tick && last - run.start >= bars.beat();
        run.line = if is_enough { last } else { last + bars.bar() };
    }

    /// The transport stopped or was put elsewhere: nothing is carried there.
    pub(super) fn drop(&mut self) {
        *self = Self::default();
    }

    /// The loop has ended at `end` and begins again at `start`. A fill that is not over goes on there; if
    /// one that ended with the loop `lands`, what it leads into comes there.
    pub(super) fn wrap(&mut self, (start, end): (Tick, Tick), lands: bool, bars: &BarMap) {
        self.carried = lands.then_some(start);
        let goes_on = |run: &HeldFill| run.is_held || run.line > end;
        self.bars = Some(*bars);
        self.run = self.run.filter(goes_on).map(|run| {
            let left = start + (run.line - end).max(Ticks::ZERO);
            // A loop that is shorter than a bar may have no line.
            let line = Some(line_from(left, bars)).filter(|line| *line <= end);
            HeldFill {
                start,
                line: line.unwrap_or(left),
                is_held: run.is_held,
            }
        });
    }

    /// Whether the player has asked for a fill, or one is carried over.
    pub(super) fn is_any(&self) -> bool {
        self.run.is_some() || self.carried.is_some()
    }

    /// The fill at `tick`, if the player has asked for one.
    pub(super) fn fill_at(&self, tick: Tick, style: Style, bars: &BarMap) -> Option<Fill> {
        let run = self.run.filter(|run| run.start <= tick)?;
        if tick < run.line {
            return Some(Fill::asked_for(style, bars, run.start, run.line));
        }
        // Held past its line, each bar is a fill of its own.
        let start = tick - bars.offset(tick);
        run.is_held
            .then(|| Fill::asked_for(style, bars, start, start + bars.bar()))
    }

    /// The fill of the player's that ends on `tick`.
    pub(super) fn fill_before(&self, tick: Tick, style: Style, bars: &BarMap) -> Option<Fill> {
        let run = self.run.filter(|run| !run.is_held && run.line == tick)?;
        let start = run.start.max(tick - bars.bar());
        Some(Fill::asked_for(style, bars, start, tick))
    }

    /// Whether a fill that ended where the loop did is followed by what begins on `tick`.
    pub(super) fn is_carried_to(&self, tick: Tick) -> bool {
        self.carried == Some(tick)
    }
}

/// The bar line up to which a fill runs that begins on `tick`: with under a beat left, the one after
/// the next.
fn first_line(tick: Tick, bars: &BarMap) -> Tick {
    let line = line_from(tick + Ticks::new(1), bars);
    if line - tick < bars.beat() {
        line + bars.bar()
    } else {
        line
    }
}

/// The first bar line at or after `tick`.
fn line_from(tick: Tick, bars: &BarMap) -> Tick {
    bars.next_on(bars.bar(), tick)
}

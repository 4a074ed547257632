//! Which pattern plays, from where it is counted, and where the next one takes its seat.
//!
//! What is asked for (a parameter, the chain) and what plays are two things: a change waits for its
//! boundary, a tick that is known before it comes. At a start and at a jump nothing waits.

use super::controls::{Controls, PatternChange, PatternEntry};
use super::whereabouts::Whereabouts;
use crate::pattern::{Bank, Bars, ChainEntry, PatternIndex};
use crate::time::{BarMap, NoteValue, Speed, Tick, Ticks, over};

/// What plays, and from where its places are counted. **Thread:** any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The pattern.
    pub pattern: PatternIndex,
    /// Where its first lap begins; `None` if it plays as if it had always played.
    pub origin: Option<Tick>,
    /// How much later its places in the song are.
    pub shift: Ticks,
    /// How fast it runs.
    pub speed: Speed,
    /// The end of the chain's entry, if the chain plays.
    ends: Option<Tick>,
}

impl Seat {
    /// The seat of what plays at `at`, if nothing takes its place.
    pub fn of(at: &Whereabouts) -> Self {
        Self {
            pattern: at.pattern,
            origin: at.origin,
            shift: at.shift,
            speed: at.speed,
            ends: None,
        }
    }

    /// Whether the same pattern begins at the same place.
    fn is_at(&self, other: &Self) -> bool {
        (self.pattern, self.origin) == (other.pattern, other.origin)
    }
}

/// What takes its seat, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) tick: Tick,
    pub(super) to: Seat,
}

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Song {
    seat: Seat,
    turn: Option<Turn>,
    /// What the seat was taken from, and on which tick, unless a stretch of song has begun since.
    before: Option<(Tick, Seat)>,
    /// Which pattern the song has before the seat's, and up to which tick, though a stretch of song has
    /// begun since.
    led_in: Option<(Tick, PatternIndex)>,
}

impl Song {
    pub(super) fn new() -> Self {
        let seat = Seat {
            pattern: PatternIndex::FIRST,
            origin: None,
            shift: Ticks::ZERO,
            speed: Speed::Normal,
            ends: None,
        };
        Self {
            seat,
            turn: None,
            before: None,
            led_in: None,
        }
    }

    pub(super) fn seat(&self) -> &Seat {
        &self.seat
    }

    /// The pattern that waits for its boundary.
    pub(super) fn queued(&self) -> Option<PatternIndex> {
        let next = self.turn?.to;
        let is_other = next.pattern != self.seat.pattern && next.ends.is_none();
        is_other.then_some(next.pattern)
    }

    /// What takes its seat next.
    pub(super) fn next_turn(&self) -> Option<Turn> {
        self.turn
    }

    /// The tick on which something else takes its seat.
    pub(super) fn turn_tick(&self) -> Option<Tick> {
        Some(self.turn?.tick)
    }

    /// What the seat was taken from, and on which tick.
    pub(super) fn before(&self) -> Option<(Tick, Seat)> {
        self.before
    }

    /// The pattern that the song has before the seat's, heard or not, and up to which tick.
    pub(super) fn led(&self) -> Option<(Tick, PatternIndex)> {
        let heard = self.before.map(|(tick, seat)| (tick, seat.pattern));
        heard.or(self.led_in)
    }

    /// A stretch of song begins at `tick`. Takes what is asked for at once, but for a pattern that
    /// waits for its boundary while a loop begins `again`. Says whether anything is another.
    pub(super) fn begin(&mut self, ask: &Ask<'_>, tick: Tick, again: bool) -> bool {
        self.before = None;
        self.led_in = None;
        if again && !ask.runs_chain() {
            return self.shift(ask.controls);
        }
        let seat = ask.seat_at(tick);
        self.led_in = ask.led_to(&seat);
        std::mem::replace(&mut self.seat, seat) != seat
    }

    /// Says whether Shift has moved the seat, which it does at once.
    pub(super) fn shift(&mut self, controls: &Controls) -> bool {
        let shift = shift(controls);
        let is_moved = self.seat.origin.is_none() && shift != self.seat.shift;
        self.seat.shift = shift;
        is_moved
    }

    /// Finds out what takes its seat next, on `from` or after it.
    pub(super) fn plan(&mut self, ask: &Ask<'_>, from: Tick) {
        let pattern = self.pattern_turn(ask, from);
        let speed = (ask.controls.speed != self.seat.speed).then(|| Turn {
            tick: ask.bars.next_on(ask.bars.bar(), from),
            to: Seat {
                speed: ask.controls.speed,
                ..self.seat
            },
        });
        self.turn = match (pattern, speed) {
            (Some(pattern), Some(speed)) if speed.tick < pattern.tick => Some(speed),
            (Some(pattern), _) => Some(pattern),
            (None, speed) => speed,
        };
    }

    /// The turn has come: gives whether another pattern, or another place in it, begins.
    pub(super) fn turn(&mut self) -> bool {
        let Some(turn) = self.turn.take() else {
            return false;
        };
        let is_speed_only = turn.to
            == Seat {
                speed: turn.to.speed,
                ..self.seat
            };
        self.before = Some((turn.tick, self.seat));
        self.seat = turn.to;
        !is_speed_only
    }

    fn pattern_turn(&self, ask: &Ask<'_>, from: Tick) -> Option<Turn> {
        let seat = self.seat;
        if ask.runs_chain() {
            let here = ask.chained_at(from);
            let tick = match here.filter(|here| here.is_at(&seat)) {
                Some(here) => here.ends?,
                None => ask.bars.next_on(ask.bars.bar(), from),
            };
            let to = ask.chained_at(tick)?;
            return Some(Turn { tick, to });
        }
        let wanted = ask.controls.pattern;
        if wanted == seat.pattern && seat.ends.is_none() {
            return None;
        }
        let tick = ask.boundary(from);
        let origin = match ask.controls.pattern_entry {
            PatternEntry::Song => None,
            PatternEntry::Top => Some(tick),
        };
        let speed = if ask.is_line(tick) {
            ask.controls.speed
        } else {
            seat.speed
        };
        let to = Seat {
            pattern: wanted,
            origin,
            speed,
            ends: None,
            ..seat
        };
        Some(Turn { tick, to })
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) bank: &'a Bank,
    pub(super) controls: &'a Controls,
    pub(super) bars: &'a BarMap,
}

impl Ask<'_> {
    fn runs_chain(&self) -> bool {
        self.bank.setup.runs_chain && !self.bank.chain.entries().is_empty()
    }

    /// What plays at `tick` if nothing waits.
    fn seat_at(&self, tick: Tick) -> Seat {
        let speed = self.controls.speed;
        let chosen = Seat {
            pattern: self.controls.pattern,
            origin: None,
            shift: shift(self.controls),
            speed,
            ends: None,
        };
        if self.runs_chain() {
            return self.chained_at(tick).unwrap_or(chosen);
        }
        chosen
    }

    /// The chain's entry at `tick`. Speed leaves the song's form as it is.
    fn chained_at(&self, tick: Tick) -> Option<Seat> {
        let entries = self.bank.chain.entries();
        let length = |entry: &ChainEntry| {
            let bars = self.pattern_bars(entry.pattern) * i64::from(entry.repeats.get());
            self.bars.bar() * bars
        };
        let all = entries
            .iter()
            .map(length)
            .fold(Ticks::ZERO, |sum, length| sum + length);
        let shift = shift(self.controls);
        let start = self.bars.line(0) + shift;
        let into = (tick - start).get().checked_rem_euclid(all.get())?;
        let mut begins = tick - Ticks::new(into);
        for entry in entries {
            let ends = begins + length(entry);
            if tick < ends {
                return Some(Seat {
                    pattern: entry.pattern,
                    origin: Some(begins),
                    shift,
                    speed: self.controls.speed,
                    ends: Some(ends),
                });
            }
            begins = ends;
        }
        None
    }

    /// If `seat` is that of a chain's entry: the pattern of the entry before, and the tick on which it
    /// ends.
    pub(super) fn led_to(&self, seat: &Seat) -> Option<(Tick, PatternIndex)> {
        let tick = seat.origin.filter(|_| self.runs_chain())?;
        let is_here = self.chained_at(tick).filter(|here| here.is_at(seat));
        let before = is_here.and_then(|_| self.chained_at(tick - Ticks::new(1)))?;
        Some((tick, before.pattern))
    }

    fn pattern_bars(&self, pattern: PatternIndex) -> i64 {
        let bars = self.bank.pattern(pattern).map(|pattern| pattern.bars);
        i64::from(bars.unwrap_or(Bars::ONE).get())
    }

    /// The first boundary on `from` or after it at which the chosen pattern may begin.
    fn boundary(&self, from: Tick) -> Tick {
        let bars = self.bars;
        match self.controls.pattern_change {
            PatternChange::Now => from,
            PatternChange::Step => bars.next_on(NoteValue::SIXTEENTH.ticks(), from),
            PatternChange::Beat => bars.next_on(bars.beat(), from),
            PatternChange::Bar => bars.next_on(bars.bar(), from),
            PatternChange::End => self.next_first_bar(from),
        }
    }

    /// The first bar line on which the chosen pattern stands on its first bar.
    fn next_first_bar(&self, from: Tick) -> Tick {
        let bars = self.pattern_bars(self.controls.pattern);
        let line = self.bars.next_on(self.bars.bar(), from);
        let shifted = self.bars.number_at(line - shift(self.controls));
        let first = over(shifted + bars - 1, bars) * bars;
        line + self.bars.bar() * (first - shifted)
    }

    fn is_line(&self, tick: Tick) -> bool {
        self.bars.offset(tick) == Ticks::ZERO
    }
}

fn shift(controls: &Controls) -> Ticks {
    Ticks::QUARTER * i64::from(controls.shift)
}

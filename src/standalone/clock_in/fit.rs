//! The even row of ticks that lies nearest to those that came.
//!
//! How well ticks that are off by chance tell their tempo is a matter of how many count: the error of the
//! row falls with their number to the power of one and a half. So as many count as four bars have, for
//! as long as they are of one row; whether they still are, the latest tell, by as much as they are
//! unevenly off anyway.

use crate::time::{SampleRate, to_f64};
use arrayvec::ArrayVec;

/// How many ticks count: four bars of 4/4, from their first tick to the next bar's.
const MOST: usize = 385;
/// How many of them tell whether the tempo has moved on.
const LATEST: usize = 8;
const LATEST_COUNT: f64 = 8.0;
/// Ticks further apart than at 1 BPM are none of one row.
const PAUSE_MS: f64 = 2_500.0;
/// A tick that is off by so much of a tick belongs to another tempo...
const DEPARTS: f64 = 0.08;
/// ...but not by less than this, which wires and computers are off by: while few are known, and then.
const DEPARTS_MS: (f64, f64) = (5.0, 2.5);
/// By how much the latest ticks may all be late, or early: by so many of what their mean is off by by
/// chance, and at least and at the most by this.
const LEANS: f64 = 5.0;
const LEANS_MS: (f64, f64) = (0.15, 1.0);

/// The latest tick and the distance between ticks, both in frames with a fraction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) latest: f64,
    pub(super) per_tick: f64,
}

/// The ticks of one tempo, and the row through them. **Thread:** audio.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    ticks: ArrayVec<f64, MOST>,
    /// A tick that came at another time than it should have: a slip, or another tempo's first.
    stray: Option<f64>,
    row: Option<Row>,
}

impl Fit {
    /// Takes the tick on `frame`.
    pub(super) fn hear(&mut self, frame: i64, rate: SampleRate) {
        let frame = to_f64(frame);
        let last = self.stray.or(self.ticks.last().copied());
        if last.is_some_and(|last| frame - last > rate.frames_in_ms(PAUSE_MS)) {
            *self = Self::default();
        }
        match (self.row_now(), self.stray.take()) {
            (Some(row), stray) if self.departs(frame, row, rate) => match stray {
                None => {
                    self.stray = Some(frame);
                    return;
                }
                Some(stray) => self.ticks = [stray, frame].into_iter().collect(),
            },
            (Some(row), Some(_)) => {
                // The slip of one tick says nothing about the others.
                self.push(row.latest);
                self.push(frame);
            }
            _ => self.push(frame),
        }
        self.fit(rate);
    }

    /// The row, once two ticks have come.
    pub(super) fn row_now(&self) -> Option<Row> {
        let strays = if self.stray.is_some() { 1.0 } else { 0.0 };
        self.row.map(|row| Row {
            latest: row.latest + strays * row.per_tick,
            ..row
        })
    }

    fn departs(&self, frame: f64, row: Row, rate: SampleRate) -> bool {
        let (few, many) = DEPARTS_MS;
        let ms = if self.ticks.len() < LATEST { few } else { many };
        let off = (frame - row.latest - row.per_tick).abs();
        off > (DEPARTS * row.per_tick).max(rate.frames_in_ms(ms))
    }

    fn push(&mut self, frame: f64) {
        if self.ticks.is_full() {
            self.ticks.remove(0);
        }
        self.ticks.push(frame);
    }

    fn fit(&mut self, rate: SampleRate) {
        self.row = row(&self.ticks, rate);
        let Some(row_now) = self.row else { return };
        if self.ticks.len() >= 2 * LATEST && self.leans(row_now, rate) {
            self.ticks.drain(..self.ticks.len() - LATEST);
            self.row = row(&self.ticks, rate);
        }
    }

    /// Whether the latest ticks are of another row.
    fn leans(&self, row: Row, rate: SampleRate) -> bool {
        let (mut lean, mut squares) = (0.0, 0.0);
        for (tick, back) in self.ticks.iter().rev().zip(0_u16..) {
            let late = tick - row.latest + f64::from(back) * row.per_tick;
            squares += late * late;
            if usize::from(back) < LATEST {
                lean += late;
            }
        }
        let by_chance = (squares / count(&self.ticks) / LATEST_COUNT).sqrt();
        let (least, most) = LEANS_MS;
        let (least, most) = (rate.frames_in_ms(least), rate.frames_in_ms(most));
        lean.abs() / LATEST_COUNT > (LEANS * by_chance).clamp(least, most)
    }
}

/// The row for which the squares of what the ticks are off by are the least.
fn row(ticks: &[f64], rate: SampleRate) -> Option<Row> {
    let count = count(ticks);
    let last = ticks.last().filter(|_| ticks.len() >= 2)?;
    let middle = (count - 1.0) / 2.0;
    // Counted from the latest tick: large numbers have no room for small differences.
    let (mut sum, mut slope) = (0.0, 0.0);
    for (tick, place) in ticks.iter().zip(0_u16..) {
        sum += tick - last;
        slope += (f64::from(place) - middle) * (tick - last);
    }
    let spread = count * (count * count - 1.0) / 12.0;
    let minute = 60.0 * rate.hz() / 24.0;
    let per_tick = (slope / spread).clamp(minute / 2_000.0, minute);
    let latest = last + sum / count + middle * per_tick;
    Some(Row { latest, per_tick })
}

fn count(ticks: &[f64]) -> f64 {
    f64::from(u16::try_from(ticks.len()).unwrap_or(u16::MAX))
}

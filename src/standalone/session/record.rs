//! Recording, from what the audio side passes on to what is written.

use super::super::leader::Follows;
use super::super::order::{Order, Steer};
use super::super::recorder::{Over, Played};
use super::super::tempo_line::quarters;
use super::Session;
use super::obey::{Answer, ok};
use crate::link::MainSide;
use crate::time::{SampleRate, Tick, round_i64};

/// How far past a bar line the song may stand and still be on it, in frames: JACK's transport has a frame
/// for a place, which is up to one late.
const NEAR: f64 = 1.5;

impl Session {
    /// Begins a take, or ends it.
    pub(super) fn record(&mut self, on: bool) -> Answer {
        if on {
            let answer = self.order(Order::Record(true))?;
            if self.count_in == 0 || self.recorder.is_on() {
                self.recorder.begin();
                return Ok(answer);
            }
            return self.count_in();
        }
        self.order_if_there(Order::CountIn(None));
        self.end_take();
        if let Some(link) = &mut self.link {
            link.order(Order::Record(false));
        }
        Ok(ok())
    }

    /// Has so many bars be counted in before takes to come.
    pub(super) fn set_count_in(&mut self, bars: u8) -> String {
        self.count_in = bars;
        ok()
    }

    /// Counts in, and begins the take on the bar line after that: where the song rolls, on the first one
    /// that leaves time to count; where it stands, on its next, before which it is put back. Before the
    /// song's first bar there is room on a transport of its own alone; on JACK's the take begins as many
    /// bars later. Where a clock is going to start, it alone knows.
    fn count_in(&mut self) -> Answer {
        if let Some(link) = &self.link {
            // Where it was asked to go just before is where it counts from.
            link.settle();
        }
        let rolls = self.board.rolls();
        let (now, count) = (self.board.position(), self.count());
        let (start, number) = self.board.bar();
        let bar = quarters(self.board.meter().bar());
        let begins_at = match self.options.follows {
            _ if rolls => self.line_from(now + count),
            Follows::Own => self.line_from(now),
            Follows::Jack => self.line_from(now.max(count)),
            Follows::Clock => return self.count_in_later(),
        };
        if !rolls {
            self.order(Order::Steer(Steer::Locate(begins_at - count)))?;
        }
        self.recorder.begin_at(begins_at);
        self.order(Order::CountIn(Some(begins_at)))?;
        if !rolls {
            self.order(Order::Steer(Steer::Play))?;
            self.wants_play = true;
        }
        let number = number + round_i64((begins_at - start) / bar);
        Ok(format!("{}; it begins with bar {number}", ok()))
    }

    /// Counts from the first beat that comes on, and does not know yet up to where.
    fn count_in_later(&mut self) -> Answer {
        self.recorder.begin_later();
        self.order(Order::CountIn(Some(f64::INFINITY)))?;
        Ok(format!("{}; it is counted in once the clock plays", ok()))
    }

    /// Says up to where, now that the song has begun to roll somewhere.
    fn place_take(&mut self) {
        let begins_at = self.line_from(self.board.began() + self.count());
        self.recorder.begin_at(begins_at);
        self.order_if_there(Order::CountIn(Some(begins_at)));
    }

    /// How long the count is, in quarter notes.
    fn count(&self) -> f64 {
        f64::from(self.count_in) * quarters(self.board.meter().bar())
    }

    /// The first bar line that is not before a place, in quarter notes.
    fn line_from(&self, place: f64) -> f64 {
        let bar = quarters(self.board.meter().bar());
        let (start, _) = self.board.bar();
        let near = NEAR * self.board.tempo() / 60.0 / self.rate();
        start + ((place - near - start) / bar).ceil() * bar
    }

    /// Takes down what was played, and writes what the song has gone past.
    pub(super) fn write_down(&mut self) {
        self.take_down();
        if !self.recorder.is_on() {
            return;
        }
        if self.recorder.awaits_place() && self.board.rolls() {
            self.place_take();
        }
        let whereabouts = self.instrument.health.whereabouts();
        let now = quarters(whereabouts.position - Tick::ZERO);
        let now = Some(now).filter(|_| whereabouts.playing && !self.board.is_gone());
        let mut main = self.instrument.params.main().lock();
        self.recorder.tend(now, &mut main);
    }

    /// Ends the take with all that was played up to now.
    pub(super) fn end_take(&mut self) {
        self.take_down();
        let mut main = self.instrument.params.main().lock();
        self.recorder.end(&mut main);
    }

    pub(super) fn undo(&mut self) -> Answer {
        self.take_down();
        let mut main = self.instrument.params.main().lock();
        let is_undone = self.recorder.undo(&mut main);
        is_undone
            .then(ok)
            .ok_or_else(|| why_not("there is no take to be taken back", &main))
    }

    pub(super) fn redo(&mut self) -> Answer {
        let mut main = self.instrument.params.main().lock();
        let is_redone = self.recorder.redo(&mut main);
        is_redone
            .then(ok)
            .ok_or_else(|| why_not("no take was taken back last", &main))
    }

    fn take_down(&mut self) {
        while let Some(played) = self.link.as_mut().and_then(|link| link.played.pop().ok()) {
            self.take_note(&played);
        }
    }

    fn take_note(&mut self, played: &Played) {
        let rate = self.link.as_ref().map(|link| link.pace().0);
        let Some(rate) = rate.and_then(|rate| SampleRate::new(f64::from(rate))) else {
            return;
        };
        let controls = self.instrument.params.controls();
        let over = Over {
            controls: &controls,
            meter: self.board.meter(),
            rate,
        };
        let mut main = self.instrument.params.main().lock();
        // A key that no lane plays passes through and is written nowhere.
        self.recorder.hear(played, &over, &mut main);
    }
}

/// Why no take is taken back or written again.
fn why_not(usual: &str, main: &MainSide) -> String {
    match main.displaced() {
        Some(_) => format!("{usual} while a groove is on trial"),
        None => usual.to_owned(),
    }
}

//! Recording, from what the audio side passes on to what is written.

use super::super::leader::Follows;
use super::super::order::{Order, Steer};
use super::super::recorder::{Over, Played};
use super::super::tempo_line::quarters;
use super::Session;
use super::obey::{Answer, ok};
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
    /// bars later.
    fn count_in(&mut self) -> Answer {
        if let Some(link) = &self.link {
            // Where it was asked to go just before is where it counts from.
            link.settle();
        }
        let bar = quarters(self.board.meter().bar());
        let count = f64::from(self.count_in) * bar;
        let now = self.board.position();
        let (start, number) = self.board.bar();
        let near = NEAR * self.board.tempo() / 60.0 / self.rate();
        let line = |place: f64| start + ((place - near - start) / bar).ceil() * bar;
        let (from, begins_at) = if self.board.rolls() {
            (None, line(now + count))
        } else {
            let begins_at = match self.options.follows {
                Follows::Own => line(now),
                Follows::Jack => line(now.max(count)),
                Follows::Clock => line(now + count),
            };
            let is_asked = self.options.follows != Follows::Clock;
            (is_asked.then_some(begins_at - count), begins_at)
        };
        if let Some(from) = from {
            self.order(Order::Steer(Steer::Locate(from)))?;
        }
        self.recorder.begin_at(begins_at);
        self.order(Order::CountIn(Some(begins_at)))?;
        if from.is_some() {
            self.order(Order::Steer(Steer::Play))?;
            self.wants_play = true;
        }
        let number = number + round_i64((begins_at - start) / bar);
        Ok(format!("{}; it begins with bar {number}", ok()))
    }

    /// Takes down what was played, and writes what the song has gone past.
    pub(super) fn write_down(&mut self) {
        self.take_down();
        if !self.recorder.is_on() {
            return;
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
            .ok_or_else(|| "there is no take to be taken back".to_owned())
    }

    pub(super) fn redo(&mut self) -> Answer {
        let mut main = self.instrument.params.main().lock();
        let is_redone = self.recorder.redo(&mut main);
        is_redone
            .then(ok)
            .ok_or_else(|| "no take was taken back last".to_owned())
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

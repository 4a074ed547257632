//! Recording, from what the audio side passes on to what is written.

use super::super::order::Order;
use super::super::recorder::{Over, Played};
use super::Session;
use super::obey::{Answer, ok};
use crate::time::{SampleRate, Tick, Ticks};

impl Session {
    /// Begins a take, or ends it.
    pub(super) fn record(&mut self, on: bool) -> Answer {
        if on {
            let answer = self.order(Order::Record(true))?;
            self.recorder.begin();
            return Ok(answer);
        }
        self.end_take();
        if let Some(link) = &mut self.link {
            link.order(Order::Record(false));
        }
        Ok(ok())
    }

    /// Takes down what was played, and writes what the song has gone past.
    pub(super) fn write_down(&mut self) {
        self.take_down();
        if !self.recorder.is_on() {
            return;
        }
        let whereabouts = self.instrument.health.whereabouts();
        let now = (whereabouts.position - Tick::ZERO).to_f64() / Ticks::QUARTER.to_f64();
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
        let whereabouts = self.instrument.health.whereabouts();
        let mut main = self.instrument.params.main().lock();
        self.recorder
            .make_room(played, whereabouts.pattern, &mut main);
        let over = Over {
            bank: main.bank(),
            controls: &controls,
            whereabouts: &whereabouts,
            meter: self.board.meter(),
            rate,
        };
        // A key that no lane plays passes through and is written nowhere.
        self.recorder.hear(played, &over);
    }
}

//! From the transport's word to the music of one stretch: anchors, loops, patterns, pieces.

use super::clock::{Arrival, Cause};
use super::ensemble::Entrance;
use super::event::Sink;
use super::outlet::Outlet;
use super::scene::{Scene, first_tick_from, tick_on};
use super::song::{Ask, Song};
use super::stage::{Hand, Setting, perform};
use super::transport::Transport;
use super::{Engine, Span};
use crate::pattern::{Bank, Pattern, PatternIndex};
use crate::time::{BarMap, Frame, FrameMap, SampleRate, Tick};

/// What is asked for of the song. A macro, so that only these fields are borrowed.
macro_rules! ask {
    ($engine:expr) => {
        Ask {
            bank: &$engine.bank,
            controls: &$engine.controls,
            bars: $engine.clock.bars(),
        }
    };
}

/// What the players look at on a frame, and the song position there in ticks. A macro, so that only
/// these fields are borrowed.
macro_rules! scene {
    ($engine:expr, $now:expr) => {
        $engine.clock.map().map(|map| {
            let scene = Scene {
                map,
                bars: $engine.clock.bars(),
                rate: $engine.clock.rate(),
                controls: &$engine.controls,
                pattern: pattern(&$engine.bank, $engine.song.seat().pattern, &$engine.silence),
                led: led(&$engine.bank, &$engine.song, &$engine.silence),
                setup: &$engine.bank.setup,
                speed: $engine.song.seat().speed,
                until: earlier($engine.clock.loop_end(), $engine.song.turn_tick()),
                held: &$engine.held,
            };
            (scene, map.position($now))
        })
    };
}

impl Engine {
    /// Plays from now until `until` under one word of the host's.
    pub(super) fn stretch<S: Sink>(
        &mut self,
        transport: &Transport,
        rate: SampleRate,
        until: Frame,
        hand: &mut Hand<'_>,
        out: &mut Outlet<'_, S>,
    ) {
        let start = self.now;
        if !transport.playing || self.controls.bypass {
            self.clock.listen(transport);
            self.rest((start, until), hand, out);
            return;
        }
        self.arrive(transport, rate, (start, until), out);
        let mut at = start;
        while at < until {
            let wrap = self.clock.wrap_frame().filter(|wrap| *wrap < until);
            let turn = self.turn_frame().filter(|turn| *turn < until);
            let turn = turn.filter(|turn| wrap.is_none_or(|wrap| *turn < wrap));
            // A map that was moved softly may find itself past the loop's end already.
            let end = turn.or(wrap).unwrap_or(until).max(at);
            self.play((at, end), hand, out);
            at = end;
            if turn.is_some() {
                self.turn(at, out);
            } else if wrap.is_some() {
                if self.clock.wrap(at, 0.0) {
                    self.ensemble.forget_all();
                }
                self.begin(at, Cause::Wrap, out);
            }
        }
    }

    /// Nothing plays but the player.
    fn rest<S: Sink>(&mut self, (a, b): Span, hand: &mut Hand<'_>, out: &mut Outlet<'_, S>) {
        // The players look at everything anew when they begin.
        self.is_changed = false;
        if self.clock.map().is_some() {
            self.clock.stop();
            self.held.drop();
            self.ensemble.halt();
            self.sounding
                .end_where(a, out, |note| note.lane().is_some());
        }
        if self.sounding.next_off().min(hand.next_frame()) >= b {
            return;
        }
        let playing = self.playing();
        let setting = Setting {
            pattern: self.bank.pattern(playing).unwrap_or(&self.silence),
            setup: &self.bank.setup,
        };
        let (sounding, counters) = (&mut self.sounding, &mut self.counters);
        perform(&mut self.piece, hand, (setting, b), sounding, counters, out);
    }

    /// Takes the host's word on `a` and does what follows from it.
    fn arrive<S: Sink>(
        &mut self,
        transport: &Transport,
        rate: SampleRate,
        (a, b): Span,
        out: &mut Outlet<'_, S>,
    ) {
        let (arrival, is_reshaped) = self.clock.arrive(a, (b - a, rate), transport);
        if is_reshaped {
            self.ensemble.forget_all();
        }
        let is_changed = std::mem::take(&mut self.is_changed);
        match arrival {
            Arrival::NewRange(cause) => self.begin(a, cause, out),
            Arrival::Onward if !is_changed && !is_reshaped => {}
            Arrival::Onward => self.adapt(a, None),
            Arrival::Retimed(open) => self.adapt(a, Some(open)),
        }
    }

    /// Something that decisions look at is another from `now` on. If that is where steps fall, those
    /// from the tick `open` on are not dealt with yet.
    #[inline(never)]
    fn adapt(&mut self, now: Frame, open: Option<Tick>) {
        if self.song.shift(&self.controls) {
            self.ensemble.forget_all();
        }
        self.hear_fill(now);
        let Some(map) = self.clock.map() else { return };
        let at = (now, open.unwrap_or_else(|| tick_on(now, map)));
        // A turn that the host has just gone past is still to be taken, and one taken stays so.
        self.song.plan(&ask!(self), at.1);
        if let Some((scene, _)) = scene!(self, now) {
            self.ensemble.refresh(&scene, self.song.seat(), at);
            self.ensemble.rouse(&scene, at);
        }
    }

    /// A new stretch of song begins on `now`: what sounds ends, and the players take their places.
    #[inline(never)]
    fn begin<S: Sink>(&mut self, now: Frame, cause: Cause, out: &mut Outlet<'_, S>) {
        self.sounding
            .end_where(now, out, |note| note.lane().is_some());
        let Some(map) = self.clock.map().copied() else {
            return;
        };
        let again = cause == Cause::Wrap;
        if again {
            self.carry_fill(now);
        } else {
            self.held.drop();
        }
        let position = self.entry(map.position(now), again);
        let tick = tick_on(now, &map).min(Tick::nearest(position));
        if self.song.begin(&ask!(self), tick, again) {
            self.ensemble.forget_all();
        }
        self.hear_fill(now);
        self.song.plan(&ask!(self), tick);
        if let Some((scene, _)) = scene!(self, now) {
            let entrance = Entrance {
                is_first: cause == Cause::Start,
                is_blind: cause == Cause::Jump,
            };
            self.ensemble
                .enter(&scene, self.song.seat(), (now, position), entrance);
        }
    }

    /// From where on a stretch is played that begins at `position`. A host that has just gone past its
    /// loop's start leaves what is on it to be played.
    fn entry(&self, position: f64, again: bool) -> f64 {
        let bounds = self.clock.loop_bounds().filter(|_| again);
        bounds.map_or(position, |(start, _)| position.min(start.to_f64()))
    }

    /// What waited for this frame takes its seat.
    #[inline(never)]
    fn turn<S: Sink>(&mut self, now: Frame, out: &mut Outlet<'_, S>) {
        let Some(tick) = self.song.turn_tick() else {
            return;
        };
        let is_another = self.song.turn();
        self.song.plan(&ask!(self), tick);
        if is_another {
            self.sounding
                .end_where(now, out, |note| note.lane().is_some());
        }
        if let Some((scene, _)) = scene!(self, now) {
            let seat = self.song.seat();
            if is_another {
                self.ensemble.take_over(&scene, seat, tick, now);
            } else {
                // A host that has just gone past it leaves what is on it to be played.
                let at = (now, tick_on(now, scene.map).min(tick));
                self.ensemble.forget_all();
                self.ensemble.refresh(&scene, seat, at);
                self.ensemble.rouse(&scene, at);
            }
        }
    }

    /// The frame on which what waits takes its seat.
    fn turn_frame(&self) -> Option<Frame> {
        let tick = self.song.turn_tick()?;
        Some(self.clock.map()?.frame(tick))
    }

    fn hear_fill(&mut self, now: Frame) {
        if let Some(map) = self.clock.map() {
            let tick = first_tick_from(map.position(now), map);
            let bars = self.clock.bars();
            self.held.hear(self.controls.fill_now, tick, bars);
        }
    }

    /// The loop begins again on `now`: what its last fill leads into is at its start.
    fn carry_fill(&mut self, now: Frame) {
        let Some((start, end)) = self.loop_lines() else {
            return;
        };
        // Let go of on this very frame it ends with the pass.
        if !self.controls.fill_now {
            self.held.hear(false, end, self.clock.ended_bars());
        }
        let lands = match scene!(self, now) {
            Some((scene, _)) => {
                // The bars of the loop's end may be others than those of its start.
                let bars = self.clock.ended_bars();
                self.ensemble.follows_fill(&Scene { bars, ..scene }, end)
            }
            None => false,
        };
        self.held.wrap((start, end), lands, self.clock.bars());
    }

    /// The ticks that the loop begins and ends on, each put on the bar line that it was rounded from, if
    /// there is one beside it.
    fn loop_lines(&self) -> Option<(Tick, Tick)> {
        let (map, (start, end)) = self.clock.map().zip(self.clock.loop_bounds())?;
        let (bars, ended) = (self.clock.bars(), self.clock.ended_bars());
        Some((beside_line(start, bars, map), beside_line(end, ended, map)))
    }

    /// The frame before which no lane and no note has anything to do.
    fn next_event(&self) -> Frame {
        self.ensemble.wake().min(self.sounding.next_off())
    }

    /// Plays one stretch of song, piece by piece, skipping the frames on which nothing happens.
    fn play<S: Sink>(&mut self, (a, b): Span, hand: &mut Hand<'_>, out: &mut Outlet<'_, S>) {
        // Most blocks are empty, and cost no more than to see that.
        if self.next_event().min(hand.next_frame()) < b {
            self.play_pieces((a, b), hand, out);
        }
    }

    #[inline(never)]
    fn play_pieces<S: Sink>(&mut self, (a, b): Span, hand: &mut Hand<'_>, out: &mut Outlet<'_, S>) {
        let Some((scene, _)) = scene!(self, a) else {
            return;
        };
        let setting = Setting {
            pattern: scene.pattern,
            setup: scene.setup,
        };
        let longest = self.ensemble.piece_frames(&scene);
        let mut at = a;
        loop {
            let next = self.ensemble.wake().min(self.sounding.next_off());
            at = at.max(next.min(hand.next_frame()));
            if at >= b {
                return;
            }
            let end = b.min(at + longest);
            self.piece.begin((at, end));
            self.ensemble.play(&scene, &mut self.piece);
            let failed = self.ensemble.take_ended();
            if !failed.is_empty() {
                self.piece.silence(failed);
                self.sounding.end_where(at, out, |note| {
                    note.lane().is_some_and(|lane| failed.contains(lane))
                });
            }
            let (sounding, counters) = (&mut self.sounding, &mut self.counters);
            perform(
                &mut self.piece,
                hand,
                (setting, end),
                sounding,
                counters,
                out,
            );
            at = end;
        }
    }
}

fn pattern<'a>(bank: &'a Bank, index: PatternIndex, silence: &'a Pattern) -> &'a Pattern {
    bank.pattern(index).unwrap_or(silence)
}

/// The pattern that the song has before the one that plays, and up to which tick.
fn led<'a>(bank: &'a Bank, song: &Song, silence: &'a Pattern) -> Option<(Tick, &'a Pattern)> {
    let (tick, index) = song.led()?;
    Some((tick, pattern(bank, index, silence)))
}

/// The bar line that a host may have rounded to `tick`, or `tick` if there is none.
fn beside_line(tick: Tick, bars: &BarMap, map: &FrameMap) -> Tick {
    let line = bars.next_on(bars.bar(), first_tick_from(tick.to_f64(), map));
    let is_beside = first_tick_from(line.to_f64(), map) <= tick;
    if is_beside { line } else { tick }
}

fn earlier(a: Option<Tick>, b: Option<Tick>) -> Option<Tick> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

//! The engine's own clock: the host's position where it agrees with ours, ours in between.
//!
//! A counter counts all frames; a [`FrameMap`] ties it to the song. The map stays as it is while
//! the host's position agrees with it, is moved softly when it drifts or the tempo changes, and is
//! made anew at a jump. Loops are followed whether the host splits its block at their end or not.

mod judge;
mod steady;

use super::bars::Bars;
use super::scene::{first_tick_from, tick_on};
use super::transport::Transport;
use super::word::{Loop, Said, position_in_ticks, tolerance};
use crate::time::{BarMap, Bpm, Frame, FrameMap, SampleRate, Tick, to_f64};
use judge::{Verdict, Word};

/// What the host's word at a block's start means for the music.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// It goes on as expected.
    Onward,
    /// It goes on, but strikes fall on other frames than was thought. What is before this tick has
    /// been dealt with, wherever it falls now.
    Retimed(Tick),
    /// A new stretch of song begins on this frame.
    NewRange(Cause),
}

/// Why a new stretch of song begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The transport started.
    Start,
    /// The host moved while it rolled, and no loop explains it.
    Jump,
    /// A known loop began again.
    Wrap,
}

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Clock {
    map: Option<FrameMap>,
    bpm: Bpm,
    rate: SampleRate,
    bars: Bars,
    /// The bar lines of the stretch that was left last.
    ended: BarMap,
    said: Option<Said>,
    looping: Option<Loop>,
    /// Whether our position was before the loop's end when it was anchored.
    armed: bool,
    /// Until when a host is understood that counts on past the end of its loop, after a wrap of
    /// ours that it has not confirmed yet.
    wrapped_until: Frame,
}

/// A host that has gone past a loop's end is understood for this long.
const OVERSHOOT_FRAMES: i64 = 16_384;

impl Clock {
    pub(super) fn new(rate: SampleRate) -> Self {
        let bars = Bars::new();
        Self {
            map: None,
            bpm: Bpm::DEFAULT,
            rate,
            ended: *bars.map(),
            bars,
            said: None,
            looping: None,
            armed: false,
            wrapped_until: Frame::MIN,
        }
    }

    pub(super) fn stop(&mut self) {
        self.map = None;
        self.said = None;
    }

    /// Takes note of the host's word while nothing is played.
    pub(super) fn listen(&mut self, transport: &Transport) {
        if let Some(position) = transport.position.and_then(position_in_ticks) {
            self.bars.listen(transport, position);
        }
    }

    pub(super) fn map(&self) -> Option<&FrameMap> {
        self.map.as_ref()
    }

    pub(super) fn rate(&self) -> SampleRate {
        self.rate
    }

    /// The tempo that was heard last.
    pub(super) fn bpm(&self) -> f64 {
        self.bpm.get()
    }

    pub(super) fn bars(&self) -> &BarMap {
        self.bars.map()
    }

    /// The bar lines of the stretch that was left last.
    pub(super) fn ended_bars(&self) -> &BarMap {
        &self.ended
    }

    /// The tick from which on nothing is played in this pass, when a loop ends there.
    pub(super) fn loop_end(&self) -> Option<Tick> {
        self.looping
            .filter(|_| self.armed)
            .zip(self.map.as_ref())
            .map(|(range, map)| first_tick_from(range.end, map))
    }

    /// The first tick of the loop, and the one that it ends on.
    pub(super) fn loop_bounds(&self) -> Option<(Tick, Tick)> {
        self.looping
            .map(|range| (Tick::nearest(range.start), Tick::nearest(range.end)))
    }

    /// The frame on which the loop begins again.
    pub(super) fn wrap_frame(&self) -> Option<Frame> {
        let range = self.looping.filter(|_| self.armed)?;
        let map = self.map.as_ref()?;
        Some(map.frame(Tick::nearest(range.end)))
    }

    /// Takes the host's word at the first frame, `now`, of a block that rolls. Gives what it means,
    /// and whether the lanes' steps lie elsewhere than before: bar lines moved, or the loop did.
    pub(super) fn arrive(
        &mut self,
        now: Frame,
        (frames, rate): (i64, SampleRate),
        transport: &Transport,
    ) -> (Arrival, bool) {
        if self.passes(now, (frames, rate), transport) {
            return (Arrival::Onward, false);
        }
        let heard = transport.position.and_then(position_in_ticks);
        let mut left_at = None;
        if rate != self.rate {
            left_at = self.map.map(|map| map.position(now));
            self.rate = rate;
            self.stop();
        }
        let bpm = transport.tempo.and_then(Bpm::new).unwrap_or(self.bpm);
        let (arrival, is_reshaped) = match self.map {
            None => (
                self.begin(now, heard.or(left_at).unwrap_or(0.0), bpm, transport),
                false,
            ),
            Some(map) => self.follow(now, map, heard, bpm, transport),
        };
        let bars_moved = self.read_bars(now, heard, transport);
        self.remember(heard, frames);
        (arrival, bars_moved || is_reshaped)
    }

    /// Begins the loop again on `now`, `past` ticks after its start, as the host leaves that to us. Says
    /// whether the bar lines are others there.
    pub(super) fn wrap(&mut self, now: Frame, past: f64) -> bool {
        let Some(range) = self.looping else {
            return false;
        };
        let is_reshaped = self.begin_again(now, range.start + past);
        self.wrapped_until = now + OVERSHOOT_FRAMES;
        is_reshaped
    }

    /// The loop has begun again, and is at `at` on `now`.
    fn begin_again(&mut self, now: Frame, at: f64) -> bool {
        self.go(now, at);
        let lines = self.looping.and_then(|range| range.lines);
        self.bars.begin_again(lines)
    }

    fn begin(&mut self, now: Frame, at: f64, bpm: Bpm, transport: &Transport) -> Arrival {
        self.bpm = bpm;
        self.looping = None;
        self.wrapped_until = Frame::MIN;
        self.anchor(now, at);
        self.bars.ask();
        self.take_loop(now, transport);
        Arrival::NewRange(Cause::Start)
    }

    /// Decides what the host's word means, then does it. Says too whether the loop or the bar lines
    /// are others now.
    fn follow(
        &mut self,
        now: Frame,
        map: FrameMap,
        heard: Option<f64>,
        bpm: Bpm,
        transport: &Transport,
    ) -> (Arrival, bool) {
        let ends_here = self.wrap_frame().is_some_and(|wrap| wrap <= now);
        let is_new_loop = self.take_loop(now, transport);
        // A host that says the same as before while it rolls has said nothing.
        let said_before = self.said.map(|said| said.position);
        let heard = heard.filter(|at| said_before != Some(*at));
        let verdict = match heard {
            Some(heard) => {
                let word = Word::new(self, (now, &map), heard, bpm);
                word.verdict(ends_here && !is_new_loop)
            }
            None if ends_here && !is_new_loop => Verdict::WrapsHere(0.0),
            None => Verdict::Agrees(map.position(now)),
        };
        let is_new_tempo = bpm != self.bpm;
        self.bpm = bpm;
        let mut is_reshaped = is_new_loop;
        let arrival = match verdict {
            Verdict::Agrees(_) if !is_new_tempo => Arrival::Onward,
            Verdict::Agrees(at) | Verdict::RunsOver(at) => self.retime(now, &map, at),
            Verdict::Moves(at) => {
                self.wrapped_until = Frame::MIN;
                self.retime(now, &map, at)
            }
            Verdict::WrapsHere(past) => {
                is_reshaped |= self.wrap(now, past);
                Arrival::NewRange(Cause::Wrap)
            }
            Verdict::HasWrapped(at) => {
                is_reshaped |= self.begin_again(now, at);
                Arrival::NewRange(Cause::Wrap)
            }
            Verdict::IsElsewhere(at) => {
                self.go(now, at);
                self.bars.ask();
                Arrival::NewRange(Cause::Jump)
            }
        };
        (arrival, is_reshaped)
    }

    /// The song goes on elsewhere. What becomes of the bar lines is for the caller to say.
    fn go(&mut self, now: Frame, to: f64) {
        self.wrapped_until = Frame::MIN;
        self.ended = *self.bars.map();
        self.anchor(now, to);
    }

    fn retime(&mut self, now: Frame, before: &FrameMap, at: f64) -> Arrival {
        self.map = Some(FrameMap::new(now, at, self.bpm, self.rate));
        Arrival::Retimed(tick_on(now, before))
    }

    fn anchor(&mut self, now: Frame, at: f64) {
        self.map = Some(FrameMap::new(now, at, self.bpm, self.rate));
        self.arm(now);
    }

    /// A loop counts if it is ahead of us, and long enough at this tempo to be one.
    fn arm(&mut self, now: Frame) {
        let is_ahead = |map: FrameMap, range: Loop| {
            map.frame(Tick::nearest(range.end)) > now
                && range.length() >= map.ticks(Loop::MIN_FRAMES)
        };
        self.armed = self
            .map
            .zip(self.looping)
            .is_some_and(|(map, range)| is_ahead(map, range));
    }

    /// Takes the host's loop and says whether it is another than before.
    fn take_loop(&mut self, now: Frame, transport: &Transport) -> bool {
        let range = transport.loop_range.and_then(|(start, end)| {
            let (start, end) = (position_in_ticks(start)?, position_in_ticks(end)?);
            let begins = |known: &Loop| Tick::nearest(known.start) == Tick::nearest(start);
            let lines = self.looping.filter(begins).and_then(|known| known.lines);
            (end > start).then_some(Loop { start, end, lines })
        });
        let is_new = match (range, self.looping) {
            (Some(range), Some(known)) => !range.is(known),
            (None, None) => false,
            _ => true,
        };
        if is_new {
            self.looping = range;
            self.arm(now);
        }
        is_new
    }

    fn read_bars(&mut self, now: Frame, heard: Option<f64>, transport: &Transport) -> bool {
        let Some(map) = self.map else { return false };
        let own = map.position(now);
        let heard = heard.unwrap_or(own);
        if self.is_yet_to_wrap(now, heard - own) {
            return false;
        }
        let near = tolerance(&map);
        let moved = self.bars.read(transport, heard, near);
        self.remember_loop_lines(own, near);
        moved
    }

    /// Whether we have begun the loop again and the host has not: it is ahead by so much, and names the
    /// bars of what lies past its loop's end.
    fn is_yet_to_wrap(&self, now: Frame, ahead: f64) -> bool {
        let wrapped = self.looping.filter(|_| now < self.wrapped_until);
        wrapped.is_some_and(|range| ahead > range.length() / 2.0)
    }

    /// Remembers the bar lines in force, as long as the song is in the bar that the loop starts in.
    fn remember_loop_lines(&mut self, own: f64, near: f64) {
        let bars = self.bars.map();
        let bar_of = |position: f64| bars.number_at(Tick::nearest(position + near));
        if let Some(range) = &mut self.looping
            && bar_of(own) == bar_of(range.start)
        {
            range.lines = self.bars.settled().or(range.lines);
        }
    }

    fn remember(&mut self, heard: Option<f64>, frames: i64) {
        self.said = heard.zip(self.map).map(|(position, map)| Said {
            position,
            frames: to_f64(frames),
            ticks_per_frame: map.ticks(1.0),
        });
    }
}

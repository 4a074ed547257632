//! The engine's own clock: the host's position where it agrees with ours, ours in between.
//!
//! A counter counts all frames; a [`FrameMap`] ties it to the song. The map stays as it is while
//! the host's position agrees with it, is moved softly when it drifts or the tempo changes, and is
//! made anew at a jump. Loops are followed whether the host splits its block at their end or not.

mod steady;

use super::bars::Bars;
use super::scene::{first_tick_from, tick_on};
use super::transport::Transport;
use super::word::{Loop, Said, position_in_ticks, tolerance};
use crate::time::{BarMap, Bpm, Frame, FrameMap, SampleRate, Tick, Ticks, round_i64, to_f64};

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

/// What the host's position is to ours, in ticks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    /// The same; ours may go on as it is.
    Agrees(f64),
    /// The same or nearly so, and ours has to move there softly.
    Moves(f64),
    /// The loop ends here and the host leaves it to us.
    WrapsHere,
    /// Somewhere else.
    IsElsewhere(f64),
}

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Clock {
    map: Option<FrameMap>,
    bpm: Bpm,
    rate: SampleRate,
    bars: Bars,
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
        Self {
            map: None,
            bpm: Bpm::DEFAULT,
            rate,
            bars: Bars::new(),
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
        let bars_moved = self.read_bars(now, arrival, heard, transport);
        self.remember(heard, frames);
        (arrival, bars_moved || is_reshaped)
    }

    /// Begins the loop again on `now`, which is where it ends, and says whether the bar lines are
    /// others there.
    pub(super) fn wrap(&mut self, now: Frame) -> bool {
        let Some(range) = self.looping else {
            return false;
        };
        self.anchor(now, range.start);
        self.wrapped_until = now + OVERSHOOT_FRAMES;
        range.lines.is_some_and(|lines| self.bars.return_to(lines))
    }

    fn begin(&mut self, now: Frame, at: f64, bpm: Bpm, transport: &Transport) -> Arrival {
        self.bpm = bpm;
        self.looping = None;
        self.wrapped_until = Frame::MIN;
        self.anchor(now, at);
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
        let verdict = if ends_here && !is_new_loop {
            self.judge_loop_end(now, &map, heard)
        } else {
            self.judge(now, &map, heard, bpm)
        };
        let is_new_tempo = bpm != self.bpm;
        self.bpm = bpm;
        let mut is_reshaped = is_new_loop;
        let arrival = match verdict {
            Verdict::Agrees(_) if !is_new_tempo => Arrival::Onward,
            Verdict::Agrees(at) => self.retime(now, &map, at),
            Verdict::Moves(at) => {
                self.wrapped_until = Frame::MIN;
                self.retime(now, &map, at)
            }
            Verdict::WrapsHere => {
                is_reshaped |= self.wrap(now);
                Arrival::NewRange(Cause::Wrap)
            }
            Verdict::IsElsewhere(at) => self.jump(now, at),
        };
        (arrival, is_reshaped)
    }

    /// The block before ended where the loop does: either the host has wrapped, or we do it now.
    fn judge_loop_end(&self, now: Frame, map: &FrameMap, heard: Option<f64>) -> Verdict {
        let Some((heard, range)) = heard.zip(self.looping) else {
            return Verdict::WrapsHere;
        };
        let near = tolerance(map);
        let passes = self.passes_over(now, heard, heard - map.position(now), near);
        let at = heard - passes.unwrap_or(0.0);
        let (from_start, from_end) = ((at - range.start).abs(), (at - range.end).abs());
        if from_end <= near && from_end < from_start {
            return Verdict::WrapsHere;
        }
        Verdict::IsElsewhere(at)
    }

    fn judge(&self, now: Frame, map: &FrameMap, heard: Option<f64>, bpm: Bpm) -> Verdict {
        let own = map.position(now);
        let Some(heard) = heard else {
            return Verdict::Agrees(own);
        };
        let (off, near) = (heard - own, tolerance(map));
        if off.abs() <= near {
            // After a wrap of ours the host's fraction of a frame counts, or the loop would drift.
            let is_after_wrap = now < self.wrapped_until;
            return if is_after_wrap {
                Verdict::Moves(heard)
            } else {
                Verdict::Agrees(heard)
            };
        }
        if let Some(passes) = self.passes_over(now, heard, off, near) {
            return Verdict::Agrees(heard - passes);
        }
        if self.drifts(heard, off, near, bpm) {
            return Verdict::Moves(heard);
        }
        Verdict::IsElsewhere(heard)
    }

    fn jump(&mut self, now: Frame, to: f64) -> Arrival {
        self.wrapped_until = Frame::MIN;
        let from = self.map.map(|map| map.position(now));
        self.anchor(now, to);
        let near = self.map.as_ref().map_or(0.0, tolerance);
        // A host that splits at its loop's end may round the split to another frame than we do. From
        // elsewhere the loop's start is a place like any other.
        let wraps = self.looping.zip(from).is_some_and(|(range, from)| {
            (to - range.start).abs() <= near && (from - range.end).abs() <= near
        });
        Arrival::NewRange(if wraps { Cause::Wrap } else { Cause::Jump })
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
            let lines = None;
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

    /// The ticks by which a host that counts on past its loop's end is ahead, if that explains it.
    fn passes_over(&self, now: Frame, heard: f64, off: f64, near: f64) -> Option<f64> {
        let length = self.looping.filter(|_| now < self.wrapped_until)?.length();
        let expected = self.said.map(Said::next)?;
        let passes = to_f64(round_i64(off / length)) * length;
        let counts_on = (heard - expected).abs() <= near;
        (counts_on && passes > 0.0 && (off - passes).abs() <= near).then_some(passes)
    }

    /// Whether the host has gone on from its last word, only not quite as we have.
    fn drifts(&self, heard: f64, off: f64, near: f64, bpm: Bpm) -> bool {
        let Some(said) = self.said else { return false };
        let is_small = off.abs() < Ticks::QUARTER.to_f64() / 8.0;
        let before = self.bpm;
        if bpm == before {
            return is_small && (heard - said.next()).abs() <= near;
        }
        let advanced = said.frames * said.ticks_per_frame;
        // A ramp inside the block: the way lies between that of the old and of the new tempo.
        let faster = advanced * (bpm.get() / before.get()).max(1.0);
        let slower = advanced * (bpm.get() / before.get()).min(1.0);
        let way = heard - said.position;
        is_small || (slower - near..=faster + near).contains(&way)
    }

    fn read_bars(
        &mut self,
        now: Frame,
        arrival: Arrival,
        heard: Option<f64>,
        transport: &Transport,
    ) -> bool {
        let Some(map) = self.map else { return false };
        if let Arrival::NewRange(_) = arrival {
            self.bars.ask();
        }
        let own = map.position(now);
        let moved = self
            .bars
            .read(transport, heard.unwrap_or(own), tolerance(&map));
        if self.looping.is_some() {
            self.remember_loop_lines(own);
        }
        moved
    }

    /// Remembers the bar lines that hold where the loop starts.
    fn remember_loop_lines(&mut self, own: f64) {
        let first_bar = self.bars.map().bar().to_f64();
        if let Some(range) = &mut self.looping
            && (own <= range.start || range.lines.is_none() && own < range.start + first_bar)
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

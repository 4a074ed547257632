//! What is the same for all lanes while a stretch of a block is worked through.

use super::controls::Controls;
use super::held::Held;
use super::wave::{follow_curve, sine};
use crate::pattern::{
    BeforeSong, Channel, Draw, Key, Lane, LaneIndex, Pattern, Purpose, Seed, Setup, drift::Wander,
};
use crate::time::{
    BarMap, Frame, FrameMap, SampleRate, Speed, SwingRatio, Tick, Ticks, floor_i64, round_i64,
    warp_units, within,
};

/// Everything that a decision may look at. Constant within a call. **Thread:** audio.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) map: &'a FrameMap,
    pub(super) bars: &'a BarMap,
    pub(super) rate: SampleRate,
    pub(super) controls: &'a Controls,
    pub(super) pattern: &'a Pattern,
    /// The pattern that the song has before this one, heard or not, and up to which tick.
    pub(super) led: Option<(Tick, &'a Pattern)>,
    pub(super) setup: &'a Setup,
    /// How fast the pattern runs.
    pub(super) speed: Speed,
    /// From this tick on nothing belongs to this pass of a loop, or to this pattern.
    pub(super) until: Option<Tick>,
    /// The fill that the player asks for.
    pub(super) held: &'a Held,
}

/// The first tick that belongs to what begins at `position`, and not to what ends there.
///
/// Hosts round, so a step up to a frame and 1/1920 beat before it does. A loop is treated alike at
/// both its ends: what begins it again is not played at its end as well.
pub(super) fn first_tick_from(position: f64, map: &FrameMap) -> Tick {
    let slack = map.ticks(1.0) + Ticks::QUARTER.to_f64() / 1920.0;
    Tick::new(floor_i64(position - slack) + 1)
}

/// The first tick that sounds on `now` or later.
pub(super) fn tick_on(now: Frame, map: &FrameMap) -> Tick {
    let mut tick = Tick::new(floor_i64(map.position(now) - map.ticks(0.5)) - 1);
    while map.frame(tick) < now {
        tick += Ticks::new(1);
    }
    tick
}

/// When a strike sounds: a tick, and frames on top that no tempo changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) tick: Tick,
    pub(super) frames: i64,
}

/// How a step swings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Swung {
    /// `None` leaves it straight.
    pub(super) ratio: Option<SwingRatio>,
    /// Where its straight place sounds.
    pub(super) tick: Tick,
}

impl Place {
    pub(super) fn frame(self, map: &FrameMap) -> Frame {
        map.frame(self.tick) + self.frames
    }

    /// The place that is this span later.
    pub(super) fn after(self, span: Ticks) -> Self {
        let tick = self.tick + span;
        Self { tick, ..self }
    }

    /// The same place, this many frames later.
    pub(super) fn later(self, frames: i64) -> Self {
        let frames = self.frames.saturating_add(frames);
        Self { frames, ..self }
    }
}

/// Whether a lane is heard at all: solo wins over mute.
pub(super) fn is_audible(controls: &Controls, setup: &Setup, lane: LaneIndex) -> bool {
    if setup.solo.is_empty() {
        return !controls.lanes[lane].mute;
    }
    setup.solo.contains(lane)
}

impl<'a> Scene<'a> {
    pub(super) fn lane(&self, lane: LaneIndex) -> &'a Lane {
        &self.pattern.lanes[lane]
    }

    /// The pattern whose fill would end on `tick`.
    pub(super) fn filled_up_to(&self, tick: Tick) -> &'a Pattern {
        let led = self.led.filter(|(end, _)| *end == tick);
        led.map_or(self.pattern, |(_, pattern)| pattern)
    }

    /// Whether the lane is heard at all.
    pub(super) fn is_audible(&self, lane: LaneIndex) -> bool {
        is_audible(self.controls, self.setup, lane)
    }

    pub(super) fn channel(&self, lane: LaneIndex) -> Channel {
        self.setup.channel(lane, self.lane(lane).voice.channel)
    }

    pub(super) fn key(&self, lane: LaneIndex) -> Key {
        self.setup.key(lane, self.lane(lane).voice.key)
    }

    /// Whether Density takes strikes away anywhere.
    pub(super) fn thins(&self) -> bool {
        let controls = self.controls;
        let mut lanes = controls.lanes.iter();
        lanes.any(|(_, lane)| controls.density + lane.density < 0.0)
    }

    /// The first tick that is played at all.
    pub(super) fn first_tick(&self) -> Tick {
        match self.setup.before_song {
            BeforeSong::Groove => Tick::MIN,
            BeforeSong::Silence | BeforeSong::CountIn => Tick::ZERO,
        }
    }

    /// Whether a bar begins on `tick`.
    pub(super) fn is_line(&self, tick: Tick) -> bool {
        self.bars.offset(tick) == Ticks::ZERO
    }

    /// How many milliseconds a span lasts at this tempo.
    pub(super) fn milliseconds(&self, span: Ticks) -> f64 {
        self.map.frames(span) / self.rate.frames_in_ms(1.0)
    }

    /// The number of bars after which all draws come again.
    pub(super) fn cycle_bars(&self) -> Option<i64> {
        let phrases = self.controls.variation_cycle?.phrases();
        Some(phrases * i64::from(self.controls.phrase.get()))
    }

    /// What is drawn for the step of `lane` at `tick`.
    pub(super) fn draw(&self, lane: LaneIndex, purpose: Purpose, tick: Tick) -> Draw {
        let place = match self.cycle_bars() {
            None => tick.get(),
            Some(bars) => {
                let cycle = self.bars.bar() * bars;
                within((tick - self.bars.line(0)).get(), cycle.get())
            }
        };
        self.seed(lane).draw(purpose, place)
    }

    pub(super) fn seed(&self, lane: LaneIndex) -> Seed {
        Seed::lane(self.controls.seed, lane, self.lane(lane))
    }

    /// Half a pair that swings.
    pub(super) fn swing_unit(&self) -> Ticks {
        self.speed.span(self.controls.swing_grid.unit())
    }

    /// The swing that a strike at the straight place `tick` gets.
    pub(super) fn swing(&self, lane: LaneIndex, tick: Tick) -> SwingRatio {
        let controls = self.controls;
        let mut ratio = controls.swing + controls.lanes[lane].swing;
        if controls.swing_lfo_depth > 0.0 {
            let phase = self.bars.bars_at(tick) / controls.swing_lfo_period.bars();
            ratio += controls.swing_lfo_depth * sine(phase);
        }
        if controls.swing_follow {
            let phase = tick.to_f64() / (Ticks::QUARTER * 16).to_f64();
            ratio += follow_curve(controls.ghosts, phase) - 0.5;
        }
        SwingRatio::clamped(ratio)
    }

    /// Where `tick` sounds under `ratio`; `None` leaves it straight.
    pub(super) fn warped(&self, tick: Tick, ratio: Option<SwingRatio>) -> Tick {
        match ratio {
            Some(ratio) => warp_units(tick, ratio, self.swing_unit(), self.bars),
            None => tick,
        }
    }

    /// The milliseconds by which all of a lane's strikes sound later: its delay, its share of Push.
    fn delay_ms(&self, lane: LaneIndex) -> f64 {
        let push = self.controls.push_ms * self.lane(lane).voice.push.fraction();
        self.controls.lanes[lane].delay_ms + push
    }

    /// The most frames by which delay, push and humanise may put a strike of the lane early, and
    /// late.
    pub(super) fn reach_frames(&self, lane: LaneIndex) -> (i64, i64) {
        let delay = self.delay_ms(lane);
        let frames = |ms: f64| round_i64(self.rate.frames_in_ms(ms.max(0.0)));
        let drift = self.controls.humanize_ms;
        (frames(drift - delay), frames(drift + delay))
    }

    /// The frames by which a strike at `tick` sounds later: its lane's delay, and where it lies in
    /// the drift.
    pub(super) fn late_frames(&self, lane: LaneIndex, tick: Tick, wander: Wander) -> i64 {
        let bound = self.controls.humanize_ms;
        let drift = if bound > 0.0 {
            wander.milliseconds(bound, self.is_line(tick))
        } else {
            0.0
        };
        round_i64(self.rate.frames_in_ms(self.delay_ms(lane) + drift))
    }

    /// The most by which swing may pull a strike of the lane before its straight place.
    pub(super) fn swing_advance(&self, lane: LaneIndex) -> Ticks {
        let controls = self.controls;
        let lowest = controls.swing + controls.lanes[lane].swing - controls.swing_lfo_depth;
        let pull = 0.5 - SwingRatio::clamped(lowest).get();
        let pair = self.swing_unit() * 2;
        Ticks::new(floor_i64(pair.to_f64() * pull.max(0.0)) + 1)
    }
}

//! What is the same for all lanes while a stretch of a block is worked through.

use super::controls::Controls;
use super::wave::{follow_curve, wave};
use crate::pattern::{Channel, Lane, LaneIndex, LfoShape, Pattern, Setup};
use crate::time::{
    BarMap, Frame, FrameMap, SampleRate, SwingRatio, Tick, Ticks, floor_i64, round_i64, warp,
};

/// Everything that a decision may look at. Constant within a call. **Thread:** audio.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) map: &'a FrameMap,
    pub(super) bars: &'a BarMap,
    pub(super) rate: SampleRate,
    pub(super) controls: &'a Controls,
    pub(super) pattern: &'a Pattern,
    pub(super) setup: &'a Setup,
    /// From this tick on nothing belongs to this pass of a loop.
    pub(super) loop_end: Option<Tick>,
}

/// The first tick that belongs to what begins at `position`, and not to what ends there.
///
/// Hosts round, so a step up to a frame and 1/1920 beat before it does. A loop is treated alike at
/// both its ends: what begins it again is not played at its end as well.
pub(super) fn first_tick_from(position: f64, map: &FrameMap) -> Tick {
    let slack = map.ticks(1.0) + Ticks::QUARTER.to_f64() / 1920.0;
    Tick::new(floor_i64(position - slack) + 1)
}

/// When a strike sounds: a tick, and frames on top that no tempo changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) tick: Tick,
    pub(super) frames: i64,
}

impl Place {
    pub(super) fn frame(self, map: &FrameMap) -> Frame {
        map.frame(self.tick) + self.frames
    }
}

/// Whether a lane is heard at all: solo wins over mute.
pub(super) fn is_audible(controls: &Controls, setup: Setup, lane: LaneIndex) -> bool {
    if setup.solo.is_empty() {
        return !controls.lanes[lane].mute;
    }
    setup.solo.contains(lane)
}

impl<'a> Scene<'a> {
    pub(super) fn lane(&self, lane: LaneIndex) -> &'a Lane {
        &self.pattern.lanes[lane]
    }

    /// Whether the lane is heard at all.
    pub(super) fn is_audible(&self, lane: LaneIndex) -> bool {
        is_audible(self.controls, *self.setup, lane)
    }

    pub(super) fn channel(&self, lane: LaneIndex) -> Channel {
        self.setup.channel(lane, self.lane(lane).voice.channel)
    }

    /// The swing that a strike at the straight place `tick` gets.
    pub(super) fn swing(&self, lane: LaneIndex, tick: Tick) -> SwingRatio {
        let controls = self.controls;
        let mut ratio = controls.swing + controls.lanes[lane].swing;
        if controls.swing_lfo_depth > 0.0 {
            let phase = self.bars.bars_at(tick) / controls.swing_lfo_period.bars();
            ratio += controls.swing_lfo_depth * wave(LfoShape::Sine, phase);
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
            Some(ratio) => warp(tick, ratio, self.controls.swing_grid, self.bars),
            None => tick,
        }
    }

    /// The frames by which all of a lane's strikes sound later: its delay, and its share of Push.
    pub(super) fn delay_frames(&self, lane: LaneIndex) -> i64 {
        let push = self.controls.push_ms * self.lane(lane).voice.push.fraction();
        let delay = self.controls.lanes[lane].delay_ms;
        round_i64(self.rate.frames_in_ms(delay + push))
    }

    /// Where a strike sounds whose straight place is `tick`, moved by its own `nudge`.
    pub(super) fn place(
        &self,
        lane: LaneIndex,
        tick: Tick,
        ratio: Option<SwingRatio>,
        nudge: Ticks,
    ) -> Place {
        Place {
            tick: self.warped(tick, ratio) + nudge,
            frames: self.delay_frames(lane),
        }
    }

    /// The most by which swing may pull a strike of the lane before its straight place.
    pub(super) fn swing_advance(&self, lane: LaneIndex) -> Ticks {
        let controls = self.controls;
        let lowest = controls.swing + controls.lanes[lane].swing - controls.swing_lfo_depth;
        let pull = 0.5 - SwingRatio::clamped(lowest).get();
        Ticks::new(floor_i64(controls.swing_grid.pair().to_f64() * pull.max(0.0)) + 1)
    }
}

//! Even places in the song, and the frames of a cycle that they fall on.

use crate::engine::Transport;
use crate::time::{Bpm, Frame, FrameMap, SampleRate, Tick, Ticks, to_f64};

/// By how much a transport may be off from what was expected and still go on: half a clock tick.
const NEAR: f64 = 5_765_760.0 / 48.0;

/// What a stretch of frames is to the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Onset {
    /// Nothing rolls, and nothing did.
    Rests,
    /// What rolled has stopped.
    Stops,
    /// It rolls, and did not before.
    Begins,
    /// It rolls on elsewhere.
    Jumps,
    /// It rolls on.
    GoesOn,
}

/// Places that lie evenly. Each is given once, on its exact frame. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pulse {
    rolls: Option<Rolling>,
}

#[derive(Clone, Copy, Debug)]
struct Rolling {
    map: FrameMap,
    frames: u32,
    next: Tick,
    period: Ticks,
    /// Where the song is after the stretch, in ticks.
    end: f64,
}

impl Pulse {
    /// Goes on to a stretch of `frames` frames. The places lie `period` apart, through `origin`.
    pub(super) fn begin(
        &mut self,
        transport: &Transport,
        (frames, rate): (u32, SampleRate),
        (origin, period): (Tick, Ticks),
    ) -> Onset {
        let before = self.rolls.take();
        let bpm = transport.tempo.and_then(Bpm::new);
        let at = transport.position.filter(|at| at.is_finite());
        let (true, Some(bpm), Some(at)) = (transport.playing, bpm, at) else {
            return before.map_or(Onset::Rests, |_| Onset::Stops);
        };
        let at = at * Ticks::QUARTER.to_f64();
        let map = FrameMap::new(Frame::new(0), at, bpm, rate);
        let is_on = |tick: Tick| (tick - origin).get().rem_euclid(period.get()) == 0;
        let onset = match before {
            None => Onset::Begins,
            Some(before) if (before.end - at).abs() > NEAR => Onset::Jumps,
            Some(_) => Onset::GoesOn,
        };
        let kept = before.filter(|before| onset == Onset::GoesOn && is_on(before.next));
        let next = kept.map_or_else(|| first(&map, origin, period), |before| before.next);
        self.rolls = Some(Rolling {
            map,
            frames,
            next,
            period,
            end: at + map.ticks(f64::from(frames)),
        });
        onset
    }

    /// Nothing rolls any more. Whether something did.
    pub(super) fn stop(&mut self) -> bool {
        self.rolls.take().is_some()
    }

    /// The next place.
    pub(super) fn next(&self) -> Option<Tick> {
        self.rolls.map(|rolling| rolling.next)
    }

    /// The next place and its frame, if that is in this stretch.
    pub(super) fn due(&self) -> Option<(u32, Tick)> {
        let rolling = self.rolls?;
        let frame = rolling.map.frame(rolling.next).get().max(0);
        let at = u32::try_from(frame).ok()?;
        (at < rolling.frames).then_some((at, rolling.next))
    }

    /// Goes on to the place after the next.
    pub(super) fn advance(&mut self) {
        if let Some(rolling) = &mut self.rolls {
            rolling.next += rolling.period;
        }
    }
}

/// The first place that does not fall before the first frame.
fn first(map: &FrameMap, origin: Tick, period: Ticks) -> Tick {
    let into = map.position(Frame::new(0)) - origin.to_f64();
    let count = crate::time::floor_i64(into / to_f64(period.get()));
    let mut place = origin + period * count;
    while map.frame(place) < Frame::new(0) {
        place += period;
    }
    place
}

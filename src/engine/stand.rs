//! The lanes without a transport: what they decide anywhere in the song, for those who only look.

use super::band::Band;
use super::controls::Controls;
use super::held::Held;
use super::lanes::Lanes;
use super::scene::{Scene, first_tick_from};
use super::song::{Ask, Seat, Song};
use super::whereabouts::Whereabouts;
use crate::pattern::{Bank, LaneSet, Pattern, PatternIndex};
use crate::time::{BarMap, Bpm, Frame, FrameMap, Meter, SampleRate, Tick, Ticks, floor_i64};
use std::ops::Range;

/// What is looked at without being played: a song at a steady tempo, in which nothing is changed.
///
/// **Thread:** any.
#[derive(Clone, Copy, Debug)]
pub struct Rehearsal<'a> {
    /// What is played from.
    pub bank: &'a Bank,
    /// The parameters. Fills are those that come by themselves: nobody asks for one.
    pub controls: &'a Controls,
    /// The tempo.
    pub bpm: Bpm,
    /// Frames a second.
    pub rate: SampleRate,
    /// The time signature from the song's beginning on.
    pub meter: Meter,
}

/// A rehearsal with all that its decisions look at.
pub(super) struct Stand<'a> {
    of: Rehearsal<'a>,
    map: FrameMap,
    bars: BarMap,
    held: Held,
    silence: Pattern,
    lanes: Lanes,
}

/// A stretch of song in which one pattern plays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) seat: Seat,
    /// Where it is looked at from.
    pub(super) from: Tick,
    /// Where it began; nothing of it sounds before this.
    pub(super) enters: Tick,
    /// Where another pattern takes its place, if one does; nothing of it sounds from there on.
    pub(super) leaves: Option<Tick>,
    /// The pattern that plays in the song before it, and up to which tick.
    led: Option<(Tick, PatternIndex)>,
}

impl<'a> Stand<'a> {
    /// Allocates.
    pub(super) fn new(of: Rehearsal<'a>) -> Self {
        Self::counted(of, Tick::ZERO)
    }

    /// As [`Self::new`], with the line of the song's first bar at `line`.
    pub(super) fn counted(of: Rehearsal<'a>, line: Tick) -> Self {
        let bars = BarMap::from_first_line(line, of.meter);
        Self {
            of,
            map: FrameMap::new(Frame::new(0), 0.0, of.bpm, of.rate),
            bars,
            held: Held::default(),
            silence: super::silence(),
            lanes: Lanes::new(Song::new().seat(), &bars),
        }
    }

    pub(super) fn bars(&self) -> &BarMap {
        &self.bars
    }

    /// Has the fill of the player's be played that runs at `at`, as if it were let go of there.
    pub(super) fn with_fill_of(mut self, at: &Whereabouts) -> Self {
        self.held = Held::let_go(at.fill, at.position, &self.bars);
        self
    }

    /// How far one has to look to know what sounds in `asked`: what is in the next bar may sound
    /// early, and so take the place of what is in these.
    pub(super) fn reach(&self, asked: &Range<Tick>) -> Tick {
        asked.end + self.bars.bar()
    }

    pub(super) fn frames_in_ms(&self) -> f64 {
        self.of.rate.frames_in_ms(1.0)
    }

    /// What plays in `stretch`.
    pub(super) fn pattern(&self, stretch: &Stretch) -> &Pattern {
        let pattern = self.of.bank.pattern(stretch.seat.pattern);
        pattern.unwrap_or(&self.silence)
    }

    /// The stretch from `from` on in which the pattern that plays at `at` goes on playing.
    pub(super) fn going_on(&self, at: &Whereabouts, from: Tick) -> Stretch {
        let start = from.min(Tick::ZERO);
        let seat = Seat::of(at);
        Stretch {
            seat,
            from,
            enters: at.origin.map_or(start, |origin| origin.max(start)),
            leaves: None,
            led: self.ask().led_to(&seat),
        }
    }

    /// The stretches from `from` up to `until`, if the song has been played from its beginning, or
    /// from there if that is before.
    pub(super) fn stretches(&self, (from, until): (Tick, Tick)) -> Vec<Stretch> {
        let ask = self.ask();
        let start = from.min(Tick::ZERO);
        let (mut song, mut at) = (Song::new(), from);
        song.begin(&ask, from, false);
        let mut stretches = Vec::new();
        while at < until {
            song.plan(&ask, at);
            let seat = *song.seat();
            let leaves = song.turn_tick();
            stretches.push(Stretch {
                seat,
                from: at,
                enters: seat.origin.map_or(start, |origin| origin.max(start)),
                leaves,
                led: song.led(),
            });
            at = leaves.unwrap_or(until);
            song.turn();
        }
        stretches
    }

    fn ask(&self) -> Ask<'_> {
        Ask {
            bank: self.of.bank,
            controls: self.of.controls,
            bars: &self.bars,
        }
    }

    /// Shows to `look` the lanes as they are in `stretch`.
    pub(super) fn show<T>(&mut self, stretch: &Stretch, look: impl FnOnce(&Band<'_>) -> T) -> T {
        let bank = self.of.bank;
        let pattern = |index| bank.pattern(index).unwrap_or(&self.silence);
        let scene = Scene {
            map: &self.map,
            bars: &self.bars,
            rate: self.of.rate,
            controls: self.of.controls,
            pattern: pattern(stretch.seat.pattern),
            led: stretch.led.map(|(tick, index)| (tick, pattern(index))),
            setup: &bank.setup,
            speed: stretch.seat.speed,
            until: stretch.leaves,
            held: &self.held,
        };
        self.lanes.relearn(&scene, &stretch.seat, LaneSet::ALL);
        self.lanes.begin_firsts(first_pass(&scene, stretch), true);
        look(&self.lanes.band(&scene))
    }
}

/// A tick of each lane's first pass, as the engine finds it at a start and at a turn.
fn first_pass(scene: &Scene<'_>, stretch: &Stretch) -> Tick {
    let enters = stretch.enters;
    if stretch.seat.origin == Some(enters) && enters > Tick::ZERO {
        return enters + Ticks::new(floor_i64(scene.map.ticks(1.0)));
    }
    enters + (enters - first_tick_from(enters.to_f64(), scene.map))
}

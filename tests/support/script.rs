//! A host with a script: what happens on which frame, and a cutter that may cut anywhere else.

use super::cuts::Cuts;
use super::number::{ceil, float, floor};
use super::rig::{At, Rig, rolling, stopped};
use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Bank, Edit};
use afterbeat::time::{Meter, Ticks};

/// Something that happens on a frame. Every act cuts the calls, as hosts' automation points do.
#[derive(Clone, Debug)]
pub enum Act {
    /// Rolls from this position on; while it rolls this is a locate.
    Play(f64),
    Stop,
    Tempo(f64),
    Controls(Box<Controls>),
    Edit(Edit),
    Reset,
    /// Switches a loop on, moves it, or switches it off.
    Loop(Option<Loop>),
    /// The song is counted in this meter, from a bar line at this beat.
    Meter(Meter, f64),
    BarStarts(BarStarts),
}

/// A loop, in beats, and how the host goes round in it. One whose end has been passed is not
/// followed.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    pub range: (f64, f64),
    pub tells: bool,
    /// Whether the host cuts its block where the loop begins again.
    pub splits: bool,
}

/// What the host says of where a bar starts.
#[derive(Clone, Copy, Debug)]
pub enum BarStarts {
    Unsaid,
    Honest,
    Zero,
    AtPosition,
}

impl BarStarts {
    /// What is said at `position`, in bars of `bar` beats counted from `line`.
    pub fn said(self, position: f64, bar: f64, line: f64) -> Option<f64> {
        match self {
            Self::Unsaid => None,
            Self::Honest => Some(line + ((position - line) / bar + 1e-9).floor() * bar),
            Self::Zero => Some(0.0),
            Self::AtPosition => Some(position),
        }
    }
}

/// How many beats a bar has.
pub fn beats_in_a_bar(meter: Meter) -> f64 {
    meter.bar().to_f64() / Ticks::QUARTER.to_f64()
}

/// The acts, sorted by frame, and where it ends.
#[derive(Clone, Debug)]
pub struct Script {
    pub rate: f64,
    /// The tempo at the start.
    pub tempo: f64,
    pub acts: Vec<(i64, Act)>,
    /// Where the script ends; a stopped block follows, so that every note is closed.
    pub end: i64,
}

impl Script {
    /// Plays from `position` on, steadily.
    pub fn steady(rate: f64, tempo: f64, position: f64, frames: i64) -> Self {
        Self {
            rate,
            tempo,
            acts: vec![(0, Act::Play(position))],
            end: frames,
        }
    }

    /// The same with `controls` from `frame` on.
    #[must_use]
    pub fn with(mut self, frame: i64, controls: &Controls) -> Self {
        let place = self.acts.partition_point(|act| act.0 <= frame);
        let act = (frame, Act::Controls(Box::new(controls.clone())));
        self.acts.insert(place, act);
        self
    }

    /// The same with a tempo change.
    #[must_use]
    pub fn tempo_from(mut self, frame: i64, tempo: f64) -> Self {
        let place = self.acts.partition_point(|act| act.0 <= frame);
        self.acts.insert(place, (frame, Act::Tempo(tempo)));
        self
    }

    /// All events when the host cuts its blocks so.
    pub fn play(&self, bank: &Bank, cuts: &Cuts) -> Vec<At> {
        let mut rig = Rig::new(bank.clone(), self.rate);
        let mut desk = Desk::new(self);
        let mut lengths = cuts.lengths();
        let mut block_end = 0;
        while rig.now < self.end {
            while let Some(act) = desk.next_until(rig.now) {
                desk.act(act, &mut rig);
            }
            while block_end <= rig.now {
                block_end += i64::from(lengths.next().expect("lengths without end"));
            }
            let edge = block_end.min(self.end).min(desk.next_frame());
            let edge = edge.min(desk.next_split(rig.now));
            let frames = u32::try_from(edge - rig.now).expect("a block's length");
            let transport = desk.transport(rig.now);
            rig.call(frames, transport);
        }
        rig.stop();
        rig.events
    }
}

/// Where the host's transport stands: the segment it is in, from whose start it counts.
struct Desk<'a> {
    acts: &'a [(i64, Act)],
    next: usize,
    rate: f64,
    tempo: f64,
    rolling: bool,
    from: (i64, f64),
    looping: Option<Loop>,
    meter: Option<Meter>,
    line: f64,
    bar_starts: BarStarts,
}

/// What a host may be off by when it looks for the frame on which it loops.
const FRAME_NOISE: f64 = 1e-6;

impl<'a> Desk<'a> {
    fn new(script: &'a Script) -> Self {
        Self {
            acts: &script.acts,
            next: 0,
            rate: script.rate,
            tempo: script.tempo,
            rolling: false,
            from: (0, 0.0),
            looping: None,
            meter: None,
            line: 0.0,
            bar_starts: BarStarts::Unsaid,
        }
    }

    fn next_frame(&self) -> i64 {
        self.acts.get(self.next).map_or(i64::MAX, |act| act.0)
    }

    fn next_until(&mut self, now: i64) -> Option<&'a (i64, Act)> {
        let act = self.acts.get(self.next).filter(|act| act.0 <= now)?;
        self.next += 1;
        Some(act)
    }

    fn frames_per_beat(&self) -> f64 {
        60.0 * self.rate / self.tempo
    }

    /// The loop that is ahead of where the segment began, and rolls.
    fn followed(&self) -> Option<(f64, f64)> {
        let range = self.looping.filter(|_| self.rolling)?.range;
        (self.from.1 < range.1 - FRAME_NOISE / self.frames_per_beat()).then_some(range)
    }

    /// How often the loop has begun again in this segment, and the position.
    fn place(&self, now: i64) -> (i64, f64) {
        if !self.rolling {
            return (0, self.from.1);
        }
        let straight = self.from.1 + float(now - self.from.0) / self.frames_per_beat();
        let Some((start, end)) = self.followed() else {
            return (0, straight);
        };
        let noise = FRAME_NOISE / self.frames_per_beat();
        let (length, over) = (end - start, straight - end);
        if over < -noise {
            return (0, straight);
        }
        let more = floor((over + noise) / length);
        let into = over - float(more) * length;
        (more + 1, start + into.max(0.0))
    }

    fn position(&self, now: i64) -> f64 {
        self.place(now).1
    }

    /// The next frame on which the host cuts because its loop begins again.
    fn next_split(&self, now: i64) -> i64 {
        let splits = self.looping.is_some_and(|looping| looping.splits);
        let Some((start, end)) = self.followed().filter(|_| splits) else {
            return i64::MAX;
        };
        let next_end = end + float(self.place(now).0) * (end - start);
        let frames = (next_end - self.from.1) * self.frames_per_beat();
        self.from.0 + ceil(frames - FRAME_NOISE)
    }

    /// A new segment begins.
    fn mark(&mut self, frame: i64) {
        self.from = (frame, self.position(frame));
    }

    fn act(&mut self, (frame, act): &(i64, Act), rig: &mut Rig) {
        match act {
            Act::Play(position) => {
                self.from = (*frame, *position);
                self.rolling = true;
            }
            Act::Stop => {
                self.mark(*frame);
                self.rolling = false;
            }
            Act::Tempo(tempo) => {
                self.mark(*frame);
                self.tempo = *tempo;
            }
            Act::Controls(controls) => rig.engine.set_controls(controls),
            Act::Edit(edit) => {
                rig.engine.apply(edit.clone()).expect("an edit that fits");
            }
            Act::Reset => rig.engine.reset(),
            Act::Loop(looping) => {
                self.mark(*frame);
                self.looping = *looping;
            }
            Act::Meter(meter, line) => (self.meter, self.line) = (Some(*meter), *line),
            Act::BarStarts(bar_starts) => self.bar_starts = *bar_starts,
        }
    }

    fn transport(&self, now: i64) -> Transport {
        let position = self.position(now);
        let bar = beats_in_a_bar(self.meter.unwrap_or(Meter::COMMON));
        let told = self.looping.filter(|looping| looping.tells);
        let said = Transport {
            loop_range: told.map(|looping| looping.range),
            meter: self.meter,
            bar_start: self.bar_starts.said(position, bar, self.line),
            ..rolling(self.tempo, position)
        };
        if self.rolling {
            said
        } else {
            Transport {
                playing: false,
                tempo: stopped().tempo,
                ..said
            }
        }
    }
}

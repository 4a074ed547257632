//! A host with a script: what happens on which frame, and a cutter that may cut anywhere else.

use super::cuts::Cuts;
use super::number::float;
use super::rig::{At, Rig, rolling, stopped};
use afterbeat::engine::{Controls, Transport};
use afterbeat::pattern::{Bank, Edit};

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
}

impl<'a> Desk<'a> {
    fn new(script: &'a Script) -> Self {
        Self {
            acts: &script.acts,
            next: 0,
            rate: script.rate,
            tempo: script.tempo,
            rolling: false,
            from: (0, 0.0),
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

    fn position(&self, now: i64) -> f64 {
        if self.rolling {
            self.from.1 + float(now - self.from.0) * self.tempo / (60.0 * self.rate)
        } else {
            self.from.1
        }
    }

    fn act(&mut self, (frame, act): &(i64, Act), rig: &mut Rig) {
        match act {
            Act::Play(position) => {
                self.from = (*frame, *position);
                self.rolling = true;
            }
            Act::Stop => {
                self.from = (*frame, self.position(*frame));
                self.rolling = false;
            }
            Act::Tempo(tempo) => {
                self.from = (*frame, self.position(*frame));
                self.tempo = *tempo;
            }
            Act::Controls(controls) => rig.engine.set_controls(controls),
            Act::Edit(edit) => {
                rig.engine.apply(edit.clone()).expect("an edit that fits");
            }
            Act::Reset => rig.engine.reset(),
        }
    }

    fn transport(&self, now: i64) -> Transport {
        if self.rolling {
            rolling(self.tempo, self.position(now))
        } else {
            Transport {
                position: Some(self.position(now)),
                ..stopped()
            }
        }
    }
}

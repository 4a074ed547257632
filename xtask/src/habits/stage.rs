//! An instance in a host with a habit, and what the musician does there.

use std::thread;

use anyhow::Context as _;

use super::habit::{Blocks, Habit, Halt, Told, Wrap};
use super::performance::{Performance, Rolled, open};
use crate::host::{
    Block, Dialects, Form, HostError, Instance, ParamPoint, Plugin, Sink, Song, Transport,
};
use crate::note::Note;

/// What surrounds every call of `process`, on the thread that makes it: an allocation check, say.
pub type Around = fn(&mut dyn FnMut());

/// Frames of the song between two points of automation.
const POINT_FRAMES: u64 = 64;
/// More events than any feature has; nothing is to be allocated while they come.
const EVENTS: usize = 1 << 18;
/// How long a transport stands between two parts of a song.
const PAUSE_FRAMES: u32 = 256;

/// A song from position 0 on, at one tempo in 4/4.
#[derive(Clone, Copy, Debug)]
pub struct Music {
    /// Frames per second.
    pub rate: u32,
    /// Quarter notes per minute.
    pub tempo: u32,
}

impl Music {
    /// The frame that is nearest to a place in bars, given in hundredths of a bar.
    #[must_use]
    pub fn frame(self, hundredths: u32) -> u64 {
        let (rate, tempo) = (u64::from(self.rate), u64::from(self.tempo));
        (u64::from(hundredths) * 4 * 60 * rate + 50 * tempo) / (100 * tempo)
    }

    /// Whether a frame is that of a 16th's place.
    pub(super) fn is_at_sixteenth(self, frame: u64) -> bool {
        // A 16th is a sixteenth of a bar: so many minutes times the rate, over four times the tempo.
        let (beat, unit) = (u64::from(self.rate) * 60, 4 * u64::from(self.tempo));
        let past = frame * unit % beat;
        past.min(beat - past) <= unit
    }

    /// The frames of a time.
    pub(super) fn frames_of(self, milliseconds: u32) -> u64 {
        u64::from(self.rate) * u64::from(milliseconds) / 1_000
    }
}

/// A ride of a parameter: CLAP's id, and its values at the song's first frame and at `end`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ride {
    pub(super) id: u32,
    pub(super) from: f64,
    pub(super) to: f64,
    pub(super) end: u64,
}

/// The stage, with the instance on it.
pub(super) struct Stage<'a> {
    habit: &'a Habit,
    music: Music,
    around: Around,
    pub(super) ride: Option<Ride>,
    instance: Instance,
    /// The host's count of frames.
    clock: u64,
    ranges: Vec<Rolled>,
    sink: Sink,
    points: Vec<ParamPoint>,
    dice: u64,
    left_sounding: usize,
}

impl<'a> Stage<'a> {
    /// Puts an instance there that is not active yet.
    pub(super) fn new(
        habit: &'a Habit,
        music: Music,
        around: Around,
        mut instance: Instance,
    ) -> anyhow::Result<Self> {
        if habit.renders {
            instance.render_offline()?;
        }
        let mut stage = Self {
            habit,
            music,
            around,
            ride: None,
            instance,
            clock: 0,
            ranges: Vec::new(),
            sink: Sink::with_capacity(EVENTS),
            points: Vec::with_capacity(EVENTS),
            dice: 0x9e37_79b9_7f4a_7c15,
            left_sounding: 0,
        };
        stage.begin()?;
        Ok(stage)
    }

    /// A fresh instance for a host with this habit.
    pub(super) fn instance(plugin: &Plugin, habit: &Habit) -> anyhow::Result<Instance> {
        Ok(plugin.instantiate(habit.profile)?)
    }

    fn begin(&mut self) -> Result<(), HostError> {
        let most = self.habit.blocks.most().max(PAUSE_FRAMES);
        self.instance.activate(f64::from(self.music.rate), most)?;
        self.instance.start_processing()
    }

    /// Rolls from one frame of the song to another, from where it is at once: a locate, unless it
    /// was there.
    pub(super) fn roll(&mut self, from: u64, to: u64) -> anyhow::Result<()> {
        self.enter(from, to, false);
        let mut position = from;
        while position < to {
            let frames = self.length(to - position);
            self.block(frames, Some(position), None)?;
            position += u64::from(frames);
        }
        Ok(())
    }

    /// Rolls through the song up to frame `end`, and again from its start, so many times.
    pub(super) fn cycle(&mut self, end: u64, passes: u64) -> anyhow::Result<()> {
        match self.habit.wrap {
            Wrap::Cuts => self.cycle_cut(end, passes),
            Wrap::RunsOver => self.cycle_over(end, passes),
            Wrap::RunsOverUntold => self.cycle_untold(end, passes),
        }
    }

    fn cycle_cut(&mut self, end: u64, passes: u64) -> anyhow::Result<()> {
        for _ in 0..passes {
            self.enter(0, end, true);
            let mut position = 0;
            while position < end {
                let frames = self.length(end - position);
                self.block(frames, Some(position), Some(end))?;
                position += u64::from(frames);
            }
        }
        Ok(())
    }

    fn cycle_over(&mut self, end: u64, passes: u64) -> anyhow::Result<()> {
        let begin = self.clock;
        for pass in 0..passes {
            self.ranges.push(Rolled {
                at: begin + pass * end,
                from: 0,
                to: end,
                is_pass: true,
            });
        }
        let last = begin + passes * end;
        while self.clock < last {
            let frames = self.length(last - self.clock);
            let position = (self.clock - begin) % end;
            self.block(frames, Some(position), Some(end))?;
        }
        Ok(())
    }

    fn cycle_untold(&mut self, end: u64, passes: u64) -> anyhow::Result<()> {
        let mut position = 0;
        for pass in 1..=passes {
            self.enter(position, end, false);
            while position < end {
                let left = if pass == passes { end - position } else { end };
                let frames = self.length(left);
                self.block(frames, Some(position), None)?;
                position += u64::from(frames);
            }
            if let Some(range) = self.ranges.last_mut() {
                range.to = position;
            }
            position -= end;
        }
        Ok(())
    }

    /// Stops, as this host does.
    pub(super) fn halt(&mut self) -> anyhow::Result<()> {
        match self.habit.halt {
            Halt::Transport => self.block(PAUSE_FRAMES, None, None),
            Halt::Calls => {
                self.left_sounding += open(&self.notes()?);
                self.instance.deactivate();
                Ok(self.begin()?)
            }
        }
    }

    /// Stops for good, and gives what was heard. A host that does not call any more calls once
    /// again, else what sounds could not be ended.
    pub(super) fn finish(mut self) -> anyhow::Result<Performance> {
        self.halt()?;
        self.block(PAUSE_FRAMES, None, None)?;
        let reads_midi = self.habit.profile.dialects != Dialects::ClapAndMidi;
        let form = if reads_midi { Form::Midi } else { Form::Note };
        let events = &self.sink.events;
        Ok(Performance {
            notes: self.notes()?,
            refused: self.sink.refused,
            disorderly: self.sink.disordered + self.sink.beyond_block,
            misread: events.iter().filter(|event| event.form != form).count(),
            ranges: self.ranges,
            left_sounding: self.left_sounding,
            is_state_changed: false,
        })
    }

    fn notes(&self) -> anyhow::Result<Vec<Note>> {
        let notes: Option<_> = self.sink.events.iter().map(Note::from_host).collect();
        notes.context("the plug-in sent a note on a channel or key that is none")
    }

    fn enter(&mut self, from: u64, to: u64, is_pass: bool) {
        let at = self.clock;
        self.ranges.push(Rolled {
            at,
            from,
            to,
            is_pass,
        });
    }

    /// The length of the next block, at most `left`.
    fn length(&mut self, left: u64) -> u32 {
        let wanted = match self.habit.blocks {
            Blocks::Of(frames) => frames,
            Blocks::UpTo(most) => {
                self.dice ^= self.dice << 13;
                self.dice ^= self.dice >> 7;
                self.dice ^= self.dice << 17;
                // The remainder is below `most`, which is a u32.
                u32::try_from(self.dice % u64::from(most)).unwrap_or(0) + 1
            }
        };
        u32::try_from(left).map_or(wanted, |left| wanted.min(left))
    }

    /// One call; without a position the transport stands.
    fn block(
        &mut self,
        frames: u32,
        position: Option<u64>,
        loop_end: Option<u64>,
    ) -> anyhow::Result<()> {
        self.points.clear();
        if let (Some(ride), Some(position)) = (self.ride, position) {
            self.points.extend(points(ride, position, frames));
        }
        let block = Block {
            frames,
            start: self.clock,
            transport: self.transport(position, loop_end),
            params: &self.points,
            ..Block::default()
        };
        let audio = self.instance.audio()?;
        let (sink, around) = (&mut self.sink, self.around);
        let mut call = || {
            let mut done = Ok(());
            around(&mut || done = audio.process_into(&block, sink).map(|_| ()));
            done
        };
        if self.habit.wanders {
            let called = thread::scope(|threads| threads.spawn(call).join());
            called.ok().context("the thread of the call panicked")??;
        } else {
            call()?;
        }
        self.clock += u64::from(frames);
        Ok(())
    }

    fn transport(&self, position: Option<u64>, loop_end: Option<u64>) -> Option<Transport> {
        let song = Song::new(f64::from(self.music.rate), f64::from(self.music.tempo));
        let mut transport = match position {
            Some(position) => song.at(position),
            None => song.stopped_at(0),
        };
        transport.loop_beats = loop_end.map(|end| (0.0, song.beats(end)));
        match self.habit.told {
            Told::Exactly => Some(transport),
            Told::InTicks => {
                transport.beats = transport.beats.map(in_ticks);
                Some(transport)
            }
            Told::Nothing => None,
        }
    }
}

/// The points of a ride that fall into a block of the song.
fn points(ride: Ride, position: u64, frames: u32) -> impl Iterator<Item = ParamPoint> {
    let last = position + u64::from(frames);
    (position.next_multiple_of(POINT_FRAMES)..last)
        .step_by(64)
        .map(move |frame| ParamPoint {
            time: u32::try_from(frame - position).unwrap_or(0),
            id: ride.id,
            value: ride.from + (ride.to - ride.from) * share(frame, ride.end),
        })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "songs are far below 2^53 frames"
)]
fn share(frame: u64, end: u64) -> f64 {
    frame as f64 / end as f64
}

/// The position as a host has it that counts in whole ticks and keeps them in a `float`.
#[expect(clippy::cast_possible_truncation, reason = "that is the habit")]
fn in_ticks(beats: f64) -> f64 {
    f64::from(((beats * 960.0).round() / 960.0) as f32)
}

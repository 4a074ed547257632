//! Hosts the plug-in as a DAW would and keeps what it plays.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use xtask::host::{
    AudioOut, Block, Instance, Kind, ParamPoint, Plugin, Profile, Sink, Song, Transport,
};
use xtask::neutral;

use super::take::{POINT_FRAMES, Take};
use xtask::note::Note;

/// What came out of the plug-in.
pub struct Hosted {
    /// Every note event, in the order in which it was sent.
    pub notes: Vec<Note>,
    /// How long the plug-in's `process` took, block by block.
    pub costs: Vec<Duration>,
}

impl Hosted {
    /// Plays what is written of the take on a fresh instance, then stops the transport for a block.
    pub fn play(clap: &Path, take: &Take) -> anyhow::Result<Self> {
        let mut player = Player::new(clap, take)?;
        let song = Song::new(f64::from(take.rate), f64::from(take.tempo));
        let mut frame = 0;
        while frame < take.frames() {
            let frames = take.block.min(take.frames() - frame);
            player.block(frame, frames, song.at(u64::from(frame)))?;
            frame += frames;
        }
        player.block(frame, take.block, song.stopped_at(u64::from(frame)))?;
        player.finish()
    }

    /// The frames of all note-ons.
    pub fn strikes(&self) -> impl Iterator<Item = u32> {
        self.notes
            .iter()
            .filter(|note| note.kind == Kind::On)
            .map(|note| note.frame)
    }
}

/// An instance in the middle of the take.
struct Player<'a> {
    take: &'a Take,
    instance: Instance,
    swing: u32,
    points: Vec<ParamPoint>,
    sink: Sink,
    costs: Vec<Duration>,
}

impl<'a> Player<'a> {
    fn new(clap: &Path, take: &'a Take) -> anyhow::Result<Self> {
        let mut instance = open(clap)?.instantiate(Profile::default())?;
        let swing = instance
            .param("Swing")
            .context("the plug-in has no parameter called Swing")?
            .id;
        neutral::set(&mut instance)?;
        instance.activate(f64::from(take.rate), take.block)?;
        instance.start_processing()?;
        Ok(Self {
            take,
            instance,
            swing,
            points: Vec::new(),
            sink: Sink::default(),
            costs: Vec::new(),
        })
    }

    /// Plays one block. Automation goes along while the transport rolls.
    fn block(&mut self, start: u32, frames: u32, transport: Transport) -> anyhow::Result<()> {
        self.points.clear();
        if transport.playing {
            let (take, id) = (self.take, self.swing);
            self.points
                .extend(point_frames(start, frames).map(|frame| ParamPoint {
                    time: frame - start,
                    id,
                    value: take.swing_value(frame),
                }));
        }
        let block = Block {
            frames,
            start: u64::from(start),
            transport: Some(transport),
            params: &self.points,
            ..Block::default()
        };
        let processed = self.instance.process_into(&block, &mut self.sink)?;
        ensure!(
            processed.audio == AudioOut::Silent,
            "the plug-in left something other than silence in its output at frame {start}"
        );
        if transport.playing {
            self.costs.push(processed.cost);
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<Hosted> {
        ensure!(
            self.sink.is_orderly(),
            "the plug-in sent {} events out of order and {} outside of their block",
            self.sink.disordered,
            self.sink.beyond_block
        );
        let notes: Option<Vec<Note>> = self.sink.events.iter().map(Note::from_host).collect();
        let notes = notes.context("the plug-in sent a note on a channel or key that is none")?;
        ensure_released(&notes)?;
        Ok(Hosted {
            notes,
            costs: self.costs,
        })
    }
}

/// Runs the built file's code.
#[expect(unsafe_code, reason = "loading a plug-in runs foreign code")]
fn open(clap: &Path) -> anyhow::Result<Plugin> {
    // SAFETY: the file was just built from this workspace.
    Ok(unsafe { Plugin::load(clap) }?)
}

/// The automation points that fall into a block, as frames of the take.
fn point_frames(start: u32, frames: u32) -> impl Iterator<Item = u32> {
    (start.next_multiple_of(POINT_FRAMES)..start + frames).step_by(POINT_FRAMES as usize)
}

/// Every note-on must have its note-off.
fn ensure_released(notes: &[Note]) -> anyhow::Result<()> {
    let mut sounding = std::collections::BTreeMap::new();
    for note in notes {
        match note.kind {
            Kind::On => sounding.insert((note.channel, note.key), note.frame),
            Kind::Off => sounding.remove(&(note.channel, note.key)),
        };
    }
    match sounding.iter().next() {
        Some(((_, key), frame)) => {
            anyhow::bail!("key {key}, struck at frame {frame}, was never released")
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::point_frames;

    #[test]
    fn points_stand_on_multiples_of_64_whatever_the_block() {
        let cuts = [(0, 100), (100, 28), (128, 1), (129, 127)];
        let points: Vec<u32> = cuts
            .into_iter()
            .flat_map(|(start, frames)| point_frames(start, frames))
            .collect();
        assert_eq!(points, [0, 64, 128, 192]);
    }
}

//! One export: what is played, and the file that it becomes.

use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::shown::Shown;
use crate::engine::Controls;
use crate::files::{Answer, Ask, Desk, Folders};
use crate::offline::{Render, Tracks, save, straight, to_midi_tracks};
use crate::pattern::{Bank, Edit, PerLane, PlayMode, SetupChange};
use crate::time::{Bpm, SampleRate, Tick};
use crate::worker::Progress;
use std::fs;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// The most bars that one file is given.
pub const MOST_BARS: i64 = 64;

const BLOCK: NonZeroU32 = NonZeroU32::new(512).unwrap();

/// What is to become of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goal {
    /// The user says where it goes.
    Asked,
    /// It goes onto the clipboard.
    Copied,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// It was saved where the user said.
    Saved(PathBuf),
    /// It was saved in the user's folder, as nobody could be asked.
    SavedUnasked(PathBuf),
    /// It is on the clipboard.
    Copied(PathBuf),
    /// Its path is, since the clipboard does not take files: why not.
    CopiedPath(PathBuf, String),
    /// The user wanted none.
    Cancelled,
}

impl Done {
    pub(super) fn words(&self) -> String {
        match self {
            Self::Saved(_) => "Saved".to_owned(),
            Self::SavedUnasked(_) => "Saved; there are no file dialogs here".to_owned(),
            Self::Copied(_) => "Copied: paste it where you want it".to_owned(),
            Self::CopiedPath(_, why) => {
                format!("Saved, and its path copied: the file itself could not be ({why})")
            }
            Self::Cancelled => "Cancelled: nothing was written".to_owned(),
        }
    }

    pub(super) fn into_file(self) -> Option<PathBuf> {
        match self {
            Self::Saved(path)
            | Self::SavedUnasked(path)
            | Self::Copied(path)
            | Self::CopiedPath(path, _) => Some(path),
            Self::Cancelled => None,
        }
    }
}

/// What is taken away, as it was when it was asked for. **Thread:** any.
#[derive(Clone, Debug)]
pub struct Take {
    render: Render,
    controls: Controls,
    from: Tick,
    name: String,
    /// What the file is called, without its ending.
    file: String,
    /// The lanes' names, if each has a track.
    lanes: Option<PerLane<String>>,
}

impl Take {
    /// So many bars of what `screen` shows, from the first, counted from 0.
    pub fn of((first, bars): (i64, i64), screen: &Screen, hand: &Hand) -> Self {
        let shown = &screen.shown;
        let controls = Controls {
            // The song is taken away, and not what the hand does at the moment.
            bypass: false,
            fill_now: false,
            ..hand.params.controls()
        };
        let controls = if screen.export.is_straight {
            straight(controls)
        } else {
            controls
        };
        let name = name_of(shown);
        let bars = bars.clamp(1, MOST_BARS);
        let from = shown.at.first_line + shown.at.bar * first;
        let lanes = &shown.pattern.lanes;
        let names = PerLane::from_fn(|lane| lanes[lane].voice.name.as_str().to_owned());
        Self {
            render: Render {
                bank: following(hand.main().lock().bank().clone()),
                bars: u32::try_from(bars).unwrap_or(1),
                bpm: Bpm::new(shown.at.bpm).unwrap_or(Bpm::DEFAULT),
                rate: SampleRate::DEFAULT,
                block: BLOCK,
                meter: shown.meter(),
                automated: false,
            },
            controls,
            from,
            file: format!("{name}, bars {} to {}", first + 1, first + bars),
            name,
            lanes: screen.export.by_lane.then_some(names),
        }
    }

    /// The file's bytes; `None` if nobody wants them any more.
    ///
    /// # Errors
    /// When a MIDI file cannot say it, in words.
    pub fn bytes(&self, progress: &Progress) -> Result<Option<Vec<u8>>, String> {
        let song = self.render.timeline();
        let goes_on = |percent| {
            progress.set_percent(percent);
            !progress.is_cancelled()
        };
        let events = self
            .render
            .clone()
            .run_from(self.from, &self.controls, goes_on);
        let Some(events) = events else {
            return Ok(None);
        };
        let tracks = self.lanes.as_ref().map_or(Tracks::One, Tracks::Lanes);
        let bytes = to_midi_tracks(&events, &song, &self.name, tracks);
        bytes.map(Some).map_err(|error| error.to_string())
    }

    /// Plays it, asks where it goes if that is to be asked, and writes it.
    pub(super) fn run(
        &self,
        goal: Goal,
        desk: &dyn Desk,
        folders: Option<&Folders>,
        progress: &Progress,
    ) -> Result<Done, String> {
        let Some(bytes) = self.bytes(progress)? else {
            return Ok(Done::Cancelled);
        };
        let own = folders.map(|folders| folders.exports.as_path());
        let answer = match goal {
            Goal::Copied => Answer::NoDialog,
            Goal::Asked => desk.ask(&Ask {
                title: "Take it away".to_owned(),
                kind: ("MIDI file", "mid"),
                folder: own.unwrap_or(Path::new("")).to_owned(),
                name: Some(format!("{}.mid", self.file)),
            }),
        };
        if progress.is_cancelled() {
            return Ok(Done::Cancelled);
        }
        let write = |path: PathBuf| match save(&path, &bytes) {
            Ok(()) => Ok(path),
            Err(error) => Err(error.to_string()),
        };
        let done = match answer {
            Answer::File(path) => Done::Saved(write(path)?),
            Answer::Cancelled => Done::Cancelled,
            Answer::NoDialog => {
                let path = write(self.free_path(own)?)?;
                match goal {
                    Goal::Asked => Done::SavedUnasked(path),
                    Goal::Copied => match desk.copy(&path) {
                        Ok(()) => Done::Copied(path),
                        Err(why) => Done::CopiedPath(path, why.to_string()),
                    },
                }
            }
        };
        Ok(done)
    }

    /// A name in the user's folder that no file has.
    fn free_path(&self, folder: Option<&Path>) -> Result<PathBuf, String> {
        let folder = folder.ok_or("there is no folder to write to")?;
        fs::create_dir_all(folder)
            .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        let names = (1_u32..).map(|n| match n {
            1 => format!("{}.mid", self.file),
            n => format!("{} ({n}).mid", self.file),
        });
        let mut paths = names.map(|name| folder.join(name));
        let free = paths.find(|path| !path.exists());
        free.ok_or_else(|| format!("{} is full", folder.display()))
    }
}

/// What is shown, by its name.
pub(super) fn name_of(shown: &Shown) -> String {
    match shown.groove {
        Some(groove) => groove.to_owned(),
        None => format!("Pattern {}", shown.index.get() + 1),
    }
}

/// The bank as one that follows its host, as the one that rolls here.
fn following(mut bank: Bank) -> Bank {
    // A setting can always be made.
    let _ = bank.apply(Edit::Setup(SetupChange::Play(PlayMode::FollowHost)));
    bank
}

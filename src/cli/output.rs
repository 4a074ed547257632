//! The file that is written: what it is, its name's ending says.

use afterbeat::offline::{self, MidiError, Picture, SaveError};
use std::path::PathBuf;

/// Where to write, and what.
#[derive(Clone, Debug)]
pub struct Output {
    path: PathBuf,
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Midi,
    Csv,
    Svg,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The file could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// There is no such MIDI file, or it could not be written.
    #[error(transparent)]
    Midi(#[from] MidiError),
}

impl Output {
    /// The output at `path`.
    ///
    /// # Errors
    /// When its ending says nothing.
    pub fn new(path: PathBuf) -> Result<Self, &'static str> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        let format = match ending.map(str::to_lowercase).as_deref() {
            Some("mid") => Format::Midi,
            Some("csv") => Format::Csv,
            Some("svg") => Format::Svg,
            _ => return Err("expected a name that ends in .mid, .csv or .svg"),
        };
        Ok(Self { path, format })
    }

    /// Whether it is a picture.
    pub fn is_picture(&self) -> bool {
        self.format == Format::Svg
    }

    /// Whether it is a clip, which may be looped where it goes.
    pub fn is_clip(&self) -> bool {
        self.format == Format::Midi
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, take: &Picture<'_>) -> Result<(), OutputError> {
        let path = &self.path;
        match self.format {
            Format::Midi => offline::save_midi(path, take.events, &take.song, take.title)?,
            Format::Csv => offline::save_csv(path, take.events, take.pattern)?,
            Format::Svg => offline::save_svg(path, take)?,
        }
        Ok(())
    }
}

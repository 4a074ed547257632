//! From a file's text to a groove or a feel.

mod lane;
mod step;
mod values;
mod voice;

use super::file::{FeelFile, File, MannerWord};
use super::{Feel, Groove, GrooveError};
use crate::pattern::{Bars, LaneSet, Manner, Pattern};
use crate::text::Problem;
use crate::text::ranged::{drum, problem, ranged, whole};
use serde::de::DeserializeOwned;

/// The groove that `text` is, a file whose name is only for the error. Allocates.
///
/// # Errors
/// The first thing that is not as it should be: file, line, column, and what was expected.
pub fn read(file: &str, text: &str) -> Result<Groove, GrooveError> {
    let parsed: File = form(file, text)?;
    groove(&parsed, text).map_err(|problem| problem.in_file(file, text))
}

/// The feel that `text` is, a file whose name is only for the error. Allocates.
///
/// # Errors
/// As of [`read`].
pub fn read_feel(file: &str, text: &str) -> Result<Feel, GrooveError> {
    let parsed: FeelFile = form(file, text)?;
    feel(&parsed).map_err(|problem| problem.in_file(file, text))
}

/// The tables and keys of `text`, if they are those that are wanted.
fn form<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, GrooveError> {
    toml::from_str(text).map_err(|error| Problem::from_toml(&error).in_file(file, text))
}

fn groove(file: &File, text: &str) -> Result<Groove, Problem> {
    let bars = whole(&file.bars, "1 to 16 bars", Bars::new)?;
    let mut feel = values::of_kit(&file.feel)?;
    let mut pattern = Pattern {
        bars,
        manner: manner(file.manner),
        ..Pattern::new()
    };
    let mut taken = LaneSet::default();
    for table in &file.lane {
        let at = drum(&table.drum)?;
        if taken.contains(at) {
            let what = format!(
                "expected a drum once, found `{}` again",
                table.drum.get_ref()
            );
            return Err(problem(&table.drum, what));
        }
        taken = taken.with(at, true);
        *pattern.lanes[at] = lane::lane(table, at, bars, text)?;
        values::add_lane(&mut feel, table, at)?;
    }
    Ok(Groove {
        id: ranged(&file.id, "an id", |text| named(text))?,
        name: ranged(&file.name, "a name", |text| named(text))?,
        style: ranged(&file.style, "a style", |text| named(text))?,
        tempo: ranged(&file.tempo, "[slowest, fastest] from 1 to 2000", tempo)?,
        feel: feel.into_iter().collect(),
        pattern,
    })
}

fn feel(file: &FeelFile) -> Result<Feel, Problem> {
    Ok(Feel {
        name: ranged(&file.name, "a name", |text| named(text))?,
        about: ranged(&file.about, "a line about it", |text| named(text))?,
        values: values::of_kit(&file.feel)?.into_iter().collect(),
    })
}

const fn manner(word: MannerWord) -> Manner {
    match word {
        MannerWord::Drummer => Manner::Drummer,
        MannerWord::Classic => Manner::Classic,
    }
}

fn named(text: &str) -> Option<String> {
    let is_name = !text.trim().is_empty() && !text.contains(char::is_control);
    is_name.then(|| text.to_owned())
}

fn tempo(range: &[f64; 2]) -> Option<(f64, f64)> {
    let [slowest, fastest] = *range;
    (1.0 <= slowest && slowest <= fastest && fastest <= 2000.0).then_some((slowest, fastest))
}

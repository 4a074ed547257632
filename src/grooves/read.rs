//! From a file's text to a groove.

mod lane;

use super::feel;
use super::file::{File, LaneTable};
use super::{Groove, GrooveError};
use crate::pattern::{Bars, LaneIndex, LaneSet, Pattern};
use crate::text::Problem;
use crate::text::ranged::{drum, problem, ranged, whole};
use std::collections::BTreeMap;
use toml::Spanned;

/// The groove that `text` is, a file whose name is only for the error. Allocates.
///
/// # Errors
/// The first thing that is not as it should be: file, line, column, and what was expected.
pub fn read(file: &str, text: &str) -> Result<Groove, GrooveError> {
    let parsed: File =
        toml::from_str(text).map_err(|error| Problem::from_toml(&error).in_file(file, text))?;
    groove(&parsed, text).map_err(|problem| problem.in_file(file, text))
}

fn groove(file: &File, text: &str) -> Result<Groove, Problem> {
    let bars = whole(&file.bars, "1 to 16 bars", Bars::new)?;
    let mut feel = own_feel(&file.feel)?;
    let mut pattern = Pattern {
        bars,
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
        lane_feel(&mut feel, table, at)?;
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

fn named(text: &str) -> Option<String> {
    let is_name = !text.trim().is_empty() && !text.contains(char::is_control);
    is_name.then(|| text.to_owned())
}

fn tempo(range: &[f64; 2]) -> Option<(f64, f64)> {
    let [slowest, fastest] = *range;
    (1.0 <= slowest && slowest <= fastest && fastest <= 2000.0).then_some((slowest, fastest))
}

/// The `[feel]` table.
fn own_feel(
    table: &BTreeMap<Spanned<String>, Spanned<f64>>,
) -> Result<BTreeMap<String, f64>, Problem> {
    let mut feel = BTreeMap::new();
    for (id, value) in table {
        feel::check_id(id.get_ref()).map_err(|what| problem(id, what))?;
        put(&mut feel, id.get_ref().clone(), value)?;
    }
    Ok(feel)
}

/// What a lane's table says of the lane's parameters.
fn lane_feel(
    feel: &mut BTreeMap<String, f64>,
    table: &LaneTable,
    at: LaneIndex,
) -> Result<(), Problem> {
    let named = [
        ("swing", &table.swing),
        ("delay", &table.delay),
        ("level", &table.level),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            put(feel, format!("lane{}_{name}", at.get() + 1), value)?;
        }
    }
    Ok(())
}

fn put(feel: &mut BTreeMap<String, f64>, id: String, value: &Spanned<f64>) -> Result<(), Problem> {
    feel::check_value(&id, *value.get_ref()).map_err(|what| problem(value, what))?;
    if feel.contains_key(&id) {
        let what = format!("expected `{id}` once: the feel has it too");
        return Err(problem(value, what));
    }
    feel.insert(id, *value.get_ref());
    Ok(())
}

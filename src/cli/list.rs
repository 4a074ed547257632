//! The lists of grooves, of feels and of parameters.

use afterbeat::grooves::{self, Feel, Groove};
use afterbeat::plugin::params::{Handle, Kind, Params};
use std::io::{self, Write};

/// Prints a line for each groove.
pub fn grooves(out: &mut impl Write) -> io::Result<()> {
    let row = |groove: &Groove| {
        let (slow, fast) = groove.tempo;
        let tempo = if slow < fast {
            format!("{slow}-{fast} BPM")
        } else {
            format!("{slow} BPM")
        };
        [
            groove.id.clone(),
            groove.name.clone(),
            groove.style.clone(),
            tempo,
        ]
    };
    let rows: Vec<_> = grooves::factory().iter().map(row).collect();
    table(out, &rows)
}

/// Prints a line for each feel.
pub fn feels(out: &mut impl Write) -> io::Result<()> {
    let row = |feel: &Feel| [feel.name.clone(), feel.about.clone()];
    let rows: Vec<_> = grooves::feels().iter().map(row).collect();
    table(out, &rows)
}

/// Prints a line for each parameter.
pub fn params(out: &mut impl Write) -> io::Result<()> {
    let row = |param: &Handle<'_>| {
        let (range, default) = match param.kind() {
            Kind::Number { min, max } => {
                let range = format!("{min} to {max}{}", param.unit());
                (range, param.default_text())
            }
            Kind::Whole { min, max } => {
                let range = format!("{min} to {}", param.text_of(max));
                (range, param.default_text())
            }
            Kind::Switch => ("off, on".to_owned(), param.default_text().to_lowercase()),
            Kind::Choice(texts) => (texts.join(", "), param.default_text()),
        };
        [
            param.id().to_owned(),
            param.name().to_owned(),
            range,
            default,
        ]
    };
    let rows: Vec<_> = Params::detached().list().iter().map(row).collect();
    table(out, &rows)
}

/// Prints rows of cells in columns as wide as their widest cells.
fn table<const N: usize>(out: &mut impl Write, rows: &[[String; N]]) -> io::Result<()> {
    let letters = |cell: &String| cell.chars().count();
    let width = |column: usize| rows.iter().map(|row| letters(&row[column])).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or_default());
    for row in rows {
        let cells = row.iter().zip(widths);
        let cells: Vec<_> = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
